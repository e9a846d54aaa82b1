"""The validator: layers in order, each with a verdict of its own.

parse, identify, signature, xsd, codelists, rules, references. A layer runs only when
those before it found no error, and says all it finds at once. What the receiver makes
of the verdict is not decided here; nor is the signature, which `swsim.security` checks.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Final

from lxml import etree

from swsim.security.seal import Check, Flaw, Unchecked, unchecked
from swsim.validation import fictional, functions
from swsim.validation.contexts import Index
from swsim.validation.findings import Finder, in_order
from swsim.validation.functions import Lookup
from swsim.validation.package import DocumentSchema, Package, payload_of, shipped
from swsim.validation.parse import parse
from swsim.validation.places import local_name
from swsim.validation.result import (
    Finding,
    Layer,
    ValidationResult,
    judge,
    verdict_of,
)
from swsim.validation.rules import Crash, Failure, evaluate
from swsim.validation.schematron import Pattern
from swsim.validation.texts import say


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A document after the first layer; `root` is None where it could not be parsed.

    `sha256` is of the bytes.
    """

    data: bytes
    root: etree._Element | None
    layer: Layer
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A result, and the tree it was reached on.

    `root` is None where the document could not be parsed. The tree is the parsed
    document without comments and processing instructions; decode from it, it is safe.
    `references` is set where only the receiver's answers are missing.
    """

    result: ValidationResult
    root: etree._Element | None
    references: "References | None" = None


class References:
    """The questions that a document leaves to its receiver, to be asked later.

    Keeps the parsed document, so drop it when it has been answered.
    """

    def __init__(self, run: "_Run", result: ValidationResult) -> None:
        self._run = run
        self._result = result

    def answered(self, lookup: Lookup, *, officer: bool = True) -> ValidationResult:
        """Return the result with the references layer as `lookup` answers it.

        Rules for officers are put to an `officer` alone, since what is asked already
        tells of risk.
        """
        with _codes_of(self._run.package):
            layer = _asked(self._run, lookup, officer=officer)
        layers = (*self._result.layers[:-1], layer)
        return replace(self._result, verdict=verdict_of(layers), layers=layers)


class Validator:
    """Validates documents of one schema package; compiles at the first of each type."""

    def __init__(self, package: Package | None = None) -> None:
        """Use a package, or swsim's own schemas where none is given."""
        self.package = shipped() if package is None else package

    def validate(
        self, data: bytes, *, lookup: Lookup | None = None
    ) -> ValidationResult:
        """Return the verdict on a document.

        `lookup` is what the receiver knows; without it the references layer of a
        document type that has one is skipped. Never raises for a bad document.
        """
        return self.check(data, lookup=lookup).result

    def parse(self, data: bytes) -> Parsed:
        """Return a document after the first layer, for `check` to go on with.

        For receivers who decide on the tree whether the rest is worth its time.
        """
        found = parse(data)
        return Parsed(
            data=data,
            root=None if isinstance(found, Finding) else found,
            layer=judge("parse", (found,)) if isinstance(found, Finding) else _PARSED,
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def check(
        self,
        data: bytes | Parsed,
        *,
        lookup: Lookup | None = None,
        signature: Check = unchecked,
    ) -> Checked:
        """Return the verdict and the tree, so that nobody parses a second time.

        `signature` says what the signature layer is to say.
        """
        parsed = self.parse(data) if isinstance(data, bytes) else data
        (checked,) = self._checked([_Run(parsed, self.package, lookup, signature)])
        return checked

    def check_all(self, documents: Iterable[tuple[Parsed, Check]]) -> list[Checked]:
        """Return what `check` says of each document, with its check of the signature.

        Layer by layer and not document by document: what a layer needs of code and
        tables then stays in the caches of the processor.
        """
        return self._checked(
            [_Run(parsed, self.package, None, check) for parsed, check in documents]
        )

    def _checked(self, runs: Sequence["_Run"]) -> list[Checked]:
        with _codes_of(self.package):
            for name, step in _STEPS:
                for run in runs:
                    run.take(name, step)
        return [run.checked() for run in runs]


class _Run:
    """What the layers of one document hand down to each other."""

    def __init__(
        self,
        parsed: Parsed,
        package: Package,
        lookup: Lookup | None,
        signature: Check,
    ) -> None:
        self.data = parsed.data
        self.root = parsed.root
        self._sha256 = parsed.sha256
        self._layers = [parsed.layer]
        self._invalid = "" if parsed.root is not None else parsed.layer.name
        self.package = package
        self.lookup = lookup
        self.signature = signature
        self.payload: etree._Element | None = None
        self.document: DocumentSchema | None = None
        self._index: Index | None = None
        self._finder: Finder | None = None

    @property
    def tree(self) -> etree._Element:
        assert self.root is not None
        return self.root

    @property
    def type(self) -> DocumentSchema:
        assert self.document is not None
        return self.document

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = Index(self.tree, self.type.tags)
        return self._index

    def take(self, name: str, step: Callable[["_Run"], Layer]) -> None:
        """Run a layer, unless one before it found an error."""
        if self._invalid:
            self._layers.append(_not_reached(name, self._invalid))
            return
        layer = step(self)
        self._layers.append(layer)
        if layer.state in ("invalid", "unclear"):
            self._invalid = name

    def checked(self) -> Checked:
        """Return the result, once every layer has had its turn."""
        # What can be found again is let go: a document may wait long for its receiver.
        self._index = self._finder = None
        found = tuple(self._layers)
        result = ValidationResult(
            verdict=verdict_of(found),
            document=self.document.id if self.document else None,
            layers=found,
            sha256=self._sha256,
        )
        references = References(self, result) if found[-1] is _NOBODY_TO_ASK else None
        return Checked(result=result, root=self.root, references=references)

    @property
    def finder(self) -> Finder:
        if self._finder is None:
            notes = self.document.annotations if self.document else None
            self._finder = Finder(self.data, self.tree, self.payload, notes)
        return self._finder


def _codes_of(package: Package) -> AbstractContextManager[None]:
    """Return what lets rules see the codes that a package knows."""
    return fictional.accepted() if package.fictional else nullcontext()


@cache
def _valid(name: str) -> Layer:
    return Layer(name=name, state="valid")


@cache
def _not_reached(name: str, after: str) -> Layer:
    return Layer(
        name=name,
        state="skipped",
        why=f"the layer {after} is not valid",
        why_es=f"la capa {after} no es válida",
    )


# --- layers ---------------------------------------------------------------------------


_PARSED = _valid("parse")


def _identify(run: _Run) -> Layer:
    payload = payload_of(run.tree, run.package)
    if payload is None:
        expected = _roots(run.package.by_tag)
        return _unknown(run, "ID-empty", run.tree, expected)
    run.document = run.package.document_of(payload)
    if run.document is None:
        return _not_known(run, payload)
    run.payload = payload
    return _valid("identify")


def _not_known(run: _Run, element: etree._Element) -> Layer:
    if element.tag in run.package.by_tag:
        return _unknown(run, "ID-when", element, run.package.conditions(element.tag))
    known = list(run.package.by_tag)
    rule = "ID-payload"
    if element is run.tree:
        rule, known = "ID-root", [*known, *sorted(run.package.envelope_tags)]
    return _unknown(run, rule, element, _roots(known))


def _roots(tags: Iterable[str]) -> list[str]:
    """Return tags as people read them: Declaration {urn:...}."""
    names = map(etree.QName, tags)
    return [f"{name.localname} {{{name.namespace or ''}}}" for name in names]


def _unknown(
    run: _Run, rule: str, element: etree._Element, expected: list[str]
) -> Layer:
    namespace = etree.QName(element).namespace
    value = f"{local_name(element)} " + (f"{{{namespace}}}" if namespace else "{}")
    by_name = rule in ("ID-root", "ID-payload")
    close = get_close_matches(value, expected, n=1) if by_name else []
    nearest = close[0] if close else None
    listed = ", ".join(expected)
    # A sentence names the roots; their namespaces stand in `expected`.
    names = dict.fromkeys(each.partition(" {")[0] for each in expected)
    messages = say(rule, nearest=nearest, value=value, expected=", ".join(names))
    finding = run.finder.finding(
        rule,
        "identify",
        element,
        messages,
        value=value,
        expected=nearest or listed,
        suggestion=nearest,
    )
    return judge("identify", (finding,))


def _signature(run: _Run) -> Layer:
    answer = run.signature(run.tree)
    if isinstance(answer, Unchecked):
        why, why_es = answer.why, answer.why_es
        return Layer(name="signature", state="skipped", why=why, why_es=why_es)
    if not isinstance(answer, Flaw):
        return _valid("signature")
    facts = answer.facts
    finding = run.finder.finding(
        answer.rule,
        "signature",
        answer.element,
        say(answer.rule, **facts),
        value=facts.get("value"),
        expected=facts.get("expected"),
    )
    return judge("signature", (finding,))


def _xsd(run: _Run) -> Layer:
    outcome = run.type.schema.check(run.tree)
    if outcome.valid:
        return _valid("xsd")
    found = in_order([run.finder.of_fault(fault) for fault in outcome.faults])
    # The verdict is lxml's, also where nobody can explain it.
    return Layer(name="xsd", state="invalid", findings=found)


def _codelists(run: _Run) -> Layer:
    unknown = run.type.bindings.unknown(run.index)
    if not unknown:
        return _valid("codelists")
    codes = run.type.codes
    found = [run.finder.of_unknown(each, codes(each.codelist)) for each in unknown]
    return judge("codelists", in_order(found))


def _rules(run: _Run) -> Layer:
    suspects = run.type.own_rules.to_evaluate(run.index)
    if not suspects:
        return _valid("rules")
    return _evaluated(run, "rules", suspects, run.index)


def _references(run: _Run) -> Layer:
    if not run.type.reference_rules:
        return _valid("references")
    if run.lookup is None:
        return _NOBODY_TO_ASK
    return _asked(run, run.lookup)


def _asked(run: _Run, lookup: Lookup, *, officer: bool = True) -> Layer:
    rules = run.type.reference_rules
    if not officer:
        rules = tuple(rule for rule in rules if not _for_officers(rule))
    # Found anew: most documents are asked later, and many never.
    index = Index(run.tree, run.type.reference_tags)
    with functions.asking(lookup) as unknown:
        layer = _evaluated(run, "references", rules, index)
    if unknown and layer.state == "valid":
        unanswered = ", ".join(sorted(unknown))
        return Layer(
            name="references",
            state="skipped",
            findings=layer.findings,
            why=f"the receiver could not answer {unanswered}",
            why_es=f"el receptor no pudo responder a {unanswered}",
        )
    return layer


def _for_officers(pattern: Pattern) -> bool:
    """Tell whether no assertion of a pattern is for declarants."""
    return all(
        each.audience == "officer" for rule in pattern.rules for each in rule.assertions
    )


_NOBODY_TO_ASK = Layer(
    name="references",
    state="skipped",
    why="these rules need the receiver's own records, and nobody was there to ask",
    why_es="estas reglas necesitan los registros del receptor, y no hubo a quién"
    " preguntar",
)


def _evaluated(
    run: _Run, name: str, patterns: tuple[Pattern, ...], index: Index
) -> Layer:
    failures, crashes = evaluate(patterns, index)
    if not failures and not crashes:
        return _valid(name)
    found = []
    for failure in failures:
        made = _finding(run, failure, name)
        if isinstance(made, Finding):
            found.append(made)
        else:
            crashes.append(made)
    layer = judge(name, in_order(found))
    if not crashes:
        return layer
    broken = ", ".join(sorted({crash.why for crash in crashes}))
    return Layer(
        name=name,
        state="unclear",
        findings=layer.findings,
        why=f"rules that could not be evaluated: {broken}",
        why_es=f"reglas que no se pudieron evaluar: {broken}",
    )


def _finding(run: _Run, failure: Failure, layer: str) -> Finding | Crash:
    try:
        return run.finder.of_failure(failure, layer)
    # A sentence or subject that crashes is the rule's fault, as a test that does.
    except Exception as error:
        id = failure.assertion.id
        return Crash(id=id, why=f"{id} ({type(error).__name__}: {error})")


_STEPS: Final[tuple[tuple[str, Callable[[_Run], Layer]], ...]] = (
    ("identify", _identify),
    ("signature", _signature),
    ("xsd", _xsd),
    ("codelists", _codelists),
    ("rules", _rules),
    ("references", _references),
)

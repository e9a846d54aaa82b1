"""The layers of validation: what each of them asks a document, and says of it.

identify, signature, xsd, codelists, rules, references; the first, parse, stands in
`swsim.validation.parse`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from lxml import etree

from swsim.security.seal import Check, Flaw, Unchecked
from swsim.validation import functions
from swsim.validation.contexts import Index
from swsim.validation.findings import Finder, in_order
from swsim.validation.functions import Lookup
from swsim.validation.package import DocumentSchema, Package, payload_of
from swsim.validation.places import local_name
from swsim.validation.result import (
    Finding,
    Layer,
    judge,
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


class Document:
    """A document on its way through the layers: what they hand down to each other.

    `layers` are those it has behind it.
    """

    def __init__(
        self,
        parsed: Parsed,
        package: Package,
        lookup: Lookup | None,
        signature: Check,
    ) -> None:
        self.data = parsed.data
        self.root = parsed.root
        self.sha256 = parsed.sha256
        self.layers = [parsed.layer]
        self._invalid = "" if parsed.root is not None else parsed.layer.name
        self.package = package
        self.lookup = lookup
        self.signature = signature
        self.payload: etree._Element | None = None
        self.schema: DocumentSchema | None = None
        self._index: Index | None = None
        self._finder: Finder | None = None

    @property
    def tree(self) -> etree._Element:
        """The root of a document that could be parsed."""
        assert self.root is not None
        return self.root

    @property
    def type(self) -> DocumentSchema:
        """What holds for documents of its type, once it was identified."""
        assert self.schema is not None
        return self.schema

    @property
    def index(self) -> Index:
        """Its elements by tag, for code lists and rules."""
        if self._index is None:
            self._index = Index(self.tree, self.type.tags)
        return self._index

    def take(self, name: str, step: Callable[["Document"], Layer]) -> None:
        """Run a layer, unless one before it found an error."""
        if self._invalid:
            self.layers.append(_not_reached(name, self._invalid))
            return
        layer = step(self)
        self.layers.append(layer)
        if layer.state in ("invalid", "unclear"):
            self._invalid = name

    def let_go(self) -> None:
        """Drop what can be found again: a document may wait long for its receiver."""
        self._index = self._finder = None

    @property
    def finder(self) -> Finder:
        """What makes findings out of faults."""
        if self._finder is None:
            notes = self.schema.annotations if self.schema else None
            self._finder = Finder(self.data, self.tree, self.payload, notes)
        return self._finder


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


PARSED = _valid("parse")


def _identify(document: Document) -> Layer:
    payload = payload_of(document.tree, document.package)
    if payload is None:
        expected = _roots(document.package.by_tag)
        return _unknown(document, "ID-empty", document.tree, expected)
    document.schema = document.package.document_of(payload)
    if document.schema is None:
        return _not_known(document, payload)
    document.payload = payload
    return _valid("identify")


def _not_known(document: Document, element: etree._Element) -> Layer:
    if element.tag in document.package.by_tag:
        return _unknown(
            document, "ID-when", element, document.package.conditions(element.tag)
        )
    known = list(document.package.by_tag)
    rule = "ID-payload"
    if element is document.tree:
        rule, known = "ID-root", [*known, *sorted(document.package.envelope_tags)]
    return _unknown(document, rule, element, _roots(known))


def _roots(tags: Iterable[str]) -> list[str]:
    """Return tags as people read them: Declaration {urn:...}."""
    names = map(etree.QName, tags)
    return [f"{name.localname} {{{name.namespace or ''}}}" for name in names]


def _unknown(
    document: Document, rule: str, element: etree._Element, expected: list[str]
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
    finding = document.finder.finding(
        rule,
        "identify",
        element,
        messages,
        value=value,
        expected=nearest or listed,
        suggestion=nearest,
    )
    return judge("identify", (finding,))


def _signature(document: Document) -> Layer:
    answer = document.signature(document.tree)
    if isinstance(answer, Unchecked):
        why, why_es = answer.why, answer.why_es
        return Layer(name="signature", state="skipped", why=why, why_es=why_es)
    if not isinstance(answer, Flaw):
        return _valid("signature")
    facts = answer.facts
    finding = document.finder.finding(
        answer.rule,
        "signature",
        answer.element,
        say(answer.rule, **facts),
        value=facts.get("value"),
        expected=facts.get("expected"),
    )
    return judge("signature", (finding,))


def _xsd(document: Document) -> Layer:
    outcome = document.type.schema.check(document.tree)
    if outcome.valid:
        return _valid("xsd")
    found = in_order([document.finder.of_fault(fault) for fault in outcome.faults])
    # The verdict is lxml's, also where nobody can explain it.
    return Layer(name="xsd", state="invalid", findings=found)


def _codelists(document: Document) -> Layer:
    unknown = document.type.bindings.unknown(document.index)
    if not unknown:
        return _valid("codelists")
    codes = document.type.codes
    found = [document.finder.of_unknown(each, codes(each.codelist)) for each in unknown]
    return judge("codelists", in_order(found))


def _rules(document: Document) -> Layer:
    suspects = document.type.own_rules.to_evaluate(document.index)
    if not suspects:
        return _valid("rules")
    return _evaluated(document, "rules", suspects, document.index)


def _references(document: Document) -> Layer:
    if not document.type.reference_rules:
        return _valid("references")
    if document.lookup is None:
        return NOBODY_TO_ASK
    return asked(document, document.lookup)


def asked(document: Document, lookup: Lookup, *, officer: bool = True) -> Layer:
    """Return the references layer as `lookup` answers it, see `References.answered`."""
    rules = document.type.reference_rules
    if not officer:
        rules = tuple(rule for rule in rules if not _for_officers(rule))
    # Found anew: most documents are asked later, and many never.
    index = Index(document.tree, document.type.reference_tags)
    with functions.asking(lookup) as unknown:
        layer = _evaluated(document, "references", rules, index)
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


NOBODY_TO_ASK = Layer(
    name="references",
    state="skipped",
    why="these rules need the receiver's own records, and nobody was there to ask",
    why_es="estas reglas necesitan los registros del receptor, y no hubo a quién"
    " preguntar",
)


def _evaluated(
    document: Document, name: str, patterns: tuple[Pattern, ...], index: Index
) -> Layer:
    failures, crashes = evaluate(patterns, index)
    if not failures and not crashes:
        return _valid(name)
    found = []
    for failure in failures:
        made = _finding(document, failure, name)
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


def _finding(document: Document, failure: Failure, layer: str) -> Finding | Crash:
    try:
        return document.finder.of_failure(failure, layer)
    # A sentence or subject that crashes is the rule's fault, as a test that does.
    except Exception as error:
        id = failure.assertion.id
        return Crash(id=id, why=f"{id} ({type(error).__name__}: {error})")


STEPS: Final[tuple[tuple[str, Callable[[Document], Layer]], ...]] = (
    ("identify", _identify),
    ("signature", _signature),
    ("xsd", _xsd),
    ("codelists", _codelists),
    ("rules", _rules),
    ("references", _references),
)

"""Loads ISO Schematron files (queryBinding xslt) and compiles them to lxml XPath.

Understands patterns, rules, abstract rules with extends, let in rules, assert, report
and diagnostics. Everything else that would change what a schema means is refused by
name and line when it is loaded, so that a schema never checks less than it says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, cast

from lxml import etree

from swsim.errors import FileProblem, Problem, ProblemsFound
from swsim.validation import functions
from swsim.validation.contexts import Context, compile_context
from swsim.validation.expressions import CORE_FUNCTIONS, calls, prefixes
from swsim.validation.result import Audience, Severity

NAMESPACE: Final = "http://purl.oclc.org/dsdl/schematron"
_SCH = f"{{{NAMESPACE}}}"
_EXPECTED = f"{{{functions.NAMESPACE}}}expected"
_EXACT = f"{{{functions.NAMESPACE}}}exact"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SEVERITIES: Final[Mapping[str, Severity]] = {
    "E": "E",
    "error": "E",
    "fatal": "E",
    "W": "W",
    "warn": "W",
    "warning": "W",
    "info": "W",
    "R": "R",
    "risk": "R",
}
_IN_TEXT: Final = frozenset({"value-of", "name", "emph", "dir", "span"})
_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "schema": frozenset({"title", "ns", "p", "pattern", "diagnostics"}),
    "pattern": frozenset({"title", "p", "rule"}),
    "rule": frozenset({"let", "assert", "report", "extends", "p"}),
    "assert": _IN_TEXT,
    "report": _IN_TEXT,
    "diagnostics": frozenset({"diagnostic"}),
    "diagnostic": _IN_TEXT,
}
_REFUSED_ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "schema": ("defaultPhase",),
    "pattern": ("abstract", "is-a", "documents"),
    "extends": ("href",),
    "assert": ("properties",),
    "report": ("properties",),
}


@dataclass(frozen=True, kw_only=True)
class Message:
    """A sentence with XPath expressions in it, evaluated at the context node."""

    lang: str
    parts: tuple[str | etree.XPath, ...]


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """An assert or report. `subject` leads to the element at fault.

    `exact` says that what is expected is the very value to write there.
    """

    id: str
    severity: Severity
    audience: Audience
    report: bool
    test: etree.XPath
    subject: etree.XPath | None
    expected: etree.XPath | None
    exact: bool
    messages: tuple[Message, ...]
    asks_lookup: bool


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The assertions about one context.

    `condition` and `let_texts` are the XPath of all assertions together and of the
    variables in it, for who wants to join rules.
    """

    context: Context
    lets: tuple[tuple[str, etree.XPath], ...]
    assertions: tuple[Assertion, ...]
    condition: str
    let_texts: tuple[tuple[str, str], ...]
    namespaces: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Rules of which the first that matches a node applies to it."""

    rules: tuple[Rule, ...]

    @cached_property
    def asks_lookup(self) -> bool:
        """Whether an answer of the receiver is needed (sw:lookup)."""
        return any(each.asks_lookup for rule in self.rules for each in rule.assertions)


def load(path: Path) -> tuple[Pattern, ...]:
    """Return the compiled patterns of a Schematron file.

    Raises FileProblem when it cannot be read, ProblemsFound with every construct that
    is wrong or not supported.
    """
    return _Loader(path).patterns()


class _Loader:
    """Compiles one file, collecting faults on the way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = _parse(path)
        self._problems: list[Problem] = []
        self._namespaces = {
            each.get("prefix", ""): each.get("uri", "")
            for each in self._root.iterchildren(f"{_SCH}ns")
        }
        self._abstract = {
            each.get("id", ""): each
            for each in self._root.iter(f"{_SCH}rule")
            if each.get("abstract") == "true"
        }
        self._diagnostics = {
            each.get("id", ""): each for each in self._root.iter(f"{_SCH}diagnostic")
        }

    def patterns(self) -> tuple[Pattern, ...]:
        binding = self._root.get("queryBinding", "xslt")
        if binding not in ("xslt", "xpath"):
            self._problem(self._root, f"queryBinding {binding!r}; expected 'xslt'")
        self._refuse_unsupported(self._root)
        found = tuple(
            Pattern(rules=self._rules(each))
            for each in self._root.iterchildren(f"{_SCH}pattern")
        )
        if self._problems:
            raise ProblemsFound(self._problems)
        return found

    # --- structure ---------------------------------------------------------------

    def _refuse_unsupported(self, parent: etree._Element) -> None:
        name = _name(parent)
        for attribute in _REFUSED_ATTRIBUTES.get(name, ()):
            if parent.get(attribute, "false") != "false":
                self._problem(parent, f"{name}/@{attribute} is not supported")
        for child in parent.iterchildren(f"{_SCH}*"):
            if _name(child) not in _ALLOWED.get(name, ()):
                why = f"the element {_name(child)} in {name} is not supported"
                self._problem(child, why)
            elif _name(child) in _ALLOWED:
                self._refuse_unsupported(child)

    def _rules(self, pattern: etree._Element) -> tuple[Rule, ...]:
        made = [
            self._rule(each)
            for each in pattern.iterchildren(f"{_SCH}rule")
            if each.get("abstract", "false") != "true"
        ]
        return tuple(rule for rule in made if rule is not None)

    def _rule(self, rule: etree._Element) -> Rule | None:
        text = rule.get("context", "")
        if not self._names_known(rule, text):
            return None
        try:
            context = compile_context(text, self._namespaces)
        except (ValueError, etree.XPathError) as error:
            self._problem(rule, str(error))
            return None
        parts = list(self._parts(rule, ()))
        lets = [each for each in parts if _name(each) == "let"]
        tests = [each for each in parts if _name(each) in ("assert", "report")]
        return Rule(
            context=context,
            lets=tuple(self._let(each) for each in lets),
            assertions=tuple(self._assertion(each) for each in tests),
            condition=_all_of(tests),
            let_texts=tuple(
                (each.get("name", ""), each.get("value", "")) for each in lets
            ),
            namespaces=self._namespaces,
        )

    def _parts(
        self, rule: etree._Element, through: tuple[str, ...]
    ) -> Iterable[etree._Element]:
        """Yield lets, asserts and reports, those of abstract rules in their place."""
        for child in rule.iterchildren(f"{_SCH}*"):
            if _name(child) != "extends":
                yield child
                continue
            wanted = child.get("rule", "")
            if wanted in through or wanted not in self._abstract:
                self._problem(child, f"extends the rule {wanted!r}, which is not there")
            else:
                yield from self._parts(self._abstract[wanted], (*through, wanted))

    # --- parts of a rule ---------------------------------------------------------

    def _let(self, let: etree._Element) -> tuple[str, etree.XPath]:
        if let.get("value") is None:
            self._problem(let, "let without @value is not supported")
        return let.get("name", ""), self._xpath(let, let.get("value", "''"))

    def _assertion(self, node: etree._Element) -> Assertion:
        severity = self._severity(node)
        officer = severity == "R" or node.get("flag") == "officer"
        test = node.get("test", "")
        if not node.get("id"):
            self._problem(node, f"{_name(node)} without @id; findings are named by it")
        return Assertion(
            id=node.get("id", ""),
            severity=severity,
            audience="officer" if officer else "declarant",
            report=_name(node) == "report",
            test=self._xpath(node, f"boolean({test})"),
            subject=self._optional(node, node.get("subject"), smart=True),
            expected=self._optional(node, node.get(_EXPECTED)),
            exact=node.get(_EXACT) == "yes",
            messages=self._messages(node),
            asks_lookup=any(name.endswith(":lookup") for name in calls(test)),
        )

    def _severity(self, node: etree._Element) -> Severity:
        role = node.get("role", "E")
        if role not in _SEVERITIES:
            known = ", ".join(_SEVERITIES)
            self._problem(node, f"@role {role!r} is no severity; expected {known}")
        return _SEVERITIES.get(role, "E")

    def _messages(self, node: etree._Element) -> tuple[Message, ...]:
        found = {"en": self._message(node)}
        for wanted in node.get("diagnostics", "").split():
            diagnostic = self._diagnostics.get(wanted)
            if diagnostic is None:
                self._problem(
                    node, f"names the diagnostic {wanted!r}, which is missing"
                )
            else:
                message = self._message(diagnostic)
                found[message.lang] = message
        return tuple(found.values())

    def _message(self, node: etree._Element) -> Message:
        parts: list[str | etree.XPath] = [node.text or ""]
        for child in node.iterchildren("*"):
            if _name(child) == "value-of":
                parts.append(self._string(child, child.get("select", "''")))
            elif _name(child) == "name":
                parts.append(
                    self._string(child, f"local-name({child.get('path', '')})")
                )
            else:
                parts.append("".join(map(str, child.itertext())))
            parts.append(child.tail or "")
        return Message(lang=node.get(_LANG, "en"), parts=tuple(parts))

    # --- XPath -------------------------------------------------------------------

    def _string(self, node: etree._Element, expression: str) -> etree.XPath:
        return self._xpath(node, f"string({expression})")

    def _optional(
        self, node: etree._Element, expression: str | None, smart: bool = False
    ) -> etree.XPath | None:
        if expression is None:
            return None
        if smart:
            return self._xpath(node, expression, smart=True)
        return self._string(node, expression)

    def _xpath(
        self, node: etree._Element, expression: str, smart: bool = False
    ) -> etree.XPath:
        known = self._names_known(node, expression)
        for name in calls(expression):
            if name not in CORE_FUNCTIONS and not self._is_ours(name):
                self._problem(node, f"the function {name}() is not supported")
                known = False
        try:
            if known:
                return functions.xpath(
                    expression, self._namespaces, smart_strings=smart
                )
        except etree.XPathSyntaxError as error:
            self._problem(node, f"not an XPath 1.0 expression: {expression} ({error})")
        return etree.XPath("true()")

    def _is_ours(self, name: str) -> bool:
        prefix, _, local = name.rpartition(":")
        ours = self._namespaces.get(prefix) == functions.NAMESPACE
        return ours and local in functions.NAMES

    def _names_known(self, node: etree._Element, expression: str) -> bool:
        unknown = sorted(prefixes(expression) - set(self._namespaces))
        for prefix in unknown:
            self._problem(node, f"the prefix {prefix!r} has no ns element")
        return not unknown

    def _problem(self, node: etree._Element, message: str) -> None:
        where = node.get("id") or _name(node)
        problem = Problem(
            file=str(self._path),
            line=cast("int | None", node.sourceline) or 0,
            where=where,
            message=message,
        )
        if problem not in self._problems:
            self._problems.append(problem)


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except etree.XMLSyntaxError as error:
        raise FileProblem(path, f"not well-formed XML: {error.msg}") from error
    if root.tag != f"{_SCH}schema":
        raise FileProblem(path, f"not ISO Schematron: the root is not {_SCH}schema")
    return root


def _name(node: etree._Element) -> str:
    return re.sub(r"^\{.*\}", "", node.tag)


def _all_of(tests: list[etree._Element]) -> str:
    """Return one expression that is true where every assertion holds."""
    terms = [
        f"{'not' if _name(each) == 'report' else ''}({each.get('test', 'false()')})"
        for each in tests
    ]
    return " and ".join(terms) or "true()"

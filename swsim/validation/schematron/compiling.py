"""Compiles the patterns of a schema to XPath, noting what cannot be compiled."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from swsim.validation import functions
from swsim.validation.contexts import Context, compile_context
from swsim.validation.expressions import CORE_FUNCTIONS, calls, prefixes, variables
from swsim.validation.location import from_root
from swsim.validation.result import Severity
from swsim.validation.schematron.patterns import Phase
from swsim.validation.schematron.reading import SCH, Problems, name_of
from swsim.validation.schematron.records import (
    Assertion,
    Global,
    Message,
    Pattern,
    Property,
    Rule,
)
from swsim.validation.schematron.scope import Scope, needed

_EXPECTED: Final = f"{{{functions.NAMESPACE}}}expected"
_EXACT: Final = f"{{{functions.NAMESPACE}}}exact"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
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
# A literal or a number is the same everywhere, so that gates can hold it.
_CONSTANT = re.compile(r"\s*(?:\"[^\"]*\"|'[^']*'|\d+(?:\.\d+)?)\s*")


class Compiler:
    """Compiles one schema; faults are noted in its problems."""

    def __init__(self, root: etree._Element, phase: Phase, problems: Problems) -> None:
        self._root = root
        self._problems = problems
        self._namespaces = {
            each.get("prefix", ""): each.get("uri", "")
            for each in root.iterchildren(f"{SCH}ns")
        }
        self._scope = Scope()
        lets = [*root.iterchildren(f"{SCH}let"), *phase.lets]
        self._globals = tuple(self._global(each) for each in lets)

    def compiled(self, patterns: Iterable[etree._Element]) -> tuple[Pattern, ...]:
        """Return the patterns, compiled."""
        return tuple(self._pattern(each) for each in patterns)

    def _pattern(self, pattern: etree._Element) -> Pattern:
        outer = self._scope
        self._scope = Scope(outer)
        own = [self._global(each) for each in pattern.iterchildren(f"{SCH}let")]
        rules = [
            self._rule(each, pattern, (*self._globals, *own))
            for each in pattern.iterchildren(f"{SCH}rule")
            if each.get("abstract", "false") != "true"
        ]
        self._scope = outer
        return Pattern(rules=tuple(rule for rule in rules if rule is not None))

    # --- rules --------------------------------------------------------------------

    def _rule(
        self,
        rule: etree._Element,
        pattern: etree._Element,
        globals: Iterable[Global],
    ) -> Rule | None:
        text = rule.get("context", "")
        if not self._names_known(rule, text):
            return None
        try:
            context = compile_context(text, self._namespaces)
        except (ValueError, etree.XPathError) as error:
            self._problem(rule, str(error))
            return None
        outer = self._scope
        self._scope = Scope(outer)
        made = self._compiled(rule, pattern, context, globals)
        self._scope = outer
        return made

    def _compiled(
        self,
        rule: etree._Element,
        pattern: etree._Element,
        context: Context,
        globals: Iterable[Global],
    ) -> Rule:
        constants = tuple(self._scope.constants.items())
        parts = list(self._parts(rule, pattern, ()))
        lets = [each for each in parts if name_of(each) == "let"]
        texts = [(each.get("name", ""), each.get("value", "")) for each in lets]
        asking = any(_asks_lookup(value) for _, value in texts)
        tests = [each for each in parts if name_of(each) in ("assert", "report")]
        return Rule(
            context=context,
            lets=tuple(self._let(each) for each in lets),
            assertions=tuple(self._assertion(each, asking) for each in tests),
            globals=needed(globals, self._scope.used),
            condition=_all_of(tests),
            let_texts=(*constants, *texts),
            namespaces=self._namespaces,
        )

    def _parts(
        self, rule: etree._Element, pattern: etree._Element, through: tuple[str, ...]
    ) -> Iterable[etree._Element]:
        """Yield lets, asserts and reports, those of abstract rules in their place."""
        for child in rule.iterchildren(f"{SCH}*"):
            if name_of(child) != "extends":
                yield child
                continue
            wanted = child.get("rule", "")
            found = self._abstract_rule(wanted, pattern)
            if wanted in through or found is None:
                self._problem(child, f"extends the rule {wanted!r}, which is not there")
            else:
                yield from self._parts(found, pattern, (*through, wanted))

    def _abstract_rule(
        self, wanted: str, pattern: etree._Element
    ) -> etree._Element | None:
        """Return an abstract rule by its id, those of the same pattern first."""
        for place in (pattern, self._root):
            for rule in place.iter(f"{SCH}rule"):
                if rule.get("abstract") == "true" and rule.get("id") == wanted:
                    return rule
        return None

    # --- variables ----------------------------------------------------------------

    def _global(self, let: etree._Element) -> Global:
        """Return a variable whose value is worked out at the root of a document."""
        text = self._value(let)
        if _asks_lookup(text):
            self._problem(let, "lookup() is not supported outside of rules")
        value = self._xpath(let, from_root(text))
        self._declare(let, constant=text if _CONSTANT.fullmatch(text) else None)
        return Global(name=let.get("name", ""), value=value, uses=variables(text))

    def _let(self, let: etree._Element) -> tuple[str, etree.XPath]:
        value = self._xpath(let, self._value(let))
        self._declare(let)
        return let.get("name", ""), value

    def _value(self, let: etree._Element) -> str:
        if let.get("value") is None:
            self._problem(let, "let without @value is not supported")
        return let.get("value", "''")

    def _declare(self, let: etree._Element, constant: str | None = None) -> None:
        name = let.get("name", "")
        if not name:
            self._problem(let, "let without @name")
        if not self._scope.declare(name, constant):
            self._problem(let, f"the variable ${name} is there twice")

    # --- assertions -----------------------------------------------------------------

    def _assertion(self, node: etree._Element, asks_lookup: bool) -> Assertion:
        severity = self._severity(node)
        officer = severity == "R" or node.get("flag") == "officer"
        test = node.get("test", "")
        if not node.get("id"):
            self._problem(
                node, f"{name_of(node)} without @id; findings are named by it"
            )
        return Assertion(
            id=node.get("id", ""),
            severity=severity,
            audience="officer" if officer else "declarant",
            report=name_of(node) == "report",
            test=self._xpath(node, f"boolean({test})"),
            subject=self._optional(node, node.get("subject"), smart=True),
            expected=self._optional(node, node.get(_EXPECTED)),
            exact=node.get(_EXACT) == "yes",
            messages=self._messages(node),
            properties=tuple(self._own_properties(node)),
            asks_lookup=asks_lookup or _asks_lookup(test),
        )

    def _severity(self, node: etree._Element) -> Severity:
        role = node.get("role", "E")
        if role not in _SEVERITIES:
            known = ", ".join(_SEVERITIES)
            self._problem(node, f"@role {role!r} is no severity; expected {known}")
        return _SEVERITIES.get(role, "E")

    def _messages(self, node: etree._Element) -> tuple[Message, ...]:
        own = self._message(node)
        found = {own.lang: own}
        for diagnostic in self._named(node, "diagnostic", "diagnostics"):
            message = self._message(diagnostic)
            found[message.lang] = message
        return tuple(found.values())

    def _own_properties(self, node: etree._Element) -> Iterable[Property]:
        for each in self._named(node, "property", "properties"):
            yield Property(id=each.get("id", ""), message=self._message(each))

    def _named(
        self, node: etree._Element, kind: str, attribute: str
    ) -> Iterable[etree._Element]:
        """Yield the diagnostics or properties that an assertion names."""
        known = {each.get("id"): each for each in self._root.iter(f"{SCH}{kind}")}
        for wanted in node.get(attribute, "").split():
            if wanted in known:
                yield known[wanted]
            else:
                self._problem(node, f"names the {kind} {wanted!r}, which is missing")

    def _message(self, node: etree._Element) -> Message:
        parts: list[str | etree.XPath] = [node.text or ""]
        for child in node.iterchildren("*"):
            if name_of(child) == "value-of":
                parts.append(self._string(child, child.get("select", ".")))
            elif name_of(child) == "name":
                path = child.get("path", "")
                parts.append(self._string(child, f"local-name({path})"))
            else:
                parts.append("".join(map(str, child.itertext())))
            parts.append(child.tail or "")
        return Message(lang=node.get(_LANG, "en"), parts=tuple(parts))

    # --- XPath ----------------------------------------------------------------------

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
        for name in sorted(self._scope.unknown(expression)):
            self._problem(node, f"the variable ${name} has no let here")
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
        self._problems.add(node, message)


def _asks_lookup(expression: str) -> bool:
    return any(name.endswith(":lookup") for name in calls(expression))


def _all_of(tests: Iterable[etree._Element]) -> str:
    """Return one expression that is true where every assertion holds."""
    terms = [
        f"{'not' if name_of(each) == 'report' else ''}({each.get('test', 'false()')})"
        for each in tests
    ]
    return " and ".join(terms) or "true()"

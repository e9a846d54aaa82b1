"""Evaluates compiled Schematron patterns over one document.

A rule that crashes is reported as such: it is neither passed nor failed. Knows nothing
of findings, lines or the choice of a language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from swsim.validation.contexts import Index
from swsim.validation.result import Messages
from swsim.validation.schematron import Assertion, Global, Message, Pattern, Rule

Variables = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An assertion that does not hold at a node."""

    assertion: Assertion
    node: etree._Element
    variables: Variables

    def subject(self) -> etree._Element:
        """Return the element at fault; the context node unless the rule says more."""
        if self.assertion.subject is None:
            return self.node
        found = self.assertion.subject(self.node, **self.variables)
        first: Any = found[0] if isinstance(found, list) and found else self.node
        owner = first if isinstance(first, etree._Element) else first.getparent()
        return cast(etree._Element, owner)

    def expected(self) -> str | None:
        """Return what would be right, where the rule says it."""
        if self.assertion.expected is None:
            return None
        return str(self.assertion.expected(self.node, **self.variables)) or None

    def messages(self) -> Messages:
        """Return the sentence in every language that the rule has."""
        return tuple(
            (message.lang, self._say(message)) for message in self.assertion.messages
        )

    def properties(self) -> tuple[tuple[str, str], ...]:
        """Return what else the rule says here: the ids of properties and their text."""
        return tuple(
            (each.id, self._say(each.message)) for each in self.assertion.properties
        )

    def _say(self, message: Message) -> str:
        parts = (
            part if isinstance(part, str) else str(part(self.node, **self.variables))
            for part in message.parts
        )
        return " ".join("".join(parts).split())


@dataclass(frozen=True, kw_only=True)
class Crash:
    """A rule that could not be evaluated, and why."""

    id: str
    why: str


def evaluate(
    patterns: Iterable[Pattern], index: Index
) -> tuple[list[Failure], list[Crash]]:
    """Return the assertions that fail and the rules that crash, in rule order."""
    failures: list[Failure] = []
    crashes: dict[tuple[str, str], Crash] = {}
    outside = _Outside(index.root)
    for pattern in patterns:
        taken: set[etree._Element] = set()
        several = len(pattern.rules) > 1
        for rule in pattern.rules:
            nodes = rule.context.nodes(index)
            if several:
                # In a pattern, the first rule that matches a node is the only one.
                nodes = [node for node in nodes if node not in taken]
                taken.update(nodes)
            for node in nodes:
                _evaluate(rule, node, outside, failures, crashes)
    return failures, list(crashes.values())


class _Outside:
    """The variables of schema, phase and pattern, worked out once for a document."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._values: dict[Global, Any] = {}

    def seen_by(self, rule: Rule) -> dict[str, Any]:
        """Return those that a rule uses."""
        variables: dict[str, Any] = {}
        for each in rule.globals:
            if each not in self._values:
                self._values[each] = each.value(self._root, **variables)
            variables[each.name] = self._values[each]
        return variables


def _variables(rule: Rule, node: etree._Element, outside: _Outside) -> Variables:
    variables = outside.seen_by(rule)
    for name, value in rule.lets:
        variables[name] = value(node, **variables)
    return variables


def _evaluate(
    rule: Rule,
    node: etree._Element,
    outside: _Outside,
    failures: list[Failure],
    crashes: dict[tuple[str, str], Crash],
) -> None:
    try:
        variables = _variables(rule, node, outside)
    except Exception as error:
        for assertion in rule.assertions:
            _crashed(assertion, error, crashes)
        return
    for assertion in rule.assertions:
        try:
            if assertion.test(node, **variables) is assertion.report:
                failures.append(
                    Failure(assertion=assertion, node=node, variables=variables)
                )
        # Whatever goes wrong in a rule must never make a document valid.
        except Exception as error:
            _crashed(assertion, error, crashes)


def _crashed(
    assertion: Assertion, error: Exception, crashes: dict[tuple[str, str], Crash]
) -> None:
    why = f"{type(error).__name__}: {error}"
    crashes.setdefault(
        (assertion.id, why), Crash(id=assertion.id, why=f"{assertion.id} ({why})")
    )

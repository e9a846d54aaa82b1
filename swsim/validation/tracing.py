"""Which rules were asked about which elements, and what they said: for SVRL.

Costs a second evaluation, so it is made only where somebody wants to read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from swsim.validation.contexts import Index
from swsim.validation.result import Messages
from swsim.validation.rules import Failure, evaluate
from swsim.validation.schematron import Pattern


@dataclass(frozen=True, kw_only=True, slots=True)
class Asserted:
    """An assertion that does not hold, or a report that does, at one element."""

    id: str
    report: bool
    role: str
    officer: bool
    test: str
    location: str
    messages: Messages


@dataclass(frozen=True, kw_only=True, slots=True)
class Fired:
    """A rule that was asked about an element, and what came of it."""

    context: str
    asserted: tuple[Asserted, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """A pattern and its rules, each as often as it was asked.

    `prefixes` says what the prefixes in contexts and tests stand for.
    """

    fired: tuple[Fired, ...]
    prefixes: tuple[tuple[str, str], ...]


def trace(patterns: Iterable[Pattern], index: Index) -> tuple[Trace, ...]:
    """Return what the patterns say about a document, where they say nothing too."""
    return tuple(_pattern(each, index) for each in patterns)


def _pattern(pattern: Pattern, index: Index) -> Trace:
    failures, _ = evaluate([pattern], index)
    said: dict[tuple[int, etree._Element], list[Failure]] = {}
    for failure in failures:
        said.setdefault((id(failure.assertion), failure.node), []).append(failure)
    fired = []
    taken: set[etree._Element] = set()
    for rule in pattern.rules:
        for node in rule.context.nodes(index):
            if node in taken:
                continue
            taken.add(node)
            found = [
                _asserted(failure)
                for assertion in rule.assertions
                for failure in said.get((id(assertion), node), ())
            ]
            fired.append(Fired(context=rule.context.text, asserted=tuple(found)))
    named = {each for rule in pattern.rules for each in rule.namespaces.items()}
    return Trace(fired=tuple(fired), prefixes=tuple(sorted(named)))


def _asserted(failure: Failure) -> Asserted:
    assertion = failure.assertion
    return Asserted(
        id=assertion.id,
        report=assertion.report,
        role=assertion.severity,
        officer=assertion.audience == "officer",
        test=str(assertion.test.path).removeprefix("boolean(")[:-1],
        location=location(failure.node),
        messages=failure.messages(),
    )


def location(element: etree._Element) -> str:
    """Return an XPath to an element that needs no prefixes, as SVRL wants it."""
    steps: list[str] = []
    each: etree._Element | None = element
    while each is not None:
        name = etree.QName(each)
        place = 1 + sum(1 for _ in each.itersiblings(each.tag, preceding=True))
        steps.append(
            f"*[local-name()='{name.localname}'"
            f" and namespace-uri()='{name.namespace or ''}'][{place}]"
        )
        each = each.getparent()
    return "/" + "/".join(reversed(steps))

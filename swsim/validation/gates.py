"""Gates: one XPath for each kind of element that says whether all its rules hold.

A good document, the usual case, is then answered by one call for each element that has
rules at all. A gate that does not open says only which patterns to look at; these are
evaluated as they stand. So gates decide nothing: they save work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from swsim.validation import functions
from swsim.validation.contexts import Alternative, Index, Names
from swsim.validation.expressions import inline
from swsim.validation.schematron import Pattern, Rule

_Key: TypeAlias = tuple[Names, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, kw_only=True)
class Gate:
    """`opens` is true at an element where nothing in `patterns` complains."""

    names: Names
    opens: etree.XPath
    patterns: tuple[Pattern, ...]

    def is_open(self, index: Index) -> bool:
        """Return whether the patterns hold at every such element of a document."""
        opens = self.opens
        # An exception is the exact evaluation's to name.
        try:
            for node in self.names.nodes(index):
                if opens(node) is not True:
                    return False
        except Exception:
            return False
        return True


class RuleSet:
    """Patterns with their gates; those that no gate can stand for are kept apart."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        terms: dict[_Key, list[tuple[str, Pattern]]] = {}
        ungated = []
        for pattern in self.patterns:
            found = _terms(pattern)
            if found is None:
                ungated.append(pattern)
                continue
            for key, term in found:
                terms.setdefault(key, []).append((term, pattern))
        self.ungated = tuple(ungated)
        self._gates = tuple(
            (key[0].tag, _gate(key, parts)) for key, parts in terms.items()
        )

    def to_evaluate(self, index: Index) -> tuple[Pattern, ...]:
        """Return the patterns that may have something to say about a document."""
        by_tag = index.by_tag
        suspects = [
            gate
            for tag, gate in self._gates
            if tag in by_tag and not gate.is_open(index)
        ]
        if not suspects:
            return self.ungated
        asked = {id(each) for gate in suspects for each in gate.patterns}
        asked.update(id(each) for each in self.ungated)
        return tuple(each for each in self.patterns if id(each) in asked)


def _terms(pattern: Pattern) -> list[tuple[_Key, str]] | None:
    """Return what must be true where for a pattern to hold; None where unknown."""
    if len(pattern.rules) != 1:
        return None  # which rule takes a node depends on the ones before it
    rule = pattern.rules[0]
    condition = inline(rule.condition, _unfolded(rule.let_texts))
    if condition is None:
        return None
    found = [_term(each, condition, rule) for each in rule.context.alternatives]
    return [each for each in found if each is not None] if all(found) else None


def _term(
    alternative: Alternative, condition: str, rule: Rule
) -> tuple[_Key, str] | None:
    if alternative.conditions is None or alternative.names.tag is None:
        return None
    applies = " and ".join(f"({each})" for each in alternative.conditions)
    term = f"(not({applies}) or ({condition}))" if applies else f"({condition})"
    return (alternative.names, tuple(sorted(rule.namespaces.items()))), term


def _unfolded(lets: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each variable stands for, those before it filled in.

    One that cannot be filled in hides an earlier one of its name all the same.
    """
    known: dict[str, str] = {}
    for name, value in lets:
        filled = inline(value, known)
        known.pop(name, None)
        if filled is not None:
            known[name] = filled
    return known


def _gate(key: _Key, parts: list[tuple[str, Pattern]]) -> Gate:
    names, namespaces = key
    declared: Mapping[str, str] = dict(namespaces)
    expression = " and ".join(term for term, _ in parts)
    return Gate(
        names=names,
        opens=functions.xpath(f"boolean({expression})", declared),
        patterns=tuple(pattern for _, pattern in parts),
    )

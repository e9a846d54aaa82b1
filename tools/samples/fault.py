"""How a bad sample is told: a good one, what is changed in its XML, what is found.

An edit names the text it replaces; when a good sample changes so that the text is gone,
writing the samples fails and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`old` is replaced by `new` in all the `times` places where it must occur."""

    old: str
    new: str
    times: int = 1

    def apply(self, text: str) -> str:
        found = text.count(self.old)
        if found != self.times:
            raise ValueError(
                f"{self.old!r} occurs {found} times, expected {self.times}: bring"
                " tools/samples in line with the good sample"
            )
        return text.replace(self.old, self.new)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A finding, on the `nth` line that holds the text `at`."""

    rule: str
    layer: str
    at: str
    nth: int = 1

    def line_in(self, text: str) -> int:
        """Return the line number of the finding, from 1."""
        lines = [
            number
            for number, line in enumerate(text.splitlines(), 1)
            if self.at in line
        ]
        return lines[self.nth - 1]


# What a receiver knows about one rule; see swsim.validation.lookups.
Known = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A bad sample: document type, name, the good sample it comes from, its edits.

    `lookup` is what its receiver knows, by rule, where one is asked.
    """

    kind: str
    name: str
    base: str
    edits: tuple[Edit, ...]
    findings: tuple[Expected, ...]
    verdict: str = "invalid"
    lookup: dict[str, Known] | None = None

    def applied_to(self, text: str) -> str:
        for edit in self.edits:
            text = edit.apply(text)
        return text


def xsd(rule: str, at: str, nth: int = 1) -> tuple[Expected, ...]:
    return (Expected(rule=rule, layer="xsd", at=at, nth=nth),)


def codes(list_id: str, at: str, nth: int = 1) -> tuple[Expected, ...]:
    return (Expected(rule=f"CL-{list_id}", layer="codelists", at=at, nth=nth),)


def rule(rule_id: str, at: str, nth: int = 1) -> tuple[Expected, ...]:
    return (Expected(rule=rule_id, layer="rules", at=at, nth=nth),)


def xml(rule_id: str, at: str, nth: int = 1) -> tuple[Expected, ...]:
    return (Expected(rule=rule_id, layer="parse", at=at, nth=nth),)


def reference(
    name: str, *, base: str, knows: Known, finds: tuple[str, str], verdict: str = ""
) -> Fault:
    """Return a declaration as good as its base, of which the receiver knows better."""
    id, at = finds
    return Fault(
        kind="declaration",
        name=name,
        base=base,
        edits=(),
        findings=(Expected(rule=id, layer="references", at=at),),
        verdict=verdict or "invalid",
        lookup={id: knows},
    )


def of(kind: str, base: str) -> Callable[..., Fault]:
    """Return a maker of faults of one good sample: name, (old, new) edits, findings."""

    def fault(
        name: str,
        *edits: tuple[str, str] | Edit,
        finds: tuple[Expected, ...],
        verdict: str = "invalid",
    ) -> Fault:
        return Fault(
            kind=kind,
            name=name,
            base=base,
            edits=tuple(
                each if isinstance(each, Edit) else Edit(old=each[0], new=each[1])
                for each in edits
            ),
            findings=finds,
            verdict=verdict,
        )

    return fault

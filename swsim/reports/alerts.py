"""Alerts, help asked of others, and what controls found: counts, never a rule's name.

What customs looks for is for officers alone; how often it looked and found is not.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from swsim.domain.codelists import codelist
from swsim.domain.events import Event, Kind
from swsim.domain.members import member
from swsim.reports.facts import text

KINDS = (Kind.INTELLIGENCE, Kind.ASSISTANCE, Kind.CONTROL)
_NOTHING_FOUND = "conform"


@dataclass(frozen=True, kw_only=True, slots=True)
class Controls:
    """The controls of one administration (alpha-2); `recovered` is whole US dollars."""

    member: str
    made: int
    hits: int
    recovered: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """How often each step of intelligence and of assistance was taken, and controls."""

    intelligence: dict[str, int]
    assistance: dict[str, int]
    controls: tuple[Controls, ...]

    @property
    def made(self) -> int:
        """Controls of all administrations."""
        return sum(each.made for each in self.controls)

    @property
    def hits(self) -> int:
        """Controls that found something."""
        return sum(each.hits for each in self.controls)


def alerts(events: Iterable[Event]) -> Alerts:
    """Count events of `KINDS`."""
    steps: dict[Kind, Counter[str]] = {kind: Counter() for kind in KINDS}
    made, hits, recovered = Counter[str](), Counter[str](), Counter[str]()
    for event in events:
        if event.kind is not Kind.CONTROL:
            steps[event.kind][text(event, "step")] += 1
            continue
        made[event.site] += 1
        hits[event.site] += text(event, "result") != _NOTHING_FOUND
        recovered[event.site] += int(text(event, "recovered") or 0)
    return Alerts(
        intelligence=_by_number(steps[Kind.INTELLIGENCE]),
        assistance=_by_number(steps[Kind.ASSISTANCE]),
        controls=tuple(
            Controls(
                member=site.upper(),
                made=made[site],
                hits=hits[site],
                recovered=_in_dollars(recovered[site], site),
            )
            for site in sorted(made, key=lambda one: (-made[one], one))
        ),
    )


def _by_number(steps: Counter[str]) -> dict[str, int]:
    return dict(sorted(steps.items(), key=lambda one: (-one[1], one[0])))


def _in_dollars(amount: int, site: str) -> int:
    """Return an amount in the site's currency at the exercise's rates."""
    if not amount:
        return 0
    rate = codelist("training-rates").rows[member(site.upper()).currency]["rate"]
    return round(amount / float(rate))

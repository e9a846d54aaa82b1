"""The agreements under which goods are preferred: who with whom, since when, which way.

A selection, from the code list `trade-agreements`; an exercise knows no others.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from swsim.domain.codelists import codelist
from swsim.domain.members import in_world_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """One agreement; parties and `through`, where goods may pass, are alpha-2 codes."""

    id: str
    since: date
    parties: frozenset[str]
    through: frozenset[str]

    def allows(self, route: tuple[str, ...]) -> bool:
        """Return whether goods may take a route and are still preferred."""
        return set(route) <= self.parties | self.through

    def in_world_of(self, member: str) -> "Agreement":
        """Return the agreement as a fictional member has it for the real one's."""
        return replace(
            self,
            parties=frozenset(in_world_of(member, self.parties)),
            through=frozenset(in_world_of(member, self.through)),
        )


@cache
def all_agreements() -> tuple[Agreement, ...]:
    """Return all agreements, sorted by id."""
    return tuple(
        Agreement(
            id=code,
            since=date.fromisoformat(row["since"]),
            parties=frozenset(row["members"].split()),
            through=frozenset(row.get("through", "").split()),
        )
        for code, row in sorted(codelist("trade-agreements").rows.items())
    )


@cache
def _agreements_of(member: str) -> tuple[Agreement, ...]:
    return tuple(each.in_world_of(member) for each in all_agreements())


def agreements_between(origin: str, destination: str) -> tuple[Agreement, ...]:
    """Return the agreements to which both countries are parties."""
    return tuple(
        each
        for each in _agreements_of(origin)
        if origin != destination and {origin, destination} <= each.parties
    )

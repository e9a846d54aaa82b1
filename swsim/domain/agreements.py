"""The agreements under which goods are preferred: who with whom, since when, which way.

A selection, from the code list `trade-agreements`; an exercise knows no others.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from swsim.domain.codelists import codelist


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


def agreements_between(origin: str, destination: str) -> tuple[Agreement, ...]:
    """Return the agreements to which both countries are parties."""
    return tuple(
        each
        for each in all_agreements()
        if origin != destination and {origin, destination} <= each.parties
    )

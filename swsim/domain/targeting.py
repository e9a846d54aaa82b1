"""Targeting rules: what customs looks for, who wants it so, why, and how long.

A rule is data. How declarations are held against it is known to
`swsim.simulation.targeting`; who may see it is customs alone (rule R62).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# What of a declaration a rule can look at. A heading, a container or a place of
# loading fits where it begins with a value; anything else fits where it equals one.
Trait = Literal[
    "party", "means", "route", "heading", "container", "package", "origin", "loading"
]
BEGINNINGS: Final[frozenset[Trait]] = frozenset({"heading", "container", "loading"})

Traits = Mapping[Trait, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetingRule:
    """One rule in one version.

    `owner` is the participant who answers for it, `reason` what it rests on in a few
    words. It holds from second `since` to second `until`, both included. `traits` says
    what a declaration must have: one of the values of each trait that is named, such
    as {"route": ("EC-JP",), "heading": ("0803",)}; a route is country of export and of
    destination. A declaration that fits gets `points`.
    """

    id: str
    owner: str
    reason: str
    traits: Traits
    until: int
    since: int = 0
    version: int = 1
    points: int = 60

    @property
    def name(self) -> str:
        """The rule with its version, as reasons for a channel name it."""
        return f"{self.id}.v{self.version}"

    def holds_at(self, second: int) -> bool:
        """Tell whether the rule is in force at a second."""
        return self.since <= second <= self.until

    def fits(self, traits: Traits) -> bool:
        """Tell whether a declaration with these traits is what the rule looks for."""
        return bool(self.traits) and all(
            any(_fits(trait, value, there) for value in values for there in found)
            for trait, values in self.traits.items()
            for found in [traits.get(trait, ())]
        )


def _fits(trait: Trait, value: str, there: str) -> bool:
    return there.startswith(value) if trait in BEGINNINGS else there == value

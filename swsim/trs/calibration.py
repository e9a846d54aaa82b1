"""Published means of Time Release Studies, and how near a run comes to them.

`published.yaml` holds them with their sources. One row for each class of profiles holds
that class: the profile of the member which published it is the class but for when its
traders lodge, so what is held is all that customs, agencies, port and bank do there.
Simulated imports of that member must come within `TOLERANCE` of the row.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from swsim import strictyaml
from swsim.domain.members import fictional_members
from swsim.trs.durations import measured
from swsim.trs.intervals import span
from swsim.trs.statistics import mean_interval
from swsim.trs.table import Table

TOLERANCE = 0.15
_ENOUGH = 30  # of fewer, a mean says nothing of such skewed times
_HOUR = 3_600


@checked(frozen=True, kw_only=True, slots=True)
class Published:
    """A mean that an administration has published, in hours.

    `profile` is the class that its profile extends; `holds` says that it is the row
    which that class is held against. `mode` is None where modes were not told apart.
    """

    country: str
    year: int
    profile: Literal["fast", "middle", "slow"]
    span: str
    mode: Literal["sea", "air", "road", "rail"] | None = None
    hours: float
    source: str
    holds: bool = False


@cache
def published() -> tuple[Published, ...]:
    """Return all published means."""
    raw = files("swsim.trs").joinpath("published.yaml").read_text(encoding="utf-8")
    data = strictyaml.parse(raw, "published.yaml").data
    return tuple(TypeAdapter(list[Published]).validate_python(data))


def held(profile: str) -> Published:
    """Return the row that a class of profiles (fast, middle, slow) is held against."""
    return next(each for each in published() if each.holds and each.profile == profile)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Who played a class of profiles in a run (alpha-2), and the row that holds it."""

    profile: str
    countries: tuple[str, ...]
    published: Published


def casts(table: Table) -> tuple[Cast, ...]:
    """Return which class each administration played that registered a declaration.

    Of a fictional cast nothing: who plays it names no real administration.
    """
    if not len(table):
        return ()
    country, profile = table.attribute("country"), table.attribute("profile")
    if not {one.alpha2 for one in fictional_members()}.isdisjoint(country.names):
        return ()
    pairs = np.unique(np.stack([profile.codes, country.codes]), axis=1).T.tolist()
    played: dict[str, list[str]] = {each.profile: [] for each in published()}
    for kind, place in pairs:
        if profile.names[kind] in played:
            played[profile.names[kind]].append(country.names[place])
    return tuple(
        Cast(profile=name, countries=tuple(found), published=held(name))
        for name, found in played.items()
        if found
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How near a run comes to a published mean; the mean of `n` in hours.

    `low` and `high` bound the mean with 95 % confidence.
    """

    published: Published
    n: int
    hours: float
    low: float
    high: float

    @property
    def deviation(self) -> float:
        """Return by which part of the published mean the simulated one differs."""
        return (self.hours - self.published.hours) / abs(self.published.hours)

    @property
    def verdict(self) -> Literal["near", "far", "open"]:
        """Whether it is near enough; open while so few or so scattered tell neither."""
        if self.n < _ENOUGH:
            return "open"
        if abs(self.deviation) <= TOLERANCE:
            return "near"
        return "open" if self.low <= self.published.hours <= self.high else "far"


def fits(table: Table, *, seed: int = 0) -> tuple[Fit, ...]:
    """Return how near a run comes to each published mean that it has imports for.

    Of members whose profile is of another class here than usual nothing is said.
    """
    found = [fit(table, each, seed) for each in published()]
    return tuple(each for each in found if each is not None)


def fit(table: Table, row: Published, seed: int = 0) -> Fit | None:
    """Return how near a run comes to one published mean, None without such imports."""
    wanted = {"country": row.country, "profile": row.profile}
    if row.mode is not None:
        wanted["mode"] = row.mode
    seconds = measured(table.where(**wanted), span(row.span)).seconds
    if not len(seconds):
        return None
    low, high, _ = mean_interval(seconds, seed)
    return Fit(
        published=row,
        n=len(seconds),
        hours=float(seconds.mean()) / _HOUR,
        low=low / _HOUR,
        high=high / _HOUR,
    )

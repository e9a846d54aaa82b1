"""Which coast a port is on, how long ships take between coasts, and by which passage.

The days are illustrative, as of a container line with calls on the way (sailing.csv,
passages.csv); coasts are facts (coasts.csv). Within an ocean ships sail direct; from
one ocean to the other they take a passage, or the goods a land bridge.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from swsim.domain.codelists import codelist
from swsim.domain.members import Member, fictional_members, member

# What a lane may ask for: the fastest way, no passage at all, or one of the passages.
RouteChoice = Literal[
    "auto", "direct", "panama-canal", "land-bridge", "magellan", "cape", "suez"
]
CHOICES: Final[tuple[RouteChoice, ...]] = get_args(RouteChoice)
DIRECT: Final = "direct"
INLAND: Final = "inland"

_DAY, _HOUR = 86_400, 3_600
# Countries with a common border and no way across it: the Darien gap.
_NO_WAY: Final = frozenset({"CO-PA"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A way from one ocean to the other, between two coasts; `seconds` there."""

    name: str
    name_es: str
    ends: tuple[str, str]
    seconds: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A way by sea: by which passage, in how many seconds, from and to which ports."""

    via: str
    seconds: int
    loading: tuple[str, ...]
    discharge: tuple[str, ...]


@cache
def coast_of(port: str) -> str:
    """Return the coast of a member's port, `inland` where it has none.

    Raises LookupError for a place that is no port of a member.
    """
    return _coasts()[port]


def coasts_of(of: Member) -> Mapping[str, tuple[str, ...]]:
    """Return the ports of a member by coast; none where it is landlocked."""
    found: dict[str, tuple[str, ...]] = {}
    for port in of.ports:
        coast = coast_of(port)
        if coast != INLAND:
            found[coast] = (*found.get(coast, ()), port)
    return found


@cache
def all_coasts() -> tuple[str, ...]:
    """Return all coasts, sorted."""
    return tuple(sorted({*_coasts().values()} - {INLAND}))


@cache
def passages() -> Mapping[str, Passage]:
    """Return the passages by their ids."""
    return {
        row["passage"]: Passage(
            name=row["name"],
            name_es=row["name_es"],
            ends=(row["from"], row["to"]),
            seconds=int(row["hours"]) * _HOUR,
        )
        for row in _rows("passages")
    }


def sailing(start: str, end: str, choice: RouteChoice = "auto") -> Iterator[Route]:
    """Yield the ways from one coast to another that fit a choice, without ports."""
    legs = _sailing_days()
    if choice in ("auto", DIRECT) and (start, end) in legs:
        yield _way(DIRECT, legs[start, end] * _DAY)
        if choice == "auto":
            return
    for id, passage in passages().items():
        if choice not in ("auto", id):
            continue
        for near, far in (passage.ends, passage.ends[::-1]):
            if (start, near) in legs and (far, end) in legs:
                days = legs[start, near] + legs[far, end]
                yield _way(id, days * _DAY + passage.seconds)


def routes(
    origin: Member, destination: Member, choice: RouteChoice = "auto"
) -> tuple[Route, ...]:
    """Return the ways by sea from one member to another, the fastest first.

    Of two that take as long, the one that comes first in the table of passages.
    """
    return between(coasts_of(origin), coasts_of(destination), choice)


def between(
    here: Mapping[str, tuple[str, ...]],
    there: Mapping[str, tuple[str, ...]],
    choice: RouteChoice = "auto",
) -> tuple[Route, ...]:
    """Return the ways by sea between ports, given by coast, the fastest first."""
    found = [
        Route(via=way.via, seconds=way.seconds, loading=loading, discharge=discharge)
        for start, loading in here.items()
        for end, discharge in there.items()
        for way in sailing(start, end, choice)
    ]
    return tuple(sorted(found, key=lambda route: route.seconds))


def by_land(origin: Member, destination: Member) -> bool:
    """Tell whether a way over land may lead from one member to another.

    Nobody knows which borders fictional members have.
    """
    invented = origin.stands_for or destination.stands_for
    return bool(invented) or destination.alpha2 in _reached(origin.alpha2)


def are_neighbours(one: Member, other: Member) -> bool:
    """Tell whether goods can go straight from one member to another over land."""
    invented = one.stands_for or other.stands_for
    return bool(invented) or other.alpha2 in _neighbours().get(one.alpha2, ())


@cache
def _reached(origin: str) -> frozenset[str]:
    """Return all countries to which one can go over land."""
    reached, waiting = {origin}, [origin]
    while waiting:
        for next_ in _neighbours().get(waiting.pop(), ()):
            if next_ not in reached:
                reached.add(next_)
                waiting.append(next_)
    return frozenset(reached)


@cache
def _neighbours() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for border in sorted(codelist("land-borders").codes):
        if border not in _NO_WAY:
            one, other = border.split("-")
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _way(via: str, seconds: int) -> Route:
    return Route(via=via, seconds=seconds, loading=(), discharge=())


@cache
def _coasts() -> Mapping[str, str]:
    """Return the coast of every port; fictional ones are where the real ones are."""
    real = {row["port"]: row["coast"] for row in _rows("coasts")}
    invented = {
        port: real[place]
        for one in fictional_members()
        if one.stands_for
        for port, place in zip(one.ports, member(one.stands_for).ports, strict=True)
    }
    return real | invented


@cache
def _sailing_days() -> Mapping[tuple[str, str], int]:
    """Return the days between two coasts of one ocean, both ways."""
    days: dict[tuple[str, str], int] = {}
    for row in _rows("sailing"):
        one, other = row["from"], row["to"]
        days[one, other] = days[other, one] = int(row["days"])
    return days


def _rows(name: str) -> Iterable[dict[str, str]]:
    table = files("swsim.domain").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(table.splitlines())

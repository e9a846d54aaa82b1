"""The 69 customs administrations of the WCO's two regions that swsim can play.

A country is data (`members.csv`), never a class. What an administration does in a
run is in its profile; this module knows only what stays the same in every run. Beside
them are fictional ones (`fictional.csv`), for whoever would rather name no real one.

Sources: WCO membership lists of the Asia/Pacific and the Americas and Caribbean
regions; ISO 3166-1 codes; UN/LOCODE port codes; ISO 4217 currencies in use in 2026;
UTC offsets from the public time zone database. Groups are as of April 2026, with
`-assoc` for associates and `-suspended` for suspended members. What is fictional was
invented for swsim, under codes that ISO 3166-1 leaves to its users.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from swsim.errors import UsageError

Region = Literal["AP", "AMS"]

# ISO 4217 has no live currency for its users to name; dollars are in use at home in
# several of the members, and every training rate is in dollars.
_FICTIONAL_CURRENCY: Final = "USD"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One customs administration, by its ISO 3166-1 alpha-2 code.

    `region` is AP (Asia/Pacific) or AMS (Americas and Caribbean). `rilo` is None
    where the regional intelligence liaison office is not public knowledge: a
    scenario may name one. `ports` are UN/LOCODEs, the main one first; landlocked
    members have an inland place. `utc_offset_minutes` is the standard time of the
    capital all year round, without daylight saving. A fictional member `stands_for` a
    real one: it has a name, ports and a currency of its own, all else is that member's.
    """

    alpha2: str
    name: str
    name_es: str
    region: Region
    member_in_2013: bool
    landlocked: bool
    groups: tuple[str, ...]
    rocb: str
    rilo: str | None
    ports: tuple[str, ...]
    utc_offset_minutes: int
    currency: str
    stands_for: str | None = None


@cache
def all_members() -> tuple[Member, ...]:
    """Return all real members sorted by alpha-2 code."""
    found = (_member(row) for row in _rows("members.csv"))
    return tuple(sorted(found, key=lambda one: one.alpha2))


@cache
def fictional_members() -> tuple[Member, ...]:
    """Return all fictional members sorted by alpha-2 code."""
    real = {one.alpha2: one for one in all_members()}
    found = (_fictional(row, real[row["stands_for"]]) for row in _rows("fictional.csv"))
    return tuple(sorted(found, key=lambda one: one.alpha2))


@cache
def fictional_places() -> Mapping[str, str]:
    """Return the names of the fictional ports by code, formed as UN/LOCODEs are."""
    return {
        row["alpha2"] + port[:3]: port[4:]
        for row in _rows("fictional.csv")
        for port in _split(row["ports"])
    }


def every_member() -> tuple[Member, ...]:
    """Return all members, the real ones before the fictional ones."""
    return (*all_members(), *fictional_members())


def member(alpha2: str) -> Member:
    """Return the member with this upper-case alpha-2 code, real or fictional.

    Raises UsageError with the nearest code, also when a name was given.
    """
    found = _by_alpha2().get(alpha2)
    if found is None:
        raise UsageError(f"No member {alpha2!r}: {_suggestion(alpha2)}")
    return found


def pick(
    region: Literal["AP", "AMS", "both"],
    as_of: Literal["2013-04", "today"],
    excluding: Collection[str] = (),
) -> tuple[Member, ...]:
    """Return the members of a region at a date, sorted by alpha-2 code.

    `excluding` holds alpha-2 codes; an unknown one raises UsageError.
    """
    left_out = {member(alpha2).alpha2 for alpha2 in excluding}
    return tuple(
        one
        for one in all_members()
        if region in ("both", one.region)
        and (as_of == "today" or one.member_in_2013)
        and one.alpha2 not in left_out
    )


def in_world_of(alpha2: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes of real members as a member sees them.

    To a fictional one they are those who stand for them, as far as there are such; what
    is true of real members is so said of fictional ones, too.
    """
    own = _by_alpha2().get(alpha2)
    if own is None or own.stands_for is None:
        return tuple(codes)
    players = _stand_ins()
    return tuple(players[code] for code in codes if code in players)


def _rows(file: str) -> Iterator[dict[str, str]]:
    table = files("swsim.domain").joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(table.splitlines())


def _fictional(row: Mapping[str, str], real: Member) -> Member:
    return replace(
        real,
        alpha2=row["alpha2"],
        name=row["name"],
        name_es=row["name_es"],
        ports=tuple(row["alpha2"] + port[:3] for port in _split(row["ports"])),
        currency=_FICTIONAL_CURRENCY,
        stands_for=real.alpha2,
    )


def _member(row: Mapping[str, str]) -> Member:
    return Member(
        alpha2=row["alpha2"],
        name=row["name"],
        name_es=row["name_es"],
        region=cast(Region, row["wco_region"]),
        member_in_2013=row["wco_member_april_2013"] == "y",
        landlocked=row["landlocked"] == "y",
        groups=_split(row["groups"]),
        rocb=row["rocb"],
        rilo=row["rilo"] or None,
        ports=_split(row["ports"]),
        utc_offset_minutes=int(row["utc_offset_minutes"]),
        currency=row["currency"],
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


@cache
def _by_alpha2() -> Mapping[str, Member]:
    return {one.alpha2: one for one in every_member()}


@cache
def _stand_ins() -> Mapping[str, str]:
    return {one.stands_for: one.alpha2 for one in fictional_members() if one.stands_for}


def _suggestion(wrong: str) -> str:
    """Say which code was probably meant, or which there are."""
    codes: dict[str, str] = {}
    for one in all_members():
        for spelling in (one.alpha2, one.name, one.name_es):
            codes[spelling.casefold()] = one.alpha2
    close = get_close_matches(wrong.casefold(), codes, n=1, cutoff=0.7)
    if close:
        return f"did you mean {codes[close[0]]!r}?"
    known = " ".join(one.alpha2 for one in all_members())
    return f"expected one of the upper-case alpha-2 codes {known}"

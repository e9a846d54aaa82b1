"""The 69 customs administrations of the WCO's two regions that swsim can play.

A country is data (`members.csv`), never a class. What an administration does in a
run is in its profile; this module knows only what stays the same in every run.

Sources: WCO membership lists of the Asia/Pacific and the Americas and Caribbean
regions; ISO 3166-1 codes; UN/LOCODE port codes; ISO 4217 currencies in use in 2026;
UTC offsets from the public time zone database. Groups are as of April 2026, with
`-assoc` for associates and `-suspended` for suspended members.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from swsim.errors import UsageError

Region = Literal["AP", "AMS"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One customs administration, by its ISO 3166-1 alpha-2 code.

    `region` is AP (Asia/Pacific) or AMS (Americas and Caribbean). `rilo` is None
    where the regional intelligence liaison office is not public knowledge: a
    scenario may name one. `ports` are UN/LOCODEs, the main one first; landlocked
    members have an inland place. `utc_offset_minutes` is the standard time of the
    capital all year round, without daylight saving.
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


@cache
def all_members() -> tuple[Member, ...]:
    """Return all members sorted by alpha-2 code."""
    table = files("swsim.domain").joinpath("members.csv").read_text(encoding="utf-8")
    found = (_member(row) for row in csv.DictReader(table.splitlines()))
    return tuple(sorted(found, key=lambda one: one.alpha2))


def member(alpha2: str) -> Member:
    """Return the member with this upper-case alpha-2 code.

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
    return {one.alpha2: one for one in all_members()}


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

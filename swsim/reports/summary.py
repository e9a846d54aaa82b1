"""Sums a folded run up by region, member and channel; release times as quantiles.

Numbers only, all whole; words and pictures are made of them elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from swsim.domain.codes import Channel
from swsim.domain.members import Region, all_members
from swsim.domain.settings import Leg
from swsim.reports.facts import member_of
from swsim.reports.outcome import (
    LEGS,
    DeclarationRecord,
    LegCount,
    RunFold,
    Traffic,
    count,
    documents_in_order,
)

REGIONS: tuple[Region, ...] = ("AP", "AMS")
_FEW = 5  # with fewer values than this, quartiles say nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantiles:
    """Nearest-rank quantiles of some seconds; `few` holds them all if they are few."""

    n: int
    p10: int
    p25: int
    median: int
    p75: int
    p90: int
    few: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseTimes:
    """Seconds from arrival (T0) to release in one region; all channels where None.

    `customs` is to T9, `all_agencies` to T10; negative when released before arrival.
    """

    region: Region
    channel: Channel | None
    customs: Quantiles
    all_agencies: Quantiles


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The counts of a region (AP, AMS) or member (alpha-2), of one leg or of both."""

    name: str
    leg: Leg | None
    counts: LegCount


def quantiles(values: Iterable[int]) -> Quantiles | None:
    """Return the quantiles of some values, None where there are none."""
    ranked = sorted(values)
    if not ranked:
        return None
    return Quantiles(
        n=len(ranked),
        p10=_rank(ranked, 10),
        p25=_rank(ranked, 25),
        median=_rank(ranked, 50),
        p75=_rank(ranked, 75),
        p90=_rank(ranked, 90),
        few=tuple(ranked) if len(ranked) < _FEW else (),
    )


def _rank(ranked: Sequence[int], per_cent: int) -> int:
    """Return the nearest-rank quantile: the value at place ceil(n x p / 100)."""
    place = -(-len(ranked) * per_cent // 100)
    return ranked[max(place, 1) - 1]


def region_of(participant_or_site: str) -> Region | None:
    """Return the WCO region of a participant's or site's member, None if unknown."""
    code = member_of(participant_or_site)
    return next((one.region for one in all_members() if one.alpha2 == code), None)


def median_release_time(run: RunFold) -> int | None:
    """Return the median of all imports, arrival to release by all agencies."""
    found = quantiles(_present(each.release_time for each in run.declarations))
    return found.median if found else None


def release_times(run: RunFold) -> tuple[ReleaseTimes, ...]:
    """Return the release times of every region: all channels first, then each."""
    regions = _regions(run.declarations)
    released = [each for each in run.declarations if each.release_time is not None]
    rows = []
    for region in REGIONS:
        there = [each for each in released if regions[each.site] == region]
        for channel in (None, *Channel):
            row = _times(
                region,
                channel,
                [each for each in there if channel in (None, each.channel)],
            )
            if row is not None:
                rows.append(row)
    return tuple(rows)


def _times(
    region: Region, channel: Channel | None, found: Sequence[DeclarationRecord]
) -> ReleaseTimes | None:
    all_agencies = quantiles(_present(each.release_time for each in found))
    customs = quantiles(_present(each.customs_release_time for each in found))
    if all_agencies is None or customs is None:
        return None
    return ReleaseTimes(
        region=region, channel=channel, customs=customs, all_agencies=all_agencies
    )


def _present(values: Iterable[int | None]) -> list[int]:
    return [value for value in values if value is not None]


def by_region(run: RunFold) -> tuple[Group, ...]:
    """Return the counts by region and leg, regions without a declaration left out."""
    regions = _regions(run.declarations)
    return tuple(
        Group(name=region, leg=leg, counts=count(found))
        for region in REGIONS
        for leg in LEGS
        if (
            found := [
                each
                for each in run.declarations
                if regions[each.site] == region and each.leg == leg
            ]
        )
    )


def by_member(run: RunFold) -> tuple[Group, ...]:
    """Return the counts by member, both legs together, the busiest first."""
    groups = [
        Group(name=member_of(site), leg=None, counts=count(found))
        for site, found in _split(run.declarations, lambda each: each.site).items()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.counts.lodged, one.name)))


def _split(
    declarations: Iterable[DeclarationRecord], key: Callable[[DeclarationRecord], str]
) -> dict[str, list[DeclarationRecord]]:
    found: dict[str, list[DeclarationRecord]] = {}
    for each in declarations:
        found.setdefault(key(each), []).append(each)
    return found


def _regions(declarations: Iterable[DeclarationRecord]) -> dict[str, Region | None]:
    return {site: region_of(site) for site in {each.site for each in declarations}}


def traffic_by_member(traffic: Iterable[Traffic]) -> tuple[Traffic, ...]:
    """Return the traffic of each member's participants together, the busiest first.

    `participant` of a row is the member's alpha-2 code.
    """
    found: dict[str, list[Traffic]] = {}
    for each in traffic:
        found.setdefault(member_of(each.participant), []).append(each)
    rows = [_together(name, rows) for name, rows in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.participant)))


def _together(name: str, rows: Sequence[Traffic]) -> Traffic:
    sent: Counter[str] = Counter()
    for row in rows:
        sent.update(row.sent)
    return Traffic(
        participant=name,
        sent={each: sent[each] for each in documents_in_order(sent)},
        first=min(row.first for row in rows),
        last=max(row.last for row in rows),
    )

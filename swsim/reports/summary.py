"""Sums a folded run up by region and member; words and pictures are made elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from swsim.domain.members import Region, every_member
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The counts of a region (AP, AMS) or member (alpha-2), of one leg or of both."""

    name: str
    leg: Leg | None
    counts: LegCount


def region_of(participant_or_site: str) -> Region | None:
    """Return the WCO region of a participant's or site's member, None if unknown."""
    code = member_of(participant_or_site)
    return next((one.region for one in every_member() if one.alpha2 == code), None)


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

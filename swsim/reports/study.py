"""The Time Release Study of a run, as far as a report shows it: numbers, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from swsim.ledger.reading import Reading
from swsim.ledger.trail import rows
from swsim.trs.bottleneck import Bottleneck, bottleneck
from swsim.trs.calibration import Cast, Fit, casts, fits
from swsim.trs.cuts import groups
from swsim.trs.durations import measured
from swsim.trs.dynamic import Backlog, Presence, backlog, presence
from swsim.trs.intervals import RELEASE, SPANS, span
from swsim.trs.reading import gather
from swsim.trs.statistics import (
    Distribution,
    Histogram,
    Statistics,
    distribution,
    histogram,
)
from swsim.trs.study import Outlier, Row, listed_outliers, study
from swsim.trs.table import UNKNOWN, Table

FEW = 5  # with fewer values than this, quartiles say nothing
_DESKS = 4  # the busiest
SOME_START = datetime(2026, 4, 6, tzinfo=UTC)
# What a published study tells apart, in its order; `country` is a table of its own.
CUTS = ("mode", "channel", "aeo", "pre_arrival", "agency", "weekday")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseRow:
    """Release times of a region, of one channel or (None) of all.

    `customs` is from arrival to the release by customs, `all_agencies` to that by all;
    `few` holds all seconds of the latter where they are few.
    """

    region: str
    channel: str | None
    customs: Statistics
    all_agencies: Statistics
    few: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """How the release times of a region are distributed."""

    region: str
    distribution: Distribution


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyOfRun:
    """What was measured. `cuts` holds the rows by each attribute that tells apart.

    `incomplete` counts imports that have no release time: they are in no statistic.
    """

    declarations: int
    imports: int
    incomplete: int
    spans: tuple[Row, ...]
    releases: tuple[ReleaseRow, ...]
    cuts: dict[str, tuple[Row, ...]]
    trusted_ahead: tuple[Row, ...]
    histogram: Histogram
    curves: tuple[Curve, ...]
    backlog: Backlog
    desks: tuple[Presence, ...]
    bottleneck: Bottleneck
    outliers: tuple[Outlier, ...]
    casts: tuple[Cast, ...]
    fits: tuple[Fit, ...]


def table_of(ledger: Reading, start: datetime | None, case: str | None = None) -> Table:
    """Return the table of declarations of a ledger, all or those of one case."""
    return gather(rows(ledger, case=case), start or SOME_START)


def studied(table: Table) -> StudyOfRun:
    """Return the study of a table of declarations."""
    taken, imports = measured(table, RELEASE), table.attribute("leg").is_("import")
    where = table.pick(taken.rows).attribute("region")
    found = bottleneck(table)
    return StudyOfRun(
        declarations=len(table),
        imports=int(imports.sum()),
        incomplete=int(imports.sum()) - len(taken),
        spans=study(table, (), SPANS),
        releases=_releases(table),
        cuts={name: rows for name in CUTS if len(rows := _cut(table, (name,))) > 1},
        trusted_ahead=_two_way(table),
        histogram=histogram(taken.seconds),
        curves=tuple(
            Curve(region=name, distribution=distribution(seconds))
            for name in where.names
            if len(seconds := taken.seconds[where.is_(name)]) >= FEW
        ),
        backlog=backlog(table),
        desks=presence(table.services, [each.desk for each in found.busiest[:_DESKS]]),
        bottleneck=found,
        outliers=listed_outliers(table, RELEASE),
        casts=casts(table),
        fits=tuple(each for each in fits(table) if each.published.holds),
    )


def _cut(table: Table, by: Sequence[str]) -> tuple[Row, ...]:
    rows = study(table, by, [RELEASE])
    return tuple(row for row in rows if UNKNOWN not in row.names)


def _two_way(table: Table) -> tuple[Row, ...]:
    """Return AEO by pre-arrival, where each of them tells traders apart."""
    rows = _cut(table, ("aeo", "pre_arrival"))
    apart = all(len({row.names[place] for row in rows}) > 1 for place in (0, 1))
    return rows if apart else ()


def _releases(table: Table) -> tuple[ReleaseRow, ...]:
    """Return the rows of each region: all channels first, then each."""
    by_customs = span("customs-release")
    rows = []
    for by in (("region",), ("region", "channel")):
        both = {
            (row.what.id, row.names): row.statistics
            for row in study(table, by, [RELEASE, by_customs])
        }
        for group in groups(table, by):
            part = table.pick(group.rows)
            if (RELEASE.id, group.names) in both:
                rows.append(
                    ReleaseRow(
                        region=group.names[0],
                        channel=group.names[1] if len(by) > 1 else None,
                        customs=both[by_customs.id, group.names],
                        all_agencies=both[RELEASE.id, group.names],
                        few=_few(measured(part, RELEASE).seconds),
                    )
                )
    order = {row.region: -row.all_agencies.n for row in rows if row.channel is None}
    return tuple(sorted(rows, key=lambda one: (order[one.region], one.region)))


def _few(seconds: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[int, ...]:
    return tuple(np.sort(seconds).tolist()) if len(seconds) < FEW else ()

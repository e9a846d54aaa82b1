"""Finds where release times are lost, and who owns that.

The bottleneck is the interval to which most of the time on the critical path falls.
Beside it stand the figures by which people argue about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from swsim.trs.critical import CriticalPath, critical_path, owned
from swsim.trs.durations import measured
from swsim.trs.intervals import RELEASE, Interval, Nature, Owner, Span, intervals
from swsim.trs.queues import Queue, queues
from swsim.trs.table import Table

_MINUTE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one interval has of the time from the beginning of a span to its end.

    `share` is the sum of the interval over the sum of the span: parts that run side by
    side make more than 1 together. `critical_share` is what falls to it on the critical
    path, `frequency` the share of declarations on whose path it is, `spread` P90 over
    P50 (None where half take no minute). `mean` is seconds, of those `n` that had it.
    """

    interval: Interval
    n: int
    mean: float
    share: float
    critical_share: float
    frequency: float
    spread: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerPart:
    """What one owner has of the critical path, and his waits over his work.

    `wait_to_work` is over all declarations, None where the owner does no work.
    """

    owner: Owner
    critical_share: float
    wait_to_work: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bottleneck:
    """The finding for a span; `parts` and `owners` come with the largest share first.

    `worst` is None where nothing took time. `n` declarations had a positive span,
    `total` seconds in all. `busiest` are the desks, the busiest first.
    """

    span: Span
    n: int
    total: int
    parts: tuple[Part, ...]
    owners: tuple[OwnerPart, ...]
    busiest: tuple[Queue, ...]
    path: CriticalPath

    @property
    def worst(self) -> Part | None:
        """Return the interval to which most of the time falls."""
        found = self.parts[0] if self.parts else None
        return found if found is not None and found.critical_share else None


def bottleneck(table: Table, over: Span = RELEASE) -> Bottleneck:
    """Return where the time of a span goes, arrival to release unless one is named."""
    path = critical_path(table, over)
    waited = table.pick(path.rows)
    parts = [
        found
        for each in intervals(over.leg, table.agencies)
        if (found := _part(waited, each, path)) is not None
    ]
    return Bottleneck(
        span=over,
        n=len(path.rows),
        total=path.total,
        parts=tuple(
            sorted(parts, key=lambda one: (-one.critical_share, -one.share)),
        ),
        owners=_owners(waited, path, over, parts),
        busiest=queues(table.services),
        path=path,
    )


def _part(waited: Table, interval: Interval, path: CriticalPath) -> Part | None:
    found = measured(waited, interval)
    if not len(found):
        return None
    median, p90 = np.percentile(found.seconds, (50, 90)).tolist()
    return Part(
        interval=interval,
        n=len(found),
        mean=float(found.seconds.mean()),
        # Declared ahead of arrival, lodgement takes nothing of the time after it.
        share=int(np.maximum(found.seconds, 0).sum()) / path.total,
        critical_share=path.share(interval.id),
        frequency=path.frequency(interval.id),
        spread=p90 / median if median >= _MINUTE else None,
    )


def _owners(
    waited: Table, path: CriticalPath, over: Span, parts: Sequence[Part]
) -> tuple[OwnerPart, ...]:
    seconds = owned(path, waited, over.leg)
    found = [
        OwnerPart(
            owner=owner,
            critical_share=int(spent.sum()) / path.total if path.total else 0.0,
            wait_to_work=_wait_to_work(owner, parts),
        )
        for owner, spent in seconds.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.critical_share))


def _wait_to_work(owner: Owner, parts: Sequence[Part]) -> float | None:
    """Return the sum of waits over the sum of work; shares have one denominator."""
    sums = {
        nature: sum(
            each.share
            for each in parts
            if each.interval.owner is owner and each.interval.nature is nature
        )
        for nature in Nature
    }
    return sums[Nature.WAIT] / sums[Nature.WORK] if sums[Nature.WORK] else None

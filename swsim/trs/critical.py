"""The critical path: which intervals the release really waited for.

From the release backwards: of all that had to be done before, what was done last. The
seconds between arrival and release fall to the intervals on that path, each second to
one of them, so that shares add up to the whole however much ran side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np

from swsim.domain.settings import Leg
from swsim.trs.intervals import RELEASE, Interval, Owner, Span, intervals, joins
from swsim.trs.table import ABSENT, Mask, Rows, Seconds, Table

# What is on the path and no interval names: the way of messages between parties.
MESSAGES = "messages"


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """Where several things come together: how often each was the last to be done.

    `last` counts declarations by the mark that was waited for longest, of those in
    which at least two came together.
    """

    mark: str
    last: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class CriticalPath:
    """The path of the declarations of a span.

    `rows` are those of the table that have both ends and a span longer than 0;
    `seconds` what falls to each interval (by its id, and MESSAGES) of each of them;
    together they are the span. `total` is the sum of all spans.
    """

    rows: Rows
    seconds: Mapping[str, Seconds]
    joins: tuple[Join, ...]
    total: int

    def share(self, interval: str) -> float:
        """Return which part of all the time falls to an interval."""
        found = self.seconds.get(interval)
        return 0.0 if found is None or not self.total else int(found.sum()) / self.total

    def frequency(self, interval: str) -> float:
        """Return on the path of how many declarations, of 1, an interval is."""
        found = self.seconds.get(interval)
        if found is None or not len(self.rows):
            return 0.0
        return int(np.count_nonzero(found)) / len(self.rows)


def owned(path: CriticalPath, table: Table, leg: Leg) -> dict[Owner, Seconds]:
    """Return what of the path of each declaration falls to each owner."""
    found = {owner: np.zeros(len(path.rows), np.int64) for owner in Owner}
    for one in intervals(leg, table.agencies):
        if one.id in path.seconds:
            found[one.owner] = found[one.owner] + path.seconds[one.id]
    found[Owner.CUSTOMS] = found[Owner.CUSTOMS] + path.seconds[MESSAGES]
    return found


def critical_path(table: Table, over: Span = RELEASE) -> CriticalPath:
    """Return the critical path of a span, arrival to release unless another is named.

    A path that begins before the span, as that of goods declared ahead, is cut there.
    """
    start, end = table.mark(over.start), table.mark(over.end)
    wanted: Mask = (start != ABSENT) & (end != ABSENT) & (end > start)
    rows = np.flatnonzero(wanted & table.attribute("leg").is_(over.leg))
    walk = _Walk(table.pick(rows), over)
    walk.back()
    return CriticalPath(
        rows=rows,
        seconds=walk.seconds,
        joins=tuple(walk.joins),
        total=int((end[rows] - start[rows]).sum()),
    )


class _Walk:
    """Goes back from the end of a span, for all declarations at the same time."""

    def __init__(self, table: Table, over: Span) -> None:
        self._table = table
        self._begin = table.mark(over.start)
        self._end = over.end
        self._steps = intervals(over.leg, table.agencies)
        self._joined = joins(over.leg, table.agencies)
        self._before = _predecessors(self._steps, self._joined)
        # Whether each mark is on the path of each declaration.
        self._on = {over.end: np.ones(len(table), np.bool_)}
        self.seconds: dict[str, Seconds] = {
            MESSAGES: np.zeros(len(table), np.int64),
            **{each.id: np.zeros(len(table), np.int64) for each in self._steps},
        }
        self.joins: list[Join] = []

    def back(self) -> None:
        """Walk, later marks first."""
        order = tuple(TopologicalSorter(self._before).static_order())
        for mark in reversed(order):
            if mark in self._on and mark in self._before:
                self._from(mark)

    def _from(self, mark: str) -> None:
        """Go from a mark to the latest of those before it."""
        here, on, names = self._table.mark(mark), self._on[mark], self._before[mark]
        times = np.stack([self._table.mark(name) for name in names])
        # What came later than the mark itself was not waited for.
        times[times > here] = ABSENT
        # Of several at the same second the last that is named, which took longest.
        last = len(names) - 1 - times[::-1].argmax(axis=0)
        found = on & (times.max(axis=0) != ABSENT)
        if mark in self._joined:
            self._count(mark, names, last, times, found)
        for place, name in enumerate(names):
            taken = found & (last == place)
            self._on[name] = self._on.get(name, np.zeros_like(on)) | taken
            self._spend(name, mark, taken)
        # Nothing is known of what came before: it counts to what led here.
        self._spend(None, mark, on & ~found)

    def _spend(self, start: str | None, mark: str, taken: Mask) -> None:
        """Give the seconds between two marks to the interval between them."""
        begin, here = self._begin[taken], self._table.mark(mark)[taken]
        since = begin if start is None else self._table.mark(start)[taken]
        spent = np.maximum(here - np.maximum(since, begin), 0)
        self.seconds[self._interval(start, mark)][taken] += spent

    def _interval(self, start: str | None, mark: str) -> str:
        for each in self._steps:
            if each.end == mark and (start is None or start in each.start):
                return each.id
        return MESSAGES

    def _count(
        self, mark: str, names: Sequence[str], last: Rows, times: Seconds, found: Mask
    ) -> None:
        together = found & (np.count_nonzero(times != ABSENT, axis=0) > 1)
        counts = np.bincount(last[together], minlength=len(names))
        if counts.any():
            numbers = dict(zip(names, counts.tolist(), strict=True))
            self.joins.append(Join(mark=mark, last=numbers))


def _predecessors(
    steps: Sequence[Interval], joined: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return what comes before each mark, by intervals and joins."""
    before = {mark: list(names) for mark, names in joined.items()}
    for each in steps:
        before.setdefault(each.end, []).extend(each.start)
    return {mark: tuple(dict.fromkeys(names)) for mark, names in before.items()}

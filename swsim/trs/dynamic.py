"""How a run goes by: the backlog from hour to hour, its peak, what came and went."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from swsim.trs.intervals import RELEASE, Span
from swsim.trs.queues import longest
from swsim.trs.table import ABSENT, Seconds, Services, Table

_HOUR = 3_600


@dataclass(frozen=True, kw_only=True, slots=True)
class Backlog:
    """How many had begun a span and not ended it, at each of `seconds`.

    `came` and `went` count since the second before. `peak` is the most there ever were,
    first at second `peak_at`, between samples too; `left` how many are there at the end
    of the run.
    """

    seconds: Seconds
    open: Seconds
    came: Seconds
    went: Seconds
    peak: int
    peak_at: int
    left: int


def backlog(table: Table, over: Span = RELEASE, every: int = _HOUR) -> Backlog:
    """Return the backlog of a span, sampled every so many seconds.

    Whoever ended before he began, as goods released ahead of the ship, never waits.
    """
    of_leg = table.attribute("leg").is_(over.leg)
    start, end = table.mark(over.start)[of_leg], table.mark(over.end)[of_leg]
    begun = (start != ABSENT) & ((end == ABSENT) | (end > start))
    came = np.sort(start[begun])
    went = np.sort(end[begun & (end != ABSENT)])
    if not len(came):
        empty = np.empty(0, np.int64)
        return Backlog(
            seconds=empty, open=empty, came=empty, went=empty, peak=0, peak_at=0, left=0
        )
    last = int(max(came[-1], went[-1] if len(went) else came[-1]))
    first = int(came[0]) // every * every
    seconds = np.arange(first, last + every, every, dtype=np.int64)
    before = np.searchsorted(came, seconds, "right")
    after = np.searchsorted(went, seconds, "right")
    peak, at = _peak(came, went)
    return Backlog(
        seconds=seconds,
        open=before - after,
        came=np.diff(before, prepend=0),
        went=np.diff(after, prepend=0),
        peak=peak,
        peak_at=at,
        left=len(came) - len(went),
    )


def _peak(came: Seconds, went: Seconds) -> tuple[int, int]:
    """Return the most that were open at once, and when first; it is at an arrival."""
    open_ = np.arange(1, len(came) + 1) - np.searchsorted(went, came, "right")
    place = int(open_.argmax())
    return int(open_[place]), int(came[place])


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """How many waited at a desk at each of `seconds`; the most ever were `longest`."""

    desk: str
    seconds: Seconds
    waiting: Seconds
    longest: int


def presence(
    services: Services, desks: Sequence[str], every: int = _HOUR
) -> tuple[Presence, ...]:
    """Return who waited at some desks, sampled every so many seconds."""
    return tuple(
        _presence(desk, services.pick(services.desk.is_(desk)), every) for desk in desks
    )


def _presence(desk: str, served: Services, every: int) -> Presence:
    came, went = np.sort(served.arrived), np.sort(served.began)
    last = int(served.ended.max(initial=0))
    seconds = np.arange(0, last + every, every, dtype=np.int64)
    there = np.searchsorted(came, seconds, "right")
    return Presence(
        desk=desk,
        seconds=seconds,
        waiting=there - np.searchsorted(went, seconds, "right"),
        longest=longest(came, went),
    )

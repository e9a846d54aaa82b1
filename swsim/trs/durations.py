"""How long intervals and spans took: the difference of two columns."""

from dataclasses import dataclass

import numpy as np

from swsim.domain.settings import Leg
from swsim.trs.intervals import Interval, Span
from swsim.trs.table import ABSENT, Mask, Rows, Seconds, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Durations:
    """Whole seconds, one for each of `rows` (of the table that was measured)."""

    seconds: Seconds
    rows: Rows

    def __len__(self) -> int:
        return len(self.seconds)


def of_leg(table: Table, leg: Leg) -> Table:
    """Return the rows of a leg."""
    return table.where(leg=leg)


def measured(table: Table, what: Interval | Span) -> Durations:
    """Return how long something took, of the declarations of its leg that had it all.

    Negative where goods are released, or declared, ahead of their arrival.
    """
    starts = (what.start,) if isinstance(what, Span) else what.start
    start, end = latest(table, starts), table.mark(what.end)
    mask: Mask = (start != ABSENT) & (end != ABSENT)
    mask &= table.attribute("leg").is_(what.leg)
    if isinstance(what, Interval) and not what.ahead:
        mask &= end >= start
    rows = np.flatnonzero(mask)
    return Durations(seconds=end[rows] - start[rows], rows=rows)


def latest(table: Table, marks: tuple[str, ...]) -> Seconds:
    """Return the latest of some marks of each row; ABSENT where it has none."""
    # ABSENT is below every second, so the greatest is the latest that there is.
    found: Seconds = np.maximum.reduce([table.mark(name) for name in marks])
    return found

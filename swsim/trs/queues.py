"""Queues at desks: how long, how busy, and whether Little's law holds.

Little (1961): the average number at a desk, waiting or served, is the rate of arrivals
times the average time spent there. It holds for any desk over a long time, so a
difference says that the counts are wrong, or the time too short.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from swsim.trs.table import Seconds, Services

# Of the time between the first arrival and the last end, what is measured: a desk
# that fills at first and empties at last is not itself.
_FROM, _TO = 0.1, 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """A desk between seconds `since` and `until`.

    `desk` names site, role and desk (`pa-cus/inspection`). `waiting` and `present` are
    averages over time, of those who wait and of all there; `longest` the most who ever
    waited. `wait`, `work` and `stay` are means in seconds of those who came meanwhile.
    `utilisation` is the part of the officers' time that is work, `rate` arrivals a
    second, `waited` the share of those who had to wait.
    """

    desk: str
    officers: int
    since: int
    until: int
    served: int
    rate: float
    waiting: float
    present: float
    longest: int
    wait: float
    work: float
    stay: float
    waited: float
    utilisation: float

    @property
    def little(self) -> float:
        """Return by which part of the present rate times stay differs from them."""
        if not self.present:
            return 0.0
        return (self.rate * self.stay - self.present) / self.present


def queues(
    services: Services, since: int | None = None, until: int | None = None
) -> tuple[Queue, ...]:
    """Return the queue at each desk, the busiest first.

    Measured from `since` to `until` in seconds of the run; by default the middle eight
    tenths of the time that the desk had work.
    """
    found = [each for each in _queues(services, since, until) if each is not None]
    return tuple(sorted(found, key=lambda one: (-one.utilisation, one.desk)))


def _queues(
    services: Services, since: int | None, until: int | None
) -> Iterator[Queue | None]:
    order = np.argsort(services.desk.codes, kind="stable")
    codes, firsts = np.unique(services.desk.codes[order], return_index=True)
    parts = np.split(order, firsts[1:]) if len(order) else []
    for code, rows in zip(codes, parts, strict=True):
        yield _queue(
            services.desk.names[code],
            services.pick(rows),
            since,
            until,
        )


def _queue(
    desk: str, served: Services, since: int | None, until: int | None
) -> Queue | None:
    first, last = int(served.arrived.min()), int(served.ended.max())
    begin = first + int((last - first) * _FROM) if since is None else since
    end = first + int((last - first) * _TO) if until is None else until
    came = (served.arrived >= begin) & (served.arrived < end)
    if end <= begin or not came.any():
        return None
    length = end - begin
    officers = int(served.officers.max())
    wait, work = served.began - served.arrived, served.ended - served.began
    waiting = _overlap(served.arrived, served.began, begin, end)
    working = _overlap(served.began, served.ended, begin, end)
    return Queue(
        desk=desk,
        officers=officers,
        since=begin,
        until=end,
        served=int(np.count_nonzero(came)),
        rate=np.count_nonzero(came) / length,
        waiting=waiting / length,
        present=(waiting + working) / length,
        longest=longest(served.arrived, served.began),
        wait=float(wait[came].mean()),
        work=float(work[came].mean()),
        stay=float((wait + work)[came].mean()),
        waited=float(np.mean(wait[came] > 0)),
        utilisation=working / length / officers,
    )


def _overlap(start: Seconds, stop: Seconds, begin: int, end: int) -> int:
    """Return the seconds of all stays that lie between `begin` and `end`."""
    inside = np.minimum(stop, end) - np.maximum(start, begin)
    return int(np.maximum(inside, 0).sum())


def longest(came: Seconds, went: Seconds) -> int:
    """Return the most who were ever there at once; who leaves makes room first."""
    if not len(came):
        return 0
    came, went = np.sort(came), np.sort(went)
    # After the arrival of number i, i + 1 have come and so many have gone.
    gone = np.searchsorted(went, came, "right")
    return max(0, int((np.arange(1, len(came) + 1) - gone).max()))

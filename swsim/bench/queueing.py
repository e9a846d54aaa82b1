"""The queue of a customs desk beside queueing theory, which is Erlang's for M/M/c.

The desk is that of customs as every run has it, on a site of its own; what is measured
is read off its events as a study reads them. The exponential times between arrivals,
and of work, are drawn by descriptive sampling (Saliby, 1990): the quantiles of the
distribution in random order, so that chance is in the order alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import factorial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from swsim.domain.events import Event, Kind
from swsim.domain.members import member
from swsim.domain.profiles import profile
from swsim.domain.settings import SiteSettings, WorldSettings
from swsim.simulation.customs import Customs
from swsim.simulation.queue import Job
from swsim.simulation.site import Site
from swsim.trs.queues import Queue, queues
from swsim.trs.table import Category, Seconds, Services

LIMIT = 0.03
# Officers, and the part of their time that is work.
SYSTEMS = ((1, 0.5), (2, 0.7), (4, 0.8))

_WORK = 36_000  # mean seconds; so many that whole seconds make no difference


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One figure of one desk by theory and by simulation; times in seconds."""

    officers: int
    load: float
    figure: str
    theory: float
    simulation: float

    @property
    def difference(self) -> float:
        """Return by which part of the theory the simulation differs from it."""
        return self.simulation / self.theory - 1

    @property
    def met(self) -> bool:
        """Whether theory and simulation agree."""
        return abs(self.difference) <= LIMIT


def bench(declarations: int, seed: int = 0) -> tuple[Compared, ...]:
    """Compare every system over so many declarations each."""
    return tuple(
        each
        for officers, load in SYSTEMS
        for each in compared(officers, load, declarations, seed)
    )


def compared(
    officers: int, load: float, declarations: int, seed: int = 0
) -> Iterator[Compared]:
    """Yield the figures of a desk with so many officers, busy `load` of the time."""
    found = simulated(officers, load, declarations, seed)
    for figure, value in erlang(officers, load).items():
        yield Compared(
            officers=officers,
            load=load,
            figure=figure,
            theory=value,
            simulation=getattr(found, figure),
        )


def erlang(officers: int, load: float, work: float = _WORK) -> dict[str, float]:
    """Return what theory says of M/M/c in the steady state, by the names of `Queue`.

    The chance to wait is Erlang's C formula (1917); all else follows by Little's law.
    """
    offered = officers * load
    all_busy = offered**officers / factorial(officers) / (1 - load)
    some_free = sum(offered**n / factorial(n) for n in range(officers))
    waited = all_busy / (some_free + all_busy)
    wait = waited * work / officers / (1 - load)
    rate = offered / work
    return {
        "utilisation": load,
        "waited": waited,
        "wait": wait,
        "stay": wait + work,
        "waiting": rate * wait,
        "present": rate * (wait + work),
    }


def simulated(officers: int, load: float, declarations: int, seed: int) -> Queue:
    """Return the queue of a desk of customs as a study measures it."""
    site, customs = _customs(officers)
    arrivals, work = _drawn(declarations, _WORK / officers / load, seed)
    for number, (at, seconds) in enumerate(zip(arrivals, work, strict=True)):
        job = Job(case=str(number), declaration=str(number), leg="import")
        site.after(at, partial(_begin, customs, job, seconds))
    served = [
        event
        for second in iter(site.next_second, None)
        for event in site.run_second(second).events
        if event.kind is Kind.SERVED
    ]
    (found,) = queues(_services(served))
    return found


def _customs(officers: int) -> tuple[Site, Customs]:
    usual = profile("middle")
    staffed = usual.officers.model_copy(update={"assessment": officers})
    settings = SiteSettings(
        id="pa",
        member="PA",
        ports=member("PA").ports,
        utc_offset_minutes=member("PA").utc_offset_minutes,
        profile=usual.model_copy(update={"officers": staffed}),
    )
    start = datetime(2026, 4, 6, tzinfo=UTC)
    site = Site(settings, WorldSettings(seed=0, start=start, sites=(settings,)))
    return site, Customs(site)


def _begin(customs: Customs, job: Job, seconds: int) -> None:
    customs.env.process(customs.assessors.serve(job, seconds))


def _drawn(count: int, between: float, seed: int) -> tuple[list[int], list[int]]:
    """Return the seconds at which declarations come, and for how long each is work."""
    chance = np.random.default_rng(seed)
    quantiles = -np.log1p(-(np.arange(count) + 0.5) / count)
    gaps = chance.permutation(quantiles) * between
    work = chance.permutation(quantiles) * _WORK
    return _whole(gaps.cumsum()), _whole(work)


def _whole(seconds: NDArray[np.float64]) -> list[int]:
    return [round(each) for each in seconds.tolist()]


def _services(served: list[Event]) -> Services:
    def column(name: str) -> Seconds:
        return np.array([cast(int, each.facts[name]) for each in served], np.int64)

    return Services(
        desk=Category.same("assessment", len(served)),
        officers=column("officers"),
        arrived=column("arrived"),
        began=column("began"),
        ended=np.array([each.time for each in served], np.int64),
    )

"""Measures things side by side: in turn, so that a busy moment troubles them all."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from swsim.bench.model import Effort
from swsim.exchange.wallclock import perf

Work = Callable[[], object]


def measure(work: Mapping[str, Work], effort: Effort) -> dict[str, float]:
    """Return the microseconds that one call of each takes, in its best repetition.

    The quickest of several is what a machine can do; all else is what others did to it.
    """
    with _without_collection():
        rounds = {name: _rounds(each, effort.seconds) for name, each in work.items()}
        taken = [
            {name: _timed(each, rounds[name]) for name, each in work.items()}
            for _ in range(effort.repetitions)
        ]
    return {name: min(each[name] for each in taken) for name in work}


def _rounds(work: Work, seconds: float) -> int:
    """Return how many calls fill a repetition; the first calls warm up, too."""
    work()
    took = min(_timed(work, 1) for _ in range(3)) / 1_000_000
    return max(1, int(seconds / max(took, 1e-7)))


def _timed(work: Work, rounds: int) -> float:
    began = perf()
    for _ in range(rounds):
        work()
    return (perf() - began) / rounds * 1_000_000


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector out: whom it strikes would be chance."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

"""The exchange of messages beside bare aiomqtt: same broker, clients and payload.

Measured is one message from its record to the ledger: written, signed where the policy
says so, stored, published, received, checked, validated, stored. Nobody answers, so
that a message is a message. Connecting is not counted, with either.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.run import run_async
from swsim.bench import baselines, papers, traffic
from swsim.bench.corresponding import Half, correspond, correspond_in_processes
from swsim.bench.measuring import measure
from swsim.bench.model import Bar, Effort, Report, Time
from swsim.bench.stages import stages
from swsim.exchange.broker import EmbeddedBroker

_RUN: Final = "bench"
_RAW: Final = "aiomqtt, publish and receive"
_UNSIGNED: Final = "swsim, unsigned"
_SIGNED: Final = "swsim, signed"
_SIGNED_BY_TWO: Final = "swsim, signed, two processes"
_UNSIGNED_BY_TWO: Final = "swsim, unsigned, two processes"
# The first exchange only warms up; it also says how many messages fill the others.
_FIRST: Final = 1_200

# The least that is expected, as a share of what bare aiomqtt does. Unsigned, two
# processes are to reach it: one has not the time to validate so much (decision 0011).
_BARS: Final[Mapping[str, tuple[str, float]]] = {
    _SIGNED: ("signed_to_raw", 0.15),
    _SIGNED_BY_TWO: ("signed_by_two_to_raw", 0.22),
    _UNSIGNED_BY_TWO: ("unsigned_by_two_to_raw", 0.30),
}

# Messages for a number; returns the wall seconds that they took.
Exchange = Callable[[Path, int], Awaitable[float]]


def bench(effort: Effort) -> Report:
    """Measure how many messages a second are exchanged, beside bare aiomqtt."""
    return run_async(_bench(effort))


async def _bench(effort: Effort) -> Report:
    exchanges: Mapping[str, Exchange] = {
        _RAW: raw,
        _UNSIGNED: partial(swsim_alone, signed=False),
        _SIGNED: partial(swsim_alone, signed=True),
        _SIGNED_BY_TWO: partial(swsim_by_two, signed=True),
        _UNSIGNED_BY_TWO: partial(swsim_by_two, signed=False),
    }
    taken: dict[str, list[float]] = {name: [] for name in exchanges}
    messages = await _messages(effort)
    for _ in range(effort.repetitions):
        for name, exchange in exchanges.items():
            with TemporaryDirectory(prefix="swsim-bench-") as folder:
                seconds = await exchange(Path(folder), messages)
            taken[name].append(seconds / messages * 1_000_000)
    best = {name: min(times) for name, times in taken.items()}
    parts = measure(stages(), Effort(repetitions=effort.repetitions, seconds=0.05))
    return Report(
        bench="exchange",
        facts={
            "bytes": len(papers.small()),
            "clients": traffic.CLIENTS,
            "messages": messages,
        },
        times=tuple(
            Time(name=name, microseconds=each, baseline=name == _RAW)
            for name, each in (best | parts).items()
        ),
        bars=tuple(
            Bar(
                name=bar,
                value=best[_RAW] / best[name],
                limit=limit,
                at_least=True,
                doubt=_doubt(taken[_RAW]),
            )
            for name, (bar, limit) in _BARS.items()
        ),
    )


def _doubt(raw_times: list[float]) -> str:
    """Return why the baseline cannot be trusted; "" where it can."""
    spread = median(raw_times) / min(raw_times)
    if spread <= 2:
        return ""
    return f"bare aiomqtt took from 1 to {spread:.1f} times as long as in its best turn"


async def _messages(effort: Effort) -> int:
    """Return how many bare messages fill a repetition."""
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        seconds = await raw(Path(folder), _FIRST)
    return max(traffic.CLIENTS, int(_FIRST * effort.seconds / seconds))


async def raw(folder: Path, messages: int) -> float:
    """Publish and receive with aiomqtt alone; return the wall seconds."""
    pairs = traffic.partners()
    async with _broker(folder) as broker:
        return await baselines.aiomqtt_alone(
            broker.address, broker.credentials, _RUN, pairs, papers.small(), messages
        )


async def swsim_alone(folder: Path, messages: int, *, signed: bool) -> float:
    """Exchange declarations in this process; return the wall seconds."""
    async with _broker(folder) as broker:
        half = Half(
            run=_RUN,
            folder=folder,
            broker=broker.address,
            credentials=broker.credentials,
            messages=messages,
            signed=signed,
        )
        return await correspond(half)


async def swsim_by_two(folder: Path, messages: int, *, signed: bool) -> float:
    """Exchange declarations between two processes; return the wall seconds."""
    async with _broker(folder) as broker:
        return await correspond_in_processes(
            Half(
                run=_RUN,
                folder=folder,
                broker=broker.address,
                credentials=broker.credentials,
                messages=messages,
                signed=signed,
                part=part,
                of=2,
            )
            for part in range(2)
        )


def _broker(folder: Path) -> EmbeddedBroker:
    names = [sender for sender, _ in traffic.partners()]
    return EmbeddedBroker(folder / "broker", _RUN, names, durable=False)

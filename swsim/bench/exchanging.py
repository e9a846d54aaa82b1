"""The exchange of messages beside bare aiomqtt: same broker, clients and payload.

Measured is one message from its record to the ledger: written, signed where the policy
says so, stored, published, received, checked, validated, stored, receipted. Nobody
answers, so that a message is a message.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from swsim.app.run import run_async
from swsim.bench import baselines, papers, traffic
from swsim.bench.model import Bar, Effort, Report, Time
from swsim.errors import RunError
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.wallclock import perf
from swsim.ledger.store import Ledger
from swsim.validation.engine import Validator

_RUN: Final = "bench"
_RAW: Final = "aiomqtt, publish and receive"
_UNSIGNED: Final = "swsim, unsigned"
# The first repetition only warms up; it also says how many messages fill the others.
_FIRST: Final = 1_200

# Messages for a number; returns the wall seconds that they took.
Exchange = Callable[[Path, int], Awaitable[float]]


def bench(effort: Effort) -> Report:
    """Measure how many messages a second are exchanged, beside bare aiomqtt."""
    return run_async(_bench(effort))


async def _bench(effort: Effort) -> Report:
    exchanges: Mapping[str, Exchange] = {_RAW: raw, _UNSIGNED: unsigned}
    taken: dict[str, list[float]] = {name: [] for name in exchanges}
    messages = await _messages(effort)
    for _ in range(effort.repetitions):
        for name, exchange in exchanges.items():
            with TemporaryDirectory(prefix="swsim-bench-") as folder:
                seconds = await exchange(Path(folder), messages)
            taken[name].append(seconds / messages * 1_000_000)
    best = {name: min(times) for name, times in taken.items()}
    return Report(
        bench="exchange",
        facts={
            "bytes": len(papers.small()),
            "clients": traffic.CLIENTS,
            "messages": messages,
        },
        times=tuple(
            Time(name=name, microseconds=each, baseline=name == _RAW)
            for name, each in best.items()
        ),
        bars=(
            Bar(
                name="unsigned_to_raw",
                value=best[_RAW] / best[_UNSIGNED],
                limit=0.30,
                at_least=True,
            ),
        ),
    )


async def _messages(effort: Effort) -> int:
    """Return how many bare messages fill a repetition."""
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        seconds = await raw(Path(folder), _FIRST)
    return max(traffic.CLIENTS, int(_FIRST * effort.seconds / seconds))


async def raw(folder: Path, messages: int) -> float:
    """Publish and receive with aiomqtt alone; return the wall seconds."""
    pairs = traffic.partners()
    names = [sender for sender, _ in pairs]
    async with EmbeddedBroker(folder, _RUN, names, durable=False) as broker:
        return await baselines.aiomqtt_alone(
            broker.address, broker.credentials, _RUN, pairs, papers.small(), messages
        )


async def unsigned(folder: Path, messages: int) -> float:
    """Exchange declarations as a run does; return the wall seconds."""
    world, sites = traffic.correspondents(messages)
    names = [name for site in sites for name in site.participants]
    ledger = Ledger.create(folder / "ledger.db", {"run_id": _RUN})
    validator = Validator()
    validator.validate(papers.small())  # compiles what it needs
    try:
        async with EmbeddedBroker(folder, _RUN, names, durable=False) as broker:
            link = MqttLink(broker.address, _RUN, names, broker.credentials)
            kernel = Kernel(
                run_id=_RUN,
                sites=sites,
                link=link,
                inbox=Inbox(_RUN, world, validator),
                recorder=ledger,
            )
            began = perf()
            await kernel.run()
            seconds = perf() - began
        tally = ledger.tally()
    finally:
        ledger.close()
    if (tally.messages, tally.lost, tally.duplicated) != (messages, 0, 0):
        raise RunError(f"The bench did not exchange {messages} messages: {tally}.")
    return seconds

"""A run that is disturbed on purpose: a bad network, and kills by a seeded schedule.

The network is a fault proxy before a real broker. Each kill comes once the workers'
ledgers hold a certain number of messages, so always in the middle of the run.
"""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.processes import Started, count, find_process, process_of
from fault_proxy import FaultProxy
from swsim.app.brokers import cast_of_scenario
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.permissions import ANY_RUN

BROKER, WORKER, RUN = "broker", "worker", "run"
KILLS = {BROKER: 8, WORKER: 7, RUN: 5}

# Per mille of the publications. A delayed one comes behind those that follow it.
FAULTS = {"drop": 50, "duplicate": 50, "delay": 100, "delay_seconds": 0.05}

# Wall seconds that the way from kill to kill may take: many shipments take long.
_WITHIN = 900.0
# And between two looks at the ledgers, which take time from those who write them.
_LOOK_EVERY = 0.1

_SCENARIO = "two-regions"
_WORKERS = (1, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kill:
    """What was killed, when so many messages had been sent by all workers."""

    what: str
    sent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How the run ended, and what was done to it."""

    summary: dict[str, Any]
    folder: Path
    kills: Sequence[Kill]
    faults: Counter[str]
    restarts: int  # of the broker
    said: str  # standard error of all processes that played the run


def schedule(messages: int, seed: int) -> list[tuple[int, str]]:
    """Return what to kill after how many messages, of a run with `messages`.

    The run is cut into one part more than there are kills, with one kill somewhere in
    the middle of each but the last, which is left to end in peace.
    """
    seeded = random.Random(seed)
    what = [each for each, times in KILLS.items() for _ in range(times)]
    seeded.shuffle(what)
    part = messages / (len(what) + 1)
    return [
        (int((number + 0.3 + 0.6 * seeded.random()) * part), each)
        for number, each in enumerate(what)
    ]


async def chaos(folder: Path, *, shipments: int, messages: int, seed: int) -> Outcome:
    """Play a run of `messages` messages to its end, whatever is killed meanwhile."""
    async with _bad_network(folder) as (broker, proxy):
        run = _Disturbed(folder, broker, proxy.address)
        try:
            run.begin(shipments)
            for sent, what in schedule(messages, seed):
                await run.kill(what, sent)
            summary = await asyncio.to_thread(run.running.summary, _WITHIN)
        finally:
            run.stop()
        return Outcome(
            summary=summary,
            folder=run.folder,
            kills=run.kills,
            faults=proxy.did,
            restarts=broker.restarts,
            said="".join(each.err for each in run.segments),
        )


@asynccontextmanager
async def _bad_network(
    folder: Path,
) -> AsyncIterator[tuple[EmbeddedBroker, FaultProxy]]:
    """Run a broker that forgets everything when it dies, behind the proxy."""
    others = ("coordinator", *(f"worker-{worker}" for worker in _WORKERS))
    cast = cast_of_scenario(_SCENARIO, others)
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(
            EmbeddedBroker(folder / "broker", ANY_RUN, cast.participants, durable=False)
        )
        faults: dict[str, Any] = FAULTS
        proxy = await stack.enter_async_context(FaultProxy(broker.address, **faults))
        yield broker, proxy


class _Disturbed:
    """The processes of one run; each new one goes on with what the last one left."""

    def __init__(self, folder: Path, broker: EmbeddedBroker, address: str) -> None:
        self.folder = folder / "run"
        self.segments: list[Started] = []
        self.kills: list[Kill] = []
        self._logs = folder
        self._broker = broker
        self._to_it = ("--broker", address, "--credentials", broker.folder, "--json")

    @property
    def running(self) -> Started:
        return self.segments[-1]

    def begin(self, shipments: int) -> None:
        self._start(
            *("run", _SCENARIO, "--seed", 7, "--shipments", shipments),
            *("--workers", len(_WORKERS), "--run-dir", self.folder),
        )

    def _start(self, *command: object) -> None:
        logs = self._logs / f"segment-{len(self.segments) + 1}"
        self.segments.append(Started(logs, *command, *self._to_it, prefix=(), env={}))

    def stop(self) -> None:
        for each in self.segments:
            each.stop()

    def sent(self) -> int:
        """Return how many messages the workers have sent so far."""
        return sum(
            count(self.folder / f"ledger-worker-{worker}.db", "message")
            for worker in _WORKERS
        )

    async def kill(self, what: str, after: int) -> None:
        """Kill something once so many messages are sent and all workers play."""

        def ripe() -> bool:
            return self.sent() >= after and all(
                find_process(self.folder, worker) for worker in _WORKERS
            )

        await asyncio.to_thread(self.running.until, ripe, _WITHIN, _LOOK_EVERY)
        if what == BROKER:
            await self._broker.kill()
        elif what == WORKER:
            victim = _WORKERS[len(self.kills) % len(_WORKERS)]
            os.kill(process_of(self.folder, victim), signal.SIGKILL)
        else:
            await self._kill_all()
        self.kills.append(Kill(what=what, sent=self.sent()))
        if what == RUN:
            self._start("resume", self.folder)

    async def _kill_all(self) -> None:
        workers = [process_of(self.folder, worker) for worker in _WORKERS]
        self.running.process.kill()
        for pid in workers:
            # Its guardian, which ends it with the run, may have been quicker.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(self.running.ended)

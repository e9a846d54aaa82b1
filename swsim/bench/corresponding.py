"""One process's part of the exchange bench: a kernel, its sites, and a stopwatch."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, Final

from swsim.app.run import collecting_rarely, run_async
from swsim.bench import papers, traffic
from swsim.errors import RunError
from swsim.exchange.clock import Clock
from swsim.exchange.credentials import Credentials
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.link import Link
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.signed import SignedLink
from swsim.exchange.wallclock import perf
from swsim.ledger.store import Ledger
from swsim.security.authority import RunAuthority
from swsim.security.certificates import Validity
from swsim.security.signing import KeyRing
from swsim.security.trust import TrustList
from swsim.security.verifying import Verifier
from swsim.validation.engine import Validator

_TRUST: Final = "trust.json"
# Wall seconds after which a process that does not come to its end is given up.
_WITHIN: Final = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Half:
    """What a process plays: every `of`-th site from number `part` on.

    `messages` are those of all processes together.
    """

    run: str
    folder: Path
    broker: str
    credentials: Credentials
    messages: int
    signed: bool
    part: int = 0
    of: int = 1


class Stopwatch(Clock):
    """A clock that notes when the exchange began and when all of it had come."""

    def __init__(self, awaited: int, barrier: Barrier | None) -> None:
        super().__init__()
        self.began = self.ended = 0.0
        self.kernel: Kernel
        self._awaited = awaited
        self._barrier = barrier
        self._changed = asyncio.Event()

    async def reach(self, second: int) -> bool:
        """Begin once everybody is connected; time takes no time."""
        if not self.began:
            if self._barrier is not None:
                await asyncio.to_thread(self._barrier.wait, _WITHIN)
            self.began = perf()
        if second >= traffic.LATENCY and await self._something_is_missing():
            return False
        return await super().reach(second)

    async def rest(self) -> bool:
        """Wait for what other processes send."""
        if await self._something_is_missing():
            return True
        self.ended = self.ended or perf()
        return False

    async def _something_is_missing(self) -> bool:
        """Wait for more if not all has come from other processes; tell whether."""
        if self.kernel.crossing.stored >= self._awaited:
            return False
        self._changed.clear()
        await self._changed.wait()
        return True

    def balance_changed(self) -> None:
        """Look again: something has come from another process."""
        self._changed.set()


async def correspond(half: Half, barrier: Barrier | None = None) -> float:
    """Exchange a process's part; return the wall seconds from the first message on.

    Raises RunError when a message did not come.
    """
    world, everywhere = traffic.correspondents(half.messages)
    sites = everywhere[half.part :: half.of]
    names = [name for site in sites for name in site.participants]
    others = {name for site in everywhere for name in site.participants} - {*names}
    awaited = traffic.crossing(half.messages, half.part, half.of)
    link: Link = MqttLink(half.broker, half.run, names, half.credentials)
    trust = None
    if half.signed:
        trust = _trust(half, [*names, *others])
        link = SignedLink(link, KeyRing(_keys(half)), trust.policy)
    validator = Validator()
    validator.validate(papers.small())  # compiles what it needs
    ledger = Ledger.create(half.folder / f"{half.part}.db", {"run_id": half.run})
    clock = Stopwatch(awaited, barrier)
    try:
        clock.kernel = Kernel(
            run_id=half.run,
            sites=sites,
            link=link,
            inbox=Inbox(
                half.run,
                world,
                validator,
                verifier=Verifier(trust) if trust else None,
                elsewhere=others,
            ),
            recorder=ledger,
            clock=clock,
        )
        with collecting_rarely():  # as a run does
            await clock.kernel.run()
        acted_upon = sum(1 for _ in ledger.effects())
    finally:
        ledger.close()
    expected = traffic.received(half.messages, half.part, half.of)
    if acted_upon != expected:
        raise RunError(f"Of {expected} messages of the bench {acted_upon} came.")
    return clock.ended - clock.began


def _keys(half: Half) -> Path:
    return half.folder / "keys"


def _trust(half: Half, participants: Iterable[str]) -> TrustList:
    """Return the trust list, made by whoever comes first: the parent process."""
    file = _keys(half) / _TRUST
    if not file.exists():
        now = datetime(2026, 4, 6, tzinfo=UTC)
        validity = Validity(start=now - timedelta(1), end=now + timedelta(730))
        authority = RunAuthority.create(_keys(half), validity)
        issued = [authority.issue(name) for name in sorted(participants)]
        certificates = [each.pair.certificate for each in issued]
        TrustList(authority.pair.certificate, certificates, policy="all").write(file)
    return TrustList.read(file)


async def correspond_in_processes(halves: Iterable[Half]) -> float:
    """Have each part played by a process of its own; return the longest time."""
    halves = list(halves)
    _trust(halves[0], [sender for sender, _ in traffic.partners()])
    context = get_context("spawn")
    barrier, times = context.Barrier(len(halves)), context.Queue()
    processes = [
        context.Process(target=_process, args=(half, barrier, times), daemon=True)
        for half in halves
    ]
    for process in processes:
        process.start()
    try:
        taken = [await asyncio.to_thread(times.get, True, _WITHIN) for _ in processes]
        return float(max(taken))
    finally:
        for process in processes:
            process.kill()
            await asyncio.to_thread(process.join)


def _process(half: Half, barrier: Barrier, times: Any) -> None:
    times.put(run_async(correspond(half, barrier)))

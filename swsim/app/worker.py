"""Plays some sites of a run in a process of its own, in step with the other workers.

It is told by the coordinator what to play, writes a ledger of its own, and after an end
of any kind plays that again and goes on.
"""

import asyncio
import hashlib
import shutil
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from filelock import FileLock, Timeout

from swsim.app.collecting import next_piece
from swsim.app.comparison import Comparison, DifferenceError
from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RUNS, RunFolder
from swsim.app.keys import Keys, keep_key_files, open_keys
from swsim.app.links import disturbances
from swsim.app.passes import access_of_pass, read_pass
from swsim.app.progress import Counts
from swsim.app.run import collecting_rarely
from swsim.app.stage import validator_of
from swsim.domain.events import Event, Kind
from swsim.domain.settings import WorldSettings
from swsim.errors import RunError, SwsimError
from swsim.exchange.channel import Channel
from swsim.exchange.control import (
    COORDINATOR,
    Assignment,
    Bye,
    Dismissal,
    Finish,
    Grant,
    Have,
    Hello,
    Report,
    Trouble,
    Word,
)
from swsim.exchange.controls import Controls
from swsim.exchange.credentials import Access
from swsim.exchange.dial import Protocol
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.parcels import as_it_came
from swsim.exchange.replayed import Replay
from swsim.exchange.signed import SignedLink
from swsim.exchange.windows import WindowClock
from swsim.ledger.files import is_begun, remove
from swsim.ledger.store import Ledger
from swsim.scenario import LoadedScenario, load_scenario, world
from swsim.security.verifying import Verifier
from swsim.simulation.mail import Outgoing
from swsim.simulation.world import build_sites

# Wall seconds: for the one before us to let go of the ledger, for the dismissal.
_LOCK_WITHIN: Final = 10
_DISMISSED_WITHIN: Final = 10

# After a broker has lost its queues, a message may go out before its receiver is back,
# and when that is, only another worker sees: so no message waits long for a receipt.
_PATIENCE: Final = 1.0

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a worker works: broker, run, the pass, the folder for its ledger.

    `protocol` is the MQTT version, `ca` the authority that vouches for the broker,
    where it is not that of the pass; the folder is one under `runs/` unless given.
    """

    broker: str
    run: str
    pass_file: Path
    folder: Path | None = None
    protocol: Protocol = "3.1.1"
    ca: Path | None = None


async def work(place: Place) -> None:
    """Play a worker's part of a run to its end.

    Raises FileProblem for secrets that cannot be read, BrokerError when there is no
    broker, RunError when the run cannot go on.
    """
    await _Worker(place).run()


class _StoppedError(RunError):
    """The coordinator has ended the run: it need not be told, nor the one after it."""


class _Worker:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._pass = read_pass(place.pass_file)
        self._name = self._pass.worker
        self._folder = RunFolder(id=place.run, path=place.folder or RUNS / place.run)
        self._path = self._folder.part(self._name)
        self._clock = WindowClock(self._stand)
        self._counts = Counts()
        self._struck: list[str] = []
        self._access: Access
        self._channel: Channel
        self._kernel: Kernel
        self._ledger: Ledger
        self._assigned: asyncio.Future[Assignment]
        self._answers: asyncio.Queue[Have | Dismissal] = asyncio.Queue()

    def _link(self, participants: Sequence[str]) -> MqttLink:
        place = self._place
        return MqttLink(
            place.broker,
            place.run,
            participants,
            protocol=place.protocol,
            access=self._access,
        )

    async def run(self) -> None:
        self._folder.path.mkdir(parents=True, exist_ok=True)
        self._assigned = asyncio.get_running_loop().create_future()
        with self._locked(), self._let_in():
            link = self._link([self._name])
            self._channel = Channel(link, self._name, self._heard)
            async with self._channel:
                try:
                    await self._unless_failed(self._work())
                except _StoppedError:
                    raise
                except SwsimError as error:
                    self._channel.say(COORDINATOR, Trouble(text=str(error)))
                    raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep a second process from this ledger; one that is being killed may take."""
        lock = FileLock(self._path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=_LOCK_WITHIN)
        except Timeout as error:
            raise RunError(
                f"{self._path}: another process plays {self._name} here; end it first"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _let_in(self) -> Iterator[None]:
        """Have at hand what the broker is shown, as files where TLS wants files."""
        files = self._folder.login(self._name)
        access = access_of_pass(self._pass, files)
        self._access = replace(access, ca=self._place.ca or access.ca)
        try:
            yield
        finally:
            shutil.rmtree(files, ignore_errors=True)

    async def _unless_failed(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something, or raise what came over the channel and ends it."""
        doing = asyncio.create_task(work, name="swsim.worker")
        try:
            ends: list[asyncio.Future[Any]] = [doing, self._channel.failed]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if self._channel.failed.done():
                self._channel.failed.result()
            return await doing
        finally:
            doing.cancel()
            await asyncio.gather(doing, return_exceptions=True)

    def _heard(self, sender: str, word: Word) -> None:
        if sender != COORDINATOR:
            return
        if isinstance(word, Assignment):
            self._clock.grant(word.granted)
            if not self._assigned.done():
                self._assigned.set_result(word)
        elif isinstance(word, Grant):
            self._clock.grant(word.until)
        elif isinstance(word, Finish):
            self._clock.finish()
        elif isinstance(word, Have | Dismissal):
            self._answers.put_nowait(word)
        elif isinstance(word, Trouble):
            raise _StoppedError(word.text)

    async def _work(self) -> None:
        self._channel.say(
            COORDINATOR, Hello(fingerprints=fingerprints(), recorded=self._recorded())
        )
        assignment = await self._assigned
        with collecting_rarely():
            await self._play(assignment)
        if assignment.collect:
            await self._hand_over()
        self._channel.say(COORDINATOR, Bye())
        # Who is not dismissed in time has finished all the same.
        with suppress(TimeoutError):
            async with asyncio.timeout(_DISMISSED_WITHIN):
                while not isinstance(await self._answers.get(), Dismissal):
                    pass

    def _recorded(self) -> int:
        """Return the last second in the ledger, -1 where nothing is recorded."""
        if not is_begun(self._path):
            remove(self._path)
            return -1
        with closing(Ledger.open(self._path)) as ledger:
            return ledger.last_second()

    # --- playing -----------------------------------------------------------------

    async def _play(self, assignment: Assignment) -> None:
        loaded, header = self._scenario(assignment), assignment.header
        the_world = world(
            loaded.scenario,
            seed=int(header["seed"]),
            shipments=int(header["shipments"]),
        )
        keep_key_files(self._folder, self._pass.keys)
        keys = open_keys(self._folder, the_world.policy.signatures)
        if not is_begun(self._path):
            Ledger.create(
                self._path,
                header | {"worker": self._name},
                certificates=keys.certificates() if keys else (),
            ).close()
        self._ledger = Ledger.reopen(self._path, durable=header["durable"] == "1")
        with closing(self._ledger), closing(Ledger.open(self._path)) as recorded:
            for event in recorded.events((Kind.SENT, Kind.TRANSITION)):
                self._counts.add((event,))
            self._kernel = self._set_up(assignment, the_world, keys, loaded, recorded)
            try:
                await self._kernel.run()
            except DifferenceError as difference:
                raise RunError(
                    f"{self._path}: {self._name} cannot go on. Played again, it is not"
                    f" what was recorded: {difference}"
                ) from difference

    def _scenario(self, assignment: Assignment) -> LoadedScenario:
        raw = assignment.scenario.encode()
        if not self._folder.scenario.exists():
            self._folder.scenario.write_bytes(raw)
        loaded = load_scenario(self._folder.scenario)
        if loaded.sha256 != hashlib.sha256(raw).hexdigest():
            raise RunError(
                f"{self._folder.scenario} is not the scenario of this run; start the"
                " worker with another --run-dir"
            )
        return loaded

    def _set_up(
        self,
        assignment: Assignment,
        the_world: WorldSettings,
        keys: Keys | None,
        loaded: LoadedScenario,
        recorded: Ledger,
    ) -> Kernel:
        everywhere = build_sites(the_world)
        sites = [site for site in everywhere if site.id in assignment.sites]
        names = {name for site in sites for name in site.participants}
        link, comparison = self._link(sorted(names)), Comparison(recorded)
        return Kernel(
            run_id=self._place.run,
            sites=sites,
            link=SignedLink(link, keys.ring, keys.trust.policy) if keys else link,
            inbox=Inbox(
                self._place.run,
                the_world,
                validator_of(loaded),
                verifier=Verifier(keys.trust) if keys else None,
                elsewhere={name for site in everywhere for name in site.participants}
                - names,
            ),
            recorder=self._ledger,
            clock=self._clock,
            controls=Controls(patience=_PATIENCE),
            observer=self._observe,
            disturbances=disturbances(
                loaded.scenario.injects, None, self._struck.append
            ),
            replay=Replay(
                until=recorded.last_second(),
                recorder=comparison,
                verdicts=recorded.verdicts(),
                early=recorded.received_early(),
                foreign=[as_it_came(each) for each in recorded.foreign()],
                confirmed=recorded.confirmed(),
                over=comparison.finish,
            ),
        )

    async def _observe(
        self, second: int, events: Sequence[Event], messages: Sequence[Outgoing]
    ) -> None:
        self._counts.add(events)

    def _stand(self, second: int | None) -> None:
        """Tell the coordinator where we stand; what is said to be stored must last."""
        self._ledger.flush()
        counts, crossing = self._counts, self._kernel.crossing
        report = Report(
            granted=self._clock.granted,
            next=second,
            sent=crossing.sent,
            stored=crossing.stored,
            unconfirmed=self._kernel.unconfirmed,
            now=self._clock.now,
            messages=counts.messages,
            released=counts.released,
            rejected=counts.rejected,
            accepted=counts.accepted,
            done=counts.done,
            struck=tuple(self._struck),
            refused=tuple(each for _, each in sorted(crossing.refused.items())),
        )
        if report != self._channel.standing(COORDINATOR):
            self._channel.say(COORDINATOR, report)

    # --- at the end --------------------------------------------------------------

    async def _hand_over(self) -> None:
        """Send the ledger piece by piece; the coordinator says what it has."""
        total, have = self._path.stat().st_size, 0
        with self._path.open("rb") as file:
            while have < total:
                self._channel.say(COORDINATOR, next_piece(file, have, total))
                answer = await self._answers.get()
                if isinstance(answer, Have):
                    have = answer.bytes

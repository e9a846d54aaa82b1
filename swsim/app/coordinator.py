"""Plays a run with several workers: shares the sites out, keeps the workers in step.

Plays no site itself. It owns the broker, grants windows of virtual time, starts a
worker again that has died, and makes one ledger of theirs at the end.
"""

import asyncio
import shutil
from contextlib import AsyncExitStack
from typing import Any

from swsim.app.collecting import Collector
from swsim.app.concluding import Summary, conclude
from swsim.app.course import course, note_end
from swsim.app.crew import Crew
from swsim.app.diskroom import waits_with_room
from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder
from swsim.app.links import disturbances
from swsim.app.posts import Posts
from swsim.app.progress import Counts
from swsim.app.run import Observer, Opening, begun
from swsim.app.sharing import Shares, lookahead
from swsim.app.stage import Play, Stage
from swsim.errors import BlockedError, RunError
from swsim.exchange import wallclock
from swsim.exchange.channel import Channel
from swsim.exchange.clock import Clock
from swsim.exchange.control import (
    COORDINATOR,
    Assignment,
    Bye,
    Dismissal,
    Finish,
    Grant,
    Have,
    Hello,
    Piece,
    Report,
    Trouble,
    Word,
)
from swsim.exchange.logbook import warn
from swsim.exchange.refusals import MOST_COPIES
from swsim.exchange.stall import Stall
from swsim.exchange.topics import topic
from swsim.exchange.windows import Standing, Windows
from swsim.ledger.files import remove
from swsim.ledger.merge import merge
from swsim.ledger.store import Ledger

# Wall seconds without a sign of a worker after which people are told.
_SILENT_AFTER = 5.0


async def share(
    what: Play,
    shares: Shares,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
    ruled: bool = True,
) -> Summary:
    """Play a scenario with several workers and return the summary.

    The observer is told nothing: events stay with the workers; `Stage.counted` is what
    can be watched. `ruled` False grants all of time at once: a negative control for
    tests only. Raises what `swsim.app.run.play` raises.
    """
    with begun(what, opening, shares.header()) as (stage, ledger, _):
        return await coordinate(stage, ledger, shares, ruled=ruled)


async def coordinate(
    stage: Stage, ledger: Ledger, shares: Shares, *, ruled: bool = True
) -> Summary:
    """Have a run played that is set up, from wherever its workers' ledgers are.

    `ledger` is that of the run, in which there is the header alone; it is closed.
    """
    parts = [stage.folder.part(worker) for worker in shares.workers]
    resumed = any(part.exists() for part in parts)
    try:
        with course(stage, resumed=resumed, workers=len(parts)):
            second = await _Coordinator(stage, ledger, shares, ruled=ruled).run()
            merge(ledger, parts)
            summary = conclude(stage, ledger, second)
    finally:
        ledger.close()
    note_end(summary)
    clear_away(stage.folder, shares)
    return summary


def clear_away(folder: RunFolder, shares: Shares) -> None:
    """Remove what the workers needed, and what they wrote unless it says something."""
    for worker in shares.workers:
        _clear_away(folder, worker)


def _clear_away(folder: RunFolder, worker: str) -> None:
    remove(folder.part(worker))
    folder.part(worker).with_suffix(".lock").unlink(missing_ok=True)
    folder.secrets(worker).unlink(missing_ok=True)
    shutil.rmtree(folder.login(worker), ignore_errors=True)
    for suffix in (".err", ".log"):
        written = folder.path / f"{worker}{suffix}"
        if written.exists() and not written.stat().st_size:
            written.unlink()


class _Coordinator:
    def __init__(
        self, stage: Stage, ledger: Ledger, shares: Shares, *, ruled: bool
    ) -> None:
        self._stage = stage
        self._shares = shares
        self._header = ledger.header()
        self._windows = Windows(
            shares.workers, lookahead(stage.world, shares), ruled=ruled
        )
        self._pace = Clock(stage.play.speed)
        self._reports: dict[str, Report] = {}
        self._struck: set[str] = set()
        self._finishing = False
        self._gone: set[str] = set()
        self._silent: set[str] = set()
        self._changed = asyncio.Event()
        self._stall = Stall(
            self._windows, waits_with_room(stage), after=stage.play.controls.stalled
        )
        self._collectors = {
            worker: Collector(stage.folder.part(worker)) for worker in shares.awaited
        }
        self._channel: Channel
        self._crew: Crew
        self._posts: Posts

    async def run(self) -> int:
        """Play to the end and return the last virtual second."""
        stage = self._stage
        async with AsyncExitStack() as stack:
            self._posts = await Posts.open(stage, self._shares, stack)
            self._channel = await stack.enter_async_context(
                Channel(self._posts.link(COORDINATOR), COORDINATOR, self._heard)
            )
            self._crew = await stack.enter_async_context(
                Crew(self._posts.commands(), stage.folder.path, stage.say)
            )
            for worker in sorted(self._shares.awaited):
                stage.say(self._posts.invitation(worker))
            await self._first_of(self._play(), self._watch())
        return max(report.now for report in self._reports.values())

    async def _first_of(self, *works: Any) -> None:
        """Do the first work to its end; raise what any of them ends with before."""
        tasks = [asyncio.create_task(work, name="swsim.coordinator") for work in works]
        try:
            ends = {*tasks, self._channel.failed, *self._crew.tasks}
            while not tasks[0].done():
                done, ends = await asyncio.wait(
                    ends, return_when=asyncio.FIRST_COMPLETED
                )
                for end in done:
                    end.result()
        except RunError as error:
            for worker in self._shares.workers:
                self._channel.say(worker, Trouble(text=str(error)))
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _play(self) -> None:
        stage = self._stage
        broker, injects = self._posts.broker, stage.play.loaded.scenario.injects
        breaking = disturbances(injects, broker.kill if broker else None, self._strike)
        breaking.repeats.clear()  # those are the workers'
        while not self._windows.over():
            earliest = self._windows.earliest()
            if earliest is None:
                await self._wait()
                continue
            await self._pace.reach(earliest)
            self._grant_all(self._windows.advance(earliest))
            await breaking.strike(earliest, 1)
        self._finishing = True
        self._say_all(Finish())
        while len(self._gone) < len(self._shares.workers):
            await self._wait()

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _grant_all(self, until: int) -> None:
        self._say_all(Grant(until=until))

    def _say_all(self, word: Word) -> None:
        for worker in self._shares.workers:
            self._channel.say(worker, word)

    def _strike(self, inject: str) -> None:
        if inject not in self._struck:
            self._struck.add(inject)
            self._stage.struck(inject)

    # --- what workers say --------------------------------------------------------

    def _heard(self, worker: str, word: Word) -> None:
        if worker not in self._shares.sites:
            warn("control_from_stranger", sender=worker, kind=word.kind)
            return
        if isinstance(word, Hello):
            self._greet(worker, word)
        elif isinstance(word, Report):
            self._note(worker, word)
        elif isinstance(word, Piece) and worker in self._collectors:
            have = self._collectors[worker].take(word)
            self._channel.say(worker, Have(bytes=have))
        elif isinstance(word, Bye):
            self._dismiss(worker)
        elif isinstance(word, Trouble):
            raise RunError(f"{worker}: {word.text}")
        self._changed.set()

    def _greet(self, worker: str, hello: Hello) -> None:
        for name, ours in fingerprints().items():
            if hello.fingerprints.get(name) != ours:
                raise RunError(
                    f"{worker} runs another swsim: {name} is"
                    f" {hello.fingerprints.get(name)} there and {ours} here. Install"
                    " the same version on both machines."
                )
        before = self._reports.get(worker)
        if before is not None and hello.recorded < 0 < before.now:
            raise RunError(
                f"{worker} came back without its ledger, though it had played up to"
                f" second {before.now}. Start it again in the folder where it was."
            )
        loaded = self._stage.play.loaded
        self._channel.say(
            worker,
            Assignment(
                scenario=loaded.raw.decode(),
                header=self._header,
                sites=self._shares.sites[worker],
                granted=self._windows.granted,
                collect=worker in self._shares.awaited,
            ),
        )

    def _note(self, worker: str, report: Report) -> None:
        self._reports[worker] = report
        self._crew.works(worker)
        self._windows.stands(
            worker,
            Standing(
                granted=report.granted,
                next=report.next,
                sent=report.sent,
                stored=report.stored,
                unconfirmed=report.unconfirmed,
            ),
        )
        if self._finishing:
            self._channel.say(worker, Finish())
        elif report.granted < self._windows.granted and not isinstance(
            self._channel.standing(worker), Grant
        ):
            self._channel.say(worker, Grant(until=self._windows.granted))
        self._show(report)

    def _show(self, report: Report) -> None:
        if report.accepted and self._stage.first_accepted is None:
            self._stage.first_accepted = wallclock.monotonic()
        for inject in report.struck:
            self._strike(inject)
        known = self._reports.values()
        self._stage.counted(
            max(each.now for each in known),
            Counts(
                messages=sum(each.messages for each in known),
                released=sum(each.released for each in known),
                rejected=sum(each.rejected for each in known),
                accepted=sum(each.accepted for each in known),
                done=sum(each.done for each in known),
            ),
        )

    def _dismiss(self, worker: str) -> None:
        self._gone.add(worker)
        self._crew.dismiss(worker)
        self._channel.say(worker, Dismissal())

    # --- who is not heard of -----------------------------------------------------

    async def _watch(self) -> None:
        """Say when a worker has fallen silent, or nothing comes, and when it goes on.

        Who is silent, or has not come yet, was named already.
        """
        while True:
            await asyncio.sleep(_SILENT_AFTER / 10)
            now = wallclock.monotonic()
            self._listen(now)
            if not self._silent and self._shares.awaited <= self._channel.signs.keys():
                self._stall.look(now)
            if self._stall.told:
                self._refuse_to_wait()

    def _refuse_to_wait(self) -> None:
        """Raise BlockedError if a worker refuses what it is sent, again and again.

        It is not told at once: while others of the same two pass, or the run goes on in
        any other way, a copy may have been altered by somebody who has no part in it.
        """
        for report in self._reports.values():
            for each in report.refused:
                if each.copies >= MOST_COPIES:
                    raise BlockedError(
                        message_id=each.message,
                        sender=each.sender,
                        recipient=each.recipient,
                        topic=topic(
                            self._stage.folder.id,
                            each.recipient,
                            each.sender,
                            each.document,
                        ),
                        attempts=each.copies,
                        why=each.why,
                    )

    def _listen(self, now: float) -> None:
        for worker, heard in self._channel.signs.items():
            silent = now - heard > _SILENT_AFTER and worker not in self._gone
            if silent and worker not in self._silent:
                self._silent.add(worker)
                self._stage.say(self._silence(worker))
            elif not silent and worker in self._silent:
                self._silent.remove(worker)
                self._stage.say(f"{worker} is heard again; the run goes on.")

    def _silence(self, worker: str) -> str:
        said = (
            f"{worker} has not been heard of for {_SILENT_AFTER:.0f} s; the run waits."
        )
        if worker not in self._shares.awaited:
            return said
        return f"{said} If it has ended, start it again: {self._posts.command(worker)}"

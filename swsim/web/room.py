"""A run in a room: its clock in the trainer's hand, its state for every browser.

Implements `swsim.app.run.Table`, as the clock is held here and not by the machine.
Knows no HTTP.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from swsim.app.deciding import notice
from swsim.app.resume import Ended, ended, interrupted, resume
from swsim.app.run import play, set_up
from swsim.app.stage import Play, Progress, Stage
from swsim.domain.exercise import CONTROL, Choice
from swsim.errors import RunError, SwsimError, UsageError
from swsim.exchange import wallclock
from swsim.exchange.clock import RoomClock
from swsim.exchange.kernel import Kernel
from swsim.ledger.store import Ledger
from swsim.reports.pictures.geography import places
from swsim.reports.story import Storyteller, XmlOf
from swsim.reports.summary import region_of
from swsim.reports.wording import LANGUAGES, Wording
from swsim.simulation.mail import Incoming
from swsim.web.deciding import SECONDS_TO_DECIDE, Decisions, Open
from swsim.web.feed import Feed
from swsim.web.injects import Injects
from swsim.web.live import Live
from swsim.web.past import Past, catch_up

State = Literal["prepared", "running", "paused", "ended", "failed"]

SPEEDS: Final = (1, 10, 60, 600, 3_600)
# Those that a run of today sends; what a document type of others is called, it says.
_DOCUMENTS: Final = ("declaration", "response", "acknowledgement", "payment")
# Messages of one batch that a browser draws; totals count all.
_DRAWN: Final = 12


class Ending(Protocol):
    """How a run ended."""

    @property
    def verdict(self) -> str:
        """Whether its expectations were met."""

    @property
    def digest(self) -> str:
        """The digest of the ledger."""


Begin = Callable[..., Coroutine[Any, Any, Ending]]


class Room:
    """One run, to be watched by many and steered by the trainer.

    `opening` is called once it is set up, before anything happens.
    """

    def __init__(self, what: Play, begin: Begin | None = None) -> None:
        self.what = what
        self.clock = RoomClock()
        self.clock.changed = self._clock_changed
        self.frozen = False
        self.ending: Ending | None = None
        self.failure: SwsimError | None = None
        self.stage: Stage
        self.live: Live
        self.past: Past
        self.looking: int | None = None
        self.feed = Feed(self._collect)
        self.ledger: Ledger
        self._kernel: Kernel
        self.figures: Callable[[], bytes] = lambda: b""
        self.opening: Callable[[Stage], None] = lambda stage: None
        self._begin = begin or partial(play, what)
        self._started = False
        self._xml: dict[str, bytes] = {}
        self._shown_clock: tuple[object, ...] = ()
        self._opened = asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []

    # --- from the door to the end -------------------------------------------------

    async def open(self) -> None:
        """Set the run up; time stands still. Raises what `play` raises."""
        playing = asyncio.create_task(self._play(), name="swsim.room.play")
        self._tasks = [
            playing,
            asyncio.create_task(self.feed.run(), name="swsim.room.feed"),
        ]
        opened = asyncio.create_task(self._opened.wait())
        await asyncio.wait([playing, opened], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self.failure is not None:
            raise self.failure

    async def close(self) -> None:
        """Stop the run where it is; it can be gone on with."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._opened.is_set():
            self.past.close()
        if self._opened.is_set() and self.state in ("ended", "failed"):
            self.ledger.close()  # else the run has closed it

    async def _play(self) -> None:
        try:
            self.ending = await self._begin(
                observer=self._observe, opening=self._opening, table=self
            )
        except SwsimError as error:
            self.failure = error
        except Exception as error:  # the room is told, and can look at what there is
            self.failure = RunError(f"swsim itself failed; please report this: {error}")
        if self._opened.is_set():
            self._look_only()

    def _look_only(self) -> None:
        """Open the ledger again, which the run has closed, and tell how it ended."""
        self.ledger = Ledger.open(self.stage.folder.ledger)
        self.feed.push()

    def _opening(self, stage: Stage) -> None:
        self.stage = stage
        stage.figures = self._take_figures
        self.opening(stage)
        self.live = self._empty(self.xml)
        self.past = Past(stage.folder.ledger, self._empty)

    def _empty(self, xml_of: XmlOf) -> Live:
        """Return the state of this run before anything has happened."""
        start = self.stage.world.start
        injects = self.what.loaded.scenario.injects
        return Live(
            tellers={
                lang: Storyteller(lang, start=start, xml_of=xml_of)
                for lang in LANGUAGES
            },
            injects=Injects(injects, self.what.broker),
            decisions=Decisions.of(injects),
        )

    def _take_figures(self, figures: Callable[[], bytes]) -> None:
        self.figures = figures

    def opened(self, kernel: Kernel, ledger: Ledger) -> None:
        """The run is ready; tell the room what has been before."""
        self._kernel = kernel
        self.look_back(ledger)

    def look_back(self, ledger: Ledger) -> None:
        """Tell the room what a ledger holds."""
        self.ledger = ledger
        before = list(ledger.events())
        if before:
            self._started = True
            catch_up(self.live, before)
            self.live.changes(0)
            self.clock.skip_to(self.live.second)
        self._opened.set()

    def handed(self, second: int, mail: Sequence[Incoming]) -> None:
        """Nobody sits at this table yet."""

    async def _observe(self, progress: Progress) -> None:
        self._xml = {each.message_id: each.xml for each in progress.messages}
        known = self.live.decisions.open()
        self.live.take(progress.events)
        self._xml = {}
        for each in self.live.decisions.open():
            if each not in known:
                self._give_time(each)

    def xml(self, message_id: str) -> bytes | None:
        """Return a message as it was sent, with an empty RunID."""
        if message_id in self._xml:
            return self._xml[message_id]
        stored = self.ledger.message(message_id)
        return stored.xml if stored else None

    # --- the trainer's hand -------------------------------------------------------

    @property
    def state(self) -> State:
        """Where the run is."""
        if self.failure is not None:
            return "failed"
        if self.ending is not None:
            return "ended"
        if not self.clock.paused:
            return "running"
        return "paused" if self._started else "prepared"

    def go_on(self) -> None:
        """Start the clock, or let it go on."""
        self._started = True
        self.looking = None
        self.clock.go_on()

    def pause(self) -> None:
        """Stop the clock."""
        self.clock.pause()

    def step(self) -> None:
        """Play what comes next, and stop."""
        self._started = True
        self.looking = None
        self.clock.step()

    def set_speed(self, speed: int) -> None:
        """Let so many virtual seconds pass in a second of the room."""
        self.clock.set_speed(speed)

    def decide(self, decision: Open, choice: Choice) -> None:
        """Take a decision that the scenario keeps for the trainer.

        It is an input of the run, which takes effect at the next second.
        """
        body = notice(decision.inject, choice)
        self._kernel.give(CONTROL, decision.observer, body)
        self.live.decisions.say(decision, choice)
        self.feed.push()

    def _give_time(self, decision: Open) -> None:
        """Slow down where the room would have too little time for a decision."""
        slowly = (decision.until - decision.since) // SECONDS_TO_DECIDE
        if self.clock.speed is not None and self.clock.speed > slowly:
            self.clock.set_speed(max(1, slowly))

    def freeze(self, *, frozen: bool) -> None:
        """Hold the pictures still, or let them go on; the run goes on meanwhile."""
        self.frozen = frozen
        self.feed.push()

    def look(self, second: int | None) -> None:
        """Let the room see the run as it stood at a second; None is now.

        The run waits meanwhile.
        """
        if second is not None and self.state == "running":
            self.clock.pause()
        present = self.clock_shown()["second"]
        self.looking = None if second is None else min(second, present)
        self.feed.push()

    async def then(self, second: int) -> dict[str, Any]:
        """Return what a browser shows of an earlier second."""
        self.ledger.flush()
        return await self.past.at(second)

    def _clock_changed(self) -> None:
        if self._opened.is_set():
            self.feed.push()

    # --- what the room sees -------------------------------------------------------

    def hello(self) -> dict[str, Any]:
        """Return what a browser needs that comes in now."""
        return {
            "run": self.about(),
            "clock": self.clock_shown(),
            **self.live.snapshot(),
        }

    def about(self) -> dict[str, Any]:
        """Return what does not change: scenario, sites with their places, injects."""
        scenario = self.what.loaded.scenario
        return {
            "id": self.stage.folder.id,
            "scenario": self.what.loaded.name,
            "title": {"en": scenario.title.en, "es": scenario.title.es},
            "summary": {"en": scenario.summary.en, "es": scenario.summary.es},
            "fictional": scenario.is_fictional,
            "seed": self.what.the_seed,
            "start": self.stage.world.start.isoformat(),
            "speeds": list(SPEEDS),
            # Whoever leads an exercise is on no map.
            "sites": [
                self._site(site)
                for site in sorted(each.id for each in self.stage.world.sites)
                if site.upper() in places()
            ],
            "roles": self._roles(),
            "names": _named(Wording.document, _DOCUMENTS),
        }

    def _roles(self) -> dict[str, dict[str, str]]:
        names = {name.rpartition("-")[2]: name for name in self.stage.participants}
        said = _named(Wording.role, names.values())
        return {role: said[name] for role, name in sorted(names.items())}

    def _site(self, site: str) -> dict[str, Any]:
        alpha2 = site.upper()
        place = places()[alpha2]
        return {
            "id": site,
            "name": {lang: Wording(lang).country(alpha2) for lang in LANGUAGES},
            "region": region_of(site) or "",
            "x": place.x,
            "y": place.y,
        }

    def clock_shown(self) -> dict[str, Any]:
        """Return the clock as browsers show it."""
        return {
            "state": self.state,
            # A run that goes on is behind what its ledger told, for a moment.
            "second": max(self.live.second, self.clock.present()),
            "speed": self.clock.speed,
            "frozen": self.frozen,
            "looking": self.looking,
            "verdict": self.ending.verdict if self.ending else None,
            "why": str(self.failure) if self.failure else None,
        }

    def _collect(self) -> dict[str, Any] | None:
        """Return the next batch of the feed; None while nothing moves."""
        if not self._opened.is_set():
            return None
        clock = self.clock_shown()
        now = tuple(clock.values())
        if now == self._shown_clock and not self.live.has_news():
            return None
        self._shown_clock = now
        return {"clock": clock, **self.live.changes(_DRAWN)}


def _named(
    name: Callable[[Wording, str], str], ids: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return what ids are called in each language."""
    return {id_: {lang: name(Wording(lang), id_) for lang in LANGUAGES} for id_ in ids}


def of_folder(path: Path, *, lang: str = "en") -> Room:
    """Return the room of a run that was played before.

    One that was interrupted goes on; one that has ended is there to be looked at.
    Raises what `interrupted` does.
    """
    if (run := ended(path, lang=lang)) is not None:
        return Room(run.play, partial(_look_back, run))
    left = interrupted(path, lang=lang)
    if left.shares is not None and not left.merged:
        raise UsageError(
            f"{path}: several workers play this run, and a room has one clock; go on"
            f" with it: swsim resume {path}"
        )
    return Room(left.play, partial(resume, left))


async def _look_back(
    run: Ended, *, observer: object, opening: Callable[[Stage], None], table: Room
) -> Ended:
    """Play nothing: tell what the ledger of a run holds that has ended."""
    opening(set_up(run.play, run.folder, wallclock.monotonic()))
    with closing(Ledger.open(run.folder.ledger)) as ledger:
        table.look_back(ledger)
    return run

"""Plays a scenario: folder, ledger, broker, link, kernel, and then the summary."""

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from swsim.app.expectations import Outcome, judge, verdict_of
from swsim.app.external import refuse_haste
from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder, discard, locked, make_folder
from swsim.app.keys import Keys, make_keys
from swsim.app.links import EMBEDDED, check_broker, disturbances, open_link
from swsim.app.measuring import Parts, measured
from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State
from swsim.domain.settings import PolicyChange, WorldSettings
from swsim.errors import BrokerError, RunError, UsageError
from swsim.exchange import kernel, wallclock
from swsim.exchange.address import without_login
from swsim.exchange.clock import Clock
from swsim.exchange.credentials import Access
from swsim.exchange.external import ExternalSeats, check_external
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Controls, Kernel
from swsim.exchange.logbook import note, warn
from swsim.exchange.replayed import Replay
from swsim.exchange.signed import SignedLink
from swsim.exchange.stall import Waits
from swsim.ledger.records import Tally
from swsim.ledger.store import Ledger
from swsim.reports.fold import RunFold, fold
from swsim.reports.html import write_report
from swsim.scenario import LoadedScenario, world
from swsim.security.verifying import Verifier
from swsim.simulation.mail import Given, Incoming, Outgoing
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites
from swsim.validation.engine import Validator

# Python looks for cycles after so many new objects. A run makes many that live long
# and hardly any cycle; with the default of 700 the search takes a tenth of its time.
_COLLECT_AFTER = 100_000

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """What is to be played, and how.

    `seed` and `shipments` stand in for the scenario's own where set. `broker` is
    "embedded", "none" or an `mqtt[s]://` URL; `protocol` the MQTT version for the
    latter, `access` what participants show it. `speed` is virtual seconds per second,
    None as fast as possible. `seats` are the participants whom the caller plays,
    `external` those whom other systems play, beside those that the scenario names; for
    them the run waits `linger` wall seconds when nothing is planned any more. On port
    `metrics` of this machine (0 is any that is free) the run tells its figures.
    `durable` survives a power cut.

    A run that was forked from another has the `policy_changes` since its beginning, and
    in `forked` the other's id and the second up to which the two are one.
    """

    loaded: LoadedScenario
    seed: int | None = None
    shipments: int | None = None
    broker: str = EMBEDDED
    protocol: str = "3.1.1"
    access: Access | None = None
    speed: int | None = None
    run_dir: Path | None = None
    lang: str = "en"
    controls: Controls = field(default_factory=Controls)
    dedupe: bool = True
    seats: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    linger: float = 30.0
    metrics: int | None = None
    durable: bool = False
    policy_changes: tuple[PolicyChange, ...] = ()
    forked: tuple[str, int] | None = None

    @property
    def all_external(self) -> tuple[str, ...]:
        """Whom other systems play: named by the caller or by the scenario."""
        named = {*self.external, *self.loaded.scenario.cast.external}
        return tuple(sorted(named - {*self.seats}))

    @property
    def all_seats(self) -> tuple[str, ...]:
        """All who are played from outside the simulation."""
        return (*self.seats, *self.all_external)

    @property
    def the_seed(self) -> int:
        """The seed that is used."""
        return self.loaded.scenario.seed if self.seed is None else self.seed


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What an observer is told after each virtual second that brought something."""

    second: int
    events: Sequence[Event]
    messages: Sequence[Outgoing]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """How a run ended; `as_json` is what `--json` prints."""

    scenario: str
    verdict: str
    seed: int
    administrations: int
    declarations: int
    released: int
    rejected: int
    nacked: int
    repaired: int
    messages: int
    lost: int
    duplicated: int
    repeated_deliveries: int
    dead_letters: int
    digest: str
    virtual_seconds: int
    wall_seconds: float
    first_accepted_seconds: float | None
    broker: str
    run_id: str
    run_dir: str
    report: str
    expectations: tuple[Outcome, ...]
    fold: RunFold
    tally: Tally

    def as_json(self) -> str:
        """Return the summary as one JSON object."""
        shown = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name not in ("expectations", "fold", "tally")
        }
        shown["expectations"] = [asdict(outcome) for outcome in self.expectations]
        return json.dumps(shown, indent=2, ensure_ascii=False)


@dataclass(kw_only=True, slots=True)
class Stage:
    """A run that is set up: what an observer may look at before it begins.

    An observer may set `struck`, to be told the id of each inject when it happens,
    `waits`, to be told when the clock stands still for messages that do not come,
    `waiting`, to be told the files of external seats once systems can connect, and
    `listening`, to be told where the run tells its figures.
    """

    play: Play
    folder: RunFolder
    world: WorldSettings
    sites: tuple[Site, ...]
    began: float
    struck: Callable[[str], None] = lambda inject: None
    waits: Waits = lambda waiting: None
    waiting: Callable[[Sequence[Path]], None] = lambda files: None
    listening: Callable[[str], None] = lambda address: None
    first_accepted: float | None = None

    @property
    def participants(self) -> tuple[str, ...]:
        """All who send and receive messages."""
        return tuple(name for site in self.sites for name in site.participants)


Observer = Callable[[Progress], Awaitable[None]]
Opening = Callable[[Stage], None]


def run_async(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end on an event loop that the MQTT client can use."""
    # The client adds sockets as readers, which Windows' proactor loop cannot do.
    factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.get_loop().set_exception_handler(_log)
        return runner.run(main)


def _log(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what a callback raised, such as the MQTT client's on a socket that is gone.

    What ends a run is raised where it was awaited.
    """
    warn(
        "callback_failed", what=context["message"], error=str(context.get("exception"))
    )


class Table(Protocol):
    """Where those sit who play a participant: they hold the clock and get the mail."""

    @property
    def clock(self) -> Clock:
        """The clock of the run."""

    def opened(self, kernel: Kernel, ledger: Ledger) -> None:
        """The run begins; what is given goes to the kernel."""

    def handed(self, second: int, mail: Sequence[Incoming]) -> None:
        """Take the mail of a second."""


async def play(
    what: Play,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
    table: Table | None = None,
) -> Summary:
    """Play a scenario to its end and return the summary.

    `opening` is called once the run is set up, `observer` after each second; `table` is
    where the seats of the run are. Raises
    UsageError for what was asked wrongly, RunError when the run could not go on; the
    ledger keeps what happened until then.
    """
    began = wallclock.monotonic()
    check_broker(what.broker, what.access)
    refuse_haste(what.all_external, what.speed, what.broker)
    check_external(what.all_external)
    scenario = what.loaded
    folder = make_folder(scenario.name, what.the_seed, what.run_dir)
    stage = set_up(what, folder, began)
    folder.scenario.write_bytes(scenario.raw)
    if opening is not None:
        opening(stage)
    try:
        with locked(folder):
            ledger, keys = begin(stage)
            return await perform(stage, ledger, keys, observer=observer, table=table)
    except (BrokerError, UsageError):  # no broker, no link: nothing was played
        discard(folder)
        raise


async def perform(
    stage: Stage,
    ledger: Ledger,
    keys: Keys | None,
    *,
    observer: Observer | None = None,
    table: Table | None = None,
    inputs: Sequence[Given] = (),
    replay: Replay | None = None,
) -> Summary:
    """Play what is set up to its end and close its ledger; return the summary.

    `keys` are those to sign and verify with, None where nothing is signed; `inputs` and
    `replay` those of a run that goes on after it was interrupted.
    """
    _note_beginning(stage, replay)
    try:
        with collecting_rarely():
            second = await _run(stage, ledger, keys, observer, table, inputs, replay)
        summary = _conclude(stage, ledger, second)
    except BaseException as error:
        warn("run_stopped", why=str(error) or type(error).__name__)
        raise
    finally:
        ledger.close()
    note(
        "run_ended",
        digest=summary.digest,
        verdict=summary.verdict,
        messages=summary.messages,
        lost=summary.lost,
        duplicated=summary.duplicated,
        virtual_seconds=second,
        wall_seconds=summary.wall_seconds,
    )
    return summary


def _note_beginning(stage: Stage, replay: Replay | None) -> None:
    what = stage.play
    note(
        "run_started" if replay is None else "run_resumed",
        run=stage.folder.id,
        scenario=what.loaded.name,
        seed=what.the_seed,
        broker=what.broker.rpartition("@")[2],  # never a password
        speed=what.speed or "max",
        participants=len(stage.participants),
        external=what.all_external,
        **({} if replay is None else {"replayed_until": replay.until}),
    )


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for cycles seldom while a run is played."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def set_up(what: Play, folder: RunFolder, began: float) -> Stage:
    """Return a run that is ready to begin; UsageError for a seat that nobody has."""
    the_world = replace(
        world(what.loaded.scenario, seed=what.the_seed, shipments=what.shipments),
        policy_changes=what.policy_changes,
    )
    return Stage(
        play=what,
        folder=folder,
        world=the_world,
        sites=_sites(the_world, what.all_seats),
        began=began,
    )


def _sites(the_world: WorldSettings, seats: tuple[str, ...]) -> tuple[Site, ...]:
    sites = build_sites(the_world, seats)
    known = [name for site in sites for name in site.participants]
    for seat in seats:
        if seat not in known:
            raise UsageError(
                f"There is no participant {seat!r} in this run; there are"
                f" {', '.join(known[:40])}."
            )
    return sites


def begin(stage: Stage) -> tuple[Ledger, Keys | None]:
    """Make the ledger of a run, and its keys; LedgerError where that cannot be."""
    what, folder, policy = stage.play, stage.folder, stage.world.policy
    keys = make_keys(folder, policy.signatures, stage.participants, stage.world.start)
    ledger = Ledger.create(folder.ledger, _header(stage), durable=what.durable)
    if keys is not None:
        ledger.store_certificates(keys.certificates())
    return ledger, keys


def _header(stage: Stage) -> dict[str, str]:
    what = stage.play
    forked_from, forked_at = what.forked or ("", "")
    scenario = what.loaded.scenario
    return {
        **fingerprints(),
        "run_id": stage.folder.id,
        "scenario": what.loaded.name,
        "scenario_title_en": scenario.title.en,
        "scenario_title_es": scenario.title.es,
        "scenario_sha256": what.loaded.sha256,
        "seed": str(what.the_seed),
        "shipments": str(sum(len(site.orders) for site in stage.world.sites)),
        "start": stage.world.start.isoformat(),
        "members": ",".join(site.member for site in stage.world.sites),
        "broker": without_login(what.broker),
        "protocol": what.protocol,
        "seats": " ".join(what.all_seats),
        "external": " ".join(what.all_external),
        "durable": str(int(what.durable)),
        "policy_changes": json.dumps([asdict(each) for each in what.policy_changes]),
        "forked_from": forked_from,
        "forked_at": str(forked_at),
    }


async def _run(
    stage: Stage,
    ledger: Ledger,
    keys: Keys | None,
    observer: Observer | None,
    table: Table | None,
    inputs: Sequence[Given],
    replay: Replay | None,
) -> int:
    what, folder, external = stage.play, stage.folder, stage.play.all_external
    async with AsyncExitStack() as stack:
        link, broker = await open_link(
            what.broker,
            what.protocol,
            what.access,
            folder,
            stage.participants,
            stack,
            external,
            stage.waiting,
        )
        parts = measured(
            Parts(link=link, recorder=ledger, validator=Validator()),
            what.metrics,
            stack,
            stage.listening,
        )
        playing = Kernel(
            run_id=folder.id,
            sites=stage.sites,
            link=SignedLink(parts.link, keys.ring, keys.trust.policy)
            if keys
            else parts.link,
            inbox=Inbox(
                folder.id,
                stage.world,
                parts.validator,
                verifier=Verifier(keys.trust) if keys else None,
                dedupe=what.dedupe,
            ),
            recorder=parts.recorder,
            clock=table.clock if table else _clock(what),
            observer=told(observer, stage),
            disturbances=disturbances(
                what.loaded.scenario.injects,
                broker.kill if broker else None,
                stage.struck,
            ),
            controls=what.controls,
            inputs=inputs,
            replay=replay,
            hand_out=table.handed if table else None,
            waits=stage.waits,
            external=ExternalSeats(frozenset(external), folder.id),
        )
        parts.watch(playing)
        if table is not None:
            table.opened(playing, ledger)
        return await playing.run()


def _clock(what: Play) -> Clock:
    return Clock(what.speed, linger=what.linger if what.all_external else 0)


def told(observer: Observer | None, stage: Stage) -> kernel.Observer:
    """Return what the kernel tells of each second, to be passed on to an observer."""

    async def tell(
        second: int, events: Sequence[Event], messages: Sequence[Outgoing]
    ) -> None:
        if stage.first_accepted is None and any(map(_is_acceptance, events)):
            stage.first_accepted = wallclock.monotonic()
        if observer is not None:
            await observer(Progress(second=second, events=events, messages=messages))

    return tell


def _is_acceptance(event: Event) -> bool:
    return event.kind is Kind.TRANSITION and event.facts["to"] == State.REGISTERED


def _conclude(stage: Stage, ledger: Ledger, second: int) -> Summary:
    wall_seconds = wallclock.monotonic() - stage.began
    folded, tally = fold(ledger.events()), ledger.tally()
    expected, lang = stage.play.loaded.scenario.expectations, stage.play.lang
    outcomes = judge(expected, folded, tally, lang)
    verdict, digest = verdict_of(outcomes), ledger.digest()
    # The digest comes last: a run that is killed before it can be resumed.
    write_report(
        ledger,
        stage.folder.report,
        lang=lang,
        expectations=outcomes,
        run=folded,
        verdict=verdict,
    )
    ledger.note(
        {
            "digest": digest,
            "verdict": verdict,
            "virtual_seconds": str(second),
            "wall_seconds": f"{wall_seconds:.2f}",
        }
    )
    if tally.messages == 0 and not stage.play.all_seats:
        raise RunError("Nobody sent a message; the scenario's lanes carry no shipment.")
    return Summary(
        scenario=stage.play.loaded.name,
        verdict=verdict,
        seed=stage.play.the_seed,
        administrations=len(stage.sites),
        declarations=folded.lodged,
        released=folded.released,
        rejected=folded.rejected,
        nacked=folded.nacked,
        repaired=folded.repaired,
        messages=tally.messages,
        lost=tally.lost,
        duplicated=tally.duplicated,
        repeated_deliveries=tally.repeated_deliveries,
        dead_letters=tally.dead_letters,
        digest=digest,
        virtual_seconds=second,
        wall_seconds=round(wall_seconds, 2),
        first_accepted_seconds=_since(stage.began, stage.first_accepted),
        broker=without_login(stage.play.broker),
        run_id=stage.folder.id,
        run_dir=str(stage.folder.path),
        report=str(stage.folder.report),
        expectations=outcomes,
        fold=folded,
        tally=tally,
    )


def _since(began: float, then: float | None) -> float | None:
    return None if then is None else round(then - began, 2)

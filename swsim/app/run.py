"""Plays a scenario: folder, ledger, broker, link, kernel, and then the summary."""

import asyncio
import gc
import json
import sys
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import asdict, replace
from typing import Any, Protocol, TypeVar

from swsim.app.concluding import Summary, conclude
from swsim.app.course import course, note_end
from swsim.app.deciding import given_beforehand
from swsim.app.diskroom import waits_with_room
from swsim.app.external import refuse_haste
from swsim.app.fingerprints import fingerprints
from swsim.app.folders import RunFolder, discard, locked, make_folder
from swsim.app.keys import Keys, make_keys
from swsim.app.links import check_broker, disturbances, open_link
from swsim.app.measuring import Parts, measured
from swsim.app.progress import is_acceptance
from swsim.app.stage import Play, Progress, Stage
from swsim.domain.events import Event
from swsim.domain.settings import WorldSettings
from swsim.errors import BrokerError, UsageError
from swsim.exchange import kernel, wallclock
from swsim.exchange.address import without_login
from swsim.exchange.clock import Clock
from swsim.exchange.external import ExternalSeats, check_external
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.logbook import warn
from swsim.exchange.replayed import Replay
from swsim.exchange.signed import SignedLink
from swsim.ledger.files import is_begun
from swsim.ledger.store import Ledger
from swsim.scenario import world
from swsim.security.verifying import Verifier
from swsim.simulation.mail import Given, Incoming, Outgoing
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites

# Python looks for cycles after so many new objects. A run makes many that live long
# and hardly any cycle; with the default of 700 the search takes a tenth of its time,
# with this next to none.
_COLLECT_AFTER = 25_000

Result = TypeVar("Result")


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
    inputs = given_beforehand(what.decisions)
    with begun(what, opening, inputs=inputs) as (stage, ledger, keys):
        return await perform(
            stage, ledger, keys, observer=observer, table=table, inputs=inputs
        )


@contextmanager
def begun(
    what: Play,
    opening: Opening | None,
    header: Mapping[str, str] | None = None,
    inputs: Sequence[Given] = (),
) -> Iterator[tuple[Stage, Ledger, Keys | None]]:
    """Set up a new run in a folder of its own, which is locked until it ends.

    `header` is what its ledger is to say in addition, `inputs` what was given
    beforehand. The ledger is for the caller to close.
    """
    began = wallclock.monotonic()
    check_broker(what.broker, what.access)
    refuse_haste(what.all_external, what.speed, what.broker)
    check_external(what.all_external)
    folder = make_folder(what.loaded.name, what.the_seed, what.run_dir)
    try:
        stage = set_up(what, folder, began)
        folder.scenario.write_bytes(what.loaded.raw)
        if opening is not None:
            opening(stage)
        with locked(folder):
            yield (stage, *begin(stage, header, inputs))
    except (BrokerError, UsageError):  # no seat, no broker, no link
        if not _is_played(folder):
            discard(folder)
        raise


def _is_played(folder: RunFolder) -> bool:
    """Tell whether anything has happened in a run that could be gone on with."""
    for path in filter(is_begun, folder.ledgers()):
        with closing(Ledger.open(path)) as ledger:
            if ledger.last_second() >= 0:
                return True
    return False


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
    resumed: dict[str, int] = {} if replay is None else {"replayed_until": replay.until}
    try:
        with course(stage, resumed=replay is not None, **resumed):
            with collecting_rarely():
                second = await _run(
                    stage, ledger, keys, observer, table, inputs, replay
                )
            stage.let_go()
            summary = conclude(stage, ledger, second)
    finally:
        ledger.close()
    note_end(summary)
    return summary


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Search for cycles of garbage less often than Python does by itself."""
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
    sites = _sites(the_world, what.all_seats)
    return Stage(
        play=what,
        folder=folder,
        world=the_world,
        sites=sites,
        participants=tuple(name for site in sites for name in site.participants),
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


def begin(
    stage: Stage,
    header: Mapping[str, str] | None = None,
    inputs: Sequence[Given] = (),
) -> tuple[Ledger, Keys | None]:
    """Make the ledger of a run, and its keys; LedgerError where that cannot be.

    `header` is what the ledger is to say in addition, `inputs` what was given
    beforehand.
    """
    what, folder = stage.play, stage.folder
    keys = make_keys(folder, stage.world, stage.participants)
    said = {**_header(stage), **(header or {})}
    ledger = Ledger.create(
        folder.ledger,
        said,
        certificates=keys.certificates() if keys else (),
        inputs=inputs,
        durable=what.durable,
    )
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
        "members": ",".join(site.member for site in stage.world.sites if site.member),
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
            Parts(link=link, recorder=ledger, validator=stage.validator),
            what.metrics,
            stack,
            stage.listening,
            stage.figures,
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
            waits=waits_with_room(stage),
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
        if stage.first_accepted is None and any(map(is_acceptance, events)):
            stage.first_accepted = wallclock.monotonic()
        if observer is not None:
            await observer(Progress(second=second, events=events, messages=messages))

    return tell

"""Goes on with a run that was interrupted: Ctrl-C, a killed process, a power cut.

What the ledger holds is played again and compared, without broker; then the run goes on
from there, as if nothing had happened.
"""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from swsim.app.comparison import Comparison, DifferenceError
from swsim.app.concluding import Summary
from swsim.app.coordinator import clear_away, coordinate
from swsim.app.external import refuse_haste
from swsim.app.folders import RunFolder, locked
from swsim.app.keys import open_keys
from swsim.app.links import check_broker
from swsim.app.posts import refuse_sharing
from swsim.app.recorded import recorded_run
from swsim.app.run import Observer, Opening, Table, perform, set_up
from swsim.app.sharing import Shares, awaited_of, share_out
from swsim.app.stage import Play
from swsim.errors import RunError, UsageError
from swsim.exchange import wallclock
from swsim.exchange.credentials import Access
from swsim.exchange.replayed import Replay
from swsim.ledger.store import Ledger
from swsim.scenario import world


@dataclass(frozen=True, kw_only=True, slots=True)
class Interrupted:
    """A run that did not come to its end, and what it was to play.

    `shares` is set where workers were playing it; `merged` says that their ledgers are
    one already.
    """

    folder: RunFolder
    play: Play
    shares: Shares | None = None
    merged: bool = False


def interrupted(
    path: Path,
    *,
    broker: str | None = None,
    access: Access | None = None,
    speed: int | None = None,
    lang: str = "en",
    linger: float = 30.0,
    metrics: int | None = None,
) -> Interrupted:
    """Return the interrupted run in a folder.

    `broker` stands in for the one that it began with; passwords are kept nowhere, so
    `access` has to be given again. Raises UsageError for a run that
    has ended, LedgerError for one of another version of swsim.
    """
    run = recorded_run(path)
    if run.ended:
        raise UsageError(
            f"{path}: this run has come to its end; look at report.html in it,"
            " or check it with: swsim verify"
        )
    played = run.play(broker=broker, speed=speed, lang=lang)
    what = replace(played, access=access, linger=linger, metrics=metrics)
    if what.seats and what.forked is None:
        raise UsageError(
            f"{path}: {' '.join(what.seats)} was played from outside, by a test or a"
            " program; only that can go on with it"
        )
    check_broker(what.broker, access)
    refuse_haste(what.all_external, what.speed, what.broker)
    shares, merged = _shares(run.header, what), _is_merged(run.folder)
    if shares is not None and not merged:
        refuse_sharing(what, shares)
    return Interrupted(folder=run.folder, play=what, shares=shares, merged=merged)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A run that came to its end, and how."""

    folder: RunFolder
    play: Play
    verdict: str
    digest: str


def ended(path: Path, *, lang: str = "en") -> Ended | None:
    """Return the run in a folder where it has ended, None where it was interrupted.

    Raises UsageError where there is no run, LedgerError for one of another version.
    """
    run = recorded_run(path)
    if not run.ended:
        return None
    return Ended(
        folder=run.folder,
        play=run.play(lang=lang),
        verdict=run.header["verdict"],
        digest=run.header["digest"],
    )


async def resume(
    run: Interrupted,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
    table: Table | None = None,
) -> Summary:
    """Play an interrupted run to its end and return the summary.

    The observer is told of what comes anew. Raises UsageError while another process
    plays the run, RunError when the replay does not come to what was recorded.
    """
    began = wallclock.monotonic()
    stage = set_up(run.play, run.folder, began)
    if run.shares is not None and not run.merged:
        with locked(run.folder):
            if opening is not None:
                opening(stage)
            ledger = Ledger.reopen(run.folder.ledger, durable=run.play.durable)
            return await coordinate(stage, ledger, run.shares)
    with locked(run.folder), ExitStack() as reading:
        recorded = Ledger.open(run.folder.ledger)
        reading.enter_context(closing(recorded))
        if opening is not None:
            opening(stage)
        comparison = Comparison(recorded)

        def caught_up() -> None:
            comparison.finish()
            reading.close()  # else it would keep the ledger from becoming one file

        replay = Replay(
            until=recorded.last_second(),
            early=recorded.received_early(),
            verdicts=recorded.verdicts(),
            recorder=comparison,
            over=caught_up,
        )
        keys = open_keys(run.folder, stage.world.policy.signatures)
        try:
            summary = await perform(
                stage,
                Ledger.reopen(run.folder.ledger, durable=run.play.durable),
                keys,
                observer=observer,
                table=table,
                inputs=recorded.inputs(),
                replay=replay,
            )
        except DifferenceError as difference:
            raise RunError(
                f"{run.folder.path}: this run cannot go on. Played again, it is not"
                f" what was recorded: {difference}"
            ) from difference
    if run.shares is not None:
        clear_away(run.folder, run.shares)
    return summary


def _is_merged(folder: RunFolder) -> bool:
    """Tell whether the run's own ledger holds more than the header."""
    with closing(Ledger.open(folder.ledger)) as ledger:
        return ledger.last_second() >= 0


def _shares(header: Mapping[str, str], what: Play) -> Shares | None:
    """Return who plays which sites; None where one process plays all."""
    workers, awaited = awaited_of(header)
    if workers < 2:
        return None
    the_world = world(
        what.loaded.scenario, seed=what.the_seed, shipments=what.shipments
    )
    return share_out(the_world, workers, await_others=bool(awaited))

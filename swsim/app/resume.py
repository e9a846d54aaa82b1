"""Goes on with a run that was interrupted: Ctrl-C, a killed process, a power cut.

What the ledger holds is played again and compared, without broker; then the run goes on
from there, as if nothing had happened.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from swsim.app.comparison import Comparison, DifferenceError
from swsim.app.external import refuse_haste
from swsim.app.folders import RunFolder, locked
from swsim.app.keys import open_keys
from swsim.app.links import check_broker
from swsim.app.recorded import recorded_run
from swsim.app.run import Observer, Opening, Play, Summary, perform, set_up
from swsim.errors import RunError, UsageError
from swsim.exchange import wallclock
from swsim.exchange.credentials import Access
from swsim.exchange.replayed import Replay
from swsim.ledger.store import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Interrupted:
    """A run that did not come to its end, and what it was to play."""

    folder: RunFolder
    play: Play


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
    return Interrupted(folder=run.folder, play=what)


async def resume(
    run: Interrupted,
    *,
    observer: Observer | None = None,
    opening: Opening | None = None,
) -> Summary:
    """Play an interrupted run to its end and return the summary.

    The observer is told of what comes anew. Raises UsageError while another process
    plays the run, RunError when the replay does not come to what was recorded.
    """
    began = wallclock.monotonic()
    stage = set_up(run.play, run.folder, began)
    with locked(run.folder), closing(Ledger.open(run.folder.ledger)) as recorded:
        if opening is not None:
            opening(stage)
        comparison = Comparison(recorded)
        replay = Replay(
            until=recorded.last_second(),
            early=recorded.received_early(),
            verdicts=recorded.verdicts(),
            recorder=comparison,
            over=comparison.finish,
        )
        try:
            return await perform(
                stage,
                Ledger.reopen(run.folder.ledger, durable=run.play.durable),
                open_keys(run.folder, stage.world.policy.signatures),
                observer=observer,
                inputs=recorded.inputs(),
                replay=replay,
            )
        except DifferenceError as difference:
            raise RunError(
                f"{run.folder.path}: this run cannot go on. Played again, it is not"
                f" what was recorded: {difference}"
            ) from difference

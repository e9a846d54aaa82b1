"""Goes on with a run that was interrupted: Ctrl-C, a killed process, a power cut.

What the ledger holds is played again and compared, without broker; then the run goes on
from there, as if nothing had happened.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from swsim.app.external import refuse_haste
from swsim.app.folders import RunFolder, locked, open_folder
from swsim.app.keys import open_keys
from swsim.app.links import check_broker
from swsim.app.replay import Comparison, DifferenceError, refuse_other_versions
from swsim.app.run import Observer, Opening, Play, Summary, perform, set_up
from swsim.errors import RunError, UsageError
from swsim.exchange import wallclock
from swsim.exchange.credentials import Access
from swsim.exchange.recorder import Replay
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario


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
    folder = open_folder(path)
    header = _header(folder)
    what = replace(
        _play_of(folder, header, broker, speed, lang),
        access=access,
        linger=linger,
        metrics=metrics,
    )
    check_broker(what.broker, access)
    refuse_haste(what.all_external, what.speed, what.broker)
    return Interrupted(folder=RunFolder(id=header["run_id"], path=path), play=what)


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
        replay = Replay(
            until=recorded.last_second(),
            stored=recorded.received(),
            confirmed=recorded.confirmed(),
            recorder=Comparison(recorded),
        )
        try:
            return await perform(
                stage,
                Ledger.reopen(run.folder.ledger),
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


def _header(folder: RunFolder) -> dict[str, str]:
    recorded = Ledger.open(folder.ledger)
    try:
        header = recorded.header()
    finally:
        recorded.close()
    if "digest" in header:
        raise UsageError(
            f"{folder.path}: this run has come to its end; look at report.html in it,"
            " or check it with: swsim verify"
        )
    if left := set(header["seats"].split()) - set(header.get("external", "").split()):
        raise UsageError(
            f"{folder.path}: {' '.join(sorted(left))} was played from outside, by a"
            " test or a program; only that can go on with it"
        )
    refuse_other_versions(folder, header)
    return header


def _play_of(
    folder: RunFolder,
    header: dict[str, str],
    broker: str | None,
    speed: int | None,
    lang: str,
) -> Play:
    loaded = load_scenario(folder.scenario)
    if loaded.sha256 != header["scenario_sha256"]:
        raise UsageError(
            f"{folder.scenario}: this is not the scenario that the run began with;"
            " put the file back as it was"
        )
    return Play(
        loaded=replace(loaded, name=header["scenario"]),
        seed=int(header["seed"]),
        shipments=int(header["shipments"]),
        broker=header["broker"] if broker is None else broker,
        protocol=header["protocol"],
        speed=speed,
        run_dir=folder.path,
        lang=lang,
        external=tuple(header["external"].split()),
    )

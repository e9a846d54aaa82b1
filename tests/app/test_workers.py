"""Several workers play what one process plays, event by event."""

import asyncio
import getpass
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.playing import SHIPMENTS, Played, what
from app.tampering import change, copied
from mosquitto import mosquitto_of
from outside import started
from swsim.app.coordinator import share
from swsim.app.links import EMBEDDED, NONE
from swsim.app.progress import Counts
from swsim.app.resume import interrupted, resume
from swsim.app.run import run_async
from swsim.app.sharing import share_out
from swsim.app.stage import Stage
from swsim.errors import RunError, UsageError
from swsim.exchange.controls import Controls
from swsim.exchange.ports import free_port
from swsim.exchange.stall import Waiting
from swsim.ledger.store import Ledger
from swsim.scenario import world

# What a ledger holds of what happened, and where each message stands.
RECORDS = ("event", "message", "effect", "dictionary")
TABLES = (*RECORDS, "outbox", "dead_letter")


def shared(name: str, folder: Path, workers: int, **options: Any) -> Played:
    """Play a scenario with several workers into `folder`."""
    return run_async(_shared(name, folder, workers, **options))


async def _shared(
    name: str,
    folder: Path,
    workers: int,
    *,
    ruled: bool = True,
    stages: list[Stage] | None = None,
    **options: Any,
) -> Played:
    play = what(name, folder, broker=EMBEDDED, **options)
    the_world = world(
        play.loaded.scenario, seed=play.the_seed, shipments=play.shipments
    )
    shares = share_out(the_world, workers, await_others=False)
    opening = None if stages is None else stages.append
    summary = await share(play, shares, opening=opening, ruled=ruled)
    return Played(summary=summary, folder=folder)


def _rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        return list(ledger.rows(f"SELECT * FROM {table} ORDER BY 1, 2"))


def _report(run: Played) -> list[str]:
    """Return the report without what differs from run to run."""
    differs = (run.summary.run_id, "Played in", "Repeated", "swsim verify", ">Link<")
    text = (run.folder / "report.html").read_text("utf-8")
    return [line for line in text.splitlines() if not any(map(line.count, differs))]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """First contact with a worker for each of the two administrations."""
    return shared("first-contact", tmp_path_factory.mktemp("pair") / "run", 2)


@pytest.mark.parametrize("table", TABLES)
def test_merged_ledger_holds_what_one_process_wrote(
    table: str, pair: Played, first_contact: Played
) -> None:
    assert _rows(pair.folder, table) == _rows(first_contact.folder, table)


def test_summary_and_report_are_those_of_one_process(
    pair: Played, first_contact: Played
) -> None:
    ours, theirs = pair.summary, first_contact.summary

    assert (ours.digest, ours.verdict) == (theirs.digest, "PASS")
    assert (ours.fold, ours.expectations) == (theirs.fold, theirs.expectations)
    assert ours.virtual_seconds == theirs.virtual_seconds
    assert ours.first_accepted_seconds is not None
    assert pair.balance == (0, 0, 0)
    assert len(_report(pair)) > 20
    assert _report(pair) == _report(first_contact)


def test_nothing_of_the_workers_is_left_in_the_folder(pair: Played) -> None:
    left = {path.name for path in pair.folder.iterdir() if path.suffix != ".log"}

    assert left == {
        ".lock",
        "broker",
        "keys",
        "ledger.db",
        "report.html",
        "scenario.yaml",
    }


def test_what_happens_is_counted_and_injects_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    counted: list[tuple[int, Counts]] = []

    class Watched(list[Stage]):
        def append(self, stage: Stage) -> None:
            stage.struck = told.append
            stage.counted = lambda second, counts: counted.append((second, counts))

    run = shared("first-contact", tmp_path / "run", 2, stages=Watched())
    second, last = counted[-1]

    assert second == run.summary.virtual_seconds
    assert (last.messages, last.released) == (
        run.summary.messages,
        run.summary.released,
    )
    assert len(counted) > 10
    assert sorted(told) == sorted(
        inject.id for inject in what("first-contact", tmp_path).loaded.scenario.injects
    )


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 4])
def test_number_of_workers_does_not_change_the_digest(
    workers: int, undisturbed: Played, tmp_path: Path
) -> None:
    run = shared("two-regions", tmp_path / "run", workers, seed=7, shipments=SHIPMENTS)

    assert run.export() == undisturbed.export()
    assert run.summary.digest == undisturbed.summary.digest
    assert run.balance == (0, 0, 0)


def test_run_that_was_stopped_after_merging_goes_on_from_the_one_ledger(
    pair: Played, tmp_path: Path
) -> None:
    folder = copied(pair.folder, tmp_path / "run")
    ends = ("digest", "verdict", "virtual_seconds", "wall_seconds")
    change(folder, f"DELETE FROM header WHERE key IN {ends}")
    for left in ("ledger-worker-1.db", "worker-2.secrets", "worker-1.err"):
        (folder / left).touch()
    summary = run_async(resume(interrupted(folder, broker=NONE)))

    assert summary.digest == pair.summary.digest
    assert not list(folder.glob("*worker-[12].[des]*"))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"broker": NONE}, "Several workers need a broker"),
        ({"metrics": 0}, "--metrics tells the figures of one process"),
    ],
)
def test_several_workers_do_not_go_on_with_what_they_cannot(
    asked: dict[str, Any], why: str, pair: Played, tmp_path: Path
) -> None:
    folder = copied(pair.folder, tmp_path / "run")
    change(
        folder,
        "DELETE FROM header WHERE key = 'digest'",
        *(f"DELETE FROM {table}" for table in ("outbox", *RECORDS)),
    )
    with pytest.raises(UsageError, match=why):
        interrupted(folder, **asked)


# --- what is waited for -----------------------------------------------------------


async def _told_of(folder: Path, denied: str) -> Waiting:
    """Play over a broker that does not deliver on some topics, until that is told."""
    told: asyncio.Queue[Waiting | None] = asyncio.Queue()
    port, config, acl = free_port(), folder / "conf", folder / "acl"
    acl.write_text(f"topic readwrite swsim/#\ntopic deny swsim/v1/+/{denied}\n")
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nacl_file {acl}\n"
        f"user {getpass.getuser()}\n"  # root's Mosquitto could not read the file
    )
    server = mosquitto_of(config, f"mqtt://127.0.0.1:{port}")
    play = what(
        *("first-contact", folder / "run"),
        broker=server.address,
        controls=Controls(stalled=1.5),
    )
    shares = share_out(
        world(play.loaded.scenario, seed=play.the_seed), 2, await_others=False
    )

    def opening(stage: Stage) -> None:
        stage.waits = told.put_nowait

    async with started(server):
        playing = asyncio.create_task(share(play, shares, opening=opening))
        try:
            # The start of the processes may take as long as that.
            waiting = None
            while waiting is None or len(waiting.workers) == 2:
                waiting = await asyncio.wait_for(told.get(), 15)
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
    return waiting


@pytest.mark.mosquitto
async def test_coordinator_says_how_many_messages_do_not_come(tmp_path: Path) -> None:
    waiting = await _told_of(tmp_path, "pa-sw/jp-sw/+")

    assert waiting.workers == ()
    assert waiting.messages > 0
    assert waiting.seconds >= 1


@pytest.mark.mosquitto
async def test_coordinator_says_who_is_waited_for(tmp_path: Path) -> None:
    """The worker cannot end its window: it waits for a message of its own."""
    waiting = await _told_of(tmp_path, "pa-sw/pa-trd/+")

    assert len(waiting.workers) == 1


def test_without_windows_a_message_comes_too_late(tmp_path: Path) -> None:
    """The negative control: all of time is granted to everybody at once."""
    with pytest.raises(RunError, match="had been played, but was due at"):
        shared("two-regions", tmp_path / "run", 2, shipments=20, ruled=False)

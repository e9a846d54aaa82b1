"""A run that was killed goes on where it was, and ends as if nothing had happened."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.playing import two_regions
from app.tampering import change, copied
from cli.command import COMMAND, Here, environment, is_one_sentence
from patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")

SHIPMENTS = 12  # 600 messages: no kill comes so late that the run might have ended
RUN_SLOWLY = ("run", "first-contact", "--broker", "none", "--speed", "1", "--json")
RUN = ("run", "two-regions", "--seed", 7, "--shipments", SHIPMENTS, "--json")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the run when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    return two_regions(folder, shipments=SHIPMENTS).summary.digest


def killed(folder: Path, *command: object, after: int) -> int:
    """Kill a command once the ledger holds `after` messages; return how many it has."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, command)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ledger = folder / "ledger.db"
    while count(ledger, "message") < after:
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=PATIENCE) == -signal.SIGKILL
    return count(ledger, "message")


def count(ledger: Path, table: str) -> int:
    try:
        with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as db:
            (row,) = db.execute(f"SELECT count(*) FROM {table}")
            return int(row[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 150, 450])
def test_killed_run_ends_as_if_nothing_had_happened(
    after: int, tmp_path: Path, undisturbed: str, here: Here
) -> None:
    folder = tmp_path / "run"
    held = killed(folder, *RUN, "--run-dir", folder, after=after)
    summary = json.loads(here("resume", folder, "--json").out)

    assert summary["digest"] == undisturbed
    assert summary["messages"] > held
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    # What is published anew is signed anew: a duplicate, and no tampering.
    assert count(folder / "ledger.db", "dead_letter") == 0
    assert here("verify", folder).code == 0


@pytest.mark.slow
def test_run_may_be_killed_again_and_again(
    tmp_path: Path, undisturbed: str, here: Here
) -> None:
    folder = tmp_path / "run"
    killed(folder, *RUN, "--run-dir", folder, after=60)
    for after in (180, 320, 450):
        killed(folder, "resume", folder, "--json", after=after)
    said = here("resume", folder, "--json")

    assert json.loads(said.out)["digest"] == undisturbed


@pytest.mark.slow
def test_run_may_go_on_over_another_broker(
    tmp_path: Path, undisturbed: str, here: Here
) -> None:
    folder = tmp_path / "run"
    killed(folder, *RUN, "--run-dir", folder, after=130)
    said = here("resume", folder, "--broker", "none", "--json")

    assert json.loads(said.out)["digest"] == undisturbed


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small run that was killed, for reading only."""
    folder = tmp_path_factory.mktemp("interrupted") / "run"
    killed(folder, *RUN, "--run-dir", folder, after=50)
    return folder


def test_what_was_recorded_and_altered_since_is_not_gone_on_with(
    interrupted: Path, tmp_path: Path, here: Here
) -> None:
    altered = copied(interrupted, tmp_path / "altered")
    change(altered, "UPDATE event SET time = time + 1 WHERE sequence = 3")
    said = here("resume", altered)

    assert said.code == 3
    assert "this run cannot go on" in said.err
    assert "recorded" in said.err


def test_other_scenario_in_the_folder_is_refused(
    interrupted: Path, tmp_path: Path, here: Here
) -> None:
    altered = copied(interrupted, tmp_path / "altered")
    scenario = altered / "scenario.yaml"
    scenario.write_bytes(scenario.read_bytes() + b"\n# changed\n")
    said = here("resume", altered)

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert "not the scenario that the run began with" in said.err


def test_two_processes_do_not_play_one_run(tmp_path: Path, here: Here) -> None:
    folder = tmp_path / "run"
    first = subprocess.Popen(
        [*COMMAND, *RUN_SLOWLY, "--run-dir", str(folder)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not count(folder / "ledger.db", "header"):
            assert first.poll() is None
            time.sleep(0.01)
        said = here("resume", folder)
    finally:
        first.kill()
        first.wait()

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert "another process is playing this run" in said.err


def test_run_that_has_ended_is_refused(tmp_path: Path, here: Here) -> None:
    here("run", "first-contact", "--broker", "none", "--run-dir", tmp_path / "r")
    said = here("resume", tmp_path / "r")

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert "has come to its end" in said.err


def test_folder_without_a_run_is_refused(tmp_path: Path, here: Here) -> None:
    said = here("resume", tmp_path)

    assert (said.code, is_one_sentence(said.err)) == (2, True)


def test_interrupted_run_cannot_be_verified_and_the_way_on_is_named(
    interrupted: Path, here: Here
) -> None:
    said = here("verify", interrupted)

    assert said.code == 3
    assert "swsim resume" in said.err


# --- awkward moments --------------------------------------------------------------


def stopped_when(
    arrived: Callable[[], bool], *command: object, **env: str
) -> subprocess.Popen[bytes]:
    """Start a command, kill it as soon as something has come about."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, command)],
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not arrived():
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.001)
    process.kill()
    process.wait(timeout=PATIENCE)
    return process


def test_run_killed_before_it_began_says_so(tmp_path: Path, here: Here) -> None:
    """The file is there, and nothing in it: SQLite makes it before the tables."""
    folder = tmp_path / "run"
    folder.mkdir()
    sqlite3.connect(folder / "ledger.db").close()
    (folder / "ledger.db").touch()
    said = here("resume", folder)

    assert (said.code, is_one_sentence(said.err)) == (3, True)
    assert "stopped before it began" in said.err


@pytest.mark.slow
def test_run_killed_while_it_opens_goes_on(
    tmp_path: Path, undisturbed: str, here: Here
) -> None:
    """The ledger has its header, and no broker answers yet."""
    folder, started = tmp_path / "run", tmp_path / "pid"
    server = tmp_path / "server-that-never-answers"
    server.write_text(f"#!/bin/sh\necho $$ >{started}\nexec sleep 60\n")
    server.chmod(0o755)
    stopped_when(
        lambda: started.exists() and count(folder / "ledger.db", "header") > 0,
        *RUN,
        *("--run-dir", folder),
        SWSIM_NATS_SERVER=str(server),
    )
    assert count(folder / "ledger.db", "message") == 0

    assert json.loads(here("resume", folder, "--json").out)["digest"] == undisturbed


@pytest.mark.slow
def test_run_killed_at_the_very_end_goes_on(
    tmp_path: Path, undisturbed: str, here: Here
) -> None:
    """All is played, and the report is being written."""
    folder = tmp_path / "run"
    stopped_when((folder / "report.html").exists, *RUN, "--run-dir", folder)
    with closing(sqlite3.connect(folder / "ledger.db")) as db:
        ended = db.execute("SELECT 1 FROM header WHERE key = 'digest'").fetchone()
    said = here("resume", folder, "--json")

    # The kill may come a moment late; then the run has ended, whole.
    if ended:
        assert "has come to its end" in said.err
        assert here("verify", folder).code == 0
    else:
        assert json.loads(said.out)["digest"] == undisturbed


@pytest.mark.slow
def test_resume_may_be_killed_while_it_replays(
    tmp_path: Path, undisturbed: str, here: Here
) -> None:
    folder = tmp_path / "run"
    killed(folder, *RUN, "--run-dir", folder, after=350)
    held = count(folder / "ledger.db", "message")
    seeded = random.Random("while it replays")
    for _ in range(3):
        process = subprocess.Popen(
            [*COMMAND, "resume", str(folder), "--json"],
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        time.sleep(0.3 + seeded.random() / 2)
        process.kill()
        process.wait(timeout=PATIENCE)
    assert count(folder / "ledger.db", "message") >= held

    assert json.loads(here("resume", folder, "--json").out)["digest"] == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_run_killed_at_any_moment_goes_on(
    seed: int, tmp_path: Path, undisturbed: str, here: Here
) -> None:
    """Killed, its broker's queues wiped, killed again in the resumed run."""
    folder, seeded = tmp_path / "run", random.Random(seed)
    first, second = sorted(seeded.sample(range(1, 450), 2))
    killed(folder, *RUN, "--run-dir", folder, after=first)
    if seed % 2:
        shutil.rmtree(folder / "broker")
    if count(folder / "ledger.db", "message") < second:
        killed(folder, "resume", folder, "--json", after=second)
    summary = json.loads(here("resume", folder, "--json").out)

    assert summary["digest"] == undisturbed
    assert (summary["lost"], summary["duplicated"]) == (0, 0)

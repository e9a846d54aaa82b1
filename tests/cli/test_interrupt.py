"""Ctrl-C ends a run in peace: a sentence, the ledger, no broker left behind."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.command import is_one_sentence, started
from patience import PATIENCE
from swsim.ledger.store import Ledger

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="sends SIGINT and reads /proc"
)


def _wait_for(happened: Callable[[], object]) -> None:
    for _ in range(20 * PATIENCE):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("nothing happened")


def _messages(ledger: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM message").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0


def _processes_of(folder: Path) -> list[int]:
    """Return the processes that have a folder in their command line."""
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal() and int(each.name) != os.getpid():
            try:
                line = (each / "cmdline").read_bytes()
            except OSError:  # it has ended
                continue
            if bytes(folder) in line:
                found.append(int(each.name))
    return found


def _start(folder: Path, *options: object) -> subprocess.Popen[str]:
    return started(
        *("run", "two-regions", "--run-dir", folder, *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_run_in_full_traffic_is_stopped_by_ctrl_c(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = _start(folder)
    _wait_for(lambda: _messages(folder / "ledger.db") > 200)
    # The run itself, the guardian of the broker, and the broker.
    assert len(_processes_of(folder)) == 3
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert "Digest" not in out
    assert is_one_sentence(err.strip())
    assert f"Nothing is lost; go on with: swsim resume {folder}" in err
    _wait_for(lambda: not _processes_of(folder))
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        assert ledger.tally().messages > 200
        assert ledger.tally().duplicated == 0
        assert "digest" not in ledger.header()


def test_paced_run_is_stopped_while_it_waits(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = _start(folder, "--broker", "none", "--speed", "1", "--json")
    _wait_for((folder / "ledger.db").exists)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert out == ""
    assert is_one_sentence(err.strip())
    assert str(folder) in err

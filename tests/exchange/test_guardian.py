"""The broker never outlives its run, however the run ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patience import PATIENCE
from swsim.exchange import guardian

_PARENT = """
import asyncio, sys
from pathlib import Path
from swsim.exchange.broker import EmbeddedBroker

async def main():
    async with EmbeddedBroker(Path(sys.argv[1]), "run-1", ["pa-sw"]) as broker:
        print(broker.pid, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def _gone(pid: int) -> bool:
    """Tell whether a process ends long before it would by itself."""
    for _ in range(1_000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_broker_ends_when_its_parent_is_ended_by(how: str, tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert parent.stdout is not None
    with parent.stdout as stdout:
        broker = int(stdout.readline())
        parent.send_signal(signal.Signals[how])
        parent.wait(timeout=PATIENCE)
    assert _gone(broker)


def _guarded(program: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start a Python program under the guardian; return the guardian and its id."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", guardian.__file__, sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _close(process: subprocess.Popen[bytes]) -> bytes:
    _, errors = process.communicate(timeout=PATIENCE)
    return errors


def test_guardian_returns_the_exit_code_of_its_program() -> None:
    process, _ = _guarded("raise SystemExit(7)")
    assert process.wait(timeout=PATIENCE) == 7
    assert _close(process) == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to ignore")
def test_guardian_kills_a_program_that_ignores_being_asked() -> None:
    process, pid = _guarded(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "sys.stderr.write('deaf\\n'); sys.stderr.flush(); time.sleep(60)"
    )
    assert process.stderr is not None
    assert process.stderr.readline() == b"deaf\n"
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=PATIENCE)
    assert _gone(pid)
    process.stdin = None
    _close(process)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no os.kill to ask")
def test_program_ends_where_nobody_waits_for_its_process_id(tmp_path: Path) -> None:
    """As when a run is killed right after it started its broker."""
    told = tmp_path / "pid"
    program = (
        "import os, pathlib, sys, time\n"
        f"pathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(60)"
    )
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", guardian.__file__, sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    while not (told.exists() and told.read_text()):
        time.sleep(0.01)
    assert _close(process) == b""
    assert _gone(int(told.read_text()))

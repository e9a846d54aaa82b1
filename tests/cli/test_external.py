"""The example's two clients play a seat from start to release, over either broker."""

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.outsider import EXAMPLE, outsider
from cli.command import Here, is_one_sentence, started, swsim
from mosquitto import open_mosquitto
from patience import PATIENCE
from swsim.app.verify import verify
from swsim.ledger.store import Ledger

PYTHON = (sys.executable, "-W", "error", "-u", EXAMPLE / "client.py")
SHELL = ("bash", EXAMPLE / "client.sh")
STORY = [
    "declaration",
    "declaration",
    "acknowledgement",
    "response",
    "waits for its arrival",
    "response",
    "duties to pay",
    "payment",
    "acknowledgement",
    "response",
    "released",
]


def run_of(folder: Path, *options: object) -> subprocess.Popen[str]:
    """Begin the example's run; it waits for a slow machine, not for an answer."""
    return started(
        *("run", EXAMPLE, "--speed", 130_000, "--linger", 3, "--json"),
        *("--run-dir", folder, *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def seat_of(folder: Path, run: subprocess.Popen[str]) -> Path:
    """Return the seat's file as soon as it is written."""
    seat = folder / "seats" / "pa-trd.json"
    while not (seat.is_file() and seat.stat().st_size):
        assert run.poll() is None, run.communicate()
        time.sleep(0.02)
    return seat


def played(folder: Path, client: tuple[object, ...], *options: object) -> str:
    """Let a client play the example; return what it said, once all is checked."""
    run = run_of(folder, *options)
    try:
        seat = seat_of(folder, run)
        assert stat.S_IMODE(seat.stat().st_mode) == 0o600
        said = subprocess.run(
            [*map(str, client), str(seat)],
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        out, err = run.communicate(timeout=PATIENCE)
    finally:
        run.kill()
    assert (said.returncode, said.stderr) == (0, ""), said.stdout
    assert f"pa-trd is played by another system; where it connects: {seat}" in err
    summary = json.loads(out)
    assert (summary["released"], summary["lost"], summary["duplicated"]) == (2, 0, 0)
    assert asyncio.run(verify(folder)).difference is None
    return said.stdout


def story(out: str) -> list[str]:
    """Return the words of what a client printed, without arrows and senders."""
    lines = (line.removeprefix("->").removeprefix("<-") for line in out.splitlines())
    return [line.partition(" from ")[0].strip() for line in lines]


def test_plain_client_lodges_pays_and_is_released(tmp_path: Path) -> None:
    assert story(played(tmp_path / "run", PYTHON)) == STORY


@pytest.mark.mosquitto
@pytest.mark.slow
def test_shell_client_does_the_same(tmp_path: Path) -> None:
    assert story(played(tmp_path / "run", SHELL)) == STORY


@pytest.mark.mosquitto
@pytest.mark.slow
@pytest.mark.parametrize("client", [PYTHON, SHELL], ids=["python", "shell"])
async def test_both_play_over_mosquitto(
    client: tuple[object, ...], tmp_path: Path
) -> None:
    async with open_mosquitto(tmp_path) as address:
        said = await asyncio.to_thread(
            played, tmp_path / "run", client, "--broker", address
        )

    assert story(said) == STORY


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
@pytest.mark.slow
async def test_killed_run_goes_on_without_the_system(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = run_of(folder)
    seat = await asyncio.to_thread(seat_of, folder, run)
    async with outsider(seat) as system:
        await system.publish("declaration", (EXAMPLE / "import.xml").read_bytes())
        await system.until("response")
        os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    resume = ("resume", folder, "--speed", 1_000_000, "--linger", 0.1, "--json")
    said = await asyncio.to_thread(swsim, *resume)
    ledger = Ledger.open(folder / "ledger.db")

    assert said.code == 0, said.err
    assert len(ledger.inputs()) == 1
    assert json.loads(said.out)["lost"] == 0
    assert '"event": "run_resumed"' in (folder / "run.log").read_text("utf-8")
    assert (await verify(folder)).difference is None


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ((), "--speed 600"),
        (("--speed", 600, "--broker", "none"), "needs a broker to connect to"),
        (("--speed", 600, "--external", "pa-xyz"), "cannot be external"),
    ],
)
def test_run_that_no_system_could_take_part_in_is_refused(
    options: tuple[object, ...], complaint: str, tmp_path: Path, here: Here
) -> None:
    said = here("run", EXAMPLE, "--run-dir", tmp_path / "run", *options)

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert complaint in said.err

"""A disk that is full or read-only stops a run in words; with room it goes on."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.playing import SHIPMENTS, Played, what
from cli.command import COMMAND, Here, Said, environment, is_one_sentence
from patience import PATIENCE
from swsim.app.diskroom import waits_with_room
from swsim.app.folders import make_folder
from swsim.app.links import EMBEDDED
from swsim.app.run import set_up
from swsim.errors import LedgerError
from swsim.exchange.stall import Waiting
from swsim.ledger.store import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits, mounts")

RUN = ("run", "two-regions", "--seed", 7, "--shipments", SHIPMENTS, "--json")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB of its own, two of which the keys of a run take."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or not _mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", folder):
        pytest.skip("needs the right to mount; the test with a limit needs none")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*options: object) -> bool:
    done = subprocess.run(
        ["mount", *map(str, options)], capture_output=True, check=False
    )
    return done.returncode == 0


def _limited(*arguments: object, size: int) -> Said:
    """Run a command that may write no file larger than `size` bytes."""
    from resource import RLIMIT_FSIZE, setrlimit

    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        env=environment(),
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (size, size)),
    )
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


def _expect_stopped(said: Said, folder: Path) -> int:
    """Hold that a run ended in words, and can be read; return its messages."""
    assert (said.code, said.out) == (3, "")
    assert is_one_sentence(said.err)
    assert "check that the disk has room" in said.err
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        messages = [each.id for each in ledger.messages()]
        assert len(messages) == len(set(messages)) > 0
        return len(messages)


@pytest.mark.slow
@pytest.mark.parametrize("broker", ["embedded", "none"])
def test_run_on_a_full_disk_stops_and_goes_on_with_room(
    broker: str, disk: Path, undisturbed: Played, here: Here
) -> None:
    folder = disk / "run"
    said = here(*RUN, "--broker", broker, "--run-dir", folder)
    held = _expect_stopped(said, folder)

    assert _mount("-o", "remount,size=64m", disk)
    summary = json.loads(here("resume", folder, "--json").out)
    assert summary["digest"] == undisturbed.summary.digest
    assert summary["messages"] > held
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert here("verify", folder).code == 0


def test_broker_without_room_ends_a_run_that_waits_for_it(
    disk: Path, here: Here
) -> None:
    play = what("first-contact", disk / "run", broker=EMBEDDED)
    stage = set_up(play, make_folder("first-contact", 7, disk / "run"), 0.0)
    waits = waits_with_room(stage)
    waits(Waiting(messages=1))

    with (disk / "other").open("wb") as file, suppress(OSError):
        file.write(bytes(4_000_000))
    with pytest.raises(LedgerError, match=r"No space left.*disk has room.*resume"):
        waits(Waiting(messages=1))
    waits(None)
    assert not (disk / "run" / ".room").exists()


def test_run_whose_keys_find_no_room_does_not_begin(disk: Path, here: Here) -> None:
    assert _mount("-o", "remount,size=1m", disk)
    said = here(*RUN, "--broker", "none", "--run-dir", disk / "run")

    assert (said.code, said.out, is_one_sentence(said.err)) == (3, "", True)
    assert "the keys of the run cannot be written" in said.err


@pytest.mark.slow
def test_run_on_a_read_only_disk_cannot_go_on_and_can_be_read(
    disk: Path, undisturbed: Played, here: Here
) -> None:
    folder = disk / "run"
    here(*RUN, "--broker", "none", "--run-dir", folder)
    assert _mount("-o", "remount,size=64m,ro", disk)
    said = here("resume", folder, "--json")
    assert (said.code, said.out, is_one_sentence(said.err)) == (3, "", True)
    assert "cannot be written" in said.err
    assert here("replay", folder, "--json").code == 0

    assert _mount("-o", "remount,rw", disk)
    summary = json.loads(here("resume", folder, "--json").out)
    assert summary["digest"] == undisturbed.summary.digest


def test_run_over_the_limit_of_a_file_stops_and_goes_on_without_it(
    tmp_path: Path, undisturbed: Played, here: Here
) -> None:
    """The same where nothing can be mounted: the system refuses to write."""
    folder = tmp_path / "run"
    said = _limited(*RUN, "--broker", "none", "--run-dir", folder, size=1_000_000)
    assert (said.code, said.out, is_one_sentence(said.err)) == (3, "", True)
    assert "check that the disk has room" in said.err

    summary = json.loads(here("resume", folder, "--json").out)
    assert summary["digest"] == undisturbed.summary.digest
    assert (summary["lost"], summary["duplicated"]) == (0, 0)

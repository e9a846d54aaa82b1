"""The folder of a run: the scenario as it was run, ledger, report, keys, broker."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from swsim.errors import RunError, UsageError
from swsim.exchange.wallclock import run_stamp

RUNS = Path("runs")


@dataclass(frozen=True, kw_only=True, slots=True)
class RunFolder:
    """Where the files of a run are; `id` names the run on the wire.

    `found` says that the folder itself was there before the run.
    """

    id: str
    path: Path
    found: bool = True

    @property
    def ledger(self) -> Path:
        """The SQLite file with all that happened."""
        return self.path / "ledger.db"

    def part(self, worker: str) -> Path:
        """The ledger of one of several workers, until they are made one."""
        return self.path / f"ledger-{worker}.db"

    def ledgers(self) -> tuple[Path, ...]:
        """Return the ledger, and those of workers whose run has not ended."""
        return (self.ledger, *sorted(self.path.glob("ledger-*.db")))

    def secrets(self, worker: str) -> Path:
        """What a worker needs to be let in by the broker."""
        return self.path / f"{worker}.secrets"

    def login(self, worker: str) -> Path:
        """The certificates that a worker and its participants show, while it works."""
        return self.path / f"{worker}.login"

    @property
    def scenario(self) -> Path:
        """The scenario as it was run."""
        return self.path / "scenario.yaml"

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.path / "report.html"

    @property
    def log(self) -> Path:
        """What the transport had to say, as JSON Lines."""
        return self.path / "run.log"

    @property
    def keys(self) -> Path:
        """Private keys, certificates and trust list of the run."""
        return self.path / "keys"

    @property
    def broker(self) -> Path:
        """The embedded broker's store, log and private files."""
        return self.path / "broker"

    def seat(self, participant: str) -> Path:
        """Where and as whom another system connects that plays a participant."""
        return self.path / "seats" / f"{participant}.json"


def make_folder(scenario: str, seed: int, where: Path | None) -> RunFolder:
    """Make the folder of a new run and return it.

    `where` is the folder to use, by default a new one under `runs/`. Raises UsageError
    when it holds something already or cannot be made.
    """
    # The random end keeps two runs of one second apart on a broker they share.
    slug = re.sub("[^a-z0-9]+", "-", scenario.lower())[:40].strip("-") or "run"
    id_ = f"{slug}-s{seed}-{run_stamp()}-{os.urandom(2).hex()}"
    path = where if where is not None else RUNS / id_
    found = path.exists()
    take_empty_folder(path, what="a run", option="--run-dir")
    return RunFolder(id=id_, path=path, found=found)


def take_empty_folder(path: Path, *, what: str, option: str) -> None:
    """Make a folder, or take one that is there and empty; raises UsageError.

    `what` is what needs it, `option` what chooses another.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        occupied = any(path.iterdir())
    except OSError as error:
        raise UsageError(
            f"{path}: the folder of {what} cannot be made ({error.strerror}); choose"
            f" another with {option}"
        ) from error
    if occupied:
        raise UsageError(
            f"{path}: this folder is not empty; {what} needs one of its own, choose"
            f" another with {option}"
        )


def discard(folder: RunFolder) -> None:
    """Take the files of a run that never began away again, as far as that is possible.

    What the system keeps open or protects stays.
    """
    if not folder.found:
        shutil.rmtree(folder.path, ignore_errors=True)
        return
    for each in list(folder.path.iterdir()):
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            with suppress(OSError):
                each.unlink()


@contextmanager
def locked(folder: RunFolder) -> Iterator[None]:
    """Keep other processes from playing the run; a killed one leaves no lock behind.

    Raises UsageError while another has it, RunError where nothing can be written.
    """
    lock = FileLock(folder.path / ".lock")
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise UsageError(
            f"{folder.path}: another process is playing this run; wait for its end, or"
            " stop it"
        ) from error
    except OSError as error:
        raise RunError(
            f"{folder.path}: cannot be written ({error.strerror}); make the folder"
            " writable, or copy it to where it is"
        ) from error
    try:
        yield
    finally:
        lock.release()


def open_folder(path: Path) -> RunFolder:
    """Return the folder of a run that was played; UsageError when it is none."""
    folder = RunFolder(id=path.name, path=path)
    if not os.path.isfile(folder.ledger):  # Path's own raises where it may not look
        raise UsageError(
            f"{path}: no run here (no {folder.ledger.name}); name the folder of a run,"
            " such as one under runs/"
        )
    return folder

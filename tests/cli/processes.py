"""Commands that run on while a test looks at them, and the workers of a run."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from app.playing import SHIPMENTS
from cli.command import COMMAND, environment
from cli.test_resume import count
from patience import PATIENCE

__all__ = ["RUN", "count"]

RUN = ("run", "two-regions", "--seed", 7, "--shipments", SHIPMENTS, "--json")

Condition = Callable[[], bool]


class Started:
    """A command that runs, with what it says in files of a folder."""

    def __init__(
        self,
        folder: Path,
        *command: object,
        prefix: tuple[str, ...],
        env: Mapping[str, str],
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._files = [(folder / name) for name in ("stdout", "stderr")]
        out, err = (path.open("wb") for path in self._files)
        with out, err:
            self.process = subprocess.Popen(
                [*prefix, *COMMAND, *map(str, command)],
                env=environment(**env),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=folder,
            )

    @property
    def err(self) -> str:
        return self._files[1].read_text("utf-8")

    def ended(self, within: float = PATIENCE) -> int:
        return self.process.wait(timeout=within)

    def summary(self, within: float = PATIENCE) -> dict[str, Any]:
        # 1: so few shipments may not bring what the scenario expects.
        assert self.ended(within) in (0, 1), self.err
        found: dict[str, Any] = json.loads(self._files[0].read_text("utf-8"))
        return found

    def until(
        self, happened: Condition, within: float = PATIENCE, look_every: float = 0.01
    ) -> None:
        """Return once something has happened, and the command still runs."""
        deadline = time.monotonic() + within
        while not happened():
            assert self.process.poll() is None, f"ended too early: {self.err}"
            assert time.monotonic() < deadline, f"in vain: {self.err}"
            time.sleep(look_every)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def sent(folder: Path, worker: int, messages: int) -> Condition:
    """Return whether a worker's ledger holds so many messages."""
    ledger = folder / f"ledger-worker-{worker}.db"
    return lambda: count(ledger, "message") >= messages


@contextmanager
def started(
    folder: Path,
    *command: object,
    prefix: tuple[str, ...] = (),
    env: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Started]:
    """Start a command, elsewhere with `prefix`; it does not outlive the block."""
    running = Started(folder, *command, prefix=prefix, env=env)
    try:
        yield running
    finally:
        running.stop()


def process_of(folder: Path, worker: int) -> int:
    """Return the process that plays a worker, which has to be there."""
    if not (found := find_process(folder, worker)):
        pytest.fail(f"worker {worker} does not run")
    return found


def find_process(folder: Path, worker: int) -> int:
    """Return the process that plays a worker, or 0; its guardian is another one."""
    wanted = [b"-m", b"swsim", b"worker"]
    secrets = str(folder / f"worker-{worker}.secrets").encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it has ended
                continue
            if words[1:4] == wanted and secrets in words:
                return int(entry.name)
    return 0

"""The worker processes of this machine: started, watched, started again.

Knows what a process is, not what it plays. As with the broker, a guardian ends each
when this process ends, however that may be.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from swsim.errors import RunError
from swsim.exchange import guardian

# Ends in a row, without having reported in between, after which it is given up.
_MOST_FAILURES = 3
# Wall seconds for those that were dismissed to leave the broker.
_IN_PEACE = 5.0
# A guardian's exit code for a child that a signal has ended: 256 less its number.
_LEAST_SIGNAL = 192


class Crew:
    """Runs a command for each worker until it is dismissed; use it with `async with`.

    `say` is told in words when one has ended by itself.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        folder: Path,
        say: Callable[[str], None],
    ) -> None:
        """Start nothing yet; what a worker writes goes to files in `folder`."""
        self._commands = commands
        self._folder = folder
        self._say = say
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._pids: dict[str, int] = {}
        self._failures = dict.fromkeys(commands, 0)
        self._dismissed: set[str] = set()
        self.tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Start every worker."""
        for worker in self._commands:
            self._start(worker)
        self.tasks = [
            asyncio.create_task(self._watch(worker), name=f"swsim.crew.{worker}")
            for worker in self._commands
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all that still run; those that were dismissed may do so in peace."""
        if kind is None and self.tasks:
            await asyncio.wait(self.tasks, timeout=_IN_PEACE)
        self._dismissed.update(self._commands)
        for worker in self._processes:
            self._let_go(worker)
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for worker in self._processes:
            self._sweep(worker)

    def works(self, worker: str) -> None:
        """Note that a worker has done something since it was started."""
        if worker in self._failures:
            self._failures[worker] = 0

    def dismiss(self, worker: str) -> None:
        """Note that a worker has done its work, and may end."""
        self._dismissed.add(worker)

    def errors_file(self, worker: str) -> Path:
        """Where a worker's standard error goes."""
        return self._folder / f"{worker}.err"

    def _start(self, worker: str) -> None:
        guarded = (sys.executable, "-I", "-S", guardian.__file__)
        with self.errors_file(worker).open("wb") as errors:
            process = self._processes[worker] = subprocess.Popen(
                [*guarded, *self._commands[worker]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                **guardian.own_group(),
            )
        assert process.stdout is not None
        with process.stdout as first_line:
            self._pids[worker] = int(first_line.readline() or 0)

    async def _watch(self, worker: str) -> None:
        """Start a worker again whenever it ends before it is dismissed."""
        while True:
            code = await asyncio.to_thread(self._processes[worker].wait)
            self._let_go(worker)
            self._sweep(worker)
            if worker in self._dismissed:
                return
            self._failures[worker] += 1
            said = self.errors_file(worker).read_text("utf-8", "replace").strip()
            last = said.splitlines()[-1] if said else ""
            how = f"{worker} {_how(code)}{': ' if last else ''}{last}"
            if self._failures[worker] >= _MOST_FAILURES:
                raise RunError(
                    f"{how}. It ended {_MOST_FAILURES} times in a row; mend that, and"
                    f" go on with: swsim resume {self._folder}"
                )
            self._say(f"{how}. It is started again and plays its ledger again.")
            self._start(worker)

    def _let_go(self, worker: str) -> None:
        """Close what keeps a worker's guardian from ending it."""
        stdin = self._processes[worker].stdin
        assert stdin is not None
        stdin.close()

    def _sweep(self, worker: str) -> None:
        """End a worker whose guardian was killed alone."""
        if pid := self._pids.pop(worker, 0):
            guardian.kill_group(pid)


def _how(code: int) -> str:
    if code < 0:
        return f"was killed (signal {-code})"
    if code >= _LEAST_SIGNAL:
        return f"was killed (signal {256 - code})"
    return f"ended by itself (exit code {code})"

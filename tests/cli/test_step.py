"""`--step` waits for Enter at each line where somebody sits at a terminal."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from cli.command import Here, started
from patience import PATIENCE

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals", allow_module_level=True)

import pty
import select


class Terminal:
    """A run of first-contact with a terminal in front of it."""

    def __init__(self, *options: object) -> None:
        self._end, theirs = pty.openpty()
        self.process = started(
            *("run", "first-contact", "--broker", "none", "--step", *options),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.shown = ""

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._end, key.encode())

    def read(self, seconds: float) -> str:
        """Return what is shown until it has been quiet for so long."""
        new = ""
        while select.select([self._end], [], [], seconds)[0]:
            try:
                chunk = os.read(self._end, 65536)
            except OSError:  # the other end is closed
                break
            new += chunk.decode(errors="replace")
        self.shown += new
        return new

    def until(self, happened: Callable[[], bool]) -> None:
        """Read until something has happened, or until nobody is there any more."""
        deadline = time.monotonic() + PATIENCE
        while not happened() and time.monotonic() < deadline:
            ended = self.process.poll() is not None
            self.read(0.05)
            if ended:
                return

    def close(self) -> None:
        """Leave."""
        self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._end)

    def has(self, lines: int) -> bool:
        """Whether so many lines of the story are shown."""
        return self.lines >= lines

    @property
    def lines(self) -> int:
        """How many lines of the story are shown."""
        return self.shown.count("UTC")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A run that waits for Enter, in Spanish."""
    made = Terminal("--lang", "es", "--run-dir", tmp_path / "run")
    made.until(partial(made.has, 1))
    yield made
    made.close()


def test_story_stops_after_its_first_line(terminal: Terminal) -> None:
    terminal.read(0.5)
    assert terminal.lines == 1
    assert "Primer contacto" in terminal.shown
    assert terminal.process.poll() is None


def test_enter_shows_the_next_line(terminal: Terminal) -> None:
    for expected in (2, 3, 4):
        terminal.press("\n")
        terminal.until(partial(terminal.has, expected))
        terminal.read(0.2)
        assert terminal.lines == expected


def test_story_comes_to_its_end(terminal: Terminal) -> None:
    while "Huella" not in terminal.shown and terminal.process.poll() is None:
        terminal.press("\n")
        terminal.read(0.05)
    terminal.until(lambda: "Veredicto" in terminal.shown)
    assert "Veredicto" in terminal.shown
    assert terminal.process.wait(PATIENCE) == 0


def test_ctrl_c_needs_no_enter(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGINT)
    terminal.until(lambda: "Stopped." in terminal.shown)
    assert terminal.process.wait(PATIENCE) == 3
    assert "Stopped." in terminal.shown
    assert "Traceback" not in terminal.shown


def test_end_of_input_lets_the_story_go_on(terminal: Terminal) -> None:
    terminal.press("\x04" * 40)
    terminal.until(partial(terminal.has, 6))
    assert terminal.lines > 5


def test_step_does_not_wait_where_nobody_sits(tmp_path: Path, here: Here) -> None:
    options = ("--broker", "none", "--step", "--run-dir", tmp_path / "run")
    said = here("run", "first-contact", *options)
    assert said.code == 0

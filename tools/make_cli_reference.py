"""Writes docs/cli.md from the help texts of the commands; a test compares the two."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from swsim.cli.main import app

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"

_HEAD = """# Command line

Written by `python tools/make_cli_reference.py` from the help texts.

Results go to standard output, talk and errors to standard error. Exit codes: 0 as
expected, 1 the verdict was not met, 2 something was asked wrongly or is missing, 3 it
could not be run.
"""


def _commands(command: Any, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names of all commands that do something, in their own order."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name
        return
    for each, sub in below.items():
        yield from _commands(sub, (*name, each))


def reference() -> str:
    """Return the whole page."""
    # A fixed width and language: the page must not depend on who writes it.
    runner = CliRunner(
        env={"COLUMNS": "80", "SWSIM_LANG": "en", "TERMINAL_WIDTH": "80"}
    )
    parts = [_HEAD]
    for name in _commands(get_command(app)):
        shown = runner.invoke(app, [*name, "--help"], prog_name="swsim").output
        parts.append(f"\n## swsim {' '.join(name)}\n\n```\n{shown.strip()}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
    print(TARGET)

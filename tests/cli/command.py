"""Runs the command line: in a process of its own, or, for speed, in this one."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patience import PATIENCE

COMMAND = (sys.executable, "-m", "swsim.cli.main")


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


# Runs a command in this process.
Here = Callable[..., Said]


def environment(**other: str) -> dict[str, str]:
    """Return this process's environment, in English, without a terminal's width."""
    plain = {name: text for name, text in os.environ.items() if name != "COLUMNS"}
    return {**plain, "SWSIM_LANG": "en", **other}


def swsim(*arguments: object, cwd: Path | None = None, **env: str) -> Said:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        env=environment(**env),
        cwd=cwd,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


def started(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """Start a command and return its process."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        env=environment(),
        encoding="utf-8",
        **options,
    )


def is_one_sentence(text: str) -> bool:
    """Tell whether a complaint is a line for people and no traceback."""
    return len(text.splitlines()) == 1 and "Traceback" not in text

"""What the commands share: talk on stderr, and the choice of colour and language."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console


# Columns that hold the widest table in one line a row.
_UNFOLDED = 160


class Language(StrEnum):
    """The languages of swsim."""

    EN = "en"
    ES = "es"


def exit_code(*verdicts: str) -> int:
    """Return what a command leaves with that played to the end: the worst counts."""
    if "BLOCKED" in verdicts:
        return 3
    return 1 if "FAIL" in verdicts else 0


def complain(text: str) -> None:
    """Say what went wrong, on stderr."""
    print(text, file=sys.stderr)


def out() -> "Console":
    """Return the console for results (stdout); tables are wide in a file or pipe."""
    from rich.console import Console

    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    return Console(highlight=False, soft_wrap=True, width=_UNFOLDED)


def talk() -> "Console":
    """Return the console for talk (stderr)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def language_option(help: str) -> Any:
    """Return the option --lang, which defaults to what the environment asks for."""
    return typer.Option(default_language(), help=help, show_default="as LANG says")


def default_language() -> Language:
    """Return the language that the environment asks for, English otherwise."""
    for name in ("SWSIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Language.ES if value.startswith("es") else Language.EN
    return Language.EN


class LogLevel(StrEnum):
    """From which level on the log of a run is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"


@contextmanager
def log_to(file: Path, level: LogLevel = LogLevel.INFO) -> Iterator[None]:
    """Until the block ends, write the log of a run to a file: no result, no talk."""
    import structlog

    with file.open("a", encoding="utf-8", buffering=1) as log:
        structlog.configure(
            wrapper_class=structlog.make_filtering_bound_logger(level.value),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            logger_factory=structlog.WriteLoggerFactory(file=log),
        )
        try:
            yield
        finally:
            log_to_stderr()


def log_to_stderr() -> None:
    """Let libraries warn on stderr: stdout is for results."""
    import logging

    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        # Looked up for each logger: the stream of now, not one that has been closed.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )

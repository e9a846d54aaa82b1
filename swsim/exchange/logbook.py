"""The log of the transport: what it says is for whoever looks for a fault later.

An event is a name and facts; secrets are never among them. Where it goes and from which
level on is for the program to say; a library that nobody has told keeps to warnings.
"""

from contextlib import suppress

import structlog

_log = structlog.get_logger("swsim.exchange")


def warn(event: str, **facts: object) -> None:
    """Write down trouble. A log that cannot be written must not end what it reports."""
    with suppress(Exception):
        _log.warning(event, **facts)


def note(event: str, **facts: object) -> None:
    """Write down a step of the run."""
    if structlog.is_configured():
        with suppress(Exception):
            _log.info(event, **facts)


def detail(event: str, **facts: object) -> None:
    """Write down what only somebody who hunts a fault wants to read."""
    if structlog.is_configured():
        with suppress(Exception):
            _log.debug(event, **facts)

"""The log of the transport: what it says is for whoever looks for a fault later."""

from contextlib import suppress

import structlog

_log = structlog.get_logger("swsim.exchange")


def warn(event: str, **facts: object) -> None:
    """Write down trouble. A log that cannot be written must not end what it reports."""
    with suppress(Exception):
        _log.warning(event, **facts)

"""Free ports of this machine for brokers that are started here."""

import os
import socket
from contextlib import suppress

from swsim.errors import BrokerError

# Below the ports that Linux (32768), macOS and Windows (49152) give to clients.
_PORTS = range(20_000, 30_000)


def free_port() -> int:
    """Return a loopback port that nobody listens on, outside the ephemeral range.

    Clients that connect while the broker is away are given source ports of that range:
    one could take the broker's own, even connect to itself, and keep it from coming
    back. The place to begin differs by process, so that runs side by side do not meet.
    """
    begin = os.getpid() * 31 % len(_PORTS)
    ports: list[int] = [*_PORTS[begin:], *_PORTS[:begin]]
    for port in ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise BrokerError(
        f"No port from {_PORTS[0]} to {_PORTS[-1]} is free on 127.0.0.1. End other"
        " programs that listen there, or use another broker with --broker mqtt://HOST."
    )

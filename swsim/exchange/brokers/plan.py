"""What a broker is to be like, before anybody speaks of NATS or Mosquitto."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from swsim.exchange.address import Server
from swsim.exchange.permissions import Client

# The files that every broker with TLS finds in its folder.
CA_FILE, CERTIFICATE_FILE, KEY_FILE = "ca.crt", "server.crt", "server.key"

# Bytes of the largest packet; the largest document is 5 MB.
LARGEST_PACKET = 8 * 1024 * 1024

# Runs that may use a broker at the same time, and connections beyond: those that are
# being replaced, and some air.
RUNS_AT_ONCE = 4
SPARE_CONNECTIONS = 64


class Tls(StrEnum):
    """How connections are protected.

    With MUTUAL a client shows a certificate too, and is known by it.
    """

    NONE = "none"
    SERVER = "server"
    MUTUAL = "mutual"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A broker that is to be set up.

    `servers` are where clients reach it; `listen` is the address that it binds to;
    `folder` is where it will find its files, which may be on another machine. `owner`
    is the user of the operating system whose files they are, `secret` the password that
    the servers of a cluster show each other.
    """

    clients: tuple[Client, ...]
    servers: tuple[Server, ...]
    listen: str
    folder: PurePath
    tls: Tls = Tls.NONE
    owner: str | None = None
    secret: str = field(default="", repr=False)

    @property
    def stores(self) -> tuple[str, ...]:
        """The folders in `folder` in which the servers keep messages."""
        if len(self.servers) == 1:
            return ("store",)
        return tuple(f"store-{number + 1}" for number in range(len(self.servers)))

    @property
    def most_connections(self) -> int:
        """How many connections the broker takes, so that a flood of them ends."""
        return RUNS_AT_ONCE * len(self.clients) + SPARE_CONNECTIONS

    def path(self, name: str) -> str:
        """Return where the broker finds one of its files."""
        return str(self.folder / name)

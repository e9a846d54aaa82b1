"""Reads the address of a broker: `mqtt[s]://[user[:password]@]host[:port][,host]`."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from swsim.errors import UsageError

# The ports that IANA has registered for MQTT without and with TLS.
_PORTS = {"mqtt": 1883, "mqtts": 8883}

# A host or [IPv6 address], and its port where it has one.
_SERVER = re.compile(
    r"(?:(?P<host>[^\s\[\]:/?#@,]+)|\[(?P<ipv6>[0-9a-fA-F:.]+)\])(?::(?P<port>\d+))?"
)
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """One server of a broker."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a broker listens; `str()` of it never shows the password.

    A cluster has several `servers`, which all serve everybody.
    """

    servers: tuple[Server, ...]
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        scheme = "mqtts" if self.tls else "mqtt"
        return f"{scheme}://{','.join(map(str, self.servers))}"


def parse_address(url: str) -> Address:
    """Take a broker's URL apart; raises UsageError that says what would be right."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in _PORTS:
        raise _wrong(url, f"it starts with {scheme if separator else 'no scheme'!r}")
    login, _, hosts = rest.rpartition("@")
    user, _, password = login.partition(":")
    return Address(
        servers=tuple(
            _server(url, each, _PORTS[scheme])
            for each in hosts.removesuffix("/").split(",")
        ),
        tls=scheme == "mqtts",
        user=unquote(user) or None,
        password=unquote(password) or None,
    )


def _server(url: str, text: str, usual_port: int) -> Server:
    found = _SERVER.fullmatch(text)
    if found is None:
        raise _wrong(url, "it needs a host, and nothing after the port")
    port = int(found["port"] or usual_port)
    if not 0 < port <= _HIGHEST_PORT:
        raise _wrong(url, f"there is no port {port}")
    return Server(host=found["host"] or found["ipv6"], port=port)


def _wrong(url: str, why: str) -> UsageError:
    return UsageError(
        f"The broker address {without_login(url)!r} cannot be used: {why}. Write it as"
        " mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS; the servers of a cluster with"
        " commas between them: mqtt://HOST:PORT,HOST:PORT."
    )


def without_login(url: str) -> str:
    """Return what was given as an address without what could be a user or a password.

    Where the host was forgotten, the password stands where the port would.
    """
    scheme, separator, rest = url.partition("://") if "://" in url else ("", "", url)
    hosts = rest.rpartition("@")[2]
    return scheme + separator + re.sub(r":(?!\d*(?:[,/]|$))[^,/]*", ":...", hosts)

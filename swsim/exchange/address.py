"""Reads the address of a broker: `mqtt[s]://[user[:password]@]host[:port]`."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from swsim.errors import UsageError

# The ports that IANA has registered for MQTT without and with TLS.
_PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a broker listens; `str()` of it never shows the password."""

    host: str
    port: int
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.tls else 'mqtt'}://{host}:{self.port}"


def parse_address(url: str) -> Address:
    """Take a broker's URL apart; raises UsageError that says what would be right."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if parts.scheme not in _PORTS:
        raise _wrong(url, f"it starts with {parts.scheme or 'no scheme'!r}")
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise _wrong(url, "it needs a host, and nothing after the port")
    return Address(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        tls=parts.scheme == "mqtts",
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _wrong(url: str, why: str) -> UsageError:
    shown = url.rpartition("@")[2]
    return UsageError(
        f"The broker address {shown!r} cannot be used: {why}. Write it as"
        " mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS."
    )

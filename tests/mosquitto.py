"""Starts a real Mosquitto on a free loopback port: a second broker to test against."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from outside import Process, access_to, prepared, started
from programs import find_program
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.credentials import Access, Credentials
from swsim.exchange.ports import free_port


@dataclass(kw_only=True)
class Mosquitto(Process):
    """A Mosquitto; `config` is its file, and everybody comes in without `access`."""

    config: Path
    address: str
    access: Access

    @property
    def credentials(self) -> Credentials:
        """The passwords of the participants."""
        return self.access.credentials


def mosquitto_of(config: Path, address: str, access: Access | None = None) -> Mosquitto:
    """Return a Mosquitto with a configuration, not started yet."""
    return Mosquitto(
        command=(_program("mosquitto"), "-c", config),
        port=int(address.rpartition(":")[2]),
        log=config.with_suffix(".log"),
        config=config,
        address=address,
        access=access or Access(),
    )


@asynccontextmanager
async def mosquitto(
    folder: Path,
    run: str,
    participants: Iterable[str],
    *,
    tls: Tls = Tls.NONE,
    more: str = "",
) -> AsyncIterator[Mosquitto]:
    """Run Mosquitto with what swsim generates for `run`, and `more` configuration."""
    done = prepared("mosquitto", folder, participants, tls=tls, run=run)
    config = done.broker / "mosquitto.conf"
    config.write_text(config.read_text() + more)
    server = mosquitto_of(config, done.address, access_to(done))
    async with started(server):
        yield server


@asynccontextmanager
async def open_mosquitto(folder: Path) -> AsyncIterator[str]:
    """Run Mosquitto for whoever comes, as people have it; yields its address."""
    port, config = free_port(), folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
    )
    server = mosquitto_of(config, f"mqtt://127.0.0.1:{port}")
    async with started(server):
        yield server.address


def _program(name: str) -> str:
    found = find_program(name)
    if not found:
        pytest.fail(
            f"{name} is not on this machine: install Mosquitto with 'make deps', or"
            " leave these tests out with -m 'not mosquitto'."
        )
    return found

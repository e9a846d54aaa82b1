"""Starts a real Mosquitto on a free loopback port: a second broker to test against."""

import asyncio
import getpass
import signal
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from programs import find_program
from swsim.exchange.credentials import Credentials, make_credentials
from swsim.exchange.permissions import (
    mosquitto_acl,
    mosquitto_config,
    mosquitto_passwords,
)
from swsim.exchange.ports import free_port
from swsim.security.files import write_private


@dataclass(kw_only=True)
class Mosquitto:
    """A Mosquitto that is started from its configuration file, killed, started again.

    `credentials` are empty where it lets everybody in.
    """

    config: Path
    port: int
    credentials: Credentials

    def __post_init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"mqtt://127.0.0.1:{self.port}"

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.config.parent

    async def start(self) -> None:
        """Start it and wait until it takes connections."""
        self._process = subprocess.Popen(  # noqa: ASYNC220 (takes a millisecond)
            [_program("mosquitto"), "-c", self.config],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await _answers(self.port, self._process)

    def reload(self) -> None:
        """Make it read permissions and passwords again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGHUP)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=5)

    def stop(self) -> None:
        """End it in peace, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=5)


@asynccontextmanager
async def mosquitto(
    folder: Path, run: str, participants: Iterable[str]
) -> AsyncIterator[Mosquitto]:
    """Run Mosquitto with the permissions that swsim generates for `run`."""
    credentials = make_credentials(participants)
    port = free_port()
    config = _configure(folder, run, credentials, port)
    server = Mosquitto(config=config, port=port, credentials=credentials)
    async with running(server):
        yield server


@asynccontextmanager
async def open_mosquitto(folder: Path) -> AsyncIterator[str]:
    """Run Mosquitto for whoever comes, as people have it; yields its address."""
    port, config = free_port(), folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
    )
    server = Mosquitto(config=config, port=port, credentials={})
    async with running(server):
        yield server.address


@asynccontextmanager
async def running(server: Mosquitto) -> AsyncIterator[Mosquitto]:
    """Run a Mosquitto that is configured."""
    try:
        await server.start()
        yield server
    finally:
        server.stop()


def _configure(folder: Path, run: str, credentials: Credentials, port: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    acl, passwords, config = folder / "acl", folder / "passwords", folder / "conf"
    write_private(acl, mosquitto_acl(run, credentials))
    write_private(passwords, mosquitto_passwords(credentials))
    subprocess.run([_program("mosquitto_passwd"), "-U", passwords], check=True)
    text = mosquitto_config(port=port, acl=acl, passwords=passwords, store=folder)
    # Started by root, it would become a user that cannot read these files.
    write_private(config, f"{text}user {getpass.getuser()}\n")
    return config


def _program(name: str) -> str:
    found = find_program(name)
    if not found:
        pytest.fail(
            f"{name} is not on this machine: install Mosquitto with 'make deps', or"
            " leave these tests out with -m 'not mosquitto'."
        )
    return found


async def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        if process.poll() is not None:
            pytest.fail(f"Mosquitto ended at once with code {process.returncode}.")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)
            continue
        writer.close()
        await writer.wait_closed()
        return
    pytest.fail(f"Mosquitto does not answer on port {port}.")

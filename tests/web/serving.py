"""Serves a room as `swsim serve` does, in the event loop of a test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from app.playing import what
from patience import PATIENCE
from swsim.web.room import Room
from swsim.web.server import listen, serve
from swsim.web.settings import Limits, Settings

# So many virtual seconds a second that a run of weeks is over at once.
AT_ONCE = 10**8


@dataclass(kw_only=True)
class Served:
    """A room that is served, and a client of it that is anybody."""

    room: Room
    settings: Settings
    http: httpx.AsyncClient

    async def become_trainer(self) -> None:
        """Exchange the PIN for a token; the client keeps the cookie."""
        answer = await self.http.post(
            "/api/v1/session", json={"pin": self.settings.keys.pin}
        )
        assert answer.status_code == 200

    async def steer(self, **order: Any) -> httpx.Response:
        """Give the clock an order."""
        return await self.http.post("/api/v1/clock", json=order)

    @asynccontextmanager
    async def feed(self, **options: Any) -> AsyncIterator[ClientConnection]:
        """Listen to what happens."""
        address = self.settings.address.replace("http", "ws", 1) + "/feed"
        async with connect(address, **options) as socket:
            yield socket

    async def ends(self) -> None:
        """Wait for the end of the run."""
        await until(lambda: self.room.state == "ended")


async def until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something to happen."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - anything at all
            await asyncio.sleep(0.01)


async def told(socket: ClientConnection) -> dict[str, Any]:
    """Return the next thing that the feed tells."""
    async with asyncio.timeout(PATIENCE):
        said: dict[str, Any] = json.loads(await socket.recv())
        return said


async def told_until(
    socket: ClientConnection, wanted: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return the first thing told that is wanted."""
    while not wanted(said := await told(socket)):
        pass
    return said


@asynccontextmanager
async def served_room(
    room: Room, limits: Limits | None = None
) -> AsyncIterator[Served]:
    """Serve a room until the block ends."""
    known: asyncio.Future[Settings] = asyncio.get_running_loop().create_future()
    with listen("127.0.0.1", 0) as listening:
        serving = asyncio.create_task(
            serve(
                room, listening, lambda _, made: known.set_result(made), limits=limits
            )
        )
        first: list[asyncio.Future[Any]] = [serving, known]
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        settings = await known
        async with httpx.AsyncClient(base_url=settings.address) as http:
            yield Served(room=room, settings=settings, http=http)
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


@asynccontextmanager
async def served(
    folder: Path, name: str = "first-contact", **options: Any
) -> AsyncIterator[Served]:
    """Serve a new run of a scenario, from hand to hand."""
    async with served_room(Room(what(name, folder, **options))) as it:
        yield it

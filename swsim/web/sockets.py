"""/feed: what happens, to every browser that listens. Nothing is taken from any."""

import asyncio
from collections import Counter

from fastapi import APIRouter, WebSocket

from swsim.web.guard import client_of
from swsim.web.room import Room
from swsim.web.settings import Settings

router = APIRouter()
_TRY_AGAIN_LATER = 1013


@router.websocket("/feed")
async def feed(socket: WebSocket) -> None:
    """Greet with all there is, then tell batch after batch."""
    room: Room = socket.app.state.room
    listeners: Counter[str] = socket.app.state.listeners
    settings: Settings = socket.app.state.settings
    client = client_of(socket.scope)
    await socket.accept()
    limits = settings.limits
    if room.feed.readers >= limits.feeds or listeners[client] >= limits.feeds_each:
        await socket.close(_TRY_AGAIN_LATER, "too many browsers listen")
        return
    listeners[client] += 1
    telling = asyncio.create_task(_tell(socket, room), name="swsim.feed")
    try:
        await _until_gone(socket)
    finally:
        listeners[client] -= 1
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(socket: WebSocket, room: Room) -> None:
    async for said in room.feed.listen(room.hello):
        await socket.send_text(said)


async def _until_gone(socket: WebSocket) -> None:
    """Return when the browser has closed; whatever it says is dropped."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return

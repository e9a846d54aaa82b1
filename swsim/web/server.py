"""Serves a room: run and web in one event loop, until somebody stops it."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

import uvicorn
from fastapi import FastAPI

from swsim.errors import UsageError
from swsim.web.access import Keys
from swsim.web.app import create_app
from swsim.web.room import Room
from swsim.web.settings import Limits, Settings

LOOPBACK: Final = "127.0.0.1"
_ANY: Final = ("0.0.0.0", "::", "")
_LAST_ANSWERS: Final = 3  # seconds
_PING: Final = 20.0  # seconds; a browser that is gone without a word is noticed

Ready = Callable[[Room, Settings], None]


class _Server(uvicorn.Server):
    """Says when it answers, and leaves signals to whoever runs the event loop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(
    room: Room, listening: socket.socket, ready: Ready, limits: Limits | None = None
) -> None:
    """Open a room and serve it until cancelled; then stop its run where it is.

    `ready` is called once browsers are answered. Raises what `Room.open` raises.
    """
    await room.open()
    try:
        settings = Settings(
            keys=Keys.of(room.stage.folder.path),
            address=address_of(listening),
            limits=limits or Limits(),
        )
        app = create_app(room, settings)
        server = _Server(_config(app), partial(ready, room, settings))
        serving = asyncio.create_task(server.serve([listening]), name="swsim.web")
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving
            app.state.desk.close()
    finally:
        await room.close()


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="websockets-sansio",
        ws_max_size=1_024,  # nothing is taken from a browser
        ws_ping_interval=_PING,
        ws_ping_timeout=_PING,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; UsageError where that cannot be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        # asyncio and socket add the address to the reason, in brackets.
        why = (error.strerror or str(error)).partition(" (")[0]
        raise UsageError(
            f"--host {host} --port {port}: nobody can listen there ({why}); choose"
            " another port, or 0 for any that is free"
        ) from error


def address_of(listening: socket.socket) -> str:
    """Return what people type in: with the host's own address on the room's network."""
    host, port = listening.getsockname()[:2]
    shown = own_address() if host in _ANY else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def own_address() -> str:
    """Return the address that others on the network reach this machine by.

    Loopback where there is no network. Nothing is sent: a datagram socket that is
    connected only looks up its route; 192.0.2.0/24 is for documentation (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])

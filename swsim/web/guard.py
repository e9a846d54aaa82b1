"""What every request passes: who may ask, how much, how often; and security headers.

Plain ASGI around the whole application, so that nothing is answered without it.
"""

import ipaddress
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from swsim.exchange.wallclock import monotonic
from swsim.validation.parse import MAX_BYTES
from swsim.web.settings import Limits

DOCUMENTS: Final = "/api/v1/documents/"
_SMALL: Final = 16_384  # bytes of all bodies that are no document
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KNOWN_CLIENTS: Final = 2_000

# Everything comes from here, nothing inline, nowhere else to send anything.
SECURITY: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Wraps an application."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._all = Rates(limits.requests, limits.burst)
        self._documents = Rates(limits.documents, limits.documents_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on with a limit on the body."""
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        elif scope["type"] != "websocket" or _may_listen(Headers(scope=scope)):
            await self._app(scope, receive, send)
        else:
            # Before it is accepted, this is an answer of 403.
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not is_own_host(headers.get("host", "")):
            await refuse(send, 421, "This server does not answer under that name.")
            return
        if scope["method"] not in _SAFE and not is_own_page(headers):
            await refuse(send, 403, "The request comes from a page of another server.")
            return
        if wait := self._wait(scope):
            await refuse(send, 429, "Too many requests; wait a moment.", wait)
            return
        most = MAX_BYTES if scope["path"].startswith(DOCUMENTS) else _SMALL
        body = _Body(receive, most)
        if body.is_announced_too_large(headers):
            await refuse(send, 413, too_large(most))
            return
        await self._app(scope, body.receive, send)

    def _wait(self, scope: Scope) -> int:
        client = client_of(scope)
        wait = self._all.wait(client)
        if not wait and scope["path"].startswith(DOCUMENTS):
            wait = self._documents.wait(client)
        return wait


class Rates:
    """Token buckets, one for each client; those not seen for long are forgotten."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Take one; return 0, or the whole seconds until there is one again."""
        now = monotonic()
        left, since = self._left.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        taken = left >= 1
        self._left[client] = (left - taken, now)
        while len(self._left) > _KNOWN_CLIENTS:
            self._left.popitem(last=False)
        return 0 if taken else max(1, round((1 - left) / self._rate))


class _Body:
    """Counts the bytes of a body, as nobody has to say truly how many come."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._seen = 0

    def is_announced_too_large(self, headers: Headers) -> bool:
        """Tell whether the client says so itself, before it sends anything."""
        length = headers.get("content-length", "0")
        return length.isdecimal() and int(length) > self._most

    async def receive(self) -> Message:
        """Return the next part; HTTPException once there is too much."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self._most:
                raise HTTPException(413, too_large(self._most))
        return message


def too_large(most: int) -> str:
    """Return what is said of a body that is too large."""
    return f"The body is larger than {most:,} bytes."


def client_of(scope: Scope) -> str:
    """Return the address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_own_host(host: str) -> bool:
    """Tell whether a Host header can be ours: an address, or a name of this network.

    A page elsewhere could let a name of its own point here (DNS rebinding); it cannot
    do so with an address, nor with a name without a dot or below .local.
    """
    name = _split(f"//{host}").hostname or ""
    if "." not in name and ":" not in name:
        return bool(name)
    if name.endswith(".local"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_own_page(headers: Headers) -> bool:
    """Tell whether a browser asks from one of our pages; programs send no Origin."""
    origin = headers.get("origin")
    return origin is None or _split(origin).netloc == headers.get("host")


def _split(address: str) -> SplitResult:
    """Return the parts of an address; of what is none, empty ones."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


async def refuse(send: Send, status: int, detail: str, wait: int = 0) -> None:
    """Answer with a problem (RFC 9457)."""
    body = json.dumps({"status": status, "detail": detail}).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if wait:
        headers.append((b"retry-after", b"%d" % wait))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _may_listen(headers: Headers) -> bool:
    """Tell whether a WebSocket comes from one of our pages, or from a program.

    A browser lets every page open one anywhere; only its Origin tells (RFC 6455, 10.2).
    """
    return is_own_host(headers.get("host", "")) and is_own_page(headers)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
        await send(message)

    return sending

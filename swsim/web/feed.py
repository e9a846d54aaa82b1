"""The feed: what happens, sent to every browser alike, encoded once.

A browser that does not keep up loses the oldest batches, never the order, and holds up
nobody; totals are in every batch, so it is right again with the next one.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

# Seconds of the room between two batches, and batches that may wait for a browser.
_EVERY: Final = 0.15
_WAITING: Final = 20


class Feed:
    """Collects and hands out; `collect` returns the next batch, or None for nothing.

    `number` is that of the last batch, `dropped` how many did not reach some browser.
    """

    def __init__(self, collect: Callable[[], dict[str, Any] | None]) -> None:
        self._collect = collect
        self._readers: set[asyncio.Queue[str]] = set()
        self.number = 0
        self.dropped = 0

    @property
    def readers(self) -> int:
        """How many browsers listen."""
        return len(self._readers)

    async def run(self) -> None:
        """Hand out a batch whenever there is one, until cancelled."""
        while True:
            self.push()
            await asyncio.sleep(_EVERY)

    def push(self) -> None:
        """Hand out what there is now."""
        batch = self._collect()
        if batch is None:
            return
        self.number += 1
        said = encoded({"type": "batch", "number": self.number, **batch})
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
                self.dropped += 1
            queue.put_nowait(said)

    @contextmanager
    def _reading(self) -> Iterator[asyncio.Queue[str]]:
        queue: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def listen(self, hello: Callable[[], dict[str, Any]]) -> AsyncIterator[str]:
        """Yield a greeting with all there is, then batch after batch."""
        with self._reading() as queue:
            yield encoded({"type": "hello", "number": self.number, **hello()})
            while True:
                yield await queue.get()


def encoded(what: dict[str, Any]) -> str:
    """Return what a browser is sent, as compact JSON."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))

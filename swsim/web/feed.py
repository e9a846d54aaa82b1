"""The feed: what happens, sent to every browser alike, encoded once.

A browser that does not keep up holds up nobody: it loses what waited for it, and is
greeted anew with all there is. So batches may hold changes alone.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

# Seconds of the room between two batches, and batches that may wait for a browser.
_EVERY: Final = 0.15
_WAITING: Final = 20


class _Reader:
    """A browser: what waits for it; None where it is to be greeted."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[str | None] = asyncio.Queue(_WAITING)
        self.behind = False

    def tell(self, said: str) -> int:
        """Let a batch wait; return how many are lost by that."""
        if self.behind:
            return 1
        if not self.waiting.full():
            self.waiting.put_nowait(said)
            return 0
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(None)
        self.behind = True
        return _WAITING + 1


class Feed:
    """Collects and hands out; `collect` returns the next batch, or None for nothing.

    `number` is that of the last batch, `dropped` how many did not reach some browser.
    """

    def __init__(self, collect: Callable[[], dict[str, Any] | None]) -> None:
        self._collect = collect
        self._readers: set[_Reader] = set()
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
        for reader in self._readers:
            self.dropped += reader.tell(said)

    @contextmanager
    def _reading(self) -> Iterator[_Reader]:
        reader = _Reader()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    async def listen(self, hello: Callable[[], dict[str, Any]]) -> AsyncIterator[str]:
        """Yield a greeting with all there is, then batch after batch."""
        self.push()  # what the greeting holds is not for the batch after it
        with self._reading() as reader:
            yield self._greeting(hello)
            while True:
                said = await reader.waiting.get()
                if said is None:
                    self.push()
                    reader.behind = False
                    said = self._greeting(hello)
                yield said

    def _greeting(self, hello: Callable[[], dict[str, Any]]) -> str:
        return encoded({"type": "hello", "number": self.number, **hello()})


def encoded(what: dict[str, Any]) -> str:
    """Return what a browser is sent, as compact JSON."""
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))

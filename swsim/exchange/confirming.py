"""Which arrivals are stored and not yet confirmed, to broker and sender.

They are confirmed in batches: one receipt then serves many messages of a pair. Nothing
waits for a receipt but the outbox, so a little later costs nothing, as long as the
window of unconfirmed messages stays open.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from swsim.exchange.link import Arrival

# Wall seconds until a stored message is confirmed, or so many that wait for one
# receiver: well below its window of unconfirmed ones.
_AFTER = 0.5
_MOST = 50

Stored = list[tuple[Arrival, str | None]]


class Confirming:
    """Collects what is to be confirmed, and says when."""

    def __init__(self) -> None:
        self._stored: Stored = []
        self._by_recipient: Counter[str] = Counter()
        self._now = asyncio.Event()
        self._at_once = False

    def add(self, stored: Iterable[tuple[Arrival, str | None]]) -> None:
        """Add what is stored; with its message id, or None for nothing to confirm."""
        for arrival, message_id in stored:
            self._stored.append((arrival, message_id))
            self._by_recipient[arrival.recipient] += 1
            if self._at_once or self._by_recipient[arrival.recipient] >= _MOST:
                self._now.set()

    def hurry(self) -> None:
        """Have what waits confirmed now."""
        self._now.set()

    def wait_no_more(self) -> None:
        """Have everything confirmed as it comes: the run is over."""
        self._at_once = True
        self._now.set()

    async def due(self) -> Stored:
        """Wait until something should be confirmed, and return it."""
        # Not wait_for: it may swallow the cancellation that ends this task.
        with suppress(TimeoutError):
            async with asyncio.timeout(_AFTER):
                await self._now.wait()
        self._now.clear()
        batch, self._stored = self._stored, []
        self._by_recipient.clear()
        return batch

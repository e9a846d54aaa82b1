"""The kernel's side of a link, in memory: takes arrivals, confirms, keeps receipts."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from patience import PATIENCE
from swsim.exchange.link import Arrival, Link, Parcel


def parcel(
    message_id: str, sender: str, recipient: str, document: str = "declaration"
) -> Parcel:
    """Return a parcel whose body is its message id, so that arrivals can be told."""
    return Parcel(
        message_id=message_id,
        sender=sender,
        recipient=recipient,
        document=document,
        body=message_id.encode(),
    )


class PostOffice:
    """Confirms what arrives at once, unless `confirms` is False."""

    def __init__(self, link: Link, *, confirms: bool = True) -> None:
        self.link = link
        self.confirms = confirms
        self.arrivals: list[Arrival] = []
        self.receipts: list[tuple[str, str, str]] = []
        self.receipt_sizes: list[int] = []
        self.reconnections: list[str] = []
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def arrived(self, arrivals: Sequence[Arrival]) -> None:
        self.arrivals.extend(arrivals)
        if self.confirms:
            batch = [(arrival, arrival.body.decode()) for arrival in arrivals]
            task = asyncio.create_task(self.link.confirm(batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._changed.set()

    def receipted(
        self, sender: str, recipient: str, message_ids: Sequence[str]
    ) -> None:
        self.receipts.extend((sender, recipient, each) for each in message_ids)
        self.receipt_sizes.append(len(message_ids))
        self._changed.set()

    def reconnected(self, participant: str) -> None:
        self.reconnections.append(participant)
        self._changed.set()

    def bodies(self, recipient: str | None = None) -> list[str]:
        """Return what arrived, for one recipient or for all, in order."""
        return [
            arrival.body.decode()
            for arrival in self.arrivals
            if recipient in (None, arrival.recipient)
        ]

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened; TimeoutError if it never does."""
        async with asyncio.timeout(PATIENCE):
            while not happened():
                self._changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 0.05)

    async def until_receipt(self, message_id: str) -> None:
        """Wait for the receipt of one message."""
        await self.until(lambda: any(each == message_id for *_, each in self.receipts))

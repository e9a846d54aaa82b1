"""Messages between two commits: which the clock must wait for, which go out again.

In flight means published and not yet stored by the receiver; unconfirmed means that
the sender has no transport receipt yet. The first holds virtual time, the second
wall time only.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from math import inf

from swsim.exchange.link import Parcel

# Wall seconds until a message that holds the clock is published again.
_SHORT_PATIENCE = 0.2
# And until one is that does not, though its recipient confirms others all the time.
# More than any receiver is behind, or it would have more and more to do.
_LONG_PATIENCE = 60.0


class InFlight:
    """The due seconds of messages that are on their way.

    `awaited` is the second that `passed` waits for, `stored_so_far` how many messages
    have reached their receivers.
    """

    def __init__(self) -> None:
        self.awaited: int | None = None
        self.stored_so_far = 0
        self._due: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._due)

    def __contains__(self, message_id: object) -> bool:
        return message_id in self._due

    def add(self, message_id: str, due: int) -> None:
        """A message is about to be published."""
        self._due[message_id] = due
        heapq.heappush(self._heap, (due, message_id))

    def stored(self, message_id: str) -> None:
        """Its receiver has stored a message, or it was given up."""
        if self._due.pop(message_id, None) is not None:
            self.stored_so_far += 1
            self._changed.set()

    def earliest(self) -> int | None:
        """Return the earliest due second, None when nothing is on its way."""
        while self._heap and self._heap[0][1] not in self._due:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    async def passed(self, second: int) -> None:
        """Return when nothing that is due at `second` or before is on its way.

        Lets the event loop turn once at least, so that the link works while time flies.
        """
        await asyncio.sleep(0)
        while (due := self.earliest()) is not None and due <= second:
            self.awaited = second
            self._changed.clear()
            await self._changed.wait()
        self.awaited = None

    def due_by(self, second: int) -> set[str]:
        """Return the messages on their way that are due at `second` or before."""
        return {id_ for id_, due in self._due.items() if due <= second}


@dataclass(slots=True)
class _Sent:
    parcel: Parcel
    published: float
    attempts: int = 1


class Unconfirmed:
    """Parcels without a receipt: at most `window` for each recipient go out at once.

    `patience` is the wall-clock time in seconds after which one is published again, if
    its recipient has confirmed nothing meanwhile; it doubles with each attempt, up to
    `longest`.
    """

    def __init__(
        self, *, window: int = 200, patience: float = 2.0, longest: float = 10.0
    ) -> None:
        self._window = window
        self._patience = patience
        self._longest = longest
        self._sent: dict[str, dict[str, _Sent]] = {}
        self._waiting: dict[str, deque[Parcel]] = {}
        self._heard: dict[str, float] = {}  # when a recipient confirmed something
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return sum(map(len, self._sent.values())) + sum(
            map(len, self._waiting.values())
        )

    def admit(self, parcels: Iterable[Parcel], now: float) -> list[Parcel]:
        """Take new parcels in; return those that may be published now."""
        ready = []
        for parcel in parcels:
            out = self._sent.setdefault(parcel.recipient, {})
            if len(out) < self._window:
                out[parcel.message_id] = _Sent(parcel, now)
                ready.append(parcel)
            else:
                self._waiting.setdefault(parcel.recipient, deque()).append(parcel)
        return ready

    def owed(
        self, sender: str, recipient: str, message_ids: Iterable[str]
    ) -> list[str]:
        """Return those of these ids that are of messages which went between two."""
        out = self._sent.get(recipient, {})
        return [
            each
            for each in message_ids
            if each in out and out[each].parcel.sender == sender
        ]

    def confirm(
        self, recipient: str, message_ids: Sequence[str], now: float
    ) -> list[Parcel]:
        """Note receipts of a recipient; return what may be published in their place."""
        out = self._sent.get(recipient, {})
        for message_id in message_ids:
            if out.pop(message_id, None) is not None:
                self._heard[recipient] = now
        self._changed.set()
        waiting = self._waiting.get(recipient)
        free = min(self._window - len(out), len(waiting) if waiting else 0)
        return (
            self.admit([waiting.popleft() for _ in range(free)], now) if waiting else []
        )

    def parcels(self) -> Iterator[Parcel]:
        """Yield every parcel that has no receipt."""
        for out in self._sent.values():
            yield from (sent.parcel for sent in out.values())
        for waiting in self._waiting.values():
            yield from waiting

    def attempts(self, sender: str, recipient: str) -> dict[str, int]:
        """Return how often each message between two has gone out by now."""
        return {
            message_id: sent.attempts
            for message_id, sent in self._sent.get(recipient, {}).items()
            if sent.parcel.sender == sender
        }

    async def empty(self) -> None:
        """Return when every parcel has its receipt."""
        while len(self):
            self._changed.clear()
            await self._changed.wait()

    def overdue(self, now: float, missing: Set[str] = frozenset()) -> list[Parcel]:
        """Return what waited too long for its receipt, to be published again.

        Who confirms is at work, and the others wait their turn: were they published
        again, a receiver that is behind would have more to do for it. What has no
        receipt after a minute was lost all the same. So was what is `missing`, because
        the clock waits for it and nothing comes; patience is short.
        """
        late = []
        for recipient, out in self._sent.items():
            silent = now - self._heard.get(recipient, -inf) >= self._patience
            if silent or missing or self._is_old(out, now):
                late += [
                    self._again(sent, now)
                    for message_id, sent in out.items()
                    if now - sent.published
                    >= self._wait(sent, silent=silent, missing=message_id in missing)
                ]
        return late

    @staticmethod
    def _is_old(out: dict[str, _Sent], now: float) -> bool:
        """Tell whether the first of these has waited for a minute."""
        first = next(iter(out.values()), None)
        return first is not None and now - first.published >= _LONG_PATIENCE

    def _wait(self, sent: _Sent, *, silent: bool, missing: bool) -> float:
        patience = self._patience
        if missing:
            patience = min(patience, _SHORT_PATIENCE)
        elif not silent:
            return _LONG_PATIENCE
        # Capped: after hours without a broker the power would leave float.
        return min(self._longest, patience * 2.0 ** min(sent.attempts - 1, 32))

    def all(self, now: float) -> list[Parcel]:
        """Return all that went out and is unconfirmed, to be sent again."""
        return [
            self._again(sent, now)
            for out in self._sent.values()
            for sent in out.values()
        ]

    def touching(self, participant: str, now: float) -> list[Parcel]:
        """Return what is unconfirmed from or to a participant, to be sent again."""
        return [
            self._again(sent, now)
            for out in self._sent.values()
            for sent in out.values()
            if participant in (sent.parcel.sender, sent.parcel.recipient)
        ]

    def _again(self, sent: _Sent, now: float) -> Parcel:
        sent.published = now
        sent.attempts += 1
        return sent.parcel

"""Notices that the clock stands still for messages that do not come, and says so once.

A broker that takes everything and delivers nothing raises no error anywhere; neither
does one that is gone and may come back. Knows what is awaited; not why it is late.
"""

from collections.abc import Callable
from dataclasses import dataclass

from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.logbook import warn


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What holds the clock, for how many wall seconds by now.

    `ways` are the pairs (sender, recipient) between whom the messages are.
    """

    messages: int
    ways: tuple[tuple[str, str], ...]
    seconds: int


# Is told what is waited for, and None when it goes on.
Waits = Callable[[Waiting | None], None]


class Stall:
    """Tells `waits` when nothing was stored for `after` wall seconds, though awaited.

    `after` is more than a broker takes to come back when it was killed.
    """

    def __init__(
        self,
        in_flight: InFlight,
        unconfirmed: Unconfirmed,
        waits: Waits,
        *,
        after: float = 10.0,
    ) -> None:
        self._in_flight = in_flight
        self._unconfirmed = unconfirmed
        self._waits = waits
        self._after = after
        self._seen: tuple[int | None, int] = (None, 0)
        self._since = 0.0
        self._told = False

    def look(self, now: float) -> None:
        """Compare with what was seen before; to be called several times a second."""
        seen = (self._in_flight.awaited, self._in_flight.stored_so_far)
        if seen != self._seen or seen[0] is None:
            self._seen, self._since = seen, now
            if self._told:
                self._told = False
                self._waits(None)
        elif not self._told and now - self._since >= self._after:
            self._told = True
            waiting = self._waiting(seen[0], int(now - self._since))
            warn("clock_waits", messages=waiting.messages, ways=waiting.ways)
            self._waits(waiting)

    def _waiting(self, second: int, seconds: int) -> Waiting:
        missing = self._in_flight.due_by(second)
        ways = {
            (parcel.sender, parcel.recipient)
            for parcel in self._unconfirmed.parcels()
            if parcel.message_id in missing
        }
        return Waiting(messages=len(missing), ways=tuple(sorted(ways)), seconds=seconds)

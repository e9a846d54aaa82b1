"""Notices that the clock stands still for what does not come, and says so once.

A broker that takes everything and delivers nothing raises no error anywhere; neither
does one that is gone and may come back. Knows what is awaited; not why it is late.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.logbook import warn

# Wall seconds that the clock stands still before what it waits for is sent again. A
# broker takes milliseconds; where there is much to do, something comes all the time.
_HASTE: Final = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What holds the clock, for how many wall seconds by now.

    `ways` are the pairs (sender, recipient) between whom the messages are, `workers`
    those of several who have not played what they may.
    """

    messages: int
    ways: tuple[tuple[str, str], ...] = ()
    workers: tuple[str, ...] = ()
    seconds: int = 0


# Is told what is waited for, and None when it goes on.
Waits = Callable[[Waiting | None], None]


class Awaited(Protocol):
    """What the clock may have to wait for."""

    def state(self) -> object:
        """Return what changes whenever something comes; None if nothing is awaited."""

    def waiting(self) -> Waiting:
        """Return what is awaited."""


class Stall:
    """Tells `waits` when nothing has come for `after` wall seconds, though awaited.

    `after` is more than a broker takes to come back when it was killed.
    """

    def __init__(self, awaited: Awaited, waits: Waits, *, after: float = 10.0) -> None:
        self._awaited = awaited
        self._waits = waits
        self._after = after
        self._seen: object = None
        self._since = 0.0
        self._told = False

    def look(self, now: float) -> None:
        """Compare with what was seen before; to be called several times a second."""
        seen = self._awaited.state()
        if seen != self._seen or seen is None:
            self._seen, self._since = seen, now
            if self._told:
                self._told = False
                self._waits(None)
        elif not self._told and now - self._since >= self._after:
            self._told = True
            seconds = int(now - self._since)
            waiting = replace(self._awaited.waiting(), seconds=seconds)
            warn(
                "clock_waits",
                messages=waiting.messages,
                ways=waiting.ways,
                workers=waiting.workers,
            )
            self._waits(waiting)

    @property
    def told(self) -> bool:
        """Whether nothing has come for so long that it was said."""
        return self._told

    def still(self, now: float) -> bool:
        """Tell whether nothing came for a while, as of the last look."""
        return self._seen is not None and now - self._since >= _HASTE


def stall_of_mail(
    in_flight: InFlight, unconfirmed: Unconfirmed, waits: Waits, *, after: float
) -> Stall:
    """Return the stall of a process that waits for messages to be stored."""
    return Stall(_Mail(in_flight, unconfirmed), waits, after=after)


class _Mail:
    def __init__(self, in_flight: InFlight, unconfirmed: Unconfirmed) -> None:
        self._in_flight = in_flight
        self._unconfirmed = unconfirmed

    def state(self) -> object:
        second = self._in_flight.awaited
        return None if second is None else (second, self._in_flight.stored_so_far)

    def waiting(self) -> Waiting:
        second = self._in_flight.awaited
        missing = set() if second is None else self._in_flight.due_by(second)
        ways = {
            (parcel.sender, parcel.recipient)
            for parcel in self._unconfirmed.parcels()
            if parcel.message_id in missing
        }
        return Waiting(messages=len(missing), ways=tuple(sorted(ways)))

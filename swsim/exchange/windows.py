"""Windows of virtual time that workers may play without hearing of each other.

A conservative parallel simulation (Chandy, Misra and Bryant): what is sent at second t
to a site of another worker is due at t + `lookahead` at the earliest, the smallest
latency between two workers. So with T the earliest second at which anything is planned
or due anywhere, nothing that is still to be sent comes before T + `lookahead`.
Pure arithmetic and a clock; knows neither broker nor processes.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from swsim.exchange.clock import FOREVER, Clock
from swsim.exchange.stall import Waiting


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a worker stands that has played all it may.

    It was granted the seconds below `granted`; `next` is the earliest at which it has
    something to do, None where it has not. `sent` and `stored` count the messages to
    and from other workers since the beginning; what is stored survives its end.
    `unconfirmed` messages of it still wait for a receipt.
    """

    granted: int
    next: int | None
    sent: int
    stored: int
    unconfirmed: int


class Windows:
    """Decides how far all workers may go, from where each of them stands.

    Is what a stall may watch: an `Awaited`.
    """

    def __init__(
        self, workers: Iterable[str], lookahead: int, *, ruled: bool = True
    ) -> None:
        """Begin at second 0.

        `ruled` False grants all time at once: a negative control for tests only.
        """
        self._standings: dict[str, Standing | None] = dict.fromkeys(workers)
        self._lookahead = lookahead
        self.granted = 0 if ruled else FOREVER

    def stands(self, worker: str, standing: Standing) -> None:
        """Note where a worker stands."""
        self._standings[worker] = standing

    def _all(self) -> list[Standing] | None:
        """Return where all stand once they have played what they were granted.

        What is between them must have come, or the earliest second is not known.
        """
        if self.behind() or self.between():
            return None
        return self._known()

    def behind(self) -> tuple[str, ...]:
        """Return the workers who are not known to have played what they were granted.

        What comes to them meanwhile can change nothing here.
        """
        return tuple(
            worker
            for worker, standing in self._standings.items()
            if standing is None or standing.granted < self.granted
        )

    def between(self) -> int:
        """Return how many messages are between workers; true once nobody is behind."""
        return sum(each.sent - each.stored for each in self._known())

    def _known(self) -> list[Standing]:
        return [each for each in self._standings.values() if each is not None]

    def state(self) -> object:
        """Return where all stand, while it cannot be said how the run goes on."""
        if self.earliest() is not None or self.over():
            return None
        return self.granted, tuple(self._standings.values())

    def waiting(self) -> Waiting:
        """Return what has to come before it can be said."""
        unreceipted = sum(each.unconfirmed for each in self._known())
        behind = self.behind()
        messages = 0 if behind else self.between() or unreceipted
        return Waiting(messages=messages, workers=behind)

    def earliest(self) -> int | None:
        """Return the second from which the next window runs, None if there is none."""
        standings = self._all() or []
        return min(
            (each.next for each in standings if each.next is not None), default=None
        )

    def advance(self, earliest: int) -> int:
        """Grant the window from `earliest` on; return the second before which it ends.

        A grant stays true for ever: nothing unknown is due before it.
        """
        self.granted = max(self.granted, earliest + self._lookahead)
        return self.granted

    def over(self) -> bool:
        """Tell whether nothing is planned anywhere, and every message receipted."""
        standings = self._all()
        return standings is not None and all(
            each.next is None and not each.unconfirmed for each in standings
        )


class WindowClock(Clock):
    """A clock that waits at the end of each window for the next to be granted."""

    def __init__(self, stand: Callable[[int | None], None]) -> None:
        """Grant nothing yet.

        `stand` is told the next second, or None for none, whenever time stands still,
        and again whenever that has changed meanwhile.
        """
        super().__init__()
        self.granted = 0
        self._over = False
        self._stand = stand
        self._changed = asyncio.Event()

    def grant(self, until: int) -> None:
        """Let the seconds before `until` be played."""
        if until > self.granted:
            self.granted = until
            self._changed.set()

    def finish(self) -> None:
        """Say that nothing will happen any more, here or with other workers."""
        self._over = True
        self._changed.set()

    async def reach(self, second: int) -> bool:
        """Return True within the window; False when something has changed."""
        if second < self.granted:
            self.now = second
            return True
        await self._stand_still(second)
        return False

    async def rest(self) -> bool:
        """Wait for something to come from another worker, or for the end."""
        if not self._over:
            await self._stand_still(None)
        return not self._over

    def balance_changed(self) -> None:
        """Look again: a message has come from another worker, or the last receipt."""
        self._changed.set()

    async def _stand_still(self, second: int | None) -> None:
        self._changed.clear()
        self._stand(second)
        await self._changed.wait()

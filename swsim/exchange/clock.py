"""The pace of a run: as fast as the machine can, or so many virtual seconds a second.

Pace is all that differs between a run for a machine, one for a projector and one that
somebody outside takes part in; the outcome does not depend on it.
"""

import asyncio
from contextlib import suppress

from swsim.exchange import wallclock

# No scenario is longer.
FOREVER = 2**62


class Clock:
    """Lets virtual time pass.

    `speed` is virtual seconds for each wall second; None is as fast as possible. When
    nothing is planned any more, `linger` wall seconds are given to those outside.
    """

    def __init__(self, speed: int | None = None, linger: float = 0.0) -> None:
        self.speed = speed
        self.now = 0
        self._linger = linger
        self._origin: tuple[int, float] | None = None
        self._awaited = 0
        self._given = asyncio.Event()

    def present(self) -> int:
        """Return the last second that is over: while the clock waits, time passes."""
        if self._origin is None:
            return self.now
        return max(self.now, min(self._paced(), self._awaited - 1))

    async def reach(self, second: int) -> bool:
        """Return when virtual time has come to `second`.

        False says that it has not, and that there may be something earlier to do now.
        """
        if self.speed is not None and await self._given_before(second):
            return False
        self.now = second
        return True

    async def rest(self) -> bool:
        """Return whether something may still come, when nothing is planned any more."""
        if not self._linger:
            return False
        self._awaited = FOREVER
        return await self._given_within(self._linger)

    def look_again(self) -> None:
        """Say that something was given to the run, for a second before the next."""
        self._given.set()

    def balance_changed(self) -> None:
        """Say that the traffic with other workers is not what it was."""

    def _paced(self) -> int:
        """Return the second that the wall clock has come to."""
        assert self._origin is not None
        first, began = self._origin
        return first + int((wallclock.monotonic() - began) * (self.speed or 0))

    async def _given_before(self, second: int) -> bool:
        """Wait for a second; return whether something was given in the meantime."""
        if self._origin is None:
            self._origin = (self.now, wallclock.monotonic())
        first, began = self._origin
        assert self.speed is not None
        self._awaited = second
        due = began + (second - first) / self.speed
        return await self._given_within(max(0.0, due - wallclock.monotonic()))

    async def _given_within(self, seconds: float) -> bool:
        # Both may be true after a turn of the loop that took long: given counts.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._given.wait()
        given = self._given.is_set()
        self._given.clear()
        return given


class HeldClock(Clock):
    """A clock that stands still unless somebody lets it run.

    So those who play a participant have all the time they want, and the same inputs
    give the same run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.limit = -1
        self.over = False
        self.resting = False
        self.halted = asyncio.Event()
        self._changed = asyncio.Event()

    def run_to(self, second: int) -> None:
        """Let time pass up to `second`, that second included."""
        self.limit = second
        self._stir()

    def halt(self) -> None:
        """Stop after the present second."""
        self.limit = self.now

    def finish(self) -> None:
        """Run to the end; nobody will give anything any more."""
        self.over = True
        self._stir()

    def look_again(self) -> None:
        """Say that something was given to the run while time stood still."""
        self._stir()

    def _stir(self) -> None:
        self.halted.clear()
        self._changed.set()

    async def reach(self, second: int) -> bool:
        """Return True once time may pass to `second`, False when that has changed."""
        if self.over or second <= self.limit:
            self.now = second
            return True
        self.now = max(self.now, self.limit)  # until then nothing happens
        await self._stand_still()
        return False

    async def rest(self) -> bool:
        """Wait for something to be given, or for the end."""
        if self.over:
            return False
        self.resting = True
        if self.limit < FOREVER:
            self.now = max(self.now, self.limit)
        await self._stand_still()
        self.resting = False
        return True

    async def _stand_still(self) -> None:
        self._changed.clear()
        self.halted.set()
        await self._changed.wait()

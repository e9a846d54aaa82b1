"""The pace of a run: as fast as the machine can, or so many virtual seconds a second.

Pace is all that differs between a run for a machine, one for a projector and one that
somebody outside takes part in; the outcome does not depend on it.
"""

import asyncio

from swsim.exchange import wallclock

# No scenario is longer.
FOREVER = 2**62


class Clock:
    """Lets virtual time pass.

    `speed` is virtual seconds for each wall second; None is as fast as possible.
    """

    def __init__(self, speed: int | None = None) -> None:
        self.speed = speed
        self.now = 0
        self._origin: tuple[int, float] | None = None

    async def reach(self, second: int) -> bool:
        """Return when virtual time has come to `second`.

        False says that it has not, and that there may be something earlier to do now.
        """
        if self.speed is not None:
            await self._wait(second)
        self.now = second
        return True

    async def rest(self) -> bool:
        """Return whether something may still come, when nothing is planned any more."""
        return False

    def look_again(self) -> None:
        """Say that something was given to the run while time stood still."""

    async def _wait(self, second: int) -> None:
        if self._origin is None:
            self._origin = (self.now, wallclock.monotonic())
        first, began = self._origin
        assert self.speed is not None
        due = began + (second - first) / self.speed
        await asyncio.sleep(max(0.0, due - wallclock.monotonic()))


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

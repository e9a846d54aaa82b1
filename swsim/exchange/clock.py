"""The pace of a run: as fast as the machine can, or so many virtual seconds a second.

Pace is all that differs between a run for a machine and one for a projector; the
outcome does not depend on it.
"""

import asyncio

from swsim.exchange import wallclock


class Clock:
    """Lets virtual time pass.

    `speed` is virtual seconds for each wall second; None is as fast as possible.
    """

    def __init__(self, speed: int | None = None) -> None:
        self.speed = speed
        self.now = 0
        self._origin: tuple[int, float] | None = None

    async def reach(self, second: int) -> None:
        """Return when virtual time has come to `second`."""
        if self.speed is not None:
            await self._wait(second)
        self.now = second

    async def _wait(self, second: int) -> None:
        if self._origin is None:
            self._origin = (self.now, wallclock.monotonic())
        first, began = self._origin
        assert self.speed is not None
        due = began + (second - first) / self.speed
        await asyncio.sleep(max(0.0, due - wallclock.monotonic()))

"""The pace of a run: as fast as the machine can, or so many virtual seconds a second.

Pace is all that differs between a run for a machine, one for a projector and one that
somebody outside takes part in; the outcome does not depend on it.
"""

import asyncio
from collections.abc import Callable
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

    def skip_to(self, second: int) -> None:
        """Be at a second at once: what is played again takes no time."""
        self.now = second

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


class RoomClock(Clock):
    """A clock that a trainer starts, pauses, steps and sets to another speed.

    Paused time never counts: after a pause the same virtual second goes on. `changed`
    is called after each of these.
    """

    def __init__(self, speed: int = 60, *, paused: bool = True) -> None:
        super().__init__(speed)
        self.paused = paused
        self.changed: Callable[[], None] = lambda: None
        self._next: int | None = None
        self._steps = 0
        self._stirred = asyncio.Event()

    def present(self) -> int:
        """Return the last second that is over: while the clock waits, time passes."""
        if self.paused or self._origin is None or self._next is None:
            return self.now
        return max(self.now, min(int(self._passed()), self._next - 1))

    def go_on(self) -> None:
        """Let time pass."""
        self._set(paused=False)

    def pause(self) -> None:
        """Stand still from now on."""
        self._set(paused=True)

    def step(self) -> None:
        """Play the next second at which something happens, then stand still."""
        self._steps += 1
        self._set(paused=True)

    def set_speed(self, speed: int) -> None:
        """Let so many virtual seconds pass in a second of the room."""
        self._keep_moment()
        self.speed = speed
        self._stir()

    def look_again(self) -> None:
        """Say that something was given to the run while time stood still."""
        self._stir()

    def skip_to(self, second: int) -> None:
        """Be at a second at once, and count from there on."""
        self.now = second
        self._origin = None

    async def reach(self, second: int) -> bool:
        """Return True once time has come to `second`, False when that has changed."""
        self._next = second
        if self._origin is None:
            self._origin = (self.now, wallclock.monotonic())
        while not self._is_reached(second):
            self._stirred.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._left(second)):
                    await self._stirred.wait()
                    return False
        self.now = second
        return True

    def _is_reached(self, second: int) -> bool:
        if self._steps:
            self._steps -= 1
            self._origin = (second, wallclock.monotonic())
            return True
        return not self.paused and self._passed() >= second

    def _left(self, second: int) -> float | None:
        """Return the seconds of the room until then; None while time stands still."""
        if self.paused:
            return None
        assert self.speed is not None
        return max(0.0, (second - self._passed()) / self.speed)

    def _passed(self) -> float:
        assert self._origin is not None
        assert self.speed is not None
        first, began = self._origin
        return first + (wallclock.monotonic() - began) * self.speed

    def _set(self, *, paused: bool) -> None:
        self._keep_moment()
        self.paused = paused
        self._stir()

    def _keep_moment(self) -> None:
        """Count from the present moment on."""
        self.now = self.present()
        self._origin = (self.now, wallclock.monotonic())

    def _stir(self) -> None:
        self._stirred.set()
        self.changed()

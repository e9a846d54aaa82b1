"""Pace is all that the clock adds: so many virtual seconds for each wall second."""

from swsim.exchange.clock import Clock
from swsim.exchange.wallclock import monotonic


async def _seconds_to_reach(clock: Clock, *seconds: int) -> float:
    began = monotonic()
    for second in seconds:
        await clock.reach(second)
    return monotonic() - began


async def test_clock_without_speed_does_not_wait() -> None:
    clock = Clock()
    took = await _seconds_to_reach(clock, 5, 10**9)
    assert took < 0.1
    assert clock.now == 10**9


async def test_clock_with_speed_takes_the_wall_time_asked_for() -> None:
    clock = Clock(speed=1000)
    took = await _seconds_to_reach(clock, 100, 200, 300)
    assert 0.3 <= took < 1.5
    assert clock.now == 300


async def test_slow_work_between_seconds_is_caught_up() -> None:
    """Pace counts from the beginning, so that delays do not add up."""
    clock = Clock(speed=1000)
    await clock.reach(100)
    began = monotonic()
    while monotonic() - began < 0.2:
        pass
    took = await _seconds_to_reach(clock, 300)
    assert took < 0.15

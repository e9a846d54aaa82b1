"""Pace is all that the clock adds: so many virtual seconds for each wall second."""

import asyncio

from swsim.exchange.clock import Clock, RoomClock
from swsim.exchange.wallclock import monotonic


async def _seconds_to_reach(clock: Clock, *seconds: int) -> float:
    began = monotonic()
    for second in seconds:
        await clock.reach(second)
    return monotonic() - began


async def test_clock_without_speed_does_not_wait() -> None:
    clock = Clock()
    await _seconds_to_reach(clock, 5, 10**9)
    assert clock.now == 10**9


async def test_clock_with_speed_takes_the_wall_time_asked_for() -> None:
    clock = Clock(speed=1000)
    took = await _seconds_to_reach(clock, 100, 200, 300)
    assert 0.3 <= took < 30
    assert clock.now == 300


async def test_slow_work_between_seconds_is_caught_up() -> None:
    """Pace counts from the beginning, so that delays do not add up."""
    clock = Clock(speed=1000)
    await clock.reach(100)
    began = monotonic()
    while monotonic() - began < 0.2:
        pass
    reaching = asyncio.create_task(clock.reach(300))
    for _ in range(5):  # turns of the loop, in which no time passes
        await asyncio.sleep(0)
    assert reaching.done()


async def test_time_passes_while_the_clock_waits() -> None:
    clock = Clock(speed=1_000)
    await clock.reach(10)
    waiting = asyncio.create_task(clock.reach(200))
    await asyncio.sleep(0.1)
    assert 60 <= clock.present() < 200
    assert await waiting
    assert clock.present() == clock.now == 200


async def test_what_is_given_wakes_the_clock() -> None:
    clock = Clock(speed=1)
    waiting = asyncio.create_task(clock.reach(1_000))
    await asyncio.sleep(0.05)
    clock.look_again()
    assert await waiting is False
    assert clock.now < 1_000


async def test_clock_lingers_for_those_outside_and_then_ends() -> None:
    clock = Clock(speed=1_000, linger=0.1)
    assert await clock.rest() is False
    clock.look_again()
    assert await clock.rest() is True


async def test_clock_without_those_outside_does_not_linger() -> None:
    clock = Clock(speed=1_000)
    clock.look_again()
    assert await clock.rest() is False


async def test_clock_of_a_room_stands_still_until_it_is_started() -> None:
    clock = RoomClock(speed=1000)
    reaching = asyncio.create_task(clock.reach(100))
    await asyncio.sleep(0.15)
    assert (clock.present(), reaching.done()) == (0, False)

    clock.go_on()
    assert await reaching is False  # there may be something earlier to do now
    assert await clock.reach(100)
    assert clock.present() == 100


async def test_paused_time_does_not_count() -> None:
    clock = RoomClock(speed=1000, paused=False)
    reaching = asyncio.create_task(clock.reach(400))
    await asyncio.sleep(0.1)
    clock.pause()
    paused_at = clock.present()
    await asyncio.sleep(0.5)
    assert 50 <= clock.present() == paused_at < 400
    assert await reaching is False

    clock.go_on()
    began = monotonic()
    while not await clock.reach(400):
        pass
    assert monotonic() - began >= (400 - paused_at) / 1000 - 0.02


async def test_step_plays_one_second_and_stands_still() -> None:
    clock = RoomClock(speed=1)
    reaching = asyncio.create_task(clock.reach(5_000))
    await asyncio.sleep(0)
    clock.step()
    while not await reaching:
        reaching = asyncio.create_task(clock.reach(5_000))
    assert (clock.now, clock.paused) == (5_000, True)

    reaching = asyncio.create_task(clock.reach(5_001))
    await asyncio.sleep(0.05)
    assert not reaching.done()
    reaching.cancel()


async def test_other_speed_counts_from_the_present_moment() -> None:
    clock = RoomClock(speed=100, paused=False)
    reaching = asyncio.create_task(clock.reach(2_000))
    await asyncio.sleep(0.5)
    before = clock.present()
    clock.set_speed(1_000)
    assert clock.present() - before < 400  # from the beginning it would be 450 already
    assert await reaching is False
    began = monotonic()
    while not await clock.reach(2_000):
        pass
    assert 1.5 <= monotonic() - began < 15  # at the speed before it would be 19.5


async def test_whoever_watches_the_clock_is_told() -> None:
    clock, told = RoomClock(), []
    clock.changed = lambda: told.append(clock.paused)
    clock.go_on()
    clock.pause()
    clock.set_speed(10)
    assert told == [False, True, True]

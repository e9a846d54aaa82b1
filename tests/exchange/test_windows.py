"""Windows are granted only when nothing unknown can fall into them."""

import asyncio
from typing import Any

import pytest

from swsim.exchange.clock import FOREVER
from swsim.exchange.stall import Waiting
from swsim.exchange.windows import Standing, WindowClock, Windows

LOOKAHEAD = 60


def standing(next_: int | None, **other: Any) -> Standing:
    plain = {"granted": 0, "sent": 0, "stored": 0, "unconfirmed": 0}
    return Standing(next=next_, **(plain | other))


def windows(first: Standing, second: Standing) -> Windows:
    made = Windows(["worker-1", "worker-2"], LOOKAHEAD)
    made.stands("worker-1", first)
    made.stands("worker-2", second)
    return made


def test_window_runs_from_the_earliest_second_for_the_smallest_latency() -> None:
    both = windows(standing(700), standing(500))

    assert both.earliest() == 500
    assert both.advance(500) == 560
    assert both.granted == 560


def test_worker_without_plans_does_not_hold_the_others() -> None:
    assert windows(standing(None), standing(500)).earliest() == 500


def test_nothing_is_granted_before_all_have_reported() -> None:
    one = Windows(["worker-1", "worker-2"], LOOKAHEAD)
    one.stands("worker-1", standing(500))

    assert one.earliest() is None
    assert not one.over()


def test_nothing_is_granted_while_a_message_is_between_workers() -> None:
    sent = standing(500, sent=2)

    assert windows(sent, standing(700, stored=1)).earliest() is None
    assert windows(sent, standing(700, stored=2)).earliest() == 500


def test_report_on_an_earlier_window_does_not_count() -> None:
    both = windows(standing(500), standing(600))
    both.advance(500)
    both.stands("worker-1", standing(570, granted=560))

    assert both.earliest() is None

    both.stands("worker-2", standing(600, granted=560))
    assert both.earliest() == 570


def test_worker_that_is_ahead_after_a_restart_of_the_others_is_waited_for() -> None:
    """Nobody is granted less than before: what it was granted stays true."""
    both = windows(standing(900, granted=890), standing(400, granted=0))

    assert both.earliest() == 400
    assert both.advance(400) == 460


def test_run_is_over_when_nothing_is_planned_and_all_is_receipted() -> None:
    assert windows(standing(None), standing(None)).over()
    assert not windows(standing(None), standing(9)).over()
    assert not windows(standing(None), standing(None, unconfirmed=1)).over()
    assert not windows(standing(None, sent=1), standing(None)).over()


# --- what is waited for -----------------------------------------------------------


def test_who_is_behind_is_waited_for_and_messages_only_once_nobody_is() -> None:
    both = windows(standing(500, sent=2), standing(600))
    assert both.waiting() == Waiting(messages=2)
    both.stands("worker-2", standing(600, stored=2))
    both.advance(500)
    both.stands("worker-1", standing(570, granted=560, sent=3))

    assert both.waiting() == Waiting(messages=0, workers=("worker-2",))


def test_receipts_are_waited_for_at_the_end() -> None:
    assert windows(standing(None, unconfirmed=2), standing(None)).waiting() == Waiting(
        messages=2
    )


def test_nothing_is_waited_for_while_it_can_go_on_or_is_over() -> None:
    assert windows(standing(700), standing(500)).state() is None
    assert windows(standing(None), standing(None)).state() is None


def test_state_changes_with_every_step_of_a_worker() -> None:
    both = windows(standing(500, sent=2), standing(600))
    before = both.state()
    both.stands("worker-2", standing(600, stored=1))

    assert before is not None
    assert both.state() not in (None, before)


def test_without_the_rule_all_of_time_is_granted() -> None:
    assert Windows(["worker-1"], LOOKAHEAD, ruled=False).granted == FOREVER


# --- the clock ---------------------------------------------------------------------


class Stands(list[int | None]):
    """What a clock said when time stood still."""


@pytest.fixture
def said() -> Stands:
    """What the clock says."""
    return Stands()


async def _turns() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_time_passes_within_the_window_alone(said: Stands) -> None:
    clock = WindowClock(said.append)
    clock.grant(60)

    assert await clock.reach(59)
    assert clock.now == 59

    beyond = asyncio.create_task(clock.reach(60))
    await _turns()
    assert (said, beyond.done(), clock.now) == ([60], False, 59)

    clock.grant(120)
    assert await beyond is False  # look again, something earlier may have come
    assert await clock.reach(60)


async def test_smaller_grant_takes_nothing_back(said: Stands) -> None:
    clock = WindowClock(said.append)
    clock.grant(60)
    clock.grant(30)

    assert await clock.reach(59)


async def test_message_from_another_worker_ends_the_wait(said: Stands) -> None:
    clock = WindowClock(said.append)
    waiting = asyncio.create_task(clock.reach(500))
    await _turns()
    clock.balance_changed()

    assert await waiting is False


async def test_rest_lasts_until_the_end_is_said(said: Stands) -> None:
    clock = WindowClock(said.append)
    resting = asyncio.create_task(clock.rest())
    await _turns()
    assert (said, resting.done()) == ([None], False)

    clock.balance_changed()
    assert await resting is True

    clock.finish()
    assert await clock.rest() is False

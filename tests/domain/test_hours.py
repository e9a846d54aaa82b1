"""Work rests at night and at weekends, in local time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swsim.domain.hours import elapsed, until_open

HOUR = 3600
MONDAY = datetime(2026, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "work", "ends"),
    [
        (timedelta(hours=9), 2 * HOUR, timedelta(hours=11)),
        (timedelta(hours=5), HOUR, timedelta(hours=9)),
        (timedelta(hours=16), 2 * HOUR, timedelta(days=1, hours=9)),
        (timedelta(hours=17), HOUR, timedelta(days=1, hours=9)),
        (timedelta(days=4, hours=16), 2 * HOUR, timedelta(days=7, hours=9)),
        (timedelta(days=5, hours=10), HOUR, timedelta(days=7, hours=9)),
        (timedelta(hours=8), 9 * HOUR, timedelta(hours=17)),
        (timedelta(hours=8), 9 * HOUR + 1, timedelta(days=1, hours=8, seconds=1)),
        (timedelta(hours=9), 5 * 9 * HOUR, timedelta(days=7, hours=9)),
    ],
)
def test_ends(start: timedelta, work: int, ends: timedelta) -> None:
    assert timedelta(seconds=elapsed(MONDAY + start, 0, work)) == ends - start


@pytest.mark.parametrize(
    ("start", "opens"),
    [
        (timedelta(hours=9), timedelta()),
        (timedelta(hours=5), timedelta(hours=3)),
        (timedelta(hours=17), timedelta(hours=15)),
        (timedelta(days=5, hours=10), timedelta(days=1, hours=22)),
    ],
)
def test_until_open(start: timedelta, opens: timedelta) -> None:
    assert timedelta(seconds=until_open(MONDAY + start, 0)) == opens


def test_hours_are_local() -> None:
    # Eight in Panama is one in the afternoon in UTC.
    assert elapsed(MONDAY, -300, HOUR) == 14 * HOUR


@given(st.integers(0, 30 * 86_400), st.integers(-720, 720), st.integers(1, 200_000))
def test_never_shorter_than_the_work(start: int, offset: int, work: int) -> None:
    taken = elapsed(MONDAY + timedelta(seconds=start), offset, work)

    assert taken >= work
    # A week has 45 hours of work.
    assert taken <= (work // (45 * HOUR) + 2) * 7 * 86_400

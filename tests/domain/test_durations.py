"""Durations as people write and read them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swsim.domain.durations import PATTERN, parse_duration, say


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", 90),
        ("30m", 1800),
        ("4h", 14_400),
        ("2d", 172_800),
        ("1h30m", 5400),
        ("1d2h3m4s", 93_784),
        ("0s", 0),
        ("45", 45),
    ],
)
def test_duration_is_read_as_seconds(text: str, expected: int) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text", ["", "h", "1.5h", "-1s", "1m1h", "5d3", "1 h", "2w", "1h\n", "٣s", None, []]
)
def test_other_text_is_refused_with_examples(text: object) -> None:
    with pytest.raises(ValueError, match="write 90s, 30m, 4h, 2d or 1h30m"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["90s", "1d2h3m4s", "45", "5d3", "", "h"])
def test_pattern_for_editors_agrees_with_the_reader(text: str) -> None:
    try:
        parse_duration(text)
        expected = True
    except ValueError:
        expected = False

    assert bool(re.search(PATTERN, text)) is expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (187_200, "2 d 4 h"),
        (90, "1 min 30 s"),
        (0, "0 s"),
        (-9000, "-2 h 30 min"),
        (86_401, "1 d 1 s"),
    ],
)
def test_seconds_are_said_in_units(seconds: int, expected: str) -> None:
    assert say(seconds) == expected
    assert say(seconds, "es") == expected


def test_say_cuts_off_after_the_parts_asked_for() -> None:
    assert say(93_784, parts=2) == "1 d 2 h"


@given(st.integers(min_value=0, max_value=10**9))
def test_what_is_said_reads_back_the_same(seconds: int) -> None:
    text = say(seconds).replace(" min", "m").replace(" ", "")

    assert parse_duration(text) == seconds

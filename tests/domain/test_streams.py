"""Chance that is the same on every machine, and shaped as it should be."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swsim.domain.streams import Stream

DRAWS = 20_000


def test_same_name_gives_the_same_draws() -> None:
    one, other = Stream(7, "pa", "pa-cus", "x"), Stream(7, "pa", "pa-cus", "x")

    assert [one.below(1000) for _ in range(50)] == [
        other.below(1000) for _ in range(50)
    ]


@pytest.mark.parametrize(
    ("seed", "name"),
    [
        (8, ("pa", "pa-cus", "x")),
        (7, ("jp", "pa-cus", "x")),
        (7, ("pa", "pa-agr", "x")),
        (7, ("pa", "pa-cus", "y")),
        (7, ("pa", "pa-cus")),
    ],
)
def test_other_seed_or_name_gives_other_draws(seed: int, name: tuple[str, ...]) -> None:
    one, other = Stream(7, "pa", "pa-cus", "x"), Stream(seed, *name)

    assert [one.below(1000) for _ in range(50)] != [
        other.below(1000) for _ in range(50)
    ]


def test_draws_are_the_ones_they_have_always_been() -> None:
    stream = Stream(7, "pa", "pa-cus", "x")
    drawn = [stream.below(1000) for _ in range(4)]

    # A change here changes the digest of every run there ever was.
    assert drawn == [94, 306, 939, 992]
    assert Stream(7, "pa", "pa-cus", "x").seconds(3_600, 14_400) == 2_554


def test_one_more_draw_in_a_stream_changes_nothing_in_another() -> None:
    one, other = Stream(7, "a"), Stream(7, "b")
    one.below(10)

    assert other.below(10**9) == Stream(7, "b").below(10**9)


@given(st.integers(0, 10**6), st.integers(1, 10**9))
def test_below_is_a_whole_number_below_the_limit(seed: int, limit: int) -> None:
    drawn = Stream(seed, "below").below(limit)

    assert type(drawn) is int
    assert 0 <= drawn < limit


def test_between_includes_both_ends() -> None:
    stream = Stream(7, "between")

    assert {stream.between(3, 5) for _ in range(100)} == {3, 4, 5}


@pytest.mark.parametrize("per_mille", [0, 1000])
def test_chance_is_certain_at_its_ends(per_mille: int) -> None:
    stream = Stream(7, "chance")

    assert {stream.chance(per_mille) for _ in range(2000)} == {per_mille == 1000}


def test_chance_is_as_great_as_it_says() -> None:
    stream = Stream(7, "chance")
    hits = sum(stream.chance(250) for _ in range(DRAWS))

    assert abs(hits - DRAWS // 4) < DRAWS // 50


def test_weighted_keeps_to_the_weights() -> None:
    stream = Stream(7, "weighted")
    weights = (("green", 700), ("yellow", 200), ("red", 100), ("never", 0))
    drawn = Counter(stream.weighted(weights) for _ in range(DRAWS))

    assert drawn["never"] == 0
    for option, weight in weights:
        assert abs(drawn[option] - DRAWS * weight // 1000) < DRAWS // 50


def test_weights_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Stream(7, "weighted").weighted([("a", 0)])


@pytest.mark.parametrize(
    ("median", "p90"), [(1_800, 7_200), (3 * 86_400, 7 * 86_400), (100_000, 110_000)]
)
def test_duration_has_the_median_and_p90_asked_for(median: int, p90: int) -> None:
    stream = Stream(7, "seconds", str(median))
    drawn = sorted(stream.seconds(median, p90) for _ in range(DRAWS))

    assert abs(drawn[DRAWS // 2] - median) < median * 0.05
    assert abs(drawn[DRAWS * 9 // 10] - p90) < p90 * 0.05


@given(st.integers(0, 1000), st.integers(1, 10**7), st.integers(0, 10**7))
def test_duration_is_a_whole_number_of_seconds_and_takes_time(
    seed: int, median: int, more: int
) -> None:
    drawn = Stream(seed, "seconds").seconds(median, median + more)

    assert type(drawn) is int
    assert drawn >= 1


def test_duration_without_spread_is_exact() -> None:
    assert Stream(7, "seconds").seconds(600, 600) == 600
    assert Stream(7, "seconds").seconds(0, 0) == 1


def test_duration_takes_as_many_draws_with_spread_as_without() -> None:
    spread, exact = Stream(7, "seconds"), Stream(7, "seconds")
    spread.seconds(10, 20)
    exact.seconds(10, 10)

    assert spread.below(10**9) == exact.below(10**9)

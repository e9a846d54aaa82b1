"""Every statistic is the one that numpy or scipy give for the same values."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from swsim.trs.statistics import (
    distribution,
    histogram,
    mean_interval,
    outliers,
    statistics,
)
from swsim.trs.table import Seconds
from trs.handmade import DAY, HOUR


def durations(n: int = 400, seed: int = 1) -> Seconds:
    """Return skewed durations, some of them negative, as release times are."""
    drawn = np.random.default_rng(seed).lognormal(11, 1, n) - 30_000
    return drawn.astype(np.int64)


def test_every_statistic_is_that_of_numpy_and_scipy() -> None:
    seconds = durations()
    found = statistics(seconds, target=2 * DAY, seed=5)
    limit = min(np.percentile(seconds, 99), 30 * DAY)
    boot = stats.bootstrap(
        (seconds,), np.mean, n_resamples=1_000, rng=np.random.default_rng(5)
    ).confidence_interval

    assert found is not None
    assert found.n == 400
    assert found.mean == pytest.approx(np.mean(seconds))
    assert found.median == np.median(seconds)
    assert [found.p10, found.p25, found.p75, found.p90, found.p95] == list(
        np.percentile(seconds, [10, 25, 75, 90, 95])
    )
    assert found.sd == pytest.approx(stats.tstd(seconds))
    assert found.cv == pytest.approx(stats.variation(seconds, ddof=1))
    assert (found.minimum, found.maximum) == (seconds.min(), seconds.max())
    assert found.trimmed_mean == pytest.approx(seconds[seconds <= limit].mean())
    assert found.outliers == (seconds > limit).sum() == 4
    assert (found.low, found.high) == pytest.approx((boot.low, boot.high))
    assert found.method == "bootstrap"
    assert found.negative == (seconds < 0).sum() > 0
    assert found.clamped_mean == pytest.approx(np.clip(seconds, 0, None).mean())
    assert found.clamped_median == np.median(np.clip(seconds, 0, None))
    assert found.within == stats.percentileofscore(seconds, 2 * DAY, "weak") / 100


def test_known_answers() -> None:
    found = statistics(np.array([-10, 0, 10, 20, 80]) * HOUR)

    assert found is not None
    assert found.mean == 20 * HOUR
    assert found.median == 10 * HOUR
    assert (found.p25, found.p75) == (0, 20 * HOUR)
    assert found.clamped_mean == 22 * HOUR
    assert found.negative == 1
    assert found.within is None


def test_target_may_differ_from_one_to_the_next() -> None:
    seconds = np.array([10, 10, 30])
    found = statistics(seconds, target=np.array([10, 9, 40]))

    assert found is not None
    assert found.within == pytest.approx(2 / 3)


def test_of_many_values_the_interval_is_that_of_student() -> None:
    seconds = durations(5_000)
    low, high, method = mean_interval(seconds)

    expected = stats.ttest_1samp(seconds, 0).confidence_interval(0.95)
    assert (low, high) == pytest.approx((expected.low, expected.high))
    assert method == "t"


def test_both_intervals_agree_where_one_takes_over() -> None:
    few, many = mean_interval(durations(1_000)), mean_interval(durations(1_001))
    width = many[1] - many[0]

    assert (few[2], many[2]) == ("bootstrap", "t")
    assert few[:2] == pytest.approx(many[:2], abs=width / 8)


@pytest.mark.parametrize("n", [2, 3, 12, 90, 1_000])
def test_bootstrap_is_that_of_scipy(n: int) -> None:
    seconds = durations(n)
    found = mean_interval(seconds, n)

    boot = stats.bootstrap(
        (seconds,), np.mean, n_resamples=1_000, rng=np.random.default_rng(n)
    ).confidence_interval
    assert found[:2] == pytest.approx((boot.low, boot.high), rel=1e-9)


def test_bootstrap_does_without_the_import_of_scipy() -> None:
    asked = (
        "import sys; from numpy import array; from swsim.trs.statistics import *;"
        " statistics(array([1, 2, 9])); print('scipy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


def test_bootstrap_is_the_same_for_the_same_seed_alone() -> None:
    seconds = durations(50)

    assert mean_interval(seconds, 1) == mean_interval(seconds, 1)
    assert mean_interval(seconds, 1) != mean_interval(seconds, 2)


@pytest.mark.parametrize("values", [[5], [5, 5, 5]])
def test_equal_values_leave_no_doubt(values: list[int]) -> None:
    found = statistics(np.array(values))

    assert found is not None
    assert (found.low, found.high, found.sd) == (5, 5, 0)
    assert found.method == "none"


def test_nothing_has_no_statistics() -> None:
    assert statistics(np.array([], np.int64)) is None


def test_longer_than_thirty_days_is_far_out() -> None:
    seconds = np.array([DAY] * 5 + [31 * DAY] * 5)

    assert outliers(seconds).tolist() == [False] * 5 + [True] * 5


def test_where_all_take_longer_than_thirty_days_the_percentile_decides() -> None:
    seconds = np.arange(100, 300) * DAY
    found = statistics(seconds)

    assert found is not None
    assert found.outliers == 2
    assert found.trimmed_mean == pytest.approx(seconds[:-2].mean())


def test_histogram_is_that_of_numpy_on_a_mirrored_scale() -> None:
    seconds = np.array([-2 * HOUR, -1, 0, 59, 60, 5 * HOUR])
    found = histogram(seconds)

    counts, _ = np.histogram(seconds, found.edges)
    assert list(found.counts) == counts.tolist()
    assert sum(found.counts) == len(seconds)
    assert found.edges[0] == -3 * HOUR
    assert 0 in found.edges
    assert found.edges[-1] == 10 * HOUR


@given(hnp.arrays(np.int64, st.integers(1, 60), elements=st.integers(-(10**8), 10**8)))
def test_histogram_loses_nothing(seconds: Seconds) -> None:
    found = histogram(seconds)

    assert sum(found.counts) == len(seconds)
    assert list(found.edges) == sorted(set(found.edges))


def test_distribution_is_the_empirical_one() -> None:
    seconds = durations(1_000)
    found = distribution(seconds)
    ecdf = stats.ecdf(seconds).cdf

    assert len(found.seconds) == 101
    assert found.seconds[-1] == seconds.max()
    # At every step at least that share is at most that long, and just before less.
    assert (ecdf.evaluate(found.seconds) >= found.shares - 1e-9).all()
    assert (ecdf.evaluate(found.seconds[1:] - 1) < found.shares[1:] + 1e-9).all()

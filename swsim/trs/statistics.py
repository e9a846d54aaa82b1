"""The statistics of a Time Release Study over whole seconds.

Quantiles interpolate linearly and the deviation is that of a sample, as numpy has them;
the confidence intervals are those of scipy.stats, which takes half a second to import
and so stays out of every run. What lies far out is left out of the trimmed mean alone,
and listed.

Sources: WCO Guide to Measure the Time Required for the Release of Goods; Efron and
Tibshirani, An Introduction to the Bootstrap, 14.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from swsim.trs.table import Mask, Seconds

_HOUR = 3_600
_DAY = 24 * _HOUR
# What lies above the 99th percentile or above 30 days is an outlier.
_OUTLIERS_ABOVE = 30 * _DAY
_TAILS = (0.025, 0.975)  # 95 % lie between
_RESAMPLES = 1_000
_AT_A_TIME = 50
# With more values the bootstrap takes long, and Student's t says nearly the same.
_BOOTSTRAP_AT_MOST = 1_000

Method = Literal["bootstrap", "t", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """What is said of some durations, in seconds.

    `cv` is the deviation over the mean, None where the mean is 0. `trimmed_mean` is
    without the `outliers`, which are counted. `low` and `high` bound the mean with 95 %
    confidence by `method`. `negative` counts those below 0; `clamped_mean` and
    `clamped_median` take them as 0. `within` is the share that met its target, None
    where there is no target.
    """

    n: int
    mean: float
    median: float
    p10: float
    p25: float
    p75: float
    p90: float
    p95: float
    sd: float
    cv: float | None
    minimum: int
    maximum: int
    trimmed_mean: float
    outliers: int
    low: float
    high: float
    method: Method
    negative: int
    clamped_mean: float
    clamped_median: float
    within: float | None = None


def statistics(
    seconds: Seconds, *, target: Seconds | int | None = None, seed: int = 0
) -> Statistics | None:
    """Return the statistics of some durations, None where there are none.

    `target` is the longest that is on time, for all or for each; `seed` that of the
    bootstrap.
    """
    if not len(seconds):
        return None
    p10, p25, median, p75, p90, p95, p99 = np.percentile(
        seconds, (10, 25, 50, 75, 90, 95, 99)
    ).tolist()
    mean = float(np.mean(seconds))
    sd = float(np.std(seconds, ddof=1)) if len(seconds) > 1 else 0.0
    limit, negative = _limit(seconds, p99), int(np.count_nonzero(seconds < 0))
    far, clamped = int(np.count_nonzero(seconds > limit)), np.maximum(seconds, 0)
    low, high, method = mean_interval(seconds, seed)
    return Statistics(
        n=len(seconds),
        mean=mean,
        median=median,
        p10=p10,
        p25=p25,
        p75=p75,
        p90=p90,
        p95=p95,
        sd=sd,
        cv=sd / mean if mean else None,
        minimum=int(seconds.min()),
        maximum=int(seconds.max()),
        trimmed_mean=float(np.mean(seconds[seconds <= limit])) if far else mean,
        outliers=far,
        low=low,
        high=high,
        method=method,
        negative=negative,
        clamped_mean=float(np.mean(clamped)) if negative else mean,
        clamped_median=float(np.median(clamped)) if negative else median,
        within=None if target is None else float(np.mean(seconds <= target)),
    )


def outlier_limit(seconds: Seconds) -> float:
    """Return the duration above which a value is an outlier.

    Where all took longer than 30 days, the 99th percentile alone decides.
    """
    return _limit(seconds, float(np.percentile(seconds, 99)))


def student_interval(values: Sequence[float] | Seconds) -> tuple[float, float]:
    """Return Student's interval of 95 % of the mean of some differences.

    Both ends are the mean where there is one value, or all are the same.
    """
    mean = float(np.mean(values))
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    if not deviation:
        return mean, mean
    from scipy.special import stdtrit  # a tenth of a second: only where it is needed

    n = len(values)
    reach = float(stdtrit(n - 1, _TAILS[1])) * deviation / n**0.5
    return mean - reach, mean + reach


def _limit(seconds: Seconds, p99: float) -> float:
    return p99 if seconds.min() > _OUTLIERS_ABOVE else min(p99, _OUTLIERS_ABOVE)


def outliers(seconds: Seconds) -> Mask:
    """Tell of each duration whether it is an outlier."""
    return np.asarray(seconds > outlier_limit(seconds))


def mean_interval(seconds: Seconds, seed: int = 0) -> tuple[float, float, Method]:
    """Return the 95 % confidence interval of the mean, and how it was found.

    By the bias-corrected bootstrap, as release times are skewed; of many values by
    Student's t, which is nearly the same then. Equal values leave no doubt.
    """
    mean = float(np.mean(seconds))
    if len(seconds) < 2 or seconds.min() == seconds.max():
        return mean, mean, "none"
    if len(seconds) > _BOOTSTRAP_AT_MOST:
        return *student_interval(seconds), "t"
    return *_bootstrap_interval(seconds, mean, seed), "bootstrap"


def _bootstrap_interval(
    seconds: Seconds, mean: float, seed: int
) -> tuple[float, float]:
    n, normal = len(seconds), NormalDist()
    stream = np.random.default_rng(seed)
    # Some at a time: all of a thousand values would be sixteen megabytes.
    means = np.concatenate(
        [
            np.mean(seconds[stream.integers(0, n, (_AT_A_TIME, n))], axis=-1)
            for _ in range(_RESAMPLES // _AT_A_TIME)
        ]
    )
    below = np.count_nonzero(means < mean) + np.count_nonzero(means <= mean)
    bias = normal.inv_cdf(below / (2 * _RESAMPLES))
    # What the jackknife gives for a mean: each value's own distance from it.
    apart = seconds - mean
    acceleration = np.sum(apart**3) / np.sum(apart**2) ** 1.5 / 6
    shares = []
    for tail in _TAILS:
        z = bias + normal.inv_cdf(tail)
        shares.append(normal.cdf(bias + z / (1 - acceleration * z)))
    low, high = np.quantile(means, shares).tolist()
    return low, high


@dataclass(frozen=True, kw_only=True, slots=True)
class Histogram:
    """How many durations lie from each edge to the next; edges in seconds."""

    edges: tuple[int, ...]
    counts: tuple[int, ...]


# On a scale of logarithms, in whole seconds; nearly half a decade apart.
_EDGES: tuple[int, ...] = (
    *(60, 180, 600, 1_800),
    *(1 * _HOUR, 3 * _HOUR, 10 * _HOUR, 1 * _DAY, 3 * _DAY, 10 * _DAY, 30 * _DAY),
    *(100 * _DAY, 300 * _DAY),
)


def histogram(seconds: Seconds, edges: Sequence[int] | None = None) -> Histogram:
    """Return the histogram of some durations on a scale of logarithms.

    Below 0 the scale is mirrored: goods released before they arrive are charted, too.
    Empty classes at both ends are left out. `edges` overrides the scale.
    """
    if edges is None:
        edges = _scale(seconds)
    counts, _ = np.histogram(seconds, edges)
    return Histogram(edges=tuple(edges), counts=tuple(counts.tolist()))


def _scale(seconds: Seconds) -> tuple[int, ...]:
    far = max(_EDGES[-1], int(np.abs(seconds).max(initial=0))) + 1
    scale = np.array((-far, *(-edge for edge in _EDGES[::-1]), 0, *_EDGES, far))
    if not len(seconds):
        return (0, _EDGES[0])
    first = max(int(np.searchsorted(scale, seconds.min(), "right")) - 1, 0)
    last = int(np.searchsorted(scale, seconds.max(), "right"))
    return tuple(scale[first : last + 1].tolist())


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """The empirical distribution: `shares` of the durations are at most `seconds`."""

    seconds: NDArray[np.float64]
    shares: NDArray[np.float64]


def distribution(seconds: Seconds, points: int = 100) -> Distribution:
    """Return the distribution at so many equal steps of the share, and at 0."""
    shares = np.linspace(0, 1, points + 1)
    if not len(seconds):
        return Distribution(seconds=np.empty(0), shares=np.empty(0))
    return Distribution(
        seconds=np.quantile(seconds, shares, method="inverted_cdf").astype(float),
        shares=shares,
    )

"""Paired differences between two settings, with Student's interval of 95 %.

Each seed gives one difference, variant minus baseline; what both runs have in common
falls out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from swsim.trs.statistics import student_interval
from swsim.whatif.figures import FIGURES
from swsim.whatif.playing import Sample


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """How much a figure differs: means of both, and of the paired differences.

    `low` and `high` bound the mean difference with 95 % confidence; with one seed, or
    where all differences are one number, both are that number.
    """

    figure: str
    baseline: float
    variant: float
    mean: float
    low: float
    high: float
    each: tuple[float, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0

    @property
    def relative(self) -> float | None:
        """The mean difference as a part of the baseline's mean."""
        return self.mean / abs(self.baseline) if self.baseline else None


def differences(
    baseline: Sequence[Sample], variant: Sequence[Sample]
) -> tuple[Difference, ...]:
    """Return the difference of every figure that all runs of both have."""
    pairs = list(zip(baseline, variant, strict=True))
    return tuple(
        _difference(
            name,
            [one.figures[name] for one, _ in pairs],
            [other.figures[name] for _, other in pairs],
        )
        for name in FIGURES
        if all(name in one.figures and name in other.figures for one, other in pairs)
    )


def _difference(name: str, before: list[float], after: list[float]) -> Difference:
    each = tuple(b - a for a, b in zip(before, after, strict=True))
    mean = fmean(each)
    low, high = student_interval(each)
    return Difference(
        figure=name,
        baseline=fmean(before),
        variant=fmean(after),
        mean=mean,
        low=low,
        high=high,
        each=each,
    )

"""How figures follow a range of one setting: means, their intervals, and the knee."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from swsim.trs.statistics import student_interval
from swsim.whatif.figures import FIGURES
from swsim.whatif.playing import Sample

_LEAST: Final = 0.1  # of the whole change: what bends by less is a line
_SEEN: Final = 0.01  # of the figure: who changes by less does not change


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """A figure at each value of a setting: its mean over seeds.

    `lows` and `highs` bound each mean with 95 % confidence, by Student's t. `knee` is
    the place of the value beyond which more brings little, None where there is none.
    """

    figure: str
    values: tuple[str, ...]
    lows: tuple[float, ...]
    means: tuple[float, ...]
    highs: tuple[float, ...]
    knee: int | None


def swept(
    values: Sequence[str], found: Sequence[Sequence[Sample]]
) -> tuple[Swept, ...]:
    """Return every figure that all runs have; `found` holds the samples of each value.

    The knee is looked for where values are numbers that rise.
    """
    return tuple(
        _swept(name, values, [[each.figures[name] for each in row] for row in found])
        for name in FIGURES
        if all(name in each.figures for row in found for each in row)
    )


def _swept(name: str, values: Sequence[str], found: Sequence[Sequence[float]]) -> Swept:
    means = tuple(fmean(each) for each in found)
    bounds = [student_interval(each) for each in found]
    return Swept(
        figure=name,
        values=tuple(values),
        lows=tuple(low for low, _ in bounds),
        means=means,
        highs=tuple(high for _, high in bounds),
        knee=knee([float(each) for each in values], means) if _rise(values) else None,
    )


def _rise(values: Sequence[str]) -> bool:
    if not all(each.isdecimal() for each in values):
        return False
    numbers = [int(each) for each in values]
    return numbers == sorted(set(numbers))


def knee(values: Sequence[float], means: Sequence[float]) -> int | None:
    """Return the place where a curve bends most towards bringing no more.

    With both axes from 0 to 1 that is the point farthest above the line between the
    ends, as Satopää, Albrecht, Irwin and Raghavan have it (Finding a "Kneedle" in a
    Haystack, 2011). None for a line, and for a curve that bends the other way.
    """
    wide, tall = values[-1] - values[0], means[-1] - means[0]
    if len(values) < 3 or abs(tall) <= _SEEN * max(map(abs, means)):
        return None
    above = [
        (mean - means[0]) / tall - (value - values[0]) / wide
        for value, mean in zip(values, means, strict=True)
    ]
    farthest = max(range(len(above)), key=above.__getitem__)
    return farthest if above[farthest] > _LEAST else None

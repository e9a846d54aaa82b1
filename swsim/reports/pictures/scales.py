"""Where a number stands on an axis, of seconds mostly, and which places get a mark."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log, log10

from swsim.reports.pictures import svg

_STEPS = (1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1_440, 2_880)  # hours
_HOUR = 3_600
_MOST_TICKS = 9

Say = Callable[[int], str]
Measure = Callable[[float], str]  # for numbers that are no seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Seconds, or other numbers, to places on the page, evenly."""

    low: float
    high: float
    left: int
    right: int

    def __call__(self, number: float) -> int:
        """Return how far from the left it stands."""
        room = self.right - self.left
        return self.left + int((number - self.low) * room / (self.high - self.low))


def even(ends: Iterable[float], *, left: int, right: int) -> Scale:
    """Return a scale with a little room beyond the outermost of some seconds."""
    found = list(ends)
    low, high = int(min(found)), int(max(found))
    margin = max((high - low) // 25, _HOUR)
    return Scale(low=low - margin, high=high + margin, left=left, right=right)


def step(span: int) -> int:
    """Return a round distance of ticks, in seconds, that gives at most nine of them."""
    hours = (each for each in _STEPS if span <= each * _HOUR * _MOST_TICKS)
    longest = _STEPS[-1]
    many = longest * (1 + span // (longest * _HOUR * _MOST_TICKS))
    return next(hours, many) * _HOUR


def ticks(scale: Scale) -> range:
    """Return the seconds that get a mark."""
    low, high = int(scale.low), int(scale.high)
    apart = step(high - low)
    return range(-(-low // apart) * apart, high + 1, apart)


def rounded(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers from `low` to `high`, evenly apart: `most`, or one more."""
    wide = (high - low) / most
    power = 10.0 ** floor(log10(wide))
    apart = next(power * each for each in (1, 2, 5, 10) if power * each >= wide)
    return [apart * each for each in range(ceil(low / apart), floor(high / apart) + 1)]


def tick(x: int, top: int, bottom: int, said: str) -> str:
    """Return a line of the grid with its words below."""
    return svg.line(x, top, x, bottom, class_="grid") + svg.words(
        x, bottom + 24, said, text_anchor="middle", class_="small"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Classes:
    """A scale of classes of equal width, whose edges lie apart as logarithms do.

    Within a class a value stands where its logarithm does; in those that touch 0,
    evenly.
    """

    edges: Sequence[int]
    left: int
    right: int

    def edge(self, number: int) -> int:
        """Return where an edge stands."""
        return self.left + (self.right - self.left) * number // (len(self.edges) - 1)

    def __call__(self, seconds: float) -> int:
        """Return where some seconds stand; what lies beyond, at the end."""
        for number, (low, high) in enumerate(
            zip(self.edges, self.edges[1:], strict=False)
        ):
            if seconds <= high:
                part = _part(max(seconds, low), low, high)
                width = self.edge(number + 1) - self.edge(number)
                return self.edge(number) + int(part * width)
        return self.right


def _part(value: float, low: int, high: int) -> float:
    if low > 0:
        return log(value / low) / log(high / low)
    if high < 0:
        return 1 - log(value / high) / log(low / high)
    return (value - low) / (high - low)

"""What a bench says: times, and bars that were met, missed or void."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["met", "missed", "void"]


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long is measured: alternating repetitions, seconds for each of them."""

    repetitions: int = 5
    seconds: float = 0.2


@dataclass(frozen=True, kw_only=True)
class Time:
    """How long something took in the quickest repetition, in microseconds."""

    name: str
    microseconds: float
    baseline: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A ratio and its limit: at most, or at least.

    `doubt` says why a baseline cannot be trusted; the bar is then void, not met.
    """

    name: str
    value: float
    limit: float
    at_least: bool = False
    doubt: str = ""

    @property
    def state(self) -> State:
        """Whether the bar was met."""
        if self.doubt:
            return "void"
        met = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "met" if met else "missed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One run of one bench; `facts` say what was measured on."""

    bench: str
    facts: dict[str, int]
    times: tuple[Time, ...]
    bars: tuple[Bar, ...]

    @property
    def passed(self) -> bool:
        """Whether every bar was met."""
        return all(bar.state == "met" for bar in self.bars)

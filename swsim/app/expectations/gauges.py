"""Gauges: each takes in the events of a run and reads one number off them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from swsim.app.expectations.evidence import Evidence
from swsim.domain.conditions import Wanted, holds, kinds_of, where
from swsim.domain.events import Event, Fact, Kind
from swsim.domain.timepoints import Point
from swsim.scenario.expected import Duration, Followed, Measure, Rate

Unit = Literal["number", "seconds", "share"]
Condition = Mapping[str, Wanted]
Key = tuple[Fact | None, ...]


class Gauge(ABC):
    """What one number of a run is read off: it wants events of some kinds.

    `broken` is what went wrong in the gauge itself: then it reads nothing.
    """

    unit: Unit = "number"
    kinds: frozenset[Kind]
    broken: Exception | None = None

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def targets(self) -> Sequence[Condition]:
        """Return what the number depends on: events that meet one of these."""
        return ()

    @abstractmethod
    def take(self, event: Event) -> None:
        """Take in one event of the wanted kinds; they come in canonical order."""

    @abstractmethod
    def value(self) -> Fraction | None:
        """Return the number; None where there was nothing to measure."""

    def parts(self) -> tuple[int, int] | None:
        """Return the number of a share and its whole, None for what is no share."""
        return None

    def _fits(self, condition: Condition, event: Event) -> bool:
        return holds(condition, self.evidence.look(event))

    def _key(self, names: Iterable[str], event: Event) -> Key:
        look = self.evidence.look(event)
        return tuple(_hashable(look(name)) for name in names)


def _hashable(fact: Fact | None) -> Fact | None:
    return tuple(fact) if isinstance(fact, list) else fact


def read(gauges: Iterable[Gauge], evidence: Evidence) -> None:
    """Let gauges take in the events of a run, in one pass over those they want."""
    by_kind: dict[Kind, list[Gauge]] = {}
    for gauge in gauges:
        for kind in gauge.kinds:
            by_kind.setdefault(kind, []).append(gauge)
    if not by_kind:
        return
    for event in evidence.events(sorted(by_kind)):
        for gauge in by_kind[event.kind]:
            _feed(gauge, event)


def _feed(gauge: Gauge, event: Event) -> None:
    # Whatever goes wrong in one gauge must block its expectation and no other, and
    # must never look like something that was measured.
    try:
        if gauge.broken is None:
            gauge.take(event)
    except Exception as error:
        gauge.broken = error


class Known(Gauge):
    """A number that the run was folded to already."""

    kinds = frozenset()

    def __init__(
        self,
        evidence: Evidence,
        number: int,
        whole: int | None,
        targets: Sequence[Condition] = (),
    ) -> None:
        super().__init__(evidence)
        self._number, self._whole, self._targets = number, whole, targets

    def targets(self) -> Sequence[Condition]:
        """Return the events that the run was folded from."""
        return self._targets

    def take(self, event: Event) -> None:
        """Take nothing: all is known."""

    def value(self) -> Fraction | None:
        """Return the number, or the share of what it is a part of."""
        if self._whole is None:
            return Fraction(self._number)
        # Of nothing, every share is there: what nobody lodged nobody had to release.
        return Fraction(self._number, self._whole) if self._whole else Fraction(1)

    def parts(self) -> tuple[int, int] | None:
        """Return number and whole of a share."""
        return None if self._whole is None else (self._number, self._whole)


class Counting(Gauge):
    """Counts the events that meet a condition, or what they are once for each of."""

    def __init__(
        self,
        evidence: Evidence,
        condition: Condition,
        per: tuple[str, ...] | None,
        span: tuple[int, int | None],
    ) -> None:
        super().__init__(evidence)
        self.kinds = kinds_of(condition)
        self._condition, self._per = condition, per
        self._after, self._until = span
        self._count = 0
        self._keys: set[Key] = set()

    def targets(self) -> Sequence[Condition]:
        """Return what is counted."""
        return (self._condition,)

    def take(self, event: Event) -> None:
        """Count an event that fits and came in time."""
        if event.time < self._after or not self._fits(self._condition, event):
            return
        if self._until is None or event.time <= self._until:
            self._counted(event)

    def _counted(self, event: Event) -> None:
        self._count += 1
        if self._per:
            self._keys.add(self._key(self._per, event))

    def value(self) -> Fraction | None:
        """Return the count."""
        return Fraction(len(self._keys) if self._per else self._count)


class Totalling(Counting):
    """Adds up a fact of the events that meet a condition."""

    def __init__(
        self,
        evidence: Evidence,
        condition: Condition,
        per: tuple[str, ...] | None,
        span: tuple[int, int | None],
        fact: str,
    ) -> None:
        super().__init__(evidence, condition, per, span)
        self._fact = fact
        self._sum = Fraction(0)

    def _counted(self, event: Event) -> None:
        if self._per:
            key = self._key(self._per, event)
            if key in self._keys:
                return
            self._keys.add(key)
        self._sum += _number(self.evidence.look(event)(self._fact))

    def value(self) -> Fraction | None:
        """Return the sum."""
        return self._sum


def _number(fact: Fact | None) -> Fraction:
    try:
        return Fraction(Decimal(str(fact)))
    except (InvalidOperation, ValueError, OverflowError):
        return Fraction(0)


class Timing(Gauge):
    """Measures from the first event of one kind to the last of another, by case."""

    unit = "seconds"

    def __init__(self, evidence: Evidence, asked: Duration, group: Condition) -> None:
        super().__init__(evidence)
        self._from, self._to = _moment(asked.start), _moment(asked.end)
        self.kinds = kinds_of(self._from) | kinds_of(self._to)
        self._group, self._per, self._measure = group, asked.per, asked.measure
        self._begun: dict[Key, int] = {}
        self._ended: dict[Key, int] = {}

    def targets(self) -> Sequence[Condition]:
        """Return where the time ends."""
        return ({**self._to, **self._group},)

    def take(self, event: Event) -> None:
        """Note when a case began, and when it ended."""
        if self._fits(self._from, event):
            self._begun.setdefault(self._key(self._per, event), event.time)
        if self._fits(self._to, event) and self._fits(self._group, event):
            self._ended[self._key(self._per, event)] = event.time

    def value(self) -> Fraction | None:
        """Return what was asked for of the durations of the cases that have both."""
        both = self._begun.keys() & self._ended.keys()
        found = sorted(self._ended[key] - self._begun[key] for key in both)
        return _measured(found, self._measure) if found else None


def _moment(point: Point | Condition) -> Condition:
    if isinstance(point, Point):
        return where(kind=Kind.TIME_POINT, point=point)
    return point


def _measured(ranked: list[int], measure: Measure) -> Fraction:
    if measure == "mean":
        return Fraction(sum(ranked), len(ranked))
    # Nearest rank: the value at place ceil(n x p / 100).
    per_cent = {"min": 0, "median": 50, "p90": 90, "max": 100}[measure]
    return Fraction(ranked[max(0, -(-len(ranked) * per_cent // 100) - 1)])


class Sharing(Gauge):
    """Measures how many of the cases that have one event have another, too."""

    unit = "share"

    def __init__(self, evidence: Evidence, asked: Rate, group: Condition) -> None:
        super().__init__(evidence)
        self._of, self._among, self._per = asked.of, asked.among, asked.per
        self.kinds = kinds_of(asked.of) | kinds_of(asked.among)
        self._group = group
        self._part: set[Key] = set()
        self._whole: set[Key] = set()

    def targets(self) -> Sequence[Condition]:
        """Return what is shared; that it is a share of comes second."""
        return ({**self._of, **self._group}, {**self._among, **self._group})

    def take(self, event: Event) -> None:
        """Note the case of an event that is one of the two."""
        if self._fits(self._of, event):
            self._part.add(self._key(self._per, event))
        if self._fits(self._among, event) and self._fits(self._group, event):
            self._whole.add(self._key(self._per, event))

    def parts(self) -> tuple[int, int]:
        """Return how many have it, and of how many."""
        return len(self._part & self._whole), len(self._whole)

    def value(self) -> Fraction | None:
        """Return the share."""
        part, whole = self.parts()
        return Fraction(part, whole) if whole else None


class Following(Gauge):
    """Measures how many events are followed by another, in time."""

    unit = "share"

    def __init__(self, evidence: Evidence, asked: Followed, group: Condition) -> None:
        super().__init__(evidence)
        self._each, self._by = {**asked.each, **group}, asked.by
        self.kinds = kinds_of(asked.each) | kinds_of(asked.by)
        self._within, self._per = asked.within, asked.per
        self._waiting: dict[Key, list[int]] = {}
        self._all = self._followed = 0

    def targets(self) -> Sequence[Condition]:
        """Return what follows."""
        return (self._by,)

    def take(self, event: Event) -> None:
        """Let an event end the waiting of those before it, and wait itself."""
        key = self._key(self._per, event)
        if self._fits(self._by, event):
            self._followed += sum(
                self._within is None or event.time - then <= self._within
                for then in self._waiting.pop(key, ())
            )
        if self._fits(self._each, event):
            self._all += 1
            self._waiting.setdefault(key, []).append(event.time)

    def parts(self) -> tuple[int, int]:
        """Return how many were followed, and of how many."""
        return self._followed, self._all

    def value(self) -> Fraction | None:
        """Return the share."""
        return Fraction(self._followed, self._all) if self._all else None

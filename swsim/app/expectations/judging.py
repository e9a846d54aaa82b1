"""Holds what was measured against what was expected, and says both in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from swsim.app.expectations.evidence import Evidence
from swsim.app.expectations.gauges import Gauge, read
from swsim.app.expectations.measuring import gauge
from swsim.app.expectations.wording import Words
from swsim.scenario.expected import Expectation

Verdict = Literal["BLOCKED", "FAIL", "WARN", "PASS", "SKIPPED"]
BLOCKED: Verdict = "BLOCKED"
FAIL: Verdict = "FAIL"
WARN: Verdict = "WARN"
PASS: Verdict = "PASS"
SKIPPED: Verdict = "SKIPPED"

# The worst first: the verdict of a run is the first that any expectation has.
_WORST = (BLOCKED, FAIL, WARN, PASS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was expected, what was seen, and whether the one meets the other."""

    id: str
    text: str
    observed: str
    verdict: Verdict
    objective: str = ""

    @property
    def met(self) -> bool:
        """Whether what was seen is what was expected."""
        return self.verdict == PASS


@dataclass(frozen=True, kw_only=True, slots=True)
class _Measurement:
    """The gauges of an expectation: `other` is that of the group it is held against."""

    expected: Expectation
    gauge: Gauge
    other: Gauge | None

    def value(self) -> Fraction | None:
        """Return what the bounds are for, None where there was nothing to measure."""
        value = self.gauge.value()
        if self.other is None or value is None:
            return value
        whole = self.other.value()
        return value / whole if whole else None


def judge(
    expectations: Sequence[Expectation], evidence: Evidence, lang: str = "en"
) -> tuple[Outcome, ...]:
    """Return the outcome of every expectation, in the scenario's order.

    An expectation whose judging itself goes wrong is BLOCKED, with the reason.
    """
    return judge_in((lang,), expectations, evidence)[lang]


def judge_in(
    langs: Sequence[str], expectations: Sequence[Expectation], evidence: Evidence
) -> dict[str, tuple[Outcome, ...]]:
    """Return what `judge` returns, told in several languages, measured once."""
    asked = [_measurement(each, evidence) for each in expectations]
    gauges = [
        each for one in asked for each in (one.gauge, one.other) if each is not None
    ]
    read(gauges, evidence)
    return {
        lang: tuple(_outcome(each, Words(lang)) for each in asked) for lang in langs
    }


def _measurement(expected: Expectation, evidence: Evidence) -> _Measurement:
    against = getattr(expected, "relative_to", None)
    return _Measurement(
        expected=expected,
        gauge=gauge(expected, evidence),
        other=None if against is None else gauge(expected, evidence, against),
    )


def _outcome(one: _Measurement, words: Words) -> Outcome:
    expected = one.expected
    broken = [each.broken for each in (one.gauge, one.other) if each and each.broken]
    if broken:
        return _blocked(expected, broken[0], words)
    value = one.value()
    met = value is not None and within_bounds(expected, value)
    unmet = WARN if expected.level == "warn" else FAIL
    return Outcome(
        id=expected.id,
        text=words.expected(expected),
        observed=words.observed(one.gauge, one.other, value),
        verdict=PASS if met else unmet,
        objective=expected.objective or "",
    )


def _blocked(expected: Expectation, error: Exception, words: Words) -> Outcome:
    return Outcome(
        id=expected.id,
        text=words.expected(expected),
        observed=words.blocked(str(error) or type(error).__name__),
        verdict=BLOCKED,
        objective=expected.objective or "",
    )


def within_bounds(expected: Any, value: Fraction) -> bool:
    """Return whether a value keeps every bound that an expectation sets."""
    return all(
        keeps(value, getattr(expected, name))
        for name, keeps in _KEEPS.items()
        if getattr(expected, name, None) is not None
    )


_KEEPS: Mapping[str, Callable[[Fraction, int], bool]] = {
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "exactly": lambda value, bound: value == bound,
    "never": lambda value, bound: value == 0,
    "eventually": lambda value, bound: value >= 1,
    "share_per_mille": lambda value, bound: value * 1000 >= bound,
    "at_least_per_mille": lambda value, bound: value * 1000 >= bound,
    "at_most_per_mille": lambda value, bound: value * 1000 <= bound,
}


def verdict_of(outcomes: Sequence[Outcome]) -> Verdict:
    """Return the verdict of a run: the worst of its expectations."""
    found = {outcome.verdict for outcome in outcomes}
    return next((verdict for verdict in _WORST if verdict in found), SKIPPED)

"""Judges what a scenario expects, folded from the ledger; one line of a table each.

Verdicts: PASS, FAIL, and SKIPPED where nothing was expected: never PASS by silence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from swsim.ledger.store import Tally
from swsim.reports.fold import RunFold
from swsim.scenario.model import Expectation

PASS, FAIL, SKIPPED = "PASS", "FAIL", "SKIPPED"

Count = Callable[[Any, RunFold, Tally], int]

COUNTS: Mapping[str, Count] = {
    "released": lambda expected, run, tally: run.legs[expected.leg].released,
    "rejected": lambda expected, run, tally: run.rejected,
    "repaired": lambda expected, run, tally: run.repaired,
    "release-before-arrival": lambda expected, run, tally: run.released_before_arrival,
    "conversations": lambda expected, run, tally: run.conversations,
    "messages": lambda expected, run, tally: tally.messages,
    "lost": lambda expected, run, tally: tally.lost,
    "duplicated": lambda expected, run, tally: tally.duplicated,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was expected, what was seen, and whether the one meets the other."""

    id: str
    text: str
    observed: str
    met: bool


def judge(
    expectations: Sequence[Expectation], run: RunFold, tally: Tally
) -> tuple[Outcome, ...]:
    """Return the outcome of every expectation, in the scenario's order."""
    return tuple(_judge(each, run, tally) for each in expectations)


def _judge(expected: Expectation, run: RunFold, tally: Tally) -> Outcome:
    count = COUNTS[expected.kind](expected, run, tally)
    leg = f" ({expected.leg})" if expected.kind == "released" else ""
    name = f"{expected.kind}{leg}"
    share = getattr(expected, "share_per_mille", None)
    if share is not None:
        lodged = run.legs[getattr(expected, "leg", "import")].lodged
        met = count * 1000 >= share * lodged
        text, seen = f"{name}: at least {share} of 1,000 lodged", f"{count} of {lodged}"
    elif expected.exactly is not None:
        met = count == expected.exactly
        text, seen = f"{name}: exactly {expected.exactly}", str(count)
    else:
        met = count >= (expected.at_least or 0)
        text, seen = f"{name}: at least {expected.at_least}", str(count)
    return Outcome(id=expected.id, text=text, observed=seen, met=met)


def verdict_of(outcomes: Sequence[Outcome]) -> str:
    """Return the verdict of a run."""
    if not outcomes:
        return SKIPPED
    return PASS if all(outcome.met for outcome in outcomes) else FAIL

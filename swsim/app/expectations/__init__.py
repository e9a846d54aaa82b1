"""Judges what a scenario expects, from the ledger alone.

Verdicts of an expectation and of a run: BLOCKED where something could not be judged,
FAIL, WARN, PASS; SKIPPED where nothing was expected: never PASS by silence.
"""

from swsim.app.expectations.evidence import Evidence
from swsim.app.expectations.judging import (
    BLOCKED,
    FAIL,
    PASS,
    SKIPPED,
    WARN,
    Outcome,
    judge,
    judge_in,
    verdict_of,
)

__all__ = [
    "BLOCKED",
    "FAIL",
    "PASS",
    "SKIPPED",
    "WARN",
    "Evidence",
    "Outcome",
    "judge",
    "judge_in",
    "verdict_of",
]

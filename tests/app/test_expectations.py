"""Every kind of expectation is counted, can be met and can be missed."""

from typing import Any

import pytest

from app.playing import Played
from swsim.app.expectations import COUNTS, FAIL, PASS, SKIPPED, judge, verdict_of
from swsim.scenario.expected import EXPECTATIONS

# What first-contact has of each kind.
SEEN = {
    "released": 1,
    "rejected": 0,
    "repaired": 0,
    "release-before-arrival": 1,
    "conversations": 1,
    "messages": 42,
    "lost": 0,
    "duplicated": 0,
}


def _expect(kind: str, **bound: Any) -> Any:
    leg = {"leg": "import"} if kind == "released" else {}
    return EXPECTATIONS[kind].model_validate({"id": "E1", "kind": kind, **leg, **bound})


def test_every_kind_is_counted_and_tested() -> None:
    assert set(COUNTS) == set(EXPECTATIONS) == set(SEEN)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", EXPECTATIONS)
def test_expectation_is_met_or_missed(
    kind: str, lang: str, first_contact: Played
) -> None:
    seen, summary = SEEN[kind], first_contact.summary
    bounds = ("exactly", seen), ("exactly", seen + 1), ("at_least", seen + 1)
    expected = [_expect(kind, **{name: bound}) for name, bound in bounds]
    outcomes = judge(expected, summary.fold, summary.tally, lang)
    assert [outcome.met for outcome in outcomes] == [True, False, False]
    assert {outcome.observed for outcome in outcomes} == {str(seen)}
    assert all(str(seen + 1) in outcome.text for outcome in outcomes[1:])


def test_share_is_of_what_was_lodged(first_contact: Played) -> None:
    summary = first_contact.summary
    expected = [_expect("released", share_per_mille=1000)]
    (outcome,) = judge(expected, summary.fold, summary.tally)
    assert (outcome.met, outcome.observed) == (True, "1 of 1")


def test_verdict_needs_every_expectation_to_be_met(first_contact: Played) -> None:
    summary = first_contact.summary
    expected = [_expect("lost", exactly=0), _expect("messages", exactly=1)]
    outcomes = judge(expected, summary.fold, summary.tally)
    assert verdict_of(outcomes) == FAIL
    assert verdict_of(outcomes[:1]) == PASS


def test_run_without_expectations_is_never_a_pass() -> None:
    assert verdict_of(()) == SKIPPED

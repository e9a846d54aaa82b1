"""Expectations over events written by hand: times, keys, groups, what is missing."""

from typing import Any

import pytest

from app.test_expectations import expect
from reports.events import Script
from swsim.app.expectations import BLOCKED, Evidence, judge, verdict_of
from swsim.app.expectations import gauges as gauges_module
from swsim.domain.events import Kind
from swsim.ledger.records import Tally
from swsim.reports.fold import fold

NOTHING = Tally(messages=0, lost=0, duplicated=0, repeated_deliveries=0, dead_letters=0)


def told(script: Script) -> Evidence:
    """Return the events of a script as evidence."""
    return Evidence(
        events=lambda kinds: (each for each in script.events if each.kind in kinds),
        run=fold(script.events),
        tally=NOTHING,
    )


def seen(script: Script, kind: str, **fields: Any) -> tuple[str, bool]:
    """Return what one expectation sees, and whether it is met."""
    (outcome,) = judge([expect(kind, **fields)], told(script))
    return outcome.observed, outcome.met


def hold(
    script: Script, at: int, change: str, case: str, what: str = "DUTY_DUE"
) -> None:
    """Set or lift a hold."""
    script.at(at).add(
        "pa-cus", Kind.HOLD, case, declaration="S1-I1", hold=what, change=change
    )


@pytest.fixture
def holds() -> Script:
    """Three cases with a hold: lifted after 10 s, after 30 s, never."""
    script = Script()
    for case, lifted in (("a", 10), ("b", 30), ("c", None)):
        hold(script, 0, "set", case)
        if lifted is not None:
            hold(script, lifted, "lifted", case)
    script.events.sort(key=lambda event: event.time)
    return script


SET, LIFTED = {"kind": "hold", "change": "set"}, {"kind": "hold", "change": "lifted"}


def test_followed_counts_those_that_were_in_time(holds: Script) -> None:
    assert seen(holds, "followed", each=SET, by=LIFTED) == ("2 of 3", False)
    assert seen(holds, "followed", each=SET, by=LIFTED, within="20s") == (
        "1 of 3",
        False,
    )
    most = {"each": LIFTED, "by": SET, "at_most_per_mille": 0}
    assert seen(holds, "followed", **most) == ("0 of 2", True)


def test_never_followed_is_missed_by_one_that_is(holds: Script) -> None:
    assert seen(holds, "followed", each=SET, by=LIFTED, never="true")[1] is False
    assert seen(holds, "followed", each=LIFTED, by=SET, never="true")[1] is True


def test_duration_is_of_cases_that_have_both_ends(holds: Script) -> None:
    asked = {"from": SET, "to": LIFTED, "at_most": "20s"}

    assert seen(holds, "duration", **asked, measure="max") == ("30 s", False)
    assert seen(holds, "duration", **asked, measure="median") == ("10 s", True)
    assert seen(holds, "duration", **asked, measure="mean") == ("20 s", True)


def test_duration_of_nothing_is_never_met(holds: Script) -> None:
    asked = {"from": "T0", "to": LIFTED, "at_most": "100d"}

    assert seen(holds, "duration", **asked) == ("nothing to measure", False)


def test_group_is_held_against_another(holds: Script) -> None:
    asked = {"from": SET, "to": LIFTED, "where": {"case": "a"}}
    other = {"relative_to": {"case": "b"}}

    assert seen(holds, "duration", **asked, **other, at_most_per_mille=400) == (
        "333 of 1,000 (10 s against 30 s)",
        True,
    )
    assert seen(holds, "duration", **asked, **other, at_most_per_mille=300)[1] is False


def test_group_held_against_nothing_is_never_met(holds: Script) -> None:
    asked = {"from": SET, "to": LIFTED, "relative_to": {"case": "z"}}

    shown, met = seen(holds, "duration", **asked, at_least_per_mille=0)

    assert (met, shown.startswith("nothing to measure")) == (False, True)


def test_count_is_within_times_and_once_for_each(holds: Script) -> None:
    bound = {"where": {"kind": "hold"}, "at_least": 1}

    assert seen(holds, "events", **bound)[0] == "5"
    assert seen(holds, "events", **bound, after="5s", within="10s")[0] == "1"
    assert seen(holds, "events", **bound, per=["case"])[0] == "3"


def test_kind_that_no_code_here_knows_can_be_expected() -> None:
    """Whatever a later kind of event carries: facts are found by their names."""
    script = Script()
    for number, amount in enumerate(("10.50", "4.25", "nothing")):
        script.add("pa-cus", Kind.MATCH, f"c{number}", amount=amount, rules=("a", "b"))

    where = {"kind": "match", "rules": "b"}

    assert seen(script, "events", where=where, exactly=3)[1]
    assert seen(script, "total", where=where, fact="amount", at_most=14) == (
        "14.75",
        False,
    )


def test_number_facts_are_compared_as_numbers() -> None:
    script = Script()
    for score in (9, 50, 100):
        script.add("pa-cus", Kind.CHANNEL, score=score, channel="red")
    where = {"kind": "channel", "score": {"at_least": 10, "at_most": 99}}

    assert seen(script, "events", where=where, exactly=1) == ("1", True)


def test_gauge_that_breaks_blocks_its_expectation_and_no_other(
    holds: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(fact: object) -> None:
        raise ZeroDivisionError("a gauge that is broken")

    monkeypatch.setattr(gauges_module, "_number", broken)
    where = {"kind": "hold"}
    expected = [
        expect("total", where=where, fact="amount", at_least=0),
        expect("events", where=where, exactly=5),
    ]

    outcomes = judge(expected, told(holds))

    assert [outcome.verdict for outcome in outcomes] == [BLOCKED, "PASS"]
    assert "a gauge that is broken" in outcomes[0].observed
    assert verdict_of(outcomes) == BLOCKED

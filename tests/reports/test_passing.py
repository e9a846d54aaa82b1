"""A ledger that is passed over says what all of its events say."""

from dataclasses import replace

import numpy as np
import pytest

from reports.conftest import ledger_of
from swsim.app.concluding import Summary
from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State
from swsim.ledger.store import Ledger
from swsim.ledger.trail import OUTCOMES
from swsim.reports.alerts import KINDS
from swsim.reports.case import choose
from swsim.reports.fold import MOVES, fold
from swsim.reports.passing import Passed, pass_over
from swsim.reports.study import SOME_START, table_of

RUNS = ("first_contact", "two_regions", "bulletin")


@pytest.fixture(params=RUNS)
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """The ledger of a run that was played."""
    return ledger_of(request.getfixturevalue(request.param))


def passed_over(ledger: Ledger) -> Passed:
    return pass_over(ledger, ledger.tally(), SOME_START)


def unnumbered(event: Event) -> Event:
    return replace(event, sequence=0)


def test_run_is_that_of_all_events(ledger: Ledger) -> None:
    whole = fold(ledger.events())
    refused = {each.case for each in whole.declarations if each.refusal}
    without = tuple(
        each if each.case in refused else replace(each, lodged_as="")
        for each in whole.declarations
    )

    assert passed_over(ledger).run == replace(whole, declarations=without)


def test_messages_of_refusals_are_named(two_regions: Summary) -> None:
    found = passed_over(ledger_of(two_regions)).run.declarations

    refused = [each for each in found if each.refusal]
    assert refused
    assert all(each.refused_by and each.lodged_as for each in refused)


def test_events_are_those_of_the_ledger_in_order(ledger: Ledger) -> None:
    found, chosen = passed_over(ledger), choose(fold(ledger.events()))
    assert chosen is not None

    kinds = (Kind.INJECT, *KINDS)
    kept = [unnumbered(each) for each in ledger.events(kinds)]
    assert [each for each in kept if each.kind is Kind.INJECT] == list(found.injects)
    assert [each for each in kept if each.kind in KINDS] == list(found.alerts)
    assert found.chosen == chosen
    assert list(found.story) == [*map(unnumbered, ledger.events(case=chosen[0]))]


def test_table_is_that_of_the_trail(ledger: Ledger) -> None:
    found, read = passed_over(ledger).table, table_of(ledger, SOME_START)

    assert found.references.tolist() == read.references.tolist()
    assert found.marks.keys() == read.marks.keys()
    for name, column in read.marks.items():
        assert np.array_equal(found.mark(name), column)
    for name, category in read.attributes.items():
        same = found.attribute(name)
        assert (same.names, same.codes.tolist()) == (
            category.names,
            category.codes.tolist(),
        )


def test_run_that_was_folded_already_is_taken_as_it_is(ledger: Ledger) -> None:
    whole = fold(ledger.events())

    found = pass_over(ledger, ledger.tally(), SOME_START, whole)

    assert found.run is whole
    assert found.story == passed_over(ledger).story


def test_ledger_is_asked_for_every_state_that_a_fold_follows() -> None:
    assert set(OUTCOMES) == {State.LODGED, *MOVES}

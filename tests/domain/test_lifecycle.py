"""The life of a declaration: the table is complete, and nothing else is legal."""

from itertools import product

import pytest

from swsim.domain.lifecycle import (
    HOLDS,
    STEPS,
    Hold,
    State,
    Trigger,
    step,
)
from swsim.domain.timepoints import MEANINGS, Point
from swsim.domain.transitions import IllegalTransitionError

ILLEGAL = [pair for pair in product(State, Trigger) if pair not in STEPS]
ENDS = {
    State.NACKED,
    State.REJECTED,
    State.SEIZED,
    State.CLOSED,
    State.CANCELLED,
    State.ABANDONED,
}


def reached(start: State) -> set[State]:
    """Return the states that a declaration can come to from `start`."""
    found = {start}
    while (
        more := {each.to for (state, _), each in STEPS.items() if state in found}
        - found
    ):
        found |= more
    return found


def test_every_state_is_reached_from_the_draft() -> None:
    assert reached(State.DRAFT) == set(State)


def test_every_trigger_leads_somewhere() -> None:
    assert {trigger for _, trigger in STEPS} == set(Trigger)


def test_a_declaration_can_come_to_an_end_from_every_state() -> None:
    assert all(reached(state) & ENDS for state in State)


def test_nothing_follows_the_end() -> None:
    assert {state for state, _ in STEPS} == set(State) - ENDS


@pytest.mark.parametrize(("state", "trigger"), list(STEPS))
def test_step_of_the_table_is_taken(state: State, trigger: Trigger) -> None:
    assert step(state, trigger) is STEPS[state, trigger]


@pytest.mark.parametrize(("state", "trigger"), ILLEGAL)
def test_step_outside_the_table_is_illegal(state: State, trigger: Trigger) -> None:
    with pytest.raises(IllegalTransitionError, match="R61") as caught:
        step(state, trigger)

    assert (caught.value.state, caught.value.trigger) == (state, trigger)


def test_illegal_step_names_what_is_allowed() -> None:
    with pytest.raises(IllegalTransitionError) as caught:
        step(State.LODGED, Trigger.RELEASE)

    expected = (
        "R61: a declaration that is LODGED cannot release;"
        " allowed: nack, reject, register"
    )
    assert str(caught.value) == expected


def test_illegal_step_after_the_end_says_that_nothing_is_allowed() -> None:
    with pytest.raises(IllegalTransitionError, match="allowed: nothing"):
        step(State.CLOSED, Trigger.LODGE)


def test_no_way_leads_to_release_but_through_selection() -> None:
    before = {state for (state, _), each in STEPS.items() if each.to is State.RELEASED}

    assert before == {State.SELECTED, State.DETAINED}


def test_every_hold_is_described() -> None:
    assert set(HOLDS) == set(Hold)


def test_every_time_point_has_a_meaning_in_two_languages_and_an_owner() -> None:
    assert set(MEANINGS) == set(Point)
    assert all(meaning.en and meaning.es for meaning in MEANINGS.values())
    assert {meaning.owner for meaning in MEANINGS.values()} == {
        "trd",
        "sw",
        "cus",
        "agr",
        "prt",
    }

"""Every outcome of a transit occurs, by name; and a guarantee always balances."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.builders import DAY, Played
from simulation.transits import (
    GUARANTEE,
    HOUR,
    balances,
    by_rail,
    by_road,
    changes,
    discrepancies,
    moment_of,
    movement,
    played,
    states,
)
from swsim.documents.types.transit_event import TransitEvent
from swsim.domain.codes import Indicator
from swsim.domain.happenings import GuaranteeCut, Happening
from swsim.domain.movements import (
    DECLARED_WRONG,
    STEPS,
    TROUBLES,
    State,
    Trigger,
    Trouble,
    step,
)
from swsim.domain.settings import LinkOutage
from swsim.domain.transitions import IllegalTransitionError
from swsim.simulation.mail import Outgoing
from swsim.simulation.transit.papers import at_risk

ENDED = (State.DISCHARGED, State.RECOVERED, State.REFUSED)


def test_by_road_through_two_countries() -> None:
    run = played(by_road())

    assert states(run) == [State.ACCEPTED, State.EN_ROUTE, State.DISCHARGED]
    assert changes(run) == ["reserved", "released"]
    assert discrepancies(run) == []


def test_across_the_isthmus_by_rail() -> None:
    run = played(by_rail())

    assert states(run) == [State.ACCEPTED, State.EN_ROUTE, State.DISCHARGED]
    assert moment_of(run, State.ACCEPTED) > 19 * DAY


def test_all_is_one_case() -> None:
    run = played(by_road())

    assert len({each.conversation_id for each in run.messages}) == 1


def test_told_to_every_country_on_the_way() -> None:
    run = played(by_road())

    told = {
        each.recipient
        for each in run.messages
        if each.document == "transit-event" and each.recipient.endswith("-cus")
    }
    assert told == {"pa-cus", "cr-cus", "ni-cus"}


# --- what may go wrong, row by row --------------------------------------------------


def test_no_guarantee() -> None:
    run = played(by_road(movement("no-guarantee")))

    assert "R58" in _rejections(run)
    assert states(run)[-1] is State.DISCHARGED


def test_insufficient_guarantee() -> None:
    run = played(by_road(), guarantees=(replace(GUARANTEE, amount=100),))

    assert set(states(run)) == {State.REJECTED}
    assert set(changes(run)) == {"exhausted"}


def test_unknown_access_code() -> None:
    run = played(by_road(movement("unknown-access-code")))

    assert changes(run) == ["wrong-access-code", "reserved", "released"]
    assert states(run)[0] is State.REJECTED
    assert states(run)[-1] is State.DISCHARGED


def test_route_country_missing() -> None:
    run = played(by_road(movement("country-missing")))

    assert "R58-offices" in _rejections(run)
    assert states(run)[-1] is State.DISCHARGED


def test_guarantee_exhausted() -> None:
    cut = Happening(
        inject="I1", at=1, effect=GuaranteeCut(guarantee=GUARANTEE.reference)
    )

    run = played(by_road(), happenings=[cut])

    assert changes(run)[0] == "cut"
    assert set(changes(run)[1:]) == {"exhausted"}
    assert set(states(run)) == {State.REJECTED}


def test_refusal_of_entry() -> None:
    run = played(by_road(movement("entry-refused")))

    assert states(run) == [State.ACCEPTED, State.REFUSED]
    assert changes(run) == ["reserved", "released"]


def test_seal_mismatch() -> None:
    run = played(by_rail("seal-mismatch"))

    assert discrepancies(run) == ["SEA"]
    assert states(run)[-1] is State.DISCHARGED


def test_route_deviation() -> None:
    run = played(by_road(movement("route-deviation")))

    assert discrepancies(run) == ["incident-DEV", "ROU"]


def test_incident_with_new_seals_and_means() -> None:
    run = played(by_rail("incident"))

    # The new seals were told, so that nobody takes them for a mismatch.
    assert discrepancies(run) == ["incident-BRK", "incident-TRB"]
    told: Any = next(each.record for each in run.messages if _is(each, "INC"))
    assert told.departure_means != told.arrival_means


def test_missing_packages() -> None:
    run = played(by_road(movement("missing-packages")))

    assert discrepancies(run) == ["MIS"]
    assert changes(run) == ["reserved", "called", "released"]


def test_late_arrival() -> None:
    run = played(by_rail("late-arrival"))

    assert discrepancies(run) == ["LAT"]
    assert states(run)[-1] is State.DISCHARGED


def test_enquiry_three_days_after_the_limit() -> None:
    run = played(by_rail("missing-discharge"))

    assert states(run)[-2:] == [State.ENQUIRED, State.DISCHARGED]
    departed = moment_of(run, State.EN_ROUTE)
    # Customs writes the departure when it hears of it, seconds after it happened.
    assert moment_of(run, State.ENQUIRED) - departed in range(4 * DAY - 60, 4 * DAY + 1)
    assert discrepancies(run) == ["enquiry-arrived"]


def test_recovery_after_28_days_more() -> None:
    run = played(by_road(movement("never-arrives")))

    assert states(run)[-2:] == [State.ENQUIRED, State.RECOVERED]
    enquired, recovered = (
        moment_of(run, state) for state in (State.ENQUIRED, State.RECOVERED)
    )
    assert recovered - enquired == 28 * DAY
    assert changes(run) == ["reserved", "called"]


def test_silence_of_a_country_means_consent() -> None:
    cut_off = LinkOutage(start=0, end=5 * DAY, a="pa-sw", b="cr-sw")

    run = played(by_road(), outages=(cut_off,))

    let_go = next(
        each.sent
        for each in run.messages
        if each.sender == "pa-cus" and each.recipient == "pa-sw" and _may_move(each)
    )
    assert let_go - moment_of(run, State.ACCEPTED) == HOUR


# --- what always holds --------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    troubles=st.lists(
        st.one_of(st.none(), st.sampled_from(TROUBLES)), min_size=1, max_size=5
    ),
    amount=st.sampled_from([1_000, 60_000, 300_000, 5_000_000]),
    seed=st.integers(0, 10_000),
)
def test_guarantee_balances(
    troubles: list[Trouble | None], amount: int, seed: int
) -> None:
    orders = [
        by_road(movement(trouble), number) for number, trouble in enumerate(troubles, 1)
    ]

    run = played(*orders, guarantees=(replace(GUARANTEE, amount=amount),), seed=seed)

    assert set(balances(run)) <= {Decimal(amount)}


@pytest.mark.parametrize("trouble", [None, *TROUBLES])
def test_every_movement_comes_to_an_end(trouble: Trouble | None) -> None:
    run = played(by_road(movement(trouble)))

    assert states(run)[-1] in ENDED
    assert trouble not in DECLARED_WRONG or states(run)[-1] is State.DISCHARGED


def test_table_refuses_what_is_not_in_it() -> None:
    with pytest.raises(IllegalTransitionError, match="DISCHARGED cannot depart"):
        step(State.DISCHARGED, Trigger.DEPART)


def test_every_state_but_the_last_ones_leads_on() -> None:
    leading = {state for state, _ in STEPS}

    assert set(State) - leading == {State.REJECTED, *ENDED}


def test_amount_at_risk_is_in_whole_dollars() -> None:
    run = played(by_road())
    lodged: Any
    [lodged] = [
        each.record
        for each in run.messages
        if each.sender == "pa-trd" and each.recipient == "pa-sw" and _transit(each)
    ]

    risk = at_risk(lodged)
    assert risk.currency == "USD"
    assert risk.value == risk.value.to_integral_value()
    assert lodged.guarantees[0].amount == risk


def _rejections(run: Played) -> list[str]:
    answers: list[Any] = [
        each.record
        for each in run.messages
        if each.document == "response" and each.recipient == "pa-trd"
    ]
    return [error.code or "" for answer in answers for error in answer.errors]


def _is(message: Outgoing, type: str) -> bool:
    record = message.record
    return isinstance(record, TransitEvent) and record.type == type


def _may_move(message: Outgoing) -> bool:
    statuses = getattr(message.record, "statuses", ())
    return any(each.name == Indicator.MAY_MOVE for each in statuses)


def _transit(message: Outgoing) -> bool:
    return getattr(message.record, "type", "") == "950"

"""Every outcome of the payment of duties by a bank, and of limits that are not kept."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.banks import (
    BANKER,
    CUSTOMS,
    TRADERS,
    WINDOW,
    banked,
    wanting,
)
from simulation.builders import DAY, HOUR, Extra, Played, exact, order, play, world
from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import AssessedPayment, Response
from swsim.domain.banking import Accounts
from swsim.domain.changes import Change, ChangeId
from swsim.domain.codes import Indicator
from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import Hold
from swsim.domain.limits import Limits
from swsim.domain.policies import Policy
from swsim.domain.profiles import Channels
from swsim.domain.settings import ShipmentOrder
from swsim.domain.timepoints import Point
from swsim.simulation.answers import ABANDONED, limit_of, payment_of, reference_of
from swsim.trs.intervals import Owner, intervals

IMPORT = "S00001-I1"
RED: dict[str, Any] = {"channels": Channels(green=0, yellow=0, red=1000)}
POOR = Accounts(balance=100)
FIVE_MINUTES = 300


def asked(run: Played, recipient: str) -> list[AssessedPayment]:
    """Return what a participant was told is to be paid, in order."""
    return [
        payment
        for message in run.sent("response", CUSTOMS, recipient)
        if isinstance(answer := run.payload(message), Response)
        and (payment := payment_of(answer))
    ]


def notices(run: Played, sender: str, recipient: str) -> list[PaymentNotice]:
    return [
        notice
        for message in run.sent("payment", sender, recipient)
        if isinstance(notice := run.payload(message), PaymentNotice)
    ]


def steps(run: Played, role: str, kind: Kind = Kind.PAYMENT) -> list[str]:
    """Return what became of payments, or of limits, at a participant."""
    return [
        str(event.facts["step"])
        for event in run.of(kind)
        if event.participant == f"pa-{role}"
    ]


def releases(run: Played) -> list[Event]:
    return run.of(Kind.TRANSITION, to="RELEASED", leg="import")


def released(run: Played) -> list[int]:
    return [event.time for event in releases(run)]


# --- the bank -----------------------------------------------------------------------


def test_assessment_goes_to_importer_and_bank_under_one_reference() -> None:
    run = banked()
    (told,), (copied,) = asked(run, WINDOW), asked(run, BANKER)

    assert told == copied
    assert told.reference is not None
    assert told.payable is not None


def test_trader_orders_and_bank_sends_the_receipt_to_customs() -> None:
    run = banked()
    (ordered,), (receipt,) = (
        notices(run, TRADERS, BANKER),
        notices(run, BANKER, CUSTOMS),
    )

    assert (ordered.type, receipt.type) == ("450", "917")
    assert ordered.payment == receipt.payment
    assert receipt.payment is not None
    assert receipt.payment.reference == asked(run, BANKER)[0].reference
    assert run.sent("payment", recipient=WINDOW) == []


def test_receipt_releases_within_five_minutes() -> None:
    run = banked(payment=20 * DAY, release_before_arrival=True)
    (receipt,) = run.sent("payment", BANKER, CUSTOMS)
    (at,) = released(run)

    assert 0 < at - receipt.sent <= FIVE_MINUTES


def test_bank_takes_its_own_time() -> None:
    run = banked(bank=5 * HOUR)
    (ordered,) = run.sent("payment", TRADERS, BANKER)
    (receipt,) = run.sent("payment", BANKER, CUSTOMS)

    assert receipt.sent == ordered.due + 5 * HOUR


def test_receipt_from_a_counter_is_booked_the_next_working_day() -> None:
    run = banked(policy=Policy(electronic_payment=False))
    (ordered,) = run.sent("payment", TRADERS, BANKER)
    (receipt,) = run.sent("payment", BANKER, CUSTOMS)

    assert receipt.sent - ordered.sent > 12 * HOUR


def test_insufficient_balance_is_reminded_and_paid_when_there_is_money() -> None:
    run = banked(accounts=replace(POOR, top_up=2 * DAY))
    refusals = notices(run, BANKER, TRADERS)

    assert [each.function for each in refusals] == ["27"]
    assert steps(run, "bnk") == ["refused", "paid-in", "paid"]
    assert steps(run, "cus") == ["reminded"]
    assert len(asked(run, WINDOW)) == 2
    assert len(released(run)) == 1


def test_insufficient_balance_for_good_is_no_release() -> None:
    run = banked(accounts=POOR)

    assert steps(run, "bnk") == ["refused"]
    assert released(run) == []


def test_amount_mismatch_is_asked_for_again_as_the_rest() -> None:
    run = banked(wanting("payment-short"))
    first, rest = asked(run, WINDOW)
    paid = [
        notice.payment.paid.value
        for notice in notices(run, BANKER, CUSTOMS)
        if notice.payment and notice.payment.paid
    ]

    assert first.payable is not None
    assert rest.payable is not None
    assert steps(run, "cus") == ["mismatch"]
    assert sum(paid) == first.payable.value
    assert paid[1] == rest.payable.value < paid[0]
    assert len(released(run)) == 1


def test_amount_mismatch_without_a_bank_is_asked_for_as_the_rest() -> None:
    run = play(world(wanting("payment-short")))
    first, rest = notices(run, TRADERS, WINDOW)
    (due, _) = asked(run, WINDOW)

    assert first.payment is not None
    assert rest.payment is not None
    assert due.payable is not None
    assert first.payment.paid is not None
    assert rest.payment.paid is not None
    assert first.payment.paid + rest.payment.paid == due.payable


@pytest.mark.parametrize("currency", ["PAB", "JPY"])
def test_order_under_an_unknown_reference_is_not_paid(currency: str) -> None:
    (ordered,) = notices(banked(), TRADERS, BANKER)
    assert ordered.payment is not None
    assert ordered.payment.paid is not None
    reference = "PAY-NOBODY" if currency == "PAB" else ordered.payment.reference
    strange = replace(
        ordered,
        payment=replace(
            ordered.payment,
            reference=reference,
            paid=replace(ordered.payment.paid, currency=currency),
        ),
    )
    extra = Extra(at=60, sender=TRADERS, recipient=BANKER, payload=strange)
    run = banked(extra=[extra])
    (refused,) = run.of(Kind.PAYMENT, step="refused")

    assert refused.facts["why"] == "unknown-reference"
    assert len(released(run)) == 1


def test_deferred_payment_is_made_by_the_bank_after_release() -> None:
    run = banked(payment_deferred=True, release_before_arrival=True)
    (receipt,) = run.sent("payment", BANKER, CUSTOMS)

    assert released(run)[0] < receipt.sent


def test_money_that_lacks_after_release_is_paid_when_the_goods_are_long_gone() -> None:
    run = banked(
        accounts=Accounts(balance=0, top_up=20 * DAY),
        payment_deferred=True,
        release_before_arrival=True,
    )
    (closed,) = run.of(Kind.TRANSITION, declaration=IMPORT, to="CLOSED")
    (paid,) = run.of(Kind.PAYMENT, step="paid")

    assert paid.time > closed.time


def test_time_of_the_bank_is_its_own_in_a_study() -> None:
    (own,) = [each for each in intervals("import") if each.owner is Owner.BANK]
    run = banked(bank=5 * HOUR, payment=12 * HOUR)
    (lifted,) = run.of(Kind.HOLD, hold=Hold.DUTY, change="lifted")

    assert (own.start, own.end) == ((Point.DUTY_PAID,), "DUTY_DUE.lifted")
    assert lifted.time - run.at(Point.DUTY_PAID) == 5 * HOUR + 2


def test_bank_knows_one_case_from_order_to_receipt() -> None:
    run = banked()

    assert len({message.conversation_id for message in run.messages}) == 1


# --- limits -------------------------------------------------------------------------


def test_unpaid_is_reminded_then_held_to_be_abandoned() -> None:
    run = play(world(wanting("payment-never")))
    reminded, abandoned = run.of(Kind.DEADLINE, of="payment")
    (last,) = [
        answer
        for answer in run.responses(TRADERS, IMPORT)
        if any(each.type == ABANDONED for each in answer.information)
    ]

    assert (reminded.facts["step"], abandoned.facts["step"]) == (
        "reminded",
        "abandoned",
    )
    assert reminded.time == run.at(Point.DUTY_ASSESSED) + 10 * DAY
    assert abandoned.time == reminded.time + 30 * DAY
    assert run.states(IMPORT, "cus")[-1] == "ABANDONED"
    assert last.statuses[0].name == Indicator.DETAINED
    assert released(run) == []


def test_limits_are_settings_of_the_world() -> None:
    run = play(
        world(wanting("payment-never"), limits=Limits(payment=DAY, abandonment=2 * DAY))
    )
    reminded, abandoned = run.of(Kind.DEADLINE, of="payment")

    assert reminded.time == run.at(Point.DUTY_ASSESSED) + DAY
    assert abandoned.time == reminded.time + 2 * DAY
    assert asked(run, WINDOW)[0].due is not None


def test_paid_after_the_reminder_is_released() -> None:
    run = banked(wanting("payment-late"))

    assert steps(run, "cus", Kind.DEADLINE) == ["reminded"]
    assert len(released(run)) == 1


def test_money_that_comes_after_abandonment_is_too_late() -> None:
    limits = Limits(payment=HOUR, abandonment=HOUR)
    run = banked(limits=limits, payment=DAY)

    assert steps(run, "cus") == ["too-late"]
    assert released(run) == []


def test_goods_released_before_payment_are_not_given_up() -> None:
    run = play(
        world(
            wanting("payment-never"),
            profiles=exact(payment_deferred=True, release_before_arrival=True),
        )
    )

    assert steps(run, "cus", Kind.DEADLINE) == ["reminded"]
    assert len(released(run)) == 1


PRESENCE = Limits(presence=2 * DAY)


def calls(run: Played) -> list[int]:
    """Return the limit dates of calls to an examination, as seconds of the run."""
    start = world().start
    return [
        int((limit - start).total_seconds())
        for answer in run.responses(TRADERS, IMPORT)
        if answer.statuses
        and answer.statuses[0].name == Indicator.EXAMINATION
        and (limit := limit_of(answer))
    ]


def test_physical_check_has_a_limit_date_and_waits_for_the_trader() -> None:
    run = play(world(limits=PRESENCE, profiles=exact(**RED)))
    (limit,) = calls(run)

    # The declarant comes as quickly as it supplies documents.
    came = run.at(Point.UNLOADED) + 3 * HOUR
    assert limit == run.at(Point.UNLOADED) + 2 * DAY
    assert run.at(Point.POSITIONED) == came + 2 + 7 * HOUR
    assert run.of(Kind.DEADLINE) == []


def test_physical_check_without_a_limit_waits_for_nobody() -> None:
    run = play(world(profiles=exact(**RED)))

    assert calls(run) == []
    assert run.at(Point.POSITIONED) == run.at(Point.UNLOADED) + 7 * HOUR


def test_no_show_is_called_again_and_comes() -> None:
    run = play(
        world(wanting("inspection-late"), limits=PRESENCE, profiles=exact(**RED))
    )
    first, second = calls(run)

    assert second == first + 2 * DAY
    assert steps(run, "cus", Kind.DEADLINE) == ["called-again"]
    assert first < run.at(Point.INSPECTION_STARTED) < second
    assert len(released(run)) == 1


def test_no_show_for_good_has_the_goods_opened_without_the_trader() -> None:
    run = play(
        world(wanting("inspection-missed"), limits=PRESENCE, profiles=exact(**RED))
    )
    _, second = calls(run)

    assert steps(run, "cus", Kind.DEADLINE) == ["called-again", "opened-without"]
    assert run.at(Point.POSITIONED) == second + 7 * HOUR
    assert len(released(run)) == 1


# --- whatever happens ---------------------------------------------------------------

NEGLECTS: st.SearchStrategy[ChangeId | None] = st.sampled_from(
    [None, "payment-short", "payment-late", "payment-never", "cancel"]
)


Story = tuple[list[ShipmentOrder], Accounts, dict[str, Any], Policy]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw a few shipments to Panama, their accounts, a profile and a policy."""
    dealt = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        what = draw(NEGLECTS)
        dealt.append(
            order(
                number,
                start=draw(st.integers(1, 3 * DAY)),
                importer=draw(st.sampled_from([40, 41])),
                change=Change(what=what) if what else None,
            )
        )
    accounts = Accounts(
        balance=draw(st.sampled_from([None, 0, 30_000, 150_000])),
        top_up=draw(st.sampled_from([None, DAY])),
    )
    profile = {
        "payment_deferred": draw(st.booleans()),
        "payment": draw(st.sampled_from([60, 2 * HOUR, 12 * DAY])),
        "bank": draw(st.sampled_from([1, 3 * HOUR])),
    }
    policy = Policy(
        electronic_payment=draw(st.booleans()),
        release_before_payment=draw(st.sampled_from(["profile", "on", "off"])),
    )
    return dealt, accounts, profile, policy


STAY_UNPAID = ("payment-never", "cancel")


def wants(dealt: ShipmentOrder) -> ChangeId | None:
    return dealt.change.what if dealt.change else None


def first_asked(run: Played) -> dict[str, Decimal]:
    """Return what was assessed on each declaration, by its LRN."""
    found: dict[str, Decimal] = {}
    for message in run.sent("response", CUSTOMS, WINDOW):
        answer = run.payload(message)
        assert isinstance(answer, Response)
        payment = payment_of(answer)
        if payment is not None and payment.payable is not None:
            found.setdefault(reference_of(answer), payment.payable.value)
    return found


def paid_by_bank(run: Played) -> dict[str, Decimal]:
    """Return what the bank paid for each declaration, by its LRN."""
    found: dict[str, Decimal] = {}
    for event in run.of(Kind.PAYMENT, step="paid"):
        reference = str(event.facts["declaration"])
        amount = Decimal(str(event.facts["amount"]))
        found[reference] = found.get(reference, Decimal(0)) + amount
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_nothing_is_released_unpaid_and_no_account_is_overdrawn(
    story: Story,
) -> None:
    dealt, accounts, profile, policy = story
    run = banked(*dealt, accounts=accounts, policy=policy, **profile)
    deferred = policy.release_before_payment == "on" or (
        policy.release_before_payment == "profile" and profile["payment_deferred"]
    )

    owed = first_asked(run)
    paid = paid_by_bank(run)
    # What comes in is never more than is asked for, and is all of it in the end.
    assert all(value <= owed[each] for each, value in paid.items())
    settled = {each for each in owed if paid.get(each) == owed[each]}
    if not deferred:
        lifted = run.of(Kind.HOLD, hold=Hold.DUTY, change="lifted")
        assert {str(each.facts["declaration"]) for each in lifted} <= settled
        assert {str(each.facts["declaration"]) for each in releases(run)} <= settled
    if accounts.balance is None or accounts.top_up is not None:
        unpaid = {each.id for each in dealt if wants(each) in STAY_UNPAID}
        given_up = run.of(Kind.TRANSITION, to="ABANDONED")
        unpaid |= {
            str(each.facts["declaration"]).partition("-")[0] for each in given_up
        }
        assert {each.partition("-")[0] for each in owed.keys() - settled} <= unpaid
    left = [str(each.facts["left"]) for each in run.of(Kind.PAYMENT, step="paid")]
    assert all(Decimal(each) >= 0 for each in left if each)
    if accounts.balance is not None:
        _check_accounts(run, Decimal(accounts.balance))


def _check_accounts(run: Played, opening: Decimal) -> None:
    """Hold what each company paid against its balance and what came in.

    One PAB is one dollar.
    """
    funds: dict[str, Decimal] = {}
    for event in run.of(Kind.PAYMENT):
        if event.participant != BANKER:
            continue
        payer, amount = str(event.facts["payer"]), Decimal(str(event.facts["amount"]))
        change = {"paid": -amount, "paid-in": amount}.get(str(event.facts["step"]))
        if change is not None:
            funds[payer] = funds.get(payer, opening) + change
            assert funds[payer] == Decimal(str(event.facts["left"])) >= 0

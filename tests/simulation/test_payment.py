"""Duties: asked for once they are assessed, and again when too little comes in."""

from dataclasses import replace
from decimal import Decimal

import pytest

from simulation.builders import DAY, HOUR, Edit, Played, exact, play, world
from swsim.documents.envelope import Envelope
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentNotice
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.money import Money
from swsim.domain.timepoints import Point
from swsim.simulation.answers import payment_of
from swsim.simulation.declarations import payable

IMPORT = "S00001-I1"
RELEASED = Indicator.RELEASED


def first_payment_becomes(paid: Money | None) -> Edit:
    """Return an edit that has the first payment notice say something else."""
    seen: list[str] = []

    def change(envelope: Envelope) -> object:
        notice = envelope.payload
        if not isinstance(notice, PaymentNotice) or seen:
            return notice
        seen.append(envelope.communication.message_id)
        assert notice.payment is not None
        assert notice.payment.paid is not None
        other = paid or replace(
            notice.payment.paid, value=notice.payment.paid.value - Decimal("0.01")
        )
        return replace(notice, payment=replace(notice.payment, paid=other))

    return change


def paid_late(**changes: object) -> Played:
    """Play a payment that takes four days, under these other settings."""
    return play(world(profiles=exact(payment=4 * DAY, **changes)))


def test_all_duties_and_taxes_are_asked_for_in_one_sum() -> None:
    run = play(world())
    (declared,) = [
        payload
        for message in run.sent("declaration", "pa-trd", "pa-sw")
        if isinstance(payload := run.payload(message), Declaration)
    ]
    (asked,) = [
        payment
        for answer in run.responses("pa-trd", IMPORT)
        if (payment := payment_of(answer))
    ]

    assert asked.payable == payable(declared)
    assert asked.payable is not None
    assert asked.payable.value > 0
    assert asked.due is not None
    due = (asked.due - world().start).total_seconds()
    assert due == run.at(Point.DUTY_ASSESSED) + 10 * DAY


def test_payment_names_its_reference_and_the_mrn() -> None:
    run = play(world())
    (message,) = run.sent("payment", "pa-trd", "pa-sw")
    notice = run.payload(message)
    assert isinstance(notice, PaymentNotice)
    assert notice.payment is not None

    assert notice.type == "917"
    assert notice.payment.reference == f"PAY-{notice.declaration_id}"


def test_release_waits_for_payment() -> None:
    run = paid_late()

    assert run.at(Point.CUSTOMS_RELEASED) == run.at(Point.DUTY_PAID) + 2


def test_deferred_payment_does_not_hold_release() -> None:
    run = paid_late(payment_deferred=True, release_before_arrival=True)

    assert run.at(Point.CUSTOMS_RELEASED) == run.at(Point.DUTY_ASSESSED)
    assert run.at(Point.DUTY_PAID) == run.at(Point.DUTY_ASSESSED) + 4 * DAY + 2
    assert run.outcomes("pa-trd", IMPORT).count(None) == 1


@pytest.mark.parametrize(
    "paid",
    [
        None,  # one hundredth less than asked for
        Money(value=Decimal(0), currency="PAB"),
        Money(value=Decimal("999999999.00"), currency="JPY"),
    ],
)
def test_payment_of_too_little_is_asked_for_again(paid: Money | None) -> None:
    run = play(world(), edit=first_payment_becomes(paid))
    payments = run.of(Kind.TIME_POINT, point=Point.DUTY_PAID)
    lifted = run.of(Kind.HOLD, hold="DUTY_DUE", change="lifted")

    assert run.outcomes("pa-trd", IMPORT) == [
        Indicator.AWAITING_ARRIVAL,
        None,
        None,
        RELEASED,
    ]
    assert payments[1].time == payments[0].time + 4 + 2 * HOUR
    assert [event.time for event in lifted] == [payments[1].time + 2]


def test_payment_of_more_than_enough_is_enough() -> None:
    more = Money(value=Decimal("999999999.00"), currency="PAB")
    run = play(world(), edit=first_payment_becomes(more))

    assert len(run.of(Kind.TIME_POINT, point=Point.DUTY_PAID)) == 1
    assert run.outcomes("pa-trd", IMPORT)[-1] is RELEASED

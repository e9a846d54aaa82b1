"""A site between the kernel and its participants: one second at a time."""

import pytest

from simulation.builders import START, Extra, forged, order, world
from swsim.documents.types.payment import PaymentNotice
from swsim.simulation.mail import Incoming
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites


@pytest.fixture
def panama() -> Site:
    """Return the site that awaits goods; its single window takes in nothing yet."""
    japan, panama = build_sites(world(order()))
    assert (japan.id, panama.id) == ("jp", "pa")
    return panama


def mail(at: int) -> Incoming:
    """Return a payment notice that a trader of Panama sends."""
    notice = PaymentNotice(reference=f"P-{at}")
    return forged(Extra(at=at, sender="pa-trd", recipient="pa-sw", payload=notice))


def test_site_that_waits_for_others_plans_nothing(panama: Site) -> None:
    assert panama.next_second() is None


def test_mail_of_a_second_comes_before_what_was_planned_for_it(panama: Site) -> None:
    seen: list[str] = []
    panama.open_inbox("pa-sw", lambda each: seen.append(each.message_id))
    panama.after(10, lambda: seen.append("planned"))
    first, second = mail(1), mail(2)

    panama.run_second(10, [first, second])

    assert seen == [first.message_id, second.message_id, "planned"]


def test_mail_may_come_at_a_second_for_which_nothing_was_planned(panama: Site) -> None:
    seen: list[int] = []
    panama.open_inbox("pa-sw", lambda _: seen.append(panama.now))

    panama.run_second(77, [mail(1)])

    assert seen == [77]


def test_later_seconds_are_left_for_later(panama: Site) -> None:
    seen: list[int] = []
    for second in (5, 6):
        panama.after(second, lambda: seen.append(panama.now))

    panama.run_second(5)

    assert seen == [5]
    assert panama.next_second() == 6


def test_output_is_handed_over_once() -> None:
    japan, _ = build_sites(world(order(start=60)))

    first, second = japan.run_second(60), japan.run_second(61)

    assert [message.recipient for message in first.messages] == ["jp-sw"]
    assert first.events
    assert (second.messages, second.events) == ((), ())


def test_moments_and_seconds_are_the_same_time(panama: Site) -> None:
    assert panama.moment(0) == START
    assert panama.second(panama.moment(90_061)) == 90_061


def test_participants_of_a_site_are_named_in_order(panama: Site) -> None:
    assert panama.participants == ("pa-agr", "pa-cus", "pa-sw", "pa-trd")

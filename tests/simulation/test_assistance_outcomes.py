"""Mutual assistance: every outcome of a request, and what must not happen to the data.

Panama asks Japan about an excavator that it imported.
"""

from dataclasses import replace
from typing import Any

import pytest

from simulation.builders import (
    DAY,
    HOUR,
    START,
    Played,
    exact,
    order,
    play,
    world,
)
from swsim.documents.envelope import Envelope
from swsim.documents.types.assistance_reply import AssistanceReply
from swsim.documents.types.assistance_request import AssistanceRequest
from swsim.documents.types.declaration import Declaration
from swsim.domain.events import Kind
from swsim.domain.happenings import (
    AssistanceWanted,
    Effect,
    Happening,
    InformationRelayed,
)
from swsim.domain.money import money
from swsim.domain.policies import Policy
from swsim.domain.profiles import Cooperation, Spread
from swsim.domain.settings import ShipmentOrder, WorldSettings
from swsim.reports.facts import texts
from swsim.simulation.contract import draw_contract

SEED = 7
ASKED = 25 * DAY


def terms(**changes: Any) -> Cooperation:
    """Return terms by which a decision takes 6 hours and the work 9 days."""
    spreads = {
        "assistance_decision": Spread(median=6 * HOUR, p90=6 * HOUR),
        "assistance": Spread(median=9 * DAY, p90=9 * DAY),
    }
    return Cooperation().model_copy(update={**spreads, **changes})


def asking(
    *effects: Effect,
    japan: Cooperation | None = None,
    panama: Cooperation | None = None,
    third: bool = False,
) -> WorldSettings:
    """Return a world in which Panama does what the effects say, ten days apart."""
    profiles = {
        "JP": exact(cooperation=japan or terms()),
        "PA": exact(cooperation=panama or terms()),
    }
    orders = [order(1)]
    if third:
        orders.append(order(2, destination="CL"))
    settings = world(*orders, profiles=profiles)
    happenings = tuple(
        Happening(inject=f"I{number}", at=ASKED + number * 15 * DAY, effect=effect)
        for number, effect in enumerate(effects)
    )
    sites = (
        replace(site, happenings=happenings) if site.id == "pa" else site
        for site in settings.sites
    )
    return replace(settings, sites=tuple(sites))


def wanted(**changes: Any) -> AssistanceWanted:
    return AssistanceWanted(**{"of": "JP", "matter": "VAL", **changes})


def steps(run: Played, site: str) -> list[tuple[str, ...]]:
    return [
        (str(each.facts["step"]), *texts(each, "why"))
        for each in run.of(Kind.ASSISTANCE)
        if each.site == site
    ]


def at(run: Played, step: str) -> int:
    (event,) = run.of(Kind.ASSISTANCE, step=step)
    return event.time


def replies(run: Played) -> list[AssistanceReply]:
    return [
        payload
        for message in run.sent("assistance-reply")
        if isinstance(payload := run.payload(message), AssistanceReply)
    ]


def undervalued(envelope: Envelope) -> object:
    """Halve the value of the import on its way to Panama's customs."""
    document = envelope.payload
    to_customs = envelope.communication.recipient == "pa-cus"
    if not to_customs or not isinstance(document, Declaration):
        return document
    if document.type != "929" or document.invoice_amount is None:
        return document
    halved = money(document.invoice_amount.value / 2, document.invoice_amount.currency)
    return replace(document, invoice_amount=halved)


def test_request_has_all_elements_and_keeps_the_case() -> None:
    run = play(asking(wanted()))

    (first, statement) = run.sent("assistance-request")
    request = run.payload(first)
    assert isinstance(request, AssistanceRequest)
    assert request.matter
    assert request.undertaking
    assert request.verification
    (received,) = run.of(Kind.RECEIVED, message=first.message_id)
    assert received.facts["findings"] == ()
    cases = {each.case for each in run.of(Kind.ASSISTANCE)}
    assert cases == {first.conversation_id}
    assert statement.conversation_id in {each.case for each in run.of(Kind.MATCH)}


def test_accepted_within_a_day_and_answered_within_thirty() -> None:
    run = play(asking(wanted()))

    assert at(run, "accepted") - ASKED <= DAY
    assert at(run, "answered") - ASKED <= 30 * DAY
    assert steps(run, "pa") == [
        ("requested",),
        ("accepted",),
        ("answered",),
        ("used", "NOA"),
    ]


def test_answer_is_certified_and_bears_the_limits_of_its_use() -> None:
    answer = replies(play(asking(wanted())))[-1]

    assert answer.authentication is not None
    assert answer.conditions is not None
    assert answer.conditions.use_limit == "CUS"
    assert answer.declarations[0].invoice_amount is not None


def test_statement_of_use_comes_back() -> None:
    assert steps(play(asking(wanted())), "jp")[-1] == ("used-there", "NOA")


def test_clarification() -> None:
    run = play(asking(wanted(vague=True)))

    found = [step for step, *_ in steps(run, "pa")]
    assert found[:2] == ["requested", "clarification-asked"]
    assert found[-2:] == ["answered", "used"]
    functions = [
        payload.function
        for message in run.sent("assistance-request")
        if isinstance(payload := run.payload(message), AssistanceRequest)
    ]
    assert functions == ["13", "4", "6"]


def other_order_of_the_trader(start: int) -> ShipmentOrder:
    """Return an order of the exporter of order 1, in which Japan finds an offence."""
    trader = draw_contract(order(1), SEED, START).exporter
    others = (order(number, start=start, channel="red") for number in range(2, 500))
    return next(
        each for each in others if draw_contract(each, SEED, START).exporter == trader
    )


def suspected(start: int) -> Played:
    """Play a request about a trader of whom Japan opens another box on that day."""
    profiles = {
        "JP": exact(cooperation=terms(), violation_per_mille=1000),
        "PA": exact(cooperation=terms()),
    }
    settings = world(
        order(1), other_order_of_the_trader(start), seed=SEED, profiles=profiles
    )
    happening = Happening(inject="I1", at=ASKED, effect=wanted())
    sites = (
        replace(site, happenings=(happening,)) if site.id == "pa" else site
        for site in settings.sites
    )
    return play(replace(settings, sites=tuple(sites)))


def test_postponed_while_goods_of_the_trader_are_detained() -> None:
    # Opened some 10 hours after it was lodged, the box is detained for a day.
    run = suspected(ASKED - 12 * HOUR)

    assert at(run, "postponed") - ASKED <= DAY
    assert at(run, "answered") - ASKED > 20 * DAY


def test_refused_while_proceedings_are_under_way() -> None:
    run = suspected(ASKED - 10 * DAY)

    assert steps(run, "pa") == [("requested",), ("refused", "ONG")]


def test_difference_to_the_export_data_leads_to_a_request() -> None:
    profiles = exact(cooperation=terms())
    asks = world(profiles=profiles, policy=Policy(request_assistance=True))
    run = play(asks, edit=undervalued)

    assert [each.facts["verdict"] for each in run.of(Kind.MATCH)] == ["VALUE_LOW"]
    assert steps(run, "pa")[-1] == ("used", "REA")


@pytest.mark.parametrize(
    ("ground", "japan", "panama"),
    [
        ("LAW", {"legal_bases": ("BIL",)}, {"legal_bases": ("TFA",)}),
        ("CON", {}, {"confidentiality": "ASK"}),
        ("PUB", {"withheld": ("8429",)}, {}),
        ("BUR", {"assistance_at_once": 0}, {}),
    ],
)
def test_refused_with_ground(
    ground: str, japan: dict[str, Any], panama: dict[str, Any]
) -> None:
    run = play(asking(wanted(), japan=terms(**japan), panama=terms(**panama)))

    assert steps(run, "pa") == [("requested",), ("refused", ground)]
    assert steps(run, "jp") == [("refuses", ground)]
    assert [reply.ground for reply in replies(run)] == [ground]


def test_urgent_request_is_answered_within_a_day() -> None:
    run = play(asking(wanted(urgent=True)))

    assert at(run, "answered") - ASKED <= DAY


def test_overdue_request_is_reminded() -> None:
    slow = terms(assistance=Spread(median=50 * DAY, p90=50 * DAY))
    run = play(asking(wanted(), japan=slow))

    assert at(run, "overdue") == ASKED + 30 * DAY
    assert [step for step, *_ in steps(run, "pa")][-2:] == ["answered-late", "used"]
    assert ("reminded",) in steps(run, "jp")
    assert at(run, "answered-late") - at(run, "overdue") <= DAY


def test_relay_to_a_third_administration_is_a_violation_at_both_ends() -> None:
    run = play(asking(wanted(), InformationRelayed(to="CL"), third=True))

    assert ("use-limit-violated", "JP") in steps(run, "pa")
    assert steps(run, "cl") == [("use-limit-broken",)]


def test_there_is_nothing_to_relay_before_anything_was_supplied() -> None:
    run = play(asking(InformationRelayed(to="JP")))

    assert steps(run, "pa") == [("nothing-to-relay",)]


def test_nothing_to_ask_about() -> None:
    run = play(asking(wanted(of="CL"), third=True))

    assert steps(run, "pa") == [("nothing-to-ask",)]

"""What customs knows and traders must not: risk rules, scores, reasons, comparisons."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from simulation.builders import BANANAS, Played, exact, order, play, world
from swsim.documents.envelope import Envelope
from swsim.documents.types.declaration import Declaration
from swsim.domain.events import Kind
from swsim.domain.money import Money
from swsim.simulation.matching import Match

RISK_RULES = ("R12", "R30", "R50", "R62")
FORBIDDEN = re.compile(
    "|".join([*RISK_RULES, *(each for each in Match if each is not Match.OK)])
)


def suspicious(envelope: Envelope) -> object:
    """Raise the risk of every import: odd prices, and an export that says otherwise."""
    document = envelope.payload
    if not isinstance(document, Declaration) or document.shipment is None:
        return document
    head = envelope.communication
    if document.function == "14" and head.recipient.endswith("-cus"):
        return replace(document, invoice_amount=_times(document.invoice_amount, 9))
    wrong = document.reference == "S00002-I1"
    if document.type == "929" and (wrong or head.recipient.endswith("-cus")):
        items = tuple(
            replace(item, customs_value=_times(item.customs_value, 50))
            for item in document.shipment.items
        )
        return replace(document, shipment=replace(document.shipment, items=items))
    return document


def _times(amount: Money | None, factor: int) -> Money | None:
    return amount and Money(
        value=amount.value * Decimal(factor), currency=amount.currency
    )


@pytest.fixture(scope="module")
def run() -> Played:
    """Return a run with all that could leak: mistakes, mismatches, risk, refusals."""
    return play(
        world(
            order(1, channel="yellow"),
            order(2, channel="red", mistake="item-count", mistake_leg="import"),
            order(3, mistake="description-too-long"),
            order(4, mistake="missing-seal", mistake_leg="import"),
            order(5, origin="EC", destination="JP", hs6=(BANANAS,)),
            profiles=exact(severities={"R12": "E"}),
        ),
        edit=suspicious,
    )


def test_customs_has_reasons_to_look(run: Played) -> None:
    reasons = {
        reason
        for event in run.of(Kind.CHANNEL, leg="import")
        if isinstance(found := event.facts["reasons"], tuple)
        for reason in found
    }

    assert {"R20", "VALUE_LOW"} <= reasons


def test_risk_findings_stand_in_the_records_of_customs_alone(run: Played) -> None:
    roles = {
        event.participant.rpartition("-")[2]
        for event in run.of(Kind.RECEIVED)
        if isinstance(found := event.facts["findings"], tuple) and "R12" in found
    }

    assert roles == {"cus"}


def test_no_message_to_a_trader_tells_of_risk(run: Played) -> None:
    told = [
        (message.sender, message.document, found[0])
        for message in run.messages
        if message.recipient.endswith("-trd")
        and (found := FORBIDDEN.search(message.xml.decode()))
    ]

    assert told == []


def test_no_message_abroad_tells_of_risk(run: Played) -> None:
    told = [
        message.sender
        for message in run.messages
        if message.sender[:2] != message.recipient[:2]
        and FORBIDDEN.search(message.xml.decode())
    ]

    assert told == []


def test_no_message_at_all_holds_a_score(run: Played) -> None:
    scores = {
        event.facts["score"] for event in run.of(Kind.CHANNEL) if event.facts["score"]
    }

    assert scores
    assert not [each for each in run.messages if b"score" in each.xml.lower()]


def test_trader_is_told_the_errors_of_his_declaration(run: Played) -> None:
    (answer,) = run.responses("pa-trd", "S00002-I1")

    assert [error.code for error in answer.errors] == ["R01", "R10", "R14", "R08"]


def test_trader_sees_no_case_but_his_own(run: Played) -> None:
    own = {
        (site, event.case)
        for site in ("pa", "jp", "ec")
        for event in run.of(Kind.TRANSITION)
        if event.participant == f"{site}-trd"
    }
    seen = {
        (message.recipient[:2], message.conversation_id)
        for message in run.messages
        if message.recipient.endswith("-trd")
    }

    assert seen <= own

"""Certificates, origin, procedures and changes: what the records of a site decide."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from simulation.builders import BANANAS, DAY, Extra, Played, order, play, world
from simulation.lodging import Change, of_order, rejected, shipment
from swsim.documents.envelope import Envelope
from swsim.documents.goods import PreviousDocument
from swsim.documents.parts import Amendment
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    GoodsShipment,
    GovernmentProcedure,
    Itinerary,
)
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.settings import ShipmentOrder

LATER, MUCH_LATER = 2 * DAY, 60 * DAY


def bananas(number: int = 1) -> ShipmentOrder:
    return order(number, hs6=(BANANAS,), origin="EC", destination="JP")


def test_certificate_that_nobody_issued_is_rejected() -> None:
    def forge(of: GoodsShipment) -> GoodsShipment:
        (item,) = of.items
        documents = tuple(replace(each, id="EC-853-S00001") for each in item.documents)
        return replace(of, items=(replace(item, documents=documents),))

    run = play(world(bananas()), edit=of_order(1, "I", shipment(forge)))

    assert rejected(run, "jp-trd", "S00001-I1") == ["R39-genuine"]
    assert Indicator.RELEASED in run.outcomes("jp-trd", "S00001-I2")


def preferring(*route: str) -> Change:
    """Return a change that claims the preference of an agreement, by a route."""

    def claim(of: GoodsShipment) -> GoodsShipment:
        (item,) = of.items
        assert item.commodity is not None
        assert of.consignment is not None
        duty, *others = item.commodity.duties
        proof = AdditionalDocument(id="JP-CO-1", type="861")
        commodity = replace(
            item.commodity, duties=(replace(duty, regime="300"), *others)
        )
        countries = tuple(
            Itinerary(sequence=number, country=country)
            for number, country in enumerate(route, 1)
        )
        return replace(
            of,
            consignment=replace(of.consignment, itinerary=countries),
            items=(replace(item, commodity=commodity, documents=(proof,)),),
        )

    return shipment(claim)


@pytest.mark.parametrize(
    ("destination", "route", "rules"),
    [
        ("CL", ("JP", "CL"), []),
        ("CL", ("JP", "US", "CL"), []),
        ("CL", ("JP", "ZA", "CL"), ["R38"]),
        ("BR", ("JP", "BR"), ["R35-agreement"]),
    ],
)
def test_preference_needs_an_agreement_and_the_direct_way(
    destination: str, route: tuple[str, ...], rules: list[str]
) -> None:
    edit = of_order(1, "I", preferring(*route))
    run = play(world(order(destination=destination)), edit=edit)

    assert rejected(run, f"{destination.lower()}-trd", "S00001-I1") == rules


def changed_late(after: int, **changes: Any) -> Played:
    """Play an export, and a change of it that many seconds later."""
    change = Declaration(
        function="4",
        type="830",
        amendments=(Amendment(reason="1"),),
        **changes,
    )
    extra = Extra(at=after, sender="jp-trd", recipient="jp-sw", payload=change)
    return play(world(order()), extra=[extra])


def test_change_is_passed_on_while_the_declaration_is_open() -> None:
    run = changed_late(63, reference="S00001-E1")

    assert rejected(run, "jp-trd", "S00001-E1") == []
    assert any(
        isinstance(document := run.payload(message), Declaration)
        and document.function == "4"
        for message in run.sent("declaration", "jp-sw", "jp-cus")
    )


@pytest.mark.parametrize("reference", ["S00001-E1", "NEVER-LODGED"])
def test_change_of_what_is_released_or_unknown_is_refused(reference: str) -> None:
    run = changed_late(MUCH_LATER, reference=reference)
    (answer,) = [
        each
        for each in run.responses("jp-trd", reference)
        if each.statuses[0].name == Indicator.CHANGE_REFUSED
    ]

    assert [error.code for error in answer.errors] == ["R61"]


@pytest.mark.parametrize(
    ("before", "known", "rules"),
    [
        ("7100", True, ()),
        ("4000", True, ("R60-prior",)),
        ("7100", False, ()),
    ],
)
def test_goods_leave_the_procedure_that_they_were_under(
    before: str, known: bool, rules: tuple[str, ...]
) -> None:
    """Asked of customs alone, which gave the number; not known is not wrong."""
    first = play(world(order(1)))
    mrn = next(
        answer.declaration.id
        for answer in first.responses("pa-trd", "S00001-I1")
        if answer.declaration is not None and answer.declaration.id
    )

    def edit(envelope: Envelope) -> object:
        found = of_order(1, "I", shipment(under(before)))(envelope)
        if found is envelope.payload:
            out = under("4071", mrn if known else "26PAELSEWHERE0001")
            found = of_order(2, "I", shipment(out))(envelope)
        return found

    run = play(world(order(1), order(2, start=LATER)), edit=edit)
    (seen,) = [
        event.facts
        for event in run.of(Kind.RECEIVED, document="declaration")
        if event.participant == "pa-cus" and "S00002-I1" in said(run, event)
    ]

    assert seen["findings"] == rules
    # Never quite valid: what is left of an earlier declaration (R52) nobody keeps.
    assert seen["verdict"] == ("invalid" if rules else "valid-partial")


def under(procedure: str, mrn: str = "") -> Callable[[GoodsShipment], GoodsShipment]:
    """Return a change of the procedure, and of the document before it."""

    def change(of: GoodsShipment) -> GoodsShipment:
        items = tuple(
            replace(
                item,
                procedures=(
                    GovernmentProcedure(current=procedure, previous=procedure[2:]),
                ),
            )
            for item in of.items
        )
        before = PreviousDocument(id=mrn, type="929")
        documents = (*of.previous_documents, *((before,) if mrn else ()))
        return replace(of, items=items, previous_documents=documents)

    return change


def said(run: Played, event: Any) -> str:
    """Return the LRN of the declaration that was received."""
    (message,) = [
        each
        for each in run.sent("declaration", "pa-sw", "pa-cus")
        if each.message_id == event.facts["message"]
    ]
    document = run.payload(message)
    assert isinstance(document, Declaration)
    return (document.reference or "") if document.function == "9" else ""

"""Export and import of one UCR, compared: a difference is a reason to look."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from simulation.builders import START, exact, order, play, world
from swsim.documents.envelope import Envelope
from swsim.documents.goods import Classification
from swsim.documents.types.declaration import Declaration, GoodsItem
from swsim.domain.events import Kind
from swsim.domain.money import Money
from swsim.simulation.contract import draw_contract
from swsim.simulation.exports import Exports
from swsim.simulation.matching import Match, compare, outline
from swsim.simulation.paperwork import Filing, export_declaration, import_declaration

DAY = 86_400
CONTRACT = draw_contract(order(), 7, START)
FILING = Filing(reference="X-1", at=START, exit=START)
EXPORTED = export_declaration(CONTRACT, FILING)
IMPORTED = import_declaration(CONTRACT, FILING, 70)


def valued(per_cent: int, currency: str | None = None) -> Declaration:
    """Return the import with its invoice at so much of what the export says."""
    there = EXPORTED.invoice_amount
    assert there is not None
    here = Money(
        value=there.value * per_cent / 100, currency=currency or there.currency
    )
    return replace(IMPORTED, invoice_amount=here)


def weighing(per_mille: int) -> Declaration:
    shipment = IMPORTED.shipment
    assert shipment is not None
    (item,) = shipment.items
    assert item.commodity is not None
    measure = item.commodity.measure
    assert measure is not None
    assert measure.net_mass is not None
    lighter = replace(measure, net_mass=measure.net_mass * per_mille // 1000)
    return _with_item(replace(item, commodity=replace(item.commodity, measure=lighter)))


def classified(heading: str) -> Declaration:
    shipment = IMPORTED.shipment
    assert shipment is not None
    (item,) = shipment.items
    assert item.commodity is not None
    other = replace(
        item.commodity, classifications=(Classification(id=heading, type="HS"),)
    )
    return _with_item(replace(item, commodity=other))


def _with_item(item: GoodsItem) -> Declaration:
    shipment = IMPORTED.shipment
    assert shipment is not None
    return replace(IMPORTED, shipment=replace(shipment, items=(item,)))


@pytest.mark.parametrize(
    ("imported", "verdict"),
    [
        (IMPORTED, Match.OK),
        (valued(90), Match.OK),
        (valued(89), Match.VALUE_LOW),
        (valued(115), Match.OK),
        (valued(116), Match.VALUE_HIGH),
        (valued(10, "XXX"), Match.OK),  # not compared across currencies
        (replace(IMPORTED, invoice_amount=None), Match.OK),
        (weighing(1049), Match.OK),
        (weighing(1051), Match.QTY),
        (weighing(949), Match.QTY),
        (classified("842951"), Match.CLASS),
        (classified("8429520010"), Match.OK),  # national digits do not count
        (replace(IMPORTED, shipment=None), Match.CLASS),
    ],
)
def test_import_is_compared_with_its_export(
    imported: Declaration, verdict: Match
) -> None:
    assert compare(outline(imported), outline(EXPORTED)).verdict is verdict


def test_import_without_export_is_a_phantom() -> None:
    assert compare(outline(IMPORTED), None).verdict is Match.PHANTOM_EXPORT


def shared(
    change: Callable[[Declaration], Declaration],
) -> Callable[[Envelope], object]:
    """Return an edit of what Panama's customs is told about the export."""

    def edit(envelope: Envelope) -> object:
        document = envelope.payload
        recipient = envelope.communication.recipient
        if isinstance(document, Declaration) and (recipient, document.function) == (
            "pa-cus",
            "14",
        ):
            return change(document)
        return document

    return edit


def dearer(export: Declaration) -> Declaration:
    amount = export.invoice_amount
    assert amount is not None
    return replace(
        export,
        invoice_amount=Money(
            value=amount.value * Decimal("1.25"), currency=amount.currency
        ),
    )


def test_mismatch_takes_a_declaration_out_of_the_green_channel() -> None:
    run = play(world(), edit=shared(dearer))
    (match,) = run.of(Kind.MATCH)
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert match.facts["verdict"] == Match.VALUE_LOW
    assert channel.facts["channel"] == "yellow"
    assert channel.facts["score"] == 30
    assert channel.facts["reasons"] == ("VALUE_LOW",)


def test_mismatch_does_not_overrule_the_scenario() -> None:
    run = play(world(order(channel="green")), edit=shared(dearer))
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert channel.facts["channel"] == "green"
    assert channel.facts["score"] == 30


def test_export_data_of_another_shipment_make_a_phantom() -> None:
    def other(export: Declaration) -> Declaration:
        assert export.shipment is not None
        assert export.shipment.ucr is not None
        ucr = replace(export.shipment.ucr, id="6JPOTHER-00001")
        elsewhere = replace(export.shipment, ucr=ucr, consignment=None)
        exporter = (
            replace(export.exporter, id="JPX0000001") if export.exporter else None
        )
        return replace(export, shipment=elsewhere, exporter=exporter)

    run = play(world(profiles=exact()), edit=shared(other))
    (match,) = run.of(Kind.MATCH)

    assert match.facts["verdict"] == Match.PHANTOM_EXPORT


def renamed(export: Declaration) -> Declaration:
    assert export.shipment is not None
    assert export.shipment.ucr is not None
    ucr = replace(export.shipment.ucr, id="6JPOTHER-00001")
    return replace(export, shipment=replace(export.shipment, ucr=ucr))


def unboxed(export: Declaration) -> Declaration:
    assert export.shipment is not None
    return replace(export, shipment=replace(export.shipment, consignment=None))


def test_export_of_another_ucr_is_found_by_its_containers() -> None:
    run = play(world(profiles=exact()), edit=shared(renamed))
    (match,) = run.of(Kind.MATCH)

    assert (match.facts["verdict"], match.facts["by"]) == (Match.OK, "containers")


def test_export_without_ucr_and_container_is_found_by_exporter_and_goods() -> None:
    run = play(
        world(profiles=exact()), edit=shared(lambda each: unboxed(renamed(each)))
    )
    (match,) = run.of(Kind.MATCH)

    assert (match.facts["verdict"], match.facts["by"]) == (Match.OK, "goods")


def test_export_is_found_by_its_ucr_alone_when_it_left_long_ago() -> None:
    exports, imported = Exports(), outline(IMPORTED)
    first = exports.announce(EXPORTED, "case", 0)
    assert exports.find("other", imported, 60 * DAY) == (first, "containers")

    later = exports.announce(renamed(EXPORTED), "later", 60 * DAY + 1)
    assert first.ucr != later.ucr
    assert exports.find(first.ucr, imported, 60 * DAY + 1) == (first, "UCR")
    exports.announce(unboxed(EXPORTED), "without", 200 * DAY)
    assert exports.find("other", imported, 200 * DAY)[1] == "goods"
    assert exports.find(later.ucr, imported, 200 * DAY) == (later, "UCR")

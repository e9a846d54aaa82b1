"""What a preference changes in an import declaration, and what it is worth.

Duty regime codes are national; 300 (agreement) and 200 (granted by one side, as GSP is)
are the usual ones. A preferred rate is zero here: illustrative.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from swsim.documents.types.declaration import (
    AdditionalDocument,
    Declaration,
    DutyTaxFee,
    GoodsItem,
    WriteOff,
)
from swsim.domain.goods import goods
from swsim.domain.money import Money, money
from swsim.domain.papers import ORIGIN_TYPES
from swsim.simulation.certificates.flaws import kilograms
from swsim.simulation.certificates.register import Claim
from swsim.simulation.declarations import headings_of, items_of, ucr_of

_REGIMES = {"861": "300", "865": "200"}


def claimed(declaration: Declaration, number: str, kind: str) -> Declaration:
    """Return an import declaration that claims a preference and cites its proof."""
    shipment = declaration.shipment
    assert shipment is not None
    items = tuple(_preferred(item, number, kind) for item in shipment.items)
    return replace(declaration, shipment=replace(shipment, items=items))


def _preferred(item: GoodsItem, number: str, kind: str) -> GoodsItem:
    assert item.commodity is not None
    customs, vat = item.commodity.duties
    free = replace(customs, rate=Decimal(0), regime=_REGIMES[kind])
    assert customs.base is not None
    return replace(
        item,
        documents=(
            *item.documents,
            AdditionalDocument(
                id=number,
                type=kind,
                write_off=WriteOff(quantity=kilograms(net_mass(item))),
            ),
        ),
        commodity=replace(
            item.commodity,
            duties=(_assessed(free), _assessed(replace(vat, base=customs.base))),
        ),
    )


def _assessed(duty: DutyTaxFee) -> DutyTaxFee:
    """Return a duty with its amount worked out anew."""
    assert duty.base is not None
    assert duty.payment is not None
    per_mille = int((duty.rate or Decimal(0)) * 10)
    return replace(
        duty, payment=replace(duty.payment, assessed=duty.base.per_mille(per_mille))
    )


def net_mass(item: GoodsItem) -> int:
    """Return the net mass of an item in grams."""
    measure = item.commodity.measure if item.commodity else None
    return (measure.net_mass if measure else None) or 0


def proof(declaration: Declaration) -> tuple[str, str] | None:
    """Return number and kind of the proof of origin cited, None where none is."""
    for item in items_of(declaration):
        for cited in item.documents:
            if cited.type in ORIGIN_TYPES and cited.id:
                return cited.id, cited.type
    return None


def claim(declaration: Declaration, on: datetime) -> Claim:
    """Return the goods of a declaration as a register of certificates asks for them."""
    masses: dict[str, int] = {}
    for item in items_of(declaration):
        heading = next(headings_of(item), "")
        masses[heading] = masses.get(heading, 0) + net_mass(item)
    exporter = declaration.exporter
    return Claim(
        goods=masses,
        exporter=(exporter.id if exporter else None) or "",
        ucr=ucr_of(declaration),
        on=on.date(),
    )


def forgone(declaration: Declaration) -> Money:
    """Return the duty, and the VAT on it, that the preference saves."""
    total, currency = Decimal(0), ""
    for item in items_of(declaration):
        if item.commodity is None or len(item.commodity.duties) < 2:
            continue
        customs, vat = item.commodity.duties[:2]
        known = goods().get(next(headings_of(item), ""))
        if known is None or customs.base is None:
            continue
        duty = customs.base.per_mille(known.duty_per_mille)
        total += duty.value + duty.per_mille(int((vat.rate or Decimal(0)) * 10)).value
        currency = duty.currency
    return money(total, currency or "USD")

"""Makes a correct declaration wrong in one way, as the scenario asked for.

One function for each mistake id of `swsim.domain.mistakes`; a test demands that the
two agree and that the validator finds every one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from swsim.documents.goods import Classification
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Commodity,
    Consignment,
    Declaration,
    DutyTaxFee,
    GoodsItem,
    GoodsShipment,
    Payment,
    TransportEquipment,
)
from swsim.domain.codes import CONTAINERISED, NOT_CONTAINERISED
from swsim.domain.mistakes import MistakeId
from swsim.domain.money import Money

Part = TypeVar("Part")
Change = Callable[[Part], Part]

_PHYTO = "851"  # phytosanitary certificate, UN/EDIFACT 1001
_TOO_LONG = 513  # Commodity/Description is an..512


def _shipment(declaration: Declaration, change: Change[GoodsShipment]) -> Declaration:
    if declaration.shipment is None:
        return declaration
    return replace(declaration, shipment=change(declaration.shipment))


def _consignment(declaration: Declaration, change: Change[Consignment]) -> Declaration:
    def within(shipment: GoodsShipment) -> GoodsShipment:
        if shipment.consignment is None:
            return shipment
        return replace(shipment, consignment=change(shipment.consignment))

    return _shipment(declaration, within)


def _first_item(declaration: Declaration, change: Change[GoodsItem]) -> Declaration:
    def within(shipment: GoodsShipment) -> GoodsShipment:
        first, *rest = shipment.items
        return replace(shipment, items=(change(first), *rest))

    return _shipment(declaration, within)


def _commodity(declaration: Declaration, change: Change[Commodity]) -> Declaration:
    def within(item: GoodsItem) -> GoodsItem:
        if item.commodity is None:
            return item
        return replace(item, commodity=change(item.commodity))

    return _first_item(declaration, within)


def _first_container(
    declaration: Declaration, change: Change[TransportEquipment]
) -> Declaration:
    def within(consignment: Consignment) -> Consignment:
        if not consignment.equipment:
            return consignment
        first, *rest = consignment.equipment
        return replace(consignment, equipment=(change(first), *rest))

    return _consignment(declaration, within)


def _documents(
    declaration: Declaration,
    change: Change[tuple[AdditionalDocument, ...]],
    concerned: Callable[[AdditionalDocument], bool],
) -> Declaration:
    """Change the documents of every item that cites one concerned."""

    def within(item: GoodsItem) -> GoodsItem:
        if not any(map(concerned, item.documents)):
            return item
        return replace(item, documents=change(item.documents))

    return _shipment(
        declaration,
        lambda shipment: replace(shipment, items=tuple(map(within, shipment.items))),
    )


def _certificate_missing(declaration: Declaration) -> Declaration:
    def is_phyto(document: AdditionalDocument) -> bool:
        return document.type == _PHYTO

    return _documents(
        declaration,
        lambda documents: tuple(each for each in documents if not is_phyto(each)),
        is_phyto,
    )


def _certificate_expired(declaration: Declaration) -> Declaration:
    """Cite the certificates of a time before, which ended yesterday."""
    at = declaration.acceptance or declaration.issued
    if at is None:
        return declaration
    yesterday = at.date() - timedelta(days=1)

    def outdated(documents: tuple[AdditionalDocument, ...]) -> Any:
        return tuple(
            replace(each, expires=yesterday) if each.expires else each
            for each in documents
        )

    return _documents(declaration, outdated, lambda each: each.expires is not None)


def _container_check_digit(declaration: Declaration) -> Declaration:
    """Change the last digit of the container number, wherever it is written."""
    right = declaration.shipment.consignment.equipment[0].id  # type: ignore[union-attr]
    wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10}" if right else ""

    def renumber(equipment: Any) -> Any:
        return replace(equipment, id=wrong) if equipment.id == right else equipment

    declaration = _first_container(declaration, renumber)

    def relink(item: GoodsItem) -> GoodsItem:
        if item.commodity is None:
            return item
        links = tuple(renumber(link) for link in item.commodity.equipment)
        return replace(item, commodity=replace(item.commodity, equipment=links))

    return _shipment(
        declaration,
        lambda shipment: replace(
            shipment, items=tuple(relink(item) for item in shipment.items)
        ),
    )


def _container_flag(declaration: Declaration) -> Declaration:
    flip = {CONTAINERISED: NOT_CONTAINERISED, NOT_CONTAINERISED: CONTAINERISED}
    return _consignment(
        declaration,
        lambda consignment: replace(
            consignment, container_code=flip[consignment.container_code or "69"]
        ),
    )


def _total_gross_mass(declaration: Declaration) -> Declaration:
    mass = declaration.gross_mass or 0
    return replace(declaration, gross_mass=mass + max(5_000, mass // 10))


def _net_above_gross(declaration: Declaration) -> Declaration:
    def swap(commodity: Commodity) -> Commodity:
        measure = commodity.measure
        if measure is None or measure.gross_mass is None:
            return commodity
        heavier = replace(measure, net_mass=measure.gross_mass + 1_000)
        return replace(commodity, measure=heavier)

    return _commodity(declaration, swap)


def _package_total(declaration: Declaration) -> Declaration:
    return replace(declaration, package_count=(declaration.package_count or 0) + 7)


def _raised(amount: Money | None) -> Money | None:
    if amount is None:
        return None
    return Money(value=amount.value + 1000, currency=amount.currency)


def _invoice_total(declaration: Declaration) -> Declaration:
    amount = declaration.invoice_amount
    if amount is None:
        return declaration
    wrong = Money(value=amount.value * 2, currency=amount.currency)
    return replace(declaration, invoice_amount=wrong)


def _item_sequence(declaration: Declaration) -> Declaration:
    return _first_item(
        declaration, lambda item: replace(item, sequence=(item.sequence or 0) + 1)
    )


def _item_count(declaration: Declaration) -> Declaration:
    return replace(declaration, item_count=(declaration.item_count or 0) + 1)


def _duty_amount(declaration: Declaration) -> Declaration:
    # The last one: no other tax is reckoned on it, so that one fault stays one.
    def raise_last(commodity: Commodity) -> Commodity:
        if not commodity.duties:
            return commodity
        *others, last = commodity.duties
        return replace(commodity, duties=(*others, _wrong_duty(last)))

    return _commodity(declaration, raise_last)


def _wrong_duty(duty: DutyTaxFee) -> DutyTaxFee:
    payment = duty.payment or Payment()
    return replace(duty, payment=replace(payment, assessed=_raised(payment.assessed)))


def _unknown_hs(declaration: Declaration) -> Declaration:
    wrong = (Classification(id="770000", type="HS"),)  # chapter 77 is reserved
    return _commodity(
        declaration, lambda commodity: replace(commodity, classifications=wrong)
    )


def _unknown_currency(declaration: Declaration) -> Declaration:
    amount = declaration.invoice_amount
    value = amount.value if amount else Decimal(0)
    return replace(declaration, invoice_amount=Money(value=value, currency="ZZZ"))


def _description_too_long(declaration: Declaration) -> Declaration:
    def lengthen(commodity: Commodity) -> Commodity:
        words = f"{commodity.description}, as per invoice; "
        long = (words * _TOO_LONG)[:_TOO_LONG]
        return replace(commodity, description=long)

    return _commodity(declaration, lengthen)


def _missing_seal(declaration: Declaration) -> Declaration:
    return _first_container(declaration, lambda container: replace(container, seals=()))


def _equipment_link(declaration: Declaration) -> Declaration:
    return _commodity(declaration, lambda commodity: replace(commodity, equipment=()))


MAKE: Mapping[MistakeId, Callable[[Declaration], Declaration]] = {
    "certificate-expired": _certificate_expired,
    "certificate-missing": _certificate_missing,
    "container-check-digit": _container_check_digit,
    "container-flag": _container_flag,
    "description-too-long": _description_too_long,
    "duty-amount": _duty_amount,
    "equipment-link": _equipment_link,
    "invoice-total": _invoice_total,
    "item-count": _item_count,
    "item-sequence": _item_sequence,
    "missing-seal": _missing_seal,
    "net-above-gross": _net_above_gross,
    "package-total": _package_total,
    "total-gross-mass": _total_gross_mass,
    "unknown-currency": _unknown_currency,
    "unknown-hs": _unknown_hs,
}

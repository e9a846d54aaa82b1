"""Writes the items of a declaration: what the goods are, weigh, are worth and owe."""

from decimal import Decimal
from typing import Final

from swsim.documents.goods import Classification, DangerousGoods, Packaging
from swsim.documents.types.declaration import (
    AdditionalDocument,
    ChargeDeduction,
    Commodity,
    CustomsValuation,
    DutyTaxFee,
    EquipmentLink,
    GoodsItem,
    GoodsMeasure,
    GovernmentProcedure,
    InvoiceLine,
    Origin,
)
from swsim.domain.codes import HOME_USE, OUTRIGHT_EXPORT, RELIEF
from swsim.domain.money import Money, Quantity
from swsim.domain.settings import Leg
from swsim.simulation.contract import Contract, ContractItem
from swsim.simulation.registers import expiry, licence_id
from swsim.simulation.terms import CARRIAGE_PAID, INSURANCE, INSURANCE_PAID
from swsim.simulation.valuing import Valuer, shares

_FREIGHT: Final = "64"  # a charge, UN/EDIFACT 5025
_TRANSACTION_METHOD: Final = "1"  # WCO valuation method 1: transaction value


def goods_item(
    contract: Contract,
    item: ContractItem,
    number: int,
    leg: Leg,
    valuer: Valuer | None = None,
) -> GoodsItem:
    """Return the item with this number, from 1; an import has its value and duties."""
    value = valuer.customs_value(item, number) if valuer else None
    return GoodsItem(
        customs_value=value,
        sequence=number,
        statistical_value=value or item.price,
        documents=_certificates(contract, item, leg),
        commodity=_commodity(
            contract,
            item,
            invoiced(contract)[number - 1],
            _duties(contract, item, value, valuer),
        ),
        valuation=_item_charges(valuer, number) if valuer else None,
        procedures=(
            GovernmentProcedure(current=_procedure(contract, leg), previous="00"),
        ),
        origins=(Origin(country=item.origin),),
        packaging=(
            Packaging(
                sequence=1,
                marks=f"{contract.order.id}/{number}",
                count=item.packages,
                type=item.good.package_type,
            ),
        ),
    )


def _duties(
    contract: Contract, item: ContractItem, value: Money | None, valuer: Valuer | None
) -> tuple[DutyTaxFee, ...]:
    """Return what is due on an item; relief goods are free of it."""
    if valuer is None or value is None or contract.order.relief:
        return ()
    return valuer.duties(item, value)


def _procedure(contract: Contract, leg: Leg) -> str:
    if leg == "export":
        return OUTRIGHT_EXPORT
    return RELIEF if contract.order.relief else HOME_USE


def _item_charges(valuer: Valuer, number: int) -> CustomsValuation:
    return CustomsValuation(
        method=_TRANSACTION_METHOD,
        charges=(
            ChargeDeduction(type=_FREIGHT, amount=valuer.freight[number - 1]),
            ChargeDeduction(type=INSURANCE, amount=valuer.insurance[number - 1]),
        ),
    )


def _commodity(
    contract: Contract,
    item: ContractItem,
    invoiced: Money,
    duties: tuple[DutyTaxFee, ...],
) -> Commodity:
    what = item.good
    return Commodity(
        description=what.name,
        classifications=(Classification(id=what.hs6, type="HS"),),
        dangerous=(DangerousGoods(id=what.undg),) if what.undg else (),
        duties=duties,
        measure=GoodsMeasure(
            gross_mass=item.gross_mass,
            net_mass=item.net_mass,
            tariff_quantity=(
                Quantity(
                    value=Decimal(item.packages * what.units_per_package),
                    unit=what.supplementary_unit,
                )
                if what.supplementary_unit and what.units_per_package
                else None
            ),
        ),
        invoice_line=InvoiceLine(amount=invoiced),
        equipment=tuple(
            EquipmentLink(sequence=place, id=contract.containers[place - 1].number)
            for place in item.containers
        ),
    )


def _certificates(
    contract: Contract, item: ContractItem, leg: Leg
) -> tuple[AdditionalDocument, ...]:
    """Return certificates of the country of export, and licences of the own one."""
    order = contract.order
    here = order.origin if leg == "export" else order.destination
    numbered = (
        *((order.origin, code) for code in item.good.agency_documents[leg]),
        *((here, code) for code in item.good.licences[leg]),
    )
    return tuple(
        AdditionalDocument(
            effective=contract.invoice_date,
            id=licence_id(issuer, code, order),
            type=code,
            expires=expiry(contract),
        )
        for issuer, code in numbered
    )


def invoiced(contract: Contract) -> list[Money]:
    """Return what the invoice asks for each item: its price and what that includes."""
    lines = [item.price for item in contract.items]
    for whole, paid in (
        (contract.freight, CARRIAGE_PAID),
        (contract.insurance, INSURANCE_PAID),
    ):
        if contract.terms in paid:
            parts = shares(whole, contract.items)
            lines = [line + part for line, part in zip(lines, parts, strict=True)]
    return lines

"""The extract of a declaration that one administration supplies to another."""

from datetime import datetime

from swsim.documents.types.assistance_reply import (
    SuppliedClassification,
    SuppliedCommodity,
    SuppliedConsignee,
    SuppliedDeclaration,
    SuppliedDestination,
    SuppliedExporter,
    SuppliedInvoiceLine,
    SuppliedItem,
    SuppliedMeasure,
    SuppliedOrigin,
    SuppliedShipment,
    SuppliedTradeTerms,
    SuppliedUCR,
)
from swsim.documents.types.declaration import Declaration, GoodsItem
from swsim.simulation.contract import Contract


def extract(
    declaration: Declaration, contract: Contract, *, mrn: str, accepted: datetime
) -> SuppliedDeclaration:
    """Return what another administration may know of an export declaration.

    `mrn` is the number under which it was accepted.
    """
    exporter = contract.exporter
    return SuppliedDeclaration(
        acceptance=accepted,
        id=mrn,
        type=declaration.type,
        invoice_amount=declaration.invoice_amount,
        gross=declaration.gross_mass,
        packages=declaration.package_count,
        exporter=SuppliedExporter(name=exporter.name, id=exporter.id),
        shipment=_shipment(declaration, contract),
    )


def _shipment(declaration: Declaration, contract: Contract) -> SuppliedShipment:
    shipment = declaration.shipment
    assert shipment is not None
    assert shipment.trade_terms is not None
    return SuppliedShipment(
        consignee=SuppliedConsignee(name=contract.importer.name),
        destination=SuppliedDestination(country=contract.order.destination),
        items=tuple(map(_item, shipment.items)),
        terms=SuppliedTradeTerms(condition=shipment.trade_terms.condition),
        ucr=SuppliedUCR(id=contract.ucr),
    )


def _item(item: GoodsItem) -> SuppliedItem:
    commodity = item.commodity
    assert commodity is not None
    assert commodity.measure is not None
    assert commodity.invoice_line is not None
    return SuppliedItem(
        sequence=item.sequence,
        statistical_value=item.statistical_value,
        commodity=SuppliedCommodity(
            description=commodity.description,
            classifications=tuple(
                SuppliedClassification(id=each.id) for each in commodity.classifications
            ),
            measure=SuppliedMeasure(
                gross=commodity.measure.gross_mass,
                net=commodity.measure.net_mass,
                quantity=commodity.measure.tariff_quantity,
            ),
            invoice_line=SuppliedInvoiceLine(amount=commodity.invoice_line.amount),
        ),
        origin=SuppliedOrigin(country=item.origins[0].country),
    )

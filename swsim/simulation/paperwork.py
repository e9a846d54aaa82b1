"""Writes the declarations of a contract: export (830) and import (929).

Builds coherent documents: every total, duty and reference follows from the contract.
What a trader gets wrong on purpose is done afterwards, in `mistakes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from swsim.documents.goods import GoodsLocation, PreviousDocument, Ucr
from swsim.documents.parts import Office, Party
from swsim.documents.types.declaration import (
    AeoParty,
    ChargeDeduction,
    Consignment,
    CurrencyExchange,
    CustomsValuation,
    Declaration,
    Destination,
    ExportCountry,
    GoodsItem,
    GoodsShipment,
    Invoice,
    Itinerary,
    LoadingLocation,
    Seal,
    TradeTerms,
    TransportEquipment,
    TransportMeans,
)
from swsim.domain.codes import (
    CONTAINERISED,
    NOT_CONTAINERISED,
    DocumentName,
    Function,
    Mode,
)
from swsim.domain.members import in_world_of, member
from swsim.domain.money import Money
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation.contract import Contract
from swsim.simulation.goodsitems import goods_item, invoiced
from swsim.simulation.registers import office_at
from swsim.simulation.terms import CARRIAGE_PAID, INSURANCE
from swsim.simulation.valuing import Valuer, exchange_rate

TRANSPORT_DOCUMENTS = {
    Mode.SEA: DocumentName.BILL_OF_LADING,
    Mode.RAIL: DocumentName.RAIL_WAYBILL,
    Mode.ROAD: DocumentName.ROAD_WAYBILL,
    Mode.AIR: DocumentName.AIR_WAYBILL,
}
_MEANS_IDENTIFICATION = {
    Mode.SEA: "IMO",
    Mode.RAIL: "WAGON",
    Mode.ROAD: "PLATE",
    Mode.AIR: "FLIGHT",
}
_SHIPS_FLAG = "PA"  # the largest register of ships
_SALE = "1"  # nature of transaction: purchase or sale


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """What differs between two declarations of one contract: when and under which LRN.

    `exit` is the moment of exit from the country of export, planned or real.
    """

    reference: str
    at: datetime
    exit: datetime


def export_declaration(contract: Contract, filing: Filing) -> Declaration:
    """Return the export declaration (830) of a contract."""
    items = tuple(
        goods_item(contract, item, number, "export")
        for number, item in enumerate(contract.items, 1)
    )
    return _declaration(contract, filing, items, "export")


def import_declaration(
    contract: Contract, filing: Filing, vat_per_mille: int
) -> Declaration:
    """Return the import declaration (929) of a contract, with duties and VAT."""
    valuer = Valuer(contract, vat_per_mille)
    items = tuple(
        goods_item(contract, item, number, "import", valuer)
        for number, item in enumerate(contract.items, 1)
    )
    return _declaration(contract, filing, items, "import")


def _declaration(
    contract: Contract, filing: Filing, items: tuple[GoodsItem, ...], leg: Leg
) -> Declaration:
    export = leg == "export"
    port = contract.port_of_loading if export else contract.port_of_discharge
    party = contract.exporter if export else contract.importer
    return Declaration(
        function=Function.ORIGINAL,
        reference=filing.reference,
        issued=filing.at,
        issue_location=port,
        type=(
            DocumentName.EXPORT_DECLARATION
            if export
            else DocumentName.IMPORT_DECLARATION
        ),
        item_count=len(items),
        office=office_at(port, leg),
        invoice_amount=_total(invoiced(contract)),
        gross_mass=sum(item.gross_mass for item in contract.items),
        package_count=sum(item.packages for item in contract.items),
        border_means=_means(contract, nationality=flag(contract)),
        exchange_rates=() if export else _exchange(contract),
        declarant=party,
        exit_office=Office(id=office_at(port, leg)) if export else None,
        exporter=contract.exporter,
        shipment=_shipment(contract, filing, items, leg),
        presentation_office=None if export else Office(id=office_at(port, leg)),
    )


def _shipment(
    contract: Contract, filing: Filing, items: tuple[GoodsItem, ...], leg: Leg
) -> GoodsShipment:
    export = leg == "export"
    order = contract.order
    return GoodsShipment(
        exit=filing.exit if export else None,
        transaction_nature=_SALE,
        aeo_parties=(AeoParty(id=order.aeo, role="EX"),) if order.aeo else (),
        consignee=_named(contract.importer),
        consignment=_consignment(contract, leg),
        consignor=_named(contract.exporter),
        valuation=None if export else _shipment_charges(contract),
        destination=Destination(country=order.destination),
        export_country=ExportCountry(id=order.origin),
        items=items,
        importer=None if export else contract.importer,
        invoice=Invoice(id=contract.invoice, issued=contract.invoice_date),
        previous_documents=() if export else (_transport_document(contract),),
        trade_terms=_terms(contract),
        ucr=Ucr(id=contract.ucr, trader_reference=order.id),
    )


def _terms(contract: Contract) -> TradeTerms:
    # FOB is for ships alone; both mean: delivered where the journey begins.
    usual = "FOB" if contract.order.mode == Mode.SEA else "FCA"
    terms = contract.terms or usual
    abroad = terms in CARRIAGE_PAID
    return TradeTerms(
        condition=terms,
        place=contract.port_of_discharge if abroad else contract.port_of_loading,
    )


def _named(party: Party) -> Party:
    """Return a party by name, id and address only."""
    return Party(name=party.name, id=party.id, address=party.address)


def flag(contract: Contract) -> str:
    """Return where the means of transport is registered: ships sail under any flag."""
    order = contract.order
    if order.mode != Mode.SEA:
        return order.origin
    [registered] = in_world_of(order.origin, [_SHIPS_FLAG])
    return registered


def means_identification(mode: Mode) -> str:
    """Return how a means of transport is identified, by its mode."""
    return _MEANS_IDENTIFICATION[mode]


def _means(contract: Contract, nationality: str | None = None) -> TransportMeans:
    mode = Mode(contract.order.mode)
    return TransportMeans(
        name=contract.carrier,
        id=contract.carrier_id,
        id_type=means_identification(mode),
        nationality=nationality,
        mode=mode,
    )


def _consignment(contract: Contract, leg: Leg) -> Consignment:
    export = leg == "export"
    port = contract.port_of_loading if export else contract.port_of_discharge
    return Consignment(
        container_code=CONTAINERISED if contract.containers else NOT_CONTAINERISED,
        arrival_means=None if export else _means(contract),
        departure_means=_means(contract) if export else None,
        goods_location=GoodsLocation(name=f"Terminal of {port}", id=f"{port}T1"),
        itinerary=_itinerary(contract.order) if export else (),
        loading=LoadingLocation(id=contract.port_of_loading),
        equipment=tuple(
            TransportEquipment(
                sequence=number,
                id=container.number,
                seals=tuple(
                    Seal(sequence=place, id=seal)
                    for place, seal in enumerate(container.seals, 1)
                ),
            )
            for number, container in enumerate(contract.containers, 1)
        ),
    )


def _itinerary(order: ShipmentOrder) -> tuple[Itinerary, ...]:
    """Return the countries of a voyage that is broken on its way."""
    between = _on_the_way(order)
    if not between:
        return ()
    route = (order.origin, *between, order.destination)
    return tuple(
        Itinerary(sequence=number, country=country)
        for number, country in enumerate(route, 1)
    )


def _on_the_way(order: ShipmentOrder) -> tuple[str, ...]:
    """Return the members in which goods change ships, or go over land under transit."""
    if order.transhipment is not None:
        return (order.transhipment.member,)
    movement = order.movement
    return () if movement is None or movement.voyage is None else movement.countries


def _transport_document(contract: Contract) -> PreviousDocument:
    return PreviousDocument(
        id=contract.transport_document,
        type=TRANSPORT_DOCUMENTS[Mode(contract.order.mode)],
        line=contract.part,
    )


def _shipment_charges(contract: Contract) -> CustomsValuation:
    return CustomsValuation(
        freight=contract.freight,
        charges=(ChargeDeduction(type=INSURANCE, amount=contract.insurance),),
    )


def _exchange(contract: Contract) -> tuple[CurrencyExchange, ...]:
    national = member(contract.order.destination).currency
    if national == contract.currency:
        return ()
    rate = exchange_rate(contract.currency, national)
    return (CurrencyExchange(currency=contract.currency, rate=rate),)


def _total(amounts: Sequence[Money]) -> Money:
    total = sum((each.value for each in amounts), Decimal(0))
    return Money(value=total, currency=amounts[0].currency)

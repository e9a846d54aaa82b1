"""Writes the papers of a transit: the declaration (950) and what is told on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from swsim.documents.parts import AdditionalInformation, Office, Party
from swsim.documents.types.declaration import (
    Declaration,
    GoodsItem,
    GoodsShipment,
    GovernmentProcedure,
    Itinerary,
    LoadingLocation,
    ObligationGuarantee,
    TransportContractDocument,
    TransportMeans,
    UnloadingLocation,
)
from swsim.documents.types.transit_event import (
    Discrepancy,
    EventGuarantee,
    RoutingCountry,
    TransitEvent,
)
from swsim.domain.codelists import codelist
from swsim.domain.codes import TRANSIT, DocumentName, Function, Mode
from swsim.domain.money import Money, money
from swsim.domain.movements import Movement
from swsim.simulation.contract import Contract
from swsim.simulation.paperwork import (
    TRANSPORT_DOCUMENTS,
    Filing,
    export_declaration,
    means_identification,
)

LIMIT = "TRA"  # StatementTypeCode of swsim: the time limit of a transit
_INDIVIDUAL = "2"  # security details: a guarantee for this movement
_AT_RISK_PER_MILLE = 300  # duties and taxes by the statistical value; illustrative


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """When a movement is to end, who carries the goods, and in what."""

    carrier: Party
    vehicle: str
    limit: datetime
    arrival: datetime


def transit_declaration(
    contract: Contract, movement: Movement, filing: Filing, journey: Journey
) -> Declaration:
    """Return the transit declaration of a movement.

    It repeats the goods of the export declaration, without their price.
    """
    exported = export_declaration(contract, filing)
    vehicle = TransportMeans(
        id=journey.vehicle,
        id_type=means_identification(Mode(movement.mode)),
        nationality=movement.departure,
        mode=movement.mode,
    )
    start, end = movement.offices[0], movement.offices[-1]
    declaration = replace(
        exported,
        issue_location=start,
        type=DocumentName.TRANSIT_DECLARATION,
        office=start,
        invoice_amount=None,
        information=(limit_statement(journey.limit),),
        border_means=vehicle,
        declarant=journey.carrier,
        exit_office=None,
        exporter=None,
        destination_office=Office(id=end),
        transit_offices=tuple(Office(id=office) for office in movement.offices[1:-1]),
        shipment=in_transit(
            exported,
            carrier=journey.carrier,
            offices=(start, end),
            route=_route(contract, movement),
            document=TransportContractDocument(
                id=f"{contract.transport_document}-T",
                type=TRANSPORT_DOCUMENTS[Mode(movement.mode)],
            ),
            arrival=journey.arrival,
        ),
    )
    secured = ObligationGuarantee(
        amount=at_risk(declaration),
        reference=movement.guarantee,
        details=_INDIVIDUAL,
        access_code=movement.access_code,
        office=Office(id=start),
    )
    return replace(declaration, guarantees=(secured,))


def in_transit(
    exported: Declaration,
    *,
    carrier: Party,
    offices: tuple[str, str],
    route: Iterable[str],
    document: TransportContractDocument,
    arrival: datetime,
) -> GoodsShipment:
    """Return the shipment of an export declaration as it crosses other countries.

    `offices` are those of departure and destination, `route` the countries in order.
    """
    shipment = exported.shipment
    assert shipment is not None
    assert shipment.consignment is not None
    consignment = replace(
        shipment.consignment,
        carrier=carrier,
        itinerary=tuple(
            Itinerary(sequence=number, country=country)
            for number, country in enumerate(route, 1)
        ),
        loading=LoadingLocation(id=offices[0]),
        transport_documents=(document,),
        unloading=UnloadingLocation(arrival=arrival, id=offices[1]),
    )
    return replace(
        shipment,
        exit=None,
        transaction_nature=None,
        consignment=consignment,
        items=tuple(map(_item_in_transit, shipment.items)),
        invoice=None,
        trade_terms=None,
    )


def _item_in_transit(item: GoodsItem) -> GoodsItem:
    assert item.commodity is not None
    procedure = GovernmentProcedure(current=TRANSIT, previous="00")
    commodity = replace(item.commodity, invoice_line=None)
    return replace(item, commodity=commodity, procedures=(procedure,))


def _route(contract: Contract, movement: Movement) -> tuple[str, ...]:
    order = contract.order
    return tuple(dict.fromkeys((order.origin, *movement.countries, order.destination)))


def limit_statement(limit: datetime) -> AdditionalInformation:
    """Return the statement that sets the time limit of a transit."""
    return AdditionalInformation(code="LIMIT", limit=limit, type=LIMIT)


def limit_of(declaration: Declaration) -> datetime | None:
    """Return the time limit that a transit declaration asks for."""
    return next((each.limit for each in declaration.information if each.limit), None)


def at_risk(declaration: Declaration) -> Money:
    """Return the duties and taxes at risk in transit, in whole US dollars."""
    rows = codelist("training-rates").rows
    value = sum(
        (
            item.statistical_value.value
            / Decimal(rows[item.statistical_value.currency]["rate"])
            for item in (declaration.shipment.items if declaration.shipment else ())
            if item.statistical_value
        ),
        Decimal(0),
    )
    whole = (value * _AT_RISK_PER_MILLE / 1000).quantize(Decimal(1))
    return money(max(whole, Decimal(1)), "USD")


def told(countries: Iterable[str]) -> tuple[RoutingCountry, ...]:
    """Return the countries that an event is to be told to."""
    return tuple(
        RoutingCountry(sequence=number, country=country)
        for number, country in enumerate(countries, 1)
    )


def event(mrn: str, type: str, office: str, at: datetime, **what: Any) -> TransitEvent:
    """Return an event of a movement, told as it happens; `type` is of `transit-event`.

    `what` are further fields of TransitEvent.
    """
    return TransitEvent(
        function=Function.ORIGINAL,
        reference=f"{mrn}-{type}-{office}",
        declaration_id=mrn,
        happened=at,
        issued=at,
        type=type,
        office=Office(id=office),
        **what,
    )


def discrepancies(found: Iterable[tuple[str, str]]) -> tuple[Discrepancy, ...]:
    """Return what differs, from (code of the list `discrepancy`, words)."""
    return tuple(
        Discrepancy(sequence=number, type=code, description=words)
        for number, (code, words) in enumerate(found, 1)
    )


def about_guarantee(
    type: str, function: Function, secured: EventGuarantee, mrn: str, at: datetime
) -> TransitEvent:
    """Return a message about a guarantee: GRS, GRL or GCL of `transit-event`."""
    return TransitEvent(
        function=function,
        reference=f"{mrn}-{type}",
        declaration_id=mrn,
        issued=at,
        type=type,
        guarantees=(secured,),
    )


def is_transit(declaration: Declaration) -> bool:
    """Tell whether a declaration is for transit."""
    return declaration.type == DocumentName.TRANSIT_DECLARATION


def offices_of(declaration: Declaration) -> tuple[str, ...]:
    """Return the countries of a transit's offices, each once, in order."""
    offices = (
        declaration.office,
        *(office.id for office in declaration.transit_offices),
        declaration.destination_office.id if declaration.destination_office else None,
    )
    return tuple(dict.fromkeys(office[:2] for office in offices if office))


def countries_told(event: TransitEvent) -> tuple[str, ...]:
    """Return the countries that an event is to be told to."""
    return tuple(each.country for each in event.itinerary if each.country)

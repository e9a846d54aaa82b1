"""Makes valid papers of carriers: cargo reports, transit declarations and events.

Goods, places and containers are those of a deal, so that masses, packages and numbers
agree within a paper and with the declarations of the same number.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from swsim.documents.goods import (
    Status,
)
from swsim.documents.parts import AdditionalInformation, Office, Party
from swsim.documents.types.cargo_report import (
    CargoConsignment,
    CargoReport,
    TransportContract,
)
from swsim.documents.types.transit_event import (
    Discrepancy,
    EventGuarantee,
    EventLocation,
    EventMeans,
    Incident,
    SeenEquipment,
    SeenSeal,
    TransitEvent,
)
from swsim.domain.codes import Function, Mode
from swsim.domain.identifiers import make_mrn
from swsim.domain.members import member
from swsim.domain.money import Quantity, money
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order
from swsim.simulation.cargo.papers import (
    IMPORT,
    TRANSHIPMENT,
    consignment,
    voyage,
)
from swsim.simulation.contract import Contract, ContractItem, company

# UN/EDIFACT 1001: manifest, cargo declarations at departure and arrival, notice of
# arrival; the last tells of the ship alone.
_AT_DEPARTURE, _NOTICE = "833", "185"
_REPORTS: Final = ("785", _AT_DEPARTURE, "933", _NOTICE)
_HOUSE_PARTS: Final = {Mode.SEA: ("704", "714"), Mode.AIR: ("741", "703")}
_CONFORM, _NOT_CONFORM, _INTACT, _BROKEN = "1", "2", "40", "41"
_CARRIERS: Final = 95  # companies from this number on carry goods
_EVENTS: Final = (
    "DEP", "PEN", "PEX", "INC", "ARR", "ULR", "CTL", "DIS", "ENQ", "GRS", "GRL",
)  # fmt: skip
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def make_cargo_report(order: Order) -> Draft:
    """Return a manifest, a cargo declaration or a notice of arrival."""
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("cargo-report")
    contract = deal.contract
    kind = stream.choice(_REPORTS)
    left = kind == _AT_DEPARTURE
    site = contract.order.origin if left else contract.order.destination
    some_time = timedelta(seconds=stream.between(_HOUR, _DAY))
    at = deal.exit if left else deal.arrival - some_time
    if kind == _NOTICE:
        at = deal.arrival + some_time
    consignments = () if kind == _NOTICE else _consignments(deal, stream)
    counted = consignments[:1]  # houses are counted with their master
    report = CargoReport(
        function=Function.ORIGINAL,
        reference=f"{contract.order.id}-C{kind}",
        issued=at,
        type=kind,
        consignment_count=len(consignments) if consignments else None,
        office=contract.port_of_loading if left else contract.port_of_discharge,
        gross_mass=counted[0].gross_mass if counted else None,
        package_count=counted[0].package_count if counted else None,
        border_means=voyage(
            contract,
            f"SW{deal.number:05d}",
            departure=deal.exit,
            eta=deal.arrival,
            arrived=deal.arrival if kind == _NOTICE else None,
        ),
        carrier=_carrier(site, stream),
        consignments=consignments,
    )
    return _from_trader(report, site, at)


def _consignments(deal: Deal, stream: Stream) -> tuple[CargoConsignment, ...]:
    """Return the goods under one contract, or under a master and its houses."""
    whole = _of_items(deal, deal.contract.items, stream)
    mode = Mode(deal.contract.order.mode)
    if len(deal.contract.items) < 2 or mode not in _HOUSE_PARTS or stream.chance(500):
        return (whole,)
    master_type, house_type = _HOUSE_PARTS[mode]
    master = TransportContract(id=deal.contract.transport_document, type=master_type)
    houses = tuple(
        replace(
            _of_items(deal, (item,), stream),
            sequence=number,
            master=master,
            contract=TransportContract(id=f"{master.id}H{number:03d}", type=house_type),
        )
        for number, item in enumerate(deal.contract.items, 2)
    )
    return (replace(whole, items=(), contract=master), *houses)


def _of_items(
    deal: Deal, items: tuple[ContractItem, ...], stream: Stream
) -> CargoConsignment:
    procedure = TRANSHIPMENT if stream.chance(150) else IMPORT
    return consignment(deal.contract, items, deal.arrival, procedure)


# --- transit events -------------------------------------------------------------------


def make_transit_event(order: Order) -> Draft:
    """Return what happened to a transit, a question about it or about its guarantee."""
    deal = draw_deal(order.seed, order.number, order.items)
    stream = order.stream("transit-event")
    kind = stream.choice(_EVENTS)
    country = deal.contract.order.destination
    happened = deal.arrival + timedelta(seconds=stream.between(_DAY, 3 * _DAY))
    at = happened + timedelta(seconds=stream.between(60, _HOUR))
    base = TransitEvent(
        function=Function.REQUEST if kind in ("ENQ", "GRS") else Function.ORIGINAL,
        reference=f"{deal.contract.order.id}-T{kind}",
        declaration_id=make_mrn(at.year, country, order.number),
        issued=at,
        type=kind,
    )
    event = _told(base, deal, happened, stream)
    if kind in ("DEP", "INC", "ARR", "ULR"):
        return _from_trader(event, country, at)
    to = "gua" if kind in ("GRS", "GRL") else "sw"
    site = country.lower()
    return Draft(payload=event, sender=f"{site}-cus", recipient=f"{site}-{to}", at=at)


def _told(
    event: TransitEvent, deal: Deal, happened: datetime, stream: Stream
) -> TransitEvent:
    """Return an event with what its kind must say."""
    contract = deal.contract
    office = Office(id=contract.port_of_discharge)
    kind = event.type
    if kind in ("GRS", "GRL"):
        amount = money(Decimal(stream.between(1000, 90_000)), contract.currency)
        reference = f"26{contract.order.destination}GUA{deal.number:010d}"
        given = EventGuarantee(amount=amount, reference=reference)
        return replace(event, guarantees=(given,))
    if kind == "ENQ":
        text = AdditionalInformation(description="No control result has come so far")
        limit = happened + timedelta(days=28)
        return replace(event, limit=limit, information=(text,), contact_office=office)
    event = replace(event, happened=happened, office=office)
    if kind == "CTL":
        return replace(event, statuses=(Status(effective=event.issued, name=_CONFORM),))
    if kind == "ULR":
        return _unloaded(event, contract, stream)
    if kind == "DIS":
        return event
    return _on_the_way(event, contract, happened, stream)


def _unloaded(event: TransitEvent, contract: Contract, stream: Stream) -> TransitEvent:
    """Return the remarks at unloading: all there, or one package missing."""
    packages = sum(item.packages for item in contract.items)
    if packages < 2 or stream.chance(600):
        status = Status(effective=event.issued, name=_CONFORM)
        return replace(event, package_count=packages, statuses=(status,))
    missing = Discrepancy(
        sequence=1,
        description="One package is missing",
        declared=Quantity(value=Decimal(packages), unit="C62"),
        found=Quantity(value=Decimal(packages - 1), unit="C62"),
        type="MIS",
    )
    status = Status(effective=event.issued, name=_NOT_CONFORM)
    return replace(
        event,
        package_count=packages - 1,
        discrepancies=(missing,),
        statuses=(status,),
    )


def _on_the_way(
    event: TransitEvent, contract: Contract, happened: datetime, stream: Stream
) -> TransitEvent:
    """Return a departure, passage, incident or arrival, with the containers seen."""
    country = contract.order.destination
    lorry = EventMeans(
        id=f"{country}-{stream.below(9000):04d}",
        id_type="PLATE",
        nationality=country,
        mode=Mode.ROAD,
    )
    event = replace(
        event,
        carrier=_carrier(country, stream),
        location=EventLocation(id=contract.port_of_discharge),
        equipment=_seen(contract, stream),
    )
    if event.type == "DEP":
        limit = happened + timedelta(days=stream.between(1, 8))
        return replace(event, limit=limit, departure_means=lorry)
    if event.type == "INC":
        breakdown = Incident(sequence=1, description="The lorry broke down", type="BRK")
        return replace(event, arrival_means=lorry, incidents=(breakdown,))
    if event.type == "ARR":
        late = stream.chance(300)
        limit = happened + timedelta(hours=-9 if late else 9)
        told = Discrepancy(sequence=1, description="Nine hours late", type="LAT")
        return replace(
            event,
            limit=limit,
            arrival_means=lorry,
            discrepancies=(told,) if late else (),
        )
    means = {"PEN": "arrival_means", "PEX": "departure_means"}[str(event.type)]
    return replace(event, **{means: lorry})  # type: ignore[arg-type]


def _seen(contract: Contract, stream: Stream) -> tuple[SeenEquipment, ...]:
    """Return the containers; now and then a seal was broken and replaced."""
    return tuple(
        SeenEquipment(
            sequence=number,
            id=box.number,
            seals=tuple(
                SeenSeal(sequence=n, condition=_BROKEN, id=seal, replacement=f"R{seal}")
                if stream.chance(100)
                else SeenSeal(sequence=n, condition=_INTACT, id=seal)
                for n, seal in enumerate(box.seals, 1)
            ),
        )
        for number, box in enumerate(contract.containers, 1)
    )


# --- parties --------------------------------------------------------------------------


def _carrier(country: str, stream: Stream) -> Party:
    return _named(company(member(country), _CARRIERS + stream.below(5)))


def _named(party: Party) -> Party:
    return Party(name=party.name, id=party.id, address=party.address)


def _from_trader(payload: object, country: str, at: datetime) -> Draft:
    site = country.lower()
    return Draft(payload=payload, sender=f"{site}-trd", recipient=f"{site}-sw", at=at)

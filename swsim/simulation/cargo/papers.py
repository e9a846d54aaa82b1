"""Writes the papers of carriers and ports about cargo: reports and container lists."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from swsim.documents.goods import (
    Classification,
    Country,
    DangerousGoods,
    Packaging,
    Place,
    Status,
    Ucr,
)
from swsim.documents.parts import Party
from swsim.documents.types.cargo_report import (
    Call,
    CargoCommodity,
    CargoConsignment,
    CargoEquipment,
    CargoMeasure,
    CargoProcedure,
    CargoReport,
    CarryingMeans,
    ConsignmentItem,
    EquipmentLink,
    Seal,
    TransportContract,
    UnloadingPlace,
)
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import CONTAINERISED, NOT_CONTAINERISED, Function, Mode
from swsim.simulation.contract import Contract, ContractItem
from swsim.simulation.paperwork import TRANSPORT_DOCUMENTS, flag, means_identification

# UN/EDIFACT 1001: cargo declaration at departure, notice of arrival, container list.
BEFORE_LOADING, NOTICE, CONTAINER_LIST = "833", "185", "788"
MASTER, HOUSE = "704", "714"
IMPORT, TRANSHIPMENT = "23", "28"  # UN/EDIFACT 7365
_FULL: Final = "5"  # UN/EDIFACT 8169
_SIZES: Final = ("22G1", "42G1", "45G1")  # ISO 6346


def voyage(
    contract: Contract,
    journey: str,
    *,
    departure: datetime,
    eta: datetime,
    arrived: datetime | None = None,
) -> CarryingMeans:
    """Return the ship of a deal on one voyage."""
    order = contract.order
    return CarryingMeans(
        arrived=arrived,
        eta=eta,
        name=contract.carrier,
        id=contract.carrier_id,
        id_type=means_identification(Mode(order.mode)),
        journey=journey,
        nationality=flag(contract),
        mode=order.mode,
        calls=(
            Call(
                sequence=1,
                departure=departure,
                id=contract.port_of_loading,
                country=order.origin,
            ),
            Call(
                sequence=2,
                arrival=arrived or eta,
                id=contract.port_of_discharge,
                country=order.destination,
            ),
        ),
    )


def consignment(
    contract: Contract,
    items: Sequence[ContractItem],
    arrival: datetime,
    procedure: str = IMPORT,
) -> CargoConsignment:
    """Return the goods of some items under the transport contract of a deal."""
    boxes = sorted({place for item in items for place in item.containers})
    return CargoConsignment(
        sequence=1,
        container_code=CONTAINERISED if boxes else NOT_CONTAINERISED,
        gross_mass=sum(item.gross_mass for item in items),
        package_count=sum(item.packages for item in items),
        consignee=named(contract.importer),
        items=tuple(
            _cargo_item(contract, item, number) for number, item in enumerate(items, 1)
        ),
        consignor=named(contract.exporter),
        destination=Country(country=contract.order.destination),
        procedure=CargoProcedure(current=procedure),
        loading=Place(id=contract.port_of_loading),
        contract=TransportContract(
            id=contract.transport_document,
            type=TRANSPORT_DOCUMENTS[Mode(contract.order.mode)],
        ),
        equipment=tuple(
            CargoEquipment(
                sequence=number,
                size_type=_SIZES[place % len(_SIZES)],
                fullness=_FULL,
                id=contract.containers[place - 1].number,
                seals=tuple(
                    Seal(sequence=n, id=seal)
                    for n, seal in enumerate(contract.containers[place - 1].seals, 1)
                ),
            )
            for number, place in enumerate(boxes, 1)
        ),
        ucr=Ucr(id=contract.ucr),
        unloading=UnloadingPlace(arrival=arrival, id=contract.port_of_discharge),
    )


def _cargo_item(contract: Contract, item: ContractItem, number: int) -> ConsignmentItem:
    what = item.good
    return ConsignmentItem(
        sequence=number,
        commodity=CargoCommodity(
            description=what.name,
            classifications=(Classification(id=what.hs6, type="HS"),),
            dangerous=(DangerousGoods(id=what.undg),) if what.undg else (),
            measure=CargoMeasure(gross_mass=item.gross_mass),
            equipment=tuple(
                EquipmentLink(sequence=n, id=contract.containers[place - 1].number)
                for n, place in enumerate(item.containers, 1)
            ),
        ),
        packaging=(
            Packaging(
                sequence=1,
                marks=f"{contract.order.id}/{number}",
                count=item.packages,
                type=what.package_type,
            ),
        ),
    )


def named(party: Party) -> Party:
    """Return a party by name, id and address only."""
    return Party(name=party.name, id=party.id, address=party.address)


def with_totals(report: CargoReport) -> CargoReport:
    """Return a report with its totals; houses are counted with their master."""
    counted = [each for each in report.consignments if each.master is None]
    counted = counted or list(report.consignments)
    return replace(
        report,
        consignment_count=len(report.consignments) or None,
        gross_mass=sum(each.gross_mass or 0 for each in counted) or None,
        package_count=sum(each.package_count or 0 for each in counted) or None,
    )


def container_list(
    about: CargoReport, at: datetime, status: str, *, number: int
) -> CargoReport:
    """Return the list that tells which containers are released (4) or held (5, 7).

    Goods and parties stay out of it: ports need not know them.
    """
    return with_totals(
        CargoReport(
            function=Function.ORIGINAL,
            reference=f"{about.reference}-L{number}",
            issued=at,
            type=CONTAINER_LIST,
            office=about.office,
            border_means=about.border_means,
            consignments=tuple(
                replace(
                    each,
                    consignee=None,
                    consignor=None,
                    notify=None,
                    items=(),
                    statuses=(Status(name=status),),
                )
                for each in about.consignments
            ),
        )
    )


def as_declaration(report: CargoReport) -> Declaration:
    """Return what answers name of a report, in the form that they are written for."""
    return Declaration(
        reference=report.reference, office=report.office, type=report.type
    )


def ucrs_of(report: CargoReport) -> Iterable[str]:
    """Yield the consignment references of a report."""
    for each in report.consignments:
        if each.ucr and each.ucr.id:
            yield each.ucr.id


def status_of(report: CargoReport) -> str:
    """Return the status of the first consignment in a container list."""
    return next(
        (
            status.name
            for each in report.consignments
            for status in each.statuses
            if status.name
        ),
        "",
    )


def origin_of(report: CargoReport) -> str:
    """Return the country of the first port that the ship calls at."""
    calls = report.border_means.calls if report.border_means else ()
    return next((call.country for call in calls if call.country), "")


def has_arrived(report: CargoReport) -> bool:
    """Tell whether the ship of a report has come."""
    return bool(report.border_means and report.border_means.arrived)

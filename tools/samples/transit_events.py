"""The good transit events: a container from Balboa to Manzanillo by rail."""

from dataclasses import replace
from decimal import Decimal

from samples.parts import at, enveloped, usd
from swsim.documents.goods import CitedDocument, Status
from swsim.documents.parts import AdditionalInformation, Address, Office, Party, Pointer
from swsim.documents.types.transit_event import (
    Discrepancy,
    EventGuarantee,
    EventLocation,
    EventMeans,
    Incident,
    RoutingCountry,
    SeenEquipment,
    SeenSeal,
    TransitEvent,
)
from swsim.domain.codes import Function
from swsim.domain.identifiers import container_number, make_mrn
from swsim.domain.money import Quantity

# UN/EDIFACT 7365.
CONFORM, NOT_CONFORM, MAY_MOVE, INTACT, BROKEN = "1", "2", "8", "40", "41"

TRANSIT_MRN = make_mrn(2026, "PA", 950)
GUARANTEE = "26PAGUA0000000012"

CARRIER = Party(
    name="Ferrocarril de Ensayo S.A.",
    id="PACA0000021",
    address=Address(city="Balboa", country="PA", line="Andén 3"),
)
TRAIN = EventMeans(id="TR-0426-1", id_type="TRAIN", nationality="PA", mode="2")
TRUCK = EventMeans(id="PRU0001", id_type="PLATE", nationality="PA", mode="3")
LORRY = EventMeans(id="PRU0002", id_type="PLATE", nationality="PA", mode="3")


def box(condition: str, seal: str, replacement: str | None = None) -> SeenEquipment:
    """Return the container with its one seal as it was seen."""
    return SeenEquipment(
        sequence=1,
        id=container_number(401),
        seals=(
            SeenSeal(sequence=1, condition=condition, id=seal, replacement=replacement),
        ),
    )


def packages(count: int) -> Quantity:
    return Quantity(value=Decimal(count), unit="C62")


DEPARTURE = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACA-2026-000001",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-28 09:00"),
    issued=at("2026-04-28 09:05"),
    limit=at("2026-04-29 09:00"),
    type="DEP",
    gross_mass=11_500_000,
    package_count=20,
    carrier=CARRIER,
    departure_means=TRAIN,
    location=EventLocation(name="Balboa rail yard", id="PABLB"),
    itinerary=(RoutingCountry(sequence=1, country="PA"),),
    office=Office(id="PABLB"),
    equipment=(box(INTACT, "TRN000401"),),
)
ENTRY = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACUS-2026-000101",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-28 11:40"),
    issued=at("2026-04-28 11:45"),
    type="PEN",
    arrival_means=TRAIN,
    location=EventLocation(name="Office of passage, canal zone", id="PAONX", type="14"),
    office=Office(id="PAONX"),
    statuses=(Status(effective=at("2026-04-28 11:45"), name=MAY_MOVE),),
    equipment=(box(BROKEN, "TRN000401", "TRN000402"),),
)
EXIT = replace(
    ENTRY,
    reference="PACUS-2026-000102",
    happened=at("2026-04-28 12:10"),
    issued=at("2026-04-28 12:12"),
    type="PEX",
    arrival_means=None,
    departure_means=TRAIN,
    equipment=(box(INTACT, "TRN000402"),),
)
CHANGE_OF_MEANS = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACA-2026-000002",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-28 13:30"),
    issued=at("2026-04-28 14:10"),
    type="INC",
    documents=(CitedDocument(id="POL-26-00017", name="Police report"),),
    arrival_means=TRUCK,
    carrier=CARRIER,
    departure_means=LORRY,
    location=EventLocation(
        name="Kilometre 41 of the road to Colón",
        latitude=Decimal("9.21"),
        longitude=Decimal("-79.62"),
    ),
    incidents=(
        Incident(sequence=1, description="The lorry broke down", type="BRK"),
        Incident(sequence=2, description="Put on another lorry", type="TRB"),
    ),
    equipment=(box(INTACT, "TRN000402"),),
)
ARRIVAL = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACA-2026-000003",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-29 18:00"),
    issued=at("2026-04-29 18:20"),
    limit=at("2026-04-29 09:00"),
    type="ARR",
    arrival_means=LORRY,
    carrier=CARRIER,
    discrepancies=(Discrepancy(sequence=1, description="Nine hours late", type="LAT"),),
    location=EventLocation(name="Manzanillo terminal", id="PAMIT"),
    office=Office(id="PAMIT"),
    equipment=(box(INTACT, "TRN000402"),),
)
UNLOADING = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACA-2026-000004",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-29 20:30"),
    issued=at("2026-04-29 21:00"),
    type="ULR",
    gross_mass=10_925_000,
    package_count=19,
    discrepancies=(
        Discrepancy(
            sequence=1,
            description="One pallet is missing",
            declared=packages(20),
            found=packages(19),
            line=1,
            type="MIS",
            pointers=(
                Pointer(section="42A"),
                Pointer(section="67A"),
                Pointer(sequence=1, section="68A"),
                Pointer(sequence=1, section="93A", tag="144"),
            ),
        ),
        Discrepancy(
            sequence=2,
            declared=Quantity(value=Decimal(11500), unit="KGM"),
            found=Quantity(value=Decimal(10925), unit="KGM"),
            line=1,
            type="MAS",
        ),
    ),
    office=Office(id="PAMIT"),
    statuses=(Status(effective=at("2026-04-29 21:00"), name=NOT_CONFORM),),
)
CONTROL = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACUS-2026-000103",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-30 10:00"),
    issued=at("2026-04-30 10:15"),
    type="CTL",
    information=(AdditionalInformation(description="The pallet came a day later"),),
    office=Office(id="PAMIT"),
    statuses=(Status(effective=at("2026-04-30 10:15"), name=CONFORM),),
)
DISCHARGE = TransitEvent(
    function=Function.ORIGINAL,
    reference="PACUS-2026-000104",
    declaration_id=TRANSIT_MRN,
    happened=at("2026-04-30 10:30"),
    issued=at("2026-04-30 10:30"),
    type="DIS",
    guarantees=(EventGuarantee(amount=usd("6200.00"), reference=GUARANTEE),),
    office=Office(id="PABLB"),
)
ENQUIRY = TransitEvent(
    function=Function.REQUEST,
    reference="PACUS-2026-000105",
    declaration_id=TRANSIT_MRN,
    issued=at("2026-05-02 09:00"),
    limit=at("2026-05-30 09:00"),
    type="ENQ",
    information=(
        AdditionalInformation(description="No control result has come in three days"),
    ),
    contact_office=Office(id="PABLB"),
)
RESERVATION = TransitEvent(
    function=Function.REQUEST,
    reference="PACUS-2026-000100",
    declaration_id=TRANSIT_MRN,
    issued=at("2026-04-28 08:00"),
    type="GRS",
    guarantees=(
        EventGuarantee(
            amount=usd("6200.00"), reference=GUARANTEE, details="1", access_code="A7K2"
        ),
    ),
)

_CARRIER = ("pa-trd", "pa-sw")
GOOD = {
    "transit-event": {
        name: enveloped(event, number, route, prepared, case="isthmus")
        for number, (name, event, route, prepared) in enumerate(
            (
                ("reservation", RESERVATION, ("pa-cus", "pa-gua"), "2026-04-28 08:00"),
                ("departure", DEPARTURE, _CARRIER, "2026-04-28 09:05"),
                ("passage-entry", ENTRY, ("pa-cus", "pa-sw"), "2026-04-28 11:45"),
                ("change-of-means", CHANGE_OF_MEANS, _CARRIER, "2026-04-28 14:10"),
                ("late-arrival", ARRIVAL, _CARRIER, "2026-04-29 18:20"),
                ("unloading", UNLOADING, _CARRIER, "2026-04-29 21:00"),
                ("control", CONTROL, ("pa-cus", "pa-sw"), "2026-04-30 10:15"),
                ("discharge", DISCHARGE, ("pa-cus", "pa-sw"), "2026-04-30 10:30"),
                ("enquiry", ENQUIRY, ("pa-cus", "pa-sw"), "2026-05-02 09:00"),
            ),
            31,
        )
    }
    | {"bare-passage-exit": EXIT}
}

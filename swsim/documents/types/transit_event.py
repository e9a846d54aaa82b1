"""TransitEvent: what happens to a transit between departure and discharge.

The comment behind a field is its WCO id. A change of means is told by the means that
brought the goods and the one that takes them on.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from swsim.documents.fields import (
    amount,
    child,
    children,
    decimal,
    integer,
    mass,
    moment,
    quantity,
    text,
)
from swsim.documents.goods import CitedDocument, Status
from swsim.documents.parts import AdditionalInformation, Office, Party, Pointer
from swsim.documents.registry import document
from swsim.domain.money import Money, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class EventMeans:
    """10A or 46A: the ship, train or vehicle before or after the event."""

    name: str | None = text("Name")
    id: str | None = text("ID")
    id_type: str | None = text("IdentificationTypeCode")
    type: str | None = text("TypeCode")
    nationality: str | None = text("RegistrationNationalityCode")
    mode: str | None = text("ModeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class Discrepancy:
    """One thing that was found otherwise than declared."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    description: str | None = text("Description")
    declared: Quantity | None = quantity("DeclaredQuantity")
    found: Quantity | None = quantity("FoundQuantity")
    line: int | None = integer("LineNumeric")  # 171
    type: str | None = text("TypeCode")
    pointers: tuple[Pointer, ...] = children("Pointer", Pointer)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventLocation:
    """64A: where it happened, with the position that an electronic seal gives."""

    name: str | None = text("Name")  # L016
    id: str | None = text("ID")  # L017
    type: str | None = text("TypeCode")  # L110
    latitude: Decimal | None = decimal("LatitudeNumeric")
    longitude: Decimal | None = decimal("LongitudeNumeric")


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """One thing that went wrong on the way."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    description: str | None = text("Description")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutingCountry:
    """81A: a country on the route."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    country: str | None = text("RoutingCountryCode")  # 064


@dataclass(frozen=True, kw_only=True, slots=True)
class EventGuarantee:
    """90A: a guarantee and the amount that is meant."""

    amount: Money | None = amount("AmountAmount")  # 492
    reference: str | None = text("ReferenceID")  # 100
    details: str | None = text("SecurityDetailsCode")  # 101
    access_code: str | None = text("AccessCode")  # 499


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenSeal:
    """44B: a seal, intact (40) or broken (41), and the one that replaced it."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    condition: str | None = text("ConditionCode")
    id: str | None = text("ID")  # 165
    replacement: str | None = text("ReplacementID")


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenEquipment:
    """31B: a container as it was seen, with the state of its seals."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    id: str | None = text("ID")  # 159
    seals: tuple[SeenSeal, ...] = children("Seal", SeenSeal)


@document(
    id="transit-event",
    root="TransitEvent",
    namespace="urn:swsim:datamodel:TRE:1",
    wco_type="TRE",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class TransitEvent:
    """Something that happened to a transit movement, or a question about it."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    declaration_id: str | None = text("DeclarationID")  # D014
    happened: datetime | None = moment("EventDateTime")
    issued: datetime | None = moment("IssueDateTime")  # D011
    limit: datetime | None = moment("LimitDateTime")  # 264
    type: str | None = text("TypeCode")  # D013
    gross_mass: int | None = mass("TotalGrossMassMeasure")  # 131
    package_count: int | None = integer("TotalPackageQuantity")  # 146
    documents: tuple[CitedDocument, ...] = children("AdditionalDocument", CitedDocument)
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    arrival_means: EventMeans | None = child("ArrivalTransportMeans", EventMeans)
    carrier: Party | None = child("Carrier", Party)  # 18A
    contact_office: Office | None = child("ContactOffice", Office)  # 35A
    departure_means: EventMeans | None = child("DepartureTransportMeans", EventMeans)
    discrepancies: tuple[Discrepancy, ...] = children("Discrepancy", Discrepancy)
    location: EventLocation | None = child("GoodsLocation", EventLocation)
    incidents: tuple[Incident, ...] = children("Incident", Incident)
    itinerary: tuple[RoutingCountry, ...] = children("Itinerary", RoutingCountry)
    guarantees: tuple[EventGuarantee, ...] = children(
        "ObligationGuarantee", EventGuarantee
    )
    office: Office | None = child("PresentationOffice", Office)  # 15C
    statuses: tuple[Status, ...] = children("Status", Status)
    equipment: tuple[SeenEquipment, ...] = children("TransportEquipment", SeenEquipment)

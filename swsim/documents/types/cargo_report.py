"""CargoReport: manifests (785), cargo declarations (833, 933) and arrivals (185).

The comment behind a field is its WCO id. A house consignment names its master; both
may be filed in one report or apart.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import child, children, integer, mass, moment, text
from swsim.documents.goods import (
    CitedDocument,
    Classification,
    Country,
    DangerousGoods,
    GoodsLocation,
    Packaging,
    Place,
    PreviousDocument,
    Status,
    Ucr,
)
from swsim.documents.parts import AdditionalInformation, Amendment, Office, Party
from swsim.documents.registry import document


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """81A: a port that the ship calls at."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    arrival: datetime | None = moment("ArrivalDateTime")
    departure: datetime | None = moment("DepartureDateTime")
    id: str | None = text("ID")
    country: str | None = text("RoutingCountryCode")  # 064


@dataclass(frozen=True, kw_only=True, slots=True)
class CarryingMeans:
    """15A: the ship, aircraft or vehicle, its voyage and the ports it calls at."""

    arrived: datetime | None = moment("ArrivalDateTime")
    eta: datetime | None = moment("EstimatedArrivalDateTime")
    name: str | None = text("Name")  # T005
    id: str | None = text("ID")  # T006
    id_type: str | None = text("IdentificationTypeCode")  # T018
    journey: str | None = text("JourneyID")  # 149
    type: str | None = text("TypeCode")  # T010
    nationality: str | None = text("RegistrationNationalityCode")  # T014
    mode: str | None = text("ModeCode")  # T022
    calls: tuple[Call, ...] = children("Itinerary", Call)


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoMeasure:
    """65A: the gross mass of an item in grams."""

    gross_mass: int | None = mass("GrossMassMeasure")  # 126


@dataclass(frozen=True, kw_only=True, slots=True)
class EquipmentLink:
    """31B below a commodity: which container the goods are in."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    id: str | None = text("ID")  # 159


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoCommodity:
    """23A: what the goods are, as the carrier knows it."""

    description: str | None = text("Description")  # 137
    classifications: tuple[Classification, ...] = children(
        "Classification", Classification
    )
    dangerous: tuple[DangerousGoods, ...] = children("DangerousGoods", DangerousGoods)
    measure: CargoMeasure | None = child("GoodsMeasure", CargoMeasure)
    equipment: tuple[EquipmentLink, ...] = children("TransportEquipment", EquipmentLink)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsignmentItem:
    """29A: goods of one kind in a consignment."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    commodity: CargoCommodity | None = child("Commodity", CargoCommodity)
    packaging: tuple[Packaging, ...] = children("Packaging", Packaging)


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoProcedure:
    """70A: import, transit or transhipment, by UN/EDIFACT 7365."""

    current: str | None = text("CurrentCode")  # 166


@dataclass(frozen=True, kw_only=True, slots=True)
class TransportContract:
    """30B: a bill of lading, waybill or consignment note."""

    id: str | None = text("ID")  # D023
    type: str | None = text("TypeCode")  # D024


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """44B: a seal on a piece of transport equipment."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    condition: str | None = text("ConditionCode")
    id: str | None = text("ID")  # 165


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoEquipment:
    """31B: a container (ISO 6346), full or empty, with its seals."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    size_type: str | None = text("CharacteristicCode")  # 152
    discrepancy: str | None = text("DiscrepancyCode")
    fullness: str | None = text("FullnessCode")  # 154
    gross_mass: int | None = mass("GrossMassMeasure")
    id: str | None = text("ID")  # 159
    seals: tuple[Seal, ...] = children("Seal", Seal)
    statuses: tuple[Status, ...] = children("Status", Status)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnloadingPlace:
    """38B: where the goods are unloaded, and when the ship gets there."""

    arrival: datetime | None = moment("ArrivalDateTime")  # 172
    name: str | None = text("Name")  # L012
    id: str | None = text("ID")  # L013


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoConsignment:
    """28A: the goods under one transport contract, master, straight or house."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    container_code: str | None = text("ContainerCode")  # 096
    gross_mass: int | None = mass("TotalGrossMassMeasure")  # 131
    package_count: int | None = integer("TotalPackageQuantity")  # 146
    documents: tuple[CitedDocument, ...] = children("AdditionalDocument", CitedDocument)
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    consignee: Party | None = child("Consignee", Party)  # 27A
    items: tuple[ConsignmentItem, ...] = children("ConsignmentItem", ConsignmentItem)
    consignor: Party | None = child("Consignor", Party)  # 30A
    destination: Country | None = child("Destination", Country)  # 99B
    goods_location: GoodsLocation | None = child("GoodsLocation", GoodsLocation)  # 64A
    procedure: CargoProcedure | None = child("GovernmentProcedure", CargoProcedure)
    loading: Place | None = child("LoadingLocation", Place)  # 83A
    master: TransportContract | None = child(
        "MasterTransportContractDocument", TransportContract
    )
    notify: Party | None = child("NotifyParty", Party)  # 89A
    previous_documents: tuple[PreviousDocument, ...] = children(
        "PreviousDocument", PreviousDocument
    )
    statuses: tuple[Status, ...] = children("Status", Status)
    contract: TransportContract | None = child(
        "TransportContractDocument", TransportContract
    )
    equipment: tuple[CargoEquipment, ...] = children(
        "TransportEquipment", CargoEquipment
    )
    ucr: Ucr | None = child("UCR", Ucr)  # 35B
    unloading: UnloadingPlace | None = child("UnloadingLocation", UnloadingPlace)


@document(
    id="cargo-report",
    root="CargoReport",
    namespace="urn:swsim:datamodel:CRI:1",
    wco_type="CRI",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class CargoReport:
    """What a ship or vehicle carries, or that it has come; `id` is the report's MRN."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    id: str | None = text("ID")  # D014
    issued: datetime | None = moment("IssueDateTime")  # D011
    issue_location: str | None = text("IssueLocationID")  # D012
    type: str | None = text("TypeCode")  # D013
    consignment_count: int | None = integer("ConsignmentQuantity")
    office: str | None = text("DeclarationOfficeID")  # 065
    gross_mass: int | None = mass("TotalGrossMassMeasure")  # 131
    package_count: int | None = integer("TotalPackageQuantity")  # 146
    documents: tuple[CitedDocument, ...] = children("AdditionalDocument", CitedDocument)
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    agent: Party | None = child("Agent", Party)  # 05A
    amendments: tuple[Amendment, ...] = children("Amendment", Amendment)
    border_means: CarryingMeans | None = child("BorderTransportMeans", CarryingMeans)
    carrier: Party | None = child("Carrier", Party)  # 18A
    consignments: tuple[CargoConsignment, ...] = children(
        "Consignment", CargoConsignment
    )
    entry_office: Office | None = child("EntryOffice", Office)  # 51A
    submitter: Party | None = child("Submitter", Party)  # 17B

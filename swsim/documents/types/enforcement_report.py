"""EnforcementReport: a seizure in the manner of the CEN, without names.

On purpose there is no field for a person, a company or a means of transport that could
be identified.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.cooperation import Concealment, ReferencedMessage, RoutingCountry
from swsim.documents.fields import (
    amount,
    child,
    children,
    integer,
    mass,
    moment,
    quantity,
    text,
)
from swsim.documents.parts import AdditionalInformation
from swsim.documents.registry import document
from swsim.domain.money import Money, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizureTransportMeans:
    """10A: kind and mode of the means of transport; nothing that identifies it."""

    type: str | None = text("TypeCode")  # T008
    mode: str | None = text("ModeCode")  # T020


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizureDestination:
    """99B: where the goods were going."""

    country: str | None = text("CountryCode")  # 465


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizureExportCountry:
    """95B: where the goods came from."""

    id: str | None = text("ID")  # 062


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedConsignment:
    """28A: the way the goods travelled."""

    container: str | None = text("ContainerCode")  # 096
    transport: SeizureTransportMeans | None = child(
        "ArrivalTransportMeans", SeizureTransportMeans
    )
    destination: SeizureDestination | None = child("Destination", SeizureDestination)
    export_country: SeizureExportCountry | None = child(
        "ExportCountry", SeizureExportCountry
    )
    itinerary: tuple[RoutingCountry, ...] = children("Itinerary", RoutingCountry)


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizureLocation:
    """64A: where the goods were seized."""

    id: str | None = text("ID")  # L017
    type: str | None = text("TypeCode")  # L110


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedClassification:
    """21A: the code of the goods in the Harmonized System."""

    id: str | None = text("ID")  # 145


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedMeasure:
    """65A: mass, number or volume of what was seized."""

    net: int | None = mass("NetNetWeightMeasure")  # 128
    quantity: Quantity | None = quantity("TariffQuantity")  # 130


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedCommodity:
    """23A: what the goods are and how much there is."""

    commodity_class: str | None = text("ClassCode")
    description: str | None = text("Description")  # 137
    classifications: tuple[SeizedClassification, ...] = children(
        "Classification", SeizedClassification
    )
    measure: SeizedMeasure | None = child("GoodsMeasure", SeizedMeasure)


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedOrigin:
    """92A: where the goods were made or grown."""

    country: str | None = text("CountryCode")  # 063


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedPackaging:
    """93A: packages of one kind."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    quantity: int | None = integer("QuantityQuantity")  # 144
    type: str | None = text("TypeCode")  # 141


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizedItem:
    """68A: one kind of goods that was seized."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    value: Money | None = amount("StatisticalValueAmount")  # 114
    commodity: SeizedCommodity | None = child("Commodity", SeizedCommodity)
    origin: SeizedOrigin | None = child("Origin", SeizedOrigin)
    packaging: tuple[SeizedPackaging, ...] = children("Packaging", SeizedPackaging)


@document(
    id="enforcement-report",
    root="EnforcementReport",
    namespace="urn:swsim:datamodel:ENF:1",
    wco_type="ENF",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class EnforcementReport:
    """One seizure, without any person."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    id: str | None = text("ID")  # D014
    issued: datetime | None = moment("IssueDateTime")  # D011
    detection: str | None = text("DetectionCode")
    country: str | None = text("ReportingCountryCode")
    seized: datetime | None = moment("SeizureDateTime")
    office: str | None = text("SeizureOfficeID")
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    concealment: Concealment | None = child("Concealment", Concealment)
    consignment: SeizedConsignment | None = child("Consignment", SeizedConsignment)
    location: SeizureLocation | None = child("GoodsLocation", SeizureLocation)
    items: tuple[SeizedItem, ...] = children("GovernmentAgencyGoodsItem", SeizedItem)
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )

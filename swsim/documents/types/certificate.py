"""Certificate: origin (861), phytosanitary (851), licences (811, 911), permits (626).

The comment behind a field is its WCO id; D006 says which kind of paper it is. The same
document applies for one, issues it, tells its status and asks whether it is genuine.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from swsim.documents.fields import (
    amount,
    child,
    children,
    day,
    decimal,
    integer,
    mass,
    moment,
    quantity,
    text,
)
from swsim.documents.goods import (
    CitedDocument,
    Classification,
    Country,
    Packaging,
    Place,
    PreviousDocument,
    Status,
    Ucr,
)
from swsim.documents.parts import AdditionalInformation, Amendment, Party
from swsim.documents.registry import document
from swsim.domain.money import Money, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class Authenticator:
    """12A: the officer who signed."""

    name: str | None = text("Name")  # R007


@dataclass(frozen=True, kw_only=True, slots=True)
class Authentication:
    """61B: who signed, and with what."""

    text: str | None = text("Authentication")  # 104
    authenticator: Authenticator | None = child("Authenticator", Authenticator)


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedMeans:
    """15A: how the goods leave, and when."""

    departure: datetime | None = moment("DepartureDateTime")
    name: str | None = text("Name")  # T005
    id: str | None = text("ID")  # T006
    id_type: str | None = text("IdentificationTypeCode")  # T018
    mode: str | None = text("ModeCode")  # T022


@dataclass(frozen=True, kw_only=True, slots=True)
class CountryOfExport:
    """95B: the country of exportation."""

    id: str | None = text("ID")  # 062


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedMeasure:
    """65A: masses in grams, and the quantity that is certified or allowed."""

    gross_mass: int | None = mass("GrossMassMeasure")  # 126
    net_mass: int | None = mass("NetNetWeightMeasure")  # 128
    quantity: Quantity | None = quantity("TariffQuantity")  # 130


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedValue:
    """79A: the value that is certified or allowed."""

    amount: Money | None = amount("ItemChargeAmount")  # 112


@dataclass(frozen=True, kw_only=True, slots=True)
class Species:
    """The plant or animal: scientific name, EPPO code, and what a CITES permit adds."""

    appendix: str | None = text("AppendixCode")
    name: str | None = text("Name")
    id: str | None = text("ID")
    purpose: str | None = text("PurposeCode")
    source: str | None = text("SourceCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedCommodity:
    """23A: what the goods are."""

    description: str | None = text("Description")  # 137
    classifications: tuple[Classification, ...] = children(
        "Classification", Classification
    )
    measure: CertifiedMeasure | None = child("GoodsMeasure", CertifiedMeasure)
    invoice_line: CertifiedValue | None = child("InvoiceLine", CertifiedValue)
    species: Species | None = child("Species", Species)


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedOrigin:
    """92A: the country of origin and the criterion that was met."""

    country: str | None = text("CountryCode")  # 063
    criterion: str | None = text("CriterionCode")
    region: str | None = text("RegionID")  # 066
    value_content: Decimal | None = decimal("ValueContentNumeric")


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment:
    """One treatment against pests."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    chemical: str | None = text("Chemical")
    concentration: Quantity | None = quantity("ConcentrationQuantity")
    duration: Quantity | None = quantity("DurationQuantity")
    ended: datetime | None = moment("EndDateTime")
    temperature: Quantity | None = quantity("TemperatureQuantity")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class WriteOff:
    """22C: what has been used up."""

    quantity: Quantity | None = quantity("QuantityQuantity")  # 502
    amount: Money | None = amount("AmountAmount")  # 503


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedItem:
    """68A: goods of one kind that are certified or licensed."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    commodity: CertifiedCommodity | None = child("Commodity", CertifiedCommodity)
    manufacturer: Party | None = child("Manufacturer", Party)  # 86A
    origin: CertifiedOrigin | None = child("Origin", CertifiedOrigin)
    packaging: tuple[Packaging, ...] = children("Packaging", Packaging)
    treatments: tuple[Treatment, ...] = children("Treatment", Treatment)
    write_off: WriteOff | None = child("WriteOff", WriteOff)


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedInvoice:
    """78A: the commercial invoice."""

    id: str | None = text("ID")  # D016
    issued: date | None = day("IssueDateTime")  # D015


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedDocument:
    """A document that is wanted with the answer."""

    type: str | None = text("TypeCode")  # D006


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """A question whether a certificate is genuine and right, or the answer."""

    description: str | None = text("Description")
    limit: datetime | None = moment("LimitDateTime")  # 264
    reason: str | None = text("ReasonCode")
    result: str | None = text("ResultCode")
    wanted: tuple[RequestedDocument, ...] = children(
        "RequestedDocument", RequestedDocument
    )


@document(
    id="certificate",
    root="Certificate",
    namespace="urn:swsim:datamodel:LPC:1",
    wco_type="LPCO",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """A certificate, licence or permit, an application for one, or news of one."""

    effective: date | None = day("EffectiveDateTime")  # 276
    expires: date | None = day("ExpirationDateTime")
    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    id: str | None = text("ID")  # D005
    issued: datetime | None = moment("IssueDateTime")  # D011
    issue_location: str | None = text("IssueLocationID")  # D012
    type: str | None = text("TypeCode")  # D006
    dispatch: str | None = text("DispatchStatusCode")
    agreement: str | None = text("TradeAgreementCode")
    documents: tuple[CitedDocument, ...] = children("AdditionalDocument", CitedDocument)
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    amendments: tuple[Amendment, ...] = children("Amendment", Amendment)
    authentication: Authentication | None = child("Authentication", Authentication)
    border_means: CertifiedMeans | None = child("BorderTransportMeans", CertifiedMeans)
    consignee: Party | None = child("Consignee", Party)  # 27A
    destination: Country | None = child("Destination", Country)  # 99B
    export_country: CountryOfExport | None = child("ExportCountry", CountryOfExport)
    exporter: Party | None = child("Exporter", Party)  # 57A
    items: tuple[CertifiedItem, ...] = children(
        "GovernmentAgencyGoodsItem", CertifiedItem
    )
    importer: Party | None = child("Importer", Party)  # 74A
    invoice: CertifiedInvoice | None = child("Invoice", CertifiedInvoice)
    authority: Party | None = child("IssuingAuthority", Party)
    loading: Place | None = child("LoadingLocation", Place)  # 83A
    previous_documents: tuple[PreviousDocument, ...] = children(
        "PreviousDocument", PreviousDocument
    )
    statuses: tuple[Status, ...] = children("Status", Status)
    submitter: Party | None = child("Submitter", Party)  # 17B
    ucr: Ucr | None = child("UCR", Ucr)  # 35B
    unloading: Place | None = child("UnloadingLocation", Place)  # 38B
    verification: Verification | None = child("Verification", Verification)

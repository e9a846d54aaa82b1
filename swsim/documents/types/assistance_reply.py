"""AssistanceReply: what becomes of a request for assistance, and the data supplied."""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.cooperation import Administration, ReferencedMessage, UseCondition
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
from swsim.documents.parts import AdditionalInformation, Address
from swsim.documents.registry import document
from swsim.domain.money import Money, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedDocument:
    """02A: a copy that is supplied beside the message."""

    id: str | None = text("ID")  # D005
    type: str | None = text("TypeCode")  # D006


@dataclass(frozen=True, kw_only=True, slots=True)
class Authenticator:
    """12A: who certifies."""

    name: str | None = text("Name")  # R007


@dataclass(frozen=True, kw_only=True, slots=True)
class Authentication:
    """61B: the certification of supplied data."""

    text: str | None = text("Authentication")  # 104
    authenticator: Authenticator | None = child("Authenticator", Authenticator)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedExporter:
    """57A: the exporter."""

    name: str | None = text("Name")  # R031
    id: str | None = text("ID")  # R032
    address: Address | None = child("Address", Address)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedConsignee:
    """27A: the consignee."""

    name: str | None = text("Name")  # R014
    id: str | None = text("ID")  # R015
    address: Address | None = child("Address", Address)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedDestination:
    """99B: where the goods were going."""

    country: str | None = text("CountryCode")  # 465


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedClassification:
    """21A: the code of the goods in the Harmonized System."""

    id: str | None = text("ID")  # 145


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedMeasure:
    """65A: masses and quantity of an item."""

    gross: int | None = mass("GrossMassMeasure")  # 126
    net: int | None = mass("NetNetWeightMeasure")  # 128
    quantity: Quantity | None = quantity("TariffQuantity")  # 130


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedInvoiceLine:
    """79A: what the invoice says of an item."""

    amount: Money | None = amount("ItemChargeAmount")  # 112


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedCommodity:
    """23A: the goods of an item."""

    description: str | None = text("Description")  # 137
    classifications: tuple[SuppliedClassification, ...] = children(
        "Classification", SuppliedClassification
    )
    measure: SuppliedMeasure | None = child("GoodsMeasure", SuppliedMeasure)
    invoice_line: SuppliedInvoiceLine | None = child("InvoiceLine", SuppliedInvoiceLine)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedOrigin:
    """92A: where an item originates."""

    country: str | None = text("CountryCode")  # 063


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedItem:
    """68A: a goods item of a declaration."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    statistical_value: Money | None = amount("StatisticalValueAmount")  # 114
    commodity: SuppliedCommodity | None = child("Commodity", SuppliedCommodity)
    origin: SuppliedOrigin | None = child("Origin", SuppliedOrigin)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedInvoice:
    """78A: the commercial invoice."""

    id: str | None = text("ID")  # D016
    issued: datetime | None = moment("IssueDateTime")  # D015


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedTradeTerms:
    """22B: the terms of delivery."""

    condition: str | None = text("ConditionCode")  # 090


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedUCR:
    """35B: the unique consignment reference."""

    id: str | None = text("ID")  # 016


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedShipment:
    """67A: the goods of a declaration."""

    consignee: SuppliedConsignee | None = child("Consignee", SuppliedConsignee)
    destination: SuppliedDestination | None = child("Destination", SuppliedDestination)
    items: tuple[SuppliedItem, ...] = children(
        "GovernmentAgencyGoodsItem", SuppliedItem
    )
    invoice: SuppliedInvoice | None = child("Invoice", SuppliedInvoice)
    terms: SuppliedTradeTerms | None = child("TradeTerms", SuppliedTradeTerms)
    ucr: SuppliedUCR | None = child("UCR", SuppliedUCR)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuppliedDeclaration:
    """42A: an extract of a declaration."""

    acceptance: datetime | None = moment("AcceptanceDateTime")  # 023
    id: str | None = text("ID")  # D014
    type: str | None = text("TypeCode")  # D013
    invoice_amount: Money | None = amount("InvoiceAmount")  # 109
    gross: int | None = mass("TotalGrossMassMeasure")  # 131
    packages: int | None = integer("TotalPackageQuantity")  # 146
    exporter: SuppliedExporter | None = child("Exporter", SuppliedExporter)
    shipment: SuppliedShipment | None = child("GoodsShipment", SuppliedShipment)


@document(
    id="assistance-reply",
    root="AssistanceReply",
    namespace="urn:swsim:datamodel:MAR:1",
    wco_type="MAR",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class AssistanceReply:
    """The reply to a request, or information that nobody asked for."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    limit: datetime | None = moment("LimitDateTime")  # 264
    completeness: str | None = text("CompletenessCode")
    decision: str | None = text("DecisionCode")
    ground: str | None = text("RefusalGroundCode")
    documents: tuple[SuppliedDocument, ...] = children(
        "AdditionalDocument", SuppliedDocument
    )
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    authentication: Authentication | None = child("Authentication", Authentication)
    declarations: tuple[SuppliedDeclaration, ...] = children(
        "Declaration", SuppliedDeclaration
    )
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    requested: Administration | None = child("RequestedAuthority", Administration)
    requesting: Administration | None = child("RequestingAuthority", Administration)
    conditions: UseCondition | None = child("UseCondition", UseCondition)

"""Response (07B): what customs, an agency or a single window answers.

FunctionCode is always 11 (response); the outcome stands in Status/NameCode as a
UN/EDIFACT 7365 processing indicator, because national reuses of 1225 collide.
"""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.fields import amount, child, children, integer, moment, text
from swsim.documents.parts import (
    AdditionalInformation,
    Amendment,
    ContactOffice,
    Error,
    Pointer,
)
from swsim.documents.registry import document
from swsim.documents.types.declaration import DutyTaxFee
from swsim.domain.money import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """12B: the outcome."""

    effective: datetime | None = moment("EffectiveDateTime")  # 380
    name: str | None = text("NameCode")  # 379
    release: datetime | None = moment("ReleaseDateTime")  # 277
    pointers: tuple[Pointer, ...] = children("Pointer", Pointer)


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessedPayment:
    """94A in a response: what is to be paid, until when, under which reference."""

    reference: str | None = text("ReferenceID")  # 014
    assessed: Money | None = amount("TaxAssessedAmount")  # 120
    due: datetime | None = moment("DueDateTime")  # 376
    payable: Money | None = amount("PaymentAmount")  # 378


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessedDuty:
    """50A in a response: the total of a declaration."""

    payment: AssessedPayment | None = child("Payment", AssessedPayment)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredCommodity:
    """23A in a response: the duties of an item as customs assessed them."""

    duties: tuple[DutyTaxFee, ...] = children("DutyTaxFee", DutyTaxFee)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredItem:
    """68A in a response."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    commodity: AnsweredCommodity | None = child("Commodity", AnsweredCommodity)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredShipment:
    """67A in a response."""

    items: tuple[AnsweredItem, ...] = children(
        "GovernmentAgencyGoodsItem", AnsweredItem
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredDeclaration:
    """42A in a response: which declaration is answered, by LRN and MRN."""

    acceptance: datetime | None = moment("AcceptanceDateTime")  # 023
    cancellation: datetime | None = moment("CancellationDateTime")  # 373
    reference: str | None = text("FunctionalReferenceID")  # D026
    id: str | None = text("ID")  # D014
    rejection: datetime | None = moment("RejectionDateTime")  # 374
    version: str | None = text("VersionID")  # 383
    duties: tuple[AssessedDuty, ...] = children("DutyTaxFee", AssessedDuty)
    shipment: AnsweredShipment | None = child("GoodsShipment", AnsweredShipment)


@document(
    id="response",
    root="Response",
    namespace="urn:swsim:datamodel:RES:1",
    wco_type="RES",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """07B: one answer about one declaration."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D029
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    amendments: tuple[Amendment, ...] = children("Amendment", Amendment)
    contact_offices: tuple[ContactOffice, ...] = children(
        "ContactOffice", ContactOffice
    )
    errors: tuple[Error, ...] = children("Error", Error)
    statuses: tuple[Status, ...] = children("Status", Status)
    declaration: AnsweredDeclaration | None = child("Declaration", AnsweredDeclaration)

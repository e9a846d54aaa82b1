"""AssistanceRequest: one administration asks another for information."""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.cooperation import Administration, ReferencedMessage, UseCondition
from swsim.documents.fields import child, children, integer, moment, text
from swsim.documents.parts import AdditionalInformation, Address
from swsim.documents.registry import document


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedUCR:
    """35B: the unique consignment reference."""

    id: str | None = text("ID")  # 016


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedDeclaration:
    """42A: a declaration that the matter is about."""

    reference: str | None = text("FunctionalReferenceID")  # D026
    id: str | None = text("ID")  # D014
    type: str | None = text("TypeCode")  # D013
    ucr: RequestedUCR | None = child("UCR", RequestedUCR)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcernedExporter:
    """57A: the exporter."""

    name: str | None = text("Name")  # R031
    id: str | None = text("ID")  # R032
    address: Address | None = child("Address", Address)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcernedImporter:
    """74A: the importer."""

    name: str | None = text("Name")  # R037
    id: str | None = text("ID")  # R038
    address: Address | None = child("Address", Address)


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalBasis:
    """The agreement under which assistance is asked for."""

    id: str | None = text("ID")
    name: str | None = text("Name")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class AssistanceMatter:
    """What the request is about, and why it is made."""

    description: str | None = text("Description")
    reason: str | None = text("Reason")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedInformation:
    """One thing that is sought."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    description: str | None = text("Description")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class UseStatement:
    """How supplied information was used."""

    description: str | None = text("Description")
    type: str | None = text("TypeCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """The check on the importer's side that must come before a request."""

    completed: datetime | None = moment("CompletionDateTime")
    description: str | None = text("Description")
    result: str | None = text("ResultCode")


@document(
    id="assistance-request",
    root="AssistanceRequest",
    namespace="urn:swsim:datamodel:MAQ:1",
    wco_type="MAQ",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class AssistanceRequest:
    """A request for assistance, and what follows it from the same side."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    limit: datetime | None = moment("LimitDateTime")  # 264
    urgency: str | None = text("UrgencyCode")
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    declarations: tuple[RequestedDeclaration, ...] = children(
        "Declaration", RequestedDeclaration
    )
    exporter: ConcernedExporter | None = child("Exporter", ConcernedExporter)
    importer: ConcernedImporter | None = child("Importer", ConcernedImporter)
    legal_bases: tuple[LegalBasis, ...] = children("LegalBasis", LegalBasis)
    matter: AssistanceMatter | None = child("Matter", AssistanceMatter)
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    requested: Administration | None = child("RequestedAuthority", Administration)
    wanted: tuple[RequestedInformation, ...] = children(
        "RequestedInformation", RequestedInformation
    )
    requesting: Administration | None = child("RequestingAuthority", Administration)
    undertaking: UseCondition | None = child("UseCondition", UseCondition)
    use: UseStatement | None = child("UseStatement", UseStatement)
    verification: Verification | None = child("Verification", Verification)

"""AEOEvent: what happened to an AEO authorisation, for mutual recognition partners."""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    ValidityPeriod,
)
from swsim.documents.fields import child, children, moment, text
from swsim.documents.parts import AdditionalInformation, Amendment
from swsim.documents.registry import document


@dataclass(frozen=True, kw_only=True, slots=True)
class AEOCertificate:
    """02A: the certificate of an authorisation."""

    id: str | None = text("ID")  # D005
    validity: ValidityPeriod | None = child("ValidityPeriod", ValidityPeriod)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognisedParty:
    """16C: the company by the id that a declaration abroad cites."""

    id: str | None = text("ID")  # R143
    role: str | None = text("RoleCode")  # R005


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorisationHolder:
    """17C: the company that holds the authorisation."""

    name: str | None = text("Name")
    id: str | None = text("ID")  # R144
    category: str | None = text("CategoryCode")  # R145


@dataclass(frozen=True, kw_only=True, slots=True)
class MutualRecognitionArrangement:
    """The arrangement (MRA) between two administrations."""

    id: str | None = text("ID")
    partner: str | None = text("PartnerCountryCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorisationStatus:
    """12B: the state of an authorisation, and since when."""

    effective: datetime | None = moment("EffectiveDateTime")  # 380
    name: str | None = text("NameCode")  # 379


@document(
    id="aeo-event",
    root="AEOEvent",
    namespace="urn:swsim:datamodel:AEO:1",
    wco_type="AEO",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class AEOEvent:
    """An event of an AEO authorisation, a query about it, or the answer."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    type: str | None = text("TypeCode")  # D013
    certificate: AEOCertificate | None = child("AdditionalDocument", AEOCertificate)
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    party: RecognisedParty | None = child("AEOMutualRecognitionParty", RecognisedParty)
    amendments: tuple[Amendment, ...] = children("Amendment", Amendment)
    holder: AuthorisationHolder | None = child(
        "AuthorisationHolder", AuthorisationHolder
    )
    authority: Administration | None = child("Authority", Administration)
    arrangement: MutualRecognitionArrangement | None = child(
        "MutualRecognitionArrangement", MutualRecognitionArrangement
    )
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    status: AuthorisationStatus | None = child("Status", AuthorisationStatus)

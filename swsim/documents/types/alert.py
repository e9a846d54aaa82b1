"""Alert: a warning with profiles of suspicious consignments, or a bulletin on one."""

from dataclasses import dataclass
from datetime import datetime

from swsim.documents.cooperation import (
    ReferencedMessage,
    TargetingProfile,
    ValidityPeriod,
)
from swsim.documents.fields import child, children, integer, moment, text
from swsim.documents.parts import AdditionalInformation
from swsim.documents.registry import document


@dataclass(frozen=True, kw_only=True, slots=True)
class IntelligenceOffice:
    """A regional intelligence liaison office, or the CEN hub."""

    id: str | None = text("ID")
    name: str | None = text("Name")


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertOutcome:
    """What members made of an alert, in numbers."""

    adoptions: int | None = integer("AdoptionQuantity")
    examinations: int | None = integer("ExaminationQuantity")
    hits: int | None = integer("HitQuantity")


@document(
    id="alert",
    root="Alert",
    namespace="urn:swsim:datamodel:ALT:1",
    wco_type="ALT",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """A warning with profiles, or a bulletin that tells how one did."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    type: str | None = text("TypeCode")  # D013
    urgency: str | None = text("UrgencyCode")
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    office: IntelligenceOffice | None = child("IntelligenceOffice", IntelligenceOffice)
    outcome: AlertOutcome | None = child("Outcome", AlertOutcome)
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    profiles: tuple[TargetingProfile, ...] = children("Profile", TargetingProfile)
    validity: ValidityPeriod | None = child("ValidityPeriod", ValidityPeriod)

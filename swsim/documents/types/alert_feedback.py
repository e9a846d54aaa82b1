"""AlertFeedback: whether an alert was adopted, and what the examinations found."""

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
class AlertResult:
    """The result of one examination that the alert led to."""

    sequence: int | None = integer("SequenceNumeric")  # 006
    examined: datetime | None = moment("ExaminationDateTime")
    reason: str | None = text("ReasonCode")
    report_id: str | None = text("ReportID")
    result: str | None = text("ResultCode")


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetingRule:
    """The targeting rule that an alert became: which version, until when."""

    id: str | None = text("ID")
    version: str | None = text("VersionID")
    validity: ValidityPeriod | None = child("ValidityPeriod", ValidityPeriod)


@document(
    id="alert-feedback",
    root="AlertFeedback",
    namespace="urn:swsim:datamodel:ALF:1",
    wco_type="ALF",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class AlertFeedback:
    """What one administration made of an alert."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    decision: str | None = text("DecisionCode")
    reason: str | None = text("ReasonCode")
    country: str | None = text("ReportingCountryCode")
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    profiles: tuple[TargetingProfile, ...] = children("Profile", TargetingProfile)
    results: tuple[AlertResult, ...] = children("Result", AlertResult)
    rule: TargetingRule | None = child("TargetingRule", TargetingRule)

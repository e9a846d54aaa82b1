"""PerformanceReport: how quickly an administration, or a region, released goods."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from swsim.documents.cooperation import ReferencedMessage, ValidityPeriod
from swsim.documents.fields import (
    child,
    children,
    decimal,
    integer,
    moment,
    quantity,
    text,
)
from swsim.documents.parts import AdditionalInformation
from swsim.documents.registry import document
from swsim.domain.money import Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class CapacityOffice:
    """The regional office for capacity building that speaks."""

    id: str | None = text("ID")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Declarations of one procedure: how many in which channel, how quickly released.

    Times are in hours (HUR), the share lodged before arrival in per cent.
    """

    administrations: int | None = integer("AdministrationQuantity")
    blue: int | None = integer("BlueQuantity")
    declarations: int | None = integer("DeclarationQuantity")
    green: int | None = integer("GreenQuantity")
    pre_arrival: Decimal | None = decimal("PreArrivalPercentNumeric")
    red: int | None = integer("RedQuantity")
    median: Quantity | None = quantity("ReleaseMedianQuantity")
    ninetieth: Quantity | None = quantity("ReleaseNinetiethQuantity")
    type: str | None = text("TypeCode")  # D013
    yellow: int | None = integer("YellowQuantity")


@document(
    id="performance-report",
    root="PerformanceReport",
    namespace="urn:swsim:datamodel:PRF:1",
    wco_type="PRF",
)
@dataclass(frozen=True, kw_only=True, slots=True)
class PerformanceReport:
    """Figures of a period, without any trader, declaration or goods."""

    function: str | None = text("FunctionCode")  # 017
    reference: str | None = text("FunctionalReferenceID")  # D026
    issued: datetime | None = moment("IssueDateTime")  # D011
    country: str | None = text("ReportingCountryCode")
    information: tuple[AdditionalInformation, ...] = children(
        "AdditionalInformation", AdditionalInformation
    )
    office: CapacityOffice | None = child("CapacityOffice", CapacityOffice)
    figures: tuple[Figures, ...] = children("Figures", Figures)
    previous: tuple[ReferencedMessage, ...] = children(
        "PreviousDocument", ReferencedMessage
    )
    period: ValidityPeriod | None = child("ReportingPeriod", ValidityPeriod)

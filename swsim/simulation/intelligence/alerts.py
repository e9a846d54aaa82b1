"""Writes alerts and what is said about them: warnings, bulletins, feedback.

A profile says what a suspicious consignment looks like; customs turns it into a
targeting rule. None of these documents names anybody.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from swsim.documents.cooperation import (
    ReferencedMessage,
    TargetingProfile,
    ValidityPeriod,
)
from swsim.documents.types.alert import Alert, AlertOutcome, IntelligenceOffice
from swsim.documents.types.alert_feedback import AlertFeedback, AlertResult
from swsim.documents.types.alert_feedback import TargetingRule as RuleOfAlert
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.domain.codes import Function
from swsim.domain.targeting import TargetingRule, Trait
from swsim.simulation.intelligence.reports import COVER

Decision = Literal["ADO", "ADA", "IGN"]
Why = Literal["CAP", "CFL", "CLN", "COV", "GON", "NRL", "STL", "WID"]
WARNING, BULLETIN = "WRN", "BUL"


def profile_of(report: EnforcementReport) -> TargetingProfile:
    """Return what consignments like the one of a report look like."""
    travelled = report.consignment
    seized, *others = report.items
    cover = next((each for each in others if _class(each) == COVER), seized)
    heading = cover.commodity.classifications[0].id if cover.commodity else None
    return TargetingProfile(
        sequence=1,
        commodity_class=_class(seized),
        export_country=(
            travelled.export_country.id
            if travelled and travelled.export_country
            else None
        ),
        hs_prefix=(heading or "")[:4] or None,
        mode=(travelled.transport.mode if travelled and travelled.transport else None),
        packaging=next((each.type for each in cover.packaging), None),
        concealment=report.concealment,
    )


def _class(item: object) -> str | None:
    commodity = getattr(item, "commodity", None)
    return commodity.commodity_class if commodity else None


def warning(
    profile: TargetingProfile,
    *,
    reference: str,
    office: str,
    rests_on: str,
    at: datetime,
    until: datetime,
) -> Alert:
    """Return an alert; `rests_on` is the reference of a report or an information."""
    return Alert(
        function=Function.ORIGINAL,
        reference=reference,
        issued=at,
        type=WARNING,
        urgency="URG",
        office=IntelligenceOffice(id=office),
        previous=(ReferencedMessage(id=rests_on),),
        profiles=(profile,),
        validity=ValidityPeriod(start=at, end=until),
    )


def withdrawal(alert: Alert, at: datetime) -> Alert:
    """Return the message that an alert holds no longer."""
    return Alert(
        function=Function.CANCELLATION,
        reference=f"{alert.reference}-W",
        issued=at,
        office=alert.office,
        previous=(ReferencedMessage(id=alert.reference),),
    )


def bulletin(
    alert: Alert, at: datetime, *, adoptions: int, examinations: int, hits: int
) -> Alert:
    """Return how an alert did, for all who may learn from it."""
    return Alert(
        function=Function.ORIGINAL,
        reference=f"{alert.reference}-B",
        issued=at,
        type=BULLETIN,
        office=alert.office,
        outcome=AlertOutcome(adoptions=adoptions, examinations=examinations, hits=hits),
        previous=(ReferencedMessage(id=alert.reference),),
    )


# --- what customs makes of one -------------------------------------------------------


def decision(
    alert: Alert,
    made: Decision,
    *,
    reference: str,
    by: str,
    at: datetime,
    why: Why | None = None,
    rule: TargetingRule | None = None,
    until: datetime | None = None,
) -> AlertFeedback:
    """Return what customs decided about an alert, and the rule that it became."""
    feedback = AlertFeedback(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        decision=made,
        reason=why,
        country=by,
        previous=(ReferencedMessage(id=alert.reference),),
        profiles=alert.profiles if made == "ADA" else (),
    )
    if rule is None:
        return feedback
    return replace(
        feedback,
        rule=RuleOfAlert(
            id=rule.id,
            version=str(rule.version),
            validity=ValidityPeriod(start=at, end=until),
        ),
    )


def results(
    alert: Alert,
    found: Iterable[AlertResult],
    *,
    reference: str,
    by: str,
    at: datetime,
) -> AlertFeedback:
    """Return what examinations found to which an alert led."""
    return AlertFeedback(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        country=by,
        previous=(ReferencedMessage(id=alert.reference),),
        results=tuple(found),
    )


def traits_of_profile(
    profile: TargetingProfile, here: str
) -> dict[Trait, tuple[str, ...]]:
    """Return what a rule of member `here` looks for, by a profile.

    The class of goods and the way of hiding them are for those who open the box: no
    declaration names them.
    """
    route = profile.export_country and f"{profile.export_country}-{here}"
    known: dict[Trait, str | None] = {
        "route": route,
        "heading": profile.hs_prefix,
        "container": profile.equipment_prefix,
        "package": profile.packaging,
        "origin": profile.origin,
        "loading": profile.loading,
    }
    return {trait: (value,) for trait, value in known.items() if value}

"""Makes valid messages about seizures: enforcement reports, alerts and feedback.

None of them names a person or a company; what is told is made up.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from swsim.documents.cooperation import (
    Concealment,
    ReferencedMessage,
    RoutingCountry,
    TargetingProfile,
    ValidityPeriod,
)
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.alert import Alert, AlertOutcome, IntelligenceOffice
from swsim.documents.types.alert_feedback import (
    AlertFeedback,
    AlertResult,
    TargetingRule,
)
from swsim.documents.types.enforcement_report import (
    EnforcementReport,
    SeizedClassification,
    SeizedCommodity,
    SeizedConsignment,
    SeizedItem,
    SeizedMeasure,
    SeizedOrigin,
    SeizedPackaging,
    SeizureDestination,
    SeizureExportCountry,
    SeizureLocation,
    SeizureTransportMeans,
)
from swsim.domain.codes import CONTAINERISED, NOT_CONTAINERISED, Function, Mode
from swsim.domain.members import Member, all_members, member
from swsim.domain.money import Quantity, money
from swsim.domain.streams import Stream
from swsim.material.deals import Deal, draw_deal
from swsim.material.draft import Draft, Order

_WITHDRAWAL: Final = "1"  # UN/EDIFACT 1225
# Class of seized goods, a subheading of such goods, and whether they are counted.
_SEIZED: Final = (
    ("DRG", "293972", False),
    ("TOB", "240220", True),
    ("ALC", "220830", False),
    ("MED", "300490", True),
    ("CTF", "610910", True),
    ("CIT", "440721", False),
    ("ENV", "382711", False),
)
_METHODS: Final = ("LOD", "GDS", "PKG", "CTR", "MIS", "NON")
_DETECTIONS: Final = ("RSK", "XRY", "DOG", "CTL", "RND")
_PLACES: Final = {Mode.SEA: "SEA", Mode.AIR: "AIR", Mode.RAIL: "RAI", Mode.ROAD: "LND"}
_REMARKS: Final = (
    "The seals were not those of the shipper.",
    "The goods were among the last to be unloaded.",
    "The weight at the gate was above the declared one.",
)
_HUB: Final = "cen-hub"
_DAY: Final = 86_400


def make_enforcement_report(order: Order) -> Draft:
    """Return the report of a seizure, a correction of one or its withdrawal."""
    deal = draw_deal(order.seed, order.number)
    stream = order.stream("enforcement-report")
    report = _seizure(deal, stream, order.items)
    where = deal.contract.order.destination
    earlier = (ReferencedMessage(id=report.reference),)
    changed = f"{report.reference}-2"
    if stream.chance(150):
        report = replace(
            report, function=Function.CHANGE, reference=changed, previous=earlier
        )
    elif stream.chance(100):
        report = EnforcementReport(
            function=_WITHDRAWAL,
            reference=changed,
            issued=report.issued,
            country=where,
            previous=earlier,
        )
    assert report.issued is not None
    return Draft(
        payload=report,
        sender=f"{where.lower()}-cus",
        recipient=_office_of(member(where)),
        at=report.issued,
    )


def _seizure(deal: Deal, stream: Stream, items: int | None) -> EnforcementReport:
    order = deal.contract.order
    seized = deal.arrival + timedelta(seconds=stream.below(_DAY))
    mode = Mode(order.mode)
    boxed = bool(deal.contract.containers)
    count = items or stream.weighted(((1, 7), (2, 2), (3, 1)))
    return EnforcementReport(
        function=Function.ORIGINAL,
        reference=f"{order.destination}-{seized.year}-{deal.number:06d}",
        issued=seized + timedelta(seconds=stream.between(3600, 2 * _DAY)),
        detection=stream.choice(_DETECTIONS),
        country=order.destination,
        seized=seized,
        information=_remark(stream),
        concealment=Concealment(method=stream.choice(_METHODS)),
        consignment=SeizedConsignment(
            container=CONTAINERISED if boxed else NOT_CONTAINERISED,
            transport=SeizureTransportMeans(mode=mode),
            destination=SeizureDestination(country=order.destination),
            export_country=SeizureExportCountry(id=order.origin),
            itinerary=_route(order.origin, order.destination),
        ),
        location=SeizureLocation(
            id=deal.contract.port_of_discharge, type=_PLACES[mode]
        ),
        items=tuple(
            _seized_item(deal, number, stream) for number in range(1, count + 1)
        ),
    )


def _seized_item(deal: Deal, number: int, stream: Stream) -> SeizedItem:
    kind, hs6, counted = stream.choice(_SEIZED)
    amount = stream.between(10, 90_000)
    pieces = Quantity(value=Decimal(amount), unit="C62")
    return SeizedItem(
        sequence=number,
        value=money(Decimal(amount * stream.between(2, 40)), "USD"),
        commodity=SeizedCommodity(
            commodity_class=kind,
            classifications=(SeizedClassification(id=hs6),),
            measure=(
                SeizedMeasure(quantity=pieces)
                if counted
                else SeizedMeasure(net=amount * 100)
            ),
        ),
        origin=SeizedOrigin(country=deal.contract.order.origin),
        packaging=(
            SeizedPackaging(sequence=1, quantity=stream.between(1, 400), type="PK"),
        ),
    )


def _remark(stream: Stream) -> tuple[AdditionalInformation, ...]:
    if stream.chance(500):
        return ()
    return (AdditionalInformation(description=stream.choice(_REMARKS)),)


def _route(*countries: str) -> tuple[RoutingCountry, ...]:
    return tuple(
        RoutingCountry(sequence=number, country=country)
        for number, country in enumerate(countries, 1)
    )


# --- alerts ---------------------------------------------------------------------------


def make_alert(order: Order) -> Draft:
    """Return a warning with profiles, a change or withdrawal of one, or a bulletin."""
    deal = draw_deal(order.seed, order.number)
    stream = order.stream("alert")
    alert = _warning(deal, stream)
    earlier = (ReferencedMessage(id=alert.reference),)
    news = stream.weighted(
        (("warning", 6), ("change", 2), ("withdrawal", 1), ("end", 2))
    )
    if news == "change":
        changed = f"{alert.reference}-2"
        alert = replace(
            alert, function=Function.CHANGE, reference=changed, previous=earlier
        )
    elif news == "withdrawal":
        alert = Alert(
            function=_WITHDRAWAL,
            reference=f"{alert.reference}-3",
            issued=alert.issued,
            office=alert.office,
            previous=earlier,
        )
    elif news == "end":
        alert = _bulletin(alert, stream)
    assert alert.office is not None
    assert alert.office.id is not None
    assert alert.issued is not None
    to = stream.choice(all_members()).alpha2.lower()
    return Draft(
        payload=alert, sender=alert.office.id, recipient=f"{to}-cus", at=alert.issued
    )


def _warning(deal: Deal, stream: Stream) -> Alert:
    report = _seizure(deal, stream, None)
    assert report.issued is not None
    at = report.issued + timedelta(seconds=stream.between(3600, _DAY))
    office = _office_of(member(deal.contract.order.destination))
    count = stream.weighted(((1, 5), (2, 2), (3, 1)))
    return Alert(
        function=Function.ORIGINAL,
        reference=f"{office.upper()}-AL-{deal.number:05d}",
        issued=at,
        type="WRN",
        urgency="URG" if stream.chance(300) else "NOR",
        information=_remark(stream),
        office=IntelligenceOffice(id=office),
        previous=(ReferencedMessage(id=report.reference),),
        profiles=tuple(
            _profile(deal, number, stream) for number in range(1, count + 1)
        ),
        validity=_valid_from(at, stream),
    )


def _valid_from(at: datetime, stream: Stream) -> ValidityPeriod:
    return ValidityPeriod(start=at, end=at + timedelta(days=stream.between(30, 90)))


def _profile(deal: Deal, number: int, stream: Stream) -> TargetingProfile:
    kind, hs6, _ = stream.choice(_SEIZED)
    order = deal.contract.order
    boxed = bool(deal.contract.containers)
    return TargetingProfile(
        sequence=number,
        commodity_class=kind,
        destination=order.destination if stream.chance(500) else None,
        equipment_prefix="SWSU" if boxed and stream.chance(300) else None,
        export_country=order.origin,
        hs_prefix=hs6[: stream.choice((2, 4, 6))],
        loading=deal.contract.port_of_loading if stream.chance(500) else None,
        mode=order.mode,
        concealment=Concealment(method=stream.choice(_METHODS)),
        itinerary=_route(order.origin, order.destination),
    )


def _bulletin(alert: Alert, stream: Stream) -> Alert:
    """Return how an alert did, when its validity has ended."""
    assert alert.validity is not None
    assert alert.validity.end is not None
    examinations = stream.between(1, 200)
    return Alert(
        function=Function.ORIGINAL,
        reference=f"{alert.reference}-BU",
        issued=alert.validity.end + timedelta(days=2),
        type="BUL",
        office=alert.office,
        outcome=AlertOutcome(
            adoptions=stream.between(1, 30),
            examinations=examinations,
            hits=stream.below(examinations + 1),
        ),
        previous=(ReferencedMessage(id=alert.reference),),
    )


def make_alert_feedback(order: Order) -> Draft:
    """Return whether a member adopted an alert, or what its examinations found."""
    deal = draw_deal(order.seed, order.number)
    stream = order.stream("alert-feedback")
    alert = _warning(deal, stream)
    assert alert.issued is not None
    at = alert.issued + timedelta(seconds=stream.between(600, 4 * 3600))
    one = stream.choice(all_members())
    feedback = AlertFeedback(
        function=Function.RESPONSE,
        reference=f"{one.alpha2}-AF-{deal.number:05d}",
        issued=at,
        country=one.alpha2,
        previous=(ReferencedMessage(id=alert.reference),),
    )
    decision = stream.choice(("ADO", "ADA", "IGN", "results"))
    if decision == "results":
        feedback = replace(feedback, results=_results(at, one, stream))
    elif decision == "IGN":
        reason = stream.choice(("CAP", "COV", "NRL", "STL"))
        feedback = replace(feedback, decision=decision, reason=reason)
    else:
        rule = TargetingRule(
            id=f"{one.alpha2}-TR-{deal.number:04d}",
            version="1",
            validity=_valid_from(at, stream),
        )
        feedback = replace(feedback, decision=decision, rule=rule)
    if decision == "ADA":
        narrower = replace(alert.profiles[0], destination=one.alpha2)
        feedback = replace(feedback, reason="WID", profiles=(narrower,))
    office = _office_of(member(deal.contract.order.destination))
    sender = f"{one.alpha2.lower()}-cus"
    return Draft(payload=feedback, sender=sender, recipient=office, at=at)


def _results(at: datetime, one: Member, stream: Stream) -> tuple[AlertResult, ...]:
    found = []
    for number in range(1, stream.between(1, 4) + 1):
        hit = stream.chance(300)
        found.append(
            AlertResult(
                sequence=number,
                examined=at - timedelta(seconds=stream.between(60, 3 * 3600)),
                reason=None if hit else stream.choice(("CLN", "GON")),
                report_id=f"{one.alpha2}-{at.year}-9{number:05d}" if hit else None,
                result="POS" if hit else "NEG",
            )
        )
    return tuple(found)


def _office_of(one: Member) -> str:
    """Return the regional office of a member, the hub where none is known."""
    return (one.rilo or _HUB).lower()

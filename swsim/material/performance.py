"""Makes valid reports of figures: those of an administration, or of a region."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from swsim.documents.cooperation import ReferencedMessage, ValidityPeriod
from swsim.documents.types.performance_report import (
    CapacityOffice,
    Figures,
    PerformanceReport,
)
from swsim.domain.codes import DocumentName, Function
from swsim.domain.members import all_members
from swsim.domain.money import Quantity
from swsim.domain.streams import Stream
from swsim.material.draft import Draft, Order

_BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PERIOD: Final = timedelta(days=30)
_FEW: Final = 3  # fewer declarations tell no times
_DAY: Final = 86_400


def make_performance_report(order: Order) -> Draft:
    """Return a report, a mended one, a reminder or the figures of a region."""
    stream = order.stream("performance-report")
    one = stream.choice(all_members())
    start = _BEGIN + _PERIOD * stream.below(12)
    end = start + _PERIOD
    at = end + timedelta(seconds=stream.between(3600, 9 * _DAY))
    number = f"PF-{order.number:05d}"
    office = one.rocb.lower()
    customs = f"{one.alpha2.lower()}-cus"
    report = PerformanceReport(
        function=Function.ORIGINAL,
        reference=f"{one.alpha2}-{number}",
        issued=at,
        country=one.alpha2,
        figures=tuple(_figures(kind, stream) for kind in _PROCEDURES),
        period=ValidityPeriod(start=start, end=end),
    )
    earlier = (ReferencedMessage(id=report.reference),)
    kind = stream.weighted(
        (("report", 6), ("mended", 2), ("reminder", 1), ("region", 2))
    )
    if kind == "report":
        return Draft(payload=report, sender=customs, recipient=office, at=at)
    if kind == "mended":
        mended = replace(
            report,
            function=Function.CHANGE,
            reference=f"{report.reference}-2",
            previous=earlier,
        )
        return Draft(payload=mended, sender=customs, recipient=office, at=at)
    said = replace(
        report,
        function=Function.REQUEST,
        reference=f"{office.upper()}-{number}",
        country=None,
        office=CapacityOffice(id=office),
        figures=(),
    )
    if kind == "region":
        said = replace(
            said,
            function=Function.RESPONSE,
            figures=tuple(_of_region(each, stream) for each in report.figures),
            previous=earlier,
        )
    return Draft(payload=said, sender=office, recipient=customs, at=at)


_PROCEDURES: Final = (
    DocumentName.IMPORT_DECLARATION,
    DocumentName.EXPORT_DECLARATION,
)


def _figures(kind: DocumentName, stream: Stream) -> Figures:
    blue, green = stream.below(3), stream.below(900)
    red, yellow = stream.below(60), stream.below(200)
    counts = Figures(
        blue=blue,
        declarations=blue + green + red + yellow,
        green=green,
        red=red,
        type=kind,
        yellow=yellow,
    )
    if blue + green + red + yellow < _FEW:
        return counts
    return _timed(counts, kind, stream)


def _timed(counts: Figures, kind: DocumentName, stream: Stream) -> Figures:
    median = stream.between(5, 900)  # tenths of an hour
    imported = kind is DocumentName.IMPORT_DECLARATION
    return replace(
        counts,
        pre_arrival=_tenths(stream.below(1001)) if imported else None,
        median=_hours(median),
        ninetieth=_hours(median + stream.below(1200)),
    )


def _of_region(one: Figures, stream: Stream) -> Figures:
    administrations = stream.between(3, 35)
    total = Figures(
        administrations=administrations,
        declarations=_FEW * administrations + stream.below(9000),
        type=one.type,
    )
    return _timed(total, DocumentName(one.type or ""), stream)


def _tenths(number: int) -> Decimal:
    return Decimal(number).scaleb(-1)


def _hours(tenths: int) -> Quantity:
    return Quantity(value=_tenths(tenths), unit="HUR")

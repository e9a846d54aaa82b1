"""Figures of administrations for the regional office, and what the office answers."""

from dataclasses import replace
from decimal import Decimal

from samples.fault import codes, of, rule, xsd
from samples.parts import at, enveloped
from swsim.documents.cooperation import ReferencedMessage, ValidityPeriod
from swsim.documents.envelope import Envelope
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.performance_report import (
    CapacityOffice,
    Figures,
    PerformanceReport,
)
from swsim.domain.codes import DocumentName, Function
from swsim.domain.money import Quantity

APRIL = ValidityPeriod(start=at("2026-04-06 00:00"), end=at("2026-05-06 00:00"))
ASIA_PACIFIC = CapacityOffice(id="rocb-ap")


def hours(text: str) -> Quantity:
    return Quantity(value=Decimal(text), unit="HUR")


SAMOA = PerformanceReport(
    function=Function.ORIGINAL,
    reference="WS-PF-2026-001",
    issued=at("2026-05-08 21:00"),
    country="WS",
    information=(
        AdditionalInformation(description="The port was closed for two days: cyclone."),
    ),
    figures=(
        Figures(
            blue=0,
            declarations=41,
            green=22,
            pre_arrival=Decimal("14.6"),
            red=8,
            median=hours("61.5"),
            ninetieth=hours("148.0"),
            type=DocumentName.IMPORT_DECLARATION,
            yellow=11,
        ),
        Figures(
            blue=0,
            declarations=2,
            green=2,
            red=0,
            type=DocumentName.EXPORT_DECLARATION,
            yellow=0,
        ),
    ),
    period=APRIL,
)
MENDED = replace(
    SAMOA,
    function=Function.CHANGE,
    reference="WS-PF-2026-001-2",
    issued=at("2026-05-09 02:00"),
    previous=(ReferencedMessage(id=SAMOA.reference),),
)
NOTHING = PerformanceReport(
    function=Function.ORIGINAL,
    reference="VU-PF-2026-001",
    issued=at("2026-05-20 01:00"),
    country="VU",
    figures=(
        Figures(
            blue=0,
            declarations=0,
            green=0,
            red=0,
            type=DocumentName.IMPORT_DECLARATION,
            yellow=0,
        ),
    ),
    period=APRIL,
)
REMINDER = PerformanceReport(
    function=Function.REQUEST,
    reference="ROCB-AP-PF-000004",
    issued=at("2026-05-16 00:00"),
    office=ASIA_PACIFIC,
    period=APRIL,
)
REGION = PerformanceReport(
    function=Function.RESPONSE,
    reference="ROCB-AP-PF-000007",
    issued=at("2026-05-20 08:00"),
    office=ASIA_PACIFIC,
    figures=(
        Figures(
            administrations=3,
            declarations=164,
            pre_arrival=Decimal("31.0"),
            median=hours("40.2"),
            ninetieth=hours("96.4"),
            type=DocumentName.IMPORT_DECLARATION,
        ),
    ),
    previous=(ReferencedMessage(id=SAMOA.reference),),
    period=APRIL,
)


def from_office(report: PerformanceReport, number: int, to: str) -> Envelope:
    """Return what an office says in an envelope without a country: it has none."""
    prepared = f"{report.issued:%Y-%m-%d %H:%M}"
    envelope = enveloped(report, number, ("rocb-ap", to), prepared, case="figures")
    return replace(envelope, country=None)


GOOD = {
    "performance-report": {
        "figures": enveloped(
            SAMOA, 71, ("ws-cus", "rocb-ap"), "2026-05-08 21:00", case="figures"
        ),
        "mended": enveloped(
            MENDED, 72, ("ws-cus", "rocb-ap"), "2026-05-09 02:00", case="figures"
        ),
        "reminder": from_office(REMINDER, 4, "vu-cus"),
        "region": from_office(REGION, 7, "ws-cus"),
        "bare-nothing": NOTHING,
    }
}

figures = of("performance-report", "figures")
mended = of("performance-report", "mended")
region = of("performance-report", "region")
nothing = of("performance-report", "bare-nothing")

WORDS = "The port was closed for two days: cyclone."
MOMENT = '<ds:DateTimeString formatCode="304">{}Z</ds:DateTimeString>'
COUNTRY = "    <ReportingCountryCode>WS</ReportingCountryCode>\n"

BAD = (
    # A declaration, or a company, would lead to a trader.
    figures(
        "xsd-declaration",
        (
            "      <DeclarationQuantity>41</DeclarationQuantity>\n",
            "      <DeclarationID>26WS00000000000014</DeclarationID>\n"
            "      <DeclarationQuantity>41</DeclarationQuantity>\n",
        ),
        finds=xsd("XSD-element", "<DeclarationID>"),
    ),
    figures(
        "xsd-days",
        ('unitCode="HUR">61.5<', 'unitCode="DAY">2.6<'),
        finds=xsd("XSD-enumeration", "<ReleaseMedianQuantity"),
    ),
    figures(
        "xsd-more-than-all",
        ("<PreArrivalPercentNumeric>14.6<", "<PreArrivalPercentNumeric>146<"),
        finds=xsd("XSD-maxInclusive", "<PreArrivalPercentNumeric>"),
    ),
    figures(
        "cl-countries",
        (">WS</ReportingCountryCode>", ">ZZ</ReportingCountryCode>"),
        finds=codes("countries", "<ReportingCountryCode>"),
    ),
    figures(
        "cl-declaration-type",
        ("<TypeCode>830<", "<TypeCode>380<"),
        finds=codes("declaration-type", "<TypeCode>380<"),
    ),
    figures(
        "pf01-function",
        ("<FunctionCode>9<", "<FunctionCode>15<"),
        finds=rule("PF01", "<FunctionCode>"),
    ),
    figures(
        "pf02-whose",
        (COUNTRY, ""),
        finds=rule("PF02", "<PerformanceReport "),
    ),
    figures(
        "pf03-no-percentile",
        (
            '      <ReleaseNinetiethQuantity unitCode="HUR">148.0'
            "</ReleaseNinetiethQuantity>\n",
            "",
        ),
        finds=rule("PF03", "<Figures>"),
    ),
    figures(
        "pf04-channels",
        ("<RedQuantity>8<", "<RedQuantity>9<"),
        finds=rule("PF04", "<DeclarationQuantity>41<"),
    ),
    figures(
        "pf05-percentiles",
        (">148.0</ReleaseNinetiethQuantity>", ">14.8</ReleaseNinetiethQuantity>"),
        finds=rule("PF05", "<ReleaseNinetiethQuantity"),
    ),
    figures(
        "pf06-period",
        (">20260406000000Z<", ">20260506000000Z<"),
        finds=rule("PF06", "<ReportingPeriod>"),
    ),
    figures(
        "pf07-too-early",
        (
            f"<IssueDateTime>{MOMENT.format('20260508210000')}",
            f"<IssueDateTime>{MOMENT.format('20260501210000')}",
        ),
        finds=rule("PF07", "<IssueDateTime>"),
    ),
    nothing(
        "pf08-points-to-a-trader",
        (
            "<RedQuantity>0</RedQuantity>\n",
            "<RedQuantity>0</RedQuantity>\n"
            '    <ReleaseMedianQuantity unitCode="HUR">3.0</ReleaseMedianQuantity>\n',
        ),
        finds=rule("PF08", "<DeclarationQuantity>"),
    ),
    figures(
        "pf09-name",
        (WORDS, "The slowest was the firm of Mr Fetu Leota."),
        finds=rule("PF09", "<StatementDescription>"),
    ),
    mended(
        "pf10-mends-what",
        (
            "    <PreviousDocument>\n"
            "      <ID>WS-PF-2026-001</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("PF10", "<FunctionCode>"),
    ),
    region(
        "pf11-two-administrations",
        ("<AdministrationQuantity>3<", "<AdministrationQuantity>2<"),
        finds=rule("PF11", "<FunctionCode>"),
    ),
)

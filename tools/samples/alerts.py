"""Alerts after the seizures of samples.enforcement, and what members made of them."""

from dataclasses import replace

from samples.enforcement import BETWEEN_LEGAL_GOODS, DRUGS, TOBACCO, route
from samples.fault import codes, of, rule, xsd
from samples.parts import at, enveloped
from swsim.documents.cooperation import (
    Concealment,
    ReferencedMessage,
    TargetingProfile,
    ValidityPeriod,
)
from swsim.documents.envelope import Envelope
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.alert import Alert, AlertOutcome, IntelligenceOffice
from swsim.documents.types.alert_feedback import (
    AlertFeedback,
    AlertResult,
    TargetingRule,
)
from swsim.domain.codes import Function, Mode

WARNING, BULLETIN = "WRN", "BUL"  # alert-type
SOUTH_AMERICA = IntelligenceOffice(id="rilo-sam", name="RILO South America")
ASIA_PACIFIC = IntelligenceOffice(id="rilo-ap", name="RILO Asia/Pacific")

BANANAS = TargetingProfile(
    sequence=1,
    commodity_class="DRG",
    equipment_prefix="SWSU",
    export_country="EC",
    hs_prefix="0803",
    loading="ECGYE",
    mode=Mode.SEA,
    packaging="BX",
    concealment=Concealment(
        description="Bricks between legal goods, second set of seals.",
        method=BETWEEN_LEGAL_GOODS,
    ),
    itinerary=route("EC", "PA"),
)
WARNED = Alert(
    function=Function.ORIGINAL,
    reference="RILO-SAM-AL-2026-031",
    issued=at("2026-04-09 15:00"),
    type=WARNING,
    urgency="URG",
    information=(
        AdditionalInformation(
            description="Look at the seals and at the last pallets by the doors."
        ),
    ),
    office=SOUTH_AMERICA,
    previous=(ReferencedMessage(id=DRUGS.reference),),
    profiles=(BANANAS,),
    validity=ValidityPeriod(start=at("2026-04-09 15:00"), end=at("2026-06-08 15:00")),
)
TWO_PROFILES = Alert(
    function=Function.ORIGINAL,
    reference="RILO-AP-AL-2026-014",
    issued=at("2026-04-08 02:00"),
    type=WARNING,
    urgency="NOR",
    office=ASIA_PACIFIC,
    previous=(
        ReferencedMessage(id=TOBACCO.reference),
        ReferencedMessage(id="WS-2026-000003"),
    ),
    profiles=(
        TargetingProfile(
            sequence=1,
            commodity_class="TOB",
            destination="FJ",
            hs_prefix="94",
            origin="VN",
        ),
        TargetingProfile(
            sequence=2, commodity_class="TOB", destination="WS", hs_prefix="9403"
        ),
    ),
    validity=ValidityPeriod(end=at("2026-07-01 00:00")),
)
WIDENED = replace(
    WARNED,
    function=Function.CHANGE,
    reference="RILO-SAM-AL-2026-032",
    issued=at("2026-04-12 15:00"),
    previous=(ReferencedMessage(id=WARNED.reference),),
    profiles=(replace(BANANAS, equipment_prefix=None, packaging=None),),
)
SUMMED_UP = Alert(
    function=Function.ORIGINAL,
    reference="RILO-SAM-BU-2026-009",
    issued=at("2026-06-10 12:00"),
    type=BULLETIN,
    information=(
        AdditionalInformation(
            description="Four of five hits had a second seal; the decoy cost 31 hours."
        ),
    ),
    office=SOUTH_AMERICA,
    outcome=AlertOutcome(adoptions=6, examinations=88, hits=5),
    previous=(ReferencedMessage(id=WARNED.reference),),
)
WITHDRAWN = Alert(
    function="1",
    reference="RILO-SAM-AL-2026-033",
    office=IntelligenceOffice(id="rilo-sam"),
    previous=(ReferencedMessage(id="RILO-SAM-AL-2026-030"),),
)

ADOPTED = AlertFeedback(
    function=Function.RESPONSE,
    reference="NZ-AF-2026-0005",
    issued=at("2026-04-09 18:10"),
    decision="ADO",
    country="NZ",
    previous=(ReferencedMessage(id=WARNED.reference),),
    rule=TargetingRule(
        id="NZ-TR-0417",
        version="1",
        validity=ValidityPeriod(
            start=at("2026-04-09 18:00"), end=at("2026-06-08 15:00")
        ),
    ),
)
ADAPTED = replace(
    ADOPTED,
    reference="JP-AF-2026-0011",
    decision="ADA",
    reason="WID",
    country="JP",
    profiles=(replace(BANANAS, destination="JP"),),
    rule=replace(ADOPTED.rule, id="JP-TR-0082") if ADOPTED.rule else None,
)
IGNORED = AlertFeedback(
    function=Function.RESPONSE,
    reference="AU-AF-2026-0003",
    issued=at("2026-04-09 19:00"),
    decision="IGN",
    reason="COV",
    country="AU",
    information=(
        AdditionalInformation(description="A rule of last year looks for the same."),
    ),
    previous=(ReferencedMessage(id=WARNED.reference),),
)
RESULTS = AlertFeedback(
    function=Function.RESPONSE,
    reference="NZ-AF-2026-0009",
    issued=at("2026-05-02 04:00"),
    country="NZ",
    previous=(ReferencedMessage(id=WARNED.reference),),
    results=(
        AlertResult(
            sequence=1,
            examined=at("2026-04-28 01:30"),
            reason="CLN",
            result="NEG",
        ),
        AlertResult(
            sequence=2,
            examined=at("2026-05-01 22:40"),
            report_id="NZ-2026-000021",
            result="POS",
        ),
    ),
)


def from_office(alert: Alert, number: int, to: str, case: str) -> Envelope:
    """Return an alert in an envelope without a country: a regional office has none."""
    assert alert.office is not None
    assert alert.office.id is not None
    prepared = f"{alert.issued:%Y-%m-%d %H:%M}"
    envelope = enveloped(alert, number, (alert.office.id, to), prepared, case=case)
    return replace(envelope, country=None)


_FROM_NZ = ("nz-cus", "rilo-ap")
GOOD = {
    "alert": {
        "warning": from_office(WARNED, 31, "rilo-ap", "bananas"),
        "two-profiles": from_office(TWO_PROFILES, 14, "fj-cus", "tobacco"),
        "changed": from_office(WIDENED, 32, "rilo-ap", "bananas"),
        "bulletin": from_office(SUMMED_UP, 40, "rilo-ap", "bananas"),
        "bare-withdrawn": WITHDRAWN,
    },
    "alert-feedback": {
        "adopted": enveloped(ADOPTED, 5, _FROM_NZ, "2026-04-09 18:10", case="bananas"),
        "adapted": enveloped(
            ADAPTED, 11, ("jp-cus", "rilo-ap"), "2026-04-09 18:30", case="bananas"
        ),
        "results": enveloped(RESULTS, 9, _FROM_NZ, "2026-05-02 04:00", case="bananas"),
        "bare-ignored": IGNORED,
    },
}

warned = of("alert", "warning")
two = of("alert", "two-profiles")
bulletin = of("alert", "bulletin")
adopted = of("alert-feedback", "adopted")
adapted = of("alert-feedback", "adapted")
ignored = of("alert-feedback", "bare-ignored")
results = of("alert-feedback", "results")

ADVICE = "Look at the seals and at the last pallets by the doors."
MOMENT = '<ds:DateTimeString formatCode="304">{}Z</ds:DateTimeString>'
END = f"<EndDateTime>{MOMENT}</EndDateTime>\n"

ALERTS = (
    warned(
        "xsd-no-office",
        (
            "    <IntelligenceOffice>\n"
            "      <ID>rilo-sam</ID>\n"
            "      <Name>RILO South America</Name>\n"
            "    </IntelligenceOffice>\n",
            "",
        ),
        finds=xsd("XSD-element", "<PreviousDocument>"),
    ),
    warned(
        "xsd-hs-of-five-digits",
        ("<HSPrefixID>0803<", "<HSPrefixID>08039<"),
        finds=xsd("XSD-pattern", "<HSPrefixID>"),
    ),
    warned(
        "xsd-container-instead-of-prefix",
        ("<EquipmentPrefixID>SWSU<", "<EquipmentPrefixID>SWSU0000019<"),
        finds=xsd("XSD-pattern", "<EquipmentPrefixID>"),
    ),
    warned(
        "cl-alert-type",
        ("<TypeCode>WRN<", "<TypeCode>XYZ<"),
        finds=codes("alert-type", "<TypeCode>"),
    ),
    warned(
        "cl-countries",
        ("<ExportCountryCode>EC<", "<ExportCountryCode>ZZ<"),
        finds=codes("countries", "<ExportCountryCode>"),
    ),
    warned(
        "cl-package-rec21",
        ("<PackagingTypeCode>BX<", "<PackagingTypeCode>QZ<"),
        finds=codes("package-rec21", "<PackagingTypeCode>"),
    ),
    warned(
        "al01-function",
        ("<FunctionCode>9<", "<FunctionCode>13<"),
        finds=rule("AL01", "<FunctionCode>"),
    ),
    bulletin(
        "al02-no-kind",
        ("    <TypeCode>BUL</TypeCode>\n", ""),
        finds=rule("AL02", "<Alert "),
    ),
    warned(
        "al03-never-ends",
        ("      " + END.format("20260608150000"), ""),
        finds=rule("AL03", "<TypeCode>"),
    ),
    warned(
        "al04-rests-on-nothing",
        (
            "    <PreviousDocument>\n"
            "      <ID>EC-2026-000118</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("AL04", "<Alert "),
    ),
    bulletin(
        "al05-no-outcome",
        (
            "    <Outcome>\n"
            "      <AdoptionQuantity>6</AdoptionQuantity>\n"
            "      <ExaminationQuantity>88</ExaminationQuantity>\n"
            "      <HitQuantity>5</HitQuantity>\n"
            "    </Outcome>\n",
            "",
        ),
        finds=rule("AL05", "<TypeCode>"),
    ),
    two(
        "al06-profile-numbers",
        ("<SequenceNumeric>2<", "<SequenceNumeric>3<"),
        finds=rule("AL06", "<SequenceNumeric>3<"),
    ),
    two(
        "al07-stale",
        (MOMENT.format("20260701000000"), MOMENT.format("20260401000000")),
        finds=rule("AL07", "<EndDateTime>"),
    ),
    warned(
        "al08-ends-before-it-begins",
        (
            "<StartDateTime>" + MOMENT.format("20260409150000"),
            "<StartDateTime>" + MOMENT.format("20260701000000"),
        ),
        finds=rule("AL08", "<EndDateTime>"),
    ),
    two(
        "al09-too-wide",
        (
            "      <CommodityClassCode>TOB</CommodityClassCode>\n"
            "      <DestinationCountryCode>WS</DestinationCountryCode>\n",
            "",
        ),
        finds=rule("AL09", "<Profile>", 2),
        verdict="valid",
    ),
    bulletin(
        "al10-more-hits-than-examinations",
        ("<HitQuantity>5<", "<HitQuantity>89<"),
        finds=rule("AL10", "<HitQuantity>"),
    ),
    warned(
        "al11-name",
        (ADVICE, "Ask for the driver: Somebody, phone 0999 123456."),
        finds=rule("AL11", "<StatementDescription>"),
    ),
)

TARGETING_RULE = (
    "    <TargetingRule>\n"
    "      <ID>NZ-TR-0417</ID>\n"
    "      <VersionID>1</VersionID>\n"
    "      <ValidityPeriod>\n"
    f"        {END.format('20260608150000')}"
    f"        <StartDateTime>{MOMENT.format('20260409180000')}</StartDateTime>\n"
    "      </ValidityPeriod>\n"
    "    </TargetingRule>\n"
)

FEEDBACK = (
    adopted(
        "xsd-which-alert",
        (
            "    <PreviousDocument>\n"
            "      <ID>RILO-SAM-AL-2026-031</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=xsd("XSD-element", "<TargetingRule>"),
    ),
    adopted(
        "xsd-rule-without-id",
        ("      <ID>NZ-TR-0417</ID>\n", ""),
        finds=xsd("XSD-element", "<VersionID>"),
    ),
    # A declaration would lead to a trader.
    results(
        "xsd-declaration",
        (
            "      <ReasonCode>CLN</ReasonCode>\n",
            "      <ReasonCode>CLN</ReasonCode>\n"
            "      <DeclarationID>26NZ00000000000014</DeclarationID>\n",
        ),
        finds=xsd("XSD-element", "<DeclarationID>"),
    ),
    adopted(
        "cl-alert-decision",
        ("<DecisionCode>ADO<", "<DecisionCode>YES<"),
        finds=codes("alert-decision", "<DecisionCode>"),
    ),
    ignored(
        "cl-alert-reason",
        ("<ReasonCode>COV<", "<ReasonCode>WHY<"),
        finds=codes("alert-reason", "<ReasonCode>"),
    ),
    results(
        "cl-alert-result",
        ("<ResultCode>NEG<", "<ResultCode>NIL<"),
        finds=codes("alert-result", "<ResultCode>NIL<"),
    ),
    adopted(
        "al21-function",
        ("<FunctionCode>11<", "<FunctionCode>9<"),
        finds=rule("AL21", "<FunctionCode>"),
    ),
    adopted(
        "al22-says-nothing",
        ("    <DecisionCode>ADO</DecisionCode>\n", ""),
        finds=rule("AL22", "<AlertFeedback "),
    ),
    ignored(
        "al23-ignored-without-reason",
        ("  <ReasonCode>COV</ReasonCode>\n", ""),
        finds=rule("AL23", "<DecisionCode>"),
    ),
    adopted(
        "al24-adopted-without-rule",
        (TARGETING_RULE, ""),
        finds=rule("AL24", "<DecisionCode>"),
    ),
    adopted(
        "al25-adapted-to-nothing",
        (
            "    <DecisionCode>ADO</DecisionCode>\n",
            "    <DecisionCode>ADA</DecisionCode>\n    <ReasonCode>WID</ReasonCode>\n",
        ),
        finds=rule("AL25", "<DecisionCode>"),
    ),
    results(
        "al26-hit-not-reported",
        ("      <ReportID>NZ-2026-000021</ReportID>\n", ""),
        finds=rule("AL26", "<ResultCode>POS<"),
    ),
    results(
        "al27-nothing-found-and-no-reason",
        ("      <ReasonCode>CLN</ReasonCode>\n", ""),
        finds=rule("AL27", "<ResultCode>NEG<"),
    ),
    adopted(
        "al28-rule-ends-before-it-begins",
        (MOMENT.format("20260608150000"), MOMENT.format("20260408150000")),
        finds=rule("AL28", "<EndDateTime>"),
    ),
    ignored(
        "al29-name",
        ("A rule of last year", "Sra. Nadie says that a rule of last year"),
        finds=rule("AL29", "<StatementDescription>"),
    ),
    results(
        "al30-result-numbers",
        ("<SequenceNumeric>2<", "<SequenceNumeric>1<"),
        finds=rule("AL30", "<SequenceNumeric>1<", 2),
    ),
)

BAD = (*ALERTS, *FEEDBACK)

"""Assistance requests: Panama asks China about a value."""

from dataclasses import replace

from samples.fault import codes, of, rule, xsd
from samples.parts import PA_IMPORTER, at, enveloped
from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    UseCondition,
)
from swsim.documents.parts import (
    Communication,
    ContactOffice,
)
from swsim.documents.types.assistance_request import (
    AssistanceMatter,
    AssistanceRequest,
    ConcernedExporter,
    ConcernedImporter,
    LegalBasis,
    RequestedDeclaration,
    RequestedInformation,
    RequestedUCR,
    UseStatement,
    Verification,
)
from swsim.domain.codes import DocumentName, Function

PANAMA = Administration(
    country="PA",
    name="Aduanas de Ensayo de Panamá",
    contact_offices=(
        ContactOffice(
            id="PABLB009",
            communications=(Communication(id="asistencia@aduanas.example", type="EM"),),
        ),
    ),
)
CHINA = Administration(
    country="CN",
    name="Exercise Customs of China",
    contact_offices=(ContactOffice(id="CNSHG007"),),
)
UCR = "6CN91310000EXERCISE-00731"
EXPORT_MRN = "26CN00000000007315"
UNDERTAKING = UseCondition(
    confidentiality="SAM",
    description="Kept apart, two years at most, seen by the audit team alone.",
    use_limit="CUS",
)

REQUEST = AssistanceRequest(
    function=Function.REQUEST,
    reference="PA-AAM-2026-0012",
    issued=at("2026-05-04 15:00"),
    limit=at("2026-06-03 15:00"),
    urgency="NOR",
    declarations=(
        RequestedDeclaration(
            id=EXPORT_MRN,
            type=DocumentName.EXPORT_DECLARATION,
            ucr=RequestedUCR(id=UCR),
        ),
    ),
    exporter=ConcernedExporter(name="Training Garments Co.", id="CNEX0000021"),
    importer=ConcernedImporter(
        name=PA_IMPORTER.name, id=PA_IMPORTER.id, address=PA_IMPORTER.address
    ),
    legal_bases=(
        LegalBasis(id="Article 12", name="Trade Facilitation Agreement", type="TFA"),
    ),
    matter=AssistanceMatter(
        description="T-shirts declared at 0.90 USD a piece; like goods come at 2.40.",
        reason="The invoice shown may not be the one of the sale for export.",
        type="VAL",
    ),
    requested=CHINA,
    wanted=(
        RequestedInformation(
            sequence=1, description="Value and quantity as exported", type="DEC"
        ),
        RequestedInformation(sequence=2, type="INV"),
    ),
    requesting=PANAMA,
    undertaking=UNDERTAKING,
    verification=Verification(
        completed=at("2026-04-30 20:00"),
        description="Books and payments of the importer were audited.",
        result="DOU",
    ),
)
CLARIFIED = replace(
    REQUEST,
    function=Function.CHANGE,
    reference="PA-AAM-2026-0013",
    issued=at("2026-05-08 15:00"),
    previous=(ReferencedMessage(id="CN-AAM-2026-0102"),),
)
REMINDER = AssistanceRequest(
    function="15",
    reference="PA-AAM-2026-0017",
    issued=at("2026-06-05 15:00"),
    previous=(ReferencedMessage(id=REQUEST.reference),),
    requested=Administration(country="CN"),
    requesting=Administration(country="PA"),
)
USED = AssistanceRequest(
    function="6",
    reference="PA-AAM-2026-0020",
    issued=at("2026-07-01 15:00"),
    previous=(ReferencedMessage(id="CN-AAM-2026-0104"),),
    requested=CHINA,
    requesting=PANAMA,
    use=UseStatement(
        description="The value was raised and the importer paid; thank you.",
        type="REA",
    ),
)

_ASKED = ("pa-cus", "cn-cus")
CASE = "two prices"
GOOD = {
    "assistance-request": {
        "request": enveloped(REQUEST, 12, _ASKED, "2026-05-04 15:00", case=CASE),
        "clarified": enveloped(CLARIFIED, 13, _ASKED, "2026-05-08 15:00", case=CASE),
        "used": enveloped(USED, 20, _ASKED, "2026-07-01 15:00", case=CASE),
        "bare-reminder": REMINDER,
    },
}

request = of("assistance-request", "request")
reminder = of("assistance-request", "bare-reminder")
used = of("assistance-request", "used")

ASKS = "<AssistanceRequest "
MOMENT = '<ds:DateTimeString formatCode="304">{}Z</ds:DateTimeString>'

BAD = (
    request(
        "xsd-nobody-is-asked",
        (
            "    <RequestedAuthority>\n"
            "      <CountryCode>CN</CountryCode>\n"
            "      <Name>Exercise Customs of China</Name>\n"
            "      <ContactOffice>\n"
            "        <ID>CNSHG007</ID>\n"
            "      </ContactOffice>\n"
            "    </RequestedAuthority>\n",
            "",
        ),
        finds=xsd("XSD-element", "<RequestedInformation>"),
    ),
    request(
        "xsd-30-february",
        (MOMENT.format("20260603150000"), MOMENT.format("20260230150000")),
        finds=xsd("XSD-pattern", "<LimitDateTime>"),
    ),
    request(
        "cl-legal-basis",
        ("<TypeCode>TFA<", "<TypeCode>LAW<"),
        finds=codes("legal-basis", "<TypeCode>LAW<"),
    ),
    request(
        "cl-assistance-matter",
        ("<TypeCode>VAL<", "<TypeCode>TAX<"),
        finds=codes("assistance-matter", "<TypeCode>TAX<"),
    ),
    request(
        "cl-use-limit",
        ("<UseLimitCode>CUS<", "<UseLimitCode>ANY<"),
        finds=codes("use-limit", "<UseLimitCode>"),
    ),
    request(
        "ma01-function",
        ("<FunctionCode>13<", "<FunctionCode>9<"),
        # The reference that a follower needs is missing as well.
        finds=(*rule("MA01", "<FunctionCode>"), *rule("MA08", "<FunctionCode>")),
    ),
    request(
        "ma02-no-reason",
        (
            "      <Reason>The invoice shown may not be the one of the sale for export."
            "</Reason>\n",
            "",
        ),
        finds=rule("MA02", "<Matter>"),
    ),
    request(
        "ma03-no-legal-basis",
        (
            "    <LegalBasis>\n"
            "      <ID>Article 12</ID>\n"
            "      <Name>Trade Facilitation Agreement</Name>\n"
            "      <TypeCode>TFA</TypeCode>\n"
            "    </LegalBasis>\n",
            "",
        ),
        finds=rule("MA03", ASKS),
    ),
    request(
        "ma04-asks-for-nothing",
        ("      <TypeCode>DEC</TypeCode>\n", ""),
        ("      <TypeCode>INV</TypeCode>\n", ""),
        finds=rule("MA04", ASKS),
    ),
    request(
        "ma05-answer-before-the-request",
        (MOMENT.format("20260603150000"), MOMENT.format("20260503150000")),
        finds=rule("MA05", "<LimitDateTime>"),
    ),
    request(
        "ma06-importer-not-checked",
        ("<ResultCode>DOU<", "<ResultCode>NOT<"),
        finds=rule("MA06", "<Verification>"),
    ),
    request(
        "ma07-no-undertaking",
        ("      <ConfidentialityCode>SAM</ConfidentialityCode>\n", ""),
        finds=rule("MA07", "<UseCondition>"),
    ),
    reminder(
        "ma08-reminds-of-nothing",
        (
            "  <PreviousDocument>\n"
            "    <ID>PA-AAM-2026-0012</ID>\n"
            "  </PreviousDocument>\n",
            "",
        ),
        finds=rule("MA08", "<FunctionCode>"),
    ),
    reminder(
        "ma09-asks-itself",
        ("<CountryCode>CN<", "<CountryCode>PA<"),
        finds=rule("MA09", "<CountryCode>PA<", 2),
    ),
    used(
        "ma10-use-not-told",
        ("      <TypeCode>REA</TypeCode>\n", ""),
        finds=rule("MA10", "<FunctionCode>"),
    ),
    request(
        "ma11-which-declaration",
        (f"      <ID>{EXPORT_MRN}</ID>\n", ""),
        (f"      <UCR>\n        <ID>{UCR}</ID>\n      </UCR>\n", ""),
        finds=rule("MA11", "<Declaration>"),
        verdict="valid",
    ),
)

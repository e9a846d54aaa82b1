"""Assistance replies: what China may answer to samples.assistance_requests."""

from dataclasses import replace

from samples.assistance_requests import (
    CASE,
    CHINA,
    EXPORT_MRN,
    PANAMA,
    REQUEST,
    UCR,
    UNDERTAKING,
)
from samples.fault import codes, of, rule, xsd
from samples.parts import PA_IMPORTER, at, enveloped, pieces, usd
from swsim.documents.cooperation import (
    ReferencedMessage,
)
from swsim.documents.parts import (
    AdditionalInformation,
)
from swsim.documents.types.assistance_reply import (
    AssistanceReply,
    Authentication,
    Authenticator,
    SuppliedClassification,
    SuppliedCommodity,
    SuppliedConsignee,
    SuppliedDeclaration,
    SuppliedDestination,
    SuppliedDocument,
    SuppliedExporter,
    SuppliedInvoice,
    SuppliedInvoiceLine,
    SuppliedItem,
    SuppliedMeasure,
    SuppliedOrigin,
    SuppliedShipment,
    SuppliedTradeTerms,
    SuppliedUCR,
)
from swsim.domain.codes import DocumentName, Function

_REPLY = AssistanceReply(
    function=Function.RESPONSE,
    issued=at("2026-05-06 08:00"),
    previous=(ReferencedMessage(id=REQUEST.reference),),
    requested=CHINA,
    requesting=PANAMA,
)
ACCEPTED = replace(_REPLY, reference="CN-AAM-2026-0101", decision="ACC")
QUESTION = replace(
    _REPLY,
    reference="CN-AAM-2026-0102",
    limit=at("2026-05-20 08:00"),
    decision="CLA",
    information=(
        AdditionalInformation(description="Which of the two invoices is meant?"),
    ),
)
POSTPONED = replace(
    _REPLY,
    reference="CN-AAM-2026-0103",
    limit=at("2026-08-01 00:00"),
    decision="POS",
    information=(
        AdditionalInformation(description="An audit of the exporter has begun."),
    ),
)
REFUSED = replace(_REPLY, reference="CN-AAM-2026-0105", decision="REF", ground="BUR")
EXTRACT = SuppliedDeclaration(
    acceptance=at("2026-03-12 02:40"),
    id=EXPORT_MRN,
    type=DocumentName.EXPORT_DECLARATION,
    invoice_amount=usd("28800.00"),
    gross=2_460_000,
    packages=240,
    exporter=SuppliedExporter(name="Training Garments Co.", id="CNEX0000021"),
    shipment=SuppliedShipment(
        consignee=SuppliedConsignee(name=PA_IMPORTER.name),
        destination=SuppliedDestination(country="PA"),
        items=(
            SuppliedItem(
                sequence=1,
                statistical_value=usd("28800.00"),
                commodity=SuppliedCommodity(
                    description="Cotton T-shirts, knitted, for adults",
                    classifications=(SuppliedClassification(id="610910"),),
                    measure=SuppliedMeasure(
                        gross=2_460_000, net=2_220_000, quantity=pieces(12000)
                    ),
                    invoice_line=SuppliedInvoiceLine(amount=usd("28800.00")),
                ),
                origin=SuppliedOrigin(country="CN"),
            ),
        ),
        invoice=SuppliedInvoice(id="TG-26-0311", issued=at("2026-03-11 00:00")),
        terms=SuppliedTradeTerms(condition="FOB"),
        ucr=SuppliedUCR(id=UCR),
    ),
)
CERTIFIED = Authentication(
    text="True extract of the records of the administration.",
    authenticator=Authenticator(name="International cooperation desk"),
)
ANSWERED = replace(
    _REPLY,
    reference="CN-AAM-2026-0104",
    issued=at("2026-06-09 08:00"),
    completeness="FUL",
    decision="ANS",
    documents=(SuppliedDocument(id="TG-26-0311", type=DocumentName.INVOICE),),
    authentication=CERTIFIED,
    declarations=(EXTRACT,),
    conditions=UNDERTAKING,
)
PARTIAL = replace(
    ANSWERED,
    reference="CN-AAM-2026-0106",
    completeness="PAR",
    documents=(),
    information=(
        AdditionalInformation(description="The invoice is no longer on file."),
    ),
)
SPONTANEOUS = AssistanceReply(
    function=Function.ORIGINAL,
    reference="CN-AAM-2026-0110",
    issued=at("2026-06-20 08:00"),
    information=(
        AdditionalInformation(
            description="The exporter states two prices for the same goods."
        ),
    ),
    authentication=CERTIFIED,
    declarations=(EXTRACT,),
    requested=CHINA,
    requesting=PANAMA,
    conditions=UNDERTAKING,
)

_REPLIED = ("cn-cus", "pa-cus")
GOOD = {
    "assistance-reply": {
        "accepted": enveloped(ACCEPTED, 101, _REPLIED, "2026-05-06 08:00", case=CASE),
        "question": enveloped(QUESTION, 102, _REPLIED, "2026-05-06 08:00", case=CASE),
        "postponed": enveloped(POSTPONED, 103, _REPLIED, "2026-05-06 08:00", case=CASE),
        "answered": enveloped(ANSWERED, 104, _REPLIED, "2026-06-09 08:00", case=CASE),
        "partial": enveloped(PARTIAL, 106, _REPLIED, "2026-06-09 08:00", case=CASE),
        "spontaneous": enveloped(
            SPONTANEOUS, 110, _REPLIED, "2026-06-20 08:00", case="spontaneous"
        ),
        "bare-refused": REFUSED,
    },
}

answered = of("assistance-reply", "answered")
partial = of("assistance-reply", "partial")
postponed = of("assistance-reply", "postponed")
refused = of("assistance-reply", "bare-refused")
spontaneous = of("assistance-reply", "spontaneous")

MOMENT = '<ds:DateTimeString formatCode="304">{}Z</ds:DateTimeString>'

BAD = (
    answered(
        "xsd-no-currency",
        ('<InvoiceAmount currencyID="USD">', "<InvoiceAmount>"),
        finds=xsd("XSD-attribute", "<InvoiceAmount>"),
    ),
    answered(
        "xsd-decision-after-ground",
        (
            "    <DecisionCode>ANS</DecisionCode>\n",
            "    <RefusalGroundCode>BUR</RefusalGroundCode>\n"
            "    <DecisionCode>ANS</DecisionCode>\n",
        ),
        finds=xsd("XSD-element", "<DecisionCode>"),
    ),
    refused(
        "cl-refusal-ground",
        ("<RefusalGroundCode>BUR<", "<RefusalGroundCode>NOT<"),
        finds=codes("refusal-ground", "<RefusalGroundCode>"),
    ),
    refused(
        "cl-assistance-decision",
        ("<DecisionCode>REF<", "<DecisionCode>NOT<"),
        finds=codes("assistance-decision", "<DecisionCode>"),
    ),
    answered(
        "cl-incoterms-2020",
        ("<ConditionCode>FOB<", "<ConditionCode>DAT<"),
        finds=codes("incoterms-2020", "<ConditionCode>"),
    ),
    answered(
        "cl-unit-rec20",
        ('unitCode="H87"', 'unitCode="PCE"'),
        finds=codes("unit-rec20", "<TariffQuantity"),
    ),
    refused(
        "ma21-function",
        ("<FunctionCode>11<", "<FunctionCode>13<"),
        finds=rule("MA21", "<FunctionCode>"),
    ),
    refused(
        "ma22-replies-to-nothing",
        (
            "  <PreviousDocument>\n"
            "    <ID>PA-AAM-2026-0012</ID>\n"
            "  </PreviousDocument>\n",
            "",
        ),
        finds=rule("MA22", "<FunctionCode>"),
    ),
    refused(
        "ma23-refused-without-ground",
        ("  <RefusalGroundCode>BUR</RefusalGroundCode>\n", ""),
        finds=rule("MA23", "<DecisionCode>"),
    ),
    refused(
        "ma24-ground-without-refusal",
        ("<DecisionCode>REF<", "<DecisionCode>ACC<"),
        finds=rule("MA24", "<RefusalGroundCode>"),
    ),
    postponed(
        "ma25-postponed-to-the-past",
        (MOMENT.format("20260801000000"), MOMENT.format("20260501000000")),
        finds=rule("MA25", "<LimitDateTime>"),
    ),
    of("assistance-reply", "question")(
        "ma26-question-without-words",
        (
            "    <AdditionalInformation>\n"
            "      <StatementDescription>Which of the two invoices is meant?"
            "</StatementDescription>\n"
            "    </AdditionalInformation>\n",
            "",
        ),
        finds=rule("MA26", "<DecisionCode>"),
    ),
    answered(
        "ma27-is-that-all",
        ("    <CompletenessCode>FUL</CompletenessCode>\n", ""),
        finds=rule("MA27", "<DecisionCode>"),
    ),
    spontaneous(
        "ma28-not-certified",
        (
            "    <Authentication>\n"
            "      <Authentication>True extract of the records of the administration."
            "</Authentication>\n"
            "      <Authenticator>\n"
            "        <Name>International cooperation desk</Name>\n"
            "      </Authenticator>\n"
            "    </Authentication>\n",
            "",
        ),
        finds=rule("MA28", "<Declaration>"),
    ),
    answered(
        "ma29-without-conditions",
        ("      <UseLimitCode>CUS</UseLimitCode>\n", ""),
        finds=rule("MA29", "<AdditionalDocument>"),
    ),
    partial(
        "ma30-what-is-missing",
        (
            "    <AdditionalInformation>\n"
            "      <StatementDescription>The invoice is no longer on file."
            "</StatementDescription>\n"
            "    </AdditionalInformation>\n",
            "",
        ),
        finds=rule("MA30", "<CompletenessCode>"),
        verdict="valid",
    ),
    answered(
        "ma31-accepted-with-data",
        ("<DecisionCode>ANS<", "<DecisionCode>ACC<"),
        finds=rule("MA31", "<AdditionalDocument>"),
    ),
    spontaneous(
        "ma32-spontaneous-reply",
        (
            "    <RequestedAuthority>\n",
            "    <PreviousDocument>\n"
            "      <ID>PA-AAM-2026-0012</ID>\n"
            "    </PreviousDocument>\n"
            "    <RequestedAuthority>\n",
        ),
        finds=rule("MA32", "<FunctionCode>"),
    ),
    refused(
        "ma33-replies-to-itself",
        ("<CountryCode>PA<", "<CountryCode>CN<"),
        finds=rule("MA33", "<CountryCode>CN<", 2),
    ),
)

"""AEO events: Peru tells Mexico and Japan about companies that it authorised."""

from dataclasses import replace

from samples.fault import codes, of, rule, xsd
from samples.parts import at, enveloped
from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    ValidityPeriod,
)
from swsim.documents.parts import AdditionalInformation, Amendment, ContactOffice
from swsim.documents.types.aeo_event import (
    AEOCertificate,
    AEOEvent,
    AuthorisationHolder,
    AuthorisationStatus,
    MutualRecognitionArrangement,
    RecognisedParty,
)
from swsim.domain.codes import Function

VALID, SUSPENDED, REVOKED = "VAL", "SUS", "REV"  # aeo-status
PERU = Administration(
    country="PE",
    name="Aduanas de Ensayo del Perú",
    contact_offices=(ContactOffice(id="PECLL001"),),
)
EXPORTER = RecognisedParty(id="PEOEA0000012", role="EX")
HOLDER = AuthorisationHolder(
    name="Frutas de Práctica S.A.C.", id="PEEX0000012", category="AEOF"
)
CERTIFICATE = AEOCertificate(
    id="PE-OEA-2026-012",
    validity=ValidityPeriod(start=at("2026-04-01 00:00"), end=at("2029-03-31 23:59")),
)
WITH_MEXICO = MutualRecognitionArrangement(id="ARM-PE-MX-01", partner="MX")

GRANTED = AEOEvent(
    function=Function.ORIGINAL,
    reference="PEOEA-2026-000031",
    issued=at("2026-04-06 15:00"),
    type="GRA",
    certificate=CERTIFICATE,
    party=EXPORTER,
    holder=HOLDER,
    authority=PERU,
    arrangement=WITH_MEXICO,
    status=AuthorisationStatus(effective=at("2026-04-01 00:00"), name=VALID),
)
SUSPENSION = replace(
    GRANTED,
    reference="PEOEA-2026-000047",
    issued=at("2026-04-14 16:20"),
    type="SUS",
    information=(
        AdditionalInformation(description="Benefits end with the suspension."),
    ),
    amendments=(Amendment(reason="INV"),),
    status=AuthorisationStatus(effective=at("2026-04-14 16:00"), name=SUSPENDED),
)
RESTORED = replace(
    GRANTED,
    reference="PEOEA-2026-000058",
    issued=at("2026-04-20 14:00"),
    type="RES",
    amendments=(Amendment(reason="MET"),),
    previous=(ReferencedMessage(id=SUSPENSION.reference),),
    status=AuthorisationStatus(effective=at("2026-04-20 13:30"), name=VALID),
)
REVOCATION = replace(
    SUSPENSION,
    reference="PEOEA-2026-000066",
    issued=at("2026-04-28 17:00"),
    type="REV",
    amendments=(Amendment(reason="INF"),),
    previous=(ReferencedMessage(id=SUSPENSION.reference),),
    status=AuthorisationStatus(effective=at("2026-04-28 17:00"), name=REVOKED),
)
QUERY = AEOEvent(
    function=Function.REQUEST,
    reference="MXOEA-2026-000009",
    issued=at("2026-04-16 18:00"),
    party=EXPORTER,
    authority=Administration(country="PE"),
)
ANSWER = AEOEvent(
    function=Function.RESPONSE,
    reference="PEOEA-2026-000049",
    issued=at("2026-04-16 18:01"),
    certificate=CERTIFICATE,
    party=EXPORTER,
    holder=HOLDER,
    authority=PERU,
    previous=(ReferencedMessage(id=QUERY.reference),),
    status=AuthorisationStatus(effective=at("2026-04-14 16:00"), name=SUSPENDED),
)
UNKNOWN = AEOEvent(
    function=Function.RESPONSE,
    reference="PEOEA-2026-000050",
    party=RecognisedParty(id="PEOEA0000099"),
    previous=(ReferencedMessage(id="MXOEA-2026-000010"),),
    status=AuthorisationStatus(name="UNK"),
)

_TO_MEXICO = ("pe-cus", "mx-cus")
GOOD = {
    "aeo-event": {
        "granted": enveloped(
            GRANTED, 31, _TO_MEXICO, "2026-04-06 15:00", case="aeo 12"
        ),
        "suspended": enveloped(
            SUSPENSION, 47, _TO_MEXICO, "2026-04-14 16:20", case="aeo 12"
        ),
        "restored": enveloped(
            RESTORED, 58, _TO_MEXICO, "2026-04-20 14:00", case="aeo 12"
        ),
        "revoked": enveloped(
            REVOCATION, 66, _TO_MEXICO, "2026-04-28 17:00", case="aeo 12"
        ),
        "query": enveloped(
            QUERY, 9, ("mx-cus", "pe-cus"), "2026-04-16 18:00", case="aeo query"
        ),
        "answer": enveloped(
            ANSWER, 49, _TO_MEXICO, "2026-04-16 18:01", case="aeo query"
        ),
        "bare-unknown": UNKNOWN,
    }
}

granted = of("aeo-event", "granted")
suspended = of("aeo-event", "suspended")
restored = of("aeo-event", "restored")
query = of("aeo-event", "query")
answer = of("aeo-event", "answer")

EFFECTIVE = (
    '      <EffectiveDateTime><ds:DateTimeString formatCode="304">20260401000000Z'
    "</ds:DateTimeString></EffectiveDateTime>\n"
)

BAD = (
    granted(
        "xsd-missing-party",
        (
            "    <AEOMutualRecognitionParty>\n"
            "      <ID>PEOEA0000012</ID>\n"
            "      <RoleCode>EX</RoleCode>\n"
            "    </AEOMutualRecognitionParty>\n",
            "",
        ),
        finds=xsd("XSD-element", "<AuthorisationHolder>"),
    ),
    granted(
        "xsd-category-too-long",
        ("<CategoryCode>AEOF<", "<CategoryCode>AEOFULL<"),
        finds=xsd("XSD-maxLength", "<CategoryCode>"),
    ),
    granted(
        "cl-aeo-event",
        ("<TypeCode>GRA<", "<TypeCode>NEW<"),
        finds=codes("aeo-event", "<TypeCode>NEW<"),
    ),
    suspended(
        "cl-aeo-status",
        ("<NameCode>SUS<", "<NameCode>OFF<"),
        finds=codes("aeo-status", "<NameCode>OFF<"),
    ),
    suspended(
        "cl-aeo-reason",
        ("<ChangeReasonCode>INV<", "<ChangeReasonCode>WHY<"),
        finds=codes("aeo-reason", "<ChangeReasonCode>"),
    ),
    granted(
        "cl-party-3035",
        ("<RoleCode>EX<", "<RoleCode>XX<"),
        finds=codes("party-3035", "<RoleCode>"),
        verdict="valid",
    ),
    query(
        "ae01-function",
        ("<FunctionCode>13<", "<FunctionCode>15<"),
        finds=rule("AE01", "<FunctionCode>"),
    ),
    granted(
        "ae02-from-when",
        (EFFECTIVE, ""),
        finds=rule("AE02", "<FunctionCode>"),
    ),
    granted(
        "ae03-grant-without-certificate",
        ("      <ID>PE-OEA-2026-012</ID>\n", ""),
        finds=rule("AE03", "<TypeCode>"),
    ),
    suspended(
        "ae04-suspension-without-reason",
        (
            "    <Amendment>\n"
            "      <ChangeReasonCode>INV</ChangeReasonCode>\n"
            "    </Amendment>\n",
            "",
        ),
        finds=rule("AE04", "<TypeCode>"),
    ),
    answer(
        "ae05-answer-to-nothing",
        (
            "    <PreviousDocument>\n"
            "      <ID>MXOEA-2026-000009</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("AE05", "<FunctionCode>"),
    ),
    suspended(
        "ae06-suspended-yet-valid",
        ("<NameCode>SUS<", "<NameCode>VAL<"),
        finds=rule("AE06", "<NameCode>"),
    ),
    granted(
        "ae07-own-partner",
        ("<PartnerCountryCode>MX<", "<PartnerCountryCode>PE<"),
        finds=rule("AE07", "<PartnerCountryCode>"),
    ),
    query(
        "ae08-query-states-the-state",
        (
            "  </AEOEvent>",
            "    <Status>\n"
            "      <NameCode>VAL</NameCode>\n"
            "    </Status>\n"
            "  </AEOEvent>",
        ),
        finds=rule("AE08", "<Status>"),
    ),
    granted(
        "ae09-ends-before-it-begins",
        (">20290331235900Z<", ">20250331235900Z<"),
        finds=rule("AE09", "<EndDateTime>"),
    ),
    granted(
        "ae10-no-arrangement",
        (
            "    <MutualRecognitionArrangement>\n"
            "      <ID>ARM-PE-MX-01</ID>\n"
            "      <PartnerCountryCode>MX</PartnerCountryCode>\n"
            "    </MutualRecognitionArrangement>\n",
            "",
        ),
        finds=rule("AE10", "<FunctionCode>"),
    ),
    restored(
        "ae11-restores-nothing",
        (
            "    <PreviousDocument>\n"
            "      <ID>PEOEA-2026-000047</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("AE11", "<TypeCode>"),
    ),
)

"""Bad certificates."""

from samples.certificates import ORIGIN_NUMBER
from samples.fault import codes, of, rule, xsd

SPECIES = (
    "        <Species>\n"
    "          <Name>Prunus avium</Name>\n"
    "          <ID>PRNAV</ID>\n"
    "        </Species>\n"
)
WRITE_OFF = (
    "      <WriteOff>\n"
    '        <QuantityQuantity unitCode="H87">1</QuantityQuantity>\n'
    '        <AmountAmount currencyID="USD">24000.00</AmountAmount>\n'
    "      </WriteOff>\n"
)
ISSUED = "    <Status>\n      <NameCode>ISS</NameCode>\n    </Status>\n"

origin = of("certificate", "origin-861")
bare = of("certificate", "bare-origin")
phyto = of("certificate", "phyto-851")
licence = of("certificate", "licence-911")
cites = of("certificate", "cites-626")
used = of("certificate", "used-in-part")
request = of("certificate", "verification")
reply = of("certificate", "verified")

BAD = (
    # --- structure, formats and code lists
    bare(
        "xsd-missing-type-bare",
        (
            "  <TypeCode>861</TypeCode>\n  <TradeAgreementCode>",
            "  <TradeAgreementCode>",
        ),
        finds=xsd("XSD-element", "<TradeAgreementCode>"),
    ),
    phyto(
        "xsd-species-code",
        ("<ID>PRNAV<", "<ID>prunus<"),
        finds=xsd("XSD-pattern", "<ID>prunus<"),
    ),
    cites(
        "xsd-cites-appendix",
        ("<AppendixCode>II<", "<AppendixCode>2<"),
        finds=xsd("XSD-pattern", "<AppendixCode>"),
    ),
    origin(
        "xsd-expiry-with-time",
        (
            'formatCode="102">20270405<',
            'formatCode="304">20270405000000Z<',
        ),
        finds=(
            *xsd("XSD-enumeration", "<ExpirationDateTime>"),
            *xsd("XSD-pattern", "<ExpirationDateTime>"),
        ),
    ),
    origin(
        "cl-certificate-status",
        ("<NameCode>ISS<", "<NameCode>OK<"),
        finds=codes("certificate-status", "<NameCode>"),
    ),
    origin(
        "cl-origin-criterion",
        ("<CriterionCode>RVC<", "<CriterionCode>XYZ<"),
        finds=codes("origin-criterion", "<CriterionCode>"),
    ),
    phyto(
        "cl-treatment",
        ("<TypeCode>FUM<", "<TypeCode>SMK<"),
        finds=codes("treatment", "<TypeCode>SMK<"),
    ),
    phyto(
        "cl-certificate-dispatch",
        ("<DispatchStatusCode>PEN<", "<DispatchStatusCode>OK<"),
        finds=codes("certificate-dispatch", "<DispatchStatusCode>"),
    ),
    reply(
        "cl-verification-result",
        ("<ResultCode>GEN<", "<ResultCode>YES<"),
        finds=codes("verification-result", "<ResultCode>"),
    ),
    request(
        "cl-verification-reason",
        ("<ReasonCode>DBT<", "<ReasonCode>WHY<"),
        finds=codes("verification-reason", "<ReasonCode>"),
    ),
    # --- rules
    licence(
        "ce01-no-such-paper",
        ("<TypeCode>911<", "<TypeCode>929<"),
        finds=rule("CE01", "<TypeCode>929<"),
    ),
    licence(
        "ce02-expires-before-it-holds",
        (">20260401<", ">20270401<"),
        finds=rule("CE02", "<ExpirationDateTime>"),
    ),
    licence(
        "ce03-issued-after-expiry",
        (
            '<IssueDateTime><ds:DateTimeString formatCode="304">20260327150000Z<',
            '<IssueDateTime><ds:DateTimeString formatCode="304">20270127150000Z<',
        ),
        finds=rule("CE03", "<IssueDateTime>"),
    ),
    licence(
        "ce04-issued-without-number",
        ("    <ID>PA-LI-2026-000052</ID>\n", ""),
        finds=rule("CE04", "<NameCode>"),
    ),
    of("certificate", "application-860")(
        "ce05-issued-application",
        (
            "    <FunctionalReferenceID>JPEX-2026-000090</FunctionalReferenceID>\n",
            "    <FunctionalReferenceID>JPEX-2026-000090</FunctionalReferenceID>\n"
            "    <ID>JP-AP-2026-000090</ID>\n",
        ),
        (
            "    <Submitter>\n",
            "    <IssuingAuthority>\n"
            "      <Name>Chamber of Practice, Yokohama</Name>\n"
            "    </IssuingAuthority>\n" + ISSUED + "    <Submitter>\n",
        ),
        (
            "    <LoadingLocation>\n"
            "      <Name>Yokohama</Name>\n"
            "      <ID>JPYOK</ID>\n"
            "    </LoadingLocation>\n",
            "",
        ),
        finds=rule("CE05", "<NameCode>"),
    ),
    origin(
        "ce06-item-sequence",
        (
            "<GovernmentAgencyGoodsItem>\n      <SequenceNumeric>1<",
            "<GovernmentAgencyGoodsItem>\n      <SequenceNumeric>2<",
        ),
        finds=rule("CE06", "<SequenceNumeric>2<"),
    ),
    of("certificate", "replacement")(
        "ce07-replaces-itself",
        (f"<ID>{ORIGIN_NUMBER}<", "<ID>JP-CO-2026-000431<"),
        finds=rule("CE07", "      <ID>JP-CO-2026-000431<"),
    ),
    used(
        "ce08-used-without-write-off",
        (WRITE_OFF, ""),
        finds=rule("CE08", "<NameCode>"),
    ),
    request(
        "ce09-request-without-reason",
        ("      <ReasonCode>DBT</ReasonCode>\n", ""),
        finds=rule("CE09", "<Verification>"),
    ),
    reply(
        "ce10-reply-without-result",
        ("      <ResultCode>GEN</ResultCode>\n", ""),
        finds=rule("CE10", "<Verification>"),
    ),
    origin(
        "ce11-valid-too-long",
        (">20270405<", ">20270407<"),
        finds=rule("CE11", "<ExpirationDateTime>"),
        verdict="valid",
    ),
    origin(
        "ce12-item-without-criterion",
        ("        <CriterionCode>RVC</CriterionCode>\n", ""),
        finds=rule("CE12", "<Origin>"),
    ),
    origin(
        "ce13-criterion-without-content",
        ("        <ValueContentNumeric>62.5</ValueContentNumeric>\n", ""),
        finds=rule("CE13", "<CriterionCode>"),
    ),
    phyto(
        "ce14-plant-without-name",
        (SPECIES, ""),
        finds=rule("CE14", "<Commodity>"),
    ),
    cites(
        "ce15-species-without-appendix",
        ("          <AppendixCode>II</AppendixCode>\n", ""),
        finds=rule("CE15", "<Commodity>"),
    ),
    phyto(
        "ce16-net-above-gross",
        (
            '<NetNetWeightMeasure unitCode="KGM">5000<',
            '<NetNetWeightMeasure unitCode="KGM">5300<',
        ),
        finds=rule("CE16", "<NetNetWeightMeasure"),
    ),
    used(
        "ce17-more-used-than-allowed",
        ('<QuantityQuantity unitCode="H87">1<', '<QuantityQuantity unitCode="H87">3<'),
        finds=rule("CE17", "<QuantityQuantity"),
    ),
    phyto(
        "ce18-treated-after-issue",
        (">20260418160000Z<", ">20260419160000Z<"),
        finds=rule("CE18", ">20260419160000Z<"),
    ),
)

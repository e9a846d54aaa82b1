"""Enforcement reports: seizures that never happened, told to regional offices."""

from dataclasses import replace

from samples.fault import Fault, codes, of, rule, xsd
from samples.parts import at, enveloped, pieces, usd
from swsim.documents.cooperation import (
    Concealment,
    ReferencedMessage,
    RoutingCountry,
)
from swsim.documents.parts import AdditionalInformation
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

BETWEEN_LEGAL_GOODS, IN_THE_GOODS, IN_LUGGAGE = "LOD", "GDS", "LUG"  # concealment
RISK_PROFILE, SCANNER = "RSK", "XRY"  # detection
SEAPORT, AIRPORT = "SEA", "AIR"  # seizure-location


def route(*countries: str) -> tuple[RoutingCountry, ...]:
    return tuple(
        RoutingCountry(sequence=n, country=each) for n, each in enumerate(countries, 1)
    )


def by(mode: Mode, start: str, end: str, *between: str) -> SeizedConsignment:
    """Return the way of the goods; what comes by sea comes in a container."""
    return SeizedConsignment(
        container=CONTAINERISED if mode is Mode.SEA else NOT_CONTAINERISED,
        transport=SeizureTransportMeans(mode=mode),
        destination=SeizureDestination(country=end),
        export_country=SeizureExportCountry(id=start),
        itinerary=route(start, *between, end),
    )


DRUGS = EnforcementReport(
    function=Function.ORIGINAL,
    reference="EC-2026-000118",
    issued=at("2026-04-08 14:00"),
    detection=SCANNER,
    country="EC",
    seized=at("2026-04-07 21:30"),
    office="ECGYE028",
    information=(
        AdditionalInformation(
            description="The seals were exchanged after the box had been stuffed."
        ),
    ),
    concealment=Concealment(
        description="Bricks between the bananas of the last three pallets.",
        method=BETWEEN_LEGAL_GOODS,
    ),
    consignment=by(Mode.SEA, "EC", "NZ", "PA"),
    location=SeizureLocation(id="ECGYE", type=SEAPORT),
    items=(
        SeizedItem(
            sequence=1,
            value=usd("9200000.00"),
            commodity=SeizedCommodity(
                commodity_class="DRG",
                description="Cocaine hydrochloride",
                classifications=(SeizedClassification(id="293972"),),
                measure=SeizedMeasure(net=412_500),
            ),
            origin=SeizedOrigin(country="EC"),
            packaging=(SeizedPackaging(sequence=1, quantity=400, type="PK"),),
        ),
    ),
)
TOBACCO = EnforcementReport(
    function=Function.ORIGINAL,
    reference="FJ-2026-000007",
    id="RILO-AP-2026-0211",
    issued=at("2026-04-10 03:00"),
    detection=RISK_PROFILE,
    country="FJ",
    seized=at("2026-04-09 22:15"),
    concealment=Concealment(
        description="Cartons of cigarettes inside furniture.", method=IN_THE_GOODS
    ),
    consignment=by(Mode.SEA, "VN", "FJ"),
    location=SeizureLocation(id="FJLTK", type=SEAPORT),
    items=(
        SeizedItem(
            sequence=1,
            commodity=SeizedCommodity(
                commodity_class="TOB",
                description="Cigarettes",
                classifications=(SeizedClassification(id="240220"),),
                measure=SeizedMeasure(quantity=pieces(480000)),
            ),
        ),
        SeizedItem(
            sequence=2,
            commodity=SeizedCommodity(
                commodity_class="CTF",
                description="Labels of trade marks",
                measure=SeizedMeasure(quantity=pieces(12000)),
            ),
        ),
    ),
    previous=(ReferencedMessage(id="RILO-AP-AL-2026-014"),),
)
CORRECTED = replace(
    DRUGS,
    function=Function.CHANGE,
    reference="EC-2026-000119",
    issued=at("2026-04-09 09:00"),
    previous=(ReferencedMessage(id=DRUGS.reference),),
)
WITHDRAWN = EnforcementReport(
    function="1",
    reference="EC-2026-000120",
    issued=at("2026-04-09 10:00"),
    country="EC",
    previous=(ReferencedMessage(id="EC-2026-000111"),),
)
CURRENCY = EnforcementReport(
    function=Function.ORIGINAL,
    reference="PA-2026-000040",
    issued=at("2026-04-11 18:00"),
    detection="DOG",
    country="PA",
    seized=at("2026-04-11 16:45"),
    concealment=Concealment(method=IN_LUGGAGE),
    consignment=by(Mode.AIR, "PA", "CO"),
    location=SeizureLocation(id="PAPTY", type=AIRPORT),
    items=(
        SeizedItem(
            sequence=1,
            value=usd("86000.00"),
            commodity=SeizedCommodity(
                commodity_class="CUR", measure=SeizedMeasure(quantity=pieces(860))
            ),
        ),
    ),
)

_ECUADOR = ("ec-cus", "rilo-sam")
GOOD = {
    "enforcement-report": {
        "drugs": enveloped(DRUGS, 118, _ECUADOR, "2026-04-08 14:00", case="bananas"),
        "tobacco": enveloped(
            TOBACCO, 7, ("fj-cus", "rilo-ap"), "2026-04-10 03:00", case="cigarettes"
        ),
        "corrected": enveloped(
            CORRECTED, 119, _ECUADOR, "2026-04-09 09:00", case="bananas"
        ),
        "withdrawn": enveloped(
            WITHDRAWN, 120, _ECUADOR, "2026-04-09 10:00", case="error"
        ),
        "bare-currency": CURRENCY,
    }
}

drugs = of("enforcement-report", "drugs")
tobacco = of("enforcement-report", "tobacco")
corrected = of("enforcement-report", "corrected")
withdrawn = of("enforcement-report", "withdrawn")

SEIZED = '<ds:DateTimeString formatCode="304">20260407213000Z<'
SEALS = "The seals were exchanged after the box had been stuffed."
REPORT = "<EnforcementReport "
MASS = (
    "        <GoodsMeasure>\n"
    '          <NetNetWeightMeasure unitCode="KGM">412.5</NetNetWeightMeasure>\n'
    "        </GoodsMeasure>\n"
)


def words(name: str, text: str, rule_id: str) -> Fault:
    """Return the report with other words, which a rule refuses."""
    fault: Fault = drugs(
        name, (SEALS, text), finds=rule(rule_id, "<StatementDescription>")
    )
    return fault


BAD = (
    drugs(
        "xsd-no-reporting-country",
        ("    <ReportingCountryCode>EC</ReportingCountryCode>\n", ""),
        finds=xsd("XSD-element", "<SeizureDateTime>"),
    ),
    # A party has no place here: the schema does not know the element.
    drugs(
        "xsd-consignee",
        (
            "      <Destination>\n",
            "      <Consignee>\n"
            "        <Name>Importers of Exercise Ltd</Name>\n"
            "      </Consignee>\n"
            "      <Destination>\n",
        ),
        finds=xsd("XSD-element", "<Consignee>"),
    ),
    drugs(
        "cl-commodity-class",
        ("<ClassCode>DRG<", "<ClassCode>COC<"),
        finds=codes("commodity-class", "<ClassCode>"),
    ),
    drugs(
        "cl-detection",
        ("<DetectionCode>XRY<", "<DetectionCode>LCK<"),
        finds=codes("detection", "<DetectionCode>"),
    ),
    drugs(
        "cl-concealment",
        ("<MethodCode>LOD<", "<MethodCode>XXX<"),
        finds=codes("concealment", "<MethodCode>"),
    ),
    drugs(
        "cl-hs-2022",
        ("<ID>293972<", "<ID>293973<"),
        finds=codes("hs-2022", "<ID>293973<"),
    ),
    drugs(
        "en01-function",
        ("<FunctionCode>9<", "<FunctionCode>13<"),
        finds=rule("EN01", "<FunctionCode>"),
    ),
    drugs(
        "en02-no-date",
        (
            f"    <SeizureDateTime>{SEIZED}/ds:DateTimeString></SeizureDateTime>\n",
            "",
        ),
        finds=rule("EN02", REPORT),
    ),
    of("enforcement-report", "bare-currency")(
        "en03-no-goods",
        (
            "  <GovernmentAgencyGoodsItem>\n"
            "    <SequenceNumeric>1</SequenceNumeric>\n"
            '    <StatisticalValueAmount currencyID="USD">86000.00'
            "</StatisticalValueAmount>\n"
            "    <Commodity>\n"
            "      <ClassCode>CUR</ClassCode>\n"
            "      <GoodsMeasure>\n"
            '        <TariffQuantity unitCode="H87">860</TariffQuantity>\n'
            "      </GoodsMeasure>\n"
            "    </Commodity>\n"
            "  </GovernmentAgencyGoodsItem>\n",
            "",
        ),
        finds=rule("EN03", REPORT),
    ),
    drugs(
        "en04-no-quantity",
        (MASS, ""),
        finds=rule("EN04", "<GovernmentAgencyGoodsItem>"),
    ),
    drugs(
        "en05-no-route",
        ("        <ID>EC</ID>\n", ""),
        finds=rule("EN05", "<Consignment>"),
        verdict="valid",
    ),
    drugs(
        "en06-found-somehow",
        ("    <DetectionCode>XRY</DetectionCode>\n", ""),
        finds=rule("EN06", REPORT),
        verdict="valid",
    ),
    drugs(
        "en07-seized-after-the-report",
        (SEIZED, SEIZED.replace("0407", "0409")),
        finds=rule("EN07", "<SeizureDateTime>"),
    ),
    drugs(
        "en08-seized-abroad",
        ("<ID>ECGYE<", "<ID>PEPAI<"),
        finds=rule("EN08", "<ID>PEPAI<"),
    ),
    withdrawn(
        "en09-withdraws-nothing",
        (
            "    <PreviousDocument>\n"
            "      <ID>EC-2026-000111</ID>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("EN09", "<FunctionCode>"),
    ),
    tobacco(
        "en10-item-numbers",
        (
            "      <SequenceNumeric>2</SequenceNumeric>\n      <Commodity>",
            "      <SequenceNumeric>3</SequenceNumeric>\n      <Commodity>",
        ),
        finds=rule("EN10", "<SequenceNumeric>3<"),
    ),
    drugs(
        "en11-route-numbers",
        ("<SequenceNumeric>3<", "<SequenceNumeric>2<"),
        finds=rule("EN11", "<SequenceNumeric>2<", 2),
    ),
    tobacco(
        "en12-tobacco-elsewhere",
        ("<ID>240220<", "<ID>940360<"),
        finds=rule("EN12", "<ID>940360<"),
        verdict="valid",
    ),
    words("en13-telephone", "Call the driver on +593 4 555 0100 about it.", "EN13"),
    words("en13-e-mail", "The offer came from sales@bananas.example.", "EN13"),
    words("en14-passport", "The courier had passport no. TR4471902.", "EN14"),
    words("en14-plate", "El camión con placa GBA-4471 salió del puerto.", "EN14"),
    words("en15-name", "The truck belonged to Mr. Nobody of Exercise.", "EN15"),
    drugs(
        "en15-birth",
        ("Bricks between", "By a man born in 1970: bricks between"),
        finds=rule("EN15", "<Description>By a man"),
    ),
)

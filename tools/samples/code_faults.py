"""Bad samples for the rules about codes, places, goods and dates; see rule_faults."""

from samples.fault import Edit, of, rule
from swsim.domain.identifiers import imo_number

EXERCISE_PACIFIC = imo_number(1)

export = of("declaration", "export-830")
imports = of("declaration", "import-929")
dairy = of("declaration", "multi-item")
air = of("declaration", "air")
boards = of("declaration", "transit-road")
due = of("declaration", "import-due")
yen = of("declaration", "export-yen")
batteries = of("declaration", "export-batteries")

QUANTITY = '            <TariffQuantity unitCode="H87">2</TariffQuantity>\n'

IDENTIFIERS = (
    export(
        "r22-imo-check-digit",
        Edit(old=EXERCISE_PACIFIC, new=EXERCISE_PACIFIC[:-1] + "4"),
        finds=rule("R22", f"<ID>{EXERCISE_PACIFIC[:-1]}4<"),
    ),
    boards(
        "r23-plate-at-sea",
        ("<ModeCode>3<", "<ModeCode>1<"),
        finds=rule("R23", "<IdentificationTypeCode>PLATE<"),
    ),
    export(
        "r24-no-such-country",
        (
            "<ID>JPYOK</ID>\n        </LoadingLocation>",
            "<ID>QZYOK</ID>\n        </LoadingLocation>",
        ),
        finds=rule("R24", "<ID>QZYOK<"),
    ),
    due(
        "r24-by-sea-to-the-mountains",
        (
            "<Name>Balboa</Name>\n          <ID>PABLB<",
            "<Name>La Paz</Name>\n          <ID>BOLPB<",
        ),
        finds=rule("R24", "<ID>BOLPB<"),
    ),
    export(
        "r25-loaded-elsewhere",
        (
            "<ID>JPYOK</ID>\n        </LoadingLocation>",
            "<ID>KRPUS</ID>\n        </LoadingLocation>",
        ),
        finds=rule("R25", "<ID>KRPUS<"),
    ),
    imports(
        "r32-destination-elsewhere",
        (
            "<Destination>\n        <CountryCode>PA<",
            "<Destination>\n        <CountryCode>CR<",
        ),
        finds=rule("R32", "<CountryCode>CR<"),
    ),
    export(
        "r48-ucr-form",
        ("<ID>6JPJPEX0000001-00001<", "<ID>JPJPEX0000001-00001<"),
        finds=rule("R48", "<ID>JPJPEX0000001-00001<"),
    ),
    export(
        "r48-country-of-another",
        ("<ID>6JPJPEX0000001-00001<", "<ID>6KRJPEX0000001-00001<"),
        finds=rule("R48-country", "<ID>6KRJPEX0000001-00001<"),
    ),
    export(
        "r48-year-to-come",
        ("<ID>6JPJPEX0000001-00001<", "<ID>7JPJPEX0000001-00001<"),
        finds=rule("R48-year", "<ID>7JPJPEX0000001-00001<"),
    ),
    yen(
        "r63-half-a-yen",
        Edit(old=">7440000<", new=">7440000.5<", times=3),
        finds=rule("R63", '<InvoiceAmount currencyID="JPY">'),
    ),
)

GOODS = (
    # Chapter 77 is reserved.
    export(
        "r27-reserved-chapter",
        ("<ID>842952<", "<ID>770000<"),
        finds=rule("R27", "<ID>770000<"),
    ),
    export(
        "r27-dot-of-the-tariff",
        ("<ID>842952<", "<ID>8429.52<"),
        finds=rule("R27", "<ID>8429.52<"),
    ),
    # 8541.40 was split in HS 2022.
    batteries(
        "r28-split-subheading",
        ("<ID>850760<", "<ID>854140<"),
        finds=rule("R28", "<ID>854140<"),
    ),
    dairy(
        "r28-moved-subheading",
        ("<ID>040690<", "<ID>040310<"),
        finds=rule("R28-moved", "<ID>040310<"),
    ),
    export(
        "r31-missing-quantity",
        (QUANTITY, ""),
        finds=rule("R31", "<GoodsMeasure>"),
    ),
    export(
        "r31-other-unit",
        ('unitCode="H87"', 'unitCode="MTQ"'),
        finds=rule("R31", "<GoodsMeasure>"),
    ),
    imports(
        "r33-no-origin",
        (
            "        <Origin>\n"
            "          <CountryCode>JP</CountryCode>\n"
            "        </Origin>\n",
            "",
        ),
        finds=rule("R33", "<GovernmentAgencyGoodsItem>"),
    ),
    batteries(
        "r47-no-un-number",
        (
            "          <DangerousGoods>\n"
            "            <UNDGID>3480</UNDGID>\n"
            "          </DangerousGoods>\n",
            "",
        ),
        finds=rule("R47", "<Commodity>"),
    ),
    export(
        "r47-words-of-a-number",
        (
            "Crawler mini excavators with a fully revolving cabin, new",
            "Crawler mini excavators with battery packs, UN 3171",
        ),
        finds=rule("R47-words", "<Description>Crawler"),
    ),
    batteries(
        "r47-number-too-short",
        ("<UNDGID>3480<", "<UNDGID>348<"),
        finds=rule("R47-number", "<UNDGID>348<"),
    ),
)

DATES = (
    export(
        "r54-invoice-after-declaration",
        (
            '<IssueDateTime><ds:DateTimeString formatCode="102">20260403<',
            '<IssueDateTime><ds:DateTimeString formatCode="102">20260413<',
        ),
        finds=rule("R54", ">20260413<"),
    ),
    due(
        "r54-acceptance-before-issue",
        (">20260402091500Z<", ">20260401091500Z<"),
        finds=rule("R54-acceptance", ">20260401091500Z<"),
    ),
    export(
        "r54-exit-before-declaration",
        (">20260409180000Z<", ">20260401180000Z<"),
        finds=rule("R54-exit", ">20260401180000Z<"),
    ),
    due(
        "r54-arrival-before-exit",
        (">20260424020000Z<", ">20260408020000Z<"),
        finds=rule("R54-arrival", ">20260408020000Z<"),
    ),
    due(
        "r55-too-early",
        (">20260424020000Z<", ">20260524020000Z<"),
        finds=rule("R55", ">20260524020000Z<"),
    ),
)

ERRORS = (*IDENTIFIERS, *GOODS, *DATES)


# Warnings, and one rule for officers: the document stays valid, as in rule_faults.
WARNINGS = (
    dairy(
        "r21-container-too-heavy",
        Edit(old=">28425<", new=">48425<"),
        Edit(old=">20400<", new=">40400<"),
        finds=rule("R21", "<TransportEquipment>"),
        verdict="valid-partial",
    ),
    export(
        "r29-empty-words",
        (
            "Crawler mini excavators with a fully revolving cabin, new",
            "Various goods as per invoice",
        ),
        finds=rule("R29", "<Description>Various"),
        verdict="valid-partial",
    ),
    export(
        "r30-words-of-another-chapter",
        (
            "Crawler mini excavators with a fully revolving cabin, new",
            "Frozen farmed shrimp tails, peeled",
        ),
        finds=rule("R30", "<Description>Frozen"),
        verdict="valid-partial",
    ),
    due(
        "r55-late-declaration",
        (">20260424020000Z<", ">20260310020000Z<"),
        (">20260409180000Z<", ">20260301180000Z<"),
        finds=rule("R55-late", ">20260310020000Z<"),
        verdict="valid-partial",
    ),
    boards(
        "r64-nationality-off-the-way",
        (
            "<RegistrationNationalityCode>PA<",
            "<RegistrationNationalityCode>MX<",
        ),
        finds=rule("R64", "<RegistrationNationalityCode>MX<"),
        verdict="valid-partial",
    ),
    export(
        "r64-office-of-another-country",
        ("<ExitOffice>\n      <ID>JPYOK<", "<ExitOffice>\n      <ID>KRPUS<"),
        finds=rule("R64-office", "<ID>KRPUS<"),
        verdict="valid-partial",
    ),
)

BAD = (*ERRORS, *WARNINGS)

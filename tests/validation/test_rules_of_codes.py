"""Borders of the rules about codes, places, goods and dates, R21 to R33, R47 to R64.

The plain cases are samples. Here is what must not be complained about: what swsim does
not know, what another reading allows, and documents that do not carry what is compared.
"""

import re

import pytest
from lxml import etree

from swsim.domain.codelists import codelist
from swsim.domain.goods import Good, goods
from swsim.validation.engine import Validator
from swsim.validation.money import AMOUNTS
from swsim.validation.result import Finding
from swsim.validation.wording import chapter_described, says_goods
from validation.papers import AIR, IMPORT, SAMPLES, changed, sample

EXPORT = sample("good-export-830")
DUE = sample("good-import-due")
YEN = sample("good-export-yen")
BATTERIES = sample("good-export-batteries")
BULK = sample("good-bulk")
ROAD = sample("good-transit-road")
ISTHMUS = sample("good-transit-isthmus")
SEVERAL = sample("good-multi-item")


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def findings(
    validator: Validator, text: str, *changes: tuple[str, str]
) -> tuple[Finding, ...]:
    result = validator.validate(changed(text, *changes))
    layers = {layer.name: layer.state for layer in result.layers}
    assert (layers["xsd"], layers["codelists"]) == ("valid", "valid")
    return result.findings


def loading(place: str) -> tuple[str, str]:
    return r"<ID>\w+(</ID>\s*</LoadingLocation>)", rf"<ID>{place}\1"


def itinerary(country: str) -> tuple[str, str]:
    return "<RoutingCountryCode>JP<", f"<RoutingCountryCode>{country}<"


def means(id_type: str, mode: str) -> tuple[str, str]:
    """Return the change of the first means of transport."""
    return (
        r"<IdentificationTypeCode>\w+</IdentificationTypeCode>(.*?)<ModeCode>\d<",
        rf"<IdentificationTypeCode>{id_type}</IdentificationTypeCode>\1"
        rf"<ModeCode>{mode}<",
    )


def heading(code: str) -> tuple[str, str]:
    return "<ID>842952<", f"<ID>{code}<"


def issued(moment: str) -> tuple[str, str]:
    return "(<IssueDateTime>.*?>)20260406233000Z", rf"\g<1>{moment}"


def ucr(text: str) -> tuple[str, str]:
    return "<ID>6JPJPEX0000001-00001<", f"<ID>{text}<"


def arrival(moment: str) -> tuple[str, str]:
    return "20260424020000Z", moment


def nationality(country: str) -> tuple[str, str]:
    element = "<RegistrationNationalityCode>"
    return rf"{element}\w\w<", f"{element}{country}<"


def office(id: str) -> tuple[str, str]:
    return "<DeclarationOfficeID>JPYOK<", f"<DeclarationOfficeID>{id}<"


def invoiced(amount: str) -> tuple[str, str]:
    return "(<InvoiceAmount .*?)>[0-9.]+<", rf"\1>{amount}<"


def described(text: str) -> tuple[str, str]:
    return "<Description>Crawler[^<]*", f"<Description>{text}"


SHORT = (r"<ID>(\d{6})\d(</ID>\s*<Identif)", r"<ID>\1\2")  # an IMO number
TOO_HEAVY = [(">28425<", ">62000<"), (">20400<", ">53975<")]
ONE_BOX = [(">28425<", ">38425<"), (">20400<", ">30400<")]


@pytest.mark.parametrize(
    ("rules", "text", "changes"),
    [
        # R21: 30,480 kg in one container
        ("", SEVERAL, ONE_BOX),
        ("R21", SEVERAL, TOO_HEAVY),
        ("", BULK, []),
        # R22: only where the type is IMO
        ("R22", BULK, [SHORT]),
        ("", BULK, [SHORT, means("CALL", "1")]),
        # R23: what the list says; modes that name no vehicle say nothing
        ("R23", BULK, [means("IMO", "3")]),
        ("", BULK, [means("MMSI", "8")]),
        ("", BULK, [means("IMO", "6")]),
        ("R23", AIR, [means("PLATE", "4")]),
        ("", AIR, [means("TAIL", "4")]),
        # R24: a place that is not in the list is not known, and so not wrong
        ("", EXPORT, [loading("JPZZ9")]),
        ("", EXPORT, [loading("JPYOKT12")]),
        ("R24", EXPORT, [loading("JPYO1")]),
        ("R24", EXPORT, [loading("JPY")]),
        ("R24", EXPORT, [loading("QQYOK")]),
        ("", EXPORT, [loading("XZTRN")]),
        ("R24", EXPORT, [loading("NPKTM"), itinerary("NP")]),
        # A port of which only the sea is known may have an airport nearby.
        ("", AIR, [loading("NZTRG")]),
        # R25: loaded on the way
        ("R25", EXPORT, [loading("KRPUS")]),
        ("", EXPORT, [loading("KRPUS"), itinerary("KR")]),
        ("", ISTHMUS, [loading("CLVAP")]),
        # R27 and R28: one mistake, one finding; the edition by the date
        ("R27", EXPORT, [heading("8429")]),
        ("R27", EXPORT, [heading("990000")]),
        ("R27", EXPORT, [heading("000000")]),
        ("R27", EXPORT, [heading("84295X")]),
        ("", EXPORT, [heading("8429521000")]),
        ("R28", EXPORT, [heading("842995")]),
        ("", EXPORT, [heading("842995"), (">HS<", ">SRX<")]),
        # R31: pieces by any of their codes
        ("", EXPORT, [('unitCode="H87"', 'unitCode="C62"')]),
        ("R31", EXPORT, [('unitCode="H87"', 'unitCode="KGM"')]),
        # R32: the office says which country declares
        ("R32", EXPORT, [office("KRPUS")]),
        ("", EXPORT, [office("000291")]),
        ("", EXPORT, [("<DeclarationOfficeID>JPYOK</DeclarationOfficeID>", "")]),
        # R47
        ("", BATTERIES, [("<UNDGID>3480<", "<UNDGID>3481<")]),
        ("R47-number", BATTERIES, [("<UNDGID>3480<", "<UNDGID>0003<")]),
        ("R47-number", BATTERIES, [("<UNDGID>3480<", "<UNDGID>9999<")]),
        ("R47-words", EXPORT, [described("Excavators with battery packs, UN 3171")]),
        ("", EXPORT, [described("Excavators with cabin for UN peace missions")]),
        # R48: the digit is the nearest year
        ("R48", EXPORT, [ucr("6jpJPEX0000001-00001")]),
        ("R48", EXPORT, [ucr("6JP-00001")]),
        ("R48-country", EXPORT, [ucr("6KRJPEX0000001-00001")]),
        ("R48-year", EXPORT, [ucr("7JPJPEX0000001-00001")]),
        ("R48-year", EXPORT, [ucr("0JPJPEX0000001-00001")]),
        ("", EXPORT, [ucr("1JPJPEX0000001-00001")]),
        ("", EXPORT, [ucr("5JPJPEX0000001-00001")]),
        # R54: a day of difference may be the time zone
        ("R54", EXPORT, [issued("20260401120000Z")]),
        ("", EXPORT, [issued("20260402233000Z")]),
        ("R54-exit", EXPORT, [issued("20260409180001Z")]),
        ("", EXPORT, [issued("20260409180000Z")]),
        ("", DUE, [arrival("20260502020000Z")]),
        ("R55", DUE, [arrival("20260503020000Z")]),
        # R63: zeros are no decimals
        ("", YEN, [invoiced("7440000.00")]),
        ("R63", YEN, [invoiced("7440000.01")]),
        ("R63", EXPORT, [invoiced("48000.001")]),
        # R64: ships under any flag, vehicles from the way
        ("", BULK, [nationality("LR")]),
        ("", ROAD, [nationality("CR")]),
        ("R64", ROAD, [nationality("MX")]),
        ("R64-office", AIR, [(r"<ExitOffice>\s*<ID>NZAKL<", "<ExitOffice><ID>AUSYD<")]),
    ],
)
def test_rules_complain_exactly_of(
    validator: Validator, rules: str, text: str, changes: list[tuple[str, str]]
) -> None:
    found = [finding.rule for finding in findings(validator, text, *changes)]

    assert sorted(found) == sorted(rules.split())


@pytest.mark.parametrize(
    ("year", "rules"), [("2021", ""), ("2022", "R28"), ("2027", "R28"), ("2028", "")]
)
def test_edition_follows_the_date(validator: Validator, year: str, rules: str) -> None:
    found = findings(
        validator,
        IMPORT,
        ("<ID>842952<", "<ID>842995<"),
        ("(<IssueDateTime>.*?>)20260420", rf"\g<1>{year}0420"),
        ("(<Invoice>.*?>)20260403<", rf"\g<1>{year}0403<"),
        ("<ID>6JPJP", f"<ID>{year[3]}JPJP"),
    )

    assert [each.rule for each in found] == rules.split()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Fresh green bananas", True),
        ("Goods as per invoice", False),
        ("Bananas", False),
        ("Partes y piezas varias según factura", False),
        ("Bananos verdes frescos", True),
        ("Spare parts for machines", False),
        ("12 x 34 AB", False),
        ("新しい掘削機", True),
        ("", False),
    ],
)
def test_description_says_what_goods_are(text: str, says: bool) -> None:
    assert says_goods(None, text) is says


@pytest.mark.parametrize(
    ("text", "code", "chapter"),
    [
        ("Frozen shrimp tails", "842952", "03"),
        ("Crawler excavators", "842952", ""),
        ("Something unheard of", "842952", ""),
        ("Zapatos para hombre", "080390", "64"),
        ("Frozen shrimp tails", "", ""),
    ],
)
def test_description_fits_another_chapter(text: str, code: str, chapter: str) -> None:
    assert chapter_described(None, text, code) == chapter


@pytest.mark.parametrize("good", goods().values(), ids=lambda good: good.hs6)
def test_goods_of_swsim_keep_the_rules(good: Good) -> None:
    units = codelist("supplementary-units").rows
    needed = next(
        (units[good.hs6[:n]]["unit"] for n in (6, 4, 2) if good.hs6[:n] in units), None
    )
    dangerous = codelist("dangerous-goods").rows.get(good.hs6, {}).get("undg", "")

    assert good.supplementary_unit == needed
    assert (good.undg or "") in dangerous.split() or not dangerous
    for words in (good.name, good.name_es):
        assert says_goods(None, words)
        assert chapter_described(None, words, good.hs6) == ""


def test_old_subheadings_are_gone_and_their_successors_there() -> None:
    now = codelist("hs-2022")
    rows = codelist("hs-2017").rows
    successors = {new for row in rows.values() for new in row["successors"].split()}

    assert not now.codes & set(rows)
    assert successors <= now.codes


def test_every_chapter_has_its_words() -> None:
    chapters = {code[:2] for code in codelist("hs-2022").codes}

    assert set(codelist("hs-chapters").rows) == chapters


def test_pairs_of_mode_and_identification_are_those_of_the_list() -> None:
    text = (SAMPLES.parent / "rules" / "transport.sch").read_text(encoding="utf-8")
    pairs = re.search(r"contains\('( CALL1 [A-Z0-9 ]+)',", text)
    rows = codelist("means-identification").rows
    listed = {f"{code}{mode}" for code, row in rows.items() for mode in row["mode"]}

    assert pairs is not None
    assert set(pairs[1].split()) == listed


def test_no_place_lacks_what_is_relied_on() -> None:
    for code, row in codelist("locodes").rows.items():
        assert not set(row.get("lacks", "")) & set(row["functions"]), code


def test_amounts_are_all_that_the_schema_has() -> None:
    schemas = SAMPLES.parent / "xsd"
    declared = {
        each.get("name")
        for name in ("Declaration_1.xsd", "Parts_1.xsd")
        for each in etree.parse(schemas / name).iter("{*}element")
        if (each.get("type") or "").endswith("AmountType")
    }

    assert set(AMOUNTS) == declared


def test_risk_of_words_is_for_officers(validator: Validator) -> None:
    result = validator.validate(sample("bad-r30-words-of-another-chapter").encode())

    assert [(each.rule, each.severity) for each in result.findings] == [("R30", "R")]
    assert result.for_declarant() == ()

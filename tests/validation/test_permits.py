"""Permits, origin, procedures, changes and transit: the borders of these rules.

The plain cases are samples named by the rule; what is not there finds nothing.
"""

import pytest

from swsim.domain.codelists import codelist
from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from swsim.validation.permits import LISTS, wanted
from swsim.validation.schematron import load
from validation.papers import changed, sample

COFFEE = sample("good-r39-genuine")
BEEF = sample("good-r40-genuine")
MAHOGANY = sample("good-r41-genuine")
CHIPS = sample("good-r42-strategic")
PREFERRED = sample("good-r35-agreement")
WAREHOUSE = sample("good-r60-prior-warehouse")
CHANGE = sample("good-r61-change")
AMENDMENT = sample("good-amendment")
ROAD = sample("good-r59-land-route")
ISTHMUS = sample("good-bare-transit")

PHYTO_ID = r"\s*<ID>CR-PHY-26-0417</ID>"
NO_PHYTO = ("<TypeCode>851<", "<TypeCode>271<")
IN_HEADER = (
    "(<TypeCode>929</TypeCode>)",
    r"\1<AdditionalDocument><ID>X-1</ID><TypeCode>851</TypeCode></AdditionalDocument>",
)
EXEMPT = (
    PHYTO_ID + r"\s*<TypeCode>851</TypeCode>",
    "<TypeCode>851</TypeCode><LPCOExemptionCode>EX</LPCOExemptionCode>",
)
CURRENT = "<CurrentCode>4071</CurrentCode>"


def heading(code: str) -> tuple[str, str]:
    return r"(<Classification>\s*<ID>)\d{6}<", rf"\g<1>{code}<"


def procedure(current: str, previous: str) -> tuple[str, str]:
    return (
        CURRENT,
        f"<CurrentCode>{current}</CurrentCode><PreviousCode>{previous}</PreviousCode>",
    )


def proof_of(day: str) -> tuple[str, str]:
    return ">20260407<", f">{day}<"


FILES = ("permits", "origin", "procedure", "transit")
OURS = {
    assertion.id
    for name in FILES
    for pattern in load(shipped().folder / "rules" / f"{name}.sch")
    for rule in pattern.rules
    for assertion in rule.assertions
}


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.mark.parametrize(
    ("rules", "text", "changes"),
    [
        # R39: by heading, for originals of exports and imports, by number or exemption
        ("R39", COFFEE, [NO_PHYTO]),
        ("R39", COFFEE, [(PHYTO_ID, "")]),
        ("", COFFEE, [NO_PHYTO, IN_HEADER]),
        ("", COFFEE, [EXEMPT]),
        ("", COFFEE, [NO_PHYTO, ("<FunctionCode>9<", "<FunctionCode>13<")]),
        ("", COFFEE, [NO_PHYTO, heading("090121")]),
        ("", COFFEE, [NO_PHYTO, heading("842952")]),
        ("R39", COFFEE, [NO_PHYTO, heading("440711")]),
        # R40: one of two will do
        ("", BEEF, [("<TypeCode>853<", "<TypeCode>852<")]),
        ("R40", BEEF, [("<TypeCode>853<", "<TypeCode>851<")]),
        # R41: by subheading, and by the words of the description
        ("R41", MAHOGANY, [("<TypeCode>626<", "<TypeCode>271<")]),
        ("", MAHOGANY, [("<TypeCode>626<", "<TypeCode>271<"), heading("440723")]),
        (
            "R41",
            MAHOGANY,
            [
                ("<TypeCode>626<", "<TypeCode>271<"),
                heading("440729"),
                ("Sawn mahogany", "Sawn Rosewood"),
            ],
        ),
        (
            "",
            MAHOGANY,
            [
                ("<TypeCode>626<", "<TypeCode>271<"),
                heading("440729"),
                ("Sawn mahogany", "Sawn balsa"),
            ],
        ),
        # R42: an export control; processors come in without
        ("R42", CHIPS, [("<TypeCode>811<", "<TypeCode>911<")]),
        # R44
        ("R44", COFFEE, [heading("391510")]),
        ("R44", COFFEE, [heading("382761")]),
        ("", COFFEE, [heading("382499")]),
        # R45: on its last day a document is valid
        ("", BEEF, [(">20260701<", ">20260406<")]),
        ("R45-expired", BEEF, [(">20260701<", ">20260405<")]),
        # R35: only a preferential regime, of either kind
        ("R35", PREFERRED, [("<TypeCode>861<", "<TypeCode>271<")]),
        (
            "R35",
            PREFERRED,
            [
                ("<TypeCode>861<", "<TypeCode>271<"),
                ("<DutyRegimeCode>300<", "<DutyRegimeCode>200<"),
            ],
        ),
        (
            "",
            PREFERRED,
            [
                ("<TypeCode>861<", "<TypeCode>271<"),
                ("<DutyRegimeCode>300<", "<DutyRegimeCode>100<"),
            ],
        ),
        # R37: three days, twelve months
        ("", PREFERRED, [proof_of("20260423")]),
        ("R37", PREFERRED, [proof_of("20260424")]),
        (
            "",
            PREFERRED,
            [
                proof_of("20260424"),
                (
                    "(<ID>CR-CO-2026-0112</ID>)",
                    r"\1<Name>ISSUED RETROSPECTIVELY</Name>",
                ),
            ],
        ),
        ("", PREFERRED, [proof_of("20250420")]),
        ("R37-old", PREFERRED, [proof_of("20250419")]),
        # R60: written in one code or in two
        ("", WAREHOUSE, [procedure("40", "71")]),
        ("", WAREHOUSE, [procedure("4071", "71")]),
        ("R60", WAREHOUSE, [procedure("4071", "00")]),
        ("R60", WAREHOUSE, [procedure("40", "10")]),
        ("R60", WAREHOUSE, [(CURRENT, "<CurrentCode>8071</CurrentCode>")]),
        ("", WAREHOUSE, [(CURRENT, "")]),
        # R61: pointers down to an element, or to a class
        ("", CHANGE, [(r"\s*<TagID>R031</TagID>", "")]),
        ("R61-pointer", CHANGE, [("<TagID>R031<", "<TagID>R099<")]),
        (
            "R61-pointer",
            AMENDMENT,
            [
                (
                    r"<SequenceNumeric>1(</SequenceNumeric>\s*<Doc)",
                    r"<SequenceNumeric>2\1",
                )
            ],
        ),
        ("R61-reason", CHANGE, [("<Amendment>.*</Amendment>", "")]),
        # R58, R59: over land alone, between first and last office
        ("", ISTHMUS, [("<RoutingCountryCode>CO<", "<RoutingCountryCode>EC<")]),
        ("R58-offices", ROAD, [("<ID>CRLIO<", "<ID>GTPBR<")]),
        ("", ROAD, [("<RoutingCountryCode>PA<", "<RoutingCountryCode>NZ<")]),
        (
            "",
            ROAD,
            [
                ("<RoutingCountryCode>PA<", "<RoutingCountryCode>NZ<"),
                ("<ModeCode>3<", "<ModeCode>1<"),
            ],
        ),
    ],
)
def test_rule_at_its_border(
    rules: str, text: str, changes: list[tuple[str, str]], validator: Validator
) -> None:
    result = validator.validate(changed(text, *changes))
    layers = {layer.name: layer.state for layer in result.layers}

    assert (layers["xsd"], layers["codelists"]) == ("valid", "valid")
    # What such a change breaks elsewhere, such as the chapter's words, is not meant.
    found = [each.rule for each in result.findings if each.rule in OURS]
    assert " ".join(found) == rules


def test_finding_says_which_document_is_wanted(validator: Validator) -> None:
    result = validator.validate(changed(BEEF, ("<TypeCode>853<", "<TypeCode>851<")))
    (finding,) = result.findings

    assert finding.expected == "852 853"
    assert finding.pointer[-1] == (1, "68A", None)
    assert "heading 020130" in finding.message("en")
    assert "subpartida 020130" in finding.message("es")


@pytest.mark.parametrize(
    ("description", "expected"),
    [("Oil of oud, distilled", "626"), ("Oil with a cloud of drops", "")],
)
def test_word_counts_as_a_whole(description: str, expected: str) -> None:
    assert wanted("permits-cites", "330129", "929", description) == expected


@pytest.mark.parametrize("name", LISTS)
def test_list_of_permits_has_codes_of_the_harmonized_system(name: str) -> None:
    known = codelist("hs-2022").codes
    rows = codelist(name).rows
    unknown = [
        code for code in rows if not any(each.startswith(code) for each in known)
    ]

    assert unknown == []
    assert "illustrative" in codelist(name).source


@pytest.mark.parametrize("name", LISTS)
def test_list_of_permits_asks_for_documents_that_there_are(name: str) -> None:
    named = {
        code
        for row in codelist(name).rows.values()
        for column in ("export", "import")
        for code in row.get(column, "").split()
    }

    assert named
    assert named <= codelist("document-name-1001").codes


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("permits-phyto", "060311", "851"),  # by chapter
        ("permits-phyto", "090240", ""),  # the heading says that none is wanted
        ("permits-cites", "050800", ""),  # only with the words
        ("permits-strategic", "930200", "911"),
        ("permits-strategic", "854231", ""),  # a matter of exports
        ("permits-environment", "854921", "911"),
        ("permits-environment", "391510", "911"),
    ],
)
def test_longest_prefix_decides_for_an_import(
    name: str, code: str, expected: str
) -> None:
    assert wanted(name, code, "929", "Goods in boxes") == expected

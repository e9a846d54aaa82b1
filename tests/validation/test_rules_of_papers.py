"""Borders of the rules of cargo reports, transit events and certificates.

The plain cases are samples named by their rule; here are tolerances, and documents
that a rule must leave alone.
"""

import pytest
from lxml import etree

from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from validation.papers import SAMPLES, changed, sample

KINDS = ("cargo-report", "transit-event", "certificate")

MANIFEST = sample("good-manifest-785", "cargo-report")
HOUSES = sample("good-houses-833", "cargo-report")
AMENDMENT = sample("good-amendment-933", "cargo-report")
AIR = sample("good-air-833", "cargo-report")
ENTRY = sample("good-passage-entry", "transit-event")
DEPARTURE = sample("good-departure", "transit-event")
ARRIVAL = sample("good-late-arrival", "transit-event")
UNLOADING = sample("good-unloading", "transit-event")
ENQUIRY = sample("good-enquiry", "transit-event")
ORIGIN = sample("good-origin-861", "certificate")
USED = sample("good-used-in-part", "certificate")
PHYTO = sample("good-phyto-851", "certificate")
WITHDRAWN = sample("good-withdrawn", "certificate")

SCH = "{http://purl.oclc.org/dsdl/schematron}"


def rules_of(kind: str) -> list[str]:
    """Return the ids of the asserts of a document type."""
    tree = etree.parse(shipped().folder / "rules" / f"{kind}.sch")
    return [each.get("id", "") for each in tree.iter(f"{SCH}assert")]


@pytest.mark.parametrize(
    ("kind", "rule"), [(kind, rule) for kind in KINDS for rule in rules_of(kind)]
)
def test_rule_has_a_bad_sample_of_its_name(kind: str, rule: str) -> None:
    assert list((SAMPLES / kind).glob(f"bad-{rule.lower()}-*.xml"))


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


TOTAL = '(<TotalGrossMassMeasure unitCode="KGM">)29300<'
MASTER_MASS = '(<TotalGrossMassMeasure unitCode="KGM">)6400<'
COUNT_OF_NINE = (
    "(<TypeCode>933</TypeCode>)",
    r"\1<ConsignmentQuantity>9</ConsignmentQuantity>",
)
NUMBER_ALONE = (
    r"(<TransportEquipment>\s*<SequenceNumeric>1</SequenceNumeric>)\s*<ID>.*?</ID>",
    r"\1",
)
NOT_REPLACED = ("<ReplacementID>.*?</ReplacementID>", "")
NOTHING_TOLD = ("<Discrepancy>.*?</Discrepancy>", "")
TOLD_AS_INCIDENT = (
    "(<PresentationOffice>)",
    r"<Incident><SequenceNumeric>1</SequenceNumeric><TypeCode>SEA</TypeCode></Incident>\1",
)


@pytest.mark.parametrize(
    ("rules", "text", "changes"),
    [
        # CR04: 1 kg or 0.1 %
        ("", MANIFEST, [(TOTAL, r"\g<1>29329<")]),
        ("CR04", MANIFEST, [(TOTAL, r"\g<1>29330<")]),
        ("", MANIFEST, [("<TotalGrossMassMeasure.*?</TotalGrossMassMeasure>", "")]),
        # CR12: other forwarders may have filed other houses of the master
        ("", MANIFEST, [(MASTER_MASS, r"\g<1>6405<"), (TOTAL, r"\g<1>29305<")]),
        # CR03: a change tells a part
        ("", AMENDMENT, [COUNT_OF_NINE]),
        # CR13, CR14: containers by air have other numbers
        ("", AIR, [("AKE00701TR", "PMC12345TR")]),
        # CR16: a link by number alone
        ("", HOUSES, [NUMBER_ALONE]),
        # CR20: words in any case and any spacing
        ("CR20", AIR, [("Boneless beef, chilled", "  GENERAL   Cargo ")]),
        ("", AIR, [("Boneless beef, chilled", "Spare parts of pumps")]),
        # TE02: at the same second
        ("", ENTRY, [("20260428114000Z", "20260428114500Z")]),
        # TE04: the limit is after the departure, not with it
        ("TE04", DEPARTURE, [("20260429090000Z", "20260428090000Z")]),
        # TE09: in time, nothing need be told
        ("", ARRIVAL, [("20260429090000Z", "20260429180000Z"), NOTHING_TOLD]),
        # TE01: an enquiry is no event
        ("TE01", ENQUIRY, [("<TypeCode>ENQ<", "<TypeCode>POS<")]),
        # TE12: 19 and 19.0 are the same number
        ("TE12", UNLOADING, [('(unitCode="C62">)20<', r"\g<1>19.0<")]),
        ("TE12", UNLOADING, [('(<FoundQuantity unitCode=)"C62"', r'\1"H87"')]),
        # TE15: or an incident tells it
        ("TE15", ENTRY, [NOT_REPLACED]),
        ("", ENTRY, [NOT_REPLACED, TOLD_AS_INCIDENT]),
        # CE11: a year to the day
        ("", ORIGIN, [("20270405", "20270406")]),
        ("CE11", ORIGIN, [("20270405", "20270407")]),
        # CE12, CE14: a status or a withdrawal need not say it again
        ("", USED, [("<TypeCode>861<", "<TypeCode>865<")]),
        ("", WITHDRAWN, [("<TypeCode>851<", "<TypeCode>626<")]),
        # CE17: all of it, but in the same unit
        ("", USED, [('(<QuantityQuantity unitCode="H87">)1<', r"\g<1>2<")]),
        ("CE17", USED, [('(<QuantityQuantity unitCode=)"H87"', r'\1"C62"')]),
        # CE18: on the second of issue
        ("", PHYTO, [("20260418160000Z", "20260418200000Z")]),
    ],
)
def test_rule_at_its_border(
    validator: Validator, rules: str, text: str, changes: list[tuple[str, str]]
) -> None:
    result = validator.validate(changed(text, *changes))
    layers = {layer.name: layer.state for layer in result.layers}

    assert (layers["xsd"], layers["codelists"]) == ("valid", "valid")
    assert " ".join(each.rule for each in result.findings) == rules

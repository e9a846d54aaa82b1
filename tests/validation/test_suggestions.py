"""A suggestion is the one value that is certainly right: it ends the finding."""

import re

import pytest

from swsim.validation.engine import Validator
from swsim.validation.result import Finding
from validation.papers import IMPORT, SEVERAL, changed, sample

VALIDATOR = Validator()


def only(data: bytes, rule: str) -> Finding:
    """Return the one finding of a rule."""
    found = [each for each in VALIDATOR.validate(data).findings if each.rule == rule]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("bad-r01-item-count", "R01"),
        ("bad-r02-total-gross-mass", "R02"),
        ("bad-r04-package-total", "R04"),
        ("bad-r05-invoice-total", "R05"),
        ("bad-r07-duty-amount", "R07"),
        ("bad-r09-freight-of-items", "R09"),
        ("bad-r10-customs-value", "R10"),
        ("bad-r15-container-check-digit", "R15"),
        ("bad-r22-imo-check-digit", "R22"),
        ("bad-r27-dot-of-the-tariff", "R27"),
        ("bad-r28-moved-subheading", "R28-moved"),
        ("bad-xsd-lower-case-country", "XSD-pattern"),
    ],
)
def test_suggestion_ends_the_finding(name: str, rule: str) -> None:
    text = sample(name)
    found = only(text.encode(), rule)
    lines = text.split("\n")
    at = found.line - 1
    old, new = re.escape(f">{found.value}<"), f">{found.suggestion}<"
    lines[at] = re.sub(old, new, lines[at], count=1)
    after = VALIDATOR.validate("\n".join(lines).encode())

    assert lines != text.split("\n")
    assert rule not in [each.rule for each in after.findings]


@pytest.mark.parametrize(
    ("written", "rule", "meant"),
    [
        ("0803.90", "R27", "080390"),
        ("8429.52.1000", "R27", "8429521000"),
        ("08039", "R27", None),
        ("080399", "R28", None),
        ("854140", "R28", None),
        ("040310", "R28-moved", "040320"),
        ("0403101000", "R28-moved", "0403201000"),
    ],
)
def test_code_has_a_suggestion_where_one_is_certain(
    written: str, rule: str, meant: str | None
) -> None:
    data = sample("bad-r27-reserved-chapter").replace("770000", written).encode()

    assert only(data, rule).suggestion == meant


def test_short_code_is_not_guessed() -> None:
    found = only(sample("bad-cl-function-1225").encode(), "CL-function-1225")

    assert (found.value, found.suggestion) == ("77", None)


def test_attribute_at_fault_is_named_in_the_path() -> None:
    found = only(sample("bad-xsd-mass-in-tonnes").encode(), "XSD-enumeration")

    assert found.xpath.endswith("/TotalGrossMassMeasure/@unitCode")
    assert (found.value, found.suggestion) == ("TNE", "KGM")


def test_misspelt_element_has_the_name_of_the_schema_as_suggestion() -> None:
    data = changed(
        IMPORT, ("<GrossMassMeasure", "<GrosMassMeasure"),
        ("</GrossMassMeasure", "</GrosMassMeasure"),
    )  # fmt: skip

    assert only(data, "XSD-element").suggestion == "GrossMassMeasure"


def test_rule_that_only_bounds_a_value_suggests_none() -> None:
    found = only(sample("bad-r03-net-above-gross").encode(), "R03")

    assert (found.expected is not None, found.suggestion) == (True, None)


def test_sum_that_is_right_in_another_currency_suggests_none() -> None:
    data = changed(SEVERAL, (r'<InvoiceAmount currencyID="\w+"',
                             '<InvoiceAmount currencyID="CHF"'))  # fmt: skip

    assert only(data, "R05").suggestion is None

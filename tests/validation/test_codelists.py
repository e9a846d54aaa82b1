"""Bound elements and attributes hold codes of their lists."""

import pytest

from swsim.validation.codelists import Binding, Bindings
from swsim.validation.contexts import Index
from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from validation.papers import IMPORT, changed, line_of


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.mark.parametrize(
    ("change", "rule", "at", "end"),
    [
        (('InvoiceAmount currencyID="USD"', 'InvoiceAmount currencyID="USX"'),
         "CL-currencies", "<InvoiceAmount", ("42A", "109")),
        (("<TypeCode>929<", "<TypeCode>92<"),
         "CL-declaration-type", "<TypeCode>92<", ("42A", "D013")),
    ],
)  # fmt: skip
def test_unknown_code_is_found(
    validator: Validator,
    change: tuple[str, str],
    rule: str,
    at: str,
    end: tuple[str, str],
) -> None:
    data = changed(IMPORT, change)
    findings = validator.validate(data).findings

    assert [finding.rule for finding in findings] == [rule]
    assert findings[0].line == line_of(data, at)
    assert findings[0].pointer[-1][1:] == end


def test_suggestion_is_in_the_message(validator: Validator) -> None:
    data = changed(IMPORT, ('unitCode="H87"', 'unitCode="h87"'))
    finding = validator.validate(data).findings[0]

    assert "Did you mean H87?" in finding.message("en")
    assert "¿Quiso decir H87?" in finding.message("es")
    assert finding.xpath.endswith("/TariffQuantity/@unitCode")


def test_codes_of_a_short_list_are_what_was_expected(validator: Validator) -> None:
    data = changed(IMPORT, ("<TypeCode>929<", "<TypeCode>930<"))
    (finding,) = validator.validate(data).findings

    assert finding.expected == "830, 929, 950, 952, 955, 960, COR, INV"
    assert finding.suggestion is None


def test_unknown_root_is_told_with_the_names_of_the_known(validator: Validator) -> None:
    (finding,) = validator.validate(b"<a/>").findings

    assert "Declaration, MetaData." in finding.message("en")
    assert "Declaration {urn:swsim:datamodel:DEC:1}" in str(finding.expected)


def test_code_that_a_subset_does_not_have_is_a_warning(validator: Validator) -> None:
    """The list has some codes of its standard only, and 146 is in the standard."""
    data = changed(IMPORT, ("<ChargesTypeCode>67<", "<ChargesTypeCode>146<"))
    result = validator.validate(data)
    found = [each for each in result.findings if each.layer == "codelists"]

    assert {(each.rule, each.severity) for each in found} == {
        ("CL-charge-type-5025", "W")
    }
    assert {each.suggestion for each in found} == {None}
    assert "could not be checked" in found[0].message("en")
    assert "no se pudo comprobar" in found[0].message("es")
    assert not result.errors


@pytest.mark.parametrize("unit", ["MTQ", "4K", "BLL"])
def test_unit_that_swsim_itself_never_uses_is_known(
    validator: Validator, unit: str
) -> None:
    data = changed(IMPORT, ('unitCode="H87"', f'unitCode="{unit}"'))
    found = validator.validate(data).findings

    assert not [each for each in found if each.layer == "codelists"]


def _unknown(xml: str, **bindings: str) -> list[str]:
    bound = [
        Binding(namespace="urn:x", path=path.replace("__", "/"), codelist=name)
        for path, name in bindings.items()
    ]
    checked = Bindings(bound, shipped().codes)
    root = parse(xml.encode())
    assert not isinstance(root, Finding)
    found = checked.unknown(Index(root, checked.tags))
    return [f"{each.value}:{each.codelist}" for each in found]


def test_longest_path_decides() -> None:
    xml = '<A xmlns="urn:x"><B><C>PA</C></B><D><B><C>USD</C></B></D><C>1</C></A>'
    bound = {"C": "transport-mode-rec19", "B__C": "countries", "D__B__C": "currencies"}

    assert _unknown(xml, **bound) == []
    assert _unknown(xml.replace("USD", "PA"), **bound) == ["PA:currencies"]
    assert _unknown(xml.replace(">1<", ">USD<"), **bound) == [
        "USD:transport-mode-rec19"
    ]


@pytest.mark.parametrize(
    ("code", "unknown"),
    [("842952", []), ("8429521000", []), ("8429", ["8429:hs-2022"])],
)
def test_hs_code_is_held_to_its_first_six_digits(code: str, unknown: list[str]) -> None:
    assert _unknown(f'<A xmlns="urn:x"><C>{code}</C></A>', C="hs-2022") == unknown


def test_other_elements_of_the_name_are_left_alone() -> None:
    xml = '<A xmlns="urn:x"><B><C>PA</C></B><D><C>??</C></D></A>'

    assert _unknown(xml, B__C="countries") == []


def test_attribute_can_be_bound_below_an_element() -> None:
    xml = '<A xmlns="urn:x"><B c="PA"/><D c="??"/></A>'
    bound = {"B__@c": "countries"}

    assert _unknown(xml, **bound) == []
    assert _unknown(xml.replace("PA", "??"), **bound) == ["??:countries"]

"""The verdict is lxml's; what is wrong is said in our words, at the right place."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from swsim.errors import ProblemsFound
from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from swsim.validation.schemaset import SchemaSet
from swsim.validation.xsd import Schema
from swsim.validation.xsdlog import from_log
from validation.papers import GOOD, IMPORT, changed, line_of, mutations

ENVELOPE = "urn:swsim:datamodel:MetaData:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def independent(kind: str) -> etree.XMLSchema:
    """Return the schema of a document type, put together without our driver."""
    package = shipped()
    document = package.documents[kind]
    namespace = etree.QName(document.tag).namespace
    message = next((package.folder / "xsd").glob(f"{document.root}_*.xsd"))
    envelope = package.folder / "xsd" / "MetaData_1.xsd"
    text = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{ENVELOPE}" schemaLocation="{envelope.as_uri()}"/>'
        f'<xs:import namespace="{namespace}" schemaLocation="{message.as_uri()}"/>'
        "</xs:schema>"
    )
    return etree.XMLSchema(etree.fromstring(text))


@pytest.mark.parametrize(
    "path", GOOD, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_verdict_is_that_of_lxml_on_mutations(path: Path, validator: Validator) -> None:
    schema = independent(path.parent.name)
    for text in mutations(path, 12):
        root = parse(text.encode())
        if isinstance(root, Finding):
            continue
        found = {
            layer.name: layer for layer in validator.validate(text.encode()).layers
        }

        assert (found["xsd"].state == "valid") == schema.validate(root), text
        assert bool(found["xsd"].findings) != (found["xsd"].state == "valid")


CASES = [
    pytest.param(
        ("<Description>.*?<", f"<Description>{'x' * 513}<"),
        "XSD-maxLength",
        "<Description>",
        "513",
        "an..512",
        (23, "137"),
        id="long text",
    ),
    pytest.param(
        ("<FunctionalReferenceID>.*?<", "<FunctionalReferenceID> <"),
        "XSD-pattern",
        "<FunctionalReferenceID>",
        "blank",
        None,
        (42, "D026"),
        id="blank",
    ),
    pytest.param(
        ("(<InvoiceAmount.*?>).*?<", r"\1abc<"),
        "XSD-type",
        "<InvoiceAmount",
        "number",
        "n..16,3",
        (42, "109"),
        id="no number",
    ),
    pytest.param(
        ("(<InvoiceAmount.*?>).*?<", r"\g<1>1.2345<"),
        "XSD-fractionDigits",
        "<InvoiceAmount",
        "decimals",
        "n..16,3",
        (42, "109"),
        id="decimals",
    ),
    pytest.param(
        ("(<TotalGrossMassMeasure) unitCode=.*?>", r"\1>"),
        "XSD-attribute",
        "<TotalGrossMass",
        "unitCode",
        "@unitCode",
        (42, "131"),
        id="missing attribute",
    ),
    pytest.param(
        ("<TypeCode>929", '<TypeCode colour="red">929'),
        "XSD-attribute",
        "<TypeCode colour",
        "colour",
        None,
        (42, "D013"),
        id="unknown attribute",
    ),
    pytest.param(
        ('(<TotalGrossMassMeasure unitCode)="KGM"', r'\1="TNE"'),
        "XSD-enumeration",
        "<TotalGrossMass",
        "KGM",
        "KGM",
        (42, "131"),
        id="enumeration",
    ),
    pytest.param(
        ("<(GoodsItemQuant)ity>1</.*?>", r"<\1ty>1</\1ty>"),
        "XSD-element",
        "<GoodsItemQuantty>",
        "Did you mean GoodsItemQuantity?",
        None,
        (42, None),
        id="misspelt element",
    ),
    pytest.param(
        ("<FunctionCode>9</FunctionCode>", ""),
        "XSD-element",
        "<FunctionalReferenceID>",
        "FunctionCode",
        "FunctionCode",
        (42, "D026"),
        id="missing element",
    ),
    pytest.param(
        ("<GoodsShipment>", "<GoodsShipment>words"),
        "XSD-content",
        "<GoodsShipment>",
        "text",
        None,
        (67, None),
        id="stray text",
    ),
    pytest.param(
        ("<SequenceNumeric>1<", "<SequenceNumeric>0<"),
        "XSD-minInclusive",
        "<SequenceNumeric>0",
        "1 or more",
        "1",
        (81, "006"),
        id="too small",
    ),
]


@pytest.mark.parametrize(("change", "rule", "at", "said", "expected", "end"), CASES)
def test_fault_is_named_where_it_is(
    validator: Validator,
    change: tuple[str, str],
    rule: str,
    at: str,
    said: str,
    expected: str | None,
    end: tuple[int, str | None],
) -> None:
    data = changed(IMPORT, change)
    findings = validator.validate(data).findings

    assert [finding.rule for finding in findings] == [rule]
    finding = findings[0]
    assert finding.line == line_of(data, at)
    assert finding.column == data.splitlines()[finding.line - 1].index(b"<") + 1
    assert said in finding.message("en")
    assert finding.message("es") != finding.message("en")
    assert expected is None or finding.expected == expected
    section, tag = finding.pointer[-1][1:]
    assert (int(str(section)[:2]), tag) == end
    assert finding.detail


def test_several_faults_come_in_document_order(validator: Validator) -> None:
    data = changed(
        IMPORT,
        ("(<InvoiceAmount.*?>).*?<", r"\1abc<"),
        ("<Description>.*?<", f"<Description>{'x' * 513}<"),
    )
    found = [finding.rule for finding in validator.validate(data).findings]

    assert found == ["XSD-type", "XSD-maxLength"]


def test_lxml_explains_where_xmlschema_raises(validator: Validator) -> None:
    data = changed(
        IMPORT, ("<Description>", f'<Description xmlns:i="{XSI}" i:type="x">')
    )
    result = validator.validate(data)

    assert [finding.layer for finding in result.findings] == ["xsd"]
    assert "xsi:type" in str(result.findings[0].detail)


def test_lxml_explains_where_xmlschema_would_take_too_long(
    validator: Validator,
) -> None:
    many = "<TypeCode>1</TypeCode>" * 3_000
    data = changed(IMPORT, ("<TypeCode>929</TypeCode>", many))
    findings = validator.validate(data).findings

    assert [finding.rule for finding in findings] == ["XSD-element"]


@pytest.mark.parametrize(("change", "rule"), [case.values[:2] for case in CASES])
def test_log_of_lxml_gives_the_same_rule(change: tuple[str, str], rule: str) -> None:
    root = parse(changed(IMPORT, change))
    schema = independent("declaration")

    assert not isinstance(root, Finding)
    assert not schema.validate(root)
    entries = cast(Iterable[etree._LogEntry], schema.error_log)
    assert [fault.rule for fault in from_log(root, entries)] == [rule]


def test_attribute_value_is_not_read_from_a_schema_location(
    validator: Validator,
) -> None:
    hint = f'xmlns:i="{XSI}" i:schemaLocation="urn:x file:///no/such.xsd"'
    data = changed(IMPORT, ("<md:MetaData ", f"<md:MetaData {hint} "))

    assert validator.validate(data).is_valid


def test_schema_of_another_namespace_is_refused() -> None:
    file = shipped().folder / "xsd" / "Response_1.xsd"
    files = SchemaSet(shipped().library, [("urn:other", file)])

    with pytest.raises(ProblemsFound, match="target namespace"):
        Schema(files).check(etree.fromstring("<a/>"))

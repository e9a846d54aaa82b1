"""Documents of a package of one's own: valid, various, broken as announced."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from checkout import ROOT
from material.expected import missed
from swsim.errors import UsageError
from swsim.material.generate import generate, kinds
from swsim.material.mutate import Mutator
from swsim.validation.engine import Validator
from swsim.validation.package import Package, shipped

FOLDER = ROOT / "tests" / "packages" / "Freedonia año 1"
KINDS = ("notice-1", "notice-2", "permit")

_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x"
    targetNamespace="urn:x" elementFormDefault="{form}">
  <xs:element name="Doc"><xs:complexType>{content}</xs:complexType></xs:element>
  {more}
</xs:schema>"""


@pytest.fixture(scope="module")
def package() -> Package:
    """The package with every trap at once."""
    return Package(FOLDER)


def own(folder: Path, content: str, more: str = "", form: str = "qualified") -> Package:
    """Return a package of one schema without an envelope."""
    xsd = _XSD.format(content=content, more=more, form=form)
    (folder / "doc.xsd").write_text(xsd, encoding="utf-8")
    (folder / "catalogue.yaml").write_text(
        "documents:\n  doc:\n    root: Doc\n    namespace: urn:x\n    xsd: doc.xsd\n",
        encoding="utf-8",
    )
    return Package(folder)


def made(package: Package, kind: str, count: int = 20) -> list[bytes]:
    return [each.data for each in generate(kind, count, 3, package=package)]


def test_package_says_what_can_be_made(package: Package) -> None:
    assert kinds(package) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_document_is_valid_and_of_its_type(kind: str, package: Package) -> None:
    validator = Validator(package)
    documents = made(package, kind, 40)
    results = [validator.validate(each) for each in documents]

    assert {(each.verdict, each.document) for each in results} == {("valid", kind)}
    assert len(set(documents)) > 30


def test_what_may_be_left_out_is_there_and_is_not(package: Package) -> None:
    tags = Counter(
        etree.QName(each).localname
        for data in made(package, "notice-1", 40)
        for each in etree.fromstring(data).iter("*")
    )

    # One of a choice, a substitution group, a repeated element.
    assert tags["Importer"] + tags["Exporter"] == 40
    assert min(tags["Importer"], tags["Exporter"], tags["Animal"], tags["Goods"]) > 4
    assert tags["Goods"] + tags["Animal"] > 40


@pytest.mark.parametrize("kind", ["acknowledgement", "declaration", "response"])
def test_documents_of_swsims_own_schemas_can_be_drawn_too(kind: str) -> None:
    validator = Validator()
    results = [validator.validate(each) for each in made(shipped(), kind, 5)]

    assert all(each.is_valid and each.document == kind for each in results)


def test_fewer_documents_are_the_beginning_of_more(package: Package) -> None:
    assert made(package, "permit", 3) == made(package, "permit", 9)[:3]


def test_broken_documents_raise_what_they_must(
    package: Package, tmp_path: Path
) -> None:
    files = []
    for kind in KINDS:
        for each in generate(kind, 10, 3, package=package):
            files.append(tmp_path / each.name)
            files[-1].write_bytes(each.data)
    validator = Validator(package)
    broken = list(Mutator(files, 3, validator).mutate(400))

    assert len(broken) == 400
    assert {each.operator.layer for each in broken} == {
        "parse", "identify", "xsd", "codelists",
    }  # fmt: skip
    assert missed(broken, validator) == []


_TYPES = (
    "anyURI base64Binary boolean byte date dateTime decimal double duration float gDay"
    " gMonth gMonthDay gYear gYearMonth hexBinary ID int integer language long Name"
    " NCName negativeInteger NMTOKEN NMTOKENS nonNegativeInteger nonPositiveInteger"
    " normalizedString positiveInteger short string time token unsignedByte unsignedInt"
)


@pytest.mark.parametrize("type", _TYPES.split())
def test_every_built_in_type_can_be_made(type: str, tmp_path: Path) -> None:
    package = own(
        tmp_path,
        f'<xs:sequence><xs:element name="Value" type="xs:{type}"/></xs:sequence>'
        f'<xs:attribute name="value" type="xs:{"token" if type == "ID" else type}"'
        ' use="required"/>',
    )
    validator = Validator(package)

    assert {validator.validate(each).verdict for each in made(package, "doc", 5)} == {
        "valid"
    }


def test_facets_lists_and_unqualified_elements_are_kept(tmp_path: Path) -> None:
    package = own(
        tmp_path,
        '<xs:sequence><xs:element name="Mass" type="Mass"/>'
        '<xs:element name="Codes" minOccurs="2" maxOccurs="3"><xs:simpleType>'
        '<xs:list itemType="Code"/></xs:simpleType></xs:element></xs:sequence>',
        '<xs:simpleType name="Mass"><xs:restriction base="xs:decimal">'
        '<xs:minExclusive value="0"/><xs:maxInclusive value="2.5"/>'
        '<xs:fractionDigits value="3"/></xs:restriction></xs:simpleType>'
        '<xs:simpleType name="Code"><xs:restriction base="xs:token">'
        '<xs:pattern value="[A-Z]{2}\\d{2}"/></xs:restriction></xs:simpleType>',
        form="unqualified",
    )
    validator = Validator(package)

    assert {validator.validate(each).verdict for each in made(package, "doc")} == {
        "valid"
    }


def test_recursive_types_come_to_an_end(tmp_path: Path) -> None:
    package = own(
        tmp_path,
        '<xs:sequence><xs:element name="Part" type="Part"/></xs:sequence>',
        '<xs:complexType name="Part"><xs:choice>'
        '<xs:element name="Name" type="xs:token"/>'
        '<xs:element name="Part" type="Part" minOccurs="0" maxOccurs="2"/>'
        "</xs:choice></xs:complexType>",
    )

    assert max(map(len, made(package, "doc"))) < 100_000


RULES = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron"
    xmlns:sw="urn:swsim:xpath" queryBinding="xslt">
  <sch:ns prefix="x" uri="urn:x"/><sch:ns prefix="sw" uri="urn:swsim:xpath"/>
  <sch:pattern><sch:rule context="x:Doc">
    <sch:assert id="T1" role="E" subject="x:Total" test="{test}"{more}>The total.
    </sch:assert></sch:rule></sch:pattern></sch:schema>"""


def _with_rule(folder: Path, test: str, more: str = "") -> Package:
    own(
        folder,
        '<xs:sequence><xs:element name="Part" type="xs:int" maxOccurs="9"/>'
        '<xs:element name="Total" type="xs:int"/></xs:sequence>',
    )
    (folder / "doc.sch").write_text(RULES.format(test=test, more=more))
    with (folder / "catalogue.yaml").open("a") as catalogue:
        catalogue.write("    rules: [doc.sch]\n")
    return Package(folder)


def test_total_is_mended_as_the_rule_says(tmp_path: Path) -> None:
    right = 'sw:expected="sum(x:Part)" sw:exact="yes"'
    package = _with_rule(tmp_path, "x:Total = sum(x:Part)", f" {right}")
    validator = Validator(package)

    assert all(validator.validate(each).is_valid for each in made(package, "doc"))


def test_rule_that_nothing_meets_is_named(tmp_path: Path) -> None:
    package = _with_rule(tmp_path, "x:Total = sum(x:Part) + 0.5")

    with pytest.raises(UsageError, match=r"'doc' could be made.*T1 at /Doc/Total"):
        made(package, "doc")


def test_unknown_document_of_a_package_is_refused(package: Package) -> None:
    with pytest.raises(UsageError, match="did you mean 'permit'"):
        generate("permti", 1, 1, package=package)

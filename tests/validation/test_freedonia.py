"""A schema set with every trap at once validates without code: tests/packages.

An envelope with xs:any that imports nothing; messages that share namespace and root and
contradict each other; files in UTF-16, with a byte order mark, in ISO 8859-1; folders
and locations with spaces and accents; two files of one namespace, includes without a
namespace and in a circle; ids under other names, and none; Schematron and Genericode.
"""

import json
from pathlib import Path

import pytest

from checkout import ROOT
from swsim.validation.engine import Validator
from swsim.validation.package import Package

FOLDER = ROOT / "tests" / "packages" / "Freedonia año 1"
SAMPLES = sorted((FOLDER / "samples").glob("*.xml"))

_VALID = {"verdict": "valid", "findings": []}


@pytest.fixture(scope="module")
def validator() -> Validator:
    """The validator of the package."""
    return Validator(Package(FOLDER))


def test_package_is_in_order() -> None:
    Package(FOLDER).check()


def test_every_kind_of_encoding_is_there() -> None:
    """Version control and editors must leave the bytes as they are."""
    starts = {file.read_bytes()[:3] for file in FOLDER.rglob("*.*")}

    assert b"\xef\xbb\xbf" in starts
    assert any(start.startswith(b"\xff\xfe") for start in starts)
    assert b"Tipos b\xe1sicos" in (FOLDER / "common/tipos básicos.xsd").read_bytes()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_has_exactly_the_findings_beside_it(
    path: Path, validator: Validator
) -> None:
    beside = path.with_suffix(".expect.json")
    expected = json.loads(beside.read_text("utf-8")) if beside.is_file() else _VALID
    result = validator.validate(path.read_bytes())
    found = [
        {"rule": each.rule, "layer": each.layer, "line": each.line}
        for each in result.findings
    ]

    assert {"verdict": result.verdict, "findings": found} == expected


@pytest.mark.parametrize(
    ("sample", "pointers"),
    [
        (
            "bad-notice-1-facets",  # ids in xs:documentation; choice, substitution
            [
                ((None, "42A", "D014"),),
                ((None, "42A", None), (None, "74A", "R011")),
                ((None, "42A", None), (1, "68A", "130")),
            ],
        ),
        ("bad-notice-1-net", [((None, "42A", None), (1, "68A", "128"))]),
        ("bad-notice-1-port", [((None, "42A", "L009"),)]),  # in a group
        (
            "bad-notice-2-weight",  # no ids: the names of the elements
            [((None, "Notice", None), (None, "Lines", None), (2, "Line", "Weight"))],
        ),
        ("bad-permit-date", [((None, "u1", None), (2, "u2", "u3"))]),  # xs:appinfo
    ],
)
def test_findings_point_by_the_ids_that_there_are(
    sample: str, pointers: list[object], validator: Validator
) -> None:
    data = (FOLDER / "samples" / f"{sample}.xml").read_bytes()

    assert [each.pointer for each in validator.validate(data).findings] == pointers


def test_finding_says_the_format_of_the_annotation(validator: Validator) -> None:
    data = (FOLDER / "samples" / "bad-notice-1-facets.xml").read_bytes()
    expected = [each.expected for each in validator.validate(data).findings]

    assert expected == ["an..10", "an..35", "a whole number of at least 1"]


def test_ids_can_be_named_in_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "a.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:element name="Paper"><xs:annotation><xs:appinfo><Key>P</Key>'
        "</xs:appinfo></xs:annotation><xs:complexType><xs:sequence>"
        '<xs:element name="Day" type="xs:date"><xs:annotation><xs:documentation>'
        "<WCOID>D</WCOID><Key>17</Key></xs:documentation></xs:annotation></xs:element>"
        "</xs:sequence></xs:complexType></xs:element></xs:schema>"
    )
    (tmp_path / "catalogue.yaml").write_text(
        "annotations: {wco_id: Key}\n"
        "documents: {paper: {root: Paper, namespace: '', xsd: a.xsd}}\n"
    )
    result = Validator(Package(tmp_path)).validate(b"<Paper><Day>x</Day></Paper>")

    assert [each.pointer for each in result.findings] == [((None, "P", "17"),)]

"""What a catalogue may say, and how it is told what it may not."""

import json
from pathlib import Path

import jsonschema
import pytest

from swsim import strictyaml
from swsim.artefacts import artefact_dir
from swsim.errors import ProblemsFound
from swsim.validation.catalogue import CATALOGUE, catalogue_schema
from swsim.validation.package import Package

TWO = """namespaces: {{m: "urn:m"}}
documents:
  one: {{root: Notice, namespace: "urn:m", xsd: a.xsd{one}}}
  two: {{root: Notice, namespace: "urn:m", xsd: b.xsd{two}}}
"""


def catalogue(folder: Path, *, one: str = "", two: str = "") -> Path:
    """Write a catalogue of two documents that share their root."""
    (folder / CATALOGUE).write_text(TWO.format(one=one, two=two), encoding="utf-8")
    return folder


def test_schema_of_catalogues_is_what_the_records_say() -> None:
    file = artefact_dir("schemas") / "catalogue.schema.json"
    written = json.loads(file.read_text(encoding="utf-8"))

    assert written == catalogue_schema(), "run: python tools/make_catalogue_schema.py"


def test_schema_of_catalogues_accepts_the_shipped_one() -> None:
    data = strictyaml.load(artefact_dir("schemas") / CATALOGUE).data
    jsonschema.Draft202012Validator.check_schema(catalogue_schema())

    jsonschema.validate(data, catalogue_schema())


def test_documents_with_one_root_need_a_condition(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as said:
        Package(catalogue(tmp_path))

    assert [problem.line for problem in said.value.problems] == [3, 4]
    assert "when: \"@version = '1.0'\"" in str(said.value)


def test_one_document_of_several_may_be_the_rest(tmp_path: Path) -> None:
    package = Package(catalogue(tmp_path, two=", when: '@v = 2'"))

    assert [package.documents[id].when for id in ("one", "two")] == [None, "@v = 2"]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("@v = ", "no XPath 1.0 expression"),
        ("x:Type = 2", "Undefined namespace prefix"),
        ("matches(., 'a')", "Unregistered function"),
        ("$kind = 2", "Undefined variable"),
    ],
)
def test_condition_that_cannot_be_evaluated_is_refused(
    tmp_path: Path, when: str, said: str
) -> None:
    with pytest.raises(ProblemsFound, match=said) as found:
        Package(catalogue(tmp_path, two=f', when: "{when}"'))

    assert found.value.problems[0].line == 4


@pytest.mark.parametrize(
    "one",
    [
        "codelists: {x:Country: countries}",
        "codelists: {m:Place/x:Country: countries}",
        "envelope: {root: E, namespace: u, xsd: e.xsd, codelists: {x:A: countries}}",
    ],
)
def test_code_list_that_would_hold_nowhere_is_refused(tmp_path: Path, one: str) -> None:
    with pytest.raises(
        ProblemsFound, match=r"the prefix 'x' is not there; .*: m"
    ) as found:
        Package(catalogue(tmp_path, one=f", {one}", two=', when: "@v = 2"'))

    assert [each.line for each in found.value.problems] == [3]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_catalogue_is_read_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = TWO.format(one="", two=", when: '@v = 2'") + "# Catálogo\n"
    (tmp_path / CATALOGUE).write_bytes(text.encode(encoding))

    assert list(Package(tmp_path).documents) == ["one", "two"]

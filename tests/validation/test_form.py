"""A document as a form, and findings with the way to them, as pages show them."""

from pathlib import Path

import pytest

from checkout import ROOT
from swsim.artefacts import artefact_dir
from swsim.validation.engine import Validator
from swsim.validation.form import Field, form_of, named_path
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from swsim.validation.snippets import lines_of, marks

SAMPLES = artefact_dir("schemas") / "samples"
GOOD = sorted(SAMPLES.glob("*/good-*.xml"))
WRONG_CONTAINER = SAMPLES / "declaration/bad-r15-container-check-digit.xml"


def form(data: bytes) -> Field:
    root = parse(data)
    assert not isinstance(root, Finding)
    return form_of(data, root, shipped())


def all_of(field: Field) -> list[Field]:
    return [field, *(one for each in field.fields for one in all_of(each))]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_every_element_of_a_good_document_is_known_and_placed(path: Path) -> None:
    """The schema says something of each but the parts of data types."""
    data = path.read_bytes()
    lines = lines_of(data)
    fields = all_of(form(data))

    for each in fields:
        tag = lines[each.line - 1][each.column - 1 :].removeprefix("<")
        assert tag.startswith(each.name) or tag.partition(":")[2].startswith(each.name)
        assert (each.text is None) == bool(each.fields)
    silent = {each.name for each in fields if not each.told}
    assert silent <= {"DateTimeString"}


def test_repeated_elements_are_numbered() -> None:
    data = (ROOT / "schemas/samples/cargo-report/good-manifest-785.xml").read_bytes()
    numbers = [each.number for each in all_of(form(data)) if each.name == "Consignment"]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1


def test_document_of_unknown_type_has_names_alone() -> None:
    made = form(b"<a><b x='1'>t</b></a>")

    assert (made.name, made.id, made.told, made.text) == ("a", None, (), None)
    assert made.fields[0].attributes == (("x", "1"),)
    assert made.fields[0].text == "t"


def test_way_to_a_finding_has_names_and_ids() -> None:
    (finding,) = Validator().validate(WRONG_CONTAINER.read_bytes()).findings
    path = named_path(finding, shipped().documents["declaration"])

    assert [(step.name, step.id, step.number) for step in path] == [
        ("Declaration", "42A", None),
        ("GoodsShipment", "67A", None),
        ("Consignment", "28A", None),
        ("TransportEquipment", "31B", 1),
        ("ID", "159", None),
    ]
    assert all(dict(step.told)["en"] for step in path)


def test_way_agrees_with_the_pointer_of_every_finding() -> None:
    """The last named step with an id is what the pointer ends with."""
    validator = Validator()
    compared = 0
    for path in sorted(SAMPLES.glob("declaration/bad-*.xml")):
        result = validator.validate(path.read_bytes())
        for each in result.findings:
            if result.document is None or not each.pointer:
                continue
            named = named_path(each, shipped().documents[result.document])
            ids = [step.id for step in named if step.id]
            _, section, tag = each.pointer[-1]
            assert (tag or section) in ids
            compared += 1

    assert compared > 50


def test_mark_is_the_value_in_its_line() -> None:
    data = WRONG_CONTAINER.read_bytes()
    findings = Validator().validate(data).findings
    (mark,) = marks(data, findings)
    assert mark is not None
    line = lines_of(data)[mark.line - 1]

    assert line[mark.start : mark.start + mark.length] == findings[0].value


def test_mark_in_a_long_line_is_not_cut() -> None:
    data = WRONG_CONTAINER.read_bytes().replace(b"\n", b" ")
    findings = Validator().validate(data).findings
    (mark,) = marks(data, findings)

    assert mark is not None
    assert mark.start > 1_000
    assert data.decode()[mark.start :].startswith(findings[0].value or "?")


def test_finding_without_a_place_has_no_mark() -> None:
    finding = Finding(rule="X", layer="xsd", severity="E", messages=(("en", "x"),))

    assert marks(b"<a/>", [finding]) == (None,)

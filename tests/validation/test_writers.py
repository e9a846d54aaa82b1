"""Writers: every format says the same findings, is well-formed and escapes all."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import jsonschema
import pytest
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from swsim.artefacts import artefact_dir
from swsim.documents.reading import decode_payload
from swsim.documents.types.response import Response
from swsim.validation import functions
from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from swsim.validation.report import Report
from swsim.validation.writers import FORMATS
from swsim.validation.writers.text import coloured
from validation.papers import GOOD, IMPORT, SAMPLES, changed
from validation.reports import MISTYPED, RISKY, report_on, samples, strange

LANGS = ("en", "es")
# The schema of the standard itself.
SARIF = Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


@pytest.fixture(scope="module")
def all_samples() -> Report:
    return samples()


def written(name: str, report: Report, lang: str = "en") -> str:
    """Return the text of a format, of the first document where it takes one."""
    form = FORMATS[name]
    if form.single:
        return form.write_one(report.documents[0], report, lang)
    return form.write(report, lang)


# --- all formats ----------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_format_speaks_spanish(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(MISTYPED)
    report = report_on(path, traced=True)

    english, spanish = (written(name, report, lang) for lang in LANGS)
    assert "The check digit of container" in english
    assert "El dígito de control del contenedor" in spanish


@pytest.mark.parametrize("name", FORMATS)
def test_format_is_the_same_again(name: str, tmp_path: Path) -> None:
    assert written(name, strange(tmp_path)) == written(name, strange(tmp_path))


@pytest.mark.parametrize("name", ["junit", "svrl", "wco"])
def test_xml_format_is_well_formed_whatever_it_tells(name: str, tmp_path: Path) -> None:
    text = written(name, strange(tmp_path))

    etree.fromstring(text.encode())
    assert "script" in text


def test_terminal_is_not_told_to_do_anything(tmp_path: Path) -> None:
    text = written("text", strange(tmp_path))

    assert all(each.isprintable() or each == "\n" for each in text)
    assert "\\u202e" in text
    assert "\\n]]>.xml: " in text.splitlines()[0]


# --- text -----------------------------------------------------------------------------


def test_text_has_a_caret_under_what_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(MISTYPED)
    lines = written("text", report_on(path)).splitlines()
    caret = next(place for place, line in enumerate(lines) if "^" in line)
    start, end = lines[caret].index("^"), lines[caret].rindex("^") + 1

    assert lines[caret - 1][start:end] == "SWSU0000010"
    assert "      suggestion: SWSU0000019" in lines
    assert lines[-1] == "1 document: 1 invalid; 1 error"


def test_colours_add_nothing_but_colours(all_samples: Report) -> None:
    painted = coloured(all_samples)

    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == written("text", all_samples)
    assert painted.count("\x1b[0m") > 100


# --- JSON -----------------------------------------------------------------------------


def schema() -> object:
    path = artefact_dir("schemas") / "validation-report.schema.json"
    return json.loads(path.read_bytes())


def test_published_schema_is_that_of_the_records() -> None:
    sys.path.insert(0, str(artefact_dir("schemas").parent / "tools"))
    from make_report_schema import report_schema

    assert schema() == report_schema(), "run: python tools/make_report_schema.py"


@pytest.mark.parametrize("lang", LANGS)
def test_json_is_as_its_schema_says(all_samples: Report, lang: str) -> None:
    data = json.loads(written("json", all_samples, lang))

    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["summary"]["documents"] == len(list(SAMPLES.glob("*/*.xml")))


def test_schema_refuses_what_it_does_not_know(all_samples: Report) -> None:
    data = json.loads(written("json", all_samples))
    data["documents"][0]["surprise"] = 1

    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(data, schema())


def test_json_has_both_languages_and_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(RISKY)
    document = json.loads(written("json", report_on(path)))["documents"][0]

    assert document["sha256"] == hashlib.sha256(RISKY).hexdigest()
    assert all(set(each["messages"]) == set(LANGS) for each in document["findings"])


# --- JUnit ----------------------------------------------------------------------------


def test_junit_counts_what_it_holds(all_samples: Report) -> None:
    root = etree.fromstring(written("junit", all_samples).encode())
    totals = {
        "tests": root.findall("testsuite/testcase"),
        "failures": root.findall("testsuite/testcase/failure"),
        "errors": root.findall("testsuite/testcase/error"),
        "skipped": root.findall("testsuite/testcase/skipped"),
    }

    assert {name: root.get(name) for name in totals} == {
        name: str(len(found)) for name, found in totals.items()
    }
    invalid = [
        each for each in all_samples.documents if each.result.verdict == "invalid"
    ]
    assert len(root.findall("testsuite[@failures='1']")) == len(invalid)


def test_junit_fails_a_skipped_layer_when_strict() -> None:
    sample = SAMPLES / "declaration" / "good-import-929.xml"
    plain, strict = (
        etree.fromstring(written("junit", report_on(sample, strict=each)).encode())
        for each in (False, True)
    )

    assert (plain.get("skipped"), plain.get("failures")) == ("1", "0")
    assert (strict.get("skipped"), strict.get("failures")) == ("0", "1")


def test_junit_of_expectations_has_one_case_for_each_document() -> None:
    report = report_on(SAMPLES / "response", beside=True)
    root = etree.fromstring(written("junit", report).encode())

    assert root.get("tests") == str(len(report.documents))
    assert root.get("failures") == "0"


# --- SARIF ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_sarif_is_as_its_schema_says(all_samples: Report, lang: str) -> None:
    log = json.loads(written("sarif", all_samples, lang))

    schema = json.loads(SARIF.read_bytes())
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(log)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all(
        rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"]
    )
    assert {each["level"] for each in run["results"]} == {"error", "warning", "note"}


def test_sarif_helps_with_every_rule_in_both_languages(all_samples: Report) -> None:
    run = json.loads(written("sarif", all_samples))["runs"][0]
    helped = [each["properties"]["help"] for each in run["tool"]["driver"]["rules"]]

    assert len(helped) > 40
    assert all(
        each["en"] and each["es"] and each["en"] != each["es"] for each in helped
    )


def test_sarif_fingerprint_outlives_a_change_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    prints = []
    for text in (
        RISKY,
        RISKY.replace(b"<Declaration ", b"\n\n<!-- new -->\n<Declaration "),
    ):
        path.write_bytes(text)
        results = json.loads(written("sarif", report_on(path)))["runs"][0]["results"]
        lines = [each["locations"][0]["physicalLocation"]["region"] for each in results]
        prints.append([each["partialFingerprints"] for each in results])

    assert lines
    assert prints[0] == prints[1]
    assert len(set(map(str, prints[0]))) == len(prints[0])


def test_sarif_paths_are_relative_to_the_folder_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub folder").mkdir()
    (tmp_path / "sub folder" / "ñ.xml").write_bytes(RISKY)
    monkeypatch.chdir(tmp_path / "sub folder")
    inside = json.loads(written("sarif", report_on("ñ.xml")))["runs"][0]
    monkeypatch.chdir(tmp_path)
    below = json.loads(written("sarif", report_on(tmp_path)))["runs"][0]

    assert inside["artifacts"][0]["location"]["uri"] == "%C3%B1.xml"
    assert below["artifacts"][0]["location"] == {
        "uri": "sub%20folder/%C3%B1.xml",
        "uriBaseId": "%SRCROOT%",
    }


# --- SVRL -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schematrons() -> Iterator[list[Schematron]]:
    with functions.registered():
        yield [
            Schematron(etree.parse(each), store_report=True, validate_schema=False)
            for each in sorted((shipped().folder / "rules").glob("*.sch"))
        ]


@pytest.mark.parametrize(
    "path",
    [*GOOD[:4], *sorted(SAMPLES.glob("declaration/bad-r*.xml"))],
    ids=lambda path: path.stem,
)
def test_svrl_fails_the_asserts_that_lxml_fails(
    path: Path, schematrons: list[Schematron]
) -> None:
    ours = etree.fromstring(written("svrl", report_on(path, traced=True)).encode())
    tree = etree.parse(path, etree.XMLParser(remove_comments=True))
    theirs: list[tuple[str, str]] = []
    for schematron in schematrons:
        schematron.validate(tree)
        theirs += _failed(schematron.validation_report.getroot(), tree)

    assert sorted(_failed(ours, tree)) == sorted(theirs)
    assert ours.findall("svrl:fired-rule", SVRL)


def _failed(report: etree._Element, tree: etree._ElementTree) -> list[tuple[str, str]]:
    names = ("failed-assert", "successful-report")
    failed = report.iter(*(f"{{{SVRL['svrl']}}}{name}" for name in names))
    found = [(each.get("id", ""), each.get("location", "")) for each in failed]
    return [(id, _path(tree, location)) for id, location in found]


def _path(tree: etree._ElementTree, location: str) -> str:
    (element,) = cast(list[etree._Element], tree.xpath(location))
    return tree.getpath(element)


def test_svrl_of_a_document_against_the_schema_is_no_success() -> None:
    path = SAMPLES / "declaration" / "bad-xsd-month-13.xml"
    root = etree.fromstring(written("svrl", report_on(path, traced=True)).encode())

    assert [each.get("id") for each in root.findall("svrl:failed-assert", SVRL)] == [
        "XSD-pattern"
    ]
    said = [each.text or "" for each in root.findall("svrl:text", SVRL)]
    assert any(each.startswith("rules: skipped") for each in said)


# --- HTML -----------------------------------------------------------------------------


class _Page(HTMLParser):
    """Which elements and attributes a page has, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_html_needs_nothing_and_runs_nothing(tmp_path: Path) -> None:
    page = _Page(written("html", strange(tmp_path)))

    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert page.links == []
    assert "<script>" in "".join(page.text)
    assert "@import" not in "".join(page.text)


def test_html_marks_the_place_in_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(MISTYPED)

    assert "&lt;ID&gt;<mark>SWSU0000010</mark>&lt;/ID&gt;" in written(
        "html", report_on(path)
    )


# --- WCO ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.xml")), ids=lambda p: p.stem)
def test_wco_response_is_a_valid_document(path: Path, validator: Validator) -> None:
    text = written("wco", report_on(path))
    result = validator.validate(text.encode())

    assert [layer.state for layer in result.layers if layer.name != "references"] == [
        "valid"
    ] * 6
    assert result.document == "response"


def test_wco_response_leaves_risks_inside_customs(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(RISKY)
    report = report_on(path)
    risks = [
        each for each in report.documents[0].result.findings if each.severity == "R"
    ]
    text = written("wco", report)
    response = _response(text)

    assert [each.rule for each in risks] == ["R12"]
    assert [each.code for each in response.errors] == ["R15"]
    traces = [risks[0].rule, risks[0].value or "?", *dict(risks[0].messages).values()]
    assert [each for each in traces if each in text] == []


def test_wco_response_to_a_risk_alone_is_that_to_a_good_document(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.xml"
    answers = []
    for text in (changed(IMPORT, (">8600<", ">1<")), IMPORT.encode()):
        path.write_bytes(text)
        answer = written("wco", report_on(path))
        answers.append(re.sub(r"VAL-\w+", "VAL", answer))

    assert answers[0] == answers[1]


def test_wco_response_names_the_document_and_rejects_it(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(RISKY)
    response = _response(written("wco", report_on(path)))

    assert response.function == "11"
    assert [each.name for each in response.statuses] == ["2"]
    assert response.declaration is not None
    assert f">{response.declaration.reference}<" in IMPORT


def _response(text: str) -> Response:
    made = decode_payload(etree.fromstring(text.encode()))
    assert isinstance(made, Response)
    return made


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()

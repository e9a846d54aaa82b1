"""The expectations of a run as JUnit XML."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from app.playing import Played, what
from swsim.app.expectations import Outcome
from swsim.app.expectations.judging import Verdict
from swsim.app.junit import write_blocked, write_junit


def outcome(id_: str, verdict: Verdict) -> Outcome:
    return Outcome(id=id_, text="few < many", observed="9", verdict=verdict)


def suite(path: Path) -> etree._Element:
    return etree.parse(path).getroot()[0]


def test_each_verdict_has_its_own_form(first_contact: Played, tmp_path: Path) -> None:
    verdicts: tuple[Verdict, ...] = ("PASS", "WARN", "FAIL", "BLOCKED")
    outcomes = tuple(outcome(f"E{n}", each) for n, each in enumerate(verdicts))
    summary = replace(first_contact.summary, expectations=outcomes)
    path = tmp_path / "junit.xml"

    write_junit(path, what("first-contact", tmp_path), summary)

    found = suite(path)
    counted = {name: found.get(name) for name in ("tests", "failures", "errors")}
    assert counted == {"tests": "4", "failures": "1", "errors": "1"}
    assert [case[0].tag for case in found.iter("testcase")] == [
        "system-out",
        "system-out",
        "failure",
        "error",
    ]
    assert "WARN" in str(found.findall("testcase")[1][0].text)
    assert found.xpath("string(properties/property[@name='digest']/@value)")


def test_run_that_expects_nothing_is_skipped(
    first_contact: Played, tmp_path: Path
) -> None:
    summary = replace(first_contact.summary, expectations=())
    path = tmp_path / "junit.xml"

    write_junit(path, what("first-contact", tmp_path), summary)

    assert (suite(path).get("tests"), suite(path).get("skipped")) == ("1", "1")


def test_run_that_did_not_end_is_blocked(tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"

    write_blocked(path, what("first-contact", tmp_path), "the broker is gone")

    assert (suite(path).get("tests"), suite(path).get("errors")) == ("5", "5")
    errors = list(suite(path).iter("error"))
    assert {each.get("type") for each in errors} == {"BLOCKED"}
    assert {each.get("message") for each in errors} == {"the broker is gone"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_texts_are_those_of_the_language(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "junit.xml"

    write_blocked(path, what("first-contact", tmp_path, lang=lang), "-")

    name = str(suite(path).xpath("string(testcase/@name)"))
    assert {"en": "exactly 1", "es": "exactamente 1"}[lang] in name

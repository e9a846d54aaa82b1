"""Writes the expectations of a run as JUnit XML, as build servers read it.

A testsuite is a run, a testcase an expectation. FAIL is a failure, BLOCKED an error,
WARN passes with its words on system-out; a run that expects nothing has one testcase
that is skipped. A run that did not come to its end has only errors.
"""

from pathlib import Path

from lxml import etree

from swsim.app.concluding import Summary
from swsim.app.expectations import BLOCKED, FAIL, WARN, Outcome
from swsim.app.expectations.wording import Words
from swsim.app.stage import Play
from swsim.errors import FileProblem


def write_junit(path: Path, what: Play, summary: Summary) -> None:
    """Write the outcome of a run; FileProblem where the file cannot be written."""
    suite = _suite(what, f"{summary.wall_seconds:.2f}")
    properties = etree.SubElement(suite, "properties")
    for name in ("run_id", "seed", "digest", "broker", "verdict"):
        value = str(getattr(summary, name))
        etree.SubElement(properties, "property", name=name, value=value)
    for outcome in summary.expectations:
        _judged(suite, outcome)
    if not summary.expectations:
        case = _case(suite, "expectations", what.loaded.name)
        etree.SubElement(case, "skipped", message="the scenario expects nothing")
    _write(path, suite)


def write_blocked(path: Path, what: Play, why: str) -> None:
    """Write that a run did not come to its end: every expectation is BLOCKED."""
    suite, words = _suite(what, "0"), Words(what.lang)
    for expected in what.loaded.scenario.expectations:
        case = _case(suite, f"{expected.id} {words.expected(expected)}", expected.id)
        _error(case, why)
    if not what.loaded.scenario.expectations:
        _error(_case(suite, "run", what.loaded.name), why)
    _write(path, suite)


def _suite(what: Play, seconds: str) -> etree._Element:
    return etree.Element("testsuite", name=f"swsim {what.loaded.name}", time=seconds)


def _case(suite: etree._Element, name: str, id_: str) -> etree._Element:
    classname = f"{suite.get('name', '').replace(' ', '.')}.{id_}"
    return etree.SubElement(suite, "testcase", name=name, classname=classname)


def _judged(suite: etree._Element, outcome: Outcome) -> None:
    case = _case(suite, f"{outcome.id} {outcome.text}", outcome.id)
    if outcome.verdict == BLOCKED:
        _error(case, outcome.observed)
    elif outcome.verdict == FAIL:
        failure = etree.SubElement(
            case, "failure", type=FAIL, message=f"observed: {outcome.observed}"
        )
        failure.text = f"expected: {outcome.text}\nobserved: {outcome.observed}"
    else:
        said = etree.SubElement(case, "system-out")
        sign = f"{WARN}: " if outcome.verdict == WARN else ""
        said.text = f"{sign}observed: {outcome.observed}"


def _error(case: etree._Element, why: str) -> None:
    etree.SubElement(case, "error", type=BLOCKED, message=why)


def _write(path: Path, suite: etree._Element) -> None:
    cases = suite.findall("testcase")
    for attribute, tag in (
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ):
        count = sum(case.find(tag) is not None for case in cases)
        suite.set(attribute, str(count))
    suite.set("tests", str(len(cases)))
    root = etree.Element("testsuites")
    root.append(suite)
    text = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    try:
        path.write_bytes(text)
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be written") from error

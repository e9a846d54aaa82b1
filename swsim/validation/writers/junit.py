"""For CI servers: a test suite for each document, a test case for each layer.

A layer that is invalid is a failure, one that is unclear an error, one that did not run
is skipped. A document that is held against what is expected of it is one test case.
Failures and errors are there exactly when the command ends with 1 or 2.
"""

from dataclasses import dataclass

from lxml import etree

from swsim import __version__
from swsim.validation.report import Report, Reported, Unread
from swsim.validation.result import Finding, Layer
from swsim.validation.writers.words import chain, difference, plain, word


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """A test case; `outcome` is the element in it: failure, error, skipped or none."""

    name: str
    outcome: str | None = None
    message: str = ""
    text: str = ""
    said: str = ""


def write(report: Report, lang: str = "en") -> str:
    """Return the XML that JUnit made common, for all documents."""
    root = etree.Element("testsuites", name="swsim validate")
    for document in report.documents:
        suite = _suite(root, document.name, _cases(document, report, lang))
        _properties(suite, document, report)
    for unread in report.unread:
        _suite(root, unread.name, [_unread(unread, lang)])
    for kind in ("tests", "failures", "errors", "skipped"):
        total = sum(int(suite.get(kind, "0")) for suite in root)
        root.set(kind, str(total))
    etree.indent(root)
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: etree._Element, name: str, cases: list[_Case]) -> etree._Element:
    outcomes = [case.outcome for case in cases]
    suite = etree.SubElement(
        root,
        "testsuite",
        name=plain(name),
        tests=str(len(cases)),
        failures=str(outcomes.count("failure")),
        errors=str(outcomes.count("error")),
        skipped=str(outcomes.count("skipped")),
    )
    for case in cases:
        _add(suite, plain(name), case)
    return suite


def _add(suite: etree._Element, classname: str, case: _Case) -> None:
    element = etree.SubElement(suite, "testcase", classname=classname, name=case.name)
    if case.outcome:
        outcome = etree.SubElement(element, case.outcome, message=plain(case.message))
        outcome.text = case.text or None
    if case.said:
        etree.SubElement(element, "system-out").text = case.said


def _properties(suite: etree._Element, document: Reported, report: Report) -> None:
    facts = {
        "verdict": document.result.verdict,
        "document": document.result.document or "",
        "sha256": document.sha256 or "",
        "swsim": __version__,
        "rule-set": " ".join(report.rule_set),
    }
    properties = etree.Element("properties")
    for name, value in facts.items():
        if value:
            etree.SubElement(properties, "property", name=name, value=value)
    suite.insert(0, properties)


def _cases(document: Reported, report: Report, lang: str) -> list[_Case]:
    if document.differences is not None:
        return [_expectation(document, lang)]
    return [_case(layer, report.strict, lang) for layer in document.result.layers]


def _expectation(document: Reported, lang: str) -> _Case:
    said = [difference(each, lang) for each in document.differences or ()]
    return _Case(
        name="expectation",
        outcome="failure" if said else None,
        message="; ".join(said),
        text="\n".join(_text(each, lang) for each in document.result.findings)
        if said
        else "",
    )


def _case(layer: Layer, strict: bool, lang: str) -> _Case:
    text = "\n".join(_text(each, lang) for each in layer.findings)
    why = layer.because(lang)
    if layer.state == "unclear":
        return _Case(name=layer.name, outcome="error", message=why, text=text)
    if layer.state == "invalid":
        errors = [each for each in layer.findings if each.severity == "E"]
        message = "; ".join(each.message(lang) for each in errors) or layer.name
        return _Case(name=layer.name, outcome="failure", message=message, text=text)
    if layer.state == "skipped":
        outcome = "failure" if strict else "skipped"
        return _Case(name=layer.name, outcome=outcome, message=why, said=text)
    return _Case(name=layer.name, said=text)


def _text(finding: Finding, lang: str) -> str:
    place = f"{finding.line}:{finding.column}" if finding.line else "-"
    facts = [
        f"{place} {finding.severity} {finding.rule} {finding.message(lang)}",
        finding.xpath,
        f"WCO {chain(finding)}" if finding.pointer else "",
        f"{word('suggestion', lang)}: {finding.suggestion}"
        if finding.suggestion
        else "",
    ]
    return "\n  ".join(plain(each) for each in facts if each)


def _unread(unread: Unread, lang: str) -> _Case:
    return _Case(name="read", outcome="error", message=unread.because(lang))

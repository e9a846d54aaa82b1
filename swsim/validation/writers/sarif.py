"""For code scanning: SARIF 2.1.0 (OASIS), one run for all documents.

Paths are relative to the folder in which the command was called. A finding's
fingerprint is made of its file, rule, path and value, so that it outlives a change of
lines elsewhere in the document.
"""

import hashlib
import json
from typing import Any, Final

from swsim import __version__
from swsim.validation.report import Report, Reported, Unread
from swsim.validation.result import Finding, Layer, Messages
from swsim.validation.snippets import Snippet
from swsim.validation.writers.words import chain

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
BASE: Final = "%SRCROOT%"
_FINGERPRINT: Final = "swsim/v1"
_LEVELS: Final = {"E": "error", "W": "warning", "R": "note"}

_Json = dict[str, Any]


def write(report: Report, lang: str = "en") -> str:
    """Return one SARIF log for all documents."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, lang)]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _run(report: Report, lang: str) -> _Json:
    rules = sorted(report.rules)
    return {
        "tool": {"driver": _driver(report, rules)},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            BASE: {"description": {"text": "The folder where swsim validate was run."}}
        },
        "invocations": [_invocation(report, lang)],
        "artifacts": [_artifact(each) for each in report.documents],
        "results": [
            _result(document, index, finding, snippet, rules, lang)
            for index, document in enumerate(report.documents)
            for finding, snippet in document.pairs()
        ],
    }


def _driver(report: Report, rules: list[str]) -> _Json:
    id, version = report.rule_set
    return {
        "name": "swsim",
        "version": __version__,
        "semanticVersion": __version__,
        "properties": {"ruleSet": {"id": id, "version": version}},
        "rules": [_rule(rule, report.rules[rule]) for rule in rules],
    }


def _rule(rule: str, messages: Messages) -> _Json:
    texts = dict(messages)
    english = texts.get("en") or next(iter(texts.values()), "") or rule
    both = "\n\n".join(dict.fromkeys(texts.values())) or rule
    return {
        "id": rule,
        "shortDescription": {"text": english},
        "help": {"text": both, "markdown": both},
        "properties": {"help": texts},
    }


def _location(document: Reported | Unread) -> _Json:
    if ":" in document.uri.partition("/")[0]:
        return {"uri": document.uri}  # absolute: on another drive, or above the folder
    return {"uri": document.uri, "uriBaseId": BASE}


def _artifact(document: Reported) -> _Json:
    hashes = {"hashes": {"sha-256": document.sha256}} if document.sha256 else {}
    return {
        "location": _location(document),
        **hashes,
        "properties": {"verdict": document.result.verdict},
    }


def _result(
    document: Reported,
    index: int,
    finding: Finding,
    snippet: Snippet | None,
    rules: list[str],
    lang: str,
) -> _Json:
    place: _Json = {"artifactLocation": {**_location(document), "index": index}}
    if finding.line:
        place["region"] = _region(finding, snippet)
    location: _Json = {"physicalLocation": place}
    if finding.xpath:
        name = {"fullyQualifiedName": finding.xpath, "kind": "element"}
        location["logicalLocations"] = [name]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message(lang) or finding.rule},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(document, finding)},
        "properties": _properties(finding),
    }


def _region(finding: Finding, snippet: Snippet | None) -> _Json:
    region: _Json = {"startLine": finding.line}
    if finding.column:
        region["startColumn"] = finding.column
    if snippet is not None and snippet.text:
        region["snippet"] = {"text": snippet.text}
    return region


def _fingerprint(document: Reported, finding: Finding) -> str:
    facts = (document.uri, finding.rule, finding.xpath, finding.value or "")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _properties(finding: Finding) -> _Json:
    facts = {
        "layer": finding.layer,
        "audience": finding.audience,
        "pointer": chain(finding),
        "value": finding.value,
        "expected": finding.expected,
        "suggestion": finding.suggestion,
        "detail": finding.detail,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _invocation(report: Report, lang: str) -> _Json:
    unclear = [
        _notification(document, f"{layer.name}: {layer.because(lang)}", "error")
        for document in report.documents
        for layer in _unclear(document)
    ]
    unread = [
        _notification(each, each.because(lang), "error") for each in report.unread
    ]
    return {
        "executionSuccessful": not unclear and not unread,
        "toolExecutionNotifications": unclear + unread,
    }


def _unclear(document: Reported) -> list[Layer]:
    return [each for each in document.result.layers if each.state == "unclear"]


def _notification(document: Reported | Unread, text: str, level: str) -> _Json:
    return {
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": _location(document)}}],
    }

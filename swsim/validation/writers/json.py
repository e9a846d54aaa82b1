"""For programs: everything that is known, in the form that a JSON Schema describes.

The schema is `schemas/validation-report.schema.json`, written from these records by
`tools/make_report_schema.py`.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from swsim import __version__
from swsim.validation import report as known
from swsim.validation.result import Audience, Severity, State, Verdict
from swsim.validation.result import Finding as Found


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pointer(_Record):
    """One level of a WCO pointer chain, top down."""

    sequence: int | None = Field(description="Occurrence of a repeating class, from 1.")
    section: str | None = Field(description="WCO id of the class, such as 68A.")
    tag: str | None = Field(description="WCO id of the leaf; on the last level only.")


class Finding(_Record):
    """One thing that is wrong, or doubtful, in a document."""

    rule: str
    layer: str
    severity: Severity = Field(description="E error, W warning, R risk.")
    audience: Audience = Field(
        description="A declarant may see a finding that is no risk and is not for"
        " officers."
    )
    line: int = Field(description="From 1; 0 where it is not known.")
    column: int = Field(description="In characters, from 1; 0 where it is not known.")
    xpath: str = Field(description="Names without prefixes; [n] where a name repeats.")
    pointer: tuple[Pointer, ...]
    message: str = Field(description="The sentence in the language asked for.")
    messages: dict[str, str] = Field(description="The sentence by language.")
    value: str | None
    expected: str | None = Field(description="What would be right, in words or codes.")
    suggestion: str | None = Field(description="The one value that certainly would be.")
    detail: str | None = Field(description="What the library underneath said.")


class Layer(_Record):
    """What one layer says; `why` explains the states skipped and unclear."""

    name: str
    state: State
    why: str


class Difference(_Record):
    """What was expected and is missing, or was found and not expected."""

    kind: Literal["verdict", "missing", "unexpected"]
    expected: str | None
    found: str | None
    rule: str | None
    layer: str | None
    line: int | None


class Document(_Record):
    """One document and its verdict."""

    file: str
    document: str | None = Field(description="Id of its type; null where not known.")
    verdict: Verdict
    sha256: str | None = Field(description="Null where it was too large to be read.")
    as_expected: bool | None = Field(description="Null where nothing was asked.")
    differences: tuple[Difference, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]


class Unread(_Record):
    """A document that could not be read."""

    file: str
    why: str


class RuleSet(_Record):
    """Which rules the documents were held against."""

    id: str
    version: str


class Summary(_Record):
    """How many there are of what."""

    documents: int
    valid: int
    valid_partial: int
    invalid: int
    unclear: int
    unread: int
    errors: int
    warnings: int
    risks: int
    as_expected: int | None = Field(description="Null where nothing was asked.")


class ValidationReport(_Record):
    """What `swsim validate --format json` prints."""

    format: Literal["swsim-validation-report"]
    format_version: Literal["1"]
    swsim: str = Field(description="The version of swsim.")
    rule_set: RuleSet
    strict: bool = Field(description="Whether a skipped layer fails too.")
    met: bool = Field(description="Whether every document is as it should be.")
    summary: Summary
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]


def write(report: known.Report, lang: str = "en") -> str:
    """Return one JSON object for all documents."""
    return record_of(report, lang).model_dump_json(indent=2) + "\n"


def record_of(report: known.Report, lang: str = "en") -> ValidationReport:
    """Return what the JSON object holds."""
    id, version = report.rule_set
    return ValidationReport(
        format="swsim-validation-report",
        format_version="1",
        swsim=__version__,
        rule_set=RuleSet(id=id, version=version),
        strict=report.strict,
        met=report.met and not report.unread,
        summary=_summary(report),
        documents=tuple(_document(each, lang) for each in report.documents),
        unread=tuple(
            Unread(file=each.name, why=each.because(lang)) for each in report.unread
        ),
    )


def _summary(report: known.Report) -> Summary:
    verdicts, severities = report.verdicts(), report.severities()
    return Summary(
        documents=len(report.documents),
        valid=verdicts.get("valid", 0),
        valid_partial=verdicts.get("valid-partial", 0),
        invalid=verdicts.get("invalid", 0),
        unclear=verdicts.get("unclear", 0),
        unread=len(report.unread),
        errors=severities.get("E", 0),
        warnings=severities.get("W", 0),
        risks=severities.get("R", 0),
        as_expected=report.as_expected() if report.compared else None,
    )


def _document(document: known.Reported, lang: str) -> Document:
    result, differences = document.result, document.differences
    return Document(
        file=document.name,
        document=result.document,
        verdict=result.verdict,
        sha256=document.sha256,
        as_expected=None if differences is None else not differences,
        differences=tuple(
            Difference(
                kind=each.kind,
                expected=each.expected,
                found=each.found,
                rule=each.rule,
                layer=each.layer,
                line=each.line,
            )
            for each in differences or ()
        ),
        layers=tuple(
            Layer(name=each.name, state=each.state, why=each.because(lang))
            for each in result.layers
        ),
        findings=tuple(finding_of(each, lang) for each in result.findings),
    )


def finding_of(finding: Found, lang: str = "en") -> Finding:
    """Return a finding as the JSON object holds it."""
    return Finding(
        rule=finding.rule,
        layer=finding.layer,
        severity=finding.severity,
        audience=finding.audience,
        line=finding.line,
        column=finding.column,
        xpath=finding.xpath,
        pointer=tuple(
            Pointer(sequence=sequence, section=section, tag=tag)
            for sequence, section, tag in finding.pointer
        ),
        message=finding.message(lang),
        messages=dict(finding.messages),
        value=finding.value,
        expected=finding.expected,
        suggestion=finding.suggestion,
        detail=finding.detail,
    )

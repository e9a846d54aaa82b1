"""ISO Schematron's own report (SVRL) for one document, every layer of it.

Rules of the Schematron layers stand as they fired, with all that they were asked
about. A layer before them that is not valid stands as a pattern of its own, since a
report without its failures would look like success.
"""

from typing import Final

from lxml import etree

from swsim.validation.report import Report, Reported
from swsim.validation.result import Finding, Layer
from swsim.validation.tracing import Asserted, Trace
from swsim.validation.writers.words import plain, word

NAMESPACE: Final = "http://purl.oclc.org/dsdl/svrl"
_SVRL: Final = f"{{{NAMESPACE}}}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# The layer that traces tell of.
_TRACED: Final = "rules"


def write_one(document: Reported, report: Report, lang: str = "en") -> str:
    """Return the SVRL of one document."""
    id, version = report.rule_set
    root = etree.Element(
        f"{_SVRL}schematron-output",
        nsmap={"svrl": NAMESPACE},
        title=f"{id} {version}",
        schemaVersion=version,
    )
    for layer in document.result.layers:
        if layer.state in ("skipped", "unclear"):
            said = f"{layer.name}: {word(layer.state, lang)}: {layer.because(lang)}"
            _sub(root, "text").text = plain(said)
    for prefix, uri in sorted(
        {each for one in document.traces for each in one.prefixes}
    ):
        _sub(root, "ns-prefix-in-attribute-values", prefix=prefix, uri=uri)
    for layer in document.result.layers:
        if layer.name != _TRACED or not document.traces:
            _layer(root, document, layer, lang)
    for trace in document.traces:
        _trace(root, document, trace, lang)
    etree.indent(root)
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _layer(root: etree._Element, document: Reported, layer: Layer, lang: str) -> None:
    if layer.state == "skipped":
        return
    _sub(root, "active-pattern", id=layer.name, document=document.uri)
    _sub(root, "fired-rule", context="/")
    for finding in layer.findings:
        _found(root, finding, lang)


def _found(root: etree._Element, finding: Finding, lang: str) -> None:
    failed = _sub(
        root,
        "failed-assert",
        id=finding.rule,
        location=finding.xpath or "/",
        test=finding.layer,
        role=finding.severity,
    )
    _sub(failed, "text", lang).text = plain(finding.message(lang))


def _trace(root: etree._Element, document: Reported, trace: Trace, lang: str) -> None:
    _sub(root, "active-pattern", document=document.uri)
    for fired in trace.fired:
        _sub(root, "fired-rule", context=fired.context)
        for asserted in fired.asserted:
            _asserted(root, asserted, lang)


def _asserted(root: etree._Element, asserted: Asserted, lang: str) -> None:
    said = _sub(
        root,
        "successful-report" if asserted.report else "failed-assert",
        id=asserted.id,
        location=asserted.location,
        test=asserted.test,
        role=asserted.role,
    )
    if asserted.officer:
        said.set("flag", "officer")
    texts = dict(asserted.messages)
    text = texts.get(lang) or texts.get("en") or ""
    _sub(said, "text", lang if texts.get(lang) else None).text = plain(text)


def _sub(
    parent: etree._Element, name: str, lang: str | None = None, **facts: str
) -> etree._Element:
    made = etree.SubElement(parent, f"{_SVRL}{name}", facts)
    if lang:
        made.set(_LANG, lang)
    return made

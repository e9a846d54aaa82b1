"""For people at a terminal: file by file, each finding with its line and a caret.

Plain text; `coloured` adds colours for a terminal that has them.
"""

import re
from collections.abc import Iterator
from typing import Final

from swsim.validation.report import Report, Reported
from swsim.validation.result import Finding
from swsim.validation.snippets import Snippet
from swsim.validation.writers.words import (
    chain,
    compared,
    difference,
    plain,
    summary,
    word,
)

_LONGEST_VALUE: Final = 200
_MARGIN: Final = "      "

# SGR codes by what they are for; the numbers are those of ECMA-48.
_STYLES: Final = {"bad": "1;31", "doubt": "33", "good": "32", "soft": "2", "mark": "1"}
_VERDICTS: Final = {
    "valid": "good",
    "valid-partial": "good",
    "invalid": "bad",
    "unclear": "bad",
}
_SEVERITIES: Final = {"E": "bad", "W": "doubt", "R": "doubt"}

# A line as parts, each with a style or none.
_Line = list[tuple[str, str | None]]


def write(report: Report, lang: str = "en") -> str:
    """Return the findings of all documents, and a line with the counts."""
    return "".join(_joined(line) for line in _lines(report, lang))


def coloured(report: Report, lang: str = "en") -> str:
    """Return the same with colours."""
    return "".join(_painted(line) for line in _lines(report, lang))


def _joined(line: _Line) -> str:
    return "".join(text for text, _ in line) + "\n"


def _painted(line: _Line) -> str:
    parts = (
        f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style else text
        for text, style in line
    )
    return "".join(parts) + "\n"


def _lines(report: Report, lang: str) -> Iterator[_Line]:
    for document in report.documents:
        yield from _document(document, report, lang)
    for unread in report.unread:
        why = plain(unread.because(lang))
        yield [(plain(unread.name), "mark"), (": ", None), (why, "bad")]
    yield [(summary(report, lang), "good" if report.met else "bad")]
    if report.compared:
        good = report.as_expected() == len(report.documents)
        yield [(compared(report, lang), "good" if good else "bad")]


def _document(document: Reported, report: Report, lang: str) -> Iterator[_Line]:
    result = document.result
    said = word(result.verdict, lang)
    style = _VERDICTS[result.verdict]
    if result.verdict == "valid-partial":
        names = ", ".join(layer.name for layer in result.skipped)
        said += f" ({word('not checked', lang)}: {names})"
        style = "bad" if report.strict else style
    yield [(plain(document.name), "mark"), (": ", None), (said, style)]
    if document.differences is not None:
        # What is as it was expected needs no words.
        for each in document.differences:
            yield [("  " + difference(each, lang), "bad")]
        if not document.differences:
            return
    for layer in result.layers:
        if layer.state == "unclear":
            why = plain(layer.because(lang))
            yield [(f"  {layer.name}: {word('unclear', lang)}: {why}", "bad")]
    for finding, snippet in document.pairs():
        yield from _finding(finding, snippet, lang)


def _finding(finding: Finding, snippet: Snippet | None, lang: str) -> Iterator[_Line]:
    place = f"{finding.line}:{finding.column}" if finding.line else "-"
    yield [
        (f"  {place} ", None),
        (f"{finding.severity} {finding.rule}", _SEVERITIES[finding.severity]),
        (f" {plain(finding.message(lang))}", None),
    ]
    if snippet is not None and snippet.text.strip():
        yield from _source(snippet)
    for text in _facts(finding, lang):
        yield [(_MARGIN + text, "soft")]


def _source(snippet: Snippet) -> Iterator[_Line]:
    number = str(snippet.line)
    # Spaces in front tell nothing, and deep elements have many.
    bare = snippet.text.lstrip(" \t")
    gone = len(snippet.text) - len(bare)
    if snippet.start < gone:
        bare, gone = snippet.text, 0
    before = plain(bare[: snippet.start - gone])
    caret = "^" * max(1, len(plain(snippet.text[snippet.start :][: snippet.length])))
    yield [(f"{_MARGIN}{number} | ", "soft"), (plain(bare.rstrip()), None)]
    blank = " " * len(number)
    yield [
        (f"{_MARGIN}{blank} | ", "soft"),
        (" " * _width(before) + caret[:_LONGEST_VALUE], "bad"),
    ]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian letters two."""
    wide = re.findall(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
                      r"\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]", text)  # fmt: skip
    return len(text) + len(wide)


def _facts(finding: Finding, lang: str) -> Iterator[str]:
    if finding.xpath:
        yield f"{word('at', lang)} {finding.xpath}"
    if pointer := chain(finding):
        yield f"WCO {pointer}"
    if finding.expected and finding.expected != finding.suggestion:
        yield f"{word('expected', lang)}: {_short(finding.expected)}"
    if finding.suggestion:
        yield f"{word('suggestion', lang)}: {_short(finding.suggestion)}"
    if finding.detail:
        yield f"{word('detail', lang)}: {_short(finding.detail)}"


def _short(text: str) -> str:
    shown = plain(text)
    return shown if len(shown) <= _LONGEST_VALUE else shown[:_LONGEST_VALUE] + "…"

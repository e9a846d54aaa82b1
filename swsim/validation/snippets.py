"""The lines of a document around a finding, and which characters of them are meant.

Long lines are cut to what surrounds the place: a document may be one line. Knows
nothing of how they are shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from swsim.validation.result import Finding

_AROUND: Final = 2  # lines
_BEFORE: Final = 80  # characters of a long line
_WIDTH: Final = 200
_NEWLINE = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"</?[^\s<>/=]+")
_DECLARED = re.compile(
    rb"""^.{0,3}<\?xml[^>]{0,80}encoding\s*=\s*["']([\w.:-]{1,40})"""
)
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Snippet:
    """A line with those around it. The first of `lines` has the number `first`.

    `length` characters of line `line` are meant, from `start` (0 is the first that is
    left of the line).
    """

    first: int
    lines: tuple[str, ...]
    line: int
    start: int
    length: int

    @property
    def text(self) -> str:
        """The line of the finding."""
        return self.lines[self.line - self.first]


def snippets(data: bytes, findings: Sequence[Finding]) -> tuple[Snippet | None, ...]:
    """Return the lines around each finding; None where it has no place."""
    if not findings:
        return ()
    lines = lines_of(data)
    return tuple(_snippet(lines, each) for each in findings)


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a document as findings count them; the first is line 1."""
    return _NEWLINE.split(_text(data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The characters that a finding means: `length` of line `line` from `start` (0)."""

    line: int
    start: int
    length: int


def marks(data: bytes, findings: Sequence[Finding]) -> tuple[Mark | None, ...]:
    """Return what each finding means in the whole document; None without a place."""
    if not findings:
        return ()
    lines = lines_of(data)
    return tuple(_mark(lines, each) for each in findings)


def _mark(lines: Sequence[str], finding: Finding) -> Mark | None:
    if not 1 <= finding.line <= len(lines):
        return None
    start, length = _meant(lines[finding.line - 1], finding)
    return Mark(line=finding.line, start=start, length=length)


def _snippet(lines: Sequence[str], finding: Finding) -> Snippet | None:
    line = finding.line
    if not 1 <= line <= len(lines):
        return None
    start, length = _meant(lines[line - 1], finding)
    first = max(1, line - _AROUND)
    shown = lines[first - 1 : line + _AROUND]
    longest = max(map(len, shown))
    cut = max(0, start - _BEFORE) if longest > _WIDTH else 0
    return Snippet(
        first=first,
        lines=tuple(each[cut : cut + _WIDTH] for each in shown),
        line=line,
        start=start - cut,
        length=max(1, min(length, _WIDTH - (start - cut))),
    )


def _meant(text: str, finding: Finding) -> tuple[int, int]:
    """Return where a finding begins in its line, and how many characters it has.

    That is the attribute's value, else the element's text, else the tag's name.
    """
    start = min(max(finding.column - 1, 0), len(text))
    tag = _NAME.match(text, start)
    if tag is None:
        return start, 1
    attribute = finding.xpath.rpartition("/@")[2] if "/@" in finding.xpath else None
    if attribute and (written := _attribute(attribute).search(text, start)):
        return written.start(1), written.end(1) - written.start(1)
    opening = text.find(">", start)
    if finding.value and opening >= 0 and attribute is None:
        value = text.find(finding.value, opening, _end(text, opening))
        if value >= 0:
            return value, len(finding.value)
    return start, tag.end() - start


def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf"""\b{re.escape(name)}\s*=\s*["']([^"']*)["']""")


def _end(text: str, opening: int) -> int:
    closing = text.find("<", opening)
    return len(text) if closing < 0 else closing


def _text(data: bytes) -> str:
    declared = _DECLARED.match(data)
    codec = declared[1].decode("ascii") if declared else "utf-8"
    codec = next((name for bom, name in _BOMS if data.startswith(bom)), codec)
    try:
        return data.decode(codec, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")

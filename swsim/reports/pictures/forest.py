"""Differences with their intervals, one under the other: a forest plot.

Each has a mark at its mean and a line from one end of its interval to the other; a line
through all stands where nothing differs. What is clear has a full mark, what is not an
empty one. Rows that are measured alike stand in one panel, on one scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg
from swsim.reports.pictures.scales import Measure, Scale, rounded

_LEFT, _RIGHT = svg.LABELS + 16, 850
_WORDS = _RIGHT + 34
_TITLE = 40
_HEAD, _ROW, _FOOT = 44, 54, 40  # of a panel: its title, a row, its axis
_MARK = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A mean difference between `low` and `high`; `clear` where it is beyond chance.

    `label` and the small `note` stand before it, `words` and the small `interval`
    behind it; `tone` is its class of colours.
    """

    label: str
    note: str
    low: float
    mean: float
    high: float
    clear: bool
    tone: str
    words: str
    interval: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """Rows that are measured in one unit, under a title that names it."""

    title: str
    rows: tuple[Row, ...]


def forest(
    panels: Sequence[Panel], *, id_: str, title: str, note: str, say: Measure
) -> str:
    """Return the panels one under the other, between `title` and `note`.

    `say` puts a number into words for an axis.
    """
    parts, top = [svg.words(16, 26, title, class_="strong")], _TITLE
    for panel in panels:
        parts += _panel(panel, top, say)
        top += _tall(panel)
    parts.append(svg.words(16, top + 16, note, class_="small"))
    desc = "; ".join(
        f"{row.label}: {row.words} ({row.interval})"
        for panel in panels
        for row in panel.rows
    )
    return svg.picture(svg.WIDTH, top + 34, parts, id_=id_, title=title, desc=desc)


def _tall(panel: Panel) -> int:
    return _HEAD + _ROW * len(panel.rows) + _FOOT


def _panel(panel: Panel, top: int, say: Measure) -> Iterator[str]:
    scale, begin = _scale(panel.rows), top + _HEAD
    end = begin + _ROW * len(panel.rows)
    yield svg.words(16, top + 28, panel.title)
    for at in rounded(scale.low, scale.high):
        yield svg.line(scale(at), begin, scale(at), end, class_="grid")
        yield svg.words(
            scale(at), end + 22, say(at), text_anchor="middle", class_="small"
        )
    yield svg.line(scale(0), begin - 8, scale(0), end, class_="zero")
    for place, row in enumerate(panel.rows):
        yield _row(row, begin + _ROW * place + _ROW // 2, scale)


def _scale(rows: Sequence[Row]) -> Scale:
    """Return a scale that shows zero, and a little room beyond the intervals."""
    low = min([0.0, *(row.low for row in rows)])
    high = max([0.0, *(row.high for row in rows)])
    margin = (high - low) / 20 or 1.0
    return Scale(low=low - margin, high=high + margin, left=_LEFT, right=_RIGHT)


def _row(row: Row, y: int, scale: Scale) -> str:
    before, drawn = svg.LABELS - 8, _interval(row, y, scale) + _mark(row, y, scale)
    return "".join(
        (
            svg.words(before, y - 3, row.label, text_anchor="end"),
            svg.words(before, y + 17, row.note, text_anchor="end", class_="small"),
            svg.element("g", drawn, class_=row.tone),
            svg.words(_WORDS, y - 3, row.words, class_=f"{row.tone}-text"),
            svg.words(_WORDS, y + 17, row.interval, class_="small"),
        )
    )


def _interval(row: Row, y: int, scale: Scale) -> str:
    low, high = scale(row.low), scale(row.high)
    return "".join(
        (
            svg.line(low, y, high, y, class_="whisker"),
            svg.line(low, y - 7, low, y + 7, class_="whisker"),
            svg.line(high, y - 7, high, y + 7, class_="whisker"),
        )
    )


def _mark(row: Row, y: int, scale: Scale) -> str:
    x = scale(row.mean)
    if not row.clear:
        return svg.element("circle", cx=x, cy=y, r=_MARK - 1, class_="box")
    path = f"M{x - _MARK} {y}L{x} {y - _MARK}L{x + _MARK} {y}L{x} {y + _MARK}Z"
    return svg.element("path", d=path, class_="dot")

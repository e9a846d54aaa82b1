"""Horizontal bars, for how many there are of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg

_RIGHT = 190  # room for the words behind the longest bar


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar: its colour class, its length, and the words behind it."""

    tone: str
    value: int
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BarRow:
    """A name and the bars that belong to it."""

    label: str
    bars: tuple[Bar, ...]


def bars(rows: Sequence[BarRow], *, id_: str, title: str) -> str:
    """Return a horizontal bar chart: for each row its bars one under the other."""
    longest = max((bar.value for row in rows for bar in row.bars), default=0)
    parts: list[str] = []
    y = 8
    for row in rows:
        height = 30 * len(row.bars)
        middle = y + height // 2 + 6
        parts.append(svg.words(svg.LABELS - 16, middle, row.label, text_anchor="end"))
        for place, bar in enumerate(row.bars):
            parts.append(_bar(bar, y + 30 * place, longest))
        y += height + 20
    parts.insert(0, svg.line(svg.LABELS, 0, svg.LABELS, y - 12, class_="axis"))
    desc = "; ".join(
        f"{row.label}: {', '.join(bar.words for bar in row.bars)}" for row in rows
    )
    return svg.picture(svg.WIDTH, y, parts, id_=id_, title=title, desc=desc)


def _bar(bar: Bar, y: int, longest: int) -> str:
    room = svg.WIDTH - svg.LABELS - _RIGHT
    length = bar.value * room // longest if longest else 0
    # Where there is something, there is something to see.
    length = max(length, 3) if bar.value else 0
    return svg.element(
        "rect", x=svg.LABELS, y=y + 3, width=length, height=24, rx=3, class_=bar.tone
    ) + svg.words(
        svg.LABELS + length + 10, y + 21, bar.words, class_=f"{bar.tone}-text"
    )

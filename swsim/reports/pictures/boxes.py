"""Box plots of durations on one scale, with a line where zero is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg
from swsim.reports.pictures.scales import Say, Scale, even, tick, ticks

_TOP = 34


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """The quantiles of some seconds; `few` holds all values where they are few."""

    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    few: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxRow:
    """A name, a colour class and the box drawn for it."""

    label: str
    tone: str
    box: Box
    words: str


def boxes(rows: Sequence[BoxRow], *, id_: str, title: str, zero: str, say: Say) -> str:
    """Return a box plot of seconds on one scale that shows `zero`, the arrival.

    `say` puts a number of seconds into words for the axis.
    """
    scale = even([0, *_ends(rows)], left=svg.LABELS + 10, right=svg.WIDTH - 30)
    bottom = 50 + 54 * len(rows)
    parts = [
        tick(scale(at), _TOP, bottom, say(at) if at else "0") for at in ticks(scale)
    ]
    parts.append(svg.line(scale(0), _TOP, scale(0), bottom, class_="zero"))
    parts.append(svg.words(scale(0), 24, zero, text_anchor="middle", class_="strong"))
    for place, row in enumerate(rows):
        parts.append(_row(row, 50 + 54 * place, scale))
    desc = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return svg.picture(svg.WIDTH, bottom + 36, parts, id_=id_, title=title, desc=desc)


def _ends(rows: Sequence[BoxRow]) -> Iterable[float]:
    for row in rows:
        yield from row.box.few or (row.box.p10, row.box.p90)


def _row(row: BoxRow, y: int, scale: Scale) -> str:
    middle = y + 24
    label = svg.words(svg.LABELS - 16, middle - 3, row.label, text_anchor="end")
    label += svg.words(
        svg.LABELS - 16, middle + 17, row.words, text_anchor="end", class_="small"
    )
    drawn = _dots(row, middle, scale) if row.box.few else _whole(row, y, scale)
    return svg.element("g", label + svg.element("g", drawn, class_=row.tone))


def _dots(row: BoxRow, middle: int, scale: Scale) -> str:
    return "".join(
        svg.element("circle", cx=scale(value), cy=middle, r=7, class_="dot")
        for value in row.box.few
    )


def _whole(row: BoxRow, y: int, scale: Scale) -> str:
    box, middle = row.box, y + 24
    low, left, right, high = map(scale, (box.p10, box.p25, box.p75, box.p90))
    return "".join(
        (
            svg.line(low, middle, high, middle, class_="whisker"),
            svg.line(low, middle - 8, low, middle + 8, class_="whisker"),
            svg.line(high, middle - 8, high, middle + 8, class_="whisker"),
            svg.element(
                "rect",
                x=left,
                y=y + 8,
                width=max(right - left, 3),
                height=32,
                rx=3,
                class_="box",
            ),
            svg.line(
                scale(box.median), y + 8, scale(box.median), y + 40, class_="median"
            ),
        )
    )

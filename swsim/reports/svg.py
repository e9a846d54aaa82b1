"""Draws bar charts and box plots as SVG text: crisp, printable, nothing to install.

Colours are CSS classes (ok, bad, wait, info) of the page, so that a picture follows
light, dark and print. What a colour says, a sign and a word beside it say too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from swsim.reports.summary import Quantiles

WIDTH = 1180
_LABELS = 370  # room for the names at the left
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


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxRow:
    """A name, a colour class and the quantiles drawn for it."""

    label: str
    tone: str
    quantiles: Quantiles
    words: str


def element(name: str, content: str = "", **attributes: object) -> str:
    """Return one element; `content` is markup, attribute values are escaped.

    An underscore in a name becomes a hyphen, one at its end is dropped (`class_`).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def words(x: int, y: int, said: str, **attributes: object) -> str:
    """Return a text element; `said` is plain text."""
    return element("text", escape(said), x=x, y=y, **attributes)


def line(x1: int, y1: int, x2: int, y2: int, **attributes: object) -> str:
    """Return a line element."""
    return element("line", "", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def picture(
    width: int, height: int, parts: Iterable[str], *, id_: str, title: str, desc: str
) -> str:
    """Return a whole picture with its title and description for those who listen."""
    head = element("title", escape(title), id=f"{id_}-t")
    head += element("desc", escape(desc), id=f"{id_}-d")
    return element(
        "svg",
        head + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{id_}-t {id_}-d",
    )


# --- bars -----------------------------------------------------------------------------


def bars(rows: Sequence[BarRow], *, id_: str, title: str) -> str:
    """Return a horizontal bar chart: for each row its bars one under the other."""
    longest = max((bar.value for row in rows for bar in row.bars), default=0)
    parts: list[str] = []
    y = 8
    for row in rows:
        height = 30 * len(row.bars)
        middle = y + height // 2 + 6
        parts.append(words(_LABELS - 16, middle, row.label, text_anchor="end"))
        for place, bar in enumerate(row.bars):
            parts.append(_bar(bar, y + 30 * place, longest))
        y += height + 20
    parts.insert(0, line(_LABELS, 0, _LABELS, y - 12, class_="axis"))
    desc = "; ".join(
        f"{row.label}: {', '.join(bar.words for bar in row.bars)}" for row in rows
    )
    return picture(WIDTH, y, parts, id_=id_, title=title, desc=desc)


def _bar(bar: Bar, y: int, longest: int) -> str:
    room = WIDTH - _LABELS - _RIGHT
    length = bar.value * room // longest if longest else 0
    # Where there is something, there is something to see.
    length = max(length, 3) if bar.value else 0
    return element(
        "rect", x=_LABELS, y=y + 3, width=length, height=24, rx=3, class_=bar.tone
    ) + words(_LABELS + length + 10, y + 21, bar.words, class_=f"{bar.tone}-text")


# --- boxes ----------------------------------------------------------------------------

_UNITS = (3_600, 86_400)
_STEPS = (1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1_440, 2_880)  # hours


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scale:
    """Seconds to places on the page."""

    low: int
    high: int
    left: int
    right: int

    def __call__(self, seconds: int) -> int:
        room = self.right - self.left
        return self.left + (seconds - self.low) * room // (self.high - self.low)


def boxes(
    rows: Sequence[BoxRow],
    *,
    id_: str,
    title: str,
    zero: str,
    say: Callable[[int], str],
) -> str:
    """Return a box plot of seconds on one scale that shows `zero`, the arrival.

    `say` puts a number of seconds into words for the axis.
    """
    scale = _scale(rows)
    step = _step(scale.high - scale.low)
    bottom = 50 + 54 * len(rows)
    parts = [
        _tick(scale(at), bottom, say(at) if at else "0")
        for at in range(-(-scale.low // step) * step, scale.high + 1, step)
    ]
    parts.append(line(scale(0), 34, scale(0), bottom, class_="zero"))
    parts.append(words(scale(0), 24, zero, text_anchor="middle", class_="strong"))
    for place, row in enumerate(rows):
        parts.append(_box(row, 50 + 54 * place, scale))
    desc = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return picture(WIDTH, bottom + 36, parts, id_=id_, title=title, desc=desc)


def _scale(rows: Sequence[BoxRow]) -> _Scale:
    ends = [0, *_ends(rows)]
    low, high = min(ends), max(ends)
    margin = max((high - low) // 25, 3_600)
    return _Scale(
        low=low - margin, high=high + margin, left=_LABELS + 10, right=WIDTH - 30
    )


def _ends(rows: Sequence[BoxRow]) -> Iterable[int]:
    for row in rows:
        yield from row.quantiles.few or (row.quantiles.p10, row.quantiles.p90)


def _step(span: int) -> int:
    """Return a round distance of ticks, in seconds, that gives at most nine of them."""
    hours = (step for step in _STEPS if span <= step * 3_600 * 9)
    return next(hours, _STEPS[-1] * (1 + span // (_STEPS[-1] * 32_400))) * 3_600


def _tick(x: int, bottom: int, said: str) -> str:
    return line(x, 34, x, bottom, class_="grid") + words(
        x, bottom + 24, said, text_anchor="middle", class_="small"
    )


def _box(row: BoxRow, y: int, scale: _Scale) -> str:
    middle = y + 24
    label = words(_LABELS - 16, middle - 3, row.label, text_anchor="end")
    label += words(
        _LABELS - 16, middle + 17, row.words, text_anchor="end", class_="small"
    )
    drawn = _dots(row, middle, scale) if row.quantiles.few else _whole(row, y, scale)
    return element("g", label + element("g", drawn, class_=row.tone))


def _dots(row: BoxRow, middle: int, scale: _Scale) -> str:
    return "".join(
        element("circle", cx=scale(value), cy=middle, r=7, class_="dot")
        for value in row.quantiles.few
    )


def _whole(row: BoxRow, y: int, scale: _Scale) -> str:
    q, middle = row.quantiles, y + 24
    left, right = scale(q.p25), scale(q.p75)
    return "".join(
        (
            line(scale(q.p10), middle, scale(q.p90), middle, class_="whisker"),
            line(scale(q.p10), middle - 8, scale(q.p10), middle + 8, class_="whisker"),
            line(scale(q.p90), middle - 8, scale(q.p90), middle + 8, class_="whisker"),
            element(
                "rect",
                x=left,
                y=y + 8,
                width=max(right - left, 3),
                height=32,
                rx=3,
                class_="box",
            ),
            line(scale(q.median), y + 8, scale(q.median), y + 40, class_="median"),
        )
    )

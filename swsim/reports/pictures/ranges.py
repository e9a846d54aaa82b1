"""How figures follow a setting: a curve for each with its band, and where it bends.

Values of the setting stand one after the other, evenly apart; each figure has a row and
a scale of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg
from swsim.reports.pictures.scales import Measure, Scale, rounded

_LEFT, _RIGHT = svg.LABELS + 70, svg.WIDTH - 60
_INSIDE = 44  # the first value stands so far from the axis, for its words
_TITLE, _ROW, _TALL, _HEAD = 30, 178, 120, 44
_MOST_SAID = 10  # with more values, those at the points would touch each other


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A figure at each value: its mean between `lows` and `highs`.

    `knee` is the place of the value where the curve bends, `bend` what is said there;
    None where it does not.
    """

    label: str
    note: str
    tone: str
    lows: Sequence[float]
    means: Sequence[float]
    highs: Sequence[float]
    knee: int | None = None
    bend: str = ""


def ranges(
    values: Sequence[str],
    rows: Sequence[Range],
    *,
    setting: str,
    id_: str,
    title: str,
    notes: Sequence[str],
    say: Measure,
) -> str:
    """Return the curves of some figures over the values of a setting.

    `notes` are written below, `say` puts a number into words.
    """
    parts, bottom = [svg.words(16, 26, title, class_="strong")], _TITLE
    for row in rows:
        parts += _row(row, len(values), bottom, say)
        bottom += _ROW
    for place, value in enumerate(values):
        x = _across(place, len(values))
        parts.append(
            svg.words(x, bottom + 14, value, text_anchor="middle", class_="strong")
        )
    parts.append(svg.words(svg.LABELS - 8, bottom + 14, setting, text_anchor="end"))
    for place, note in enumerate(notes):
        parts.append(svg.words(16, bottom + 50 + 22 * place, note, class_="small"))
    tall = bottom + 46 + 22 * len(notes)
    desc = "; ".join(
        f"{row.label}: {', '.join(_pairs(values, row.means, say))}" for row in rows
    )
    return svg.picture(svg.WIDTH, tall, parts, id_=id_, title=title, desc=desc)


def _pairs(
    values: Sequence[str], means: Sequence[float], say: Measure
) -> Iterator[str]:
    return (f"{value}: {say(mean)}" for value, mean in zip(values, means, strict=True))


def _across(place: int, count: int) -> int:
    """Return where a value stands; a single one in the middle."""
    if count == 1:
        return (_LEFT + _RIGHT) // 2
    room = _RIGHT - _LEFT - 2 * _INSIDE
    return _LEFT + _INSIDE + room * place // (count - 1)


def _row(row: Range, count: int, top: int, say: Measure) -> Iterator[str]:
    scale = _scale(row, top)
    yield svg.words(svg.LABELS - 8, top + _HEAD + 50, row.label, text_anchor="end")
    yield svg.words(
        svg.LABELS - 8, top + _HEAD + 72, row.note, text_anchor="end", class_="small"
    )
    for at in rounded(scale.low, scale.high, 4):
        yield svg.line(_LEFT, scale(at), _RIGHT, scale(at), class_="grid")
        yield svg.words(
            _LEFT - 12, scale(at) + 5, say(at), text_anchor="end", class_="small"
        )
    if row.knee is not None:
        x = _across(row.knee, count)
        yield svg.line(x, top + 22, x, top + _HEAD + _TALL, class_="flag")
        last = row.knee == count - 1
        yield svg.words(
            x - 8 if last else x + 8,
            top + 30,
            row.bend,
            text_anchor="end" if last else "start",
            class_="small flagged",
        )
    yield svg.element("g", _curve(row, count, scale, say), class_=row.tone)


def _scale(row: Range, top: int) -> Scale:
    """Return a scale from the foot of a row to its head."""
    low, high = min(row.lows), max(row.highs)
    margin = (high - low) / 12 or 1.0
    foot, head = top + _HEAD + _TALL, top + _HEAD
    return Scale(low=low - margin, high=high + margin, left=foot, right=head)


def _curve(row: Range, count: int, scale: Scale, say: Measure) -> str:
    places = [_across(place, count) for place in range(count)]
    above = [f"{x},{scale(y)}" for x, y in zip(places, row.highs, strict=True)]
    below = [f"{x},{scale(y)}" for x, y in zip(places, row.lows, strict=True)]
    points = list(zip(places, map(scale, row.means), strict=True))
    drawn = [
        svg.element("polygon", points=" ".join(above + below[::-1]), class_="area"),
        svg.element(
            "polyline", points=" ".join(f"{x},{y}" for x, y in points), class_="curve"
        ),
    ]
    for (x, y), mean in zip(points, row.means, strict=True):
        drawn.append(svg.element("circle", cx=x, cy=y, r=5, class_="dot"))
        if count <= _MOST_SAID:
            drawn.append(
                svg.words(x, y - 12, say(mean), text_anchor="middle", class_="label")
            )
    return "".join(drawn)

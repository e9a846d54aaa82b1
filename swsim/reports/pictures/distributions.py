"""How durations are distributed: a histogram and the curve of shares, one scale.

The scale is of logarithms: release times are skewed, and minutes and weeks must both be
seen. Below zero it is mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg
from swsim.reports.pictures.scales import Classes, Say

_LEFT, _RIGHT = 70, svg.WIDTH - 40
_TOP, _BOTTOM = 30, 250
_TICK_ROOM = 84  # what the words of an edge need


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """A distribution: at most `seconds` took so much of the whole (`shares`, of 1)."""

    label: str
    tone: str
    seconds: Sequence[float]
    shares: Sequence[float]


def histogram(
    edges: Sequence[int],
    counts: Sequence[int],
    *,
    id_: str,
    title: str,
    desc: str,
    say: Say,
) -> str:
    """Return the histogram of the durations between each edge and the next."""
    scale, most = Classes(edges=edges, left=_LEFT, right=_RIGHT), max(counts, default=0)
    parts = [_class(number, count, most, scale) for number, count in enumerate(counts)]
    parts += _axis(scale, say)
    return svg.picture(svg.WIDTH, _BOTTOM + 40, parts, id_=id_, title=title, desc=desc)


def _class(number: int, count: int, most: int, scale: Classes) -> str:
    if not count:
        return ""
    left, right = scale.edge(number), scale.edge(number + 1)
    tall = max(count * (_BOTTOM - _TOP) // most, 2)
    tone = "ok" if scale.edges[number + 1] <= 0 else "info"
    return svg.element(
        "rect",
        x=left + 2,
        y=_BOTTOM - tall,
        width=max(right - left - 4, 2),
        height=tall,
        class_=tone,
    ) + svg.words(
        (left + right) // 2,
        _BOTTOM - tall - 8,
        f"{count:,}".replace(",", "\u202f"),
        text_anchor="middle",
        class_="small",
    )


def _axis(scale: Classes, say: Say) -> list[str]:
    """Return the axis, with words at as many edges as find room."""
    wide = (_RIGHT - _LEFT) // (len(scale.edges) - 1)
    every = -(-_TICK_ROOM // max(wide, 1))
    parts = [svg.line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, class_="axis")]
    zero = scale.edges.index(0) if 0 in scale.edges else 0
    for number, edge in enumerate(scale.edges):
        x = scale.edge(number)
        parts.append(svg.line(x, _BOTTOM, x, _BOTTOM + 6, class_="axis"))
        if (number - zero) % every == 0:
            said = say(edge) if edge else "0"
            parts.append(
                svg.words(x, _BOTTOM + 26, said, text_anchor="middle", class_="small")
            )
    if 0 in scale.edges[1:-1]:
        parts.append(svg.line(scale(0), _TOP - 16, scale(0), _BOTTOM, class_="zero"))
    return parts


def curves(
    rows: Sequence[Curve],
    edges: Sequence[int],
    *,
    id_: str,
    title: str,
    desc: str,
    say: Say,
) -> str:
    """Return the curves of shares, of 0 at the foot and of 100 % at the top.

    Each has a dash of its own, and its name at its end.
    """
    scale = Classes(edges=edges, left=_LEFT, right=_RIGHT - 140)
    parts = [_share(number, scale) for number in range(0, 101, 25)]
    parts += _axis(scale, say)
    parts += [_curve(row, place, scale) for place, row in enumerate(rows)]
    return svg.picture(svg.WIDTH, _BOTTOM + 40, parts, id_=id_, title=title, desc=desc)


def _height(share: float) -> int:
    return _BOTTOM - int(share * (_BOTTOM - _TOP))


def _share(per_cent: int, scale: Classes) -> str:
    y = _height(per_cent / 100)
    return svg.line(_LEFT, y, scale.right, y, class_="grid") + svg.words(
        _LEFT - 10, y + 5, f"{per_cent} %", text_anchor="end", class_="small"
    )


_DASHES = ("none", "10 5", "3 4", "14 4 3 4", "1 6")


def _curve(row: Curve, place: int, scale: Classes) -> str:
    points = dict.fromkeys(
        (scale(second), _height(share))
        for second, share in zip(row.seconds, row.shares, strict=True)
    )
    drawn = svg.element(
        "polyline",
        points=" ".join(f"{x},{y}" for x, y in points),
        class_="curve",
        stroke_dasharray=_DASHES[place % len(_DASHES)],
    )
    y = _TOP + 6 + 26 * place
    sample = svg.line(
        scale.right + 12,
        y,
        scale.right + 44,
        y,
        class_="curve",
        stroke_dasharray=_DASHES[place % len(_DASHES)],
    )
    name = svg.words(scale.right + 50, y + 5, row.label, class_="small")
    return svg.element("g", drawn + sample + name, class_=row.tone)

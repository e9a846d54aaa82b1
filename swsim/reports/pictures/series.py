"""How numbers go by in the time of a run: rows of steps one under the other, and flags.

Used for what is under way from hour to hour, for queues at desks, and for the timeline
of a run with its injects.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from swsim.reports.pictures import svg
from swsim.reports.pictures.scales import Say, Scale, tick, ticks

_LEFT, _RIGHT = 310, svg.WIDTH - 40
_ROW, _TALL = 118, 84
_POINTS = 320  # more than one for three units of the page is not seen
_FLAG_ROOM = 46


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A row: `values[i]` holds from `seconds[i]` on; `words` say what is to be seen."""

    label: str
    tone: str
    seconds: Sequence[int]
    values: Sequence[int]
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A moment that is marked through all rows."""

    second: int
    label: str


def series(
    rows: Sequence[Series],
    *,
    id_: str,
    title: str,
    say: Say,
    flags: Sequence[Flag] = (),
) -> str:
    """Return the rows on one axis of time; `say` puts a second into words for it."""
    last = max((row.seconds[-1] for row in rows if len(row.seconds)), default=0)
    last = max([last, 3_600, *(flag.second for flag in flags)])
    scale = Scale(low=0, high=last, left=_LEFT, right=_RIGHT)
    top = 26 * _lanes(flags, scale) if flags else 0
    bottom = top + _ROW * len(rows)
    parts = [tick(scale(at), top, bottom, say(at)) for at in ticks(scale)]
    parts += [_row(row, top + _ROW * place, scale) for place, row in enumerate(rows)]
    parts += _flags(flags, scale, bottom)
    desc = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return svg.picture(svg.WIDTH, bottom + 36, parts, id_=id_, title=title, desc=desc)


def _row(row: Series, y: int, scale: Scale) -> str:
    bottom, most = y + _ROW - 10, max(row.values, default=0)
    label = svg.words(_LEFT - 16, bottom - 40, row.label, text_anchor="end")
    label += svg.words(
        _LEFT - 16, bottom - 18, row.words, text_anchor="end", class_="small"
    )
    axis = svg.line(_LEFT, bottom, _RIGHT, bottom, class_="axis")
    path = _path(row, bottom, most, scale) if most else ""
    return svg.element("g", label + axis + path, class_=row.tone)


def _path(row: Series, bottom: int, most: int, scale: Scale) -> str:
    """Return the area under the steps, of each place on the page the highest."""
    path, before = [f"M{scale(row.seconds[0])} {bottom}"], 0
    for second, value in _thinned(row):
        tall = value * _TALL // most
        if value:
            tall = max(tall, 1)
        if tall != before:
            path.append(f"H{scale(second)}V{bottom - tall}")
            before = tall
    path.append(f"H{scale(row.seconds[-1])}V{bottom}Z")
    return svg.element("path", d="".join(path), class_="area")


def _thinned(row: Series) -> list[tuple[int, int]]:
    together = -(-len(row.seconds) // _POINTS)
    return [
        (row.seconds[at], max(row.values[at : at + together]))
        for at in range(0, len(row.seconds), together)
    ]


def _places(flags: Sequence[Flag], scale: Scale) -> list[int]:
    """Return on which line the words of each flag stand, clear of each other."""
    ends: list[int] = []
    places = []
    for flag in flags:
        x = scale(flag.second)
        free = (number for number, end in enumerate(ends) if end <= x)
        place = next(free, len(ends))
        if place == len(ends):
            ends.append(0)
        ends[place] = x + max(_FLAG_ROOM, 9 * len(flag.label) + 16)
        places.append(place)
    return places


def _lanes(flags: Sequence[Flag], scale: Scale) -> int:
    return max(_places(flags, scale)) + 1


def _flags(flags: Sequence[Flag], scale: Scale, bottom: int) -> list[str]:
    parts = []
    for flag, place in zip(flags, _places(flags, scale), strict=True):
        x, y = scale(flag.second), 18 + 26 * place
        beyond = x + 9 * len(flag.label) + 8 > svg.WIDTH
        parts.append(svg.line(x, y - 12, x, bottom - 10, class_="flag"))
        parts.append(
            svg.words(
                x - 6 if beyond else x + 6,
                y,
                flag.label,
                class_="small flagged",
                text_anchor="end" if beyond else "start",
            )
        )
    return parts

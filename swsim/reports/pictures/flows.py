"""A map of who wrote to whom across borders: an arc for each pair, the Pacific amid."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from math import hypot, log2

from swsim.reports.pictures import svg
from swsim.reports.pictures.geography import (
    HEIGHT,
    WIDTH,
    Place,
    is_invented,
    places,
    sea_grid,
)

_SCALE = svg.WIDTH / WIDTH
_TALL = round(HEIGHT * _SCALE)
ARCS = 80  # more of them cover each other
_LETTER, _LINE = 9, 20
_DOT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """So many messages from one place to another, by their codes."""

    sender: str
    recipient: str
    messages: int


def flow_map(
    flows: Sequence[Flow], names: Mapping[str, str], *, id_: str, title: str, desc: str
) -> str:
    """Return the map of the busiest flows; `names` are those of places by their codes.

    An arc bends to the left of its way, so that both directions are seen, and is the
    wider the more messages it stands for. Who is not on the map is not drawn.
    """
    where = places()
    known = [each for each in flows if each.sender in where and each.recipient in where]
    shown = sorted(known, key=lambda one: (-one.messages, one.sender, one.recipient))
    shown = shown[:ARCS]
    parts = [_ground(shown)]
    # The thin ones first: what is seldom must not cover what is much.
    parts += [_arc(each, where, names) for each in reversed(shown)]
    parts += _nodes(shown, where, names)
    frame = svg.element("g", "".join(parts))
    return svg.picture(svg.WIDTH, _TALL, [frame], id_=id_, title=title, desc=desc)


def _ground(shown: Sequence[Flow]) -> str:
    """Return the coastlines, or an empty chart where members are fictional."""
    if is_invented(code for each in shown for code in (each.sender, each.recipient)):
        return svg.element("path", d=sea_grid(_SCALE), class_="grid")
    return svg.element("path", d=land(), class_="land")


@cache
def land() -> str:
    """Return the coastlines of both regions, as the path of an SVG."""
    path = files("swsim.reports.pictures") / "land.txt"
    return path.read_text(encoding="utf-8").strip()


def _at(place: Place) -> tuple[int, int]:
    return round(place.x * _SCALE), round(place.y * _SCALE)


def _arc(flow: Flow, where: Mapping[str, Place], names: Mapping[str, str]) -> str:
    (x1, y1), (x2, y2) = _at(where[flow.sender]), _at(where[flow.recipient])
    length = hypot(x2 - x1, y2 - y1) or 1.0
    bend = min(length / 5, 80)
    x = (x1 + x2) / 2 + (y2 - y1) / length * bend
    y = (y1 + y2) / 2 - (x2 - x1) / length * bend
    said = f"{_name(flow.sender, names)} → {_name(flow.recipient, names)}"
    return svg.element(
        "path",
        svg.element("title", escape(f"{said}: {flow.messages}")),
        d=f"M{x1} {y1}Q{x:.0f} {y:.0f} {x2} {y2}",
        stroke_width=f"{min(1 + log2(flow.messages) / 2, 7):.1f}",
        class_="flow",
    )


def _nodes(
    shown: Sequence[Flow], where: Mapping[str, Place], names: Mapping[str, str]
) -> list[str]:
    """Return a dot for each place, and names where they find room, by traffic."""
    total: Counter[str] = Counter()
    for each in shown:
        for code in (each.sender, each.recipient):
            total[code] += each.messages
    dots = {code: _at(where[code]) for code in total}
    parts = [
        svg.element("circle", cx=x, cy=y, r=_DOT, class_="node")
        for x, y in dots.values()
    ]
    taken = [(x - _DOT, y, 2 * _DOT) for x, y in dots.values()]
    for code in sorted(total, key=lambda one: (-total[one], one)):
        x, y = dots[code]
        name = _name(code, names)
        wide = len(name) * _LETTER
        left = x - wide - 8 if x + wide + 8 > svg.WIDTH else x + 8
        if all(_apart((left, y, wide), other) for other in taken):
            taken.append((left, y, wide))
            parts.append(svg.words(left, y + 5, name, class_="place"))
    return parts


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    (x1, y1, wide1), (x2, y2, wide2) = one, other
    return abs(y1 - y2) >= _LINE or x1 + wide1 <= x2 or x2 + wide2 <= x1


def _name(code: str, names: Mapping[str, str]) -> str:
    return names.get(code, code)

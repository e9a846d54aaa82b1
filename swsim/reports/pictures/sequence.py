"""Draws one case as a sequence picture: who told whom what, from the top down.

Lifelines stand from the exporter to the importer with the two single windows in the
middle. Every arrow bears a sign and words beside its colour.
"""

from collections.abc import Iterable, Sequence
from html import escape

from swsim.domain.agencies import AGENCIES
from swsim.domain.identifiers import site_of
from swsim.reports.line import Line
from swsim.reports.pictures import svg
from swsim.reports.wording import Wording

_WIDTH = 1180
_TIMES = 96  # room for the time of day at the left
_LEFT, _RIGHT = _TIMES + 70, _WIDTH - 80  # the outermost lifelines
_HEAD = 90
_ROW = 46
_DAY_ROW = 42
_TEXT_PX = 8  # a letter's width, on the generous side

# Roles from the outside of a country to its door.
_ROLES = ("trd", "prt", "cus", *AGENCIES, "sw")


def lifelines(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the participants of a case from the exporter's side to the importer's.

    The country whose participant speaks first is the exporter's.
    """
    found: dict[str, None] = {}
    for line in lines:
        if line.label:
            found.update(dict.fromkeys(each for each in (line.who, line.whom) if each))
    sites = list(dict.fromkeys(site_of(each) for each in found))
    ordered: list[str] = []
    for place, site in enumerate(sites):
        here = sorted((each for each in found if site_of(each) == site), key=_by_role)
        ordered += here if place == 0 else reversed(here)
    return tuple(ordered)


def _by_role(participant: str) -> tuple[int, str]:
    role = participant.rpartition("-")[2]
    return (_ROLES.index(role) if role in _ROLES else -1, participant)


def draw(lines: Sequence[Line], say: Wording, *, id_: str = "sequence") -> str:
    """Return the picture of the lines that bear a label; at least one must."""
    drawn = [line for line in lines if line.label]
    columns = _columns(lifelines(drawn))
    rows = _rows(drawn, say)
    height = _HEAD + sum(tall for tall, _ in rows) + 24
    parts = [_lifeline(name, x, height, say) for name, x in columns.items()]
    parts += _countries(columns, say)
    y = _HEAD
    for tall, row in rows:
        parts.append(
            _day(row, y) if isinstance(row, str) else _entry(row, columns, y, say)
        )
        y += tall
    messages = sum(bool(line.whom) for line in drawn)
    return svg.picture(
        _WIDTH,
        height,
        parts,
        id_=id_,
        title=say("case.chart"),
        desc=say("case.chart.desc", number=messages),
    )


def _columns(names: Sequence[str]) -> dict[str, int]:
    """Return where each lifeline stands."""
    return {name: _LEFT + _gap(len(names)) * at for at, name in enumerate(names)}


def _gap(lifelines: int) -> int:
    return (_RIGHT - _LEFT) // max(lifelines - 1, 1)


def _rows(drawn: Sequence[Line], say: Wording) -> list[tuple[int, Line | str]]:
    """Return the rows with their heights: a heading for each day, then its lines."""
    rows: list[tuple[int, Line | str]] = []
    day = 0
    for line in drawn:
        if say.day(line.second) != day:
            day = say.day(line.second)
            date = say.date(line.second)
            rows.append((_DAY_ROW, say("picture.day", day=day, date=date).strip(" ·")))
        rows.append((_ROW, line))
    return rows


def _countries(columns: dict[str, int], say: Wording) -> list[str]:
    """Return the names of the countries above their participants."""
    sites = dict.fromkeys(site_of(name) for name in columns)
    half = min(_gap(len(columns)) // 2 - 6, 60)
    parts = []
    for site in sites:
        there = [x for name, x in columns.items() if site_of(name) == site]
        middle = (min(there) + max(there)) // 2
        name = say.country(site.upper())
        parts.append(
            svg.words(middle, 22, name, text_anchor="middle", class_="strong")
            + svg.line(min(there) - half, 32, max(there) + half, 32, class_="country")
        )
    return parts


def _lifeline(name: str, x: int, height: int, say: Wording) -> str:
    # A word a line, so that ten participants find room side by side.
    first, *more = say.role(name).split(" ", 1)
    role = svg.words(x, 52, first, text_anchor="middle", class_="role")
    for rest in more:
        role += svg.words(x, 69, rest, text_anchor="middle", class_="role")
    return svg.line(x, 78, x, height - 8, class_="lifeline") + role


def _day(said: str, y: int) -> str:
    return svg.words(8, y + 28, said, class_="strong") + svg.line(
        8, y + 36, _WIDTH - 8, y + 36, class_="grid"
    )


def _entry(line: Line, columns: dict[str, int], y: int, say: Wording) -> str:
    draw_it = _arrow if line.whom else _mark
    clock = svg.words(8, y + 32, say.clock(line.second), class_="clock")
    body = draw_it(line, columns, y)
    title = svg.element("title", escape(line.text))
    return svg.element("g", title + clock + body, class_=line.tone)


def _arrow(line: Line, columns: dict[str, int], y: int) -> str:
    start, end = columns[line.who], columns[line.whom]
    at = y + 34
    towards = 1 if end > start else -1
    head = f"{end},{at} {end - 11 * towards},{at - 6} {end - 11 * towards},{at + 6}"
    said = " ".join(part for part in (line.label, line.reference) if part)
    if line.tone != "info":
        said = f"{line.symbol} {said}"
    x = _within(said, (start + end) // 2)
    return (
        svg.line(start, at, end - 8 * towards, at, class_="arrow")
        + svg.element("polygon", points=head, class_="head")
        + svg.words(x, at - 9, said, text_anchor="middle", class_="label")
    )


def _mark(line: Line, columns: dict[str, int], y: int) -> str:
    """Return a happening or decision: a sign on the lifeline and words beside it."""
    x, at = columns[line.who], y + 28
    said = " ".join(part for part in (line.label, line.reference) if part)
    wide = len(said) * _TEXT_PX + 16
    right = x + 14 + wide < _WIDTH
    return svg.element("circle", cx=x, cy=at, r=8, class_="dot") + svg.words(
        x + 16 if right else x - 16,
        at + 5,
        said if line.tone == "info" else f"{line.symbol} {said}",
        text_anchor="start" if right else "end",
        class_="label",
    )


def _within(said: str, x: int) -> int:
    """Return `x`, moved so that a text centred there stays in the picture."""
    half = len(said) * _TEXT_PX // 2
    return min(max(x, _TIMES + half), _WIDTH - half - 4)

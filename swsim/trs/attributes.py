"""What declarations are told apart by: as customs stated it, and what follows from it.

Any fact of a `declared` event becomes an attribute of its name, so that a new one needs
no change here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from swsim.domain.codes import Mode
from swsim.domain.members import every_member
from swsim.domain.sections import section_of
from swsim.domain.timepoints import Point
from swsim.trs.table import ABSENT, UNKNOWN, Category, Rows, Seconds

# Those that say which declaration it is, not of what kind.
_IDENTITY = frozenset({"declaration", "leg"})
_MODES = {mode.value: mode.name.lower() for mode in Mode}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 86_400

Marks = Mapping[str, Seconds]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A fact of all declarations: `values[codes[row]]`; -1 where one has none."""

    codes: Rows
    values: Sequence[object]

    def category(self, said: Callable[[object], str]) -> Category:
        """Return the category of what each value says, in words."""
        silent = [None] if np.any(self.codes < 0) else []
        texts = [said(value) for value in (*self.values, *silent)]
        return Category.of(texts).pick(self.codes)  # -1 is the last of them


def stated(facts: Mapping[str, Stated], rows: int) -> dict[str, Category]:
    """Return what declarations say of themselves, `unknown` where one does not.

    A list of values is joined with `+`. The mode of transport is put in words, and of
    the headings (the first counts) also the HS `section` is told.
    """
    nothing = Stated(codes=np.full(rows, -1, np.int64), values=())
    found = {
        name: facts[name].category(_text)
        for name in sorted(facts.keys() - _IDENTITY - {"headings", "mode"})
    }
    found["mode"] = facts.get("mode", nothing).category(_mode)
    found["section"] = facts.get("headings", nothing).category(_section)
    return found


def _mode(value: object) -> str:
    text = _text(value)
    return _MODES.get(text, text)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "+".join(str(each) for each in value) or UNKNOWN
    return UNKNOWN if value in (None, "") else str(value)


def _section(headings: object) -> str:
    first = headings[0] if isinstance(headings, list | tuple) and headings else ""
    return section_of(str(first)) or UNKNOWN


def derived(
    own: Mapping[str, Category], marks: Marks, start: datetime
) -> dict[str, Category]:
    """Return what follows: regions, pre-arrival, and the local day of lodgement."""
    rows = len(own["leg"].codes)
    found = {"region": _regions(own["country"])}
    if "partner" in own:
        found["partner_region"] = _regions(own["partner"])
    lodged = _lodged(marks, rows)
    found["pre_arrival"] = _before(lodged, _column(marks, Point.ARRIVED, rows))
    offsets = {one.alpha2: 60 * one.utc_offset_minutes for one in every_member()}
    of_names = np.array([offsets.get(name, 0) for name in own["country"].names])
    local = lodged + of_names[own["country"].codes] if rows else lodged
    midnight = start.hour * 3600 + start.minute * 60 + start.second
    days, seconds = np.divmod(local + midnight, _DAY)
    known = lodged != ABSENT
    weekday = (days + start.weekday()) % 7
    found["weekday"] = _named(weekday, known, WEEKDAYS)
    hours = tuple(f"{hour:02d}" for hour in range(24))
    found["hour"] = _named(seconds // 3600, known, hours)
    return found


def _column(marks: Marks, name: str, rows: int) -> Seconds:
    found = marks.get(name)
    return np.full(rows, ABSENT, np.int64) if found is None else found


def _lodged(marks: Marks, rows: int) -> Seconds:
    imported = _column(marks, Point.LODGED, rows)
    exported = _column(marks, Point.EXPORT_LODGED, rows)
    return np.where(imported == ABSENT, exported, imported)


def _before(lodged: Seconds, arrived: Seconds) -> Category:
    codes = np.where(lodged < arrived, 2, 0)
    codes[(lodged == ABSENT) | (arrived == ABSENT)] = 1
    return Category(codes=codes.astype(np.int32), names=("no", UNKNOWN, "yes"))


def _regions(countries: Category) -> Category:
    region = {one.alpha2: str(one.region) for one in every_member()}
    of_names = [region.get(name, UNKNOWN) for name in countries.names]
    names = Category.of(of_names)
    return Category(codes=names.codes[countries.codes], names=names.names)


def _named(
    numbers: Seconds,
    known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    names: tuple[str, ...],
) -> Category:
    codes = np.where(known, numbers, len(names)).astype(np.int32)
    return Category(codes=codes, names=(*names, UNKNOWN))

"""What code lists say about a code, for rules: HS codes, units and places included."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from swsim.domain.codelists import CodeList, codelist
from swsim.validation.fictional import listed
from swsim.validation.values import Value, text_of

_SUBHEADING: Final = 6  # digits; what follows is national
_REMEMBERED: Final = 4_096
_TABLES: Final = 128
_LOCODE: Final = 5  # characters; what follows is national
_LOCODE_FORM: Final = re.compile(r"[A-Z]{2}[A-Z2-9]{3}", re.ASCII)
_HIGH_SEAS: Final = "XZ"  # installations in international waters, in UN/LOCODE alone
_PIECES: Final = frozenset({"C62", "H87", "NAR"})


@lru_cache(maxsize=_TABLES)
def _column(codes: CodeList, column: str) -> Mapping[str, str]:
    rows = codes.rows
    return {code: row[column] for code, row in sorted(rows.items()) if column in row}


def in_list(_: object, value: Value, name: Value) -> bool:
    """Return whether a code is in one of swsim's code lists."""
    return text_of(value) in listed(text_of(name))


def column(_: object, value: Value, name: Value, what: Value) -> str:
    """Return what a column of a code list says of a code, "" where it says nothing."""
    return _column(listed(text_of(name)), text_of(what)).get(text_of(value), "")


def by_heading(_: object, code: Value, name: Value, what: Value) -> str:
    """Return what a list says of an HS code by its subheading, heading or chapter.

    The longest of these that the list has decides; "" where it has none.
    """
    return _by_heading(text_of(code), text_of(name), text_of(what))


@lru_cache(maxsize=_REMEMBERED)
def _by_heading(code: str, name: str, what: str) -> str:
    known = _column(codelist(name), what)
    for digits in (_SUBHEADING, 4, 2):
        if code[:digits] in known:
            return known[code[:digits]]
    return ""


def hs_meant(_: object, code: Value) -> str:
    """Return an HS code without dots and blanks, "" where that is none of HS 2022."""
    plain = "".join(each for each in text_of(code) if each.isalnum())
    return plain if plain[:_SUBHEADING] in codelist("hs-2022") else ""


def unit_fits(_: object, code: Value, unit: Value) -> bool:
    """Return whether a unit is the supplementary unit of an HS code, or none is needed.

    Recommendation 20 has several codes for pieces: they are alike.
    """
    needed = _by_heading(text_of(code), "supplementary-units", "unit")
    return not needed or _alike(text_of(unit)) == _alike(needed)


def _alike(unit: str) -> str:
    return "H87" if unit in _PIECES else unit


def place_ok(_: object, place: Value, mode: Value) -> bool:
    """Return whether a UN/LOCODE can be right for a mode of transport.

    False only where that is certain: another form, a country that there is not, or a
    function that the place cannot have. Modes of Recommendation 19 and functions share
    their digits.
    """
    code, digit = text_of(place)[:_LOCODE], text_of(mode)
    lacks = _lacks(listed("locodes")).get(code)
    if lacks is None:
        known = code[:2] in listed("countries") or code[:2] == _HIGH_SEAS
        return known and _LOCODE_FORM.fullmatch(code) is not None
    return not digit or digit not in lacks


@lru_cache(maxsize=2)
def _lacks(places: CodeList) -> Mapping[str, str]:
    rows = places.rows
    return {code: row.get("lacks", "") for code, row in sorted(rows.items())}


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "by-heading": by_heading,
    "column": column,
    "hs-meant": hs_meant,
    "in-list": in_list,
    "place-ok": place_ok,
    "unit-fits": unit_fits,
}

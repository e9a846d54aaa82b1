"""Dates in rules. Order alone needs no function: the digits of two dates compare.

UN/EDIFACT 2379 formats 102 (a day) and 304 (a second, in UTC), by their first eight
digits. What is no date makes every comparison false.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from swsim.validation.values import Value, text_of

_DAY_DIGITS: Final = 8


def days_between(_: object, earlier: Value, later: Value) -> float:
    """Return the whole days from one date to another, NaN where one is no date."""
    first, second = _day(earlier), _day(later)
    if first is None or second is None:
        return float("nan")
    return float((second - first).days)


def _day(value: Value) -> date | None:
    digits = text_of(value)[:_DAY_DIGITS]
    if len(digits) < _DAY_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {"days-between": days_between}

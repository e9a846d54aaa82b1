"""Makes values of simple types: of any built-in type, within the facets that it has."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from swsim.domain.streams import Stream
from swsim.material.facets import Facets
from swsim.material.patterns import fitting

_TRIES: Final = 40
_USUAL_LENGTH: Final = 35


def scalar(simple: Any, name: str, stream: Stream) -> str:
    """Return a value of a simple type of xmlschema, for an element or attribute `name`.

    Raises ValueError where none is found.
    """
    facets = Facets(simple)
    if facets.enumeration:
        return stream.choice(facets.enumeration)
    for attempt in range(_TRIES):
        text = _drawn(facets, name, stream, attempt)
        if facets.is_valid(text):
            return text
    raise ValueError(f"no value of the type of {name} could be made")


def _drawn(facets: Facets, name: str, stream: Stream, attempt: int) -> str:
    simple = facets.simple
    if (item := getattr(simple, "item_type", None)) is not None:
        times = range(stream.between(1, 2))
        return " ".join(scalar(item, name, stream) for _ in times)
    if members := getattr(simple, "member_types", None):
        return scalar(members[attempt % len(members)], name, stream)
    if facets.patterns:
        return fitting(stream.choice(facets.patterns[0].regexps), stream)
    make = _MAKERS.get(facets.primitive)
    if make is not None:
        return make(stream)
    if facets.primitive in ("decimal", "float", "double"):
        # Types without positive numbers are rare: those are tried second.
        number = _number(facets, stream)
        return number if attempt % 2 == 0 else f"-{number}"
    return _words(facets, name, stream, attempt)


def _number(facets: Facets, stream: Stream) -> str:
    low, high = _bounds(facets)
    decimals = int(facets.number("fractionDigits") or 0)
    if not decimals or stream.chance(500):
        return str(stream.between(low, high))
    scaled = stream.between(low * 10**decimals, high * 10**decimals)
    return format(Decimal(scaled).scaleb(-decimals), "f")


def _bounds(facets: Facets) -> tuple[int, int]:
    """Return whole numbers between which values are drawn, as small as people write."""
    low, high = facets.number("minInclusive"), facets.number("maxInclusive")
    above, below = facets.number("minExclusive"), facets.number("maxExclusive")
    digits = facets.number("totalDigits") or 4
    least = 1
    if low is not None or above is not None:
        least = int(low if low is not None else (above or 0) + 1)
    room = 10 ** min(4, max(1, int(digits) - int(facets.number("fractionDigits") or 0)))
    most = least + room - 2
    if high is not None or below is not None:
        most = int(high if high is not None else (below or 0) - 1)
    return min(least, most), max(min(least, most), most)


def _words(facets: Facets, name: str, stream: Stream, attempt: int) -> str:
    """Return the name of the element with a number, as long as the type wants it."""
    number = stream.between(1, 999_999)
    text = (f"{name} {number}", f"{name}{number}", "en", f"{number}")[attempt % 4]
    least = int(facets.number("length") or facets.number("minLength") or 0)
    most = int(facets.number("length") or facets.number("maxLength") or _USUAL_LENGTH)
    if len(text) > most:
        text = str(number).rjust(most, "0")[-most:] if most else ""
    return text.ljust(least, "x")


def _day(stream: Stream) -> str:
    return f"2026-{stream.between(1, 12):02d}-{stream.between(1, 28):02d}"


def _time(stream: Stream) -> str:
    return f"{stream.below(24):02d}:{stream.below(60):02d}:00"


_MAKERS: Final[Mapping[str, Callable[[Stream], str]]] = {
    "boolean": lambda stream: stream.choice(("true", "false")),
    "date": _day,
    "dateTime": lambda stream: f"{_day(stream)}T{_time(stream)}Z",
    "time": _time,
    "duration": lambda stream: f"P{stream.between(1, 30)}D",
    "gYear": lambda stream: "2026",
    "gYearMonth": lambda stream: _day(stream)[:7],
    "gMonth": lambda stream: f"--{stream.between(1, 12):02d}",
    "gMonthDay": lambda stream: f"-{_day(stream)[4:]}",
    "gDay": lambda stream: f"---{stream.between(1, 28):02d}",
    "anyURI": lambda stream: f"urn:example:{stream.below(9999)}",
    "hexBinary": lambda stream: f"{stream.below(65_536):04X}",
    "base64Binary": lambda stream: f"{stream.below(65_536):04X}",
}

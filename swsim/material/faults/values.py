"""Faults of the XSD layer in values: too long, out of range, of the wrong form.

The facets of the schema say which value breaks which of them.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from swsim.domain.streams import Stream
from swsim.material.facets import Facets
from swsim.material.operators import Mutant, Operator, add
from swsim.material.specimen import Specimen, written
from swsim.material.spelling import near

# Given a value and its facets, returns one that breaks the facet, None where none does.
_Wrong: TypeAlias = Callable[[str, Facets, Stream], str | None]

_NUMBERS: Final = frozenset({"decimal", "float", "double"})
_NO_NUMBERS: Final = ("1.000,50", "12 5", "n/a", "1,5", "twelve")
_NO_OTHERS: Final = ("31.12.2026", "soon", "-", "12/31/2026")
_TYPED: Final = _NUMBERS | {
    "boolean", "date", "dateTime", "time", "duration", "gYear", "gYearMonth",
}  # fmt: skip
_LENGTHS: Final = ("maxLength", "length")


def _too_long(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("maxLength")
    if limit is None:
        return None
    return _filled(text, int(limit) + stream.between(1, 3))


def _other_length(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("length")
    if limit is None:
        return None
    return _filled(text, int(limit) + stream.between(1, 2))


def _filled(text: str, size: int) -> str:
    """Return the text, repeated and cut to a number of characters."""
    pad = "".join(text.split()) or "X"
    return (text.strip() + pad * size)[:size]


def _too_short(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("minLength")
    return text[: int(limit) - 1].strip() if limit else None


def _bad_pattern(text: str, facets: Facets, stream: Stream) -> str | None:
    if not facets.patterns:
        return None
    found = [
        wrong
        for wrong in (
            f" {text}", f"{text} ", text.lower(), text.upper(), f"{text}?", text[:-1],
            f"-{text}", text[:1] + " " + text[1:], "?" * len(text),
            *list(near(text, stream))[:3],
        )
        if wrong and wrong != text and not facets.fits_patterns(wrong)
    ]  # fmt: skip
    return stream.choice(found) if found else None


def _bad_enumeration(text: str, facets: Facets, stream: Stream) -> str | None:
    allowed = facets.enumeration
    if not allowed:
        return None
    found = (each for each in near(text, stream) if each not in allowed)
    return next(found, f"{text}X")


def _wrong_type(text: str, facets: Facets, stream: Stream) -> str | None:
    if facets.primitive not in _TYPED:
        return None
    number = facets.primitive in _NUMBERS
    return stream.choice(_NO_NUMBERS if number else _NO_OTHERS)


def _too_fine(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("fractionDigits")
    # A whole number with decimals is not of its type at all.
    if limit is None or limit == 0:
        return None
    whole = text.strip().partition(".")[0] or "0"
    return f"{whole}.{'0' * int(limit)}{stream.between(1, 9)}"


def _too_many_digits(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("totalDigits")
    if limit is None:
        return None
    return str(stream.between(1, 9)) + "0" * (int(limit) - 1) + "1"


def _too_small(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("minInclusive")
    if limit is None or facets.primitive != "decimal":
        return None
    return str(limit - stream.between(1, 100))


def _too_large(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("maxInclusive")
    if limit is None or facets.primitive != "decimal":
        return None
    return str(limit + stream.between(1, 100))


def _not_above(text: str, facets: Facets, stream: Stream) -> str | None:
    limit = facets.number("minExclusive")
    if limit is None or facets.primitive != "decimal":
        return None
    return str(limit - stream.between(0, 100))


_WRONG: Final[tuple[tuple[str, str, _Wrong], ...]] = (
    ("too-long", "XSD-maxLength", _too_long),
    ("other-length", "XSD-length", _other_length),
    ("too-short", "XSD-minLength", _too_short),
    ("bad-pattern", "XSD-pattern", _bad_pattern),
    ("bad-enumeration", "XSD-enumeration", _bad_enumeration),
    ("wrong-type", "XSD-type", _wrong_type),
    ("too-many-decimals", "XSD-fractionDigits", _too_fine),
    ("too-many-digits", "XSD-totalDigits", _too_many_digits),
    ("too-small", "XSD-minInclusive", _too_small),
    ("too-large", "XSD-maxInclusive", _too_large),
    ("not-above", "XSD-minExclusive", _not_above),
)


def _breaker(rule: str, wrong: _Wrong) -> Callable[[Specimen, Stream], Mutant | None]:
    def apply(specimen: Specimen, stream: Stream) -> Mutant | None:
        found = [
            (each, made)
            for each in specimen.values
            if (made := wrong(each.text, each.facets, stream)) is not None
        ]
        if not found:
            return None
        value, made = stream.choice(found)
        copy = specimen.copy()
        if value.attribute is None:
            copy[value.place].text = made
        else:
            copy[value.place].set(value.attribute, made)
        return Mutant(data=written(copy[0]), rule=rule)

    return apply


for _name, _rule, _wrong in _WRONG:
    add(Operator(name=_name, layer="xsd", rule=_rule, apply=_breaker(_rule, _wrong)))

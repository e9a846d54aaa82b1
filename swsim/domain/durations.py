"""Durations as people write them (`90s`, `1h30m`, `2d`), held as whole seconds."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

# Days, hours, minutes, seconds in this order, or a plain number of seconds.
PATTERN = (
    r"^((?=[0-9])([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,9}s)?"
    r"|[0-9]{1,9})$"
)
_UNITS = (86_400, 3_600, 60, 1)
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "en": ("d", "h", "min", "s"),
    "es": ("d", "h", "min", "s"),
}


def parse_duration(text: object) -> int:
    """Return the seconds of `90s`, `30m`, `4h`, `2d`, `1h30m` or a plain number.

    Raises ValueError whose text says how a duration is written.
    """
    if isinstance(text, int) and not isinstance(text, bool) and text >= 0:
        return text
    match = re.fullmatch(PATTERN, text) if isinstance(text, str) else None
    if match is None:
        shown = repr(text) if isinstance(text, str) else "this value"
        raise ValueError(
            f"{shown} is not a duration; write 90s, 30m, 4h, 2d or 1h30m, "
            "or a whole number of seconds"
        )
    whole, *groups = match.groups()
    if whole.isdigit():
        return int(whole)
    numbers = [int(group[:-1]) if group else 0 for group in groups]
    return sum(n * unit for n, unit in zip(numbers, _UNITS, strict=True))


def say(seconds: int, lang: str = "en", *, parts: int = 4) -> str:
    """Return seconds as people read them: 187200 is "2 d 4 h".

    `lang` is "en" or "es". `parts` is how many units, from the largest that is not
    zero, are shown; the rest is cut off, not rounded.
    """
    counts, rest = [], abs(seconds)
    for unit, sign in zip(_UNITS, _SIGNS[lang], strict=True):
        count, rest = divmod(rest, unit)
        counts.append((count, sign))
    first = next((at for at, (count, _) in enumerate(counts) if count), 3)
    shown = [f"{n} {sign}" for n, sign in counts[first : first + parts] if n]
    return ("-" if seconds < 0 else "") + (" ".join(shown) or f"0 {_SIGNS[lang][3]}")


_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": PATTERN},
        {"type": "integer", "minimum": 0},
    ],
    "description": "A duration: 90s, 30m, 4h, 2d, 1h30m, or whole seconds.",
}

Seconds = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema(_SCHEMA)]
PositiveSeconds = Annotated[
    int, BeforeValidator(parse_duration), Field(ge=1), WithJsonSchema(_SCHEMA)
]

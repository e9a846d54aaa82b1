"""Text as XML 1.0 and C14N write it; a value that they cannot carry is an error."""

import re


class CodecError(ValueError):
    """A value that XML 1.0 cannot carry, or XML that does not fit the record."""


_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character not in _ESCAPES:
        raise CodecError(f"the character U+{ord(character):04X} is not allowed in XML")
    return _ESCAPES[character]


def escape(value: str) -> str:
    """Return `value` as element content; CodecError for a character XML has not."""
    return _SPECIAL.sub(_escaped, value)


def quote(value: str) -> str:
    """Return `value` as the content of a double-quoted attribute."""
    escaped = escape(value).replace("&gt;", ">").replace('"', "&quot;")
    return escaped.replace("\t", "&#x9;").replace("\n", "&#xA;")

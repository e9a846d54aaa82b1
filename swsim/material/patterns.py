"""Makes texts that fit a pattern of XML Schema (XSD 1.0 part 2, appendix F).

Reads branches, quantifiers and groups itself; which characters a class holds is asked
of elementpath, which xmlschema uses too.
"""

import re
import string
from functools import cache
from typing import Final

from elementpath.regex import translate_pattern

from swsim.domain.streams import Stream

# What people write, the usual first; only where none of it fits, all the rest.
_USUAL: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RARE: Final = " -./_:,()+" + string.punctuation
_QUANTIFIER: Final = re.compile(r"[?*+]|\{(\d+)(?:(,)(\d*))?\}")
_MORE: Final = 6  # repetitions beyond the least, where there is no limit
_CATEGORY: Final = re.compile(r"\\[pP]\{[^}]*\}|\\.", re.DOTALL)


def fitting(pattern: str, stream: Stream) -> str:
    """Return a text that fits a pattern. Raises ValueError where none is found."""
    text, end = _branches(pattern, 0, stream)
    if end < len(pattern):
        raise ValueError(f"{pattern!r} is no pattern that is understood")
    return text


def _branches(pattern: str, at: int, stream: Stream) -> tuple[str, int]:
    """Return a text of one of the branches, and where the group ends."""
    texts = []
    while True:
        text, at = _branch(pattern, at, stream)
        texts.append(text)
        if pattern[at : at + 1] != "|":
            return stream.choice(texts), at
        at += 1


def _branch(pattern: str, at: int, stream: Stream) -> tuple[str, int]:
    parts = []
    while at < len(pattern) and pattern[at] not in "|)":
        start, end = at, _end_of_atom(pattern, at, stream)
        low, high, at = _repeated(pattern, end)
        times = stream.between(low, low + _MORE if high is None else high)
        parts += [_atom(pattern[start:end], stream) for _ in range(times)]
    return "".join(parts), at


def _end_of_atom(pattern: str, at: int, stream: Stream) -> int:
    if pattern[at] == "(":
        _, end = _branches(pattern, at + 1, stream)
        if pattern[end : end + 1] != ")":
            raise ValueError(f"{pattern!r} has a group without an end")
        return end + 1
    if pattern[at] == "[":
        return _end_of_class(pattern, at)
    escape = _CATEGORY.match(pattern, at)
    return escape.end() if escape else at + 1


def _end_of_class(pattern: str, at: int) -> int:
    """Return where a class ends; another one may be taken away inside it."""
    depth = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        depth += {"[": 1, "]": -1}.get(pattern[at], 0)
        at += 1
        if depth == 0:
            return at
    raise ValueError(f"{pattern!r} has a class without an end")


def _repeated(pattern: str, at: int) -> tuple[int, int | None, int]:
    """Return how often an atom may stand, and where the quantifier ends."""
    found = _QUANTIFIER.match(pattern, at)
    if found is None:
        return 1, 1, at
    if found[1] is None:
        low, high = {"?": (0, 1), "*": (0, None), "+": (1, None)}[found[0]]
        return low, high, found.end()
    low = int(found[1])
    if not found[2]:
        return low, low, found.end()
    return low, int(found[3]) if found[3] else None, found.end()


def _atom(atom: str, stream: Stream) -> str:
    if atom[0] == "(":
        return fitting(atom[1:-1], stream)
    return stream.choice(_characters(atom))


@cache
def _characters(atom: str) -> str:
    """Return characters that one atom stands for."""
    one = re.compile(
        translate_pattern(
            atom, back_references=False, lazy_quantifiers=False, anchors=False
        )
    )
    for alphabet in (_USUAL, _RARE, map(chr, range(0xA0, 0xD800))):
        if found := "".join(each for each in alphabet if one.match(each)):
            return found
    raise ValueError(f"no character is known that fits {atom!r}")

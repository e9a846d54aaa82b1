"""Documents to validate: the shipped samples, and what becomes of them when changed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from swsim.artefacts import artefact_dir
from swsim.domain.streams import Stream

SAMPLES: Final = artefact_dir("schemas") / "samples"
GOOD: Final = sorted(SAMPLES.glob("*/good-*.xml"))
ALL: Final = sorted(SAMPLES.glob("*/*.xml"))


def sample(name: str, kind: str = "declaration") -> str:
    """Return the text of a sample."""
    return (SAMPLES / kind / f"{name}.xml").read_text(encoding="utf-8")


IMPORT: Final = sample("good-import-929")
SEVERAL: Final = sample("good-multi-item")
AIR: Final = sample("good-air")
MINIMAL: Final = sample("good-minimal")


def changed(text: str, *changes: tuple[str, str]) -> bytes:
    """Return a document after replacements; each must find something to replace."""
    for old, new in changes:
        text, number = re.subn(old, new, text, count=1, flags=re.DOTALL)
        if not number:
            raise ValueError(f"nothing to replace: {old}")
    return text.encode()


def line_of(data: bytes, text: str) -> int:
    """Return the line, from 1, of the first occurrence of a text."""
    return data[: data.index(text.encode())].count(b"\n") + 1


_ELEMENT = re.compile(r"\n *<([A-Z]\w*)(?: [^<>]*)?>(?:[^<]*)</\1>")
_TEXT = re.compile(r">([^<>\s][^<>]*)</")
_ATTRIBUTE = re.compile(r' (currencyID|unitCode|formatCode)="[^"]*"')
_VALUES: Final = (
    "", " ", "0", "1", "2", "-1", "0.001", "1.5", "99999999999999999999", "x", "USD",
    "XXX", "KGM", "68", "69", "4", "é", "\u00a0", "SWSU0000024", "9", "830", "a b",
    "NaN",
)  # fmt: skip


def mutations(path: Path, number: int) -> Iterator[str]:
    """Yield a sample, each time changed at one to three places; always the same."""
    original = path.read_text(encoding="utf-8")
    for count in range(number):
        stream = Stream(count, "mutation", path.stem)
        text = original
        for _ in range(stream.between(1, 3)):
            text = _mutated(text, stream)
        yield text


def _mutated(text: str, stream: Stream) -> str:
    kind = stream.below(6)
    pattern = (_TEXT, _TEXT, _TEXT, _ELEMENT, _ELEMENT, _ATTRIBUTE)[kind]
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = stream.choice(places)
    if pattern is _TEXT:
        start, end, new = place.start(1), place.end(1), stream.choice(_VALUES)
    else:
        start, end = place.span()
        new = place[0] * 2 if stream.chance(300) and pattern is _ELEMENT else ""
    return text[:start] + new + text[end:]

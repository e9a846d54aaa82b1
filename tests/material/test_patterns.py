"""Texts are made that fit patterns of XML Schema, whatever stands in these."""

import re

import pytest
from elementpath.regex import translate_pattern

from swsim.domain.streams import Stream
from swsim.material.patterns import fitting


def fits(pattern: str, text: str) -> bool:
    plain = translate_pattern(
        pattern, back_references=False, lazy_quantifiers=False, anchors=False
    )
    return re.match(plain, text) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{3}[UJZ][0-9]{7}",
        r"(20\d{6})(\d{6}(Z|[-+]\d\d))?",
        r".*[^\s].*",
        "([a-zA-Z])*",
        "a|bc|(d|e{2,3})+",
        "[A-Z-[AEIOU]]{4}",
        r"\p{Lu}\P{Lu}",
        r"\i\c*",
        r"[\[\]\\x-]{5}",
        r"\(\d+\)",
        r"x{0}y{2,}",
        "[áéí]",
        "",
    ],
)
def test_text_fits_its_pattern(pattern: str) -> None:
    stream = Stream(1, pattern)
    texts = {fitting(pattern, stream) for _ in range(50)}

    assert [text for text in texts if not fits(pattern, text)] == []


def test_texts_of_one_pattern_differ() -> None:
    stream = Stream(1, "other")

    assert len({fitting("[0-9A-Z]{8}", stream) for _ in range(50)}) == 50


@pytest.mark.parametrize("pattern", ["(a", "a)", "[a", "[^\x00-\U0010ffff]"])
def test_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        fitting(pattern, Stream(1, "bad"))

"""What rules ask of descriptions: do they say what the goods are, and which chapter?

Words are compared without case, accents and the s of a plural. The words are swsim's
own, in English and Spanish: a reason to look, never a classification.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from swsim.domain.codelists import codelist
from swsim.validation.values import Value, text_of

_ENOUGH: Final = 3  # words that say something, in a description that does
_REMEMBERED: Final = 4_096
_WORD: Final = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_LAST_LATIN: Final = "\u024f"  # Latin Extended-B ends here


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> frozenset[str]:
    """Return the words of three letters or more, reduced to be compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return frozenset(_singular(word) for word in _WORD.findall(letters))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@cache
def _empty() -> frozenset[str]:
    return frozenset().union(*map(words_of, codelist("empty-words").codes))


@cache
def _by_chapter() -> Mapping[str, frozenset[str]]:
    rows = codelist("hs-chapters").rows
    return {
        chapter: words_of(f"{row['words']} {row['words_es']}")
        for chapter, row in sorted(rows.items())
    }


def _is_latin(text: str) -> bool:
    return all(each <= _LAST_LATIN for each in text if each.isalpha())


def says_goods(_: object, description: Value) -> bool:
    """Return whether a description has three words that say something.

    True of a text in another script than Latin, which nobody here can read.
    """
    text = text_of(description)
    return len(words_of(text) - _empty()) >= _ENOUGH or not _is_latin(text)


def chapter_described(_: object, description: Value, code: Value) -> str:
    """Return the other chapter that a description fits, "" where it fits its own.

    Also "" where it fits none: then nothing is known.
    """
    return _chapter_described(text_of(description), text_of(code)[:2])


@lru_cache(maxsize=_REMEMBERED)
def _chapter_described(description: str, declared: str) -> str:
    said, chapters = words_of(description), _by_chapter()
    if declared not in chapters or said & chapters[declared]:
        return ""
    fit = {chapter: len(said & words) for chapter, words in chapters.items()}
    best = max(fit, key=lambda chapter: fit[chapter])
    return best if fit[best] else ""


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "chapter-described": chapter_described,
    "says-goods": says_goods,
}

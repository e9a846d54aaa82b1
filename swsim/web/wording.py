"""The texts of the pages in one language: texts/en.yaml, and every file beside it.

A language of the web is a file; which there are is read from the folder.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from swsim import strictyaml

_FOLDER: Final = files("swsim.web") / "texts"
_DEFAULT: Final = "en"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there is a file for, English first."""
    found = {
        each.name.removesuffix(".yaml")
        for each in _FOLDER.iterdir()
        if each.name.endswith(".yaml")
    }
    return (_DEFAULT, *sorted(found - {_DEFAULT}))


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Return all texts of a language by key; KeyError for one that there is none of."""
    if lang not in languages():
        raise KeyError(lang)
    name = f"{lang}.yaml"
    raw = (_FOLDER / name).read_text(encoding="utf-8")
    data = strictyaml.parse(raw, name).data
    assert isinstance(data, dict)
    return MappingProxyType({str(key): str(value) for key, value in data.items()})


def preferred(accepted: str) -> str:
    """Return the language that an Accept-Language header asks for (RFC 9110, 12.5.4).

    English where none of ours is named.
    """
    ranked = sorted(_weighted(accepted), key=lambda each: -each[0])
    ours = (
        tag.partition("-")[0].lower()
        for quality, tag in ranked
        if quality > 0 and tag.partition("-")[0].lower() in languages()
    )
    return next(ours, _DEFAULT)


def _weighted(accepted: str) -> list[tuple[float, str]]:
    found = []
    for each in accepted.split(","):
        tag, _, weight = each.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            quality = 0.0
        found.append((quality, tag.strip()))
    return found

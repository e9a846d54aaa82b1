"""The words of each page: those that its scripts ask for exist, none is left over."""

import re

import pytest

from checkout import ROOT
from swsim.web.wording import texts

_WEB = ROOT / "swsim" / "web"
_STATIC = _WEB / "static"
# Keys that scripts put together, or the server asks for: their beginnings.
_MADE = {
    "projector": (
        *("card.", "channel.", "count.", "outcome.", "panel.", "severity.", "state."),
        *("stroke.", "legend.", "key.", "choice."),
    ),
    "playground": (
        *("asks.", "announced.", "count.", "layer.", "severity.", "state.", "told."),
        *("share.", "tab.", "verdict.", "wait.", "error.", "kind."),
    ),
    "api": (),
}


def _scripts(page: str) -> str:
    files = [*sorted((_STATIC / page).glob("*.js")), _STATIC / "words.js"]
    return "\n".join(path.read_text("utf-8") for path in files)


def _template(page: str) -> str:
    return (_WEB / "templates" / f"{page}.html").read_text("utf-8")


def _keys(page: str) -> set[str]:
    start = f"{page}."
    return {key.removeprefix(start) for key in texts("en") if key.startswith(start)}


def _said(page: str) -> set[str]:
    """Return the keys that scripts and template name whole."""
    asked = set(re.findall(r'\bsay\(\s*"([\w.-]+)"', _scripts(page)))
    asked |= set(re.findall(r'\bword\(["\']([\w.-]+)["\']\)', _template(page)))
    return asked | set(
        re.findall(rf't\(["\']{page}\.([\w.-]+)["\']\)', _template(page))
    )


@pytest.mark.parametrize("page", _MADE)
def test_words_of_scripts_and_page_exist(page: str) -> None:
    asked = _said(page)

    assert len(asked) > 10
    assert asked - _keys(page) <= set(texts("en"))


@pytest.mark.parametrize("page", _MADE)
def test_no_word_is_left_over(page: str) -> None:
    source = _scripts(page) + _template(page)
    named = _said(page) | set(re.findall(r'["\'`]([\w.-]+)["\'`]', source))
    unused = {key for key in _keys(page) - named if not key.startswith(_MADE[page])}

    assert unused == set()


def test_texts_that_no_page_asks_for_are_missed() -> None:
    everything = "\n".join(
        path.read_text("utf-8")
        for kind in ("static/**/*.js", "templates/*.html", "*.py", "api/*.py")
        for path in sorted(_WEB.glob(kind))
    )
    shared = [key for key in texts("en") if key.split(".")[0] not in _MADE]
    made = ("nav.", "home.")  # pages and what they are for, by name

    assert [
        key for key in shared if key not in everything and not key.startswith(made)
    ] == []

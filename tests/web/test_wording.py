"""Every text of the pages is there in every language; a language is a file."""

import re
from importlib.resources import files

import pytest

from swsim.web.wording import languages, preferred, texts

OTHERS = [each for each in languages() if each != "en"]


def test_languages_are_the_files_there_are() -> None:
    found = {each.name for each in (files("swsim.web") / "texts").iterdir()}

    assert {f"{each}.yaml" for each in languages()} == found
    assert languages()[:2] == ("en", "es")


@pytest.mark.parametrize("lang", OTHERS)
def test_language_has_every_text_and_no_other(lang: str) -> None:
    assert set(texts(lang)) == set(texts("en"))


@pytest.mark.parametrize("lang", languages())
def test_no_text_is_empty(lang: str) -> None:
    assert [key for key, text in texts(lang).items() if not text.strip()] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_texts_have_the_same_places_to_fill(lang: str) -> None:
    places = re.compile(r"\{\w*\}")

    assert {key: sorted(places.findall(text)) for key, text in texts(lang).items()} == {
        key: sorted(places.findall(text)) for key, text in texts("en").items()
    }


def test_every_text_that_a_page_asks_for_is_there() -> None:
    asked = set()
    folder = files("swsim.web")
    for kind in ("templates", "static"):
        for each in (folder / kind).iterdir():
            if each.name.endswith((".html", ".js")):
                source = each.read_text(encoding="utf-8")
                asked |= set(re.findall(r"""\bt\(["']([\w.]+)["']\)""", source))

    assert "home.title" in asked
    assert asked <= set(texts("en"))


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-PA,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("en;q=0.1,es;q=0.9", "es"),
        ("es;q=0", "en"),
        ("es;q=x", "en"),
        ("*", "en"),
        (",;,", "en"),
    ],
)
def test_browser_gets_the_language_it_asks_for(accepted: str, lang: str) -> None:
    assert preferred(accepted) == lang

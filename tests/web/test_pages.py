"""The pages: in the language of the URL, with nothing from another server."""

import re
from pathlib import Path

import pytest

from checkout import ROOT
from swsim.web.wording import languages, texts
from web.serving import served

PAGES = ("", "projector", "playground", "api")
# In a page, whatever a browser would fetch or follow.
LINKS = re.compile(r"""\b(?:href|src|action)\s*=\s*["']([^"'#]+)["']""")
FOREIGN = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[\w.-]+""")


async def test_door_leads_to_the_language_that_the_browser_asks_for(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as it:
        for asked, lang in (("es-EC,en;q=0.5", "es"), ("fr", "en")):
            answer = await it.http.get("/", headers={"Accept-Language": asked})
            assert answer.status_code == 307
            assert answer.headers["location"] == f"/{lang}/"
            assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("lang", languages())
async def test_page_speaks_the_language_of_its_url(tmp_path: Path, lang: str) -> None:
    async with served(tmp_path) as it:
        for page in PAGES:
            answer = await it.http.get(f"/{lang}/{page}")
            assert answer.status_code == 200
            assert f'<html lang="{lang}">' in answer.text
            assert texts(lang)["nav.playground"] in answer.text
            for other in languages():
                assert f'href="/{other}/{page}"' in answer.text or other == lang
        run = it.room.about()
        home = (await it.http.get(f"/{lang}/")).text
        assert run["title"][lang] in home
        assert it.settings.address in home


async def test_description_of_the_api_is_found_where_programs_look(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.get("/api/docs", headers={"Accept-Language": "es"})
        page = (await it.http.get("/es/api")).text
        described = (await it.http.get("/api/openapi.json")).json()

    assert (answer.status_code, answer.headers["location"]) == (307, "/es/api")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert f'data-method="{method.upper()}" data-path="{path}"' in page
            assert operation["description"].splitlines()[0][:30] in page
    for name in described["components"]["schemas"]:
        assert f'id="shape-{name}"' in page


async def test_page_in_a_language_that_there_is_none_of_is_not_found(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.get("/xx/projector")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_everything_that_a_page_asks_for_is_here(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        for page in ("/en/", "/es/projector", "/en/playground", "/en/api"):
            text = (await it.http.get(page)).text
            assert FOREIGN.findall(text.replace(it.settings.address, "")) == []
            for link in LINKS.findall(text):
                found = await it.http.get(link, follow_redirects=True)
                assert found.status_code == 200, (page, link)


def test_no_script_or_style_of_ours_names_another_server() -> None:
    found = [
        (each.name, FOREIGN.findall(each.read_text("utf-8")))
        for each in (ROOT / "swsim" / "web" / "static").rglob("*.*")
    ]

    assert len(found) > 40
    assert [each for each in found if each[1]] == []


async def test_pages_need_nothing_inline(tmp_path: Path) -> None:
    """What is inline would need a hole in the Content-Security-Policy."""
    async with served(tmp_path) as it:
        for page in ("/en/", "/en/projector", "/en/playground", "/en/api"):
            text = (await it.http.get(page)).text
            scripts = re.findall(r"<script([^>]*)>", text)
            assert all("src=" in each or "application/json" in each for each in scripts)
            assert not re.search(r"<style|\sstyle=|\son\w+=", text)


async def test_qr_code_is_a_picture_of_the_address(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.get("/qr.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


async def test_who_is_signed_in_is_seen_on_the_page(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        outside = (await it.http.get("/en/")).text
        await it.become_trainer()
        inside = (await it.http.get("/en/")).text

    assert 'class="insider entry" hidden' in outside
    assert 'class="outsider entry" hidden' in inside

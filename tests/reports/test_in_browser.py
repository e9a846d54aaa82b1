"""The report in a real Chromium without a network: complete, and readable by all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from reports.conftest import ledger_of
from swsim.app.concluding import Summary
from swsim.app.reporting import contents_of
from swsim.reports import casepages, html
from swsim.reports.casefile import case_file
from web.browsers import PHONE, WALL, barriers, chromium, sideways

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, two_regions: Summary, bulletin: Summary
) -> Path:
    """A folder with a report of each run in each language, and with one case."""
    folder = tmp_path_factory.mktemp("pages")
    for lang in ("en", "es"):
        for summary in (two_regions, bulletin):
            told = contents_of(Path(summary.run_dir), lang)
            page = folder / f"{summary.scenario}-{lang}.html"
            page.write_text(html.render(told), encoding="utf-8")
        case = case_file(ledger_of(two_regions), "S00001-I1", lang)
        page = folder / f"case-{lang}.html"
        page.write_text(casepages.as_html(case), encoding="utf-8")
    return folder


def opened(
    browser: Browser, file: Path, size: tuple[int, int], *, dark: bool = False
) -> tuple[Page, list[str]]:
    """Return a page that was opened with the network off, and what went wrong."""
    context = browser.new_context(
        viewport=ViewportSize(width=size[0], height=size[1]),
        offline=True,
        color_scheme="dark" if dark else "light",
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda asked: wrong.append(f"lost: {asked.url}"))
    page.on(
        "request",
        lambda asked: wrong.extend(
            f"asks: {url}" for url in {asked.url} - {file.as_uri()}
        ),
    )
    page.goto(file.as_uri())
    return page, wrong


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ["two-regions", "the-bulletin", "case"])
@pytest.mark.parametrize("size", [WALL, PHONE], ids=["wall", "phone"])
def test_page_asks_for_nothing_has_no_barrier_and_fits(
    browser: Browser, pages: Path, name: str, lang: str, size: tuple[int, int]
) -> None:
    page, wrong = opened(browser, pages / f"{name}-{lang}.html", size)
    assert barriers(page) == []
    assert sideways(page) <= 0
    assert wrong == []
    page.context.close()


def test_report_has_no_barrier_in_the_dark(browser: Browser, pages: Path) -> None:
    page, wrong = opened(browser, pages / "the-bulletin-en.html", WALL, dark=True)
    assert barriers(page) == []
    assert wrong == []
    page.context.close()


def test_words_of_pictures_lie_within_them(browser: Browser, pages: Path) -> None:
    """A name that is longer in the other language must not be cut at the edge."""
    for file in sorted(pages.glob("*.html")):
        page, _ = opened(browser, file, WALL)
        cut = page.evaluate(
            """() => [...document.querySelectorAll('svg text')].filter(text => {
                const box = text.getBBox(), of = text.ownerSVGElement.viewBox.baseVal
                return box.x < -1 || box.x + box.width > of.width + 1
            }).map(text => text.textContent)"""
        )
        assert cut == [], file.name
        page.context.close()


def test_link_of_the_debrief_opens_at_its_message(
    browser: Browser, pages: Path
) -> None:
    page, _ = opened(browser, pages / "two-regions-en.html", WALL)
    link = page.locator("#debrief a[href^='#m']").first
    target = link.get_attribute("href")
    link.click()
    assert page.evaluate("location.hash") == target
    assert page.locator(f"{target} summary").is_visible()
    page.context.close()


A4 = (703, 1017)  # pixels of 186 x 269 mm: the paper without its margins


def test_report_prints_on_a4_within_its_margins(browser: Browser, pages: Path) -> None:
    page, _ = opened(browser, pages / "two-regions-es.html", A4)
    page.emulate_media(media="print")
    assert sideways(page) <= 0
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    page.context.close()

"""A real Chromium: its pages may say nothing wrong and ask nobody else for anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from patience import PATIENCE
from programs import find_program
from web.rooms import Served

WALL: Final = (1280, 720)
PHONE: Final = (390, 844)
_SWITCHES: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.2, levels A and AA, as axe-core tags its rules.
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the Chromium of this machine."""
    expect.set_options(timeout=PATIENCE * 1_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_program("chromium"), args=_SWITCHES
        )
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Visitor:
    """Opens pages of a room and notes what goes wrong in them.

    `forgiven` are words of errors that a test provokes.
    """

    browser: Browser
    room: Served
    wrong: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def opens(
        self,
        path: str = "/en/projector",
        *,
        size: tuple[int, int] = WALL,
        trainer: bool = False,
        **other: Any,
    ) -> Page:
        """Return a page, opened in a browser of its own."""
        viewport = ViewportSize(width=size[0], height=size[1])
        context = self.browser.new_context(
            base_url=self.room.address, viewport=viewport, **other
        )
        context.set_default_timeout(PATIENCE * 1_000)
        page = context.new_page()
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", lambda asked: self.wrong.append(f"lost: {asked.url}"))
        if trainer:
            answer = page.request.post("/api/v1/session", data={"pin": self.room.pin})
            assert answer.ok, answer.text()
        page.goto(path)
        return page

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(f"{kind}: {text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.room.address, "data:")):
            self.wrong.append(f"foreign: {request.url}")

    @property
    def complaints(self) -> list[str]:
        """What went wrong and was not provoked."""
        return [
            each
            for each in self.wrong
            if not any(word in each for word in self.forgiven)
        ]


def visits(browser: Browser, room: Served) -> Iterator[Visitor]:
    """Yield a visitor of a room; fail where something went wrong in its browser."""
    visitor = Visitor(browser=browser, room=room)
    yield visitor
    for context in browser.contexts:
        context.close()
    assert visitor.complaints == []


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA, with the elements."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """Return how many pixels a page is wider than its window."""
    script = "document.documentElement.scrollWidth - window.innerWidth"
    return int(page.evaluate(script))

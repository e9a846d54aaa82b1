"""Makes docs/pictures/projector.png and projector-message.png: the projector at work.

Usage: python tools/make_room_pictures.py

Serves two-regions, lets some two days of it pass and opens it in the Chromium of
this machine, which `make deps` installs. What is in flight differs a little each time.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import Page, async_playwright

from swsim.app.stage import Play
from swsim.scenario import load_scenario
from swsim.web.room import Room
from swsim.web.server import listen, serve
from swsim.web.settings import Settings

_TO: Final = Path(__file__).parents[1] / "docs" / "pictures"
_SCENARIO: Final = "two-regions"
_UNTIL: Final = 36 * 3_600  # virtual seconds
_SPEED: Final = 3_600
_WANTED: Final = 3  # messages across a border at the moment of the picture


async def main() -> None:
    """Play, look and take the pictures."""
    with TemporaryDirectory() as folder:
        room = Room(
            Play(
                loaded=load_scenario(_SCENARIO),
                broker="none",
                run_dir=Path(folder) / "run",
            )
        )
        invited: asyncio.Future[Settings] = asyncio.get_running_loop().create_future()

        def ready(_: Room, settings: Settings) -> None:
            invited.set_result(settings)

        serving = asyncio.create_task(serve(room, listen("127.0.0.1", 0), ready))
        try:
            await _look(room, await invited)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def _look(room: Room, settings: Settings) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 720})
        await page.request.post(
            f"{settings.address}/api/v1/session", data={"pin": settings.keys.pin}
        )
        await page.goto(f"{settings.address}/en/projector")
        room.set_speed(_SPEED)
        room.go_on()
        while room.clock.present() < _UNTIL or _crossing(room) < _WANTED:
            await page.wait_for_timeout(50)
        await _taken(page, "projector")
        room.pause()
        await page.locator("#alerts button", has_text="rejected").first.click()
        await page.locator(".cause .finding-row").first.click()
        await page.locator(".note").first.wait_for()
        await page.wait_for_timeout(2_500)  # the last arcs are gone
        await _taken(page, "projector-message")
        await browser.close()


def _crossing(room: Room) -> int:
    """Count the messages of the last half hour that cross a border."""
    since = room.live.second - _SPEED // 2
    return sum(
        each["second"] > since and each["from"][:2] != each["to"][:2]
        for each in room.live.snapshot()["messages"]
    )


async def _taken(page: Page, name: str) -> None:
    picture = _TO / f"{name}.png"
    await page.screenshot(path=picture)
    sys.stdout.write(f"{picture}: {picture.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    asyncio.run(main())

"""Looking back in real browsers; injects, and what a message means."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from web.browsers import PHONE, Visitor, barriers, sideways, visits
from web.rooms import MISTAKEN, served

pytestmark = [pytest.mark.chromium, pytest.mark.slow]

SECOND = 1_000  # milliseconds


@pytest.fixture
def visitor(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of First contact, which has an inject."""
    options = ("--port", 0, "--broker", "none", "--run-dir", tmp_path / "run")
    with served("first-contact", *options) as room:
        yield from visits(browser, room)


@pytest.fixture
def mistaken(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of a run in which somebody was refused, that stands still."""
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(MISTAKEN, encoding="utf-8")
    options = ("--port", 0, "--broker", "none", "--run-dir", tmp_path / "run")
    with served(scenario, *options) as room:
        yield from visits(browser, room)


def steer(page: Page, **order: object) -> None:
    assert page.request.post("/api/v1/clock", data=order).ok


def count(page: Page) -> int:
    return int(page.locator("#count-messages").inner_text())


def played_until_refused(visitor: Visitor) -> Page:
    page = visitor.opens(trainer=True)
    steer(page, speed=3_600)
    steer(page, action="go")
    expect(page.locator("#alerts button").first).to_be_visible(timeout=20 * SECOND)
    steer(page, action="pause")
    expect(page.locator("#state")).to_contain_text("Paused")
    return page


def test_trainer_rewinds_the_room_and_comes_back_to_now(mistaken: Visitor) -> None:
    trainer = played_until_refused(mistaken)
    other = mistaken.opens("/es/projector")
    expect(other.locator("#state")).to_contain_text("En pausa")
    expect(other.locator("#rewind")).to_be_disabled()
    now, alerts = count(trainer), trainer.locator("#alerts li").count()
    moment = trainer.locator("#time").inner_text()
    expect(other.locator("#count-messages")).to_have_text(str(now))

    trainer.locator("#rewind").fill("60")
    for page, said in ((trainer, "Looking back"), (other, "Vista atrás")):
        expect(page.locator("#state")).to_contain_text(said, timeout=SECOND)
        expect(page.locator("#count-messages")).not_to_have_text(str(now))
        expect(page.locator("#time")).to_have_text("00:01:00")
        assert count(page) < now
        assert page.locator("#alerts li").count() < alerts
    assert barriers(trainer) == []
    assert sideways(trainer) == 0

    trainer.get_by_role("button", name="Back to now").click()
    for page in (trainer, other):
        expect(page.locator("#count-messages")).to_have_text(str(now))
        expect(page.locator("#time")).to_have_text(moment)
        expect(page.locator("#alerts li")).to_have_count(alerts)
    expect(trainer.locator("#now")).to_be_hidden()


def test_browser_that_comes_late_sees_the_past_that_is_looked_at(
    mistaken: Visitor,
) -> None:
    trainer = played_until_refused(mistaken)
    trainer.locator("#rewind").fill("60")
    expect(trainer.locator("#state")).to_contain_text("Looking back")
    then = trainer.locator("#count-messages")
    expect(then).not_to_have_text(str(count(trainer) + 1))
    expect(trainer.locator("#time")).to_have_text("00:01:00")

    late = mistaken.opens("/es/projector", size=PHONE)
    expect(late.locator("#time")).to_have_text("00:01:00")
    expect(late.locator("#count-messages")).to_have_text(then.inner_text())
    assert sideways(late) == 0
    assert barriers(late) == []

    steer(trainer, action="step")
    expect(late.locator("#state")).to_contain_text("En pausa")


def test_message_of_the_past_opens_and_says_what_it_means(mistaken: Visitor) -> None:
    trainer = played_until_refused(mistaken)
    trainer.locator("#rewind").fill("60")
    expect(trainer.locator("#time")).to_have_text("00:01:00")
    other = mistaken.opens("/es/projector")
    expect(other.locator("#time")).to_have_text("00:01:00")
    trainer.locator("#now").click()
    trainer.locator("#alerts button").first.click()

    expect(trainer.locator(".means")).to_contain_text("What comes next:")
    expect(trainer.locator(".means")).to_contain_text("names every error")
    other.locator("#alerts button").first.click()
    expect(other.locator(".means")).to_contain_text("Qué sigue:")
    expect(other.locator(".means")).to_contain_text("señala cada error")


def test_message_on_the_map_is_opened_by_a_click(visitor: Visitor) -> None:
    page = visitor.opens(trainer=True)
    expect(page.locator("#hand")).to_be_visible()
    for _ in range(2):
        steer(page, action="step")
    expect(page.locator("#count-messages")).not_to_have_text("0")
    page.wait_for_timeout(1_700)  # it has arrived, and stays while the clock stands

    box = page.locator("#map g g").filter(has_text="Japan").locator(".post")
    box.click(force=True)
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator(".means")).to_contain_text("What comes next:")


def test_inject_is_told_to_all_and_its_note_to_the_trainer(visitor: Visitor) -> None:
    trainer, other = visitor.opens(trainer=True), visitor.opens("/es/projector")
    expect(trainer.locator("#hand")).to_be_visible()
    expect(other.locator("#state")).to_contain_text("Listo")
    for _ in range(60):
        steer(trainer, action="step")
        trainer.wait_for_timeout(60)
        if trainer.locator("#inject").is_visible():
            break

    expect(trainer.locator("#inject-sign")).to_have_text("⚡ I1")
    expect(trainer.locator("#inject-text")).to_contain_text("twice")
    expect(trainer.locator("#inject-note")).to_contain_text("Ask the class to count")
    expect(trainer.locator("#story li").filter(has_text="⚡")).to_have_count(1)
    expect(trainer.locator("#rewind-marks .mark")).to_have_count(1)
    expect(other.locator("#inject-text")).to_contain_text("dos veces")
    expect(other.locator("#inject-note")).to_be_hidden()
    assert barriers(trainer) == []
    trainer.locator("#inject-close").click()
    expect(trainer.locator("#inject")).to_be_hidden()

"""The projector in a real browser: what a trainer and a room see and do."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from cli.command import swsim
from swsim.ledger.store import Ledger
from web.browsers import PHONE, Visitor, barriers, sideways, visits
from web.rooms import MISTAKEN, Served, kill, played_out, served

pytestmark = [pytest.mark.chromium, pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def visitor(browser: Browser, folder: Path) -> Iterator[Visitor]:
    """A visitor of First contact, in whose browser nothing may go wrong."""
    arguments = ("first-contact", "--port", 0, "--broker", "none", "--run-dir", folder)
    with served(*arguments) as room:
        yield from visits(browser, room)


@pytest.fixture(scope="module")
def waiting_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A room whose run nobody starts, for all who only look at it."""
    folder = tmp_path_factory.mktemp("waiting") / "run"
    arguments = ("first-contact", "--port", 0, "--broker", "none", "--run-dir", folder)
    with served(*arguments) as room:
        yield room


@pytest.fixture
def early(browser: Browser, waiting_room: Served) -> Iterator[Visitor]:
    """A visitor before the start of a run."""
    yield from visits(browser, waiting_room)


@pytest.fixture(scope="module")
def mistaken_room(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A room in which traders err, paused once somebody has refused something."""
    folder = tmp_path_factory.mktemp("mistaken")
    scenario = folder / "scenario.yaml"
    scenario.write_text(MISTAKEN, encoding="utf-8")
    arguments = ("--port", 0, "--broker", "none", "--run-dir", folder / "run")
    with served(scenario, *arguments) as room:
        for trainer in visits(browser, room):
            until_refused(trainer.opens(trainer=True))
        yield room


@pytest.fixture
def mistaken(browser: Browser, mistaken_room: Served) -> Iterator[Visitor]:
    """A visitor of the room in which something was refused, who only looks."""
    yield from visits(browser, mistaken_room)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def box_of(page: Page, what: str) -> FloatRect:
    box = page.locator(what).bounding_box()
    assert box is not None
    return box


def until_refused(page: Page) -> None:
    """Let the trainer's page play until somebody refuses something, and stand still."""
    page.locator("#speeds").get_by_role("button", name="×3600").click()
    press(page, "Start")
    expect(page.locator("#alerts button").first).to_be_visible()
    press(page, "Pause")
    expect(page.locator("#state")).to_contain_text("Paused")


# --- the clock ----------------------------------------------------------------------


def test_trainer_starts_pauses_and_speeds_and_a_second_browser_follows(
    visitor: Visitor,
) -> None:
    trainer, other = visitor.opens(), visitor.opens("/es/projector")
    expect(other.locator("#state")).to_contain_text("Listo")

    press(trainer, "I am the trainer")
    trainer.get_by_label("PIN, 8 digits").fill(visitor.room.pin)
    press(trainer, "Take the clock")
    trainer.locator("#card-main").click()
    expect(other.locator("#state")).to_contain_text("En marcha ×60")
    trainer.locator("#speeds").get_by_role("button", name="×600").click()
    expect(other.locator("#state")).to_contain_text("En marcha ×600")
    press(trainer, "Pause")
    expect(other.locator("#state")).to_contain_text("En pausa")

    stood = other.locator("#time").inner_text()
    other.wait_for_timeout(400)
    assert other.locator("#time").inner_text() == stood
    assert trainer.locator("#time").inner_text() == stood


def test_keys_steer_the_clock(visitor: Visitor) -> None:
    page = visitor.opens(trainer=True)
    expect(page.locator("#hand")).to_be_visible()
    page.locator("#state").click()

    page.keyboard.press("s")
    expect(page.locator("#count-messages")).not_to_have_text("0")
    expect(page.locator("#state")).to_contain_text("Paused ×60")
    page.keyboard.press("+")
    expect(page.locator("#state")).to_contain_text("Paused ×600")
    page.keyboard.press("-")
    expect(page.locator("#state")).to_contain_text("Paused ×60")
    page.keyboard.press("f")
    expect(page.locator("#frozen")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("#frozen")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator("#state")).to_contain_text("Running")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_frozen_picture_stands_while_the_run_goes_on(visitor: Visitor) -> None:
    page = visitor.opens(trainer=True)
    press(page, "Freeze")
    expect(page.locator("#frozen")).to_be_visible()

    page.locator("#speeds").get_by_role("button", name="×3600").click()
    press(page, "Start")
    expect(page.locator("#state")).to_contain_text("Running")
    page.wait_for_timeout(1_000)
    assert page.locator("#count-messages").inner_text() == "0"
    press(page, "Freeze")

    expect(page.locator("#count-messages")).not_to_have_text("0")


def test_wrong_pin_takes_no_clock(visitor: Visitor) -> None:
    visitor.forgiven = ("status of 401",)
    page = visitor.opens()

    press(page, "I am the trainer")
    wrong = "00000000" if visitor.room.pin != "00000000" else "00000001"
    page.get_by_label("PIN, 8 digits").fill(wrong)
    press(page, "Take the clock")

    expect(page.locator("#pin-wrong")).to_have_text("This is not the PIN.")
    expect(page.locator("#hand")).to_be_hidden()


def test_end_of_a_run_shows_its_verdict(visitor: Visitor) -> None:
    page = visitor.opens(trainer=True)
    press(page, "Start")
    played_out(page)

    expect(page.locator("#card-title")).to_have_text("The run ended as expected")
    expect(page.locator(".expectation").first).to_contain_text("✓ Met")
    expect(page.locator(".outcome p").first).to_contain_text("To learn:")
    expect(page.locator("#card-outcome ol li").first).to_contain_text("?")
    assert barriers(page) == []
    assert page.evaluate("card.scrollHeight - card.clientHeight") == 0
    page.keyboard.press("s")  # of no use any more: the server would refuse it
    expect(page.locator("#times")).to_contain_text("Green")
    press(page, "Show the map")
    expect(page.locator("#card")).to_be_hidden()
    assert barriers(page) == []


# --- a message ------------------------------------------------------------------------


def test_click_on_a_refused_message_shows_its_findings(mistaken: Visitor) -> None:
    page = mistaken.opens(trainer=True)

    row = page.locator("#alerts button").first
    row.click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#map")).to_be_visible()
    page.get_by_role("button", name="The message that this answers").click()

    expect(page.locator(".verdict")).to_contain_text("Invalid")
    note = page.locator(".note").first
    expect(note).to_contain_text(re.compile(r"Error \S+"))
    expect(note).to_contain_text("WCO pointer: 42A")
    marked = page.locator(".line.marked").first
    number = marked.locator(".line-number").inner_text()
    expect(page.locator(".finding-row").first).to_contain_text(f"Line {number}")
    follows = marked.evaluate("line => line.nextElementSibling.className")
    assert follows.startswith("note")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(row).to_be_focused()


def test_message_is_reached_by_keyboard_and_told_in_spanish(mistaken: Visitor) -> None:
    page = mistaken.opens("/es/projector")

    page.locator("#alerts button").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="El mensaje al que responde").click()

    expect(page.locator(".verdict")).to_contain_text("No válido")
    expect(page.locator(".note").first).to_contain_text("Puntero OMA")
    assert page.locator("html").get_attribute("lang") == "es"


# --- whoever looks ------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "es"])
def test_card_of_the_start_has_no_barriers(early: Visitor, lang: str) -> None:
    page = early.opens(f"/{lang}/projector", trainer=True)

    expect(page.locator("#card")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_projector_has_no_barriers(mistaken: Visitor, lang: str) -> None:
    page = mistaken.opens(f"/{lang}/projector", trainer=True)
    page.locator("#alerts button").first.click()
    expect(page.locator(".cause .finding-row").first).to_be_visible()
    assert barriers(page) == []

    page.locator("#contrast").click()
    assert barriers(page) == []

    page.locator("#help-open").click()
    assert barriers(page) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_phone_needs_no_sideways_scroll(
    early: Visitor, mistaken: Visitor, lang: str
) -> None:
    waiting = early.opens(f"/{lang}/projector", size=PHONE, trainer=True)
    expect(waiting.locator("#card")).to_be_visible()
    assert sideways(waiting) == 0

    page = mistaken.opens(f"/{lang}/projector", size=PHONE, trainer=True)
    expect(page.locator("#alerts button").first).to_be_visible()
    assert sideways(page) == 0
    assert barriers(page) == []
    page.locator("#alerts button").first.click()
    expect(page.locator(".verdict")).to_be_visible()
    assert sideways(page) == 0
    above, below = box_of(page, "#map"), box_of(page, "#panel")
    assert above["height"] > 100
    assert 0 < above["y"] < above["y"] + above["height"] <= below["y"]


def test_wall_needs_no_scroll(mistaken: Visitor) -> None:
    page = mistaken.opens(trainer=True)
    expect(page.locator("#alerts button").first).to_be_visible()

    script = "document.documentElement.scrollHeight - window.innerHeight"
    assert page.evaluate(script) <= 0
    assert sideways(page) == 0


DRAWN = "document.getElementById('arcs').toDataURL()"


@pytest.mark.parametrize(
    ("motion", "moves"), [("no-preference", True), ("reduce", False)]
)
def test_messages_move_unless_less_motion_is_wanted(
    visitor: Visitor, motion: str, moves: bool
) -> None:
    page = visitor.opens(trainer=True, reduced_motion=motion)
    expect(page.locator("#hand")).to_be_visible()
    empty = page.evaluate(DRAWN)
    page.locator("#state").click()
    page.keyboard.press("s")
    page.wait_for_function(f"empty => {DRAWN} !== empty", arg=empty)
    page.wait_for_timeout(500)  # all messages of this second have set out

    first = page.evaluate(DRAWN)
    page.wait_for_timeout(150)
    second = page.evaluate(DRAWN)

    assert empty not in (first, second)
    assert (first != second) is moves


def test_browser_comes_back_to_a_server_that_was_killed_and_sees_the_end(
    visitor: Visitor, folder: Path, tmp_path: Path
) -> None:
    """Nobody reloads a page, and the digest is that of a run without a fall."""
    visitor.forgiven = ("WebSocket connection", "ERR_CONNECTION_REFUSED")
    page = visitor.opens(trainer=True)
    page.locator("#speeds").get_by_role("button", name="×3600").click()
    press(page, "Start")
    expect(page.locator("#count-lodged")).not_to_have_text("0")
    press(page, "Pause")
    expect(page.locator("#state")).to_contain_text("Paused")
    lodged = page.locator("#count-lodged").inner_text()

    kill(visitor.room)
    expect(page.locator("#lost")).to_contain_text("Connection lost")
    with served("--run", folder, "--port", visitor.room.port):
        expect(page.locator("#lost")).to_be_hidden()
        expect(page.locator("#state")).to_contain_text("Paused")
        assert page.locator("#count-lodged").inner_text() == lodged
        press(page, "Go on")
        expect(page.locator("#state")).to_contain_text("Running")
        played_out(page)
        expect(page.locator("#card-title")).to_have_text("The run ended as expected")
        alone = swsim("run", "first-contact", "--json", "--run-dir", tmp_path / "alone")
        with closing(Ledger.open(folder / "ledger.db")) as ledger:
            assert ledger.header()["digest"] == json.loads(alone.out)["digest"]


# --- the tests themselves -----------------------------------------------------------


def test_barriers_and_complaints_are_noticed(early: Visitor) -> None:
    page = early.opens()
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.getElementById('help-open').replaceChildren()")
    page.evaluate("fetch('http://192.0.2.1/').catch(() => console.error('planted'))")
    page.wait_for_timeout(200)

    seen = barriers(page)
    assert any(each.startswith("html-has-lang") for each in seen)
    assert any(each.startswith("button-name") for each in seen)
    assert any("planted" in each for each in early.wrong)
    assert any("192.0.2.1" in each for each in early.complaints)
    early.wrong.clear()

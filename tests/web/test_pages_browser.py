"""Start page and API page in a real browser: on wall and phone, in each language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from swsim.web.wording import languages
from web.browsers import PHONE, WALL, Visitor, barriers, sideways, visits
from web.rooms import Served, served

pytestmark = [pytest.mark.chromium, pytest.mark.slow]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("pages") / "run"
    with served(
        "two-regions", "--port", 0, "--broker", "none", "--run-dir", folder
    ) as (it):
        yield it


@pytest.fixture
def visitor(browser: Browser, room: Served) -> Iterator[Visitor]:
    yield from visits(browser, room)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("size", [WALL, PHONE])
def test_start_page_and_api_have_no_barriers(
    visitor: Visitor, lang: str, size: tuple[int, int]
) -> None:
    for path in (f"/{lang}/", f"/{lang}/api"):
        page = visitor.opens(path, size=size)
        if path.endswith("api"):
            for summary in page.locator(".operation summary").all()[:4]:
                summary.click()
        else:
            page.locator("summary").click()
        assert barriers(page) == []
        assert sideways(page) == 0


def test_trainer_signs_in_and_out_on_the_start_page(visitor: Visitor) -> None:
    visitor.forgiven = ("status of 401",)
    page = visitor.opens("/en/")
    wrong = "00000000" if visitor.room.pin != "00000000" else "00000001"
    for pin in (wrong, visitor.room.pin):
        page.get_by_label("Trainer's PIN").fill(pin)
        page.get_by_role("button", name="Sign in").click()
        if pin == wrong:
            expect(page.locator("#said")).to_have_text("This is not the PIN.")
    expect(page.get_by_text("You are signed in as the trainer.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Trainer's PIN")).to_be_visible()


def test_operation_is_tried_on_the_page_of_the_api(visitor: Visitor) -> None:
    page = visitor.opens("/en/api")
    page.get_by_role("link", name="GET /api/v1/run/messages", exact=True).click()
    operation = page.locator(".operation:target")
    operation.get_by_label("limit").fill("3")
    expect(operation.locator(".command")).to_contain_text("messages?after=0&limit=3")
    operation.get_by_role("button", name="Send").click()

    expect(operation.locator(".status")).to_contain_text("200")
    expect(operation.locator("pre")).to_contain_text('"messages": []')


def test_document_is_tried_on_the_page_of_the_api(visitor: Visitor) -> None:
    page = visitor.opens("/es/api")
    page.get_by_role("link", name="POST /api/v1/documents/generate").click()
    operation = page.locator(".operation:target")
    operation.get_by_role("button", name="Enviar").click()

    expect(operation.locator("pre")).to_contain_text("import-00001")

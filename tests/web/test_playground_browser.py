"""The playground in a real browser: a document is pasted, read, mended and kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from checkout import ROOT
from cli.command import swsim
from swsim.material.generate import generate
from web.browsers import PHONE, Visitor, barriers, sideways
from web.rooms import Served, kill, served

pytestmark = [pytest.mark.chromium, pytest.mark.slow]

SAMPLES = ROOT / "schemas/samples/declaration"
WRONG_TERMS = ROOT / "schemas/samples/assistance-reply/bad-cl-incoterms-2020.xml"
WRONG_CONTAINER = SAMPLES / "bad-r15-container-check-digit.xml"
RISK = SAMPLES / "bad-r12-unit-value.xml"
RUN = ("first-contact", "--port", 0, "--broker", "none")
ENGLISH, SPANISH = "/en/playground", "/es/playground"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One room for all visitors; what they try leaves nothing in it."""
    with served(*RUN, "--run-dir", tmp_path_factory.mktemp("room") / "run") as room:
        yield room


@pytest.fixture
def visitor(browser: Browser, room: Served) -> Iterator[Visitor]:
    """A visitor in whose browser nothing may go wrong."""
    yield from _visits(browser, room)


@pytest.fixture
def witness(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of a room that will be killed."""
    with served(*RUN, "--run-dir", tmp_path / "run") as room:
        yield from _visits(browser, room)


def _visits(browser: Browser, room: Served) -> Iterator[Visitor]:
    visitor = Visitor(browser=browser, room=room)
    yield visitor
    for context in browser.contexts:
        context.close()
    assert visitor.complaints == []


def paste(page: Page, text: str) -> None:
    """Paste as people do, who have copied a text elsewhere."""
    page.locator("#xml").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
        }""",
        text,
    )


def verdict_of(page: Page) -> str:
    """Return the verdict once the page has one."""
    expect(page.locator("#verdict-word")).not_to_be_empty()
    return page.locator("#verdict-word").inner_text()[2:]


def text_of(page: Page) -> str:
    return page.locator("#xml").input_value()


def selected(page: Page) -> str:
    """Return what is selected in the editor."""
    return str(
        page.locator("#xml").evaluate(
            "area => area.value.slice(area.selectionStart, area.selectionEnd)"
        )
    )


def test_pasted_error_is_found_and_mended(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    paste(page, WRONG_TERMS.read_text("utf-8"))
    assert verdict_of(page) == "Invalid"
    finding = page.locator(".finding")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("Error")
    wrong, right = finding.locator(".facts code").all_inner_texts()
    assert wrong in text_of(page)
    finding.get_by_role("button", name="Apply").click()

    expect(page.locator("#verdict-word")).to_have_text("✓ Valid")
    expect(page.locator("#panel-findings")).to_contain_text("Nothing to complain about")
    mended = WRONG_TERMS.read_text("utf-8").replace(f">{wrong}<", f">{right}<")
    assert text_of(page) == mended


def test_click_on_a_finding_selects_what_it_means(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    paste(page, WRONG_CONTAINER.read_text("utf-8"))
    finding = page.locator(".finding")
    expect(finding.locator(".chain li")).to_have_text(
        [
            "Declaration42A",
            "GoodsShipment67A",
            "Consignment28A",
            "TransportEquipment[1]31B",
            "ID159",
        ]
    )
    finding.locator("button.go").click()

    assert selected(page) == "SWSU0000010"
    expect(page.locator(".number.current")).to_have_text("✗110")
    expect(page.locator(".paint .line.current .under")).to_have_text("SWSU0000010")
    expect(page.locator("#layers .is-invalid")).to_have_text("✗Rulesfailed")


def test_marks_stay_beside_their_lines_when_scrolled(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    paste(page, WRONG_CONTAINER.read_text("utf-8"))
    verdict_of(page)
    for top in (0, 700, 1_900):
        page.locator("#editor").evaluate("(box, top) => box.scrollTo(60, top)", top)
        page.wait_for_function(
            "top => Number(document.querySelector('.number').style.top"
            ".replace('px', '')) <= top",
            arg=top,
        )
        # Numbers and marks are drawn anew after the scroll; read together, they agree.
        page.wait_for_function(
            """() => {
                const tops = (kind) => [...document.querySelectorAll(kind)].map(
                    (row) => row.getBoundingClientRect().top);
                const first = document.querySelector(".number");
                const line = Number(first.innerText.replace("✗", ""));
                const area = document.querySelector("#xml").getBoundingClientRect();
                const [numbers, lines] = [tops(".number"), tops(".paint .line")];
                return numbers.length === lines.length
                    && numbers.every((top, at) => top === lines[at])
                    && Math.abs(numbers[0] - area.top - (line - 1) * 20) < 0.1;
            }""",
        )


def test_generated_document_is_broken_as_announced(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    page.get_by_role("combobox", name="Document").select_option("alert")
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Generate").click()
    assert verdict_of(page).startswith("Valid")
    whole = text_of(page)
    assert whole.encode() == next(generate("alert", 1, 7)).data
    for _ in range(3):
        before = text_of(page)
        page.get_by_role("button", name="Break", exact=True).click()
        expect(page.locator("#xml")).not_to_have_value(before)
        expect(page.locator("#announced-state")).to_contain_text("✓ found")
    rule = page.locator("#announced code").inner_text()
    expect(page.locator(".finding .rule", has_text=rule).first).to_be_visible()
    page.get_by_role("button", name="Back to the valid document").click()

    expect(page.locator("#announced")).to_be_hidden()
    assert text_of(page) == whole


def test_drafts_survive_reload_and_have_names(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    page.locator("#xml").fill("<first/>")
    expect(page.locator("#kept")).to_have_text("Draft kept in this browser")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("textbox", name="Name of the draft").fill("My 'first' one")
    page.get_by_role("button", name="OK").click()
    page.get_by_role("button", name="New", exact=True).click()
    page.locator("#xml").fill("<second/>")
    page.reload()

    assert text_of(page) == "<second/>"
    assert verdict_of(page) == "Invalid"
    page.get_by_role("combobox", name="Draft").select_option("My 'first' one")
    assert text_of(page) == "<first/>"
    page.get_by_role("button", name="Delete").click()
    assert text_of(page) == "<second/>"
    page.get_by_role("button", name="Undo").click()
    assert text_of(page) == "<first/>"


def test_form_changes_the_document(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    paste(page, WRONG_CONTAINER.read_text("utf-8"))
    verdict_of(page)
    page.get_by_role("tab", name="Form").click()
    expect(page.locator(".tree")).to_be_visible()
    page.get_by_role("button", name="Open all").click()
    reference = page.locator("label.leaf", has_text="FunctionalReferenceID").first
    reference.locator("input").fill("A&B <1>")
    reference.locator("input").press("Enter")
    container = page.locator("label.leaf", has_text="Container number").first
    container.locator("input").fill("SWSU0000019")
    container.locator("input").press("Enter")

    expect(page.locator(".finding")).to_contain_text("R19")
    assert "<FunctionalReferenceID>A&amp;B &lt;1&gt;</" in text_of(page)
    assert "<ID>SWSU0000019</ID>" in text_of(page)


def test_response_and_files_are_those_of_the_command(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.opens(ENGLISH)
    page.locator("#file").set_input_files(WRONG_CONTAINER)
    assert verdict_of(page) == "Invalid"
    page.get_by_role("tab", name="Response").click()
    said = swsim("validate", WRONG_CONTAINER, "--format", "wco").out
    expect(page.locator("#response")).to_have_text(said.strip())
    page.get_by_role("tab", name="Share").click()
    for button in ("#download", "#download-expect"):
        with page.expect_download() as saved:
            page.locator(button).click()
        saved.value.save_as(tmp_path / saved.value.suggested_filename)
    command = page.locator("#commands code").first.inner_text()

    assert command == f"swsim validate {WRONG_CONTAINER.name}"
    assert (
        tmp_path / WRONG_CONTAINER.name
    ).read_bytes() == WRONG_CONTAINER.read_bytes()
    judged = swsim("validate", tmp_path / WRONG_CONTAINER.name, "--expect-beside")
    assert judged.code == 0
    assert "1 as expected" in judged.out


def test_everything_is_reached_by_keys(visitor: Visitor) -> None:
    page = visitor.opens(ENGLISH)
    page.locator("#xml").fill("<a>\n<b></a>")
    page.keyboard.press("Control+Enter")
    assert verdict_of(page) == "Invalid"
    page.keyboard.press("F8")
    expect(page.locator(".finding.current")).to_have_count(1)
    page.get_by_role("tab", name="Findings").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-response")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator("#panel-share")).to_be_visible()
    expect(page.get_by_role("tab", name="Share")).to_be_focused()


def test_risk_is_shown_to_the_trainer_alone(visitor: Visitor) -> None:
    text = RISK.read_text("utf-8")
    for trainer, findings in ((False, 0), (True, 1)):
        page = visitor.opens(ENGLISH, trainer=trainer)
        paste(page, text)
        assert verdict_of(page).startswith("Valid")
        expect(page.locator(".finding")).to_have_count(findings)
        assert ("Risk, for officers only" in page.content()) or not trainer


def test_server_that_is_away_loses_nothing(witness: Visitor) -> None:
    witness.forgiven = ("ERR_CONNECTION_REFUSED", "lost: ", "ERR_EMPTY_RESPONSE")
    page, room = witness.opens(ENGLISH), witness.room
    page.locator("#xml").fill("<before/>")
    verdict_of(page)
    kill(room)
    page.locator("#xml").fill("<meanwhile/>")
    expect(page.locator("#notice")).to_contain_text("The server does not answer.")
    with served("--run", room.folder, "--port", room.port, "--broker", "none"):
        expect(page.locator("#notice")).to_be_hidden(timeout=15_000)
        expect(page.locator(".finding")).to_contain_text("meanwhile")
        assert text_of(page) == "<meanwhile/>"


# Whether the tools lie over the word of the verdict.
COVERED = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.getElementById("verdict-word"));
  const word = range.getBoundingClientRect();
  const tools = document.querySelector(".verdict-tools").getBoundingClientRect();
  return word.right > tools.left && word.bottom > tools.top && tools.bottom > word.top;
}"""


@pytest.mark.parametrize("size", [(1280, 720), PHONE])
def test_page_in_spanish_has_no_barrier(
    visitor: Visitor, size: tuple[int, int]
) -> None:
    page = visitor.opens(SPANISH, size=size)
    assert barriers(page) == []
    page.get_by_role("button", name="Crear una con un error").click()
    expect(page.locator("#announced-state")).to_contain_text("✓ encontrado")
    expect(page.locator("#verdict-word")).to_contain_text("No válido")
    assert not page.evaluate(COVERED)
    expect(page.locator(".finding").first).to_contain_text("Se halló")
    for tab in ("Hallazgos", "Respuesta", "Formulario", "Compartir"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_load_state("networkidle")
        assert barriers(page) == []
        assert sideways(page) == 0


def test_large_document_stays_usable(visitor: Visitor) -> None:
    """Half a megabyte: pasted at once, drawn in part, checked."""
    page = visitor.opens(ENGLISH)
    text = next(generate("import", 1, 3, items=170)).data.decode()
    assert len(text) > 500_000
    paste(page, text)
    assert verdict_of(page) == "Valid in part"
    assert text_of(page) == text
    page.locator("#editor").evaluate("box => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator(".paint .line").last).to_have_text("")
    expect(page.locator(".paint .line", has_text="</md:MetaData>")).to_be_visible()
    assert page.locator(".paint .line").count() < 100

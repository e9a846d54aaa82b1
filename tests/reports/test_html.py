"""The report: one file, complete, safe to open, readable."""

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from reports.conftest import ledger_of
from reports.events import Script
from swsim.app.concluding import Summary
from swsim.app.expectations import Outcome
from swsim.domain.events import Kind
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports import html as report
from swsim.reports.contents import contents
from swsim.reports.faults import faults
from swsim.reports.fold import fold
from swsim.reports.html import cut, render, write_report

SECTIONS = [
    *("verdict", "traffic", "timeline", "outcomes", "times", "findings"),
    *("alerts", "case", "debrief", "transport", "verify"),
]


def written(ledger: Ledger, **how: Any) -> str:
    """Return the report of a ledger."""
    return render(contents(ledger, **how))


def page(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def words(node: html.HtmlElement) -> str:
    return " ".join(str(node.text_content()).split())


def section(text: str, name: str) -> str:
    found = page(text).find(f".//section[@id='{name}']")
    assert found is not None
    return words(found)


@pytest.fixture(scope="session")
def english(two_regions: Summary) -> str:
    return written(ledger_of(two_regions), expectations=two_regions.expectations)


@pytest.fixture(scope="session")
def spanish(two_regions: Summary) -> str:
    return written(
        ledger_of(two_regions), lang="es", expectations=two_regions.expectations
    )


def bare(where: Path, script: Script | None = None, **header: str) -> Ledger:
    """Make a ledger of a run that was stopped."""
    ledger = Ledger.create(where / "ledger.db", header)
    ledger.commit_second(script.events if script else [], [], [])
    return ledger


def test_write_report_writes_one_file(first_contact: Summary, tmp_path: Path) -> None:
    write_report(ledger_of(first_contact), tmp_path / "report.html")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_report_has_its_sections_and_language(
    lang: str, english: str, spanish: str
) -> None:
    root = page({"en": english, "es": spanish}[lang])
    assert root.get("lang") == lang
    assert [each.get("id") for each in root.iter("section")] == SECTIONS


def test_report_needs_no_network_and_no_script(english: str) -> None:
    root = page(english)
    loaded = [
        value
        for each in root.iter(etree.Element)
        for name in ("src", "href")
        if (value := each.get(name)) and not value.startswith("#")
    ]
    assert loaded == []
    assert list(root.iter("script", "link", "iframe")) == []
    assert "url(" not in english


def test_report_is_smaller_than_300_kilobytes(english: str) -> None:
    assert len(english.encode()) < 300_000


def test_report_says_that_it_is_a_training_model(english: str, spanish: str) -> None:
    assert "not a product of the World Customs Organization" in english
    assert "no es un producto de la Organización" in words(page(spanish))


def test_figures_agree_with_the_summary(english: str, two_regions: Summary) -> None:
    assert f"{two_regions.messages:,} messages" in section(english, "verdict")
    assert f"{two_regions.repaired} put right" in section(english, "verdict")


def test_spanish_report_has_no_english_headings(spanish: str) -> None:
    headings = [words(each) for each in page(spanish).iter("h1", "h2", "h3")]
    assert "Quién envió qué y cuándo" in headings
    assert [each for each in headings if " the " in f" {each} "] == []


def test_findings_name_the_rules_of_the_refusals(
    english: str, two_regions: Summary
) -> None:
    ledger = ledger_of(two_regions)
    run = fold(ledger.events())
    named = {fault.rule for fault in faults(ledger, run)}
    assert named
    assert all(rule in section(english, "findings") for rule in named)
    assert sum(fault.declarations for fault in faults(ledger, run)) >= (
        run.rejected + run.nacked
    )


def test_long_tables_are_cut_and_the_rest_is_counted(english: str) -> None:
    root = page(english)
    rows = [len(each.findall("tbody/tr")) for each in root.iter("table")]
    assert max(rows) <= report.ROWS + 1
    assert re.search(r"and \d+ more", section(english, "traffic"))


def test_cut_shows_one_more_rather_than_counting_one() -> None:
    assert cut(range(26), 25).more == 0
    assert cut(range(27), 25).more == 2


def test_xml_of_the_case_is_shown_as_text(english: str) -> None:
    shown = [words(each) for each in page(english).iter("pre")]
    assert shown
    assert all("<md:MetaData" in each for each in shown)


def test_digest_and_command_tell_how_to_verify(
    english: str, two_regions: Summary
) -> None:
    said = section(english, "verify")
    assert two_regions.digest in said
    assert "swsim verify two-regions" in said


def test_unmet_expectation_is_marked_by_sign_and_word(first_contact: Summary) -> None:
    unmet = Outcome(id="E9", text="<b>nothing</b>", observed="1", verdict="FAIL")
    text = written(ledger_of(first_contact), expectations=[unmet])
    assert "✗ not met" in section(text, "verdict")
    assert "<b>nothing</b>" not in text


def test_report_of_a_stopped_run_says_so(tmp_path: Path) -> None:
    script = Script()
    script.lodge("S00001-I1")
    text = written(bare(tmp_path, script, scenario="mine"))
    assert "stopped before its end" in section(text, "verdict")
    assert "no digest yet" in section(text, "verify")
    assert "This is the first case" in section(text, "case")


def test_report_of_an_empty_ledger_can_be_read(tmp_path: Path) -> None:
    text = written(bare(tmp_path))
    assert "No import was released" in section(text, "times")
    assert "No case was begun" in section(text, "case")


def test_names_from_the_scenario_are_escaped(tmp_path: Path) -> None:
    text = written(bare(tmp_path, scenario_title_en="<script>alert(1)</script>"))
    assert list(page(text).iter("script")) == []


def test_officers_findings_do_not_reach_the_report(tmp_path: Path) -> None:
    """R12 is a risk rule: customs knows it was hit, the declarant must not."""
    script = Script()
    message = script.lodge("S00001-I1")
    script.receive("pa-sw", "pa-trd", message, "R02", "R12", verdict="invalid")
    script.move("pa-sw", "S00001-I1", "REJECTED")
    answer = script.send("pa-sw", "pa-trd", "response", "S00001-I1")
    script.add(
        "pa-cus", Kind.CHANNEL, declaration="S00001-I1", leg="import", channel="red",
        score=987,
        reasons=("R12",),
    )  # fmt: skip
    ledger = Ledger.create(tmp_path / "ledger.db", {})
    stored = StoredMessage(
        id=answer, time=1, due=2, sender="pa-sw", recipient="pa-trd",
        document="response", case="case-1", link_sequence=1, sha256="0" * 64,
        xml=b"<x/>",
    )  # fmt: skip
    ledger.commit_second(script.events, [stored], [])
    text = written(ledger)
    assert "R12" not in text
    assert "987" not in text


# --- contrast -------------------------------------------------------------------------


def themes() -> list[dict[str, str]]:
    css = (Path(report.__file__).parent / "templates/report.css").read_text("utf-8")
    found = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.S)
    ]
    return [{**found[0], **theme} for theme in found]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_text_colours_meet_wcag_aa(theme: dict[str, str], ground: str) -> None:
    inks = ("ink", "soft", "ok", "bad", "wait", "info")
    weak = [ink for ink in inks if contrast(theme[ink], theme[ground]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "print"])
def test_bar_colours_meet_wcag_aa_for_graphics(theme: dict[str, str]) -> None:
    fills = ("ok-fill", "bad-fill")
    weak = [fill for fill in fills if contrast(theme[fill], theme["paper"]) < 3]
    assert weak == []

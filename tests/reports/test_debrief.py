"""The debrief: remarks that follow from the ledger, with the messages they rest on."""

import re

import pytest
from lxml import html

from reports.conftest import ledger_of
from swsim.app.concluding import Summary
from swsim.app.expectations import Outcome
from swsim.domain.events import Event, Kind
from swsim.reports.contents import Contents, contents
from swsim.reports.html import render
from swsim.reports.struck import sentence, struck
from swsim.scenario.injects import StaffShortage
from swsim.scenario.load import load_scenario


def gathered(summary: Summary, lang: str = "en", *also: Outcome) -> Contents:
    return contents(
        ledger_of(summary),
        lang=lang,
        scenario=load_scenario(summary.scenario).scenario,
        expectations=(*summary.expectations, *also),
    )


def page_of(told: Contents) -> html.HtmlElement:
    return html.document_fromstring(render(told))


def the(root: html.HtmlElement, name: str, id_: str) -> html.HtmlElement:
    """Return the one element of a name with an id."""
    (found,) = (each for each in root.iter(name) if each.get("id") == id_)
    return found


def test_objectives_come_with_what_was_expected_for_their_sake(
    first_contact: Summary,
) -> None:
    aims = {
        aim.id: [each.id for each in aim.expectations]
        for aim in gathered(first_contact).debrief.aims
    }
    assert aims == {"IE-1": ["E1", "E4"], "IE-2": ["E2", "E3"], "TF-1": ["E5"]}


def test_what_was_met_is_a_strength_and_what_was_not_is_to_improve(
    first_contact: Summary,
) -> None:
    unmet = Outcome(id="E9", text="ten releases", observed="1", verdict="FAIL")
    said = gathered(first_contact, "en", unmet).debrief
    assert said.improve[0].text == "E9, ten releases: 1."
    assert "E9" in said.actions[-1].text
    assert {each.text[:2] for each in said.strengths} >= {"E1", "E2", "E3", "E4", "E5"}


def test_repaired_declarations_are_shown_by_refusal_and_lodgement(
    two_regions: Summary,
) -> None:
    told = gathered(two_regions)
    (remark,) = [each for each in told.debrief.strengths if len(each.messages) == 2]
    refusal, lodgement = (
        ledger_of(two_regions).message(id_) for id_ in remark.messages
    )
    assert refusal is not None
    assert lodgement is not None
    assert refusal.case == lodgement.case
    assert (refusal.document, lodgement.document) == ("response", "declaration")
    assert refusal.time < lodgement.time


def test_links_of_the_debrief_lead_to_messages_of_the_report(
    two_regions: Summary,
) -> None:
    root = page_of(gathered(two_regions))
    targets = [each.get("href") for each in the(root, "section", "debrief").iter("a")]
    assert len(targets) >= 4
    shown = {f"#{each.get('id')}" for each in root.iter("details")}
    assert set(targets) <= shown


def test_link_of_a_broken_rule_leads_to_the_answer_that_names_it(
    two_regions: Summary,
) -> None:
    told = gathered(two_regions)
    fault = told.faults[0]
    root = page_of(told)
    improve = the(root, "h3", "debrief-improve").getnext()
    assert improve is not None
    broken = f"Declarations that broke {fault.rule}:"
    (item,) = (
        each
        for each in improve.iter("li")
        if str(each.text_content()).startswith(broken)
    )
    (link,) = item.iter("a")
    message = the(root, "details", str(link.get("href"))[1:])
    assert fault.rule.partition("-")[0] in message.text_content()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_injects_are_told_when_they_struck(first_contact: Summary, lang: str) -> None:
    told = gathered(first_contact, lang)
    assert [(each.id, each.second) for each in told.injects] == [
        ("I1", 60),
        ("I2", 7 * 86_400),
    ]
    flags = [
        str(each.text)
        for each in page_of(told).iter("text")
        if each.get("class") == "small flagged"
    ]
    assert flags == ["I1", "I2"]


def test_an_inject_that_sites_saw_struck_when_they_saw_it() -> None:
    seen = [
        Event(
            time=time, site=site, sequence=1, participant=f"{site}-exc",
            kind=Kind.INJECT, case="", facts={"inject": "I7"},
        )
        for time, site in ((90, "pe"), (95, "nz"))
    ]  # fmt: skip
    (only,) = struck(seen, (), 1_000)
    assert (only.second, only.sites, only.told("en")) == (90, ("pe", "nz"), "I7")


@pytest.mark.parametrize(
    ("desk", "words"),
    [("agr", "Agriculture"), ("agency", "certificates and permits")],
)
def test_a_shortage_names_its_desk_in_words(desk: str, words: str) -> None:
    short = StaffShortage.model_validate(
        {
            "id": "I1",
            "kind": "staff-shortage",
            "at": "1h",
            "members": ["PE"],
            "desk": desk,
            "officers": "1",
        }
    )

    assert sentence(short, "en") == f"Peru: from now on 1 at the desk for {words}."


def test_an_inject_after_the_end_did_not_strike(first_contact: Summary) -> None:
    planned = load_scenario("first-contact").scenario.injects
    assert [each.id for each in struck([], planned, 3_600)] == ["I1"]


def test_alerts_and_hits_are_counted_and_name_no_rule(bulletin: Summary) -> None:
    with_alerts, ledger = gathered(bulletin), ledger_of(bulletin)
    controls = list(ledger.events([Kind.CONTROL]))
    hits = [each for each in controls if each.facts["result"] != "conform"]
    assert (with_alerts.alerts.made, with_alerts.alerts.hits) == (
        len(controls),
        len(hits),
    )
    steps = [each.facts["step"] for each in ledger.events([Kind.INTELLIGENCE])]
    assert sum(with_alerts.alerts.intelligence.values()) == len(steps)
    told = {*with_alerts.alerts.intelligence, *with_alerts.alerts.assistance}
    assert [step for step in told if not with_alerts.say.has(f"step.{step}")] == []
    section = the(page_of(with_alerts), "section", "alerts")
    assert "alert adopted" in section.text_content()
    rules = {str(each.facts["rule"]) for each in ledger.events([Kind.TARGETING])}
    assert rules
    assert not [rule for rule in rules if re.search(rule, render(with_alerts))]

"""Telling a run in words."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from reports.conftest import ledger_of
from reports.events import CASE, Script
from swsim.app.concluding import Summary
from swsim.domain.events import Event, Fact, Kind
from swsim.ledger.store import Ledger
from swsim.reports.case import choose, tell_case
from swsim.reports.fold import fold
from swsim.reports.line import Line
from swsim.reports.story import Storyteller, tell
from swsim.reports.tones import SYMBOLS


def story(ledger: Ledger, lang: str = "en") -> list[Line]:
    """Return the chosen case of a run, told."""
    start = datetime.fromisoformat(ledger.header()["start"])
    case = tell_case(ledger, fold(ledger.events()), lang=lang, start=start)
    assert case is not None
    return list(case.lines)


def told(script: Script) -> list[Line]:
    """Tell hand-written events, without any XML."""
    teller = Storyteller("en")
    return [line for event in script.events if (line := teller.tell(event))]


def said(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def event(kind: Kind, **facts: Fact) -> Event:
    return Event(
        time=0,
        site="pa",
        sequence=1,
        participant="pa-cus",
        kind=kind,
        case=CASE,
        facts=facts,
    )


def test_lodgement_names_company_declaration_and_window(
    first_contact: Summary,
) -> None:
    first = story(ledger_of(first_contact))[0]
    assert "(JP) lodges export declaration S00001-E1 with Japan's single window" in (
        first.text
    )
    assert (first.who, first.whom, first.symbol) == ("jp-trd", "jp-sw", "→")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "Panama customs on S00001-I1: accepted, awaiting arrival."),
        ("es", "La aduana de Panamá, sobre S00001-I1: aceptada, en espera"),
    ],
)
def test_answer_is_told_in_words(
    first_contact: Summary, lang: str, expected: str
) -> None:
    assert expected in said(story(ledger_of(first_contact), lang))


def test_arrival_tells_how_long_ago_the_goods_were_released(
    first_contact: Summary,
) -> None:
    assert "the goods arrive; they were released" in said(
        story(ledger_of(first_contact))
    )


def test_rejection_names_its_rules_and_the_first_error(two_regions: Summary) -> None:
    refused = [line for line in story(ledger_of(two_regions)) if line.tone == "bad"]
    assert ": rejected (" in refused[0].text
    assert refused[0].symbol == "✗"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_event_of_a_run_can_be_told(two_regions: Summary, lang: str) -> None:
    ledger = ledger_of(two_regions)
    xml = {message.id: message.xml for message in ledger.messages()}
    teller = Storyteller(lang, xml_of=xml.get)
    lines = [line for each in ledger.events() if (line := teller.tell(each))]
    assert len(lines) > 500
    assert all(line.symbol == SYMBOLS[line.tone] for line in lines)
    assert [line.text for line in lines if "{" in line.text] == []


def test_case_with_a_repair_is_chosen(two_regions: Summary) -> None:
    run = fold(ledger_of(two_regions).events())
    chosen = choose(run)
    assert chosen is not None
    repaired = {each.case for each in run.declarations if each.repairs}
    assert chosen[0] in repaired
    assert chosen[1] == "repair"


def test_no_case_is_chosen_where_nothing_happened() -> None:
    assert choose(fold([])) is None


def test_channel_is_told_without_score_and_reasons() -> None:
    line = tell(
        event(
            Kind.CHANNEL,
            declaration="S00001-I1",
            channel="red",
            score=77,
            reasons=("R12", "VALUE_LOW"),
        )
    )
    assert line is not None
    assert line.text == "Panama customs puts S00001-I1 in the red channel."


def test_match_is_for_officers_and_not_told() -> None:
    assert tell(event(Kind.MATCH, declaration="S1-I1", verdict="VALUE_LOW")) is None


def test_acknowledgement_is_not_told() -> None:
    script = Script()
    script.send("pa-sw", "pa-trd", "acknowledgement", "m7")
    assert told(script) == []


def test_message_without_xml_says_which_document_goes_where() -> None:
    script = Script()
    script.send("pa-sw", "pa-trd", "response", "S00001-I1")
    assert said(told(script)) == (
        "Panama's single window answers Panama's traders about S00001-I1."
    )


def test_message_of_an_unknown_document_is_told_all_the_same() -> None:
    script = Script()
    script.send("pa-sw", "pa-trd", "unheard-of", "C1")
    assert "sends Panama's traders a message about C1" in said(told(script))


def test_message_that_is_no_xml_is_told_by_its_event() -> None:
    script = Script()
    script.send("pa-sw", "pa-trd", "response", "S00001-I1")
    line = tell(script.events[0], xml=b"not xml")
    assert line is not None
    assert "answers Panama's traders about S00001-I1" in line.text


def test_unreadable_message_is_told_with_its_rule() -> None:
    script = Script().receive(
        "pa-sw", "pa-trd", "m1", "XSD-maxLength", verdict="invalid"
    )
    line = told(script)[0]
    assert "(XSD-maxLength)" in line.text
    assert (line.tone, line.who, line.whom) == ("bad", "pa-sw", "pa-trd")


def test_findings_of_rules_are_left_to_the_answer() -> None:
    script = Script().receive("pa-sw", "pa-trd", "m1", "R02", "R12", verdict="invalid")
    assert told(script) == []


def test_failed_try_is_told() -> None:
    script = Script().add(
        "pa-sw", Kind.UNDELIVERED, CASE, to="jp-sw", document="response", attempt=2
    )
    assert "cannot reach Japan's single window; try number 2" in said(told(script))


def test_detention_is_bad_news() -> None:
    line = told(Script().move("pa-cus", "S00001-I1", "DETAINED"))[0]
    assert (line.tone, line.label) == ("bad", "detained")

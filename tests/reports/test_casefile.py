"""A case file: findings, waits, and the number that names several cases."""

import pytest

from reports.conftest import ledger_of
from swsim.app.concluding import Summary
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold
from swsim.errors import UsageError
from swsim.reports.casefile import CaseFile, case_file, find_case
from swsim.reports.casepages import as_html, as_text
from swsim.reports.facts import texts
from swsim.reports.fold import fold


def told(summary: Summary, reference: str) -> CaseFile:
    return case_file(ledger_of(summary), reference)


def test_findings_are_those_that_the_answer_names(two_regions: Summary) -> None:
    ledger = ledger_of(two_regions)
    run = fold(ledger.events())
    refused = next(each for each in run.declarations if each.refusal == "rejected")
    (received,) = [
        event
        for event in ledger.events([Kind.RECEIVED], case=refused.case)
        if event.facts["message"] == refused.lodged_as
    ]

    file = told(two_regions, refused.reference)

    (answer,) = [each for each in file.entries if each.message == refused.refused_by]
    assert {each.rule for each in answer.findings} <= set(texts(received, "findings"))
    assert answer.findings
    line = f"    {answer.findings[0].rule}: {answer.findings[0].text}"
    assert line in as_text(file).splitlines()


def test_waits_are_as_long_as_their_holds(two_regions: Summary) -> None:
    ledger = ledger_of(two_regions)
    lifted = next(
        event
        for event in ledger.events([Kind.HOLD])
        if event.facts["change"] == "lifted" and event.facts["hold"] == Hold.DUTY
    )
    reference = str(lifted.facts["declaration"])
    since = next(
        event.time
        for event in ledger.events([Kind.HOLD], case=lifted.case)
        if event.facts["change"] == "set"
        and event.facts["hold"] == Hold.DUTY
        and event.facts["declaration"] == reference
    )

    waits = [
        each for each in told(two_regions, reference).entries if each.what == "wait"
    ]

    (found,) = [each for each in waits if "duties are to be paid" in each.line.text]
    assert found.seconds == lifted.time - since


def test_entries_are_in_the_order_of_time(two_regions: Summary) -> None:
    times = [each.line.second for each in told(two_regions, "S00002-I1").entries]
    assert times == sorted(times)


def test_number_of_several_cases_asks_for_one_of_them(two_regions: Summary) -> None:
    ledger = ledger_of(two_regions)
    cases = {each.case for each in ledger.messages()}
    with pytest.raises(UsageError, match="cases name it") as refused:
        find_case(ledger, "830")  # the type code of every export declaration
    named = [case for case in cases if case in str(refused.value)]
    assert len(named) == 5


def test_officers_reasons_are_in_no_case_file(bulletin: Summary) -> None:
    ledger = ledger_of(bulletin)
    chosen = next(
        event for event in ledger.events([Kind.CHANNEL]) if event.facts["reasons"]
    )
    page = as_html(case_file(ledger, chosen.case))
    reasons = chosen.facts["reasons"]
    assert isinstance(reasons, list | tuple)
    assert str(chosen.facts["declaration"]) in page
    assert not [each for each in reasons if str(each).partition(".")[0] in page]

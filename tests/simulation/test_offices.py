"""Offices of the regions: who sits where, and what becomes of a reported seizure."""

import pytest

from simulation.builders import (
    BANANAS,
    DAY,
    Played,
    forged,
    order,
    play,
    with_offices,
    world,
)
from simulation.seizures import filed, incomplete, naming, report
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.settings import WorldSettings
from swsim.simulation.world import build_sites


def bananas() -> WorldSettings:
    """Ecuador sends bananas to New Zealand; both have an intelligence office."""
    return with_offices(world(order(origin="EC", destination="NZ", hs6=(BANANAS,))))


def steps(run: Played, at: str) -> list[object]:
    return [
        each.facts["step"]
        for each in run.of(Kind.INTELLIGENCE)
        if each.participant == at
    ]


def test_offices_sit_at_sites_of_their_own() -> None:
    sites = {site.id: site.participants for site in build_sites(bananas())}

    assert sites["cen"] == ("cen-wco",)
    assert sites["rilo"] == ("rilo-ap", "rilo-sam")


def test_office_is_no_administration() -> None:
    sites = {site.id: site for site in build_sites(bananas())}

    assert sites["ec"].member == "EC"
    with pytest.raises(LookupError, match="cen is no administration"):
        sites["cen"].member  # noqa: B018


def test_somebody_outside_may_play_an_office() -> None:
    second = 60
    (rilo,) = (
        site
        for site in build_sites(bananas(), seats=("rilo-sam",))
        if site.id == "rilo"
    )
    output = rilo.run_second(second, [forged(filed(report(), "rilo-sam", second))])

    assert [mail.recipient for mail in output.handed] == ["rilo-sam"]


def test_complete_report_goes_to_the_store_in_the_same_case() -> None:
    run = play(bananas(), extra=[filed(report(), "rilo-sam")])

    assert steps(run, "rilo-sam")[0] == "verified"
    assert steps(run, "cen-wco") == ["stored"]
    cases = {each.conversation_id for each in run.sent("enforcement-report")}
    assert cases == {each.case for each in run.of(Kind.INTELLIGENCE)}


def test_office_answers_within_a_day() -> None:
    run = play(bananas(), extra=[filed(report(), "rilo-sam")])

    (answer,) = run.sent("response", sender="rilo-sam")
    assert answer.recipient == "ec-cus"
    assert 60 < answer.sent <= 60 + DAY


def test_incomplete_report_is_returned_and_names_what_is_missing() -> None:
    run = play(bananas(), extra=[filed(incomplete(), "rilo-sam")])

    (event,) = run.of(Kind.INTELLIGENCE)
    assert event.facts["step"] == "returned"
    assert event.facts["why"] == ("EN06",)
    assert run.outcomes("ec-cus", "EC-2026-000001") == [Indicator.REJECTED]
    assert not run.sent("enforcement-report", recipient="cen-wco")


def test_report_that_names_a_person_is_rejected() -> None:
    run = play(bananas(), extra=[filed(naming(), "rilo-sam")])

    assert steps(run, "rilo-sam") == ["rejected-nominal"]
    assert not run.sent("enforcement-report", recipient="cen-wco")


def test_store_refuses_nominal_data_whoever_sends_it() -> None:
    run = play(bananas(), extra=[filed(naming(), "cen-wco")])

    assert steps(run, "cen-wco") == ["refused-nominal"]
    assert run.outcomes("ec-cus", "EC-2026-000001") == [Indicator.REJECTED]

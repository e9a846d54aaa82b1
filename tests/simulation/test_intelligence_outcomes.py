"""From a seizure to the lessons of its alert: every outcome that there may be.

Ecuador finds cocaine in bananas for New Zealand; more of the kind is under way.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulation.builders import (
    BANANAS,
    DAY,
    HOUR,
    START,
    Extra,
    Played,
    exact,
    order,
    play,
    with_offices,
    world,
)
from swsim.documents.cooperation import TargetingProfile
from swsim.documents.types.alert_feedback import AlertFeedback
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.domain.contraband import Contraband
from swsim.domain.events import Event, Kind
from swsim.domain.happenings import AlertIssued, CarelessReport, Happening
from swsim.domain.policies import Policy
from swsim.domain.profiles import Cooperation, Officers, Spread
from swsim.domain.settings import ShipmentOrder, WorldSettings
from swsim.simulation.intelligence.alerts import warning

COCAINE = Contraband(kind="DRG", mass=412_500)


def spread(seconds: int) -> Spread:
    return Spread(median=seconds, p90=seconds)


def terms(**changes: Any) -> Cooperation:
    """Return terms by which everything takes as long as it says."""
    exactly = {
        "report": spread(6 * HOUR),
        "quality_check": spread(5 * HOUR),
        "analysis": spread(3 * HOUR),
        "alert_decision": spread(2 * HOUR),
        "feedback": spread(12 * HOUR),
        "assistance_decision": spread(6 * HOUR),
        "assistance": spread(9 * DAY),
    }
    return Cooperation().model_copy(update={**exactly, **changes})


def bananas(number: int, **changes: Any) -> ShipmentOrder:
    """Return an order of bananas that are four days after the first."""
    base: dict[str, Any] = {
        "origin": "EC",
        "destination": "NZ",
        "hs6": (BANANAS,),
        "start": 60 + number * HOUR,
        "transit": 18 * DAY,
    }
    return order(number, **{**base, **changes})


FIRST = bananas(1, contraband=COCAINE, channel="red", start=60)


def story(
    *others: ShipmentOrder,
    first: ShipmentOrder = FIRST,
    ecuador: tuple[Happening, ...] = (),
    offices: tuple[Happening, ...] = (),
    of_offices: Cooperation | None = None,
    **zealand: Any,
) -> WorldSettings:
    """Return a world in which points alone decide, and what happens in it."""
    there = {"cooperation": terms(), "detection_per_mille": 1000, **zealand}
    profiles = {
        "EC": exact(cooperation=terms(), detection_per_mille=1000),
        "NZ": exact(**there),
    }
    settings = with_offices(
        world(
            first,
            *others,
            profiles=profiles,
            policy=Policy(risk_management="scores"),
        )
    )
    office = exact(cooperation=of_offices or terms())
    changed = []
    for site in settings.sites:
        if site.id == "ec":
            site = replace(site, happenings=ecuador)
        if site.kind == "rilo":
            site = replace(site, happenings=offices)
        if site.member is None:
            site = replace(site, profile=office)
        changed.append(site)
    return replace(settings, sites=tuple(changed))


def late_alert(settings: WorldSettings, reported: int) -> WorldSettings:
    """Return a world in which Ecuador takes so many seconds to report."""
    slow = {"cooperation": terms(report=spread(reported))}
    sites = [
        replace(site, profile=site.profile.model_copy(update=slow))
        if site.id == "ec"
        else site
        for site in settings.sites
    ]
    return replace(settings, sites=tuple(sites))


def told(run: Played, step: str) -> list[Event]:
    return run.of(Kind.INTELLIGENCE, step=step)


def steps(run: Played, at: str) -> list[object]:
    return [
        each.facts["step"]
        for each in run.of(Kind.INTELLIGENCE)
        if each.participant == at
    ]


def feedback(run: Played) -> list[AlertFeedback]:
    return [
        payload
        for message in run.sent("alert-feedback", recipient="rilo-sam")
        if isinstance(payload := run.payload(message), AlertFeedback)
    ]


def issued(at: int, **criteria: Any) -> Happening:
    base: dict[str, Any] = {
        "office": "rilo-ap",
        "commodity_class": "DRG",
        "lasting": 30 * DAY,
        "export_country": "EC",
    }
    return Happening(inject=f"I{at}", at=at, effect=AlertIssued(**{**base, **criteria}))


def verdicts(run: Played, documents: Sequence[str]) -> set[object]:
    """Return the verdicts on some kinds of documents."""
    return {
        each.facts["verdict"]
        for each in run.of(Kind.RECEIVED)
        if str(each.facts["document"]) in documents
    }


# --- the way of a seizure that teaches something -------------------------------------


def test_seizure_becomes_a_report_without_names_within_its_case() -> None:
    run = play(story())

    (message, _) = run.sent("enforcement-report")
    assert (message.sender, message.recipient) == ("ec-cus", "rilo-sam")
    report = run.payload(message)
    assert isinstance(report, EnforcementReport)
    assert report.information == ()
    assert report.items[0].commodity is not None
    assert report.items[0].commodity.commodity_class == "DRG"
    (seizure,) = run.of(Kind.TRANSITION, to="SEIZED")
    assert message.conversation_id == seizure.case
    assert len({each.case for each in run.of(Kind.INTELLIGENCE)}) == 1


def test_every_document_on_the_way_is_valid() -> None:
    run = play(story(bananas(2, contraband=COCAINE), bananas(3)))

    kinds = ("enforcement-report", "alert", "alert-feedback")
    assert verdicts(run, kinds) == {"valid"}


def test_alert_reaches_members_by_two_offices_and_is_adopted_within_hours() -> None:
    run = play(story(bananas(2)))

    (given,) = told(run, "alerted")
    (adopted,) = told(run, "adopted")
    assert steps(run, "rilo-ap")[0] == "circulated"
    assert adopted.participant == "nz-cus"
    assert adopted.time - given.time <= 4 * HOUR + 2 * 60
    (rule,) = run.of(Kind.TARGETING, change="adopted")
    assert rule.facts["owner"] == "nz-cus"
    assert str(rule.facts["reason"]).startswith("alert RILO-SAM-AL-")
    assert rule.facts["until"] == given.time + 30 * DAY


def test_hit_is_examined_and_reported_back_within_two_days() -> None:
    run = play(story(bananas(2, contraband=COCAINE)))

    (hit,) = told(run, "hit")
    (found,) = (each.results[0] for each in feedback(run) if each.results)
    assert found.result == "POS"
    assert str(found.report_id).startswith("NZ-2026-")
    sent = [each.sent for each in run.sent("alert-feedback", sender="nz-cus")]
    assert sent[-1] - hit.time <= 48 * HOUR


def test_new_rule_holds_for_declarations_that_are_pending() -> None:
    # Lodged before the alert comes, the bananas wait for their arrival.
    early = bananas(2, contraband=COCAINE, start=61, transit=DAY)
    run = play(late_alert(story(early, assessment=60), 45 * HOUR))

    (adopted,) = told(run, "adopted")
    selected = run.of(Kind.CHANNEL, declaration="S00002-I1")
    assert [each.facts["channel"] for each in selected] == ["green", "red"]
    assert selected[0].time < adopted.time == selected[1].time
    assert len(told(run, "hit")) == 1


def test_office_closes_with_rates_and_a_bulletin_for_all() -> None:
    run = play(story(bananas(2, contraband=COCAINE), bananas(3)))

    (closed,) = told(run, "closed")
    assert closed.facts["adoptions"] == 1
    assert closed.facts["examinations"] == 2
    assert closed.facts["hit_rate_per_mille"] == 500
    assert closed.facts["answered_per_mille"] == 1000
    assert closed.facts["to_first_hit"] != 0
    learnt = {each.participant for each in told(run, "lessons")}
    assert learnt == {"ec-cus", "nz-cus"}


# --- the outcomes that nobody wants --------------------------------------------------


def careless(fault: Any) -> tuple[Happening, ...]:
    return (Happening(inject="I1", at=1, effect=CarelessReport(fault=fault)),)


def test_incomplete_report_is_returned_and_mended() -> None:
    run = play(story(ecuador=careless("incomplete")))

    assert steps(run, "rilo-sam")[:3] == ["returned", "verified", "alerted"]
    (back,) = told(run, "returned")
    assert back.facts["why"] == ("EN06",)


def test_nominal_report_is_rejected_and_never_stored() -> None:
    run = play(story(ecuador=careless("nominal")))

    assert steps(run, "rilo-sam")[:2] == ["rejected-nominal", "verified"]
    (stored,) = told(run, "stored")
    assert stored.facts["about"] == "EC-2026-000001-2"


def test_stale_alert_is_left_alone() -> None:
    profile = TargetingProfile(sequence=1, export_country="EC", hs_prefix="0803")
    stale = warning(
        profile,
        reference="RILO-AP-AL-09999",
        office="rilo-ap",
        rests_on="X",
        at=START,
        until=START + timedelta(hours=1),
    )
    late = Extra(at=5 * HOUR, sender="rilo-ap", recipient="nz-cus", payload=stale)
    run = play(story(), extra=[late])

    assert told(run, "ignored")[0].facts["why"] == ("STL",)
    assert "RILO-AP-AL-09999" not in {
        each.facts["about"] for each in told(run, "adopted")
    }


def test_alert_about_trade_that_does_not_exist_here_is_left_alone() -> None:
    run = play(story(bananas(2)))

    (ignored,) = told(run, "ignored")
    assert (ignored.participant, ignored.facts["why"]) == ("ec-cus", ("NRL",))


def test_flood_of_false_positives_withdraws_the_alert() -> None:
    honest = [bananas(number) for number in range(2, 7)]
    run = play(story(*honest, of_offices=terms(false_positives=3)))

    (withdrawn,) = told(run, "withdrawn")
    assert withdrawn.facts["examinations"] == 3
    assert len(told(run, "rule-withdrawn")) == 1
    assert run.of(Kind.TARGETING, change="withdrawn")


def test_conflicting_alerts_become_one_rule_with_a_new_version() -> None:
    decoy = issued(3 * DAY, hs_prefix="0803", packaging="BX")
    run = play(story(bananas(2), offices=(decoy,)))

    (adapted,) = told(run, "adapted")
    assert adapted.facts["why"] == ("CFL",)
    versions = run.of(Kind.TARGETING, change="adopted")
    assert [each.facts["version"] for each in versions] == [1, 2]
    assert len({each.facts["rule"] for each in versions}) == 1


def test_rule_too_wide_asks_for_papers_instead() -> None:
    wide = issued(2 * DAY, hs_prefix=None)
    many = [bananas(number, start=60 + number) for number in range(2, 8)]
    run = play(
        story(
            *many,
            first=bananas(1),
            offices=(wide,),
            officers=Officers(assessment=8, inspection=1, agency=2),
            inspection_work=12 * HOUR,
        )
    )

    (narrowed,) = told(run, "too-wide")
    assert narrowed.facts["to_open"] == 3
    channels = [
        each.facts["channel"] for each in run.of(Kind.CHANNEL) if each.site == "nz"
    ]
    assert channels.count("red") == 3
    assert channels.count("yellow") == 4
    assert [each.facts["version"] for each in run.of(Kind.TARGETING)] == [1, 2]


def test_cargo_released_before_the_rule_is_recalled_from_the_port() -> None:
    early = bananas(2, contraband=COCAINE, start=61, transit=DAY)
    settings = story(early, assessment=60, release_before_arrival=True)
    run = play(late_alert(settings, 45 * HOUR))

    (recalled,) = told(run, "recalled")
    assert recalled.facts["declaration"] == "S00002-I1"
    assert run.states("S00002-I1", "cus")[-3:] == ["RELEASED", "DETAINED", "SEIZED"]
    assert not run.of(Kind.TRANSITION, to="GATED_OUT", leg="import")


def test_recalled_goods_in_which_nothing_is_found_go_out() -> None:
    early = bananas(2, start=61, transit=DAY)
    settings = story(early, assessment=60, release_before_arrival=True)
    run = play(late_alert(settings, 45 * HOUR))

    assert run.states("S00002-I1", "cus")[-3:] == ["RELEASED", "DETAINED", "RELEASED"]
    assert run.of(Kind.TRANSITION, to="GATED_OUT", leg="import")


def test_cargo_that_has_left_is_missed_and_assistance_asked_for() -> None:
    early = bananas(2, contraband=COCAINE, start=61, transit=HOUR)
    settings = story(early, assessment=60, release_before_arrival=True)
    run = play(late_alert(settings, 9 * DAY))

    (missed,) = told(run, "missed")
    assert missed.facts["why"] == ("GON",)
    (asked,) = run.of(Kind.ASSISTANCE, step="requested")
    assert asked.time == missed.time
    (answered,) = run.of(Kind.ASSISTANCE, step="answered")
    assert answered.time - asked.time <= DAY


def test_no_feedback_leaves_adoption_unknown() -> None:
    silent = terms(alerts_answered_per_mille=0)
    run = play(story(bananas(2), cooperation=silent))

    (unknown,) = told(run, "adoption-unknown")
    assert unknown.facts["partner"] == "NZ"
    (closed,) = told(run, "closed")
    assert closed.facts["answered_per_mille"] == 500


def test_seizure_without_an_office_stays_at_home() -> None:
    settings = story()
    alone = [replace(site, rilo=None) for site in settings.sites]
    run = play(replace(settings, sites=tuple(alone)))

    assert steps(run, "ec-cus") == ["kept-at-home"]
    assert not run.sent("enforcement-report")


def test_what_nobody_opens_is_not_found() -> None:
    hidden = replace(FIRST, channel=None)
    run = play(story(first=hidden))

    assert not run.of(Kind.INTELLIGENCE)


def test_customs_that_tells_unasked() -> None:
    settings = story(bananas(2))
    run = play(
        replace(
            settings, policy=settings.policy.changed({"spontaneous_information": True})
        )
    )

    (informed,) = run.of(Kind.ASSISTANCE, step="informed")
    assert informed.participant == "nz-cus"

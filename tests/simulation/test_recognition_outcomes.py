"""Every outcome of an authorised operator: told, recognised, denied, asked about."""

from dataclasses import replace

import pytest

from simulation.builders import DAY, HOUR, Extra, Played, exact, order, play, world
from simulation.operators import (
    BOTH,
    NUMBER,
    TRUSTED,
    changed,
    citing,
    events,
    held,
    played,
    steps,
    suspicious,
)
from swsim.documents.envelope import Envelope
from swsim.documents.types.aeo_event import AEOEvent
from swsim.domain.codes import Channel
from swsim.domain.events import Kind
from swsim.domain.happenings import Happening, Turned
from swsim.domain.operators import Authorisation, ChangeName, aeo_number
from swsim.domain.policies import Policy
from swsim.domain.profiles import Profile
from swsim.domain.settings import LinkOutage, ShipmentOrder
from swsim.domain.timepoints import Point
from swsim.simulation.recognition import letters
from swsim.simulation.recognition.register import Entry

ABROAD = "pa"
AT_SEA = exact(release_before_arrival=True)
EARLY = HOUR  # a shipment lodged this soon arrives while the news is young


def decisions(run: Played, site: str = ABROAD) -> list[tuple[str, str]]:
    return [each for each in steps(run, site) if each[0] in ("recognised", "denied")]


# --- events: customs tells its partners -------------------------------------------


def test_granted_is_told_to_the_partner_and_noted_there_at_once() -> None:
    run = played()
    (event,) = events(run, "jp-cus", "pa-cus")[:1]
    (noted,) = run.of(Kind.AEO, step="noted")

    assert (event.type, letters.number(event)) == ("GRA", NUMBER)
    assert (noted.site, noted.time) == (ABROAD, 1 + 60)


@pytest.mark.parametrize(
    ("change", "code", "standing"),
    [("suspended", "SUS", "SUS"), ("revoked", "REV", "REV")],
)
def test_suspended_and_revoked_are_effective_at_once(
    change: ChangeName, code: str, standing: str
) -> None:
    run = played(happenings=[changed(change, at=5 * DAY)])
    told = events(run, "jp-cus", "pa-cus")[1]
    noted = run.of(Kind.AEO, step="noted")[1]

    assert told.status is not None
    assert (told.type, told.status.name) == (code, standing)
    assert (noted.facts["change"], noted.time) == (change, 5 * DAY + 60)


def test_restored_gives_the_benefit_back() -> None:
    run = played(
        happenings=[changed("suspended", at=2 * DAY), changed("restored", at=3 * DAY)]
    )
    told = events(run, "jp-cus", "pa-cus")

    assert [each.type for each in told[:3]] == ["GRA", "SUS", "RES"]
    assert [each.id for each in told[2].previous] == [told[1].reference]
    assert decisions(run) == [("recognised", "")]


def test_no_mra_for_the_pair_must_not_be_delivered() -> None:
    run = played(partners=False, happenings=[changed("suspended", at=DAY)])
    (suspended,) = run.of(Kind.AEO, step="suspended")

    assert run.sent("aeo-event") == []
    assert suspended.facts["told"] == ()
    assert suspended.facts["withheld"] == ("PA",)


def test_event_without_mra_is_refused_where_it_arrives() -> None:
    run = played(partners=False, extra=[_forged("JP")])

    assert ("refused", "no-arrangement") in steps(run, ABROAD)
    assert not run.of(Kind.AEO, step="noted")


def test_event_about_the_operator_of_another_authority_is_refused() -> None:
    run = played(extra=[_forged("MX")])

    assert ("refused", "other-authority") in steps(run, ABROAD)


def _forged(member: str) -> Extra:
    """Return an event that Japan did not send, about an operator of a member."""
    (told,) = events(played(), "jp-cus", "pa-cus")[:1]
    assert told.party is not None
    party = replace(told.party, id=aeo_number(member, TRUSTED))
    return Extra(
        at=90,
        sender="jp-cus",
        recipient="pa-cus",
        payload=replace(told, party=party),
    )


def test_event_that_names_no_holder_tells_of_the_state_alone() -> None:
    def brief(envelope: Envelope) -> object:
        event = envelope.payload
        if isinstance(event, AEOEvent) and event.type in ("SUS", "RES"):
            return replace(event, holder=None, certificate=None)
        return event

    run = played(
        happenings=[changed("suspended", at=2 * DAY), changed("restored", at=3 * DAY)],
        edit=brief,
        profile=young(),
    )

    assert decisions(run) == [("recognised", "")]


def young() -> Profile:
    """Return a profile of customs that takes what it once heard for true."""
    known = exact().cooperation.model_copy(update={"aeo_cache": 99 * DAY})
    return exact(cooperation=known)


# --- a declaration cites a number -------------------------------------------------


def test_recognised_operator_has_thirty_points_less() -> None:
    trusted, other = (
        played(citing(aeo=aeo), profile=suspicious()) for aeo in (NUMBER, None)
    )
    (mild,) = trusted.of(Kind.CHANNEL, leg="import")
    (strict,) = other.of(Kind.CHANNEL, leg="import")

    assert (mild.facts["channel"], strict.facts["channel"]) == (
        Channel.YELLOW,
        Channel.RED,
    )
    assert "authorised trader" in mild.facts["reasons"]  # type: ignore[operator]


def test_recognised_operator_pays_after_release() -> None:
    trusted, other = (played(citing(aeo=aeo), profile=AT_SEA) for aeo in (NUMBER, None))

    assert trusted.at(Point.CUSTOMS_RELEASED) < trusted.at(Point.DUTY_PAID)
    assert other.at(Point.CUSTOMS_RELEASED) >= other.at(Point.DUTY_PAID)


def test_recognised_operator_goes_first_in_the_queue() -> None:
    busy = exact(officers=replace_officers(1), assessment=DAY)
    usual = [order(number, start=60 * number, exporter=1) for number in range(1, 4)]
    last = citing(4, start=240)
    first = played(*usual, last, profile=busy)
    plain = played(*usual, replace(last, aeo=None), profile=busy)

    assert served(first).index("S00004-I1") < 3
    assert served(plain)[-1] == "S00004-I1"


def replace_officers(assessment: int) -> object:
    return exact().officers.model_copy(update={"assessment": assessment})


def served(run: Played) -> list[str]:
    return [
        str(event.facts["declaration"])
        for event in run.of(Kind.SERVED, leg="import", desk="assessment")
    ]


def test_id_unknown() -> None:
    run = played(citing(aeo=aeo_number("JP", 9_000_001)))

    assert steps(run, ABROAD)[-2:] == [("asked", ""), ("denied", "unknown")]


def test_expired() -> None:
    run = played(authorised=[held(until=DAY)])

    assert decisions(run) == [("denied", "expired")]


def test_suspended() -> None:
    run = played(happenings=[changed("suspended", at=2 * DAY)])

    assert decisions(run) == [("denied", "suspended")]


def test_revoked() -> None:
    run = played(happenings=[changed("revoked", at=2 * DAY)])

    assert decisions(run) == [("denied", "revoked")]


def test_belongs_to_another_company() -> None:
    run = played(citing(exporter=8))

    assert decisions(run) == [("denied", "other-company")]


def test_no_mra() -> None:
    run = played(partners=False)

    assert decisions(run) == [("denied", "no-arrangement")]
    assert run.sent("aeo-event") == []


def test_denied_benefit_is_no_rejection() -> None:
    run = played(citing(exporter=8))
    (received,) = [
        event
        for event in run.of(Kind.RECEIVED, document="declaration")
        if event.participant == "pa-cus" and "R57" in event.facts["findings"]  # type: ignore[operator]
    ]

    assert received.facts["findings"] == ("R57",)
    assert "REJECTED" not in run.states("S00001-I1")
    assert run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)


# --- customs asks customs ---------------------------------------------------------


def test_status_is_asked_when_it_was_heard_more_than_a_day_ago() -> None:
    run = played()
    (asked,) = events(run, "pa-cus", "jp-cus")
    (answer,) = events(run, "jp-cus", "pa-cus")[1:]
    (recognised,) = run.of(Kind.AEO, step="recognised", declaration="S00001-I1")

    assert (asked.function, answer.function) == ("13", "11")
    assert [each.id for each in answer.previous] == [asked.reference]
    # One way, and back: the partner answers in the same second.
    assert recognised.time == run.at(Point.REGISTERED) + 120


def test_status_is_not_asked_when_it_was_heard_today() -> None:
    run = played(profile=young())

    assert events(run, "pa-cus", "jp-cus") == []
    assert decisions(run) == [("recognised", "")]


def test_one_question_answers_for_all_who_wait() -> None:
    run = played(citing(1), citing(2, start=61), citing(3, start=62))

    assert len(events(run, "pa-cus", "jp-cus")) == 1
    assert decisions(run) == [("recognised", "")] * 3


def test_no_answer_within_60_seconds_is_no_benefit_this_time() -> None:
    away = LinkOutage(start=2 * DAY, end=90 * DAY, a="jp-cus", b="pa-cus")
    run = played(outages=[away])
    (denied,) = run.of(Kind.AEO, step="denied")

    assert denied.facts["why"] == "no-answer"
    assert denied.time == run.at(Point.REGISTERED) + 60 + 2 * 60


def test_contradiction_is_reconciled() -> None:
    """A list that is taken up late says valid; the answer says suspended."""
    read_at_once = Happening(
        inject="I2", at=10 * DAY, effect=Turned(policy={"aeo_list": "events"})
    )
    run = played(
        citing(start=3 * DAY),
        monthly=True,
        happenings=[changed("suspended", at=5 * DAY)],
        at_destination=[read_at_once],
    )

    assert ("reconciled", "SUS") in steps(run, ABROAD)
    assert decisions(run) == [("denied", "suspended")]


def test_what_was_told_late_does_not_undo_what_is_known() -> None:
    """The suspension of the monthly list comes after the restoration was read."""
    read_at_once = Happening(
        inject="I2", at=10 * DAY, effect=Turned(policy={"aeo_list": "events"})
    )
    late = citing(start=35 * DAY)
    run = played(
        late,
        monthly=True,
        happenings=[changed("suspended", at=5 * DAY), changed("restored", at=12 * DAY)],
        at_destination=[read_at_once],
    )

    assert decisions(run) == [("recognised", "")]


# --- the switches -----------------------------------------------------------------


def test_mutual_recognition_moves_release() -> None:
    off = Policy(authorised_traders=True)

    on = released(played(policy=BOTH, profile=AT_SEA))
    assert on < released(played(policy=off, profile=AT_SEA))


def test_without_mutual_recognition_nothing_is_told_or_judged() -> None:
    run = played(policy=Policy(authorised_traders=True))

    assert run.sent("aeo-event") == []
    assert decisions(run) == []


def test_authorised_traders_moves_release_at_home() -> None:
    at_home = citing(importer=50, aeo=None)
    importer = held(50, member="PA")

    assert importing(at_home, importer, authorised_traders=True) < importing(
        at_home, importer, authorised_traders=False
    )


def importing(
    shipment: ShipmentOrder, importer: Authorisation, *, authorised_traders: bool
) -> int:
    """Return how long a release takes where customs has authorised the importer."""
    settings = world(
        shipment,
        policy=Policy(authorised_traders=authorised_traders),
        profiles=AT_SEA,
    )
    sites = tuple(
        replace(each, authorised=(importer,)) if each.id == "pa" else each
        for each in settings.sites
    )
    return released(play(replace(settings, sites=sites)))


def released(run: Played) -> int:
    return run.at(Point.CUSTOMS_RELEASED) - run.at(Point.LODGED)


def test_monthly_list_ends_the_benefit_up_to_30_days_late() -> None:
    suspended = changed("suspended", at=5 * DAY)
    at_once = noted_at(played(happenings=[suspended]))
    monthly = noted_at(played(happenings=[suspended], monthly=True))

    assert at_once - 5 * DAY == 60
    assert 20 * DAY < monthly - 5 * DAY <= 30 * DAY


def test_monthly_list_lets_the_suspended_keep_the_benefit_until_then() -> None:
    run = played(
        citing(1, start=EARLY),
        citing(2, start=30 * DAY),
        monthly=True,
        happenings=[changed("suspended", at=5 * DAY)],
    )

    assert decisions(run) == [("recognised", ""), ("denied", "suspended")]
    assert events(run, "pa-cus", "jp-cus") == []


def noted_at(run: Played) -> int:
    (noted,) = run.of(Kind.AEO, step="noted", change="suspended")
    return noted.time


# --- what studies are told --------------------------------------------------------


@pytest.mark.parametrize(
    ("aeo", "fact"), [(NUMBER, "recognised"), (None, "none"), ("JPAEO9000001", "none")]
)
def test_declared_event_says_whether_it_is_an_operators(
    aeo: str | None, fact: str
) -> None:
    (declared,) = played(citing(aeo=aeo)).of(Kind.DECLARED, leg="import")

    assert declared.facts["aeo"] == fact


def test_without_operators_nothing_is_said_of_them() -> None:
    run = played(order(), authorised=(), partners=False)

    assert all("aeo" not in event.facts for event in run.of(Kind.DECLARED))


def test_entry_stands_by_its_validity() -> None:
    entry = Entry(id=NUMBER, since=10, until=20)

    assert [entry.stands(second) for second in (9, 10, 20, 21)] == [
        "EXP",
        "VAL",
        "VAL",
        "EXP",
    ]

"""Every outcome of advance cargo information occurs, by name."""

from dataclasses import replace
from typing import Any

import pytest

from simulation.builders import DAY, Played, order, play, world
from swsim.documents.types.response import Response
from swsim.domain.cargo import CARGO_TROUBLES, CargoPlan, CargoTrouble
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.policies import Policy
from swsim.domain.settings import LinkOutage, WorldSettings
from swsim.domain.timepoints import Point
from swsim.simulation.answers import indicator_of, reference_of

HOUR = 3600


def reported(
    trouble: CargoTrouble | None = None, *, policy: Policy | None = None, **changes: Any
) -> WorldSettings:
    """Return a world with one box from Japan to Panama, reported before loading."""
    box = order(cargo=CargoPlan(trouble=trouble), start=HOUR)
    settings = world(box, policy=policy or Policy(), **changes)
    return replace(
        settings,
        sites=tuple(
            replace(site, roles=(*site.roles, "prt")) for site in settings.sites
        ),
    )


def steps(run: Played) -> list[str]:
    """Return what became of the box, in order, with the reason where there is one."""
    return [
        ":".join(
            str(each.facts[name]) for name in ("step", "why") if name in each.facts
        )
        for each in run.events
        if each.kind is Kind.CARGO
    ]


def answers(run: Played) -> list[Indicator | None]:
    """Return what the agent was answered, in order."""
    return [
        indicator_of(each.record)
        for each in run.messages
        if each.recipient == "pa-trd"
        and isinstance(each.record, Response)
        and "-C" in reference_of(each.record)
    ]


def sailed(run: Played) -> bool:
    """Tell whether the box left."""
    return any(
        each.kind is Kind.TIME_POINT and each.facts["point"] == Point.EXPORT_DEPARTED
        for each in run.events
    )


def test_registered_assessed_and_allowed_are_told_apart() -> None:
    run = play(reported())

    assert answers(run) == [Indicator.RECEIVED, Indicator.ACCEPTED]
    assert steps(run)[:2] == ["may-load", "loaded"]
    assert sailed(run)


def test_loaded_only_after_the_answer() -> None:
    run = play(reported())

    allowed = next(each.time for each in run.events if each.kind is Kind.CARGO)
    loaded = next(
        each.time
        for each in run.events
        if each.facts.get("point") == Point.EXPORT_LOADED
    )
    assert allowed < loaded


def test_validation_error() -> None:
    run = play(reported("bad-filing"))

    assert answers(run)[0] is Indicator.REJECTED
    assert steps(run)[:2] == ["may-load", "loaded"]


def test_house_filing_missing() -> None:
    run = play(reported("house-missing"))

    assert steps(run)[:3] == ["question:house-missing", "may-load", "loaded"]
    assert Indicator.DOCUMENTS_WANTED in answers(run)


def test_request_for_information() -> None:
    run = play(reported("vague-description"))

    assert steps(run)[:3] == ["question:vague-description", "may-load", "loaded"]


def test_request_for_screening() -> None:
    run = play(reported("overweight"))

    assert steps(run)[:3] == ["screening:overweight", "may-load", "loaded"]
    assert Indicator.EXAMINATION in answers(run)


def test_no_answer_leads_to_do_not_load() -> None:
    run = play(reported("unanswered"))

    assert "do-not-load:no-answer" in steps(run)
    assert not sailed(run)


def test_do_not_load() -> None:
    run = play(reported("sanctioned-party"))

    assert steps(run) == ["do-not-load:sanctioned-party", "not-loaded", "confirmed"]
    assert not sailed(run)


def test_carrier_confirms_within_two_hours() -> None:
    run = play(reported("sanctioned-party"))

    told, confirmed = (
        next(
            each.time
            for each in run.events
            if each.kind is Kind.CARGO and each.facts["step"] == step
        )
        for step in ("do-not-load", "confirmed")
    )
    assert confirmed - told <= 2 * HOUR


def test_unconfirmed() -> None:
    # The agent has filed, and hears of nothing more for two days.
    down = LinkOutage(start=2 * HOUR + 60, end=2 * DAY, a="pa-sw", b="pa-trd")

    run = play(reported("sanctioned-party", outages=(down,)))

    assert "unconfirmed" in steps(run)


def test_loaded_anyway_is_held_at_the_first_port() -> None:
    run = play(reported("loaded-anyway"))

    assert "loaded-anyway" in steps(run)
    assert "held-at-first-port:loaded-anyway" in steps(run)
    # The gate stays shut.
    assert not any(each.facts.get("point") == Point.GATED_OUT for each in run.events)


def test_silence_means_may_load() -> None:
    down = LinkOutage(start=0, end=4 * DAY, a="pa-sw", b="pa-cus")

    run = play(reported(outages=(down,)))

    assert "loaded-by-silence" in steps(run)


def test_silence_means_nothing_where_the_switch_is_off() -> None:
    down = LinkOutage(start=0, end=4 * DAY, a="pa-sw", b="pa-cus")

    run = play(reported(outages=(down,), policy=Policy(silence_may_load=False)))

    assert "loaded-by-silence" not in steps(run)


@pytest.mark.parametrize(
    ("trouble", "why"), [("late", "late"), ("other-port", "other-port")]
)
def test_assessed_again(trouble: CargoTrouble, why: str) -> None:
    run = play(reported(trouble))

    assert f"assessed-again:{why}" in steps(run)


@pytest.mark.parametrize(
    ("trouble", "found"),
    [("short-landed", "SHL"), ("over-landed", "OVL"), ("seal-broken", "SEA")],
)
def test_port_reports_what_differs(trouble: CargoTrouble, found: str) -> None:
    run = play(reported(trouble))

    assert [
        each.facts["found"] for each in run.events if each.kind is Kind.DISCREPANCY
    ] == [found]


@pytest.mark.parametrize("trouble", [None, *CARGO_TROUBLES])
def test_all_is_one_case(trouble: CargoTrouble | None) -> None:
    run = play(reported(trouble))

    assert len({each.conversation_id for each in run.messages}) == 1

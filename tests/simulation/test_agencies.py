"""Several agencies: asked side by side, joined on all, one answer that names them."""

import pytest

from simulation.agencies import (
    CHERRIES,
    FRIDGE,
    IMPORT,
    PROCESSORS,
    TOYS,
    checks,
    cherries,
    played,
)
from simulation.builders import DAY, EXCAVATOR, HOUR, Played, exact, order
from swsim.documents.types.response import Response
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import Happening, Pest, Staff
from swsim.domain.timepoints import Point
from swsim.simulation.answers import indicator_of

ALL = ("hlt", "std", "env", "stg")


def asked(run: Played, site: str) -> set[str]:
    """Return the agencies of a site that were asked, by role."""
    return {
        message.recipient.removeprefix(f"{site}-")
        for message in run.sent("declaration", f"{site}-sw")
        if message.recipient.removeprefix(f"{site}-") in ("agr", *ALL)
    }


def held(run: Played) -> Response:
    """Return the one answer that holds the import."""
    (answer,) = [
        each
        for each in run.responses("cn-trd", IMPORT)
        if indicator_of(each) is Indicator.DETAINED
    ]
    return answer


def verdicts(run: Played) -> dict[str, str]:
    return {
        event.participant.rpartition("-")[2]: str(event.facts["verdict"])
        for event in run.of(Kind.VERDICT, leg="import")
    }


@pytest.mark.parametrize(
    ("hs6", "site", "roles"),
    [
        (CHERRIES, "pa", {"agr", "hlt"}),
        (FRIDGE, "pa", {"std", "env"}),
        (TOYS, "pa", {"std"}),
        (PROCESSORS, "jp", {"stg"}),  # an export licence
        (PROCESSORS, "pa", set()),
        (EXCAVATOR, "pa", set()),
    ],
)
def test_goods_decide_which_agencies_are_asked(
    hs6: str, site: str, roles: set[str]
) -> None:
    run = played(order(hs6=(hs6,)), roles=ALL)

    assert asked(run, site) == roles


def test_agency_that_does_not_sit_there_is_not_asked() -> None:
    assert asked(played(cherries(), roles=()), "cn") == {"agr"}


def test_agencies_are_asked_in_the_same_second() -> None:
    run = played(cherries())
    sent = [
        message.sent
        for message in run.sent("declaration", "cn-sw")
        if message.recipient in ("cn-agr", "cn-hlt")
    ]

    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_release_waits_for_every_agency_and_is_told_once() -> None:
    run = played(cherries(checks=checks(agr="conform", hlt="sample")))
    answers = run.of(Kind.TIME_POINT, point=Point.AGENCY_ANSWERED, leg="import")

    assert [event.participant for event in answers] == ["cn-agr", "cn-hlt"]
    assert run.at(Point.ALL_RELEASED) >= answers[-1].time
    assert run.outcomes("cn-trd", IMPORT).count(Indicator.RELEASED) == 1


def test_one_no_is_an_overall_hold_that_names_the_agency() -> None:
    run = played(cherries(checks=checks(agr="conform", hlt="refuse")))
    holding = [each for each in held(run).information if each.type == "AGY"]

    assert [each.code for each in holding] == ["cn-hlt"]
    assert holding[0].description == "Held by the food and drug agency"
    assert not run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)
    assert not run.of(Kind.TIME_POINT, point=Point.GATED_OUT)


def test_agencies_that_disagree_are_both_named_in_the_one_answer() -> None:
    run = played(cherries(checks=checks(agr="conform", hlt="refuse")))

    assert verdicts(run) == {"agr": "conform", "hlt": "refuse"}
    assert [(each.type, each.code) for each in held(run).information] == [
        ("AGY", "cn-hlt"),
        ("PST", None),
        ("NOB", "cn-agr"),
    ]


def test_two_that_refuse_are_both_named() -> None:
    run = played(cherries(checks=checks(agr="refuse", hlt="refuse")))

    assert [each.code for each in held(run).information if each.type == "AGY"] == [
        "cn-agr",
        "cn-hlt",
    ]


# --- the verdicts -----------------------------------------------------------------


def test_conform_needs_no_look_at_the_goods() -> None:
    run = played(cherries(checks=checks(agr="conform", hlt="conform")))

    assert not run.of(Kind.INSPECTION)
    assert not run.of(Kind.TIME_POINT, point=Point.POSITIONED)


def test_inspection_opens_the_goods_after_their_arrival() -> None:
    run = played(cherries(checks=checks(agr="inspect")))
    (opened,) = run.of(Kind.INSPECTION)

    assert opened.facts["by"] == ("cn-agr",)
    assert opened.time > run.at(Point.UNLOADED)
    assert Indicator.EXAMINATION in run.outcomes("cn-trd", IMPORT)


def test_treatment_is_ordered_and_adds_its_time() -> None:
    seen = played(cherries(checks=checks(agr="inspect")))
    treated = played(cherries(checks=checks(agr="treat")))

    assert verdicts(treated)["agr"] == "treat"
    assert treated.at(Point.ALL_RELEASED) > seen.at(Point.ALL_RELEASED) + 6 * HOUR


def test_sample_to_the_laboratory_adds_days() -> None:
    seen = played(cherries(checks=checks(hlt="inspect")))
    tested = played(cherries(checks=checks(hlt="sample")))

    assert tested.at(Point.ALL_RELEASED) > seen.at(Point.ALL_RELEASED) + DAY


def test_refusal_after_a_look_names_what_was_found() -> None:
    run = played(cherries(checks=checks(agr="refuse")))

    assert run.of(Kind.INSPECTION, by=("cn-agr",))
    assert verdicts(run)["agr"] == "refuse"
    assert "PST" in [each.type for each in held(run).information]


# --- what happens to them ---------------------------------------------------------


def test_pest_found_refuses_goods_of_that_kind_and_country() -> None:
    pest = Pest(agency="agr", hs6=CHERRIES, origin="CL", check="refuse")
    struck = {"cn": (Happening(inject="I1", at=1, effect=pest),)}

    assert verdicts(played(cherries(), happenings=struck))["agr"] == "refuse"
    other = played(cherries(origin="NZ"), happenings=struck)
    assert other.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)


@pytest.mark.parametrize(
    ("desk", "slower"), [("hlt", True), ("agency", True), ("std", False)]
)
def test_staff_of_one_agency_can_be_short(desk: str, slower: bool) -> None:
    orders = [cherries(number) for number in range(1, 13)]
    profile = exact(agency=4 * DAY)
    # Two officers wait for each other in both; then one is left at a desk.
    short = {
        "cn": (
            Happening(
                inject="I1",
                at=1,
                effect=Staff(desk=desk, officers=1),  # type: ignore[arg-type]
            ),
        )
    }
    usual = played(*orders, profile=profile)
    struck = played(*orders, profile=profile, happenings=short)

    assert (_last(struck) > _last(usual)) is slower


def _last(run: Played) -> int:
    return max(
        event.time for event in run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)
    )

"""Each switch about agencies moves the figure that it should."""

from statistics import median
from typing import Any

from simulation.agencies import CHERRIES, IMPORT, checks, cherries, played, seated
from simulation.builders import DAY, EXCAVATOR, HOUR, Played, exact, play
from swsim.domain.events import Kind
from swsim.domain.profiles import Officers
from swsim.domain.timepoints import Point


def waits(run: Played, since: Point, until: Point) -> list[int]:
    """Return the seconds between two points of every import, by case."""
    begun = {
        event.case: event.time
        for event in run.of(Kind.TIME_POINT, point=since, leg="import")
    }
    return [
        event.time - begun[event.case]
        for event in run.of(Kind.TIME_POINT, point=until, leg="import")
    ]


def test_single_submission_shortens_the_wait_for_agencies() -> None:
    together = played(cherries(pre_arrival=False))
    apart = played(cherries(pre_arrival=False), single_submission=False)

    # Two agencies side by side take 8 hours each; one after the other, with a form of
    # 3 hours before each, 22.
    assert _agencies(together) == 8 * HOUR
    assert _agencies(apart) == 22 * HOUR
    assert [m.recipient for m in apart.sent("declaration", "cn-trd")][1:] == [
        "cn-agr",
        "cn-hlt",
    ]
    assert apart.at(Point.ALL_RELEASED) > together.at(Point.ALL_RELEASED)


def _agencies(run: Played) -> int:
    asked = run.at(Point.AGENCY_ASKED)
    answers = run.of(Kind.TIME_POINT, point=Point.AGENCY_ANSWERED, leg="import")
    return (answers[-1].time - asked) // HOUR * HOUR


def _looked_at(**policy: Any) -> Played:
    wanted = checks(agr="inspect", hlt="inspect")
    return played(cherries(checks=wanted, channel="red"), **policy)


def test_joint_inspection_opens_the_goods_once_instead_of_three_times() -> None:
    in_turn, joint = _looked_at(), _looked_at(joint_inspection=True)

    opened = [
        len(run.of(Kind.TIME_POINT, point=Point.POSITIONED, leg="import"))
        for run in (in_turn, joint)
    ]
    assert opened == [3, 1]
    (together,) = joint.of(Kind.INSPECTION)
    assert together.facts["by"] == ("cn-agr", "cn-cus", "cn-hlt")
    assert joint.at(Point.ALL_RELEASED) < in_turn.at(Point.ALL_RELEASED)


def test_joint_inspection_does_not_wait_for_who_needs_no_look() -> None:
    run = played(
        cherries(checks=checks(agr="inspect", hlt="conform")), joint_inspection=True
    )
    (opened,) = run.of(Kind.INSPECTION)

    assert opened.facts["by"] == ("cn-agr",)
    assert run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)


def test_joint_inspections_of_many_never_wait_for_each_other_for_ever() -> None:
    wanted = checks(agr="inspect", hlt="inspect")
    orders = [
        cherries(number, checks=wanted, channel="red", start=60 + number)
        for number in range(1, 9)
    ]
    scarce = exact(officers=Officers(assessment=4, inspection=1, agency=1))
    run = played(*orders, profile=scarce, joint_inspection=True)

    assert len(run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)) == 8


def test_perishables_first_shortens_the_wait_of_perishables() -> None:
    slow = exact(
        agency=DAY,
        officers=Officers(assessment=9, inspection=1, agency=1),
        inspection_work=9 * HOUR,
    )
    orders = [
        cherries(
            number,
            # Machines came first, cherries last; all are opened.
            hs6=(CHERRIES,) if number > 6 else (EXCAVATOR,),
            channel="red",
            start=60 + number,
            checks=checks(agr="inspect"),
        )
        for number in range(1, 9)
    ]
    usual, first = (
        play(seated(*orders, profile=slow, perishables_first=switch))
        for switch in (False, True)
    )

    assert _perishables(first) < _perishables(usual)


def _perishables(run: Played) -> float:
    cases = {
        event.case
        for event in run.of(Kind.TIME_POINT, point=Point.AGENCY_ASKED, leg="import")
    }
    arrived = {
        event.case: event.time for event in run.of(Kind.TIME_POINT, point=Point.ARRIVED)
    }
    return median(
        event.time - arrived[event.case]
        for event in run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)
        if event.case in cases
    )


def test_perishables_first_puts_them_ahead_at_the_port() -> None:
    usual = played(cherries(checks=checks(agr="inspect")))
    first = played(cherries(checks=checks(agr="inspect")), perishables_first=True)

    (waited,) = waits(usual, Point.UNLOADED, Point.POSITIONED)
    (ahead,) = waits(first, Point.UNLOADED, Point.POSITIONED)
    assert ahead < waited
    assert first.states(IMPORT, "trd")[-1] == "CLOSED"

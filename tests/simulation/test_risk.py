"""From reasons, policy and chance to a channel."""

from dataclasses import replace

import pytest

from simulation.builders import exact, order, play, world
from swsim.domain.codes import Channel
from swsim.domain.events import Kind
from swsim.domain.policies import Policy
from swsim.domain.profiles import Channels
from swsim.domain.streams import Stream
from swsim.simulation.risk import RANDOM, Reason, Selection, select

GREEN = Channels(green=1000, yellow=0, red=0)
SCORES = Policy(risk_management="scores")
VALUE = Reason(why="VALUE_LOW", points=30, fiscal=True)
SEAL = Reason(why="R20", points=30)


def chosen(
    *reasons: Reason,
    policy: Policy = SCORES,
    weights: Channels = GREEN,
    auditable: bool = True,
    name: str = "one",
) -> Selection:
    return select(
        reasons, policy, weights, Stream(7, "risk", name), auditable=auditable
    )


@pytest.mark.parametrize(
    ("points", "channel"),
    [(0, "green"), (19, "green"), (20, "yellow"), (59, "yellow"), (60, "red")],
)
def test_points_alone_choose_the_channel(points: int, channel: str) -> None:
    assert chosen(Reason(why="R12", points=points)).channel == channel


def test_thresholds_are_the_policys() -> None:
    strict = replace(SCORES, yellow_from=5, red_from=15)

    assert chosen(Reason(why="R12", points=10), policy=strict).channel == "yellow"
    assert chosen(Reason(why="R12", points=15), policy=strict).channel == "red"


def test_points_against_a_look_are_taken_off_but_never_below_nothing() -> None:
    trusted = Reason(why="AEO", points=-30)

    assert chosen(SEAL, Reason(why="R12", points=40), trusted).score == 40
    assert chosen(trusted).score == 0


def test_national_shares_decide_where_there_are_no_points() -> None:
    policy = replace(SCORES, risk_management="shares")
    red = Channels(green=0, yellow=0, red=1000)

    assert chosen(policy=policy, weights=red).channel is Channel.RED
    assert chosen(policy=SCORES, weights=red).channel is Channel.GREEN


def test_without_risk_management_everything_is_inspected() -> None:
    assert chosen(policy=Policy(risk_management="off")).channel is Channel.RED


def test_without_risk_management_a_fixed_share_may_be_inspected() -> None:
    policy = Policy(risk_management="off", inspection_share=250)
    red = [
        chosen(SEAL, policy=policy, name=str(number)).channel is Channel.RED
        for number in range(400)
    ]

    assert 70 <= sum(red) <= 130


def test_random_share_is_inspected_whatever_the_points() -> None:
    policy = replace(SCORES, random_inspection=100)
    found = [chosen(policy=policy, name=str(number)) for number in range(400)]
    opened = [each for each in found if each.channel is Channel.RED]

    assert 20 <= len(opened) <= 60
    assert {each.reasons for each in opened} == {(RANDOM,)}


def test_what_concerns_duties_alone_is_audited_after_release() -> None:
    policy = replace(SCORES, post_clearance_audit=True)

    assert chosen(VALUE, policy=policy).channel is Channel.BLUE
    assert chosen(VALUE).channel is Channel.YELLOW
    assert chosen(VALUE, SEAL, policy=replace(policy, red_from=100)).channel == "yellow"
    assert chosen(VALUE, policy=policy, auditable=False).channel is Channel.YELLOW


def test_what_needs_an_inspection_is_never_audited_instead() -> None:
    policy = replace(SCORES, post_clearance_audit=True)

    assert chosen(VALUE, VALUE, policy=policy).channel is Channel.RED


def test_audited_declaration_is_released_at_once_and_controlled_days_later() -> None:
    policy = Policy(post_clearance_audit=True)
    yellow = exact(channels=Channels(green=0, yellow=1000, red=0))
    run = play(world(order(), profiles=yellow, policy=policy))
    (channel,) = run.of(Kind.CHANNEL, leg="import")
    (audit,) = run.of(Kind.CONTROL, control="audit")
    (released,) = run.of(Kind.TIME_POINT, point="T9", leg="import")

    assert channel.facts["channel"] == "blue"
    assert audit.facts["result"] == "conform"
    assert audit.time - released.time >= 5 * 86_400
    assert not run.of(Kind.HOLD, leg="import", hold="DOCS_WANTED")

"""Conditions over events: values, lists, patterns, numbers, and slips of the pen."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from swsim.domain.conditions import Where, holds, kinds_of, own_fact, say, where
from swsim.domain.events import Event, Kind

WHERE: TypeAdapter[Any] = TypeAdapter(Where)
MOVED = Event(
    time=7,
    site="pa",
    sequence=1,
    participant="pa-cus",
    kind=Kind.TRANSITION,
    case="c1",
    facts={"declaration": "S1-I1", "from": "SELECTED", "to": "RELEASED", "tries": 3},
)
TAKEN = Event(
    time=8,
    site="pa",
    sequence=2,
    participant="pa-sw",
    kind=Kind.RECEIVED,
    case="c1",
    facts={"findings": ("R12", "R49"), "verdict": "invalid"},
)


@pytest.mark.parametrize(
    ("event", "wanted", "met"),
    [
        (MOVED, {"kind": "transition", "to": "RELEASED"}, True),
        (MOVED, {"kind": "transition", "to": ["RELEASED", "SEIZED"]}, True),
        (MOVED, {"to": {"not": "RELEASED"}}, False),
        (MOVED, {"to": {"not": ["SEIZED", "CLOSED"]}}, True),
        (MOVED, {"state": "RELEASED", "member": "PA", "role": "cus"}, True),
        (MOVED, {"participant": "*-cus"}, True),
        (MOVED, {"participant": "*-sw"}, False),
        (MOVED, {"tries": {"at_least": 3}}, True),
        (MOVED, {"tries": {"at_most": 2}}, False),
        (MOVED, {"declaration": {"at_least": 0}}, False),
        (MOVED, {"time": "7"}, True),
        (MOVED, {"nobody": "*"}, False),
        (MOVED, {"nobody": {"not": "x"}}, True),
        (TAKEN, {"rule": "R49"}, True),
        (TAKEN, {"findings": "R4*"}, True),
        (TAKEN, {"rule": {"not": "R12"}}, False),
        (TAKEN, {"rule": "R1"}, False),
    ],
)
def test_condition_is_met_or_not(
    event: Event, wanted: dict[str, Any], met: bool
) -> None:
    condition = WHERE.validate_python(wanted)

    assert holds(condition, lambda name: own_fact(event, name)) is met


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"kind": "transitions"}, "'transitions' is no kind. Known: sent"),
        ({"kind": "transition", "to": "RELEASE"}, "'RELEASE' is no to. Known: DRAFT"),
        ({"hold": "DUTY"}, "'DUTY' is no hold"),
        ({"leg": "transit"}, "'transit' is no leg"),
        ({"channel": {"not": "pink"}}, "'pink' is no channel"),
    ],
)
def test_value_that_no_event_can_have_is_a_fault(
    wanted: dict[str, Any], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        WHERE.validate_python(wanted)


def test_kinds_are_those_that_can_meet_it() -> None:
    assert kinds_of(where(kind=["sent", "received"])) == {Kind.SENT, Kind.RECEIVED}
    assert kinds_of(where(site="pa")) == set(Kind)


def test_condition_says_what_it_wants() -> None:
    condition = where(kind="hold", hold=["DUTY_DUE", "OGA_PENDING"], tries={"not": "3"})

    assert list(say(condition)) == [
        "hold",
        "hold DUTY_DUE | OGA_PENDING",
        "tries ≠ 3",
    ]

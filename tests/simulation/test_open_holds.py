"""Whatever happens in whatever world: nothing is released while a hold is open."""

from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.agencies import CHERRIES, FRIDGE, TOYS, seated
from simulation.builders import BANANAS, EXCAVATOR, HOUR, exact, order, play
from swsim.domain.changes import Change, ChangeId, Style
from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import Hold
from swsim.domain.profiles import Channels, Profile
from swsim.domain.settings import ShipmentOrder

GOODS = (EXCAVATOR, BANANAS, CHERRIES, FRIDGE, TOYS)
MIXED = Channels(green=400, yellow=300, red=300)
RED = Channels(green=0, yellow=0, red=1000)

# What customs says of its own release, and what the single window says of all.
OF_CUSTOMS = frozenset(Hold) - {Hold.AGENCY}


def opened(events: Sequence[Event]) -> list[tuple[str, str, str]]:
    """Return (declaration, hold, who released) where a hold was open."""
    holds: dict[tuple[str, str], list[str]] = {}
    found = []
    for event in events:
        declaration = str(event.facts.get("declaration", ""))
        standing = holds.setdefault((event.site, declaration), [])
        if event.kind is Kind.HOLD:
            hold = str(event.facts["hold"])
            if event.facts["change"] == "set":
                standing.append(hold)
            else:
                standing.remove(hold)
        by_customs = event.kind is Kind.TRANSITION and event.facts["to"] == "RELEASED"
        by_all = event.kind is Kind.TIME_POINT and event.facts["point"] == "T10"
        if by_customs or by_all:
            asked = OF_CUSTOMS if by_customs else frozenset(Hold)
            found += [
                (declaration, each, event.participant)
                for each in standing
                if each in asked
            ]
    return found


changes = st.one_of(
    st.none(),
    st.builds(
        Change,
        what=st.sampled_from(get_args(ChangeId)),
        style=st.sampled_from(get_args(Style)),
        leg=st.sampled_from(["export", "import"]),
    ),
)


@st.composite
def orders(draw: st.DrawFn) -> list[ShipmentOrder]:
    """Draw a few shipments between Chile, China and Panama."""
    found = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        origin, destination = draw(st.permutations(["CL", "CN", "PA"]))[:2]
        found.append(
            order(
                number,
                origin=origin,
                destination=destination,
                hs6=(draw(st.sampled_from(GOODS)),),
                start=draw(st.integers(1, 48 * HOUR)),
                channel=draw(st.sampled_from([None, "green", "yellow", "red", "blue"])),
                pre_arrival=draw(st.sampled_from([None, True, False])),
                change=draw(changes),
            )
        )
    return found


policies = st.fixed_dictionaries(
    {
        "risk_management": st.sampled_from(["shares", "scores", "off"]),
        "release_before_payment": st.sampled_from(["profile", "on", "off"]),
        "electronic_payment": st.booleans(),
        "round_the_clock": st.booleans(),
        "pre_arrival": st.booleans(),
        "post_clearance_audit": st.booleans(),
        "single_submission": st.booleans(),
        "joint_inspection": st.booleans(),
        "share_export_data": st.booleans(),
    }
)
profiles = st.builds(
    exact,
    channels=st.sampled_from([MIXED, RED]),
    release_before_arrival=st.booleans(),
    payment_deferred=st.booleans(),
    violation_per_mille=st.sampled_from([0, 500]),
    documents=st.sampled_from([3 * HOUR, 60 * HOUR]),
    payment=st.sampled_from([60, 2 * HOUR]),
    assessment=st.sampled_from([60, 1_800, 24 * HOUR]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(orders(), profiles, policies, st.integers(0, 1000))
def test_nothing_is_released_with_an_open_hold(
    dealt: list[ShipmentOrder], profile: Profile, policy: dict[str, Any], seed: int
) -> None:
    run = play(seated(*dealt, profile=profile, seed=seed, **policy))

    assert opened(run.events) == []


def test_release_with_an_open_hold_would_be_seen() -> None:
    run = play(seated(order()))
    early = [each for each in run.events if each.facts.get("change") != "lifted"]

    assert ("S00001-I1", Hold.DUTY, "pa-cus") in opened(early)

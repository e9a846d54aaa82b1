"""A reform moves the figure that it should: each switch against the same chance."""

from typing import Any

from simulation.builders import HOUR, Played, exact, order, play, world
from swsim.domain.events import Kind
from swsim.domain.policies import Policy
from swsim.domain.timepoints import Point

SHIPMENTS = 12


def run(policy: Policy, **profile: Any) -> Played:
    """Return the run of some shipments, all lodged at night between two weekends."""
    orders = (order(number, start=number * HOUR) for number in range(1, SHIPMENTS + 1))
    return play(world(*orders, policy=policy, profiles=exact(**profile)))


def took(played: Played, start: Point, end: Point) -> list[int]:
    """Return the seconds between two points of each import, by case."""
    at: dict[tuple[str, str], int] = {}
    for each in played.events:
        if each.kind is Kind.TIME_POINT and each.facts.get("leg") == "import":
            at.setdefault((each.case, str(each.facts["point"])), each.time)
    return sorted(
        at[case, end] - at[case, start]
        for case, point in at
        if point == start and (case, end) in at
    )


def middle(values: list[int]) -> int:
    """Return the median."""
    return values[len(values) // 2]


def test_pre_arrival_shortens_arrival_to_release() -> None:
    on = run(Policy(), pre_arrival_per_mille=1000)
    off = run(Policy(pre_arrival=False), pre_arrival_per_mille=1000)

    release = (Point.ARRIVED, Point.CUSTOMS_RELEASED)
    assert middle(took(on, *release)) <= middle(took(off, *release)) / 2


def test_nobody_lodges_early_without_pre_arrival() -> None:
    off = run(Policy(pre_arrival=False), pre_arrival_per_mille=1000)

    assert min(took(off, Point.ARRIVED, Point.LODGED)) > 0


def test_release_before_payment_shortens_release() -> None:
    late: dict[str, Any] = {"pre_arrival_per_mille": 0, "payment": 48 * HOUR}

    on = run(Policy(release_before_payment="on"), **late)
    off = run(Policy(release_before_payment="off"), **late)

    assert (
        middle(took(off, Point.LODGED, Point.CUSTOMS_RELEASED))
        - middle(took(on, Point.LODGED, Point.CUSTOMS_RELEASED))
        >= 24 * HOUR
    )


def test_profile_decides_where_the_switch_leaves_it() -> None:
    deferred = run(Policy(), payment_deferred=True)
    switched = run(Policy(release_before_payment="on"), payment_deferred=False)

    assert took(deferred, Point.LODGED, Point.CUSTOMS_RELEASED) == took(
        switched, Point.LODGED, Point.CUSTOMS_RELEASED
    )


def test_electronic_payment_shortens_payment() -> None:
    on = run(Policy())
    off = run(Policy(electronic_payment=False))

    paid = (Point.DUTY_ASSESSED, Point.DUTY_PAID)
    assert middle(took(on, *paid)) + 9 * HOUR <= middle(took(off, *paid))


def test_round_the_clock_shortens_assessment() -> None:
    on = run(Policy())
    off = run(Policy(round_the_clock=False))

    assessed = (Point.REGISTERED, Point.SELECTED)
    assert sum(took(on, *assessed)) < sum(took(off, *assessed))

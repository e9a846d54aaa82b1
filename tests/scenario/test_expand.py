"""Shipments are dealt evenly, always the same way, and scaled without losing lanes."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from swsim.domain.banking import Accounts
from swsim.domain.changes import Change
from swsim.domain.limits import Limits
from swsim.domain.mistakes import MISTAKE_IDS
from swsim.domain.policies import Policy
from swsim.domain.settings import BANK, LinkOutage, ShipmentOrder
from swsim.errors import UsageError
from swsim.scenario import Scenario, load_scenario, orders, world
from swsim.simulation.contract import draw_contract

DAY = 86_400


def lane(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": "a",
        "from": {"region": "AP"},
        "to": {"region": "AP"},
        "goods": ["8429.52", "0803.90"],
        "mode": "sea",
        "shipments": 90,
        "transit": {"from": "17d", "to": "20d"},
    }
    fields.update(changes)
    return {key: value for key, value in fields.items() if value is not None}


def scenario(*lanes: dict[str, Any], **changes: Any) -> Scenario:
    fields: dict[str, Any] = {
        "schema_version": "1",
        "title": {"en": "a", "es": "a"},
        "summary": {"en": "a", "es": "a"},
        "seed": "7",
        "cast": {"region": "both", "as_of": "2013-04"},
        "lanes": lanes,
    }
    return Scenario.model_validate({**fields, **changes})


def spread(counts: Counter[str]) -> int:
    return max(counts.values()) - min(counts.values())


def test_same_seed_gives_the_same_orders() -> None:
    one = orders(scenario(lane()), seed=7)

    assert orders(scenario(lane()), seed=7) == one
    assert orders(scenario(lane()), seed=8) != one


def routed(route: str, **changes: Any) -> ShipmentOrder:
    """Return one shipment from China to Mexico by a way that its lane asks for."""
    fields: dict[str, Any] = {
        "from": "CN",
        "to": "MX",
        "shipments": 1,
        "transit": None,
        "route": route,
    }
    [one] = orders(scenario(lane(**{**fields, **changes})), seed=7)
    return one


def test_route_says_how_long_and_between_which_ports() -> None:
    pacific, canal = routed("auto"), routed("panama-canal")

    assert pacific.route is not None
    assert pacific.route.discharge == ("MXZLO", "MXLZC")
    assert canal.route is not None
    assert canal.route.discharge == ("MXVER",)
    assert canal.transit == canal.route.seconds > pacific.transit


@pytest.mark.parametrize("route", ["auto", "panama-canal", "land-bridge"])
def test_deal_uses_the_ports_of_its_route(route: str) -> None:
    one = routed(route)
    deal = draw_contract(replace(one, id="S00001"), 7, datetime(2026, 4, 6, tzinfo=UTC))

    assert one.route is not None
    assert deal.port_of_loading in one.route.loading
    assert deal.port_of_discharge in one.route.discharge


def test_change_of_ships_takes_the_time_of_both_ways() -> None:
    one = routed("panama-canal", to="CO", transhipment={"port": "PAMIT", "stay": "4d"})

    assert one.route is not None
    assert one.transhipment is not None
    assert one.transhipment.voyage == 23 * DAY
    assert one.transit == (23 + 4 + 3) * DAY
    assert one.route.discharge == ("COCTG",)


def test_transit_by_hand_leaves_all_ports_open() -> None:
    [one] = orders(scenario(lane(shipments=1)), seed=7)

    assert one.route is None


def test_first_order_is_the_same_on_every_machine() -> None:
    first = orders(scenario(lane()), seed=7)[0]

    expected = ShipmentOrder(
        id="S00001",
        lane="a",
        origin="PK",
        destination="SG",
        hs6=("080390",),
        mode="1",
        start=815,
        transit=1699691,
        mistake=None,
        mistake_leg="export",
        channel=None,
        pre_arrival=None,
    )
    assert first == expected


def test_another_lane_does_not_disturb_the_first() -> None:
    alone = orders(scenario(lane()), seed=7)
    both = orders(scenario(lane(), lane(id="b")), seed=7)

    kept = [(each.origin, each.start, each.hs6) for each in both if each.lane == "a"]
    assert kept == [(each.origin, each.start, each.hs6) for each in alone]


def test_members_of_a_region_are_dealt_evenly() -> None:
    dealt = orders(scenario(lane()), seed=7)

    origins = Counter(each.origin for each in dealt)
    destinations = Counter(each.destination for each in dealt)
    assert len(origins) == len(destinations) == 28  # 33 less 5 without a coast
    assert spread(origins) == 1
    assert spread(destinations) <= 2


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"region": "AP"}, {"region": "AP"}),
        ("JP", ["JP", "KR"]),
        (["JP", "KR"], "JP"),
        (["JP", "KR"], ["JP", "KR"]),
        (["JP", "KR", "NZ"], ["JP", "KR"]),
    ],
)
def test_nobody_trades_with_itself(first: Any, second: Any, seed: int) -> None:
    what = scenario(lane(**{"from": first, "to": second, "shipments": 9}))

    dealt = orders(what, seed=seed)

    assert len(dealt) == 9
    assert all(each.origin != each.destination for each in dealt)


def test_ids_follow_the_start_times() -> None:
    dealt = orders(scenario(lane(), lane(id="b")), seed=7)

    assert [each.id for each in dealt][:2] == ["S00001", "S00002"]
    assert [each.start for each in dealt] == sorted(each.start for each in dealt)


def test_starts_and_transits_stay_in_their_ranges() -> None:
    dealt = orders(scenario(lane(within="2d")), seed=7)

    assert all(1 <= each.start <= 2 * DAY for each in dealt)
    assert all(17 * DAY <= each.transit <= 20 * DAY for each in dealt)


def test_rate_lodges_its_count_in_each_period() -> None:
    rate = {"count": 3, "every": "1d", "for": "10d"}
    dealt = orders(scenario(lane(shipments=None, rate=rate)), seed=7)

    per_day = Counter((each.start - 1) // DAY for each in dealt)
    assert per_day == dict.fromkeys(range(10), 3)


@pytest.mark.parametrize(("wanted", "expected"), [(60, (40, 20)), (1, (1, 0))])
def test_scaling_keeps_the_shares_of_lanes(
    wanted: int, expected: tuple[int, int]
) -> None:
    what = scenario(lane(shipments=20), lane(id="b", shipments=10))

    counts = Counter(each.lane for each in orders(what, seed=7, shipments=wanted))

    assert (counts["a"], counts["b"]) == expected


@pytest.mark.parametrize("wanted", [1, 7, 60, 499, 1200])
def test_scaling_gives_exactly_what_was_asked_for(wanted: int) -> None:
    what = load_scenario("two-regions").scenario

    assert len(orders(what, seed=7, shipments=wanted)) == wanted


def test_less_than_one_shipment_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 1 shipment, not 0"):
        orders(scenario(lane()), seed=7, shipments=0)


def test_number_of_goods_items_is_drawn_from_its_range() -> None:
    dealt = orders(scenario(lane(items={"from": "1", "to": "3"})), seed=7)

    assert {len(each.hs6) for each in dealt} == {1, 2, 3}


def test_origin_sends_what_it_makes_where_the_lane_has_it() -> None:
    what = scenario(lane(**{"from": ["JP", "PH", "WS"]}))

    sent: dict[str, set[str]] = {"JP": set(), "PH": set(), "WS": set()}
    for each in orders(what, seed=7):
        sent[each.origin].update(each.hs6)

    # Samoa makes neither, so it sends both.
    expected = {"JP": {"842952"}, "PH": {"080390"}, "WS": {"080390", "842952"}}
    assert sent == expected


def test_share_of_mistakes_is_kept_and_all_kinds_occur() -> None:
    what = scenario(lane(shipments=500, wrong={"per_mille": "100"}))

    wrong = Counter(each.mistake for each in orders(what, seed=7) if each.mistake)

    assert sum(wrong.values()) == 50
    assert set(wrong) == set(MISTAKE_IDS)
    assert spread(Counter(map(str, wrong.elements()))) == 1


def test_mistakes_are_made_only_where_they_fit() -> None:
    what = scenario(lane(mode="air", wrong={"per_mille": "1000", "leg": "export"}))

    made = {(each.mistake, each.mistake_leg) for each in orders(what, seed=7)}

    assert {leg for _, leg in made} == {"export"}
    assert not {"duty-amount", "container-flag"} & {mistake for mistake, _ in made}


def test_forced_channel_and_lodgement_reach_the_orders() -> None:
    what = scenario(lane(channel="red", pre_arrival="false"))

    forced = {(each.channel, each.pre_arrival) for each in orders(what, seed=7)}

    assert forced == {("red", False)}


def test_mode_becomes_the_code_of_recommendation_19() -> None:
    (order,) = orders(scenario(lane(mode="air", shipments=1)), seed=7)

    assert order.mode == "4"


def test_world_has_one_site_for_each_member_of_the_cast() -> None:
    found = world(scenario(lane()), seed=7)

    ids = [site.id for site in found.sites]
    assert len(ids) == 64
    assert ids == sorted(ids)
    assert sum(len(site.orders) for site in found.sites) == 90
    assert all(
        each.origin == site.member for site in found.sites for each in site.orders
    )


def test_world_carries_links_policy_profiles_and_outages() -> None:
    down = {"id": "I1", "at": "1d", "for": "2h", "kind": "link-down"}
    what = scenario(
        lane(**{"from": "JP", "to": "PA"}),
        cast={"members": ["PA", "JP"], "profiles": {"PA": "slow"}},
        links={
            "cross_border": "30s",
            "between": [{"from": "JP", "to": "PA", "latency": "90s"}],
        },
        policy={"confirm_release": "false"},
        injects=[{**down, "between": ["pa", "jp-sw"]}],
    )

    found = world(what, seed=3)

    assert found.start == datetime(2026, 4, 6, tzinfo=UTC)
    assert (found.latency("jp", "pa"), found.latency("pa", "jp")) == (90, 30)
    assert found.policy == Policy(confirm_release=False)
    assert [site.profile.id for site in found.sites] == ["jp", "slow"]
    assert found.outages == (LinkOutage(start=DAY, end=DAY + 7200, a="pa", b="jp-sw"),)


def test_two_regions_uses_every_member_and_all_goods() -> None:
    dealt = orders(load_scenario("two-regions").scenario, seed=64)

    assert len({each.origin for each in dealt}) == 64
    assert len({each.destination for each in dealt}) == 64
    assert len({code for each in dealt for code in each.hs6}) == 25
    assert {each.mistake for each in dealt} == {None, *MISTAKE_IDS}


def test_first_contact_is_one_green_early_shipment() -> None:
    found = world(load_scenario("first-contact").scenario, seed=7)

    (order,) = found.sites[0].orders
    assert (order.origin, order.destination, order.hs6) == ("JP", "PA", ("842952",))
    assert (order.channel, order.pre_arrival) == ("green", True)


def cast_of(**changes: Any) -> Scenario:
    bananas = lane(**{"from": "EC", "to": "NZ"})
    members = {"members": ["EC", "NZ", "US"]}
    return scenario(bananas, cast={**members, **changes})


def test_only_offices_of_the_cast_take_part() -> None:
    found = world(cast_of(regional=["cen", "rilo"]), seed=3).sites

    offices = {site.id: site.roles for site in found if site.member is None}
    assert offices == {"rilo": ("ap", "sam"), "cen": ("wco",)}
    assert [site.rilo for site in found[:3]] == ["rilo-sam", "rilo-ap", None]


def test_member_without_a_known_office_can_be_given_one() -> None:
    found = world(cast_of(regional=["rilo"], rilo={"US": "rilo-car"}), seed=3).sites

    assert found[2].rilo == "rilo-car"
    assert found[3].roles == ("ap", "car", "sam")


def test_members_know_no_office_where_none_takes_part() -> None:
    found = world(cast_of(regional=["cen"]), seed=3).sites

    assert {site.rilo for site in found} == {None}


def test_changes_are_dealt_in_the_numbers_asked_for() -> None:
    wanted = {"wishes": {"cancel": 2, "replace": 3}, "style": "national", "by": "ucr"}
    dealt = [each.change for each in orders(scenario(lane(changes=wanted)), seed=7)]

    assert Counter(each.what for each in dealt if each) == {"cancel": 2, "replace": 3}
    assert Change(what="cancel", style="national", by="ucr") in dealt


def test_changes_of_more_shipments_than_there_are_are_refused() -> None:
    with pytest.raises(ValueError, match="wanted of 91 shipments, and it has 90"):
        scenario(lane(changes={"wishes": {"cancel": 91}}))


def test_members_report_to_the_office_of_their_region() -> None:
    found = world(cast_of(regional=["rocb"]), seed=3).sites
    sites = {site.id: site for site in found}

    assert sites["rocb"].roles == ("ams", "ap")
    assert sites["rocb"].kind == "rocb"
    assert (sites["nz"].rocb, sites["ec"].rocb) == ("rocb-ap", "rocb-ams")


def test_relief_is_said_of_each_shipment_of_its_lane() -> None:
    dealt = orders(scenario(lane(), lane(id="b", relief="true")), seed=7)

    assert {each.lane for each in dealt if each.relief} == {"b"}
    assert {each.lane for each in dealt if not each.relief} == {"a"}


def test_bank_sits_where_the_scenario_gives_one() -> None:
    to_panama = lane(**{"from": "JP", "to": "PA"})
    banks = [{"member": "PA", "balance": 500, "top_up": "3d"}]
    sites = {
        site.id: site
        for site in world(
            scenario(to_panama, cast={"members": ["JP", "PA"]}, banks=banks), seed=7
        ).sites
    }

    assert BANK in sites["pa"].roles
    assert sites["pa"].accounts == Accounts(balance=500, top_up=3 * DAY)
    assert BANK not in sites["jp"].roles
    assert sites["jp"].accounts is None


def test_two_banks_of_a_member_are_refused() -> None:
    with pytest.raises(ValueError, match="names two banks of PA"):
        scenario(lane(), banks=[{"member": "PA"}, {"member": "PA", "balance": 1}])


def test_limits_reach_the_world() -> None:
    found = world(scenario(lane(), limits={"payment": "5d", "presence": "2d"}), seed=7)

    assert found.limits == Limits(payment=5 * DAY, presence=2 * DAY)
    assert world(scenario(lane()), seed=7).limits == Limits()

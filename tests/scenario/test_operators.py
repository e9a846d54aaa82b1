"""Who is authorised, and who cites which number: dealt alike by everybody."""

from dataclasses import replace
from typing import Any

from simulation.builders import START
from swsim.domain.operators import aeo_number
from swsim.domain.settings import ShipmentOrder
from swsim.scenario import load_scenario
from swsim.scenario.expand import world
from swsim.scenario.lanes import Lane
from swsim.scenario.operators import deal, partners
from swsim.simulation.contract import companies, draw_contract

SEED = 3


def trade(count: int = 40, **changes: Any) -> tuple[ShipmentOrder, ...]:
    base: dict[str, Any] = {
        "lane": "fruit",
        "origin": "PE",
        "destination": "JP",
        "hs6": ("610910",),
        "mode": "4",
        "start": 60,
        "transit": 3_600,
    }
    return tuple(
        ShipmentOrder(**{**base, **changes}, id=f"S{number:05d}")
        for number in range(1, count + 1)
    )


def lane(**aeo: int) -> Lane:
    return Lane.model_validate(
        {
            "id": "fruit",
            "from": "PE",
            "to": "JP",
            "goods": ["6109.10"],
            "mode": "air",
            "shipments": "40",
            "transit": "1h",
            "aeo": {name: str(share) for name, share in aeo.items()},
        }
    )


def test_companies_are_those_of_the_contract() -> None:
    for order in trade(9):
        deal_ = draw_contract(order, SEED, START)
        selling, buying = companies(order, SEED)

        assert deal_.exporter.id == f"PEX{selling:07d}"
        assert deal_.importer.id == f"JPX{buying:07d}"


def test_share_is_of_the_companies_that_trade() -> None:
    orders = trade()
    exporting = {companies(order, SEED)[0] for order in orders}
    importing = {companies(order, SEED)[1] for order in orders}

    _, register = deal(orders, {"PE": 500, "JP": 250}, (), SEED)

    assert len(register["PE"]) == (len(exporting) * 500 + 500) // 1000
    assert len(register["JP"]) == (len(importing) * 250 + 500) // 1000
    assert {each.company for each in register["PE"]} < exporting


def test_authorised_exporters_cite_their_own_number_and_nobody_else_does() -> None:
    dealt, register = deal(trade(), {"PE": 500}, [lane()], SEED)
    authorised = {each.company for each in register["PE"]}

    for order in dealt:
        selling, _ = companies(order, SEED)
        own = aeo_number("PE", selling) if selling in authorised else None
        assert order.aeo == own


def test_numbers_are_cited_wrongly_as_often_as_the_lane_says() -> None:
    wishes = lane(unknown=50, borrowed=75, expired=100)

    dealt, register = deal(trade(), {"PE": 300}, [wishes], SEED)
    held = {each.id: each for each in register["PE"]}
    cited = [order for order in dealt if order.aeo]
    unknown = [order for order in cited if order.aeo not in held]
    own = {order.id: aeo_number("PE", companies(order, SEED)[0]) for order in cited}
    borrowed = [
        order for order in cited if order.aeo in held and order.aeo != own[order.id]
    ]
    expired = [order for order in cited if held.get(order.aeo or "") in _past(held)]

    assert (len(unknown), len(borrowed), len(expired)) == (2, 3, 4)


def _past(held: dict[str, Any]) -> list[Any]:
    return [each for each in held.values() if each.until < 0]


def test_without_shares_orders_stay_as_they_are() -> None:
    orders = trade(5)

    assert deal(orders, {}, [lane(unknown=1000)], SEED) == (orders, {})


def test_partners_are_those_of_the_arrangements() -> None:
    pairs = [("PE", "JP"), ("KR", "PE"), ("KR", "JP")]

    assert partners("PE", pairs) == ("JP", "KR")
    assert partners("SG", pairs) == ()


def test_site_knows_its_own_operators_and_no_others() -> None:
    scenario = load_scenario("trust-across-an-ocean").scenario

    for site in world(scenario, seed=8).sites:
        assert site.authorised
        assert all(each.id.startswith(site.member or "?") for each in site.authorised)


def test_few_exporters_share_the_trade_of_a_lane() -> None:
    scenario = load_scenario("trust-across-an-ocean").scenario
    numbers = {
        order.exporter
        for site in world(scenario, seed=8).sites
        for order in site.orders
        if order.lane == "peru-singapore"
    }

    assert numbers <= {0, 1, 2, 3}


def test_dealing_is_the_same_again() -> None:
    orders = tuple(replace(order) for order in trade())

    assert deal(trade(), {"PE": 400}, [lane(unknown=99)], SEED) == deal(
        orders, {"PE": 400}, [lane(unknown=99)], SEED
    )

"""Worlds in which goods change ships, and what is read from them."""

from dataclasses import replace
from functools import cache
from typing import Any

from simulation.builders import DAY, Played, exact, order, play, world
from swsim.domain.events import Kind
from swsim.domain.settings import ShipmentOrder, WorldSettings
from swsim.domain.transhipments import Mishap, State, Transhipment

TOYS, SHIRTS = "950300", "610910"


def plan(mishap: Mishap | None = None, **changes: Any) -> Transhipment:
    """Return a change of ships at Manzanillo: there on day 19, four days of stay."""
    base: dict[str, Any] = {
        "port": "PAMIT",
        "voyage": 19 * DAY,
        "stay": 4 * DAY,
        "mishap": mishap,
    }
    return Transhipment(**{**base, **changes})


def zoned(mishap: Mishap | None = None) -> Transhipment:
    """Return the same by way of the free zone, ten days of it."""
    return plan(mishap, zone=10 * DAY)


def shipped(plan: Transhipment, number: int = 1, **changes: Any) -> ShipmentOrder:
    """Return an order from China to Colombia whose goods change ships in Panama."""
    base: dict[str, Any] = {
        "origin": "CN",
        "destination": "CO",
        "hs6": (TOYS,),
        "transit": plan.ahead + 3 * DAY,
        "transhipment": plan,
    }
    return order(number, **{**base, **changes})


def transhipping(*orders: ShipmentOrder, **settings: Any) -> WorldSettings:
    """Return a world in which the goods of these orders change ships in Panama."""
    base = world(*orders, **settings)
    [panama] = [
        site
        for site in world(order(origin="JP", destination="PA")).sites
        if site.member == "PA"
    ]
    port = replace(
        panama,
        inbound=(),
        profile=exact(),
        roles=(*panama.roles, "prt"),
        transhipping=orders,
    )
    return replace(base, sites=(*base.sites, port))


def played(*orders: ShipmentOrder, **settings: Any) -> Played:
    """Play such a world."""
    return play(transhipping(*orders, **settings))


@cache
def once(plan: Transhipment) -> Played:
    """Play one shipment that changes ships by a plan, once for all tests."""
    return played(shipped(plan))


def states(run: Played) -> list[State]:
    """Return the states of all transhipments, in the order they were reached."""
    return [State(str(each.facts["to"])) for each in run.of(Kind.TRANSHIPMENT)]


def found(run: Played) -> list[str]:
    """Return what customs of the port found otherwise than it should be."""
    return [str(each.facts["found"]) for each in run.of(Kind.DISCREPANCY)]


def moment_of(run: Played, state: State) -> int:
    """Return the second at which a transhipment reached a state."""
    [reached] = run.of(Kind.TRANSHIPMENT, to=state)
    return reached.time

"""Worlds with transits, and what is read from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from simulation.builders import DAY, Played, order, play, world
from swsim.domain.events import Event, Kind
from swsim.domain.happenings import Happening
from swsim.domain.movements import Guarantee, Movement, State, Trouble
from swsim.domain.settings import LinkOutage, ShipmentOrder, WorldSettings

HOUR = 3600
GUARANTEE = Guarantee(
    reference="26PAGRN0001", member="PA", access_code="K7Q2", amount=5_000_000
)


def movement(trouble: Trouble | None = None, **changes: Any) -> Movement:
    """Return a movement from Panama through Costa Rica to Nicaragua by road."""
    base: dict[str, Any] = {
        "offices": ("PAONX", "CRCAL", "NICIO"),
        "mode": "3",
        "stretch": 30 * HOUR,
        "limit": 5 * DAY,
        "guarantee": GUARANTEE.reference,
        "access_code": GUARANTEE.access_code,
        "trouble": trouble,
    }
    return Movement(**{**base, **changes})


def by_road(plan: Movement | None = None, number: int = 1) -> ShipmentOrder:
    """Return an order of goods from Panama to Nicaragua, under transit."""
    return order(
        number,
        origin="PA",
        destination="NI",
        mode="3",
        transit=4 * DAY,
        movement=plan or movement(),
    )


def by_rail(trouble: Trouble | None = None, number: int = 1) -> ShipmentOrder:
    """Return an order from Japan to Colombia whose goods cross Panama by rail."""
    plan = movement(
        trouble,
        offices=("PABLB", "PAMIT"),
        mode="2",
        stretch=10 * HOUR,
        limit=DAY,
        voyage=19 * DAY,
    )
    return order(number, destination="CO", transit=24 * DAY, movement=plan)


def transit_world(
    *orders: ShipmentOrder,
    guarantees: Sequence[Guarantee] = (GUARANTEE,),
    happenings: Iterable[Happening] = (),
    seed: int = 7,
    outages: Sequence[LinkOutage] = (),
) -> WorldSettings:
    """Return a world in which goods of these orders pass through countries."""
    settings = world(*orders, seed=seed, outages=tuple(outages))
    known = {site.member for site in settings.sites}
    passed = {code for one in orders if one.movement for code in one.movement.countries}
    further = tuple(
        site
        for code in sorted(passed - known)
        for site in world(order(origin=code, destination="JP")).sites
        if site.member == code
    )
    return replace(
        settings,
        sites=tuple(
            replace(
                site,
                orders=site.orders if site.member in known else (),
                roles=(*site.roles, "gua") if site.member == "PA" else site.roles,
                passing=tuple(
                    one
                    for one in orders
                    if one.movement and site.member in one.movement.countries
                ),
                guarantees=tuple(guarantees) if site.member == "PA" else (),
                happenings=tuple(happenings) if site.member == "PA" else (),
            )
            for site in (*settings.sites, *further)
        ),
    )


def played(*orders: ShipmentOrder, **settings: Any) -> Played:
    """Play a world of transits."""
    return play(transit_world(*orders, **settings))


def states(run: Played) -> list[State]:
    """Return the states of all movements in the order in which they were reached."""
    return [State(str(each.facts["to"])) for each in _kind(run, Kind.MOVEMENT)]


def discrepancies(run: Played) -> list[str]:
    """Return what was found otherwise than it should be."""
    return [str(each.facts["found"]) for each in _kind(run, Kind.DISCREPANCY)]


def changes(run: Played) -> list[str]:
    """Return what became of guarantees, in order."""
    return [str(each.facts["change"]) for each in _kind(run, Kind.GUARANTEE)]


def balances(run: Played) -> list[Decimal]:
    """Return free + reserved + called after every change of a guarantee."""
    return [
        sum((Decimal(str(each.facts[part])) for part in parts), Decimal(0))
        for each in _kind(run, Kind.GUARANTEE)
        for parts in [("free", "reserved", "called")]
    ]


def moment_of(run: Played, state: State) -> int:
    """Return the second at which a movement reached a state."""
    return next(
        each.time for each in _kind(run, Kind.MOVEMENT) if each.facts["to"] == state
    )


def _kind(run: Played, kind: Kind) -> list[Event]:
    return [each for each in run.events if each.kind is kind]

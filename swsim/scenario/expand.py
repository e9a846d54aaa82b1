"""Turns a scenario into what floor 2 is told: sites with their shipments, outages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from swsim.domain.members import Member
from swsim.domain.offices import Office, offices
from swsim.domain.profiles import profile, profile_for
from swsim.domain.settings import (
    BANK,
    USUAL_ROLES,
    ShipmentOrder,
    SiteSettings,
    Storage,
    WorldSettings,
)
from swsim.scenario.cast import Cast
from swsim.scenario.leading import control_latencies, happenings, led, outages
from swsim.scenario.model import Scenario
from swsim.scenario.operators import Register, partners
from swsim.scenario.policy import policy_of, turned
from swsim.scenario.shipments import dealt


def world(
    scenario: Scenario, *, seed: int, shipments: int | None = None
) -> WorldSettings:
    """Return all that decides a run: one site for each member of the cast, by id.

    A shipment stands in the sites of its origin and of its destination. Raises
    UsageError as `orders` does.
    """
    shipped, register = dealt(scenario, seed, shipments)
    sites = led(
        (
            *(
                _site(one, scenario, shipped, register)
                for one in scenario.cast.resolve()
            ),
            *_offices(scenario),
        ),
        scenario.injects,
    )
    return WorldSettings(
        seed=seed,
        start=scenario.start,
        sites=sites,
        local_latency=scenario.links.local,
        cross_border_latency=scenario.links.cross_border,
        latencies={
            (link.sender.lower(), link.recipient.lower()): link.latency
            for link in scenario.links.between
        }
        | control_latencies(sites),
        policy=policy_of(scenario.policy),
        outages=tuple(outages(scenario.injects)),
        storage=(
            Storage(free=scenario.storage.free, a_day=scenario.storage.a_day)
            if scenario.storage
            else None
        ),
        limits=scenario.limits.given(),
    )


def _site(
    one: Member,
    scenario: Scenario,
    dealt: Sequence[ShipmentOrder],
    register: Register,
) -> SiteSettings:
    cast, code = scenario.cast, one.alpha2
    switches = cast.policy.get(code)
    transhipping = tuple(
        order
        for order in dealt
        if order.transhipment and order.transhipment.member == code
    )
    guarantees = tuple(
        each.given() for each in scenario.guarantees if each.member == code
    )
    accounts = next(
        (each.given() for each in scenario.banks if each.member == code), None
    )
    return SiteSettings(
        id=code.lower(),
        member=code,
        ports=one.ports,
        utc_offset_minutes=one.utc_offset_minutes,
        profile=profile_for(one, cast.profiles.get(code)),
        rilo=cast.rilo_of(one),
        rocb=cast.rocb_of(one),
        orders=tuple(order for order in dealt if order.origin == code),
        inbound=tuple(order for order in dealt if order.destination == code),
        roles=_roles(
            cast.also, {"gua": guarantees, BANK: accounts, "prt": transhipping}
        ),
        policy=turned(switches) if switches else {},
        happenings=tuple(happenings(code, scenario.injects)),
        passing=tuple(
            order
            for order in dealt
            if order.movement and code in order.movement.countries
        ),
        transhipping=transhipping,
        guarantees=guarantees,
        accounts=accounts,
        authorised=register.get(code, ()),
        partners=partners(code, scenario.mutual_recognition),
    )


def _offices(scenario: Scenario) -> Iterator[SiteSettings]:
    """Yield the site of each kind of office: those that members of the cast have."""
    cast = scenario.cast
    for kind in cast.kinds():
        if seated := [each for each in offices(kind) if _has_business(each, cast)]:
            yield SiteSettings(
                id=kind,
                member=None,
                kind=kind,
                ports=(),
                utc_offset_minutes=0,
                profile=profile("office"),
                roles=tuple(each.id.removeprefix(f"{kind}-") for each in seated),
                happenings=tuple(happenings(kind, scenario.injects)),
            )


def _has_business(office: Office, cast: Cast) -> bool:
    if office.kind == "cen":
        return True
    return any(
        office.id in (cast.rilo_of(one), cast.rocb_of(one)) for one in cast.resolve()
    )


def _roles(also: Iterable[str], kept: Mapping[str, object]) -> tuple[str, ...]:
    """Return who sits at a site; those who have to keep something sit by themselves."""
    own = (role for role, what in kept.items() if what)
    return tuple(dict.fromkeys((*USUAL_ROLES, *also, *own)))

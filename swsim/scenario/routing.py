"""Ways by sea that lanes ask for: the time they take, and the ports that fit them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from swsim.domain.members import Member, member
from swsim.domain.routes import Route, RouteChoice, between, coast_of, coasts_of, routes
from swsim.domain.streams import Stream
from swsim.domain.transhipments import Transhipment
from swsim.scenario.lanes import DurationRange, Lane, ends


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """How the goods of a shipment travel; `transit` in seconds from exit to arrival.

    `via` are the passages they take, or `direct`, one for each ship; it is empty where
    the lane has no route.
    """

    transit: int
    route: Route | None = None
    transhipment: Transhipment | None = None
    via: tuple[str, ...] = ()


def journey(
    lane: Lane, codes: tuple[str, str], stop: Transhipment | None, stream: Stream
) -> Journey:
    """Return the journey of a shipment of a lane between two members (alpha-2)."""
    if lane.route is None:
        return Journey(transit=_transit(lane, stream), transhipment=stop)
    here, there = map(member, codes)
    return _routed(here, there, lane.route, stop)


def travels(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Journey]:
    """Yield the journeys between each two members of a lane that has a route."""
    stop = lane.transhipment.stop() if lane.transhipment else None
    for here, there in pairs(lane, cast):
        if lane.route is not None:
            yield _routed(here, there, lane.route, stop)


def pairs(lane: Lane, cast: tuple[Member, ...]) -> Iterator[tuple[Member, Member]]:
    """Yield each two members that a lane may send goods between."""
    sides = (ends(end, lane.mode, cast) for end in (lane.origin, lane.destination))
    for here, there in product(*sides):
        if here != there:
            yield here, there


def legs(
    origin: Member, destination: Member, choice: RouteChoice, port: str | None
) -> tuple[Route, ...]:
    """Return the fastest way that fits a choice, nothing where there is none.

    With a port of transhipment there are two: to it by the choice, and on from it.
    """
    if port is None:
        return routes(origin, destination, choice)[:1]
    stop = {coast_of(port): (port,)}
    come = between(coasts_of(origin), stop, choice)[:1]
    go = between(stop, coasts_of(destination))[:1]
    return (*come, *go) if come and go else ()


def _routed(
    here: Member, there: Member, choice: RouteChoice, stop: Transhipment | None
) -> Journey:
    ways = legs(here, there, choice, stop.port if stop else None)
    if not ways:  # a rule of lanes has said so before
        raise LookupError(f"no way by sea from {here.alpha2} to {there.alpha2}")
    first, last = ways[0], ways[-1]
    seconds = first.seconds
    if stop is not None:
        stop = replace(stop, voyage=first.seconds)
        seconds = stop.ahead + last.seconds
    return Journey(
        transit=seconds,
        route=replace(first, seconds=seconds, discharge=last.discharge),
        transhipment=stop,
        via=tuple(each.via for each in ways),
    )


def _transit(lane: Lane, stream: Stream) -> int:
    if isinstance(lane.transit, DurationRange):
        return stream.between(lane.transit.low, lane.transit.high)
    assert lane.transit is not None  # a lane without a route has it
    return lane.transit

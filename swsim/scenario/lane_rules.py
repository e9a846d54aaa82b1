"""What a lane may ask for, by what is known of its members, its goods and its mode.

Each rule sees one well-formed lane and the cast, and names the key that is at fault.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from swsim.domain.durations import say
from swsim.domain.goods import goods
from swsim.domain.members import Member
from swsim.domain.mistakes import MISTAKES, Mistake
from swsim.domain.routes import CHOICES, are_neighbours, by_land
from swsim.scenario.lanes import Lane, RegionEnd, ends
from swsim.scenario.routing import legs, pairs
from swsim.simulation.schemes import fits
from swsim.strictyaml import Fault


def _ends_are_there(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    # Without a cast (it has faults of its own) a region stands for nobody.
    if not cast:
        return
    sides = {name: ends(end, lane.mode, cast) for name, end in _sides(lane)}
    for name, members in sides.items():
        if not members:
            yield (name,), "stands for no member of the cast"
    first, second = sides["from"], sides["to"]
    if first == second and len(first) == 1:
        yield ("to",), f"{first[0].alpha2} cannot trade with itself; name another"


def _one_region_by_land(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if lane.mode not in ("road", "rail"):
        return
    found = {
        one.region for _, end in _sides(lane) for one in ends(end, lane.mode, cast)
    }
    if len(found) > 1:
        yield (
            ("mode",),
            (f"{lane.mode!r} cannot cross the Pacific; use sea or air between regions"),
        )


def _a_way_leads_over_land(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if not cast or lane.mode not in ("road", "rail"):
        return
    for here, there in pairs(lane, cast):
        # That nothing crosses the Pacific is said already.
        if here.region == there.region and not by_land(here, there):
            why = f"no {lane.mode} leads from {here.alpha2} to {there.alpha2}"
            yield ("mode",), f"{why}; use sea or air, or leave one of them out"
            return


def _a_way_leads_by_sea(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if not cast or lane.route is None:
        return
    port = lane.transhipment.port if lane.transhipment else None
    for here, there in pairs(lane, cast):
        known = [each for each in CHOICES if legs(here, there, each, port)]
        if known and lane.route not in known:
            between = f"from {here.alpha2} to {port or there.alpha2}"
            why = f"{lane.route!r} is no way {between}; ways are {', '.join(known)}"
            yield ("route",), why
            return


def _offices_follow_on_each_other(
    lane: Lane, cast: tuple[Member, ...]
) -> Iterator[Fault]:
    """Look for offices whose country takes no part, or does not border on the last."""
    if lane.movement is None or not cast:
        return
    known = {one.alpha2: one for one in cast}
    offices = lane.movement.offices
    for number, office in enumerate(offices):
        at, here = ("movement", "offices", number), office[:2]
        before = offices[max(0, number - 1)][:2]
        if here not in known:
            yield (
                at,
                f"{office} lies in {here}, which takes no part; add it to the cast",
            )
        elif before in known and not _next_to(known[before], known[here]):
            why = f"no way over land leads from {before} straight to {here}"
            yield at, f"{why}; name an office between them"


def _next_to(one: Member, other: Member) -> bool:
    return one == other or are_neighbours(one, other)


def _voyage_is_a_part_of_the_way(
    lane: Lane, cast: tuple[Member, ...]
) -> Iterator[Fault]:
    voyage = lane.movement.voyage if lane.movement else None
    if voyage is None:
        return
    whole = lane.shortest
    if lane.route is not None:
        ways = (legs(*each, lane.route, None) for each in pairs(lane, cast))
        whole = min((each[0].seconds for each in ways if each), default=None)
    if whole is not None and whole <= voyage:
        why = f"lasts {say(voyage)}, and the whole way {say(whole)}; make it shorter"
        yield ("movement", "voyage"), why


def _sea_needs_a_coast(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if lane.mode != "sea":
        return
    for name, end in _sides(lane):
        for one in ends(end, lane.mode, cast):
            if one.landlocked and not isinstance(end, RegionEnd):
                why = f"{one.alpha2} ({one.name}) has no coast; use road, rail or air"
                yield (name,), why


def _mistakes_can_be_made(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if lane.wrong is None:
        return
    for number, name in enumerate(lane.wrong.mistakes):
        legs = MISTAKES[name].legs
        if not lane.containers and MISTAKES[name].needs_container:
            why = f"{name!r} needs containers, and nothing is in one by {lane.mode}"
            yield ("wrong", "mistakes", number), why
        elif MISTAKES[name].documents and not _wants_any(lane, MISTAKES[name]):
            codes = ", ".join(sorted(MISTAKES[name].documents))
            why = f"{name!r} needs goods that want one of the documents {codes}"
            yield ("wrong", "mistakes", number), why
        elif lane.wrong.leg != "both" and lane.wrong.leg not in legs:
            why = f"{name!r} can be made in the {legs[0]} declaration only"
            yield ("wrong", "mistakes", number), why


def _wants_any(lane: Lane, mistake: Mistake) -> bool:
    """Return whether goods of a lane want a document that a mistake is about."""
    leg = lane.wrong.leg if lane.wrong else "both"
    legs = mistake.legs if leg == "both" else (leg,)
    return any(
        not mistake.documents.isdisjoint(goods()[heading].documents(each))
        for heading in lane.goods
        for each in legs
    )


def _schemes_make_a_difference(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    for scheme in lane.schemes or ():
        for heading in lane.goods:
            if not fits(scheme, goods()[heading]):
                why = f"{scheme!r} changes nothing with goods {heading}; leave one out"
                yield ("schemes", scheme), why


def _port_is_between(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if lane.transhipment is None or not cast:
        return
    port = lane.transhipment.port
    here, at = port[:2], ("transhipment", "port")
    if here not in {one.alpha2 for one in cast}:
        yield at, f"{port} lies in {here}, which takes no part; add it to the cast"
    for name, end in _sides(lane):
        if here in {one.alpha2 for one in ends(end, lane.mode, cast)}:
            why = f"{port} lies in {here}, where goods go {name!r}; name a port between"
            yield at, why


def _goods_can_be_relabelled(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    plan = lane.transhipment
    if plan is None or "origin-relabelled" not in plan.mishaps:
        return
    for number, heading in enumerate(lane.goods):
        if len(goods()[heading].origins) < 2:
            why = f"goods {heading} have one origin; leave them or the mishap out"
            yield ("goods", number), why


def _goods_can_enter_a_zone(lane: Lane, cast: tuple[Member, ...]) -> Iterator[Fault]:
    if lane.transhipment is None or lane.transhipment.zone is None:
        return
    for number, heading in enumerate(lane.goods):
        papers = goods()[heading].documents("import")
        if papers:
            codes = ", ".join(sorted(papers))
            why = f"goods {heading} want papers ({codes}), which no zone asks for"
            yield ("goods", number), why


LANE_RULES: Sequence[Callable[[Lane, tuple[Member, ...]], Iterator[Fault]]] = (
    _ends_are_there,
    _one_region_by_land,
    _a_way_leads_over_land,
    _a_way_leads_by_sea,
    _offices_follow_on_each_other,
    _voyage_is_a_part_of_the_way,
    _sea_needs_a_coast,
    _mistakes_can_be_made,
    _schemes_make_a_difference,
    _port_is_between,
    _goods_can_be_relabelled,
    _goods_can_enter_a_zone,
)


def _sides(lane: Lane) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("from", lane.origin), ("to", lane.destination)

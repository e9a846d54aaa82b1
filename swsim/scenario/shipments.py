"""Deals the shipments of a scenario out of its lanes.

The same lanes, seed and number of shipments give the same shipments on every machine:
each draw comes from a stream named after its lane and purpose.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TypeVar

from swsim.domain.cargo import CargoPlan
from swsim.domain.codes import Mode
from swsim.domain.contraband import Contraband
from swsim.domain.goods import goods
from swsim.domain.identifiers import kept
from swsim.domain.members import Member
from swsim.domain.mistakes import MISTAKE_IDS, MISTAKES, MistakeId
from swsim.domain.movements import Movement
from swsim.domain.settings import (
    Leg,
    ShipmentOrder,
)
from swsim.domain.streams import Stream
from swsim.domain.transhipments import Transhipment
from swsim.errors import UsageError
from swsim.scenario.cargo import plans
from swsim.scenario.certificates import papers
from swsim.scenario.changes import changes
from swsim.scenario.controls import checks
from swsim.scenario.dealing import cards, exporter
from swsim.scenario.lanes import Lane, NumberRange, ends
from swsim.scenario.model import Scenario
from swsim.scenario.movements import GuaranteeGiven, movements
from swsim.scenario.operators import Register, deal
from swsim.scenario.routing import journey
from swsim.scenario.transhipments import transhipments

T = TypeVar("T")

_MODES: Mapping[str, str] = {
    "sea": Mode.SEA.value,
    "rail": Mode.RAIL.value,
    "road": Mode.ROAD.value,
    "air": Mode.AIR.value,
}
_HIDDEN_GRAMS = (20_000, 600_000)  # illustrative
_RIGHT: tuple[None, Leg] = (None, "export")
_LEGS: Mapping[str, tuple[Leg, ...]] = {
    "export": ("export",),
    "import": ("import",),
    "both": ("export", "import"),
}


def orders(
    scenario: Scenario, *, seed: int, shipments: int | None = None
) -> tuple[ShipmentOrder, ...]:
    """Return all shipments of a scenario in the order they start, S00001 first.

    `shipments` replaces the number in the file; lanes keep their shares of it. Raises
    UsageError when it is less than 1.
    """
    return dealt(scenario, seed, shipments)[0]


def dealt(
    scenario: Scenario, seed: int, shipments: int | None
) -> tuple[tuple[ShipmentOrder, ...], Register]:
    """Return all shipments, and whom each member has authorised."""
    cast = scenario.cast.resolve()
    counts = _counts([lane.total for lane in scenario.lanes], shipments)
    found = [
        order
        for lane, count in zip(scenario.lanes, counts, strict=True)
        for order in _lane_orders(lane, count, seed, cast, scenario.guarantees)
    ]
    # The sort is stable: shipments of one second keep the order of the lanes.
    found.sort(key=lambda order: order.start)
    numbered = tuple(
        replace(order, id=kept(f"S{number:05d}"))
        for number, order in enumerate(found, 1)
    )
    return deal(numbered, scenario.cast.aeo, scenario.lanes, seed)


def _counts(totals: Sequence[int], wanted: int | None) -> list[int]:
    """Share `wanted` among lanes as `totals` do, by largest remainder."""
    if wanted is None:
        return list(totals)
    if wanted < 1:
        raise UsageError(f"A run needs at least 1 shipment, not {wanted}.")
    whole = sum(totals)
    counts = [total * wanted // whole for total in totals]
    remainders = [total * wanted % whole for total in totals]
    by_remainder = sorted(range(len(totals)), key=lambda at: -remainders[at])
    for at in by_remainder[: wanted - sum(counts)]:
        counts[at] += 1
    return counts


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draws:
    """One stream for each purpose of a lane, so that they do not disturb each other."""

    start: Stream
    goods: Stream
    items: Stream
    transit: Stream
    agencies: Mapping[str, Stream]
    certificates: Stream
    exporters: Stream


def _lane_orders(
    lane: Lane,
    count: int,
    seed: int,
    cast: tuple[Member, ...],
    guarantees: Sequence[GuaranteeGiven],
) -> Iterator[ShipmentOrder]:
    def stream(purpose: str) -> Stream:
        return Stream(seed, "scenario", lane.id, purpose)

    draws = _Draws(
        start=stream("start"),
        goods=stream("goods"),
        items=stream("items"),
        transit=stream("transit"),
        agencies={role: stream(f"agencies/{role}") for role in lane.agencies},
        certificates=stream("certificates"),
        exporters=stream("exporters"),
    )
    wrong = _mistakes(lane, count, stream("wrong"))
    hidden = _hidden(lane, count, stream("smuggling"))
    moved: Iterable[Movement | None] = repeat(None)
    if lane.movement is not None:
        moved = movements(lane.movement, count, guarantees, stream("movement"))
    carried: Iterable[CargoPlan | None] = repeat(None)
    if lane.cargo is not None:
        carried = plans(lane.cargo, count, stream("cargo"))
    changing: Iterable[Transhipment | None] = repeat(None)
    if lane.transhipment is not None:
        stops = stream("transhipment")
        changing = transhipments(lane.transhipment, count, stops)
    dealt = cards(lane, count, seed)
    wishes = list(changes(lane.changes, count, stream("changes")))
    pairs = _pairs(lane, count, cast, stream("origins"), stream("destinations"))
    for number, ((origin, destination), movement, stop, cargo) in enumerate(
        zip(pairs, moved, changing, carried, strict=False)
    ):
        mistake, leg = wrong.get(number, _RIGHT)
        goes = journey(lane, (origin, destination), stop, draws.transit)
        yield ShipmentOrder(
            id="",
            lane=lane.id,
            origin=origin,
            destination=destination,
            hs6=_hs6(lane, origin, draws, mistake, leg),
            mode=_MODES[lane.mode],
            start=_start(lane, number, count, draws.start),
            transit=goes.transit,
            route=goes.route,
            mistake=mistake,
            mistake_leg=leg,
            channel=lane.channel,
            pre_arrival=lane.pre_arrival,
            checks=tuple(checks(lane.agencies, draws.agencies)),
            movement=movement,
            transhipment=goes.transhipment,
            contraband=hidden.get(number),
            papers=papers(lane.certificates, draws.certificates),
            cargo=cargo,
            scheme=dealt[number].scheme,
            change=wishes[number],
            exporter=exporter(lane, dealt[number], draws.exporters),
            importer=dealt[number].importer,
            relief=lane.relief,
        )


def _start(lane: Lane, number: int, count: int, stream: Stream) -> int:
    """Return the second of the export declaration, never 0: a run begins in peace."""
    if lane.rate is None:
        return 1 + stream.below(lane.within)
    period = number * lane.rate.periods // count
    return 1 + period * lane.rate.every + stream.below(lane.rate.every)


def _hs6(
    lane: Lane, origin: str, draws: _Draws, mistake: MistakeId | None, leg: Leg
) -> tuple[str, ...]:
    """Draw goods for each item, from those the origin makes where there are such.

    A mistake about a document needs goods that want it: then all items are of these.
    """
    number = lane.items
    if isinstance(number, NumberRange):
        number = draws.items.between(number.low, number.high)
    fitting = [code for code in lane.goods if _can_go_wrong(code, mistake, leg)]
    made = [code for code in fitting if origin in goods()[code].origins_for(origin)]
    return tuple(draws.goods.choice(made or fitting) for _ in range(number))


def _can_go_wrong(code: str, mistake: MistakeId | None, leg: Leg) -> bool:
    if mistake is None:
        return True
    wanted = _documents([code], leg)
    return MISTAKES[mistake].fits(leg=leg, containers=True, documents=wanted)


def _pairs(
    lane: Lane, count: int, cast: tuple[Member, ...], first: Stream, second: Stream
) -> Iterator[tuple[str, str]]:
    """Deal origins and destinations, each member as often as any other, or nearly."""
    origins = [one.alpha2 for one in ends(lane.origin, lane.mode, cast)]
    destinations = [one.alpha2 for one in ends(lane.destination, lane.mode, cast)]
    # A side with one member only takes that member away from the other side.
    if len(origins) == 1:
        destinations = [code for code in destinations if code != origins[0]]
    if len(destinations) == 1:
        origins = [code for code in origins if code != destinations[0]]
    deck = _rounds(destinations, second)
    waiting: list[str] = []
    for origin, _ in zip(_rounds(origins, first), range(count), strict=False):
        yield origin, _other_than(origin, waiting, deck)


def _other_than(code: str, waiting: list[str], deck: Iterator[str]) -> str:
    """Return the next card that is not `code`; those passed over go first next time."""
    for at, card in enumerate(waiting):
        if card != code:
            return waiting.pop(at)
    while (card := next(deck)) == code:
        waiting.append(card)
    return card


def _rounds(options: Sequence[T], stream: Stream) -> Iterator[T]:
    """Yield all options in a shuffled order, then all again in another, for ever."""
    while True:
        yield from stream.shuffled(options)


def _mistakes(
    lane: Lane, count: int, stream: Stream
) -> Mapping[int, tuple[MistakeId, Leg]]:
    """Return the mistake and its leg by the number of the shipment in the lane."""
    if lane.wrong is None:
        return {}
    whole, rest = divmod(count * lane.wrong.per_mille, 1000)
    wanted = whole + stream.chance(rest)
    chosen = sorted(stream.shuffled(range(count))[:wanted])
    names = _rounds(sorted(_legs_by_mistake(lane)), stream)
    return {
        number: (name, stream.choice(_legs_by_mistake(lane)[name]))
        for number, name in zip(chosen, names, strict=False)
    }


def _hidden(lane: Lane, count: int, stream: Stream) -> Mapping[int, Contraband]:
    """Return what is hidden by the number of the shipment in the lane."""
    wish = lane.smuggling
    if wish is None:
        return {}
    whole, rest = divmod(count * wish.per_mille, 1000)
    wanted = whole + stream.chance(rest)
    return {
        number: Contraband(
            kind=wish.goods,
            mass=stream.between(*_HIDDEN_GRAMS),
            concealment=wish.concealment,
        )
        for number in sorted(stream.shuffled(range(count))[:wanted])
    }


def _documents(headings: Iterable[str], leg: Leg) -> set[str]:
    """Return the certificates and licences (UN/EDIFACT 1001) that any of goods want."""
    return {code for each in headings for code in goods()[each].documents(leg)}


def _legs_by_mistake(lane: Lane) -> dict[MistakeId, list[Leg]]:
    """Return the mistakes that can be made in a lane, each with its legs."""
    wrong = lane.wrong
    names = (wrong.mistakes if wrong else ()) or MISTAKE_IDS
    legs = _LEGS[wrong.leg if wrong else "both"]
    fitting = {
        name: [
            leg
            for leg in legs
            if MISTAKES[name].fits(
                leg=leg,
                containers=lane.containers,
                documents=_documents(lane.goods, leg),
            )
        ]
        for name in names
    }
    return {name: found for name, found in fitting.items() if found}

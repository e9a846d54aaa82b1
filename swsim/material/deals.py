"""Draws deals between members: goods, route, transport, currency and terms.

The deal itself is drawn by `swsim.simulation.contract`, as in a run; here stands only
what varies from one piece of test material to the next. Documents are not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from swsim.domain.codelists import codelist
from swsim.domain.codes import Mode
from swsim.domain.goods import Good, goods
from swsim.domain.identifiers import container_number
from swsim.domain.members import Member, all_members, member
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream
from swsim.simulation.contract import Container, Contract, ContractItem, draw_contract

_START: Final = datetime(2026, 4, 6, tzinfo=UTC)
_DAY: Final = 86_400
_YEAR: Final = 250 * _DAY
_SERIALS: Final = 1_000_000

# What one container may carry, in grams; an item of more takes several of its own.
_LOAD: Final = 24_000_000
_BULK: Final = frozenset({"VG", "VL", "VO", "VQ", "VR", "VS", "VY"})

_MODES: Final = ((Mode.SEA, 6), (Mode.AIR, 3), (Mode.ROAD, 2), (Mode.RAIL, 1))
# From where, of whose places the UN/LOCODE table of swsim says that road or railway go
# there, to which neighbour.
_OVERLAND: Final = {
    Mode.ROAD: (
        "AF PK", "AF IR", "BO AR", "BO BR", "BO CL", "BO PE", "BO PY", "BT IN",
        "LA CN", "LA TH", "LA VN", "MN CN", "NP CN", "NP IN",
    ),
    Mode.RAIL: ("MN CN",),
}  # fmt: skip
_SHIP_TERMS: Final[tuple[str, ...]] = ("FOB", "CFR", "CIF", "FAS")
_ANY_TERMS: Final = ("FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "EXW")
# Beside the dollar and the euro: also currencies without decimals.
_CURRENCIES: Final = ("USD", "EUR", "JPY", "KRW", "CLP", "CAD", "AUD", "CNY", "BRL")


@dataclass(frozen=True, kw_only=True, slots=True)
class Deal:
    """One shipment; `began` is when its export declaration is lodged, in UTC.

    `arrival` is when the goods reach the country of destination.
    """

    number: int
    contract: Contract
    began: datetime
    exit: datetime
    arrival: datetime


def draw_deal(seed: int, number: int, items: int | None = None) -> Deal:
    """Return deal `number`, from 1; the same seed and number give the same deal.

    `items` is how many goods items it has; one to four where it is left out.
    """
    stream = Stream(seed, "material", "deal", str(number))
    origin, destination, mode = _route(stream)
    wanted = items or stream.weighted(((1, 4), (2, 3), (3, 2), (4, 1)))
    order = ShipmentOrder(
        id=f"S{number:05d}",
        lane="material",
        origin=origin.alpha2,
        destination=destination.alpha2,
        hs6=tuple(each.hs6 for each in _goods(origin, wanted, stream)),
        mode=mode,
        start=stream.below(_YEAR),
        transit=_DAY * stream.between(*((1, 3) if mode != Mode.SEA else (9, 35))),
    )
    contract = draw_contract(order, seed, _START, stream.choice(_CURRENCIES))
    contract = _loaded(replace(contract, terms=_terms(mode, stream)), stream)
    began = _START + timedelta(seconds=order.start)
    exit = began + timedelta(seconds=stream.between(_DAY, 4 * _DAY))
    arrival = exit + timedelta(seconds=order.transit)
    return Deal(
        number=number, contract=contract, began=began, exit=exit, arrival=arrival
    )


def _route(stream: Stream) -> tuple[Member, Member, Mode]:
    """Return two members and a mode of transport by which both can be reached."""
    mode = stream.weighted(_MODES)
    if mode in _OVERLAND:
        origin, destination = stream.choice(_OVERLAND[mode]).split()
        return member(origin), member(destination), mode
    reached = [each for each in all_members() if _is_reached(each, mode)]
    first = stream.below(len(reached))
    other = (first + stream.between(1, len(reached) - 1)) % len(reached)
    return reached[first], reached[other], mode


def _is_reached(one: Member, mode: Mode) -> bool:
    rows = codelist("locodes").rows
    return any(mode in rows[place].get("functions", "") for place in one.ports)


def _goods(origin: Member, wanted: int, stream: Stream) -> list[Good]:
    """Return goods that the origin trades, all packed or all in bulk."""
    known = tuple(goods().values())
    first = stream.choice(_traded(known, origin))
    alike = [each for each in known if is_bulk(each) == is_bulk(first)]
    return [first, *(stream.choice(_traded(alike, origin)) for _ in range(wanted - 1))]


def _traded(known: Sequence[Good], origin: Member) -> Sequence[Good]:
    made_there = [each for each in known if origin.alpha2 in each.origins]
    return made_there or known


def is_bulk(good: Good) -> bool:
    """Return whether goods travel unpacked, in the hold or the wagon itself."""
    return good.package_type in _BULK


def _terms(mode: Mode, stream: Stream) -> str:
    by_ship = _SHIP_TERMS if mode == Mode.SEA else ()
    terms: tuple[str, ...] = (*by_ship, *_ANY_TERMS)
    return stream.choice(terms)


# --- containers -------------------------------------------------------------------


def _loaded(contract: Contract, stream: Stream) -> Contract:
    """Put the goods into containers, or into none where they travel without."""
    packed = not any(is_bulk(item.good) for item in contract.items)
    boxed = {Mode.SEA: 800, Mode.RAIL: 600}.get(Mode(contract.order.mode), 0)
    if not packed or not stream.chance(boxed):
        loose = tuple(replace(item, containers=()) for item in contract.items)
        return replace(contract, containers=(), items=loose)
    items, count = _stuffed(contract.items)
    first = stream.below(_SERIALS)
    containers = tuple(
        Container(
            number=container_number((first + place) % _SERIALS),
            seals=_seals(stream, place),
        )
        for place in range(count)
    )
    return replace(contract, containers=containers, items=items)


def _seals(stream: Stream, place: int) -> tuple[str, ...]:
    """Return one or two seal numbers that no other container of the deal has."""
    number = stream.below(10**4)
    return tuple(
        f"SW{number:04d}{place:04d}{letter}" for letter in "AB"[: stream.between(1, 2)]
    )


def _stuffed(items: Sequence[ContractItem]) -> tuple[tuple[ContractItem, ...], int]:
    """Return the items with their containers, from 1, and how many there are.

    Small items share a container as long as it can carry them.
    """
    placed, count, room = [], 0, 0
    for item in items:
        if item.gross_mass > room:
            more = max(1, -(-item.gross_mass // _LOAD))
            own = tuple(range(count + 1, count + more + 1))
            count += more
            room = _LOAD if more == 1 else 0
        else:
            own = (count,)
        room -= min(room, item.gross_mass)
        placed.append(replace(item, containers=own))
    return tuple(placed), count

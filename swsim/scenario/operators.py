"""Deals authorised operators (AEO) to the companies that trade, and who cites which.

A company is authorised by its own administration. What exporters and importers cite
follows from the deal; to partners the numbers are nothing until they are told of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field

from swsim.domain.operators import AeoType, Authorisation, aeo_number
from swsim.domain.profiles import PerMille
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream
from swsim.scenario.fields import MemberCode
from swsim.scenario.lanes import Lane
from swsim.simulation.contract import companies

_DAY: Final = 86_400
_TYPES: Final[tuple[AeoType, ...]] = ("AEOC", "AEOF", "AEOS")
_GRANTED_FOR: Final = 3 * 365 * _DAY
_NEVER_GIVEN: Final = 9_000_000  # serials from here on belong to nobody

Arrangement = Annotated[
    tuple[MemberCode, ...],
    Field(
        min_length=2,
        max_length=2,
        description="Two members whose customs recognise each other's operators.",
    ),
]
Register = Mapping[str, tuple[Authorisation, ...]]


def deal(
    orders: Sequence[ShipmentOrder],
    shares: Mapping[str, PerMille],
    lanes: Iterable[Lane],
    seed: int,
) -> tuple[tuple[ShipmentOrder, ...], Register]:
    """Return the orders with what they cite, and what each member has granted.

    `shares` say how many of 1,000 of a member's exporters, and of its importers, are
    authorised: of those that have anything to do in this run.
    """
    if not shares:
        return tuple(orders), {}
    trading = {order.id: companies(order, seed) for order in orders}
    granted = {
        member: dict(_granted(member, share, orders, trading, seed))
        for member, share in sorted(shares.items())
    }
    cited = {
        order.id: aeo_number(order.origin, trading[order.id][0])
        for order in orders
        if trading[order.id][0] in granted.get(order.origin, {})
    }
    for lane in lanes:
        own = [order for order in orders if order.lane == lane.id]
        cited |= _wrongly_cited(lane, own, cited, trading, granted, seed)
    return (
        tuple(replace(order, aeo=cited.get(order.id)) for order in orders),
        {
            member: tuple(held for _, held in sorted(of.items()))
            for member, of in granted.items()
        },
    )


def partners(code: str, arrangements: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return with whom a member has an arrangement of mutual recognition, sorted."""
    pairs = [set(pair) for pair in arrangements if code in pair]
    return tuple(sorted(set().union(*pairs) - {code}))


def _granted(
    member: str,
    share: int,
    orders: Sequence[ShipmentOrder],
    trading: Mapping[str, tuple[int, int]],
    seed: int,
) -> Iterator[tuple[int, Authorisation]]:
    stream = Stream(seed, "scenario", "aeo", member)
    exporting = {trading[each.id][0] for each in orders if each.origin == member}
    importing = {trading[each.id][1] for each in orders if each.destination == member}
    for group in (exporting, importing):
        # Half a company is one.
        count = (len(group) * share + 500) // 1000
        for company in sorted(stream.shuffled(sorted(group))[:count]):
            since = -stream.between(30, 700) * _DAY
            yield company, _authorisation(member, company, since, stream)


def _authorisation(
    member: str, company: int, since: int, stream: Stream
) -> Authorisation:
    return Authorisation(
        id=aeo_number(member, company),
        company=company,
        type=stream.choice(_TYPES),
        since=since,
        until=since + _GRANTED_FOR,
    )


def _wrongly_cited(
    lane: Lane,
    orders: Sequence[ShipmentOrder],
    cited: Mapping[str, str],
    trading: Mapping[str, tuple[int, int]],
    granted: Mapping[str, dict[int, Authorisation]],
    seed: int,
) -> Mapping[str, str]:
    """Return by order what is cited wrongly in a lane, by companies without a right.

    Whoever cites what has expired once held it: that is added to what was `granted`.
    """
    if lane.aeo is None:
        return {}
    stream = Stream(seed, "scenario", lane.id, "aeo")
    lent = {
        member: [held.id for _, held in sorted(of.items())]
        for member, of in granted.items()
    }
    fitting = [
        each for each in orders if each.id not in cited and lent.get(each.origin)
    ]
    numbers = {
        how: (len(orders) * per_mille + 500) // 1000
        for how, per_mille in lane.aeo.model_dump().items()
    }
    found: dict[str, str] = {}
    dealt = stream.dealt(numbers, len(fitting))
    for order, how in zip(fitting, dealt, strict=True):
        member, company = order.origin, trading[order.id][0]
        if how == "unknown":
            found[order.id] = aeo_number(member, _NEVER_GIVEN + company)
        elif how == "borrowed":
            found[order.id] = stream.choice(lent[member])
        elif how == "expired":
            since = -_GRANTED_FOR - 30 * _DAY
            lapsed = _authorisation(member, company, since, stream)
            granted[member].setdefault(company, lapsed)
            found[order.id] = lapsed.id
    return found

"""The deal behind a shipment: what both traders know before any document is written.

Exporter and importer each derive it from the order and the seed, so the two sites
share no object. Companies, vessels and prices are fictitious training values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from swsim.documents.parts import Address, Communication, Party
from swsim.domain.codelists import codelist
from swsim.domain.codes import Mode
from swsim.domain.goods import Good, good
from swsim.domain.identifiers import container_number, imo_number, make_ucr
from swsim.domain.members import Member, member
from swsim.domain.money import Money, money
from swsim.domain.places import known_places
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream

_BIRDS = (
    "Albatross", "Condor", "Frigate", "Heron", "Ibis", "Kea", "Kingfisher", "Macaw",
    "Motmot", "Osprey", "Pelican", "Quetzal", "Sandpiper", "Tern", "Toucan", "Wagtail",
)  # fmt: skip
_CONTAINER_LOAD = 24_000_000  # grams of cargo planned for one container
_COMPANY_ID = re.compile(r"(?P<member>[A-Z]{2})X(?P<number>\d{7})", re.ASCII)
PLANNED_EXIT = 2 * 86_400  # from lodging the export declaration to sailing
_EXPORTERS, _IMPORTERS = 40, 40  # companies of a member, numbered in this order
_CURRENCIES = (("USD", 8), ("EUR", 2))


@dataclass(frozen=True, kw_only=True, slots=True)
class ContractItem:
    """One kind of goods in the deal; masses in grams, price on FOB terms.

    `origin` is where it grows or is made: what the exporter's country does not have, it
    has imported before.
    """

    good: Good
    origin: str
    packages: int
    net_mass: int
    gross_mass: int
    price: Money
    containers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Container:
    """A container with its seals."""

    number: str
    seals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """All that the papers of one shipment repeat.

    `terms` is the Incoterms rule; None is what the mode of transport makes usual.
    `part` counts, from 1, the parts in which a split consignment is imported.
    """

    order: ShipmentOrder
    exporter: Party
    importer: Party
    invoice: str
    invoice_date: date
    currency: str
    freight: Money
    insurance: Money
    items: tuple[ContractItem, ...]
    containers: tuple[Container, ...]
    carrier: str
    carrier_id: str
    transport_document: str
    port_of_loading: str
    port_of_discharge: str
    ucr: str
    terms: str | None = None
    part: int | None = None


def company(of: Member, number: int) -> Party:
    """Return a fictitious trader of a member; the same number is the same trader."""
    port = known_places().get(of.ports[0], {})
    name = f"Exercise {_BIRDS[number % len(_BIRDS)]} Trading {number:02d} ({of.alpha2})"
    return Party(
        name=name,
        id=f"{of.alpha2}X{number:07d}",
        address=Address(
            city=port.get("name", of.name)[:35],
            country=of.alpha2,
            line=f"{number + 1} Training Quay",
        ),
        communications=(
            Communication(
                id=f"desk{number:02d}@{of.alpha2.lower()}.example", type="EM"
            ),
        ),
    )


def exports(company: int) -> bool:
    """Tell whether the company of a number is an exporter; the others import."""
    return company < _EXPORTERS


def home_of(company_id: str) -> str | None:
    """Return the member in which a fictitious trader is at home, None for no trader."""
    found = _COMPANY_ID.fullmatch(company_id)
    if found is None or int(found["number"]) >= _EXPORTERS + _IMPORTERS:
        return None
    return found["member"]


def transport_document(order: ShipmentOrder) -> str:
    """Return the number of the bill of lading or waybill of a shipment."""
    return f"SWS{order.origin}{_number(order):07d}"


def _number(order: ShipmentOrder) -> int:
    return int(order.id.lstrip("S"))


def draw_contract(
    order: ShipmentOrder, seed: int, start: datetime, currency: str | None = None
) -> Contract:
    """Return the deal behind `order`; the same for both parties.

    `currency` is what they agreed to pay in; drawn where it is left out.
    """
    stream = Stream(seed, "contract", order.id)
    origin, destination = member(order.origin), member(order.destination)
    selling, buying = _companies(order, stream)
    exporter, importer = company(origin, selling), company(destination, buying)
    drawn = stream.weighted(_CURRENCIES)
    currency = currency or drawn
    items = tuple(_draw_item(good(hs6), order, stream, currency) for hs6 in order.hs6)
    containers, items = _stuff(items, order, stream)
    value = sum((item.price.value for item in items), Decimal(0))
    loading, discharge = _ports(order)
    number = _number(order)
    began = start + timedelta(seconds=order.start)
    return Contract(
        order=order,
        exporter=exporter,
        importer=importer,
        invoice=f"INV-{order.origin}-{number:05d}",
        invoice_date=began.astimezone(UTC).date()
        - timedelta(days=stream.between(1, 9)),
        currency=currency,
        freight=money(value * stream.between(20, 60) / 1000, currency),
        insurance=money(value * stream.between(3, 8) / 1000, currency),
        items=items,
        containers=containers,
        carrier=f"Exercise {stream.choice(_BIRDS)}",
        carrier_id=_carrier_id(order, stream),
        transport_document=transport_document(order),
        port_of_loading=stream.choice(loading),
        port_of_discharge=stream.choice(discharge),
        ucr=make_ucr(began.year, order.origin, str(exporter.id), number),
    )


def companies(order: ShipmentOrder, seed: int) -> tuple[int, int]:
    """Return the numbers of the exporting and the importing company of a deal."""
    return _companies(order, Stream(seed, "contract", order.id))


def _companies(order: ShipmentOrder, stream: Stream) -> tuple[int, int]:
    selling, buying = stream.below(_EXPORTERS), _EXPORTERS + stream.below(_IMPORTERS)
    return _either(order.exporter, selling), _either(order.importer, buying)


def _either(named: int | None, drawn: int) -> int:
    return drawn if named is None else named


def _ports(order: ShipmentOrder) -> tuple[Sequence[str], Sequence[str]]:
    """Return the ports from which and to which goods may go."""
    if order.route is not None:
        return order.route.loading, order.route.discharge
    ends = member(order.origin), member(order.destination)
    here, there = (places(end, order.mode) for end in ends)
    return here, there


def places(of: Member, mode: str) -> tuple[str, ...]:
    """Return the places of a member where a mode of transport can call, all if none.

    The function digits of a UN/LOCODE (1 port, 2 rail, 3 road, 4 airport) are those
    of the modes in UN/ECE Recommendation 19.
    """
    rows = known_places()
    fit = (place for place in of.ports if mode in rows[place].get("functions", ""))
    return tuple(fit) or of.ports


def _draw_item(
    what: Good, order: ShipmentOrder, stream: Stream, currency: str
) -> ContractItem:
    packages = stream.between(what.packages.low, what.packages.high)
    each = what.net_kg_per_package
    net_mass = packages * stream.between(each.low, each.high) * 1000
    cents = what.unit_value_usd_cents_per_kg
    per_kilogram = stream.between(cents.low, cents.high)
    rate = Decimal(codelist("training-rates").rows[currency]["rate"])
    price = Decimal(net_mass) / 1000 * per_kilogram / 100 * rate
    return ContractItem(
        good=what,
        origin=_origin(what, order),
        packages=packages,
        net_mass=net_mass,
        gross_mass=net_mass + net_mass * what.tare_per_mille // 1000,
        price=money(price, currency),
        containers=(),
    )


def _origin(what: Good, order: ShipmentOrder) -> str:
    origins = what.origins_for(order.origin)
    if order.origin in origins:
        return order.origin
    return origins[_number(order) % len(origins)]


def _stuff(
    items: tuple[ContractItem, ...], order: ShipmentOrder, stream: Stream
) -> tuple[tuple[Container, ...], tuple[ContractItem, ...]]:
    """Put the goods into containers, where the mode of transport uses them."""
    if order.mode != Mode.SEA:
        return (), items
    gross = sum(item.gross_mass for item in items)
    count = max(1, -(-gross // _CONTAINER_LOAD))
    containers = tuple(
        Container(
            number=container_number(stream.below(1_000_000)),
            seals=(f"SW{stream.below(10**8):08d}",),
        )
        for _ in range(count)
    )
    everywhere = tuple(range(1, count + 1))
    return containers, tuple(replace(item, containers=everywhere) for item in items)


def _carrier_id(order: ShipmentOrder, stream: Stream) -> str:
    """Return an IMO number, flight, or plate that belongs to nobody."""
    number = stream.below(9000)
    if order.mode == Mode.SEA:
        return imo_number(number)
    if order.mode == Mode.AIR:
        return f"SX{number:04d}"
    return f"{order.origin}-{number:04d}"

"""The registers an administration keeps before anybody lodges a declaration.

Offices, traders, licences issued and manifests. No message of the simulation fills
them: they follow from the cast and the orders, as if agencies and carriers had reported
in time. What declarations leave behind is not known here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from swsim.domain.identifiers import kept
from swsim.domain.members import member
from swsim.domain.settings import Leg, ShipmentOrder, SiteSettings
from swsim.simulation.contract import (
    Contract,
    draw_contract,
    home_of,
    places,
    transport_document,
)

_LICENSED = timedelta(days=180)  # from the date of the invoice


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """An import or export licence: for whom, how many grams net, until when."""

    holder: str
    mass: int
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class ManifestLine:
    """What a carrier reported under one transport document; mass in grams gross."""

    consignee: str
    mass: int
    packages: int


def office_at(port: str, leg: Leg) -> str:
    """Return the id of the customs office of a port for exports or imports."""
    return f"{port}{'EX' if leg == 'export' else 'IM'}1"


def licence_id(country: str, code: str, order: ShipmentOrder) -> str:
    """Return the number of a licence or certificate (UN/EDIFACT 1001) for a deal."""
    return f"{country}-{code}-{order.id}"


def expiry(contract: Contract) -> date:
    """Return until when the licences and certificates of a deal are valid."""
    return contract.invoice_date + _LICENSED


class Registers:
    """The registers of one administration, looked up line by line.

    Lines are worked out when they are asked for: a long run has thousands.
    """

    def __init__(self, settings: SiteSettings, seed: int, start: datetime) -> None:
        assert settings.member is not None, f"{settings.id} is no administration"
        self._member = member(settings.member)
        self._seed = seed
        self._start = start
        self._exports = {order.id: order for order in settings.orders}
        self._imports = {order.id: order for order in settings.inbound}
        self._awaited = {
            kept(transport_document(order)): order for order in settings.inbound
        }
        self._last: Contract | None = None

    def has_office(self, id: str, leg: Leg, mode: str) -> bool:
        """Tell whether an office is ours and handles a leg and a mode of transport.

        A port stands for whichever of its offices that is.
        """
        ports = places(self._member, mode)
        return id in ports or id in {office_at(port, leg) for port in ports}

    def is_at_home(self, trader: str) -> bool | None:
        """Tell whether a trader is established here; None for one nobody knows."""
        home = home_of(trader)
        return None if home is None else home == self._member.alpha2

    def numbers(self, licence: str) -> bool:
        """Tell whether the number of a licence is one of our own agencies'."""
        return licence.startswith(f"{self._member.alpha2}-")

    def licence(self, id: str) -> Licence | None:
        """Return a licence by its number, None where none was issued under it."""
        _, _, deal = id.rpartition("-")
        order, leg = self._deal(deal)
        if order is None:
            return None
        contract = self._contract(order)
        licensed = [
            item
            for item in contract.items
            if any(
                licence_id(self._member.alpha2, code, order) == id
                for code in item.good.licences[leg]
            )
        ]
        if not licensed:
            return None
        holder = contract.exporter if leg == "export" else contract.importer
        return Licence(
            holder=holder.id or "",
            mass=sum(item.net_mass for item in licensed),
            until=expiry(contract),
        )

    def certified(self, id: str, code: str, heading: str) -> bool | None:
        """Tell whether a certificate (UN/EDIFACT 1001) was issued for such goods.

        Those of a deal are known to both sides, as if they had come over a hub; None
        for a number of another country's agency that nobody has reported.
        """
        _, _, deal = id.rpartition("-")
        order, _ = self._deal(deal)
        if order is None:
            return False if self.numbers(id) else None
        return id == licence_id(order.origin, code, order) and any(
            item.good.hs6 == heading and code in {*item.good.agency_documents["export"]}
            for item in self._contract(order).items
        )

    def manifest_line(self, document: str) -> ManifestLine | None:
        """Return what is to arrive under a transport document, None if nothing is."""
        if document not in self._awaited:
            return None
        contract = self._contract(self._awaited[document])
        return ManifestLine(
            consignee=contract.importer.id or "",
            mass=sum(item.gross_mass for item in contract.items),
            packages=sum(item.packages for item in contract.items),
        )

    def _deal(self, id: str) -> tuple[ShipmentOrder | None, Leg]:
        """Return an order by its id, None where it is not ours, and our leg of it."""
        if id in self._imports:
            return self._imports[id], "import"
        return self._exports.get(id), "export"

    def _contract(self, order: ShipmentOrder) -> Contract:
        # The questions about one declaration come one after the other.
        if self._last is None or self._last.order is not order:
            self._last = draw_contract(order, self._seed, self._start)
        return self._last

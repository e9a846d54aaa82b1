"""Writes the papers of a transhipment: cargo reports in and out, and lists of the port.

Report in and report out (CRI, CRE) are about one transport contract: what comes under
a bill of lading leaves under it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from swsim.documents.goods import Country, PreviousDocument, Status
from swsim.documents.types.cargo_report import (
    CargoConsignment,
    CargoReport,
    CarryingMeans,
    TransportContract,
)
from swsim.domain.codes import DocumentName, Function, Indicator
from swsim.domain.identifiers import conversation_id, imo_number
from swsim.domain.members import member
from swsim.domain.settings import ShipmentOrder
from swsim.domain.streams import Stream
from swsim.domain.transhipments import Transhipment
from swsim.simulation.cargo.papers import (
    BEFORE_LOADING,
    CONTAINER_LIST,
    TRANSHIPMENT,
    consignment,
    named,
    voyage,
    with_totals,
)
from swsim.simulation.contract import Contract, company
from swsim.simulation.site import Site
from swsim.simulation.transhipment import boxes

# UN/EDIFACT 1001: cargo declarations at arrival and at departure.
IN, OUT = "933", BEFORE_LOADING
_AGENT = 97  # the number of the ships' agent of a port


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A stay in a port: the deal as it comes and as it goes, and the plan."""

    comes: Contract
    goes: Contract
    plan: Transhipment

    @property
    def destination(self) -> str:
        """The member that the goods go on to."""
        return self.goes.order.destination

    @property
    def onward(self) -> timedelta:
        """How long the second ship takes."""
        whole = self.goes.order.transit
        return timedelta(seconds=max(1, whole - self.plan.ahead))


def call(contract: Contract, plan: Transhipment, seed: int) -> Call:
    """Return the stay of the goods of a deal in the port of a plan."""
    order, here = contract.order, plan.member
    ship = Stream(seed, "transhipment", order.id).below(9000)
    return Call(
        comes=replace(
            contract,
            order=replace(order, destination=here, transhipment=None),
            port_of_discharge=plan.port,
        ),
        goes=replace(
            boxes.leaving(contract, plan),
            order=replace(order, origin=here, transhipment=None),
            port_of_loading=plan.port,
            carrier=f"{contract.carrier} Feeder",
            carrier_id=imo_number(ship),
        ),
        plan=plan,
    )


def report_in(stay: Call, reference: str, at: datetime) -> CargoReport:
    """Return the cargo report at arrival (CRI): goods that are to change ships."""
    deal = stay.comes
    left = at - timedelta(seconds=stay.plan.voyage)
    means = voyage(deal, _journey(deal), departure=left, eta=at, arrived=at)
    whole = _in_transhipment(stay, deal, at)
    return _report(stay, IN, reference, at, means, whole)


def report_out(
    stay: Call, reference: str, at: datetime, *, mrn: str, contract: str | None = None
) -> CargoReport:
    """Return the cargo report at departure (CRE), which cites the one at arrival.

    `mrn` is the number of that; `contract` another bill of lading than the right one.
    """
    deal = stay.goes
    whole = replace(
        _in_transhipment(stay, deal, at + stay.onward),
        previous_documents=(PreviousDocument(id=mrn, type=IN),),
    )
    if contract is not None:
        other = TransportContract(id=contract, type=DocumentName.BILL_OF_LADING)
        whole = replace(whole, contract=other)
    return _report(stay, OUT, reference, at, _onward(stay, at), whole)


def landed(stay: Call, at: datetime) -> CargoReport:
    """Return the port's list of what came off the ship."""
    seen = _seen(_in_transhipment(stay, stay.comes, at))
    return _list(stay, f"{stay.comes.order.id}-LANDED", at, seen)


def loaded(stay: Call, at: datetime, number: int) -> CargoReport:
    """Return the port's list of what is to go on board, weighed and looked at."""
    whole = _seen(_in_transhipment(stay, stay.goes, at + stay.onward))
    seen = boxes.at_loading(whole, stay.plan, again=number > 1)
    reference = f"{stay.comes.order.id}-LOADED{number}"
    return replace(_list(stay, reference, at, seen), border_means=_onward(stay, at))


def order_to_port(
    about: CargoReport, at: datetime, status: Indicator, number: int
) -> CargoReport:
    """Return what customs tells the port: land (1), load (4), hold (7), to zone (8)."""
    told = tuple(
        replace(_seen(each), statuses=(Status(name=status),))
        for each in about.consignments
    )
    return with_totals(
        CargoReport(
            function=Function.ORIGINAL,
            reference=f"{about.reference}-P{number}",
            issued=at,
            type=CONTAINER_LIST,
            office=about.office,
            consignments=told,
        )
    )


def onward_copy(loaded: CargoReport, at: datetime) -> CargoReport:
    """Return what customs tells the next country: what left, and when it will come."""
    return replace(
        loaded,
        function=Function.COPY,
        reference=f"{loaded.reference}-C",
        issued=at,
        type=OUT,
    )


def _report(
    stay: Call,
    type: str,
    reference: str,
    at: datetime,
    means: CarryingMeans,
    whole: CargoConsignment,
) -> CargoReport:
    agent = company(member(stay.plan.member), _AGENT)
    return with_totals(
        CargoReport(
            function=Function.ORIGINAL,
            reference=reference,
            issued=at,
            type=type,
            office=stay.plan.port,
            border_means=means,
            carrier=named(agent),
            consignments=(whole,),
        )
    )


def _in_transhipment(stay: Call, deal: Contract, arrival: datetime) -> CargoConsignment:
    return replace(
        consignment(deal, deal.items, arrival, TRANSHIPMENT),
        destination=Country(country=stay.destination),
    )


def _seen(whole: CargoConsignment) -> CargoConsignment:
    """Return a consignment without what a port need not know."""
    return replace(whole, consignee=None, consignor=None, notify=None, items=())


def _list(
    stay: Call, reference: str, at: datetime, seen: CargoConsignment
) -> CargoReport:
    return with_totals(
        CargoReport(
            function=Function.ORIGINAL,
            reference=reference,
            issued=at,
            type=CONTAINER_LIST,
            office=stay.plan.port,
            consignments=(seen,),
        )
    )


def _journey(deal: Contract) -> str:
    return f"SW{deal.order.id[1:]}"


def _onward(stay: Call, at: datetime) -> CarryingMeans:
    """Return the ship that takes the goods on, if it sails now."""
    deal = stay.goes
    return voyage(deal, f"{_journey(deal)}B", departure=at, eta=at + stay.onward)


def orders_of(site: Site) -> dict[str, ShipmentOrder]:
    """Return the shipments whose goods change ships at a site, by their case."""
    return {
        conversation_id(site.world.seed, order.id): order
        for order in site.settings.transhipping
    }

"""The port as a participant: it is told which containers may leave, and reports.

The physical port of a site is in `swsim.simulation.port`; this is its desk.
"""

from dataclasses import replace
from functools import partial

from swsim.documents.types.cargo_report import CargoReport
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import conversation_id
from swsim.domain.settings import ShipmentOrder
from swsim.simulation.cargo.papers import (
    CONTAINER_LIST,
    consignment,
    status_of,
    ucrs_of,
    with_totals,
)
from swsim.simulation.contract import Contract, draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.port import ROLE
from swsim.simulation.site import Site

_SHORT, _OVER = "SHL", "OVL"  # list `discrepancy`


class Terminal(Participant):
    """Keeps the gate, and tells customs what was landed."""

    role = ROLE

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.single_window = self.neighbour("sw")
        self.handlers |= {CargoReport: self.told}

    def start(self) -> None:
        """Block the gate for reported cargo, and list it when it is unloaded."""
        super().start()
        seed, start = self.site.world.seed, self.site.world.start
        for order in self.site.settings.inbound:
            if order.cargo is None:
                continue
            contract = draw_contract(order, seed, start)
            self.site.port.block(contract.ucr)
            self.site.port.when_unloaded(
                contract.ucr, partial(self._landed, order, contract)
            )

    def told(self, mail: Incoming) -> None:
        """Let containers leave that customs lets go; keep the others."""
        assert isinstance(mail.document, CargoReport)
        if status_of(mail.document) == Indicator.RELEASED:
            for ucr in ucrs_of(mail.document):
                self.site.port.unblock(ucr)

    def _landed(self, order: ShipmentOrder, contract: Contract) -> None:
        """Tell customs what was unloaded, and what was not as reported."""
        whole = consignment(contract, contract.items, self.site.moment())
        whole = replace(whole, consignee=None, consignor=None, items=())
        trouble = order.cargo.trouble if order.cargo else None
        marks = {"short-landed": _SHORT, "over-landed": _OVER}
        first, *others = whole.equipment
        if trouble in marks:
            first = replace(first, discrepancy=marks[trouble])
        if trouble == "seal-broken":
            broken = (
                replace(seal, condition=Indicator.SEAL_BROKEN) for seal in first.seals
            )
            first = replace(first, seals=tuple(broken))
        landed = with_totals(
            CargoReport(
                function=Function.ORIGINAL,
                reference=f"{order.id}-LANDED",
                issued=self.site.moment(),
                type=CONTAINER_LIST,
                office=contract.port_of_discharge,
                consignments=(replace(whole, equipment=(first, *others)),),
            )
        )
        case = conversation_id(self.site.world.seed, order.id)
        self.send(self.single_window, landed, case)

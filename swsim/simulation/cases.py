"""One leg of a shipment, as its trader and the desks of traders keep it."""

from dataclasses import dataclass
from typing import Final

from swsim.domain.lifecycle import State
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation.contract import Contract

_MOST_ATTEMPTS: Final = 5


@dataclass(kw_only=True, slots=True)
class Case:
    """One leg of a shipment as its trader sees it.

    `contract` is the deal as the trader declares it; `rest` are the parts that are
    still to be declared where a consignment is split. Whoever was refused `attempts`
    times gives up.
    """

    id: str
    leg: Leg
    contract: Contract
    exit: int
    rest: tuple[Contract, ...] = ()
    state: State = State.DRAFT
    attempt: int = 0
    attempts: int = _MOST_ATTEMPTS
    reference: str = ""
    mrn: str = ""

    def begin(self) -> None:
        """Lodge once more: every lodgement has a new LRN (rule R51)."""
        self.attempt += 1
        self.reference = self.reference_of(self.attempt)
        self.state = State.DRAFT

    def reference_of(self, attempt: int) -> str:
        """Return the LRN of a lodgement: order, leg and how often it was tried."""
        letter = "E" if self.leg == "export" else "I"
        return f"{self.order.id}-{letter}{attempt}"

    @property
    def ucr(self) -> str:
        """The unique consignment reference."""
        return self.contract.ucr

    @property
    def order(self) -> ShipmentOrder:
        """The order behind the shipment."""
        return self.contract.order

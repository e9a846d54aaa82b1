"""A declaration as customs keeps it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import simpy

from swsim.domain.codes import Channel
from swsim.domain.contraband import Contraband
from swsim.domain.identifiers import kept
from swsim.domain.lifecycle import State
from swsim.domain.money import Money
from swsim.domain.settings import Leg
from swsim.domain.targeting import Traits
from swsim.simulation.declarations import (
    is_relief,
    order_of,
    ucr_of,
)
from swsim.simulation.keeping import Keeping
from swsim.simulation.queue import Job
from swsim.validation.result import Finding

NO_TRAITS: Final[Traits] = MappingProxyType({})


@dataclass(kw_only=True, slots=True)
class File(Keeping):
    """A declaration as customs keeps it, from registration on.

    `trader` is the id of the declarant. `opened` tells that an inspection
    was ordered. `documents` is the event that the trader supplies what is wanted, None
    once nothing is. `holds` are the processes that stand between
    selection and release. `traits` is what targeting rules look at, read off the
    declaration when it is selected; `reasons` are
    those for its channel; `found` is what an inspection found hidden;
    `version` counts its changes. `trusted` tells
    that one of its traders is an authorised operator. `payable` is what is due in all,
    `booked` what has come in of it, `paid` tells that this is all; `payment` is the
    event of that, while somebody waits for it.
    """

    case: str
    mrn: str
    accepted: datetime
    leg: Leg
    findings: tuple[Finding, ...]
    documents: simpy.Event | None
    ucr: str = ""
    order: str = ""
    trader: str = ""
    payable: Money | None = None
    booked: Decimal = Decimal(0)
    paid: bool = False
    payment: simpy.Event | None = None
    state: State = State.LODGED
    channel: Channel | None = None
    reasons: tuple[str, ...] = ()
    opened: bool = False
    holds: tuple[simpy.Process, ...] = ()
    traits: Traits = field(default_factory=lambda: NO_TRAITS)
    found: Contraband | None = None
    version: int = 1
    trusted: bool = False

    def book(self, paid: Money | None) -> None:
        """Count a payment in, where it is in the currency that is asked for."""
        if paid and self.payable and paid.currency == self.payable.currency:
            self.booked += paid.value

    def pay(self) -> None:
        """Note that all has come in."""
        self.paid = True
        if self.payment is not None:
            self.payment.succeed()

    @property
    def lacking(self) -> Money:
        """What is still due. Raises LookupError before anything is assessed."""
        if self.payable is None:
            raise LookupError(f"nothing is assessed on {self.reference}")
        return replace(self.payable, value=self.payable.value - self.booked)

    @property
    def ahead(self) -> bool:
        """Tell whether it goes first in every queue of customs."""
        return self.trusted or is_relief(self.declaration)

    @property
    def job(self) -> Job:
        """The declaration, for a desk that serves it."""
        return Job(case=self.case, declaration=self.reference, leg=self.leg)

    def __post_init__(self) -> None:
        self.case, self.mrn = kept(self.case), kept(self.mrn)
        self.ucr = kept(ucr_of(self.declaration))
        self.order = kept(order_of(self.declaration))
        declarant = self.declaration.declarant
        self.trader = kept((declarant.id if declarant else None) or "")

    def hold(self, process: simpy.Process) -> None:
        """Let a process stand between selection and release, too."""
        self.holds = (*self.holds, process)

    def settle(self) -> None:
        """Let go what nobody asks for once goods are released: there may be thousands.

        Finished processes would keep all that they have seen.
        """
        self.forget_goods()
        self.findings, self.holds = (), ()
        if self.payable and f"{self.booked}" == f"{self.payable.value}":
            self.booked = self.payable.value  # one number in place of two
        self.documents = self.payment = None

"""Participants whom somebody outside plays: a person, a test, another system.

They acknowledge what comes in, hand it out, and send what they are given. What to send
is decided outside; goods of a trader move by themselves.
"""

from dataclasses import dataclass
from typing import ClassVar

from lxml import etree

from swsim.documents.aswritten import as_written, message_of
from swsim.documents.registry import AsWritten
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import conversation_id
from swsim.domain.lifecycle import State, Trigger
from swsim.domain.settings import Leg
from swsim.simulation.answers import indicator_of, payment_of, reference_of
from swsim.simulation.declarations import leg_of, order_of, ucr_of
from swsim.simulation.mail import Given, Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Letter, Site


class Seat(Participant):
    """Any participant, played from outside."""

    role: ClassVar[str] = "seat"

    def __init__(self, site: Site, role: str | None = None) -> None:
        super().__init__(site, role)
        site.open_seat(self.id, self.take)

    def deliver(self, mail: Incoming) -> None:
        """Acknowledge a message and hand it out."""
        mail = self._judged(mail)
        super().deliver(mail)
        self.site.hand_out(mail)

    def drop(self, mail: Incoming) -> None:
        """Whoever plays the seat decides what a document is good for."""

    def take(self, given: Given) -> None:
        """Send what was given, under its own message id where it has one."""
        root = etree.fromstring(given.body)
        document = as_written(root)
        case = given.case
        if case is None:
            case = conversation_id(self.site.world.seed, f"input/{given.number}")
        self.sending(document, case)
        self.site.send(
            Letter(
                sender=self.id,
                recipient=given.recipient,
                case=case,
                in_reply_to=given.in_reply_to,
                payload=document,
                message_id=message_of(root, "MessageID"),
            )
        )

    def sending(self, document: AsWritten, case: str) -> None:
        """Do what follows from a document that goes out."""


@dataclass(kw_only=True, slots=True)
class Goods:
    """The goods of one declaration that a seat has lodged."""

    case: str
    reference: str
    leg: Leg
    ucr: str
    exit: int
    state: State = State.DRAFT


class TraderSeat(Seat):
    """The traders of a country, played from outside.

    Imports that the scenario plans arrive as planned; any other goods are at the port
    when they are declared.
    """

    role: ClassVar[str] = "trd"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._inbound = {order.id: order for order in site.settings.inbound}
        self._expected: set[str] = set()
        self._lodged: dict[str, Goods] = {}
        self.handlers |= {Declaration: self._announced, Response: self._answered}

    def _announced(self, mail: Incoming) -> None:
        """Let goods arrive of which the country of export has sent word."""
        assert isinstance(mail.document, Declaration)
        shipment = mail.document.shipment
        order = self._inbound.pop(order_of(mail.document), None)
        if order is None or shipment is None or shipment.exit is None:
            return
        arrives = self.site.second(shipment.exit) + order.transit
        self._expect(ucr_of(mail.document), mail.conversation_id, arrives)

    def _expect(self, ucr: str, case: str, arrives: int) -> None:
        if ucr not in self._expected:
            self._expected.add(ucr)
            self.site.port.expect(ucr, case, arrives)

    def sending(self, document: AsWritten, case: str) -> None:
        """Note a lodgement: a declaration that is new (function 9)."""
        declaration = document.record
        if not isinstance(declaration, Declaration):
            return
        if declaration.function != Function.ORIGINAL:
            return
        shipment = declaration.shipment
        exit_ = shipment.exit if shipment else None
        goods = Goods(
            case=case,
            reference=declaration.reference or "",
            leg=leg_of(declaration),
            ucr=ucr_of(declaration),
            exit=self.site.second(exit_) if exit_ else self.site.now,
        )
        self._lodged[goods.reference] = goods
        self._move(goods, Trigger.LODGE)
        if goods.leg == "import":
            self._expect(goods.ucr, case, self.site.now)

    def _move(self, goods: Goods, trigger: Trigger) -> None:
        done = self.transition(
            goods.state, trigger, goods.case, goods.reference, goods.leg
        )
        goods.state = done.to
        point = done.import_point if goods.leg == "import" else done.export_point
        if trigger is Trigger.LODGE and point:
            self.stamp(point, goods.case, goods.reference, goods.leg)
        if done.to is State.CLOSED:
            # Others may have been lodged under the same reference since.
            self._lodged.pop(goods.reference, None)

    def _answered(self, mail: Incoming) -> None:
        """Move released goods: an export to the ship, an import out of the gate."""
        assert isinstance(mail.document, Response)
        goods = self._lodged.get(reference_of(mail.document))
        if goods is None or payment_of(mail.document) is not None:
            return
        if indicator_of(mail.document) is not Indicator.RELEASED:
            return
        if goods.state is State.EXITED:
            self._move(goods, Trigger.CLOSE)  # the country of destination released it
        elif goods.state is State.LODGED:
            goods.state = State.RELEASED
            self._ship(goods) if goods.leg == "export" else self._collect(goods)

    def _ship(self, goods: Goods) -> None:
        port = self.site.port
        port.when_departed(goods.ucr, lambda: self._move(goods, Trigger.EXIT))
        port.ship(goods.ucr, goods.case, goods.exit)

    def _collect(self, goods: Goods) -> None:
        port = self.site.port

        def fetch() -> None:
            port.gate_out(
                goods.ucr,
                goods.case,
                lambda: self._move(goods, Trigger.GATE_OUT),
                lambda: self._move(goods, Trigger.CLOSE),
            )

        port.when_unloaded(goods.ucr, fetch)

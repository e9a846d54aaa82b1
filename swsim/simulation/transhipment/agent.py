"""Ships' agents: in the port of transhipment, and in the country the goods go on to.

The agent in the port reports goods in and out, answers the enquiry of customs, and
enters goods into the free zone; the one abroad learns when they come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from swsim.documents.types.cargo_report import CargoReport
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import conversation_id
from swsim.domain.settings import ShipmentOrder, SiteSettings
from swsim.domain.transhipments import Transhipment
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.contract import PLANNED_EXIT, draw_contract
from swsim.simulation.declarations import order_of
from swsim.simulation.mail import Incoming
from swsim.simulation.paperwork import Filing
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transhipment.declaring import entry, onward
from swsim.simulation.transhipment.papers import OUT, Call, call, report_in, report_out

_COURIER = 3 * 86_400  # when an agent learns of goods that nobody announced
# Illustrative: from a rejection to the next try, and from an enquiry to the answer.
_REPAIR, _ANSWER = 3600, 86_400
_MOST_ATTEMPTS = 5


@dataclass(kw_only=True, slots=True)
class Handling:
    """The goods of a shipment as their agent sees them; `mrn` is of the report in."""

    case: str
    stay: Call
    mrn: str = ""
    entered: str = ""
    attempt: int = 0

    @property
    def plan(self) -> Transhipment:
        """The plan of the transhipment."""
        return self.stay.plan

    def reference(self, letter: str) -> str:
        """Return the reference of a paper: A at arrival, L at leaving, Z, X of zone."""
        number = self.attempt if letter == "L" else 1
        return f"{self.stay.comes.order.id}-{letter}{number}"


class TranshipmentAgent(Desk):
    """The ships' agent in a port where goods change ships."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        self._awaited = {order.id: order for order in self.site.settings.transhipping}
        self._handled: dict[str, Handling] = {}
        self.handlers |= {Declaration: self.announced, Response: self.answered}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods change ships here."""
        return bool(settings.transhipping)

    def start(self) -> None:
        """Expect what nobody will announce."""
        if not self.site.policy.share_export_data:
            for order in tuple(self._awaited.values()):
                left = order.start + PLANNED_EXIT
                act = partial(self._expect, order, left)
                self.site.after(order.start + _COURIER, act)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about goods that change ships here."""
        document = mail.document
        if isinstance(document, Response):
            return reference_of(document) in self._handled
        return (
            isinstance(document, Declaration)
            and document.function == Function.ADVANCE_NOTIFICATION
            and order_of(document) in self._awaited
        )

    def announced(self, mail: Incoming) -> None:
        """Expect goods that have left their country."""
        assert isinstance(mail.document, Declaration)
        shipment = mail.document.shipment
        left = shipment.exit if shipment else None
        if left is not None:
            order = self._awaited[order_of(mail.document)]
            self._expect(order, self.site.second(left))

    def _expect(self, order: ShipmentOrder, left: int) -> None:
        plan = order.transhipment
        if plan is None or self._awaited.pop(order.id, None) is None:
            return
        seed = self.site.world.seed
        contract = draw_contract(order, seed, self.site.world.start)
        handling = Handling(
            case=conversation_id(seed, order.id), stay=call(contract, plan, seed)
        )
        wait = max(1, left + plan.voyage - self.site.now)
        self.site.after(wait, partial(self._report_in, handling))

    # --- in ------------------------------------------------------------------------

    def _report_in(self, handling: Handling) -> None:
        reference = handling.reference("A")
        report = report_in(handling.stay, reference, self.site.moment())
        self._send(handling, reference, report)

    def answered(self, mail: Incoming) -> None:
        """Do what an answer of customs asks for or allows."""
        assert isinstance(mail.document, Response)
        reference = reference_of(mail.document)
        handling = self._handled[reference]
        answered = mail.document.declaration
        number = (answered.id if answered else None) or ""
        act = _ACTS.get((_paper(reference), indicator_of(mail.document)))
        if act is not None:
            act(self, handling, number)

    def _registered(self, handling: Handling, mrn: str) -> None:
        """Plan how the goods go on, once they may be landed."""
        handling.mrn = mrn
        if handling.plan.mishap in _SILENT:
            return
        act = self._report_out if handling.plan.zone is None else self._enter_zone
        self.site.after(handling.plan.stay, partial(act, handling))

    def _asked(self, handling: Handling, mrn: str) -> None:
        """Answer an enquiry with the missing report, where there will be one."""
        if handling.plan.mishap == "overstay":
            self.site.after(_ANSWER, partial(self._report_out, handling))

    # --- out -----------------------------------------------------------------------

    def _report_out(self, handling: Handling) -> None:
        """Report goods out; the first report may name another bill of lading."""
        handling.attempt += 1
        wrong = handling.plan.mishap == "other-contract" and handling.attempt == 1
        right = handling.stay.goes.transport_document
        reference = handling.reference("L")
        report = report_out(
            handling.stay,
            reference,
            self.site.moment(),
            mrn=handling.mrn,
            contract=f"{right}B" if wrong else None,
        )
        self._send(handling, reference, report)

    def _refused(self, handling: Handling, mrn: str) -> None:
        if handling.attempt < _MOST_ATTEMPTS:
            self.site.after(_REPAIR, partial(self._report_out, handling))

    # --- by way of the free zone ----------------------------------------------------

    def _enter_zone(self, handling: Handling) -> None:
        reference = handling.reference("Z")
        declared = entry(handling.stay, self._filing(reference), handling.mrn)
        self._send(handling, reference, declared)

    def _entered(self, handling: Handling, mrn: str) -> None:
        handling.entered = mrn
        self.site.after(handling.plan.zone or 1, partial(self._leave_zone, handling))

    def _leave_zone(self, handling: Handling) -> None:
        reference = handling.reference("X")
        declared = onward(handling.stay, self._filing(reference), handling.entered)
        self._send(handling, reference, declared)

    def _filing(self, reference: str) -> Filing:
        now = self.site.moment()
        return Filing(reference=reference, at=now, exit=now)

    def _send(
        self, handling: Handling, reference: str, paper: CargoReport | Declaration
    ) -> None:
        self._handled[reference] = handling
        self.of.send(self.single_window, paper, handling.case)


# Mishaps with which no report out comes of the agent's own accord.
_SILENT = ("overstay", "no-onward-report")


def _paper(reference: str) -> str:
    """Return the letter of a reference: which paper it is of."""
    return reference.rpartition("-")[2][:1]


# What follows from an answer, by the paper that it is about.
_ACTS: Mapping[
    tuple[str, Indicator | None],
    Callable[[TranshipmentAgent, Handling, str], None],
] = {
    ("A", Indicator.ACCEPTED): TranshipmentAgent._registered,
    ("A", Indicator.DOCUMENTS_WANTED): TranshipmentAgent._asked,
    ("L", Indicator.REJECTED): TranshipmentAgent._refused,
    ("Z", Indicator.RELEASED): TranshipmentAgent._entered,
}


class OnwardAgent(Desk):
    """The ships' agent where goods arrive that changed ships on their way."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        seed = self.site.world.seed
        self._awaited = {
            conversation_id(seed, order.id): draw_contract(
                order, seed, self.site.world.start
            ).ucr
            for order in self.site.settings.inbound
            if order.transhipment
        }
        self.handlers |= {CargoReport: self.told}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods come that change ships on their way."""
        return any(order.transhipment for order in settings.inbound)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about such goods."""
        return (
            isinstance(mail.document, CargoReport)
            and mail.document.type == OUT
            and mail.conversation_id in self._awaited
        )

    def told(self, mail: Incoming) -> None:
        """Expect goods when their second ship will come."""
        assert isinstance(mail.document, CargoReport)
        means = mail.document.border_means
        if means is not None and means.eta is not None:
            case = mail.conversation_id
            second = self.site.second(means.eta)
            self.site.port.expect(self._awaited.pop(case), case, second)

"""The traders of one country: exporters and importers, each with a case per shipment.

They know their own single window alone, and their bank where one takes part. They
lodge, repair, supply documents and pay.
"""

from dataclasses import replace
from functools import partial

from swsim.documents.parts import Amendment
from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.declaration import AdditionalDocument, Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import DocumentName, Function, Indicator, Mode
from swsim.domain.happenings import Wave
from swsim.domain.identifiers import conversation_id
from swsim.domain.lifecycle import State, Trigger
from swsim.domain.money import Money
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.domain.timepoints import Point
from swsim.simulation.amendments.wishing import Wishes
from swsim.simulation.answers import indicator_of, payment_of, reference_of
from swsim.simulation.attending import Attending
from swsim.simulation.cases import Case
from swsim.simulation.certificates.dealing import Dealing
from swsim.simulation.contract import PLANNED_EXIT, Contract, draw_contract
from swsim.simulation.declarations import payable
from swsim.simulation.evidence import Truth
from swsim.simulation.mail import Incoming
from swsim.simulation.mistakes import MAKE
from swsim.simulation.paper import PaperTrail
from swsim.simulation.paperwork import (
    TRANSPORT_DOCUMENTS,
    Filing,
    export_declaration,
    import_declaration,
)
from swsim.simulation.participant import Participant
from swsim.simulation.payments.paying import Paying
from swsim.simulation.schemes import DECLARED, declared, parts
from swsim.simulation.site import Site
from swsim.simulation.submissions import Submissions
from swsim.simulation.wave import Waves

# Without export data from abroad the importer learns of the departure by courier,
# this many seconds after the exporter began.
_COURIER = 3 * 86_400


class TraderCommunity(Participant):
    """Exporters and importers of one country, by way of their brokers."""

    role = "trd"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.single_window = self.neighbour("sw")
        self._cases: dict[str, Case] = {}
        self._by_case_id: dict[str, Case] = {}
        # Orders from abroad that nobody has heard of yet; each is begun once.
        self._inbound = {order.id: order for order in site.settings.inbound}
        self.paper = PaperTrail(site, self.single_window, self._move)
        self.handlers |= {Declaration: self.notified, Response: self.answered}
        site.expect(Wave, Waves(self).lodge)

    def start(self) -> None:
        """Plan the lodgement of every export; imports follow from abroad."""
        super().start()
        for order in self.site.settings.orders:
            if order.scheme != "phantom-export":
                self.site.after(order.start, partial(self._export, order))
        shared = self.site.policy.share_export_data
        for order in self._inbound.values():
            if not shared or order.scheme == "phantom-export":
                self.site.after(
                    order.start + _COURIER, partial(self._by_courier, order)
                )

    # --- beginning a leg ---------------------------------------------------------

    def _case(self, order: ShipmentOrder, leg: Leg, exit_: int) -> Case:
        seed = self.site.world.seed
        deal = draw_contract(order, seed, self.site.world.start)
        own, *rest = parts(declared(deal)) if leg == "import" else (deal,)
        if order.scheme is not None:
            self._lay_evidence(deal, leg, exit_)
        return Case(
            id=conversation_id(seed, order.id),
            leg=leg,
            contract=own,
            rest=tuple(rest),
            exit=exit_,
        )

    def _lay_evidence(self, deal: Contract, leg: Leg, exit_: int) -> None:
        """Note what a control of the goods or the books would see.

        Exports are declared as they are; it is imports that differ.
        """
        scheme = (deal.order.scheme if leg == "import" else None) or "honest"
        owed = self._owed(deal, exit_) if scheme in DECLARED else None
        self.site.evidence.lay(deal.ucr, leg, Truth(scheme=scheme, owed=owed))

    def _owed(self, deal: Contract, exit_: int) -> Money | None:
        """Return the duties and taxes that the deal as it is would cost."""
        filing = Filing(
            reference="", at=self.site.moment(), exit=self.site.moment(exit_)
        )
        return payable(import_declaration(deal, filing, self.profile.vat_per_mille))

    def _export(self, order: ShipmentOrder) -> None:
        def lodge() -> None:
            self._lodge(self._case(order, "export", self.site.now + PLANNED_EXIT))

        self.desk(Dealing).before_export(order, lodge)

    def _by_courier(self, order: ShipmentOrder) -> None:
        self._import(order, order.start + PLANNED_EXIT)

    def notified(self, mail: Incoming) -> None:
        """Learn from the export declaration that goods are on their way."""
        assert isinstance(mail.document, Declaration)
        shipment = mail.document.shipment
        if shipment is None or shipment.ucr is None or shipment.exit is None:
            return
        order = self._inbound.pop(shipment.ucr.trader_reference or "", None)
        if order is not None:
            self._import(order, self.site.second(shipment.exit))

    def _import(self, order: ShipmentOrder, exit_: int) -> None:
        case = self._case(order, "import", exit_)
        delay = order.cargo.delay if order.cargo else 0
        arrives = exit_ + order.transit + delay
        port, ucr = self.site.port, case.contract.ucr
        if not order.is_brought:
            port.expect(ucr, case.id, arrives)
        if order.scheme == "diversion":
            return
        draw = self.stream(f"lodge/{order.id}")

        def lodge() -> None:
            self.desk(Dealing).before_import(order, lambda: self._lodge(case))

        early = draw.chance(self.profile.pre_arrival_per_mille)
        wished = order.pre_arrival if order.pre_arrival is not None else early
        if wished and self.site.policy.pre_arrival:
            spread = self.profile.lodge_before_arrival
            ahead = draw.seconds(spread.median, spread.p90)
            wait = max(1, arrives - ahead - self.site.now)
            self.site.after(wait, lodge)
            return
        spread = self.profile.lodge_after_arrival
        wait = draw.seconds(spread.median, spread.p90)
        port.arrival(ucr).callbacks.append(lambda _: self.site.after(wait, lodge))

    # --- lodging and repairing ---------------------------------------------------

    def _lodge(self, case: Case) -> None:
        """Lodge a declaration, which is a new one each time."""
        case.begin()
        self._cases[case.reference] = self._by_case_id[case.id] = case
        declaration = self.written(case)
        self._move(case, Trigger.LODGE)
        self.send(self.single_window, declaration, case.id)
        self.desk(Submissions).lodged(declaration, case.id)
        self.desk(Wishes).told(case, "lodged")
        self.paper.lodged(case, self.id)

    def lodge_once(self, order: ShipmentOrder) -> None:
        """Lodge an export declaration, and leave it at that if it is refused."""
        case = self._case(order, "export", self.site.now + PLANNED_EXIT)
        case.attempts = 1
        self._lodge(case)

    def written(self, case: Case) -> Declaration:
        """Return a declaration as it is lodged now."""
        filing = Filing(
            reference=case.reference,
            at=self.site.moment(),
            # A repair may take longer than the ship was to wait.
            exit=self.site.moment(max(case.exit, self.site.now)),
        )
        if case.leg == "export":
            declaration = export_declaration(case.contract, filing)
        else:
            declaration = import_declaration(
                case.contract, filing, self.profile.vat_per_mille
            )
        order = case.order
        if case.leg == "import":
            declaration = self.desk(Dealing).cite(declaration, order)
        if case.attempt == 1 and order.mistake and order.mistake_leg == case.leg:
            return MAKE[order.mistake](declaration)
        return declaration

    def _move(self, case: Case, trigger: Trigger) -> None:
        done = self.transition(case.state, trigger, case.id, case.reference, case.leg)
        case.state = done.to
        if done.to is State.CLOSED:
            self._forget(case)
        point = done.import_point if case.leg == "import" else done.export_point
        if trigger is Trigger.LODGE and point:
            self.stamp(point, case.id, case.reference, case.leg)

    def cancelled(self, case: Case) -> None:
        """Put a case away whose declaration is cancelled."""
        case.state = State.CANCELLED
        self._forget(case)

    def _forget(self, case: Case) -> None:
        """Put a closed case away, with all its lodgements: there may be thousands."""
        for attempt in range(1, case.attempt + 1):
            self._cases.pop(case.reference_of(attempt), None)
        if self._by_case_id.get(case.id) is case:
            del self._by_case_id[case.id]

    def acknowledged(self, mail: Incoming) -> None:
        """Repair what the single window could not even read."""
        assert isinstance(mail.document, Acknowledgement)
        if mail.document.status == NACK:
            case = self._by_case_id.get(mail.conversation_id)
            if case is not None and case.state is State.LODGED:
                self._move(case, Trigger.NACK)
                self._repair(case)

    def _repair(self, case: Case) -> None:
        if case.attempt == case.attempts:
            return
        spread = self.profile.repair
        draw = self.stream(f"repair/{case.reference}")
        self.site.after(
            draw.seconds(spread.median, spread.p90), lambda: self._lodge(case)
        )

    # --- answers -----------------------------------------------------------------

    def answered(self, mail: Incoming) -> None:
        """Act on a Response of the own single window."""
        assert isinstance(mail.document, Response)
        case = self._cases.get(reference_of(mail.document))
        if case is None:
            self.desk(Paying).asked_later(mail, mail.document)
            return
        answered = mail.document.declaration
        case.mrn = (answered.id if answered else None) or case.mrn
        if payment_of(mail.document):
            self.desk(Wishes).told(case, "selected")
            self.desk(Paying).asked(case, mail.document)
            return
        if indicator_of(mail.document) is Indicator.EXAMINATION:
            self.desk(Attending).called(case, mail.document)
        act = {
            Indicator.ACCEPTED: self._accepted,
            Indicator.AWAITING_ARRIVAL: self._accepted,
            Indicator.REJECTED: self._rejected,
            Indicator.EXAMINATION: self._to_be_examined,
            Indicator.DOCUMENTS_WANTED: self._documents_wanted,
            Indicator.RELEASED: self._released,
        }.get(indicator_of(mail.document) or Indicator.CHANGE_REFUSED)
        if act is not None:
            act(case)

    def _accepted(self, case: Case) -> None:
        self.desk(Submissions).begin(case.reference)
        self.desk(Wishes).told(case, "accepted")

    def _to_be_examined(self, case: Case) -> None:
        self.desk(Wishes).told(case, "selected")

    def _rejected(self, case: Case) -> None:
        if case.state is State.LODGED:
            case.state = State.REJECTED
            self._repair(case)

    def _documents_wanted(self, case: Case) -> None:
        spread = self.profile.documents
        draw = self.stream(f"documents/{case.reference}")
        wishes = self.desk(Wishes)
        wishes.told(case, "selected")
        wait = draw.seconds(spread.median, spread.p90) + wishes.lateness(
            case, "documents-late"
        )
        self.site.after(wait, lambda: self._supply(case))

    def _supply(self, case: Case) -> None:
        """Send the invoice and the transport document that customs asked for."""
        if case.state is State.CANCELLED:
            return
        contract = case.contract
        self.stamp(Point.DOCUMENTS_SUPPLIED, case.id, case.reference, case.leg)
        supplied = Declaration(
            function=Function.CHANGE,
            reference=case.reference,
            id=case.mrn,
            issued=self.site.moment(),
            type=(
                DocumentName.EXPORT_DECLARATION
                if case.leg == "export"
                else DocumentName.IMPORT_DECLARATION
            ),
            documents=(
                AdditionalDocument(
                    effective=contract.invoice_date,
                    id=contract.invoice,
                    type=DocumentName.INVOICE,
                ),
                AdditionalDocument(
                    id=contract.transport_document,
                    type=TRANSPORT_DOCUMENTS[Mode(contract.order.mode)],
                ),
            ),
            amendments=(Amendment(reason="DOC"),),
        )
        self.send(self.single_window, supplied, case.id)

    def _released(self, case: Case) -> None:
        """Ship an export, fetch an import; a second release is the one abroad."""
        if case.state is State.EXITED:
            self._move(case, Trigger.CLOSE)  # the country of destination released it
            return
        if case.state is not State.LODGED:
            return
        case.state = State.RELEASED
        wishes = self.desk(Wishes)
        wishes.told(case, "released")
        if not wishes.leaves(case):
            self.carry_on(case)

    def carry_on(self, case: Case) -> None:
        """Fetch or ship what is released."""
        port, ucr = self.site.port, case.contract.ucr
        if case.leg == "import":
            self._collect(case)
            self._declare_next(case)
            return
        port.when_departed(ucr, lambda: self._move(case, Trigger.EXIT))
        port.ship(ucr, case.id, case.exit)

    def _declare_next(self, case: Case) -> None:
        """Declare the next part of a split consignment once the last is released."""
        if not case.rest:
            return
        after = replace(
            case,
            contract=case.rest[0],
            rest=case.rest[1:],
            state=State.DRAFT,
            mrn="",
        )
        spread = self.profile.repair
        draw = self.stream(f"part/{case.reference}")
        self.site.after(
            draw.seconds(spread.median, spread.p90), lambda: self._lodge(after)
        )

    def _collect(self, case: Case) -> None:
        """Fetch released goods as soon as they are there."""
        if self.paper.released(case):
            return
        port, ucr = self.site.port, case.contract.ucr
        perishable = any(item.good.perishable for item in case.contract.items)
        first = case.order.relief or (perishable and self.site.policy.perishables_first)

        def fetch() -> None:
            port.gate_out(
                ucr,
                case.id,
                lambda: self._move(case, Trigger.GATE_OUT),
                lambda: self._move(case, Trigger.CLOSE),
                first=first,
            )

        port.when_unloaded(ucr, fetch)

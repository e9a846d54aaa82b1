"""Customs of a port where goods change ships: they come in and go out unchanged.

It keeps the one state of a transhipment, holds the report out and what the port loads
against the report in and what it landed, and enquires about goods that stay beyond the
limit (RKC E2). Nothing leaves before what is loaded was compared.
"""

from dataclasses import dataclass, field
from functools import partial

from swsim.documents.parts import AdditionalInformation, Error
from swsim.documents.types.cargo_report import CargoConsignment, CargoReport
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import make_mrn
from swsim.domain.settings import SiteSettings
from swsim.domain.transhipments import State, Transhipment, Trigger, step
from swsim.simulation.answers import outcome
from swsim.simulation.cargo.papers import CONTAINER_LIST, as_declaration
from swsim.simulation.contract import Contract, draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transhipment.boxes import is_tampered, resealed
from swsim.simulation.transhipment.comparing import (
    CONTRACT,
    STAYED,
    broken,
    differences,
)
from swsim.simulation.transhipment.papers import (
    IN,
    OUT,
    onward_copy,
    order_to_port,
    orders_of,
)

_FIRST_NUMBER = 7_000_000_000_000  # reports count from here on among the MRNs
_NO_PREVIOUS = "R52"  # the rule that a paper before this one exists and covers it


@dataclass(kw_only=True, slots=True)
class Stop:
    """A transhipment as customs of the port keeps it.

    `known` is the consignment that the next look is held against, `seen` the one that
    differed from it; `about` is the paper that was judged last.
    """

    case: str
    plan: Transhipment
    contract: Contract
    report: CargoReport
    mrn: str
    known: CargoConsignment
    about: Declaration
    state: State = State.REPORTED
    waiting: CargoReport | None = None
    seen: CargoConsignment | None = None
    told: int = 0
    entries: dict[str, Declaration] = field(default_factory=dict)


class TranshipmentOffice(Desk):
    """Customs of the port."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        self._orders = orders_of(self.site)
        self._stops: dict[str, Stop] = {}
        self._answers = 0
        self.handlers |= {CargoReport: self.reported}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods change ships here."""
        return bool(settings.transhipping)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about goods that change ships here."""
        return mail.conversation_id in self._orders

    def stop(self, case: str) -> Stop | None:
        """Return the transhipment of a case, None before it is reported."""
        return self._stops.get(case)

    def reported(self, mail: Incoming) -> None:
        """Take in a report at arrival, a report at departure, or a list of the port."""
        report = mail.document
        assert isinstance(report, CargoReport)
        stop = self._stops.get(mail.conversation_id)
        if not report.consignments:
            return
        if stop is None:
            if report.type == IN:
                self._register(mail.conversation_id, report)
        elif report.type == OUT:
            self._out(stop, report)
        elif report.type == CONTAINER_LIST:
            self._listed(stop, report)

    # --- in ------------------------------------------------------------------------

    def _register(self, case: str, report: CargoReport) -> None:
        order = self._orders[case]
        if order.transhipment is None:
            return
        number = _FIRST_NUMBER + len(self._stops) + 1
        world = self.site.world
        stop = Stop(
            case=case,
            plan=order.transhipment,
            contract=draw_contract(order, world.seed, world.start),
            report=report,
            mrn=make_mrn(self.site.moment().year, self.site.member, number),
            known=report.consignments[0],
            about=as_declaration(report),
        )
        self._stops[case] = stop
        self.answer(stop, Indicator.ACCEPTED)
        self._tell_port(stop, Indicator.ACCEPTED)

    def _listed(self, stop: Stop, listed: CargoReport) -> None:
        """Hold what the port sees against what is known."""
        [seen, *_] = listed.consignments
        found = differences(stop.known, seen)
        if stop.state is State.REPORTED:
            self._landed(stop, seen, found)
        elif stop.state is State.CLEARED:
            if found:
                self.hold(stop, found, seen)
            else:
                self._leave(stop, listed)

    def _landed(
        self, stop: Stop, seen: CargoConsignment, found: tuple[str, ...]
    ) -> None:
        """Begin to count the days; what differs from the report is written down."""
        self._write(stop, found)
        stop.known = seen
        self._move(stop, Trigger.LAND)
        self.site.after(stop.plan.limit, partial(self._enquire, stop))
        if stop.waiting is not None:
            self._consider(stop, stop.waiting)

    # --- out -----------------------------------------------------------------------

    def _out(self, stop: Stop, report: CargoReport) -> None:
        """Take a report at departure: it has to name the contract of the arrival."""
        stop.about = as_declaration(report)
        found = differences(stop.known, report.consignments[0])
        if CONTRACT in found:
            self._write(stop, (CONTRACT,))
            self.refuse(stop, "No goods are here under this transport contract")
        elif stop.state is State.REPORTED:
            stop.waiting = report
        elif stop.state in (State.IN_PORT, State.OVERDUE):
            self._consider(stop, report)

    def _consider(self, stop: Stop, report: CargoReport) -> None:
        whole = report.consignments[0]
        if stop.state is State.OVERDUE:
            self._write(stop, (STAYED,))
        found = differences(stop.known, whole)
        if found:
            self.hold(stop, found, whole)
        else:
            self.clear(stop)

    def refuse(self, stop: Stop, why: str) -> None:
        """Refuse a paper that is not about what is here."""
        wrong = Error(code=_NO_PREVIOUS, description=why)
        self.answer(stop, Indicator.REJECTED, errors=(wrong,))

    def clear(self, stop: Stop) -> None:
        """Let goods be loaded."""
        self._move(stop, Trigger.CLEAR)
        # What leaves a free zone is released; in the terminal nothing ever was.
        zone = stop.plan.zone is not None
        self.answer(stop, Indicator.RELEASED if zone else Indicator.MAY_MOVE)
        self._tell_port(stop, Indicator.RELEASED)

    def _leave(self, stop: Stop, loaded: CargoReport) -> None:
        """Close a transhipment, and tell the country that the goods go on to."""
        self._move(stop, Trigger.LEAVE)
        copy = onward_copy(loaded, self.site.moment())
        self.of.send(self.single_window, copy, stop.case)

    def enter_zone(self, stop: Stop) -> None:
        """End a transhipment: the goods go into the free zone."""
        self._move(stop, Trigger.ENTER_ZONE)
        self._tell_port(stop, Indicator.MAY_MOVE)

    # --- when something differs ------------------------------------------------------

    def hold(
        self, stop: Stop, found: tuple[str, ...], seen: CargoConsignment | None
    ) -> None:
        """Hold goods that are not what they were, and have them examined."""
        self._write(stop, found)
        stop.seen = seen
        self._move(stop, Trigger.HOLD)
        self.answer(stop, Indicator.EXAMINATION)
        self._tell_port(stop, Indicator.DETAINED)
        wait, work = self.profile.inspection_wait, self.profile.inspection_work
        draw = self.of.stream(f"transhipment/{stop.mrn}/{stop.told}")
        lasts = draw.seconds(wait.median, wait.p90) + self.site.working(
            draw.seconds(work.median, work.p90)
        )
        self.site.after(lasts, partial(self._examined, stop))

    def _examined(self, stop: Stop) -> None:
        """Seize what somebody was at; seal and clear what has an explanation."""
        if is_tampered(stop.contract, stop.plan):
            self._move(stop, Trigger.SEIZE)
            self.answer(stop, Indicator.DETAINED)
            return
        if stop.seen is not None:
            stop.known = resealed(stop.seen) if broken(stop.seen) else stop.seen
        self.clear(stop)

    # --- when the goods stay ----------------------------------------------------------

    def _enquire(self, stop: Stop) -> None:
        if stop.state is not State.IN_PORT:
            return
        self._move(stop, Trigger.ENQUIRE)
        limit = self.site.moment(self.site.now + stop.plan.grace)
        wanted = AdditionalInformation(code="OVERDUE", limit=limit, type="RFI")
        self.answer(stop, Indicator.DOCUMENTS_WANTED, information=(wanted,))
        self.site.after(stop.plan.grace, partial(self._abandon, stop))

    def _abandon(self, stop: Stop) -> None:
        """Take goods that nobody answers for as abandoned to customs."""
        if stop.state is State.OVERDUE:
            self._move(stop, Trigger.ABANDON)
            self.answer(stop, Indicator.DETAINED)
            self._tell_port(stop, Indicator.DETAINED)

    # --- telling and writing down -----------------------------------------------------

    def answer(
        self,
        stop: Stop,
        indicator: Indicator,
        errors: tuple[Error, ...] = (),
        information: tuple[AdditionalInformation, ...] = (),
        mrn: str | None = None,
    ) -> None:
        """Answer the paper that was judged last; `mrn` is its own number, if any."""
        self._answers += 1
        rejected = indicator is Indicator.REJECTED
        answer = outcome(
            indicator,
            reference=f"{self.site.member}-TRS-{self._answers:06d}",
            at=self.site.moment(),
            about=stop.about,
            mrn=None if rejected else mrn or stop.mrn,
            errors=errors,
            information=information,
        )
        self.of.send(self.single_window, answer, stop.case)

    def _tell_port(self, stop: Stop, status: Indicator) -> None:
        stop.told += 1
        told = order_to_port(stop.report, self.site.moment(), status, stop.told)
        self.of.send(self.single_window, told, stop.case)

    def _move(self, stop: Stop, trigger: Trigger) -> None:
        before, stop.state = stop.state, step(stop.state, trigger)
        self.of.record(
            Kind.TRANSHIPMENT,
            stop.case,
            movement=stop.mrn,
            report=stop.report.reference or "",
            **{"from": before, "to": stop.state},
        )

    def _write(self, stop: Stop, found: tuple[str, ...]) -> None:
        for code in found:
            self.of.record(
                Kind.DISCREPANCY,
                stop.case,
                movement=stop.mrn,
                report=stop.report.reference or "",
                found=code,
                office=stop.plan.port,
            )

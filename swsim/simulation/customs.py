"""Customs of a country: registers, scores, assigns a channel, assesses, inspects.

One SimPy process carries a declaration from registration to release; documents, duty,
control and arrival run in parallel and join. Customs talks to its single window only.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import simpy

from swsim.documents.parts import Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import Response
from swsim.domain.codes import Channel, Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import make_mrn
from swsim.domain.lifecycle import STEPS, Hold, State, Trigger
from swsim.domain.money import Money
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.simulation.answers import (
    assessment,
    channel_statement,
    indicator_of,
    outcome,
    reference_of,
)
from swsim.simulation.declarations import (
    leg_of,
    order_of,
    payable,
    ucr_of,
    without_goods,
)
from swsim.simulation.mail import Incoming
from swsim.simulation.matching import Match, compare, outline
from swsim.simulation.participant import Participant
from swsim.simulation.records import CustomsRecords
from swsim.simulation.risk import Reason, select
from swsim.simulation.site import Site
from swsim.validation.result import Finding

Process = Generator[simpy.Event, Any, None]

# Risk points are illustrative.
_POINTS = {"W": 10, "R": 20}
_MISMATCH_POINTS = 30
_PAYMENT_DAYS = 10
_SEIZED_AFTER = 86_400


@dataclass(kw_only=True, slots=True)
class File:
    """A declaration as customs keeps it."""

    case: str
    declaration: Declaration
    mrn: str
    accepted: datetime
    leg: Leg
    findings: tuple[Finding, ...]
    paid: simpy.Event
    documents: simpy.Event
    payable: Money | None = None
    state: State = State.LODGED

    @property
    def reference(self) -> str:
        """The LRN."""
        return self.declaration.reference or ""


class Customs(Participant):
    """The customs administration of one country."""

    role = "cus"
    sees_risk = True

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.single_window = self.neighbour("sw")
        officers = self.profile.officers
        self.assessors = site.open_desk("assessment", officers.assessment)
        self.inspectors = site.open_desk("inspection", officers.inspection)
        self._files: dict[str, File] = {}
        self._by_mrn: dict[str, File] = {}
        self.lookup = self.records = CustomsRecords(site)
        self._answers = 0
        self._channels = {
            order.id: Channel(order.channel)
            for order in (*site.settings.orders, *site.settings.inbound)
            if order.channel
        }
        self.handlers |= {
            Declaration: self.declared,
            PaymentNotice: self.paid,
            Response: self.held_by_agency,
        }

    # --- what comes in -----------------------------------------------------------

    def declared(self, mail: Incoming) -> None:
        """Start clearance, take supplied documents, or store export data."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        act = {
            Function.CHANGE.value: self._supplied,
            Function.ADVANCE_NOTIFICATION.value: self._announced,
        }.get(declaration.function or "", self._lodged)
        act(mail, declaration)

    def _announced(self, mail: Incoming, export: Declaration) -> None:
        self.records.announced(export)

    def _supplied(self, mail: Incoming, declaration: Declaration) -> None:
        errors = self.errors(mail)
        if errors:
            self.reply(mail, self._refusal(declaration, errors))
            return
        file = self._files.get(declaration.reference or "")
        if file is not None and not file.documents.triggered:
            file.documents.succeed()

    def _refusal(self, declaration: Declaration, errors: tuple[Error, ...]) -> Response:
        return outcome(
            Indicator.CHANGE_REFUSED,
            reference=self._reference(),
            at=self.site.moment(),
            about=declaration,
            errors=errors,
        )

    def _lodged(self, mail: Incoming, declaration: Declaration) -> None:
        if declaration.reference in self._files:
            return
        self.records.lodged(declaration)
        self.records.opened(declaration)
        now = self.site.moment()
        file = File(
            case=mail.conversation_id,
            declaration=declaration,
            mrn=make_mrn(now.year, self.site.member, len(self._files) + 1),
            accepted=now,
            leg=leg_of(declaration),
            findings=mail.result.findings,
            paid=self.env.event(),
            documents=self.env.event(),
        )
        self._files[file.reference] = file
        self._by_mrn[file.mrn] = file
        self.records.registered(declaration, file.mrn)
        self.env.process(self._clear(file))

    def paid(self, mail: Incoming) -> None:
        """Lift the duty hold when the full amount has come in; remind otherwise."""
        notice = mail.document
        assert isinstance(notice, PaymentNotice)
        file = self._by_mrn.get(notice.declaration_id or "")
        if file is None or file.payable is None or file.paid.triggered:
            return
        amount = notice.payment.paid if notice.payment else None
        due = file.payable
        if amount and amount.currency == due.currency and amount.value >= due.value:
            file.paid.succeed()
        else:
            self._ask_payment(file)

    def held_by_agency(self, mail: Incoming) -> None:
        """Detain what another agency refused."""
        assert isinstance(mail.document, Response)
        file = self._files.get(reference_of(mail.document))
        refused = indicator_of(mail.document) is Indicator.DETAINED
        if file and refused and (file.state, Trigger.DETAIN) in STEPS:
            self._move(file, Trigger.DETAIN)

    # --- the life of a declaration -----------------------------------------------

    def _clear(self, file: File) -> Process:
        """Carry a declaration from registration to release."""
        self._register(file)
        with self.assessors.request() as officer:
            yield officer
            yield self.env.timeout(self._draw(file, f"{self._prefix(file)}assessment"))
        # Another agency may have said no meanwhile.
        if file.state is State.REGISTERED:
            yield from self._control_and_release(file)

    def _control_and_release(self, file: File) -> Process:
        """Assign the channel, do all that it asks for side by side, and release."""
        channel = self._select(file)
        holds = [self.env.process(hold) for hold in self._holds(file, channel)]
        yield self.env.all_of(holds)
        if file.state is State.SELECTED:
            self._move(file, Trigger.RELEASE)
            self._answer(file, Indicator.RELEASED)
            self.records.closed(file.declaration)
            file.declaration = without_goods(file.declaration)

    def _prefix(self, file: File) -> str:
        return "export_" if file.leg == "export" else ""

    def _draw(self, file: File, what: str) -> int:
        """Return how long something takes for this declaration, in seconds."""
        spread = getattr(self.profile, what)
        stream = self.stream(f"{what}/{file.reference}")
        return stream.seconds(spread.median, spread.p90)

    def _register(self, file: File) -> None:
        self._move(file, Trigger.REGISTER)
        port = self.site.port
        awaited = (
            file.leg == "import"
            and not port.arrival(ucr_of(file.declaration)).triggered
        )
        self._answer(
            file, Indicator.AWAITING_ARRIVAL if awaited else Indicator.ACCEPTED
        )

    def _select(self, file: File) -> Channel:
        """Put a declaration in a channel."""
        selection = select(
            self._reasons(file),
            self.profile.channels,
            self.stream(f"channel/{file.reference}"),
            self._channels.get(order_of(file.declaration)),
        )
        self._move(file, Trigger.SELECT)
        self.record(
            Kind.CHANNEL,
            file.case,
            declaration=file.reference,
            leg=file.leg,
            channel=selection.channel,
            score=selection.score,
            reasons=selection.reasons,
        )
        return selection.channel

    def _reasons(self, file: File) -> Iterator[Reason]:
        """Yield what speaks for a closer look."""
        for each in file.findings:
            severity = self.severity(each)
            # The export data are compared anew below, as they stand by now.
            if severity in _POINTS and each.rule != "R50":
                yield Reason(why=each.rule, points=_POINTS[severity])
        if file.leg == "import":
            match = self._match(file)
            if match is not Match.OK:
                yield Reason(why=match, points=_MISMATCH_POINTS)

    def _match(self, file: File) -> Match:
        if not self.site.policy.share_export_data:
            return Match.OK
        export = self.records.export_of(ucr_of(file.declaration))
        match = compare(outline(file.declaration), export)
        self.record(Kind.MATCH, file.case, declaration=file.reference, verdict=match)
        return match

    def _holds(self, file: File, channel: Channel) -> list[Process]:
        """Return what stands between selection and release."""
        holds: list[Process] = []
        if channel is Channel.YELLOW:
            holds.append(self._documents(file))
        if channel is Channel.RED:
            holds.append(self._control(file))
        if file.leg == "import":
            holds.append(self._duty(file))
            if not self.profile.release_before_arrival:
                holds.append(self._arrival(file))
        return holds

    def _documents(self, file: File) -> Process:
        """Yellow: wait for documents; when they do not come in time, inspect."""
        limit = self.profile.documents_limit
        self._set(file, Hold.DOCUMENTS)
        self._answer(
            file,
            Indicator.DOCUMENTS_WANTED,
            channel=Channel.YELLOW,
            limit=self.site.now + limit,
        )
        yield self.env.any_of([file.documents, self.env.timeout(limit)])
        self._lift(file, Hold.DOCUMENTS)
        if not file.documents.triggered:
            yield self.env.process(self._control(file))

    def _control(self, file: File) -> Process:
        """Red: have the goods positioned, wait for an officer, open and look."""
        self._set(file, Hold.CONTROL)
        self._answer(file, Indicator.EXAMINATION, channel=Channel.RED)
        ucr = ucr_of(file.declaration)
        if file.leg == "import" and not self.site.port.arrival(ucr).processed:
            yield self.site.port.arrival(ucr)
        positioned = self.env.event()
        self.site.port.position(ucr, file.case, file.leg, lambda: _happen(positioned))
        yield positioned
        with self.inspectors.request() as officer:
            yield officer
            self.stamp(Point.INSPECTION_STARTED, file.case, file.reference, file.leg)
            yield self.env.timeout(self._draw(file, "inspection_work"))
        self._lift(file, Hold.CONTROL)
        offence = self.stream(f"offence/{file.reference}")
        if offence.chance(self.profile.violation_per_mille):
            self._detain(file)

    def _detain(self, file: File) -> None:
        if file.state is State.SELECTED:
            self._move(file, Trigger.DETAIN)
            self._answer(file, Indicator.DETAINED)
            self.site.after(_SEIZED_AFTER, lambda: self._move(file, Trigger.SEIZE))

    def _duty(self, file: File) -> Process:
        """Assess duties and taxes; wait for payment unless it may come later."""
        yield self.env.timeout(self._draw(file, "duty_assessment"))
        file.payable = payable(file.declaration)
        self._set(file, Hold.DUTY)
        if file.payable is not None and file.payable.value > 0:
            self._ask_payment(file)
            if not self.profile.payment_deferred:
                yield file.paid
        self._lift(file, Hold.DUTY)

    def _arrival(self, file: File) -> Process:
        arrival = self.site.port.arrival(ucr_of(file.declaration))
        if not arrival.processed:
            self._set(file, Hold.ARRIVAL)
            yield arrival
            self._lift(file, Hold.ARRIVAL)

    # --- writing down and answering ----------------------------------------------

    def _move(self, file: File, trigger: Trigger) -> None:
        done = self.transition(file.state, trigger, file.case, file.reference, file.leg)
        file.state = done.to
        self.records.stands(file.reference, done.to)
        point = done.import_point if file.leg == "import" else done.export_point
        if point is not None:
            self.stamp(point, file.case, file.reference, file.leg)

    def _set(self, file: File, hold: Hold) -> None:
        self.hold(hold, "set", file.case, file.reference, file.leg)

    def _lift(self, file: File, hold: Hold) -> None:
        self.hold(hold, "lifted", file.case, file.reference, file.leg)

    def _reference(self) -> str:
        self._answers += 1
        return f"{self.site.member}-CUS-{self._answers:06d}"

    def _answer(
        self,
        file: File,
        indicator: Indicator,
        *,
        channel: Channel | None = None,
        limit: int | None = None,
    ) -> None:
        until = None if limit is None else self.site.moment(limit)
        answer = outcome(
            indicator,
            reference=self._reference(),
            at=self.site.moment(),
            about=file.declaration,
            mrn=file.mrn,
            accepted=file.accepted,
            information=(channel_statement(channel, until),) if channel else (),
        )
        self.send(self.single_window, answer, file.case)

    def _ask_payment(self, file: File) -> None:
        assert file.payable is not None
        answer = assessment(
            reference=self._reference(),
            at=self.site.moment(),
            due=self.site.moment() + timedelta(days=_PAYMENT_DAYS),
            about=file.declaration,
            mrn=file.mrn,
            accepted=file.accepted,
            payable=file.payable,
        )
        self.send(self.single_window, answer, file.case)


def _happen(event: simpy.Event) -> None:
    event.succeed()

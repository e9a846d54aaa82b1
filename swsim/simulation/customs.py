"""Customs of a country: registers, scores, assigns a channel, assesses, inspects.

One SimPy process carries a declaration from registration to release; documents, duty,
control and arrival run in parallel and join. Customs talks to its single window only.
"""

from collections.abc import Generator, Iterable
from typing import Any

import simpy

from swsim.documents.parts import Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import Channel, Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import kept, make_mrn
from swsim.domain.lifecycle import STEPS, Hold, State, Trigger
from swsim.domain.settings import Leg
from swsim.domain.targeting import TargetingRule
from swsim.simulation.answers import indicator_of, outcome, reference_of
from swsim.simulation.casework import Casework
from swsim.simulation.certificates.preference import Preference
from swsim.simulation.controls import Controls
from swsim.simulation.declarations import (
    characteristics,
    is_destined,
    leg_of,
)
from swsim.simulation.exports import OVERDUE
from swsim.simulation.files import NO_TRAITS, File
from swsim.simulation.mail import Incoming
from swsim.simulation.payments.collecting import Collecting
from swsim.simulation.recognition.desk import Recognition
from swsim.simulation.selectivity import Selectivity
from swsim.simulation.site import Site

Process = Generator[simpy.Event, Any, None]


class Customs(Casework):
    """The customs administration of one country."""

    role = "cus"
    recalls = False  # whether released goods may still be looked for

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.assessors = self.open_queue("assessment", self.profile.officers.assessment)
        self.controls = Controls(self)
        self._files: dict[str, File] = {}
        self.selectivity = Selectivity(self)
        self.controls.listen(self.selectivity.controlled)
        self.handlers |= {
            Declaration: self.declared,
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
        shipment = export.shipment
        left = shipment.exit if shipment else None
        announced = self.records.exports.announce(
            export,
            mail.conversation_id,
            self.site.second(left) if left else self.site.now,
        )
        # What only passes through is nobody's to import here.
        here = is_destined(export, self.site.member)
        if here and self.site.policy.reconcile_exports:
            wait = announced.departed + OVERDUE - self.site.now
            self.site.after(max(1, wait), lambda: self.selectivity.reconcile(announced))

    def _supplied(self, mail: Incoming, declaration: Declaration) -> None:
        errors = self.errors(mail)
        if errors:
            self.reply(mail, self._refusal(declaration, errors))
            return
        file = self._files.get(declaration.reference or "")
        if file and file.documents and not file.documents.triggered:
            file.documents.succeed()

    def _refusal(self, declaration: Declaration, errors: tuple[Error, ...]) -> Response:
        return outcome(
            Indicator.CHANGE_REFUSED,
            reference=self.new_reference(),
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
            stated=declaration,
            mrn=make_mrn(now.year, self.site.member, len(self._files) + 1),
            accepted=now,
            leg=leg_of(declaration),
            findings=mail.result.findings,
            documents=self.env.event(),
        )
        self._files[kept(file.reference)] = file
        self.records.registered(declaration, file.mrn)
        self.controls.expect(file)
        self.site.counter.entered(file.case, file.reference)
        self.env.process(self._clear(file))

    def held_by_agency(self, mail: Incoming) -> None:
        """Detain what another agency refused."""
        assert isinstance(mail.document, Response)
        file = self._files.get(reference_of(mail.document))
        refused = indicator_of(mail.document) is Indicator.DETAINED
        if file and refused and (file.state, Trigger.DETAIN) in STEPS:
            self.move(file, Trigger.DETAIN)

    # --- for its desks ---------------------------------------------------------------

    def file(self, reference: str, mrn: str) -> File | None:
        """Return the declaration of an MRN, or else of an LRN."""
        return self._files.get(self.records.reference_of(mrn) or reference)

    def file_of(self, ucr: str, leg: Leg) -> File | None:
        """Return the declaration of a leg that names a UCR, None without one."""
        return next(
            (
                file
                for file in self._files.values()
                if file.leg == leg and file.ucr == ucr
            ),
            None,
        )

    def states_of(self, trader: str) -> frozenset[State]:
        """Return where the declarations of a trader stand."""
        return frozenset(
            file.state for file in self._files.values() if file.trader == trader
        )

    def last_import_from(self, country: str) -> File | None:
        """Return the last import declaration of goods that a country exported."""
        return next(
            (
                file
                for file in reversed(self._files.values())
                if file.leg == "import" and file.ucr[1:3] == country
            ),
            None,
        )

    # --- targeting -----------------------------------------------------------------

    def adopt(self, rule: TargetingRule) -> tuple[File, ...]:
        """Look for something from now on, and in what is pending already.

        A declaration that waits to be released is inspected if it fits; those that are
        are returned. One in assessment is held against the rule when it is selected.
        """
        rule = self.records.targeting.adopt(rule)
        self._note(rule, "adopted")
        found = tuple(self._pending(rule))
        for file in found:
            self.selectivity.escalate(file, rule)
            file.hold(self.env.process(self.controls.inspection(file)))
        return found

    def missed(self, rule: TargetingRule) -> tuple[File, ...]:
        """Return what a rule would have stopped, had it come before the release.

        Only where `recalls` is set: otherwise what was released is forgotten.
        """
        return tuple(
            file
            for file in self._files.values()
            if file.state is State.RELEASED and rule.fits(file.traits)
        )

    def withdraw(self, id: str) -> None:
        """Look for something no longer; inspections that were ordered are made."""
        rule = self.records.targeting.withdraw(id, self.site.now)
        if rule is not None:
            self._note(rule, "withdrawn")

    def _pending(self, rule: TargetingRule) -> Iterable[File]:
        if rule.points < self.site.policy.red_from:
            return ()
        return (
            file
            for file in self._files.values()
            if file.state is State.SELECTED
            and not file.opened
            and rule.fits(file.traits)
        )

    def _note(self, rule: TargetingRule, change: str) -> None:
        self.record(
            Kind.TARGETING,
            "",
            rule=rule.id,
            version=rule.version,
            change=change,
            owner=rule.owner,
            reason=rule.reason,
            until=rule.until,
        )

    # --- the life of a declaration -----------------------------------------------

    def _clear(self, file: File) -> Process:
        """Carry a declaration from registration to release."""
        self._register(file)
        yield from self.desk(Recognition).consider(file)
        work = self.draw(file, f"{self._prefix(file)}assessment")
        first = self.site.priority(perishable=False, ahead=file.ahead)
        yield from self.assessors.serve(file.job, work, priority=first)
        # Another agency may have said no meanwhile.
        if file.state is State.REGISTERED:
            yield from self._control_and_release(file)
        else:
            self.controls.waive(file)

    def _control_and_release(self, file: File) -> Process:
        """Assign the channel, do all that it asks for side by side, and release."""
        selection = self.selectivity.select(file)
        self.move(file, Trigger.SELECT)
        self.selectivity.choose(file, selection)
        holds = self._holds(file, selection.channel)
        file.holds = tuple(self.env.process(hold) for hold in holds)
        yield self.env.all_of(file.holds)
        # Meanwhile a new targeting rule may have asked for an inspection.
        while not all(hold.processed for hold in file.holds):
            yield self.env.all_of(file.holds)
        if file.state is State.SELECTED:
            self.move(file, Trigger.RELEASE)
            self.answer(file, Indicator.RELEASED)
            self.records.closed(file.declaration)
            file.settle()
            if not self.recalls:
                file.traits = NO_TRAITS
            if file.channel is Channel.BLUE:
                self.env.process(self.controls.audit(file))

    def _prefix(self, file: File) -> str:
        return "export_" if file.leg == "export" else ""

    def _register(self, file: File) -> None:
        self.move(file, Trigger.REGISTER)
        self.record(
            Kind.DECLARED,
            file.case,
            declaration=file.reference,
            leg=file.leg,
            profile=self.profile.base,
            **characteristics(file.declaration),
            **self._export_data(file),
            **self.desk(Recognition).known(file),
        )
        awaited = self._is_awaited(file)
        self.answer(file, Indicator.AWAITING_ARRIVAL if awaited else Indicator.ACCEPTED)

    def _is_awaited(self, file: File) -> bool:
        """Tell whether goods are still to arrive."""
        return file.leg == "import" and not self.site.port.arrival(file.ucr).triggered

    def _export_data(self, file: File) -> dict[str, str]:
        """Tell of an import whether the export data from abroad are there."""
        if file.leg == "export":
            return {}
        known = self.records.exports.of_ucr(file.ucr) is not None
        return {"export_data": "yes" if known else "no"}

    def _holds(self, file: File, channel: Channel) -> list[Process]:
        """Return what stands between selection and release."""
        holds: list[Process] = []
        if channel is Channel.YELLOW:
            holds.append(self.controls.documents(file))
        # What went out on paper is gone; its papers and duties are looked at late.
        if channel is Channel.RED and not self.site.counter.let_go(file.case):
            holds.append(self.controls.inspection(file))
        else:
            self.controls.waive(file)
        if file.leg == "import":
            holds.append(self._duty(file))
            if not self.profile.release_before_arrival:
                holds.append(self._arrival(file))
        decided = self.site.led.reserved(file.case)
        if decided is not None:
            holds.append(self._decision(file, decided))
        return holds

    def _decision(self, file: File, decided: simpy.Event) -> Process:
        """Wait for a decision that the trainer has reserved."""
        self.set(file, Hold.DECISION)
        choice = yield decided
        self.lift(file, Hold.DECISION)
        if choice == "detain":
            self.detain(file)

    def _duty(self, file: File) -> Process:
        """Assess duties and taxes; wait for payment unless it may come later."""
        work = self.draw(file, "duty_assessment")
        yield self.env.timeout(self.site.working(work))
        if file.state is State.CANCELLED:
            return
        file.payable = yield from self.desk(Preference).settle(file)
        self.set(file, Hold.DUTY)
        if file.payable is not None and file.payable.value > 0:
            self.desk(Collecting).ask(file)
            if not self._deferred(file):
                file.payment = self.env.event()
                yield file.payment
        self.lift(file, Hold.DUTY)

    def _deferred(self, file: File) -> bool:
        """Tell whether goods go before their duties are paid."""
        if file.trusted:
            return True
        switch = self.site.policy.release_before_payment
        return self.profile.payment_deferred if switch == "profile" else switch == "on"

    def _arrival(self, file: File) -> Process:
        arrival = self.site.port.arrival(file.ucr)
        if not arrival.processed:
            self.set(file, Hold.ARRIVAL)
            yield arrival
            self.lift(file, Hold.ARRIVAL)

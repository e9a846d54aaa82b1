"""The desk of customs that reports seizures to its intelligence office."""

from dataclasses import dataclass, replace

from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.documents.types.response import Response
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import CarelessReport
from swsim.domain.schemes import Control, Result
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.assistance.answering import Answering
from swsim.simulation.customs import Customs
from swsim.simulation.files import File
from swsim.simulation.intelligence.reports import (
    Fault,
    again,
    seizure_report,
    spoilt,
)
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reported:
    """A report as it should be, and how often it was sent."""

    case: str
    report: EnforcementReport
    sent: int = 1


class Reporting(Desk):
    """Reports what inspections found hidden, and mends what comes back."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Customs)
        self._customs = of
        self._office = of.site.settings.rilo
        self._reports: dict[str, _Reported] = {}
        self._references: dict[str, str] = {}
        self._faults: list[Fault] = []
        settings = of.site.settings
        self._orders = {
            order.id: order
            for order in (*settings.orders, *settings.inbound)
            if order.contraband
        }
        self.handlers = {Response: self.answered}
        of.controls.listen(self.controlled)
        of.site.expect(CarelessReport, self._careless)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a message answers a report."""
        document = mail.document
        return isinstance(document, Response) and (
            reference_of(document) in self._reports
        )

    def report_on(self, file: File) -> str | None:
        """Return the reference of the report on a declaration, None without one."""
        return self._references.get(file.reference)

    def controlled(self, file: File, control: Control, result: Result) -> None:
        """Report what was found hidden, and tell the other side if that is policy."""
        order = self._orders.get(file.order)
        if file.found is None or order is None:
            return
        number = len(self._references) + 1
        member, site = self.site.member, self.site
        reference = f"{member}-{site.moment().year}-{number:06d}"
        self._references[file.reference] = reference
        if site.policy.spontaneous_information and file.leg == "export":
            self.of.desk(Answering).inform(file, order.destination)
        if self._office is None:
            self._note(file.case, reference, "kept-at-home")
            return
        seized = site.moment()
        spread = self.profile.cooperation.report
        wait = self.of.stream(f"report/{reference}").seconds(spread.median, spread.p90)
        alerted = any("-TR-" in reason for reason in file.reasons)

        def report() -> None:
            assert file.found is not None
            written = seizure_report(
                file.found,
                order,
                file.traits,
                reference=reference,
                by=member,
                place=site.settings.ports[0],
                seized=seized,
                at=site.moment(),
                alerted=alerted,
            )
            self._reports[reference] = _Reported(case=file.case, report=written)
            self._send(file.case, self._as_written(written))

        site.after(wait, report)

    def _as_written(self, report: EnforcementReport) -> EnforcementReport:
        return spoilt(report, self._faults.pop(0)) if self._faults else report

    def _send(self, case: str, report: EnforcementReport) -> None:
        assert self._office is not None
        self._note(case, report.reference or "", "reported")
        self.of.send(self._office, report, case)

    def answered(self, mail: Incoming) -> None:
        """Take note of what the office says, and mend a report that comes back."""
        answer = mail.document
        assert isinstance(answer, Response)
        about = reference_of(answer)
        if indicator_of(answer) is not Indicator.REJECTED:
            return
        reported = self._reports.pop(about)
        spread = self.profile.cooperation.report
        draw = self.of.stream(f"report/{about}/again")

        def mended() -> None:
            sent = reported.sent + 1
            better = again(reported.report, self.site.moment(), sent)
            self._reports[better.reference or ""] = replace(reported, sent=sent)
            self._send(reported.case, self._as_written(better))

        self.site.after(draw.seconds(spread.median, spread.p90), mended)

    def _careless(self, effect: CarelessReport) -> None:
        self._faults.append(effect.fault)

    def _note(self, case: str, about: str, step: str) -> None:
        self.of.record(Kind.INTELLIGENCE, case, about=about, step=step, why=())

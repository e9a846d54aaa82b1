"""The CEN hub: the global store of seizures, which refuses what names anybody."""

from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.domain.codes import Function
from swsim.domain.events import Kind
from swsim.simulation.intelligence.answers import is_nominal, judged
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site


class CenHub(Participant):
    """Keeps the reports that regional offices have checked, without any name.

    `store` holds them by reference; a report that is changed or withdrawn goes.
    """

    role = "cen"

    def __init__(self, site: Site, role: str) -> None:
        super().__init__(site, role)
        self.store: dict[str, EnforcementReport] = {}
        self._answers = 0
        self.handlers |= {EnforcementReport: self.reported}

    def reported(self, mail: Incoming) -> None:
        """Store a report, or refuse it and say why."""
        report = mail.document
        assert isinstance(report, EnforcementReport)
        errors = self.errors(mail)
        if not errors:
            self._store(report)
        nominal = is_nominal(mail.result.findings)
        self.record(
            Kind.INTELLIGENCE,
            mail.conversation_id,
            about=report.reference or "",
            step=("refused-nominal" if nominal else "refused") if errors else "stored",
            why=tuple(each.code or "" for each in errors),
        )
        self._answers += 1
        answer = judged(
            report,
            reference=f"CEN-{self._answers:06d}",
            at=self.site.moment(),
            errors=errors,
        )
        self.reply(mail, answer)

    def _store(self, report: EnforcementReport) -> None:
        for earlier in report.previous:
            self.store.pop(earlier.id or "", None)
        if report.function != Function.CANCELLATION:
            self.store[report.reference or ""] = report

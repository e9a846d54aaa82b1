"""A regional intelligence liaison office (RILO): checks what members report.

A report without names and complete goes on to the CEN hub and becomes an alert; one
that is incomplete is returned, one that names anybody is rejected. Goods are no
business of the office.
"""

from collections.abc import Generator, Iterable
from typing import Any

import simpy

from swsim.documents.parts import Error
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.documents.types.response import Response
from swsim.domain.events import Kind
from swsim.domain.identifiers import participant
from swsim.simulation.intelligence.alerting import Alerting
from swsim.simulation.intelligence.answers import WANTED, is_nominal, judged
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site
from swsim.validation.answer import errors_of

Process = Generator[simpy.Event, Any, None]


class Rilo(Participant):
    """The office of one region."""

    role = "rilo"

    def __init__(self, site: Site, role: str) -> None:
        super().__init__(site, role)
        self._answers = 0
        self.handlers |= {EnforcementReport: self.reported, Response: self.stored}

    @property
    def hub(self) -> str | None:
        """The CEN hub, None where it takes no part."""
        sites = [each for each in self.site.world.sites if each.kind == "cen"]
        return participant(sites[0].id, sites[0].roles[0]) if sites else None

    def reported(self, mail: Incoming) -> None:
        """Put a report in the hands of an analyst."""
        assert isinstance(mail.document, EnforcementReport)
        self.env.process(self._check(mail, mail.document))

    def stored(self, mail: Incoming) -> None:
        """Take note of what the hub says; it has been told all that is known."""

    def _check(self, mail: Incoming, report: EnforcementReport) -> Process:
        times = self.profile.cooperation
        draw = self.stream(f"quality/{report.reference}")
        taken = draw.seconds(times.quality_check.median, times.quality_check.p90)
        yield self.env.timeout(min(taken, times.quality_limit))
        errors = self._faults(mail)
        if is_nominal(mail.result.findings):
            step = "rejected-nominal"
        else:
            step = "returned" if errors else "verified"
        self.record(
            Kind.INTELLIGENCE,
            mail.conversation_id,
            about=report.reference or "",
            step=step,
            why=tuple(each.code or "" for each in errors),
        )
        self.reply(mail, self._answer(report, errors))
        if errors:
            return
        if self.hub:
            self.send(self.hub, report, mail.conversation_id)
        self.desk(Alerting).consider(report, mail.conversation_id)

    def _faults(self, mail: Incoming) -> tuple[Error, ...]:
        """Return what makes a report useless: errors, and what others cannot miss."""
        return errors_of(
            [
                each
                for each in mail.result.findings
                if self.severity(each) == "E" or each.rule in WANTED
            ]
        )

    def _answer(self, report: EnforcementReport, errors: Iterable[Error]) -> Response:
        self._answers += 1
        return judged(
            report,
            reference=f"{self.id.upper()}-{self._answers:06d}",
            at=self.site.moment(),
            errors=errors,
        )

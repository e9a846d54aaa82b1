"""A regional office for capacity building (ROCB): collects figures, compares, reminds.

It hears of counts and times alone, and only when all is over: nothing waits for it.
"""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import simpy

from swsim.documents.cooperation import ReferencedMessage, ValidityPeriod
from swsim.documents.types.performance_report import (
    CapacityOffice,
    Figures,
    PerformanceReport,
)
from swsim.domain.codes import Function
from swsim.domain.events import Kind
from swsim.domain.identifiers import conversation_id, participant
from swsim.simulation.capacity.figures import PROCEDURES, of_region, seconds_of
from swsim.simulation.intelligence.answers import is_nominal, judged
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site

Process = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Counted:
    """A report that was taken, and the case in which it came."""

    case: str
    report: PerformanceReport


@dataclass(kw_only=True, slots=True)
class _Round:
    """A period of all members: `counted` by the customs who reported."""

    period: ValidityPeriod
    counted: dict[str, _Counted] = field(default_factory=dict)
    compared: bool = False


class Rocb(Participant):
    """The office of one region."""

    role = "rocb"

    def __init__(self, site: Site, role: str) -> None:
        super().__init__(site, role)
        self._rounds: dict[datetime, _Round] = {}
        self._written = 0
        self.handlers |= {PerformanceReport: self.reported}

    @property
    def members(self) -> tuple[str, ...]:
        """The customs administrations that report to this office."""
        return tuple(
            participant(each.id, "cus")
            for each in self.site.world.sites
            if each.rocb == self.id
        )

    def reported(self, mail: Incoming) -> None:
        """Put a report on the pile; the first of a period begins the collection."""
        report = mail.document
        assert isinstance(report, PerformanceReport)
        period = report.period
        if period and period.start and period.end and period.start not in self._rounds:
            self._begin(period.start, period.end)
        self.env.process(self._check(mail, report))

    # --- one report ------------------------------------------------------------------

    def _check(self, mail: Incoming, report: PerformanceReport) -> Process:
        times = self.profile.cooperation
        draw = self.stream(f"figures/{report.reference}")
        taken = draw.seconds(times.quality_check.median, times.quality_check.p90)
        yield self.env.timeout(min(taken, times.quality_limit))
        errors = self.errors(mail)
        if is_nominal(mail.result.findings):
            step = "refused-nominal"
        else:
            step = "returned" if errors else "counted"
        self._note(
            mail.conversation_id,
            report.reference or "",
            step,
            why=tuple(each.code or "" for each in errors),
        )
        answer = judged(
            report, reference=self._reference(), at=self.site.moment(), errors=errors
        )
        self.reply(mail, answer)
        if not errors:
            self._count(mail, report)

    def _count(self, mail: Incoming, report: PerformanceReport) -> None:
        assert report.period is not None
        assert report.period.start is not None  # PF06
        round_ = self._rounds[report.period.start]
        round_.counted[mail.sender] = _Counted(case=mail.conversation_id, report=report)
        if set(self.members) <= set(round_.counted):
            self._compare(round_)

    # --- all of a period -------------------------------------------------------------

    def _begin(self, start: datetime, end: datetime) -> None:
        round_ = _Round(period=ValidityPeriod(start=start, end=end))
        self._rounds[start] = round_
        limit = self.profile.cooperation.figures_limit
        ended = self.site.second(end) - self.site.now
        self.site.after(max(1, ended + limit), lambda: self._remind(round_))
        self.site.after(max(1, ended + 2 * limit), lambda: self._compare(round_))

    def _remind(self, round_: _Round) -> None:
        for member in self.members:
            if member not in round_.counted:
                reminder = self._says(Function.REQUEST, round_)
                case = conversation_id(
                    self.site.world.seed, self.id, reminder.reference or ""
                )
                self._note(case, reminder.reference or "", "reminded", partner=member)
                self.send(member, reminder, case)

    def _compare(self, round_: _Round) -> None:
        """Tell all who reported how the region did; nobody is named."""
        if round_.compared:
            return
        round_.compared = True
        told = [each for one in round_.counted.values() for each in one.report.figures]
        region = {leg: found for leg in PROCEDURES if (found := of_region(told, leg))}
        if not region:
            self._note("", "", "not-compared", administrations=len(round_.counted))
        for leg, found in region.items():
            self._note(
                "",
                "",
                "compared",
                leg=leg,
                administrations=found.administrations or 0,
                declarations=found.declarations or 0,
                release_median=seconds_of(found.median),
                release_p90=seconds_of(found.ninetieth),
            )
        for member, counted in round_.counted.items() if region else ():
            self._answer(member, counted, round_, tuple(region.values()))

    def _answer(
        self,
        member: str,
        counted: _Counted,
        round_: _Round,
        figures: tuple[Figures, ...],
    ) -> None:
        answer = replace(
            self._says(Function.RESPONSE, round_),
            figures=figures,
            previous=(ReferencedMessage(id=counted.report.reference),),
        )
        self.send(member, answer, counted.case)

    def _says(self, function: Function, round_: _Round) -> PerformanceReport:
        return PerformanceReport(
            function=function,
            reference=self._reference(),
            issued=self.site.moment(),
            office=CapacityOffice(id=self.id),
            period=round_.period,
        )

    def _reference(self) -> str:
        self._written += 1
        return f"{self.id.upper()}-{self._written:06d}"

    def _note(
        self,
        case: str,
        about: str,
        step: str,
        *,
        why: tuple[str, ...] = (),
        partner: str = "",
        **facts: str | int,
    ) -> None:
        known = {"partner": partner.partition("-")[0].upper()} if partner else {}
        self.record(
            Kind.FIGURES, case, about=about, step=step, why=why, **known, **facts
        )

"""The desk of customs that tells its regional office how it did, once a period."""

from dataclasses import dataclass, replace

from swsim.documents.cooperation import ReferencedMessage, ValidityPeriod
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.performance_report import PerformanceReport
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import CarelessFigures
from swsim.domain.identifiers import conversation_id
from swsim.domain.settings import SiteSettings
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.capacity.counting import Book, Counting
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

_NAMES = "The slowest was the firm of Mr Ramon Farfan."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A report as it should be, and how often it was sent."""

    number: int
    report: PerformanceReport
    sent: int = 1


class Statistics(Desk):
    """Reports counts and times of each period, mends what comes back, heeds reminders.

    A period in which nothing was released is reported when the office asks for it.
    """

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        settings = of.site.settings
        assert settings.rocb is not None
        self._office = settings.rocb
        self._counting = Counting(self.profile.cooperation.figures_period, self._opened)
        self._told: set[int] = set()
        self._reports: dict[str, _Told] = {}
        self._faults: list[str] = []
        self.handlers = {Response: self.answered, PerformanceReport: self.heard}
        of.site.led.watchers.append(self._counting.see)
        of.site.expect(CarelessFigures, self._careless)

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether the administration has a regional office to report to."""
        return settings.rocb is not None

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a message answers a report, or comes from the office."""
        document = mail.document
        if isinstance(document, Response):
            return reference_of(document) in self._reports
        return isinstance(document, PerformanceReport)

    def heard(self, mail: Incoming) -> None:
        """Report at once when reminded; take note of the figures of the region."""
        said = mail.document
        assert isinstance(said, PerformanceReport)
        if said.function == Function.REQUEST and said.period and said.period.start:
            second = self.site.second(said.period.start)
            self._tell(second // self._counting.period)
        elif said.function == Function.RESPONSE:
            self._note(mail.conversation_id, said.reference or "", "compared-with")

    def answered(self, mail: Incoming) -> None:
        """Mend a report that comes back."""
        answer = mail.document
        assert isinstance(answer, Response)
        told = self._reports.pop(reference_of(answer))
        if indicator_of(answer) is not Indicator.REJECTED:
            return
        spread = self.profile.cooperation.report
        draw = self.of.stream(f"figures/{told.report.reference}/again")

        def mended() -> None:
            self._send(_mended(told), mail.conversation_id)

        self.site.after(draw.seconds(spread.median, spread.p90), mended)

    # --- a period --------------------------------------------------------------------

    def _opened(self, number: int) -> None:
        spread = self.profile.cooperation.figures
        draw = self.of.stream(f"figures/{number}")
        ends = (number + 1) * self._counting.period - self.site.now
        self.site.after(
            ends + draw.seconds(spread.median, spread.p90), lambda: self._due(number)
        )

    def _due(self, number: int) -> None:
        if "late" in self._faults and number not in self._told:
            self._faults.remove("late")
            return
        self._tell(number)

    def _tell(self, number: int) -> None:
        if number in self._told:
            return
        self._told.add(number)
        report = self._written(number, self._counting.close(number))
        case = conversation_id(self.site.world.seed, self.of.id, f"figures/{number}")
        self._send(_Told(number=number, report=report), case)

    def _written(self, number: int, book: Book) -> PerformanceReport:
        site, period = self.site, self._counting.period
        start, end = number * period, (number + 1) * period
        return PerformanceReport(
            function=Function.ORIGINAL,
            reference=f"{site.member}-PF-{site.moment(start).year}-{number + 1:03d}",
            issued=site.moment(),
            country=site.member,
            figures=tuple(tally.figures(leg) for leg, tally in book.tallies.items()),
            period=ValidityPeriod(start=site.moment(start), end=site.moment(end)),
        )

    def _send(self, told: _Told, case: str) -> None:
        report = replace(told.report, issued=self.site.moment())
        told = replace(told, report=report)
        reference = report.reference or ""
        self._reports[reference] = told
        fault = next((each for each in self._faults if each != "late"), None)
        if fault is not None:
            self._faults.remove(fault)
            report = _spoilt(report, fault)
        self._note(case, reference, "reported")
        self.of.send(self._office, report, case)

    def _careless(self, effect: CarelessFigures) -> None:
        self._faults.append(effect.fault)

    def _note(self, case: str, about: str, step: str) -> None:
        self.of.record(Kind.FIGURES, case, about=about, step=step, why=())


def _mended(told: _Told) -> _Told:
    """Return a report as it is sent again, under a reference of its own."""
    refused = told.report.reference or ""
    first = refused.removesuffix(f"-{told.sent}") if told.sent > 1 else refused
    sent = told.sent + 1
    report = replace(
        told.report,
        function=Function.CHANGE,
        reference=f"{first}-{sent}",
        previous=(ReferencedMessage(id=refused),),
    )
    return replace(told, report=report, sent=sent)


def _spoilt(report: PerformanceReport, fault: str) -> PerformanceReport:
    """Return a report as somebody writes it in a hurry, or who says too much."""
    if fault == "incomplete":
        return replace(
            report,
            figures=tuple(replace(each, green=None) for each in report.figures),
        )
    return replace(report, information=(AdditionalInformation(description=_NAMES),))

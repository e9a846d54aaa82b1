"""Customs of the country of entry: may this cargo be loaded, and what came of it.

Registered, assessed and allowed are three things: a report is received (17), then
accepted (1), questioned (6), screened (5) or not to be loaded (7). Limits of answers
are training values after the times of the EU's Import Control System 2.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.cargo_report import CargoReport
from swsim.domain.cargo import MOST_IN_A_CONTAINER, SANCTIONED
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import make_mrn
from swsim.domain.settings import SiteSettings
from swsim.simulation.answers import outcome
from swsim.simulation.cargo.papers import (
    CONTAINER_LIST,
    HOUSE,
    MASTER,
    NOTICE,
    as_declaration,
    container_list,
    ucrs_of,
)
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.validation.result import Finding

_FIRST_NUMBER = 8_000_000_000_000  # reports count from here on among the MRNs
_ANSWER_LIMIT = 24 * 3600
_CONFIRM_LIMIT = 2 * 3600
_EARLY_OR_LATE = timedelta(days=1)
_VAGUE = "CR20"


@dataclass(kw_only=True, slots=True)
class Cargo:
    """A report as customs keeps it; `question` is open, `decided` the last word."""

    case: str
    report: CargoReport
    mrn: str
    findings: tuple[Finding, ...]
    question: str = ""
    decided: str = ""
    confirmed: bool = False
    lists: int = 0


class CargoAssessment(Desk):
    """Assesses cargo before it is loaded, and follows it to the first port."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        self._cargo: dict[str, Cargo] = {}
        self._by_case: dict[str, Cargo] = {}
        self._answers = 0
        self.handlers |= {CargoReport: self.reported}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether cargo comes or goes that is reported before loading."""
        return any(order.cargo for order in (*settings.orders, *settings.inbound))

    def reported(self, mail: Incoming) -> None:
        """Take a report in, an answer, a confirmation, a notice or a port's list."""
        report = mail.document
        assert isinstance(report, CargoReport)
        known = self._by_case.get(mail.conversation_id)
        if report.type == CONTAINER_LIST:
            if known is not None:
                self._landed(known, report)
        elif report.type == NOTICE:
            if known is not None:
                self._arrived(known, report)
        elif report.function == Function.RESPONSE and known is not None:
            self._answered(known)
        elif report.function == Function.CONFIRM and known is not None:
            known.confirmed = True
            self._write(known, "confirmed")
        elif known is not None and known.question == "house-missing":
            self._house(known, report)
        else:
            self._register(mail, report)

    # --- before loading --------------------------------------------------------------

    def _register(self, mail: Incoming, report: CargoReport) -> None:
        number = _FIRST_NUMBER + len(self._cargo) + 1
        cargo = Cargo(
            case=mail.conversation_id,
            report=report,
            mrn=make_mrn(self.site.moment().year, self.site.member, number),
            findings=mail.result.findings,
        )
        self._cargo[report.reference or ""] = self._by_case[cargo.case] = cargo
        self._answer(cargo, Indicator.RECEIVED)
        spread = self.profile.assessment
        draw = self.of.stream(f"cargo/{report.reference}")
        wait = draw.seconds(spread.median, spread.p90)
        self.site.after(wait, partial(self._assess, cargo))

    def _assess(self, cargo: Cargo) -> None:
        if _sanctioned(cargo.report):
            self._forbid(cargo, "sanctioned-party")
        elif _house_missing(cargo.report):
            self._ask(cargo, "house-missing", Indicator.DOCUMENTS_WANTED)
        elif _too_heavy(cargo.report):
            self._ask(cargo, "overweight", Indicator.EXAMINATION)
        elif any(each.rule == _VAGUE for each in cargo.findings):
            self._ask(cargo, "vague-description", Indicator.DOCUMENTS_WANTED)
        else:
            self._allow(cargo)

    def _ask(self, cargo: Cargo, why: str, how: Indicator) -> None:
        """Ask a question or a screening; the box waits until it is answered."""
        cargo.question = why
        asked = "screening" if how is Indicator.EXAMINATION else "question"
        self._write(cargo, asked, why)
        limit = self.site.now + _ANSWER_LIMIT
        wanted = AdditionalInformation(
            code=why[:17], limit=self.site.moment(limit), type="RFI"
        )
        self._answer(cargo, how, (wanted,))
        self._list(cargo, how)
        self.site.after(_ANSWER_LIMIT, partial(self._unanswered, cargo, why))

    def _unanswered(self, cargo: Cargo, why: str) -> None:
        if cargo.question == why:
            self._forbid(cargo, "no-answer")

    def _answered(self, cargo: Cargo) -> None:
        if cargo.question:
            cargo.question = ""
            self._allow(cargo)

    def _house(self, cargo: Cargo, house: CargoReport) -> None:
        """Take the missing house filing, and assess what it says."""
        cargo.question = ""
        cargo.report = replace(
            cargo.report, consignments=(*cargo.report.consignments, *house.consignments)
        )
        self._assess(cargo)

    def _allow(self, cargo: Cargo) -> None:
        cargo.decided = "may-load"
        self._write(cargo, "may-load")
        self._answer(cargo, Indicator.ACCEPTED)
        self._list(cargo, Indicator.RELEASED)

    def _forbid(self, cargo: Cargo, why: str) -> None:
        """Order that cargo is not loaded; the carrier confirms within two hours."""
        cargo.question, cargo.decided = "", "do-not-load"
        self._write(cargo, "do-not-load", why)
        self._answer(cargo, Indicator.DETAINED)
        self._list(cargo, Indicator.DETAINED)
        self.site.after(_CONFIRM_LIMIT, partial(self._unconfirmed, cargo))

    def _unconfirmed(self, cargo: Cargo) -> None:
        if not cargo.confirmed:
            self._write(cargo, "unconfirmed")

    # --- the first port --------------------------------------------------------------

    def _arrived(self, cargo: Cargo, notice: CargoReport) -> None:
        """Hold what should not have come; look again at what came otherwise."""
        if cargo.decided == "do-not-load":
            self._write(cargo, "held-at-first-port", "loaded-anyway")
        for why in _otherwise(cargo.report, notice):
            self._write(cargo, "assessed-again", why)
        held = cargo.decided == "do-not-load"
        status = Indicator.DETAINED if held else Indicator.RELEASED
        if "prt" in self.site.settings.roles:
            cargo.report = replace(cargo.report, border_means=notice.border_means)
            self._list(cargo, status)

    def _landed(self, cargo: Cargo, landed: CargoReport) -> None:
        """Write down what a port found otherwise than it was reported."""
        for consignment in landed.consignments:
            for box in consignment.equipment:
                broken = any(
                    seal.condition == Indicator.SEAL_BROKEN for seal in box.seals
                )
                for found in (box.discrepancy, "SEA" if broken else None):
                    if found:
                        self.of.record(
                            Kind.DISCREPANCY,
                            cargo.case,
                            movement=cargo.mrn,
                            found=found,
                            office=landed.office or "",
                        )

    # --- telling ---------------------------------------------------------------------

    def _answer(
        self,
        cargo: Cargo,
        indicator: Indicator,
        information: tuple[AdditionalInformation, ...] = (),
    ) -> None:
        self._answers += 1
        answer = outcome(
            indicator,
            reference=f"{self.site.member}-CAR-{self._answers:06d}",
            at=self.site.moment(),
            about=as_declaration(cargo.report),
            mrn=cargo.mrn,
            information=information,
        )
        self.of.send(self.single_window, answer, cargo.case)

    def _list(self, cargo: Cargo, status: Indicator) -> None:
        cargo.lists += 1
        told = container_list(
            cargo.report, self.site.moment(), status, number=cargo.lists
        )
        self.of.send(self.single_window, told, cargo.case)

    def _write(self, cargo: Cargo, step: str, why: str = "") -> None:
        facts = {"why": why} if why else {}
        self.of.record(
            Kind.CARGO,
            cargo.case,
            step=step,
            report=cargo.report.reference or "",
            ucr=next(iter(ucrs_of(cargo.report)), ""),
            **facts,
        )


def _sanctioned(report: CargoReport) -> bool:
    return any(
        party is not None and party.name in SANCTIONED
        for each in report.consignments
        for party in (each.consignor, each.consignee, each.notify)
    )


def _house_missing(report: CargoReport) -> bool:
    """Tell whether a master stands there without its houses."""
    types = {each.contract.type for each in report.consignments if each.contract}
    return MASTER in types and HOUSE not in types


def _too_heavy(report: CargoReport) -> bool:
    return any(
        (each.gross_mass or 0) > MOST_IN_A_CONTAINER * len(each.equipment)
        for each in report.consignments
        if each.equipment
    )


def _otherwise(report: CargoReport, notice: CargoReport) -> list[str]:
    """Return how an arrival differs from what was reported."""
    found = []
    planned = report.border_means.eta if report.border_means else None
    came = notice.border_means.arrived if notice.border_means else None
    if planned and came and came - planned > _EARLY_OR_LATE:
        found.append("late")
    if planned and came and planned - came > _EARLY_OR_LATE:
        found.append("early")
    if notice.office != report.office:
        found.append("other-port")
    return found

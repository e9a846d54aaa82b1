"""Carriers' agents: one reports cargo to the country of entry, one loads it abroad.

The agent in the country of destination files the report, answers what customs asks and
tells of the arrival; the agent at the port of loading loads what may be loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from swsim.documents.goods import CitedDocument
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.cargo_report import (
    CargoMeasure,
    CargoReport,
    TransportContract,
)
from swsim.documents.types.response import Response
from swsim.domain.cargo import MOST_IN_A_CONTAINER, SANCTIONED, CargoTrouble
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.identifiers import conversation_id
from swsim.domain.members import member
from swsim.domain.settings import ShipmentOrder, SiteSettings
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.cargo.papers import (
    BEFORE_LOADING,
    HOUSE,
    MASTER,
    NOTICE,
    consignment,
    named,
    status_of,
    voyage,
    with_totals,
)
from swsim.simulation.contract import (
    PLANNED_EXIT,
    Contract,
    company,
    draw_contract,
)
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

_CARRIERS = 95  # companies from this number on carry goods
_BOOKING = 3600  # from the traders' order to the report
# Illustrative: what an agent takes to answer, to have a box screened, to confirm, and
# to file again.
_ANSWER, _SCREENING, _CONFIRM, _AGAIN = 6 * 3600, 8 * 3600, 3600, 3600
_MOST_FILINGS = 5


@dataclass(kw_only=True, slots=True)
class Filing:
    """A cargo report as its agent keeps it."""

    case: str
    order: ShipmentOrder
    contract: Contract
    report: CargoReport
    attempt: int = 1
    mrn: str = ""

    @property
    def trouble(self) -> CargoTrouble | None:
        """What the exercise lets go wrong with the cargo."""
        return self.order.cargo.trouble if self.order.cargo else None


class ReportingAgent(Desk):
    """The carrier's agent in the country of destination."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.single_window = of.neighbour("sw")
        self._filings: dict[str, Filing] = {}
        self.handlers |= {Response: self.answered}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether cargo is on its way here that is reported before loading."""
        return any(order.cargo for order in settings.inbound)

    def start(self) -> None:
        """Plan the report of every cargo, and the notice of its arrival."""
        for order in self.site.settings.inbound:
            if order.cargo:
                self.site.after(order.start + _BOOKING, partial(self._book, order))

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is an answer about a cargo report."""
        document = mail.document
        return (
            isinstance(document, Response) and reference_of(document) in self._filings
        )

    # --- reporting -------------------------------------------------------------------

    def _book(self, order: ShipmentOrder) -> None:
        seed = self.site.world.seed
        filing = Filing(
            case=conversation_id(seed, order.id),
            order=order,
            contract=draw_contract(order, seed, self.site.world.start),
            report=CargoReport(),
        )
        self.site.port.when_arrived(filing.contract.ucr, partial(self._notify, filing))
        self._file(filing)

    def _file(self, filing: Filing) -> None:
        """File a report; the first one holds what is wrong on purpose."""
        right = self._report(filing, f"{filing.order.id}-C{filing.attempt}")
        spoil = _SPOILED.get(filing.trouble or "")
        wrong = spoil is not None and (filing.attempt == 1 or filing.trouble in _STAYS)
        filing.report = spoil(right) if spoil and wrong else right
        self._filings[filing.report.reference or ""] = filing
        self.of.send(self.single_window, filing.report, filing.case)

    def _report(self, filing: Filing, reference: str) -> CargoReport:
        contract, order, now = filing.contract, filing.order, self.site.now
        ahead = order.cargo.ahead if order.cargo else 0
        sails = max(now + ahead, order.start + PLANNED_EXIT)
        departure = self.site.moment(sails)
        eta = self.site.moment(self.site.second(departure) + order.transit)
        carrier = company(member(order.destination), _CARRIERS)
        return with_totals(
            CargoReport(
                function=Function.ORIGINAL,
                reference=reference,
                issued=self.site.moment(),
                type=BEFORE_LOADING,
                office=contract.port_of_discharge,
                border_means=voyage(
                    contract, f"SW{order.id[1:]}", departure=departure, eta=eta
                ),
                carrier=named(carrier),
                consignments=(consignment(contract, contract.items, eta),),
            )
        )

    def answered(self, mail: Incoming) -> None:
        """Do what customs asks for."""
        assert isinstance(mail.document, Response)
        filing = self._filings[reference_of(mail.document)]
        answered = mail.document.declaration
        filing.mrn = (answered.id if answered else None) or filing.mrn
        act = {
            Indicator.REJECTED: self._refile,
            Indicator.DOCUMENTS_WANTED: self._explain,
            Indicator.EXAMINATION: self._screen,
            Indicator.DETAINED: self._confirm,
        }.get(indicator_of(mail.document) or Indicator.ACCEPTED)
        if act is not None:
            act(filing)

    def _refile(self, filing: Filing) -> None:
        if filing.attempt < _MOST_FILINGS:
            filing.attempt += 1
            self.site.after(_AGAIN, partial(self._file, filing))

    def _explain(self, filing: Filing) -> None:
        """Answer a question, or have the forwarder file what is missing."""
        if filing.trouble == "unanswered":
            return
        act = self._file_house if filing.trouble == "house-missing" else self._describe
        self.site.after(_ANSWER, partial(act, filing))

    def _describe(self, filing: Filing) -> None:
        goods = ", ".join(item.good.name for item in filing.contract.items)
        self._tell(
            filing,
            Function.RESPONSE,
            "A",
            AdditionalInformation(description=goods[:500], type="DES"),
        )

    def _file_house(self, filing: Filing) -> None:
        """File the house consignment under its master (forwarder's part)."""
        contract = filing.contract
        master = TransportContract(id=contract.transport_document, type=MASTER)
        right = self._report(filing, f"{filing.report.reference}H")
        [whole] = right.consignments
        house = replace(
            whole,
            master=master,
            contract=TransportContract(id=f"{master.id}H001", type=HOUSE),
        )
        self._filings[right.reference or ""] = filing
        filed = with_totals(replace(right, consignments=(house,)))
        self.of.send(self.single_window, filed, filing.case)

    def _screen(self, filing: Filing) -> None:
        result = AdditionalInformation(
            description="Screened: no anomaly; mass verified", type="SCR"
        )
        act = partial(self._tell, filing, Function.RESPONSE, "S", result)
        self.site.after(_SCREENING, act)

    def _confirm(self, filing: Filing) -> None:
        """Confirm a do-not-load order (function 6), whatever is done with the box."""
        act = partial(self._tell, filing, Function.CONFIRM, "D", None)
        self.site.after(_CONFIRM, act)

    def _tell(
        self,
        filing: Filing,
        function: Function,
        letter: str,
        said: AdditionalInformation | None,
    ) -> None:
        told = CargoReport(
            function=function,
            reference=f"{filing.report.reference}{letter}",
            id=filing.mrn,
            issued=self.site.moment(),
            type=filing.report.type,
            office=filing.report.office,
            information=(said,) if said else (),
            carrier=filing.report.carrier,
        )
        self.of.send(self.single_window, told, filing.case)

    # --- arrival ---------------------------------------------------------------------

    def _notify(self, filing: Filing) -> None:
        """Tell customs that the ship has come."""
        contract, means = filing.contract, filing.report.border_means
        assert means is not None
        elsewhere = [
            each
            for each in self.site.settings.ports
            if each != contract.port_of_discharge
        ]
        other = elsewhere[0] if filing.trouble == "other-port" and elsewhere else None
        notice = CargoReport(
            function=Function.ORIGINAL,
            reference=f"{filing.report.reference}N",
            id=filing.mrn,
            issued=self.site.moment(),
            type=NOTICE,
            office=other or contract.port_of_discharge,
            border_means=replace(means, arrived=self.site.moment()),
            carrier=filing.report.carrier,
            documents=(CitedDocument(id=filing.report.reference, type=BEFORE_LOADING),),
        )
        self.of.send(self.single_window, notice, filing.case)


class LoadingAgent(Desk):
    """The carrier's agent at the port of loading."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._waiting: dict[str, ShipmentOrder] = {}
        self._ucrs: dict[str, str] = {}
        self._asked: set[str] = set()
        self.handlers |= {CargoReport: self.told}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether cargo leaves from here that is reported before loading."""
        return any(order.cargo for order in settings.orders)

    def start(self) -> None:
        """Hold every box until it may be loaded, or the time for an answer is over."""
        seed, start = self.site.world.seed, self.site.world.start
        for order in self.site.settings.orders:
            if order.cargo is None:
                continue
            case = conversation_id(seed, order.id)
            self._waiting[case] = order
            self._ucrs[case] = draw_contract(order, seed, start).ucr
            self.site.port.hold_loading(self._ucrs[case])
            silence = order.start + _BOOKING + order.cargo.ahead
            self.site.after(silence, partial(self._silence, case))

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about a box that waits here."""
        return isinstance(mail.document, CargoReport) and (
            mail.conversation_id in self._waiting
        )

    def told(self, mail: Incoming) -> None:
        """Load, go on waiting, or take the box off."""
        assert isinstance(mail.document, CargoReport)
        case = mail.conversation_id
        status = status_of(mail.document)
        if status == Indicator.RELEASED:
            self._load(case, "loaded")
        elif status == Indicator.DETAINED:
            order = self._waiting[case]
            trouble = order.cargo.trouble if order.cargo else None
            if trouble == "loaded-anyway":
                self._load(case, "loaded-anyway")
            else:
                self._waiting.pop(case)
                self._write(case, "not-loaded")
        else:
            # A question is open: silence no longer means consent.
            self._asked.add(case)

    def _silence(self, case: str) -> None:
        asked = case in self._asked
        if case in self._waiting and not asked and self.site.policy.silence_may_load:
            self._load(case, "loaded-by-silence")

    def _load(self, case: str, how: str) -> None:
        self._waiting.pop(case, None)
        self._write(case, how)
        self.site.port.let_load(self._ucrs[case])

    def _write(self, case: str, step: str) -> None:
        self.of.record(Kind.CARGO, case, step=step, ucr=self._ucrs[case])


# --- what is wrong on purpose ------------------------------------------------------


def _bad(report: CargoReport) -> CargoReport:
    return replace(report, package_count=(report.package_count or 0) + 7)


def _without_house(report: CargoReport) -> CargoReport:
    [whole] = report.consignments
    master = TransportContract(
        id=whole.contract.id if whole.contract else None, type=MASTER
    )
    return replace(report, consignments=(replace(whole, items=(), contract=master),))


def _vague(report: CargoReport) -> CargoReport:
    [whole] = report.consignments
    items = tuple(
        replace(item, commodity=replace(item.commodity, description="General cargo"))
        for item in whole.items
        if item.commodity
    )
    return replace(report, consignments=(replace(whole, items=items),))


def _sanctioned(report: CargoReport) -> CargoReport:
    [whole] = report.consignments
    assert whole.consignor is not None
    shadow = replace(whole.consignor, name=min(SANCTIONED))
    return replace(report, consignments=(replace(whole, consignor=shadow),))


def _overweight(report: CargoReport) -> CargoReport:
    """Report a mass that no container carries."""
    [whole] = report.consignments
    first, *others = whole.items
    assert first.commodity is not None
    too_much = MOST_IN_A_CONTAINER * max(1, len(whole.equipment)) + 1_000_000
    measure = CargoMeasure(gross_mass=too_much)
    items = (
        replace(first, commodity=replace(first.commodity, measure=measure)),
        *others,
    )
    mass = sum(
        each.commodity.measure.gross_mass or 0
        for each in items
        if each.commodity and each.commodity.measure
    )
    heavy = replace(whole, items=items, gross_mass=mass)
    return with_totals(replace(report, consignments=(heavy,)))


_SPOILED: Mapping[str, Callable[[CargoReport], CargoReport]] = {
    "bad-filing": _bad,
    "house-missing": _without_house,
    "vague-description": _vague,
    "unanswered": _vague,
    "sanctioned-party": _sanctioned,
    "loaded-anyway": _sanctioned,
    "overweight": _overweight,
}
# Wrong in every filing, not in the first alone.
_STAYS = ("sanctioned-party", "loaded-anyway")

"""The single window's part in cargo reports: agents, customs, ports and abroad."""

from swsim.documents.types.cargo_report import CargoReport
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import site_of
from swsim.domain.settings import SiteSettings
from swsim.simulation.answers import outcome, reference_of
from swsim.simulation.cargo.papers import (
    CONTAINER_LIST,
    as_declaration,
    has_arrived,
    origin_of,
)
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant


class CargoRelay(Desk):
    """Checks reports, and passes on what is about cargo."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.customs = of.neighbour("cus")
        self.agents = of.neighbour("trd")
        self._filers: dict[str, str] = {}
        self._answers = 0
        self.handlers |= {CargoReport: self.reported, Response: self.answered}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether cargo comes or goes that is reported before loading."""
        return any(order.cargo for order in (*settings.orders, *settings.inbound))

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about cargo."""
        document = mail.document
        if isinstance(document, Response):
            return reference_of(document) in self._filers
        return isinstance(document, CargoReport)

    def reported(self, mail: Incoming) -> None:
        """Check what agents file; carry container lists to those who load or unload."""
        report = mail.document
        assert isinstance(report, CargoReport)
        if report.type == CONTAINER_LIST:
            self._list(mail, report)
            return
        self._filers[report.reference or ""] = mail.sender
        errors = self.of.errors(mail)
        if errors and report.function == Function.ORIGINAL:
            self._answers += 1
            rejected = outcome(
                Indicator.REJECTED,
                reference=f"{self.site.member}-SWC-{self._answers:06d}",
                at=self.site.moment(),
                about=as_declaration(report),
                errors=errors,
            )
            self.of.reply(mail, rejected)
            return
        self.of.forward(mail, self.customs)

    def _list(self, mail: Incoming, report: CargoReport) -> None:
        """Carry a container list: of customs to a port, of a port to customs."""
        if mail.sender == self.customs:
            # Before the ship has come, a list is for the port of loading.
            abroad = self.of.window_of(origin_of(report))
            here = self.of.neighbour("prt")
            self.of.forward(mail, here if has_arrived(report) else abroad)
        elif site_of(mail.sender) == self.site.id:
            self.of.forward(mail, self.customs)
        else:
            self.of.forward(mail, self.agents)
            self.of.forward(mail, self.customs)

    def answered(self, mail: Incoming) -> None:
        """Give an answer of customs to whoever filed the report."""
        assert isinstance(mail.document, Response)
        self.of.forward(mail, self._filers[reference_of(mail.document)])

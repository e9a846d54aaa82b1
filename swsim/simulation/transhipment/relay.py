"""The single window's part in a transhipment: agents, customs, the port, and abroad."""

from swsim.documents.types.cargo_report import CargoReport
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import conversation_id, site_of
from swsim.domain.settings import SiteSettings
from swsim.simulation.answers import outcome, reference_of
from swsim.simulation.cargo.papers import as_declaration
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transhipment.declaring import ENTRY, EXIT, procedure_of
from swsim.simulation.transhipment.papers import IN, OUT


class TranshipmentRelay(Desk):
    """Checks what agents report, and passes on what is about transhipments."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.customs = of.neighbour("cus")
        self.agents = of.neighbour("trd")
        self.port = of.neighbour("prt")
        settings, seed = self.site.settings, self.site.world.seed
        self._here = {conversation_id(seed, each.id) for each in settings.transhipping}
        self._coming = {
            conversation_id(seed, each.id)
            for each in settings.inbound
            if each.transhipment
        }
        self._askers: dict[str, str] = {}
        self._answers = 0
        self.handlers |= {
            CargoReport: self.reported,
            Declaration: self.declared,
            Response: self.answered,
        }

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods change ships here, or come that did."""
        coming = any(order.transhipment for order in settings.inbound)
        return coming or bool(settings.transhipping)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about goods that change ships on their way."""
        document, case = mail.document, mail.conversation_id
        if isinstance(document, Response):
            return reference_of(document) in self._askers
        if isinstance(document, CargoReport):
            return case in self._here or case in self._coming
        return (
            isinstance(document, Declaration)
            and case in self._here
            and document.function == Function.ORIGINAL
            and procedure_of(document) in (ENTRY, EXIT)
        )

    def reported(self, mail: Incoming) -> None:
        """Check reports; carry lists between customs and port, and abroad."""
        report = mail.document
        assert isinstance(report, CargoReport)
        if site_of(mail.sender) != self.site.id:
            self.of.forward(mail, self.agents)
        elif mail.sender == self.customs:
            self.of.forward(mail, self._recipient(report))
        elif mail.sender == self.port:
            self.of.forward(mail, self.customs)
        elif report.type in (IN, OUT):
            self._checked(mail, report.reference or "", as_declaration(report))
        else:
            self.of.drop(mail)  # what is in the port, only the port says

    def _recipient(self, report: CargoReport) -> str:
        """Return whom customs writes to: the port, or the country that goods go to."""
        if report.function != Function.COPY:
            return self.port
        countries = (each.destination for each in report.consignments)
        return self.of.window_of(next((c.country or "" for c in countries if c), ""))

    def declared(self, mail: Incoming) -> None:
        """Check a declaration for a free zone, and pass it on."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        self._checked(mail, declaration.reference or "", declaration)

    def _checked(self, mail: Incoming, reference: str, about: Declaration) -> None:
        self._askers[reference] = mail.sender
        errors = self.of.errors(mail)
        if not errors:
            self.of.forward(mail, self.customs)
            return
        self._answers += 1
        rejected = outcome(
            Indicator.REJECTED,
            reference=f"{self.site.member}-SWX-{self._answers:06d}",
            at=self.site.moment(),
            about=about,
            errors=errors,
        )
        self.of.reply(mail, rejected)

    def answered(self, mail: Incoming) -> None:
        """Give an answer of customs to whoever asked."""
        assert isinstance(mail.document, Response)
        self.of.forward(mail, self._askers[reference_of(mail.document)])

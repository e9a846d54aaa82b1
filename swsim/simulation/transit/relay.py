"""The single window's part in a transit: the way between carriers, customs and abroad.

Customs names the countries to be told; single windows carry it there.
"""

from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.documents.types.transit_event import TransitEvent
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import site_of
from swsim.domain.settings import SiteSettings
from swsim.simulation.answers import outcome, reference_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transit.papers import countries_told, is_transit, offices_of

# What carriers learn of the movements of others: that goods are coming, or came.
_FOR_CARRIERS = ("DEP", "PEX", "DIS")


class TransitRelay(Desk):
    """Passes on what is about transit."""

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods pass through."""
        return bool(settings.passing)

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.customs = of.neighbour("cus")
        self.carriers = of.neighbour("trd")
        # Who asked, by the LRN of a transit declaration: a carrier, or a country.
        self._askers: dict[str, str] = {}
        self._answers = 0
        self.handlers |= {
            Declaration: self.declared,
            Response: self.answered,
            TransitEvent: self.told,
        }

    def wants(self, mail: Incoming) -> bool:
        """Tell whether it is about a transit."""
        document = mail.document
        if isinstance(document, Declaration):
            return is_transit(document)
        if isinstance(document, Response):
            return reference_of(document) in self._askers
        return isinstance(document, TransitEvent)

    def declared(self, mail: Incoming) -> None:
        """Check a carrier's declaration; pass on what customs and others announce."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        if mail.sender == self.customs:
            for country in offices_of(declaration):
                if country != self.site.member:
                    self.of.forward(mail, self.of.window_of(country))
            return
        self._askers[declaration.reference or ""] = mail.sender
        errors = self.of.errors(mail)
        if errors and declaration.function == Function.ORIGINAL:
            self._answers += 1
            self.of.reply(
                mail,
                outcome(
                    Indicator.REJECTED,
                    reference=f"{self.site.member}-SWT-{self._answers:06d}",
                    at=self.site.moment(),
                    about=declaration,
                    errors=errors,
                ),
            )
            return
        self.of.forward(mail, self.customs)

    def answered(self, mail: Incoming) -> None:
        """Give an answer of customs to whoever asked, one from abroad to customs."""
        assert isinstance(mail.document, Response)
        if mail.sender == self.customs:
            self.of.forward(mail, self._askers[reference_of(mail.document)])
        else:
            self.of.forward(mail, self.customs)

    def told(self, mail: Incoming) -> None:
        """Pass an event on: to customs, or to the countries that customs names."""
        event = mail.document
        assert isinstance(event, TransitEvent)
        if mail.sender != self.customs:
            self.of.forward(mail, self.customs)
        for country in countries_told(event):
            if mail.sender == self.customs:
                self.of.forward(mail, self.of.window_of(country))
        here = mail.sender == self.customs or site_of(mail.sender) != self.site.id
        if here and event.type in _FOR_CARRIERS:
            self.of.forward(mail, self.carriers)

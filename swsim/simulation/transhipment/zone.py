"""Customs of a free zone: what enters it, and whether the same goods leave it.

The declaration of entry is what came; that of re-export is held against it. Goods may
be packed anew in the zone, but neither their origin nor their mass changes there.
"""

from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import make_mrn
from swsim.domain.settings import SiteSettings
from swsim.domain.transhipments import State
from swsim.simulation.declarations import without_goods
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.transhipment.comparing import relabelled
from swsim.simulation.transhipment.declaring import (
    ENTRY,
    EXIT,
    entry_cited,
    procedure_of,
)
from swsim.simulation.transhipment.office import Stop, TranshipmentOffice

_FIRST_NUMBER = 7_500_000_000_000  # entries count from here on among the MRNs


class FreeZone(Desk):
    """Customs at the gate of a free zone."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._entered = 0
        self.handlers |= {Declaration: self.declared}

    @classmethod
    def needed(cls, settings: SiteSettings) -> bool:
        """Tell whether goods enter a free zone here."""
        return any(
            order.transhipment and order.transhipment.zone is not None
            for order in settings.transhipping
        )

    @property
    def office(self) -> TranshipmentOffice:
        """The colleagues in the port."""
        return self.of.desk(TranshipmentOffice)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether goods of the port are to enter the zone, or to leave it."""
        declaration = mail.document
        return (
            isinstance(declaration, Declaration)
            and declaration.function == Function.ORIGINAL
            and procedure_of(declaration) in (ENTRY, EXIT)
            and self.office.stop(mail.conversation_id) is not None
        )

    def declared(self, mail: Incoming) -> None:
        """Let goods in; let them out again if they are the same."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        stop = self.office.stop(mail.conversation_id)
        assert stop is not None  # or the desk would not want it
        stop.about = without_goods(declaration)
        if procedure_of(declaration) == ENTRY:
            self._enter(stop, declaration)
        else:
            self._leave(stop, declaration)

    def _enter(self, stop: Stop, declaration: Declaration) -> None:
        if stop.state is not State.IN_PORT or entry_cited(declaration) != stop.mrn:
            self.office.refuse(stop, "No goods of that report are in the port")
            return
        self._entered += 1
        number = _FIRST_NUMBER + self._entered
        mrn = make_mrn(self.site.moment().year, self.site.member, number)
        stop.entries[mrn] = declaration
        self.office.enter_zone(stop)
        self.office.answer(stop, Indicator.RELEASED, mrn=mrn)

    def _leave(self, stop: Stop, declaration: Declaration) -> None:
        entered = stop.entries.get(entry_cited(declaration))
        if entered is None or stop.state is not State.IN_ZONE:
            self.office.refuse(stop, "No goods of that entry are in the zone")
            return
        found = relabelled(entered, declaration)
        if found:
            self.office.hold(stop, found, None)
        else:
            self.office.clear(stop)

"""The single window of a country: the only door for its traders and for foreign ones.

It checks, routes to customs and agencies, joins their answers into one, and talks to
single windows abroad. It decides neither risk nor tax.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from swsim.documents.parts import Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import AnsweredDeclaration, Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.identifiers import kept, participant, site_of
from swsim.domain.lifecycle import State, Trigger
from swsim.domain.timepoints import Point
from swsim.simulation.answers import (
    indicator_of,
    outcome,
    reference_of,
)
from swsim.simulation.consultation import Consultation
from swsim.simulation.declarations import (
    leg_of,
    ucr_of,
)
from swsim.simulation.entries import Entry
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.records import Records
from swsim.simulation.site import Site


@dataclass(frozen=True, kw_only=True, slots=True)
class _Export:
    """What is kept of an export from abroad, to tell its window of the release."""

    window: str
    reference: str | None
    mrn: str | None
    accepted: datetime | None
    office: str | None


class SingleWindow(Participant):
    """Checks, routes and consolidates for one country."""

    role = "sw"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.customs = self.neighbour("cus")
        self.traders = self.neighbour("trd")
        self._entries: dict[str, Entry] = {}
        self.lookup = self.records = Records(site)
        self._from_abroad: dict[str, _Export] = {}
        self._answers = 0
        self.handlers |= {
            Declaration: self.declared,
            Response: self.answered,
            PaymentNotice: self.paid,
        }

    def entry(self, reference: str) -> Entry | None:
        """Return the declaration of that LRN, None where there is none."""
        return self._entries.get(reference)

    def entry_of(self, ucr: str) -> Entry | None:
        """Return the last declaration of that UCR, None where there is none."""
        entries = reversed(self._entries.values())
        return next((each for each in entries if each.ucr == ucr), None)

    def number(self) -> str:
        """Return the reference of one more answer."""
        self._answers += 1
        return f"{self.site.member}-SW-{self._answers:06d}"

    # --- declarations ------------------------------------------------------------

    def declared(self, mail: Incoming) -> None:
        """Take a declaration in: a new one, a change, or an export from abroad."""
        declaration = mail.document
        assert isinstance(declaration, Declaration)
        if declaration.function == Function.ADVANCE_NOTIFICATION:
            self._announced(mail, declaration)
        elif declaration.function == Function.CHANGE:
            self._changed(mail, declaration)
        else:
            self._lodged(mail, declaration)

    def _announced(self, mail: Incoming, export: Declaration) -> None:
        """Pass an export declaration from abroad to customs and the importer."""
        self._from_abroad[kept(ucr_of(export))] = _Export(
            window=kept(mail.sender),
            reference=export.reference and kept(export.reference),
            mrn=export.id and kept(export.id),
            accepted=export.acceptance,
            office=export.office and kept(export.office),
        )
        self.send(self.customs, export, mail.conversation_id, mail.message_id)
        self.send(self.traders, export, mail.conversation_id, mail.message_id)

    def _changed(self, mail: Incoming, declaration: Declaration) -> None:
        """Pass a change on to customs; one that is not allowed is answered (R61)."""
        errors = self.errors(mail)
        if not errors:
            self.send(self.customs, declaration, mail.conversation_id, mail.message_id)
            return
        answer = outcome(
            Indicator.CHANGE_REFUSED,
            reference=self.number(),
            at=self.site.moment(),
            about=declaration,
            errors=errors,
        )
        self.reply(mail, answer)

    def _lodged(self, mail: Incoming, declaration: Declaration) -> None:
        errors = self.errors(mail)
        self.records.lodged(declaration)
        if errors:
            self._reject(mail, declaration, errors)
            return
        self.records.opened(declaration)
        entry = Entry(case=mail.conversation_id, trader=mail.sender, stated=declaration)
        self._entries[kept(entry.reference)] = entry
        self.records.stands(entry.reference, State.LODGED)
        self.send(self.customs, declaration, entry.case, mail.message_id)
        self.desk(Consultation).ask(entry, mail)

    def _reject(
        self, mail: Incoming, declaration: Declaration, errors: tuple[Error, ...]
    ) -> None:
        self.transition(
            State.LODGED,
            Trigger.REJECT,
            mail.conversation_id,
            declaration.reference or "",
            leg_of(declaration),
        )
        answer = outcome(
            Indicator.REJECTED,
            reference=self.number(),
            at=self.site.moment(),
            about=declaration,
            errors=errors,
        )
        self.reply(mail, answer)

    # --- answers -----------------------------------------------------------------

    def answered(self, mail: Incoming) -> None:
        """Pass an answer on, or keep it until the other verdicts are in."""
        assert isinstance(mail.document, Response)
        if mail.sender == self.customs:
            self._customs_answered(mail, mail.document)
        else:
            self._abroad_answered(mail, mail.document)

    def _customs_answered(self, mail: Incoming, response: Response) -> None:
        entry = self._entries.get(reference_of(response))
        if entry is None:
            return
        self._noted(entry, response)
        if indicator_of(response) is Indicator.RELEASED:
            entry.release = response
            self.consolidate(entry)
        elif not entry.held:
            entry.told = indicator_of(response) or entry.told
            self.send(entry.trader, response, entry.case, mail.message_id)

    def _noted(self, entry: Entry, response: Response) -> None:
        """Keep the number that customs gave, and that a declaration is settled."""
        answered = response.declaration
        if answered is not None and answered.id:
            self.records.numbered(entry.reference, answered.id)
        state = _SETTLED.get(indicator_of(response) or Indicator.ACCEPTED)
        if state is not None:
            self.records.stands(entry.reference, state)

    def consolidate(self, entry: Entry) -> None:
        """Release once customs and all agencies have agreed."""
        if entry.release is None or not entry.granted:
            return
        answered = entry.release.declaration or AnsweredDeclaration()
        release = outcome(
            Indicator.RELEASED,
            reference=self.number(),
            at=self.site.moment(),
            about=entry.declaration,
            mrn=answered.id,
            accepted=answered.acceptance,
        )
        if entry.leg == "import":
            self.stamp(Point.ALL_RELEASED, entry.case, entry.reference, "import")
            self._confirm_abroad(entry, release)
        else:
            self._share_on_departure(entry, answered)
        self.send(entry.trader, release, entry.case)
        self.records.closed(entry.declaration)
        entry.told = Indicator.RELEASED
        entry.settle()

    def _share_on_departure(self, entry: Entry, answered: AnsweredDeclaration) -> None:
        """Send the export data to the country of destination once the ship sails."""
        if not self.site.policy.share_export_data:
            return
        declaration = entry.declaration
        shipment = declaration.shipment
        if shipment is None or shipment.destination is None:
            return
        abroad = participant((shipment.destination.country or "").lower(), "sw")

        def share() -> None:
            left = replace(shipment, exit=self.site.moment())
            notification = replace(
                declaration,
                acceptance=answered.acceptance,
                function=Function.ADVANCE_NOTIFICATION,
                id=answered.id,
                shipment=left,
            )
            self.send(abroad, notification, entry.case)
            for country in _on_the_way(notification):
                self.send(participant(country, "sw"), notification, entry.case)

        self.site.port.when_departed(ucr_of(declaration), share)

    def _confirm_abroad(self, entry: Entry, release: Response) -> None:
        """Tell the country of export that its goods were released."""
        known = self._from_abroad.get(ucr_of(entry.declaration))
        if known is None or not self.site.policy.confirm_release:
            return
        confirmation = outcome(
            Indicator.RELEASED,
            reference=f"{release.reference}-C",
            at=self.site.moment(),
            about=Declaration(reference=known.reference, office=known.office),
            mrn=known.mrn,
            accepted=known.accepted,
        )
        self.send(known.window, confirmation, entry.case)

    def _abroad_answered(self, mail: Incoming, response: Response) -> None:
        """Give the exporter the news from the country of destination."""
        if site_of(mail.sender) == self.site.id:
            return
        entry = self._entries.get(reference_of(response))
        if entry is not None:
            self.send(entry.trader, response, entry.case, mail.message_id)

    def paid(self, mail: Incoming) -> None:
        """Pass a payment on to customs."""
        assert isinstance(mail.document, PaymentNotice)
        self.forward(mail, self.customs)


# What of the answers of customs settles a declaration, so that it is changed no more.
_SETTLED = {
    Indicator.RELEASED: State.RELEASED,
    Indicator.DETAINED: State.DETAINED,
}


def _on_the_way(export: Declaration) -> Iterator[str]:
    """Yield the countries that goods pass through on their way, as site ids."""
    shipment = export.shipment
    consignment = shipment.consignment if shipment else None
    for stop in consignment.itinerary[1:-1] if consignment else ():
        yield (stop.country or "").lower()

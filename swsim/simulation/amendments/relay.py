"""The single window's desk for changes, cancellations and status requests.

It passes changes on to customs, puts into its own copy what customs has granted, and
has the agencies told whose goods are concerned. It answers status requests itself: only
to who lodged the declaration; to anybody else there is no such declaration.
"""

from typing import Protocol, cast

from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import State
from swsim.simulation.amendments import letters
from swsim.simulation.amendments.merging import amended
from swsim.simulation.answers import indicator_of, reference_of
from swsim.simulation.consultation import Consultation
from swsim.simulation.declarations import ucr_of
from swsim.simulation.entries import Entry
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.records import Records

_DECIDED = (Indicator.CHANGE_APPROVED, Indicator.CHANGE_REFUSED)


class Window(Protocol):
    """What this desk needs of its single window."""

    customs: str
    traders: str
    records: Records

    def entry(self, reference: str) -> Entry | None:
        """Return the declaration of that LRN."""

    def entry_of(self, ucr: str) -> Entry | None:
        """Return the last declaration of that UCR."""

    def number(self) -> str:
        """Return the reference of one more answer."""


class AmendmentRelay(Desk):
    """Takes what traders want of declarations that are lodged."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.window = cast(Window, of)
        self._pending: dict[str, list[Declaration]] = {}
        self.handlers = {Declaration: self.asked, Response: self.decided}

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a trader wants something, or customs has decided on it."""
        message = mail.document
        if isinstance(message, Declaration):
            return mail.sender == self.window.traders and (
                letters.is_amendment(message)
                or letters.is_cancellation(message)
                or letters.is_query(message)
            )
        return (
            isinstance(message, Response)
            and mail.sender == self.window.customs
            and indicator_of(message) in _DECIDED
            and reference_of(message) in self._pending
        )

    # --- changes and cancellations ---------------------------------------------------

    def asked(self, mail: Incoming) -> None:
        """Pass a change on to customs; one that is not allowed is answered (R61)."""
        message = mail.document
        assert isinstance(message, Declaration)
        if letters.is_query(message):
            self._status(mail, message)
            return
        entry = self._own(mail, message)
        errors = self.of.errors(mail)
        if entry is None or errors:
            answer = letters.refused(
                self.window.number(),
                self.site.moment(),
                message,
                "No such declaration of yours is known here",
                errors,
            )
            self.of.reply(mail, answer)
            return
        self._pending.setdefault(entry.reference, []).append(message)
        self.of.send(self.window.customs, message, entry.case, mail.message_id)

    def decided(self, mail: Incoming) -> None:
        """Put in what customs has granted, and pass its decision on."""
        response = mail.document
        assert isinstance(response, Response)
        reference = reference_of(response)
        waiting = self._pending[reference]
        message = waiting.pop(0)
        if not waiting:
            del self._pending[reference]
        entry = self.window.entry(reference)
        if entry is None:
            return
        if indicator_of(response) is Indicator.CHANGE_APPROVED:
            self._put_in(entry, message, mail)
        self.of.send(entry.trader, response, entry.case, mail.message_id)

    def _put_in(self, entry: Entry, message: Declaration, mail: Incoming) -> None:
        records = self.window.records
        if letters.is_cancellation(message):
            records.withdrawn(entry.declaration)
            records.stands(entry.reference, State.CANCELLED)
            # Agencies that have not answered need not any more.
            entry.verdicts, entry.told = {}, Indicator.CHANGE_APPROVED
            return
        before = entry.declaration
        entry.declaration = amended(before, message)
        records.replaced(before, entry.declaration)
        self.of.desk(Consultation).changed(entry, before, mail)

    # --- status requests -------------------------------------------------------------

    def _status(self, mail: Incoming, asked: Declaration) -> None:
        """Answer how a declaration stands: 8 status, 10 not found, 12 not processed."""
        entry = self._named(asked)
        own = entry is not None and _is_of(entry, mail, asked)
        about = entry.declaration if entry is not None and own else asked
        function = _function(entry) if entry is not None and own else Function.NOT_FOUND
        at = self.site.moment()
        answer = letters.status(function, self.window.number(), at, about)
        if function is Function.STATUS and entry is not None and entry.told:
            answer = letters.stands(answer, entry.told, at)
        self.of.record(
            Kind.CHANGE,
            mail.conversation_id,
            declaration=(about.reference or ""),
            leg=entry.leg if entry is not None and own else "",
            asked="query",
            result=function.name.lower().replace("_", "-"),
            why="" if own else "not-own" if entry is not None else "unknown",
        )
        self.of.reply(mail, answer)

    def _own(self, mail: Incoming, message: Declaration) -> Entry | None:
        """Return the declaration of the sender that a message is about."""
        entry = self._named(message)
        return entry if entry is not None and _is_of(entry, mail, message) else None

    def _named(self, message: Declaration) -> Entry | None:
        """Return the declaration that a message names by MRN, LRN or UCR."""
        if message.id is not None:
            reference = self.window.records.reference_of(message.id)
            return self.window.entry(reference or "")
        if letters.is_query(message) and ucr_of(message):
            return self.window.entry_of(ucr_of(message))
        return self.window.entry(message.reference or "")


def _is_of(entry: Entry, mail: Incoming, message: Declaration) -> bool:
    """Tell whether a message comes from who lodged a declaration.

    One that names no declarant is its sender's own.
    """
    asker = message.declarant.id if message.declarant else None
    return mail.sender == entry.trader and asker in (None, entry.declarant)


def _function(entry: Entry) -> Function:
    return Function.NOT_PROCESSED if entry.told is None else Function.STATUS

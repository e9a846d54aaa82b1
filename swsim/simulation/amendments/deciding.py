"""The customs desk for changes and cancellations of declarations.

Free until a channel is assigned; then an officer decides, who looks at the reason (RKC
3.27, 3.28); after release never, as that is a matter for the audit. A declaration is
cancelled before release (RKC 3.29), unless an inspection is announced, and after it
only with proof and while the goods are there.
"""

from collections.abc import Generator
from dataclasses import replace
from typing import Any, Protocol, cast

import simpy

from swsim.documents.parts import Amendment, Error
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import AnsweredDeclaration, Response
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import AMENDABLE, Hold, State, Trigger
from swsim.domain.money import Money
from swsim.simulation.amendments import letters
from swsim.simulation.amendments.checking import findings
from swsim.simulation.amendments.merging import amended
from swsim.simulation.answers import outcome
from swsim.simulation.declarations import payable
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.records import CustomsRecords
from swsim.validation.answer import errors_of

# What an answer says where the rule R61 alone does not.
_WHY = {
    "unknown": "No such declaration is known here",
    "state": "The declaration can no longer be changed as it stands",
    "invalid": "The declaration would not be valid with this change",
    "unfounded": "The reason given for the change is not accepted",
    "examination": "An examination of the goods is announced; it comes first",
    "proof": "Released goods are cancelled with proof alone, while they are here",
}


class CustomsOffice(Protocol):
    """What this desk needs of its customs."""

    single_window: str
    records: CustomsRecords

    def file(self, reference: str, mrn: str) -> File | None:
        """Return the declaration of an MRN, or else of an LRN."""

    def new_reference(self) -> str:
        """Return the reference of the next answer."""

    def move(self, file: File, trigger: Trigger) -> None:
        """Take a declaration a step on."""

    def set(self, file: File, hold: Hold) -> None:
        """Set a hold on a declaration."""

    def lift(self, file: File, hold: Hold) -> None:
        """Lift a hold of a declaration."""

    def correct(self, file: File, owed: Money | None) -> int:
        """Ask for duties and taxes that a declaration lacked."""


class Amendments(Desk):
    """Grants or denies changes, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.customs = cast(CustomsOffice, of)
        self._officers = of.open_queue(
            "amendment", self.profile.officers.assessment, "assessment"
        )
        self.handlers = {Declaration: self.received}

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a declaration is to be changed or cancelled."""
        if mail.sender != self.customs.single_window:
            return False
        message = mail.document
        assert isinstance(message, Declaration)
        return letters.is_amendment(message) or letters.is_cancellation(message)

    def received(self, mail: Incoming) -> None:
        """Decide on a request, or have an officer do so."""
        message = mail.document
        assert isinstance(message, Declaration)
        file = self.customs.file(message.reference or "", message.id or "")
        errors = self.of.errors(mail)
        if file is None:
            self._refuse_unknown(mail, message, errors)
        elif letters.is_cancellation(message):
            self._cancellation(file, message)
        elif errors or file.state not in AMENDABLE:
            self._deny(file, message, "state", errors)
        elif wrong := self._errors_of_the_whole(file, message, mail):
            self._deny(file, message, "invalid", wrong)
        elif file.state is State.SELECTED:
            file.hold(self.env.process(self._consider(file, message)))
        else:
            self._grant(file, message)

    def _refuse_unknown(
        self, mail: Incoming, message: Declaration, errors: tuple[Error, ...]
    ) -> None:
        answer = letters.refused(
            self.customs.new_reference(),
            self.site.moment(),
            message,
            _WHY["unknown"],
            errors,
        )
        self.of.reply(mail, answer)

    # --- changes ---------------------------------------------------------------------

    def _errors_of_the_whole(
        self, file: File, change: Declaration, mail: Incoming
    ) -> tuple[Error, ...]:
        """Return what would be wrong with the declaration as it is to be."""
        found = findings(amended(file.declaration, change), mail, self.site)
        return errors_of([each for each in found if self.of.severity(each) == "E"])

    def _consider(
        self, file: File, change: Declaration
    ) -> Generator[simpy.Event, Any, None]:
        """Wait for an officer to look at the reason; the goods wait too."""
        self.customs.set(file, Hold.AMENDMENT)
        spread = self.profile.assessment
        draw = self.of.stream(f"amendment/{file.reference}/{file.version}")
        work = draw.seconds(spread.median, spread.p90)
        yield from self._officers.serve(file.job, work)
        self.customs.lift(file, Hold.AMENDMENT)
        if file.state not in AMENDABLE:
            self._deny(file, change, "state")
        elif not letters.is_founded(change):
            self._deny(file, change, "unfounded")
        else:
            self._grant(file, change)

    def _grant(self, file: File, change: Declaration) -> None:
        before = file.declaration
        file.declaration = amended(before, change)
        file.version += 1
        self.customs.records.replaced(before, file.declaration)
        self._note(file, change, "granted")
        self._answer(file, Indicator.CHANGE_APPROVED, change)
        if file.payable is not None:
            self.customs.correct(file, payable(file.declaration))

    # --- cancellations ---------------------------------------------------------------

    def _cancellation(self, file: File, request: Declaration) -> None:
        why = self._against(file, request)
        if why is not None:
            self._deny(file, request, why)
            return
        self.customs.move(file, Trigger.CANCEL)
        self.customs.records.withdrawn(file.declaration)
        self._note(file, request, "granted")
        self._answer(file, Indicator.CHANGE_APPROVED, request)

    def _against(self, file: File, request: Declaration) -> str | None:
        """Return what speaks against a cancellation, None where nothing does."""
        if file.state is State.RELEASED:
            proven = any(each.type == letters.PROOF for each in request.documents)
            return None if proven and not self._gone(file) else "proof"
        if file.state not in AMENDABLE:
            return "state"
        # As in the Union's code (art. 174): what is announced is done first.
        return "examination" if file.opened else None

    def _gone(self, file: File) -> bool:
        port = self.site.port
        export = file.leg == "export"
        return port.has_sailed(file.ucr) if export else port.has_left(file.ucr)

    # --- answers ---------------------------------------------------------------------

    def _deny(
        self,
        file: File,
        message: Declaration,
        why: str,
        errors: tuple[Error, ...] = (),
    ) -> None:
        self._note(file, message, "denied", why=why)
        plain = Error(description=_WHY[why], code="R61")
        self._answer(file, Indicator.CHANGE_REFUSED, message, errors or (plain,))

    def _answer(
        self,
        file: File,
        indicator: Indicator,
        message: Declaration,
        errors: tuple[Error, ...] = (),
    ) -> None:
        """Tell what was decided, with the version that stands now."""
        answer = outcome(
            indicator,
            reference=self.customs.new_reference(),
            at=self.site.moment(),
            about=file.declaration,
            mrn=file.mrn,
            accepted=file.accepted,
            errors=errors,
        )
        self.of.send(
            self.customs.single_window, self._dated(answer, file, message), file.case
        )

    def _dated(self, answer: Response, file: File, message: Declaration) -> Response:
        cancelled = file.state is State.CANCELLED
        about = replace(
            answer.declaration or AnsweredDeclaration(),
            version=str(file.version),
            cancellation=self.site.moment() if cancelled else None,
        )
        reasons = tuple(Amendment(reason=each.reason) for each in message.amendments)
        return replace(answer, amendments=reasons, declaration=about)

    def _note(
        self, file: File, message: Declaration, result: str, why: str = ""
    ) -> None:
        self.of.record(
            Kind.CHANGE,
            file.case,
            declaration=file.reference,
            leg=file.leg,
            asked="cancel" if letters.is_cancellation(message) else "change",
            result=result,
            why=why,
            version=file.version,
        )

"""The customs desk that collects duties: takes receipts in, reminds, gives goods up.

What comes in is held against what was asked for: the rest is asked for again. Whoever
does not pay in time is reminded once; goods that are not released by then are held to
be abandoned in the end (RKC annex A2). What was released before payment stays so.
"""

from typing import Protocol, cast

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.payment import PaymentMade, PaymentNotice
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import State, Trigger
from swsim.domain.money import Money
from swsim.simulation.answers import ABANDONED, SUPPLEMENT
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.payments.deadlines import Deadline

_OPEN = frozenset({State.SELECTED, State.RELEASED})


class Office(Protocol):
    """What this desk needs of its customs."""

    def file(self, reference: str, mrn: str) -> File | None:
        """Return the declaration of an MRN, or else of an LRN."""

    def ask_payment(self, file: File) -> None:
        """Tell the trader what is due."""

    def move(self, file: File, trigger: Trigger) -> None:
        """Take a declaration a step on."""

    def answer(
        self,
        file: File,
        indicator: Indicator,
        *,
        information: tuple[AdditionalInformation, ...] = (),
    ) -> None:
        """Tell the trader an outcome."""


class Collecting(Desk):
    """Collects duties and taxes, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.customs = cast(Office, of)
        limits = self.site.world.limits
        self._payment = Deadline(
            self.site, limits.payment, waits=_owes, missed=self._remind
        )
        self._goods = Deadline(
            self.site, limits.abandonment, waits=_stays, missed=self._give_up
        )
        self.handlers = {PaymentNotice: self.received}

    def ask(self, file: File) -> None:
        """Ask for what is due on a declaration, and mind whether it comes."""
        self.customs.ask_payment(file)
        self._payment.expect(file)

    def received(self, mail: Incoming) -> None:
        """Book a receipt; remind of what a bank could not pay."""
        notice = mail.document
        assert isinstance(notice, PaymentNotice)
        file = self.customs.file("", notice.declaration_id or "")
        if file is None or file.payable is None or file.paid:
            return
        payment = notice.payment or PaymentMade()
        if (payment.reference or "").endswith(SUPPLEMENT):
            return
        if notice.function == Function.NOT_ACCEPTED:
            self._unpaid(file)
        elif file.state is State.ABANDONED:
            self._note(file, "too-late", payment.paid or file.payable)
        else:
            self._book(file, payment.paid)

    def _book(self, file: File, paid: Money | None) -> None:
        """Lift the duty hold when the full amount has come in; ask for the rest."""
        file.book(paid)
        lacking = file.lacking
        if lacking.value <= 0:
            file.pay()
            return
        self._note(file, "mismatch", lacking)
        self.customs.ask_payment(file)

    def _unpaid(self, file: File) -> None:
        if _owes(file):
            self._note(file, "reminded", file.lacking)
            self.customs.ask_payment(file)

    def _remind(self, file: File) -> None:
        """Remind once of what is overdue; from then on the goods may be given up."""
        self._missed(file, "reminded")
        self.customs.ask_payment(file)
        self._goods.expect(file)

    def _give_up(self, file: File) -> None:
        """Hold goods to be abandoned that nobody pays for."""
        self._missed(file, "abandoned")
        self.customs.move(file, Trigger.ABANDON)
        why = AdditionalInformation(
            description="Held to be abandoned: the duties were not paid",
            type=ABANDONED,
        )
        self.customs.answer(file, Indicator.DETAINED, information=(why,))

    def _missed(self, file: File, step: str) -> None:
        self.of.record(
            Kind.DEADLINE,
            file.case,
            declaration=file.reference,
            leg=file.leg,
            of="payment",
            step=step,
        )

    def _note(self, file: File, step: str, amount: Money) -> None:
        self.of.record(
            Kind.PAYMENT,
            file.case,
            declaration=file.reference,
            step=step,
            amount=f"{amount.value:f}",
            currency=amount.currency,
        )


def _owes(file: File) -> bool:
    return not file.paid and file.state in _OPEN


def _stays(file: File) -> bool:
    return not file.paid and file.state is State.SELECTED

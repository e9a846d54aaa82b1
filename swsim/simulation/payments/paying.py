"""The traders' desk for duties: pays what customs asks for.

Where a bank takes part it is told to pay; elsewhere the trader pays and brings the
receipt to its single window. Whoever lacks the money orders again once it has come in.
"""

from dataclasses import replace

from swsim.documents.types.payment import PaymentMade, PaymentNotice
from swsim.documents.types.response import AssessedPayment, Response
from swsim.domain.banking import Accounts
from swsim.domain.codes import DocumentName, Function
from swsim.domain.lifecycle import State
from swsim.domain.money import Money
from swsim.domain.settings import BANK
from swsim.domain.timepoints import Point
from swsim.simulation.amendments.wishing import Wishes
from swsim.simulation.answers import payment_of, reference_of
from swsim.simulation.cases import Case
from swsim.simulation.contract import draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.payments.booking import BOOKING, in_office_hours


class Paying(Desk):
    """Pays duties and taxes, for the traders of one country."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.has_bank = BANK in self.site.settings.roles
        self.accounts = self.site.settings.accounts or Accounts()
        self._orders = {order.id: order for order in self.site.settings.inbound}
        self._under_way: set[str] = set()
        self._refused: set[str] = set()
        self.handlers = {PaymentNotice: self.refused}

    def refused(self, mail: Incoming) -> None:
        """Take note that the bank has not paid."""
        notice = mail.document
        assert isinstance(notice, PaymentNotice)
        if notice.function == Function.NOT_ACCEPTED and notice.payment is not None:
            self._refused.add(notice.payment.reference or "")

    def asked(self, case: Case, response: Response) -> None:
        """Pay what is asked for, after the time that it takes; once, if asked again."""
        asked = payment_of(response)
        if asked is None or _key(case, asked) in self._under_way:
            return  # a reminder of what is on its way
        wishes = self.of.desk(Wishes)
        raised = self._time_to_raise(asked)
        if raised is None or wishes.never_pays(case):
            return
        self._under_way.add(_key(case, asked))
        amount = wishes.paid_of(case, asked.payable)
        wait = raised + self._time_to_pay(case)
        self.site.after(wait, lambda: self._pay(case, asked, amount))

    def asked_later(self, mail: Incoming, response: Response) -> None:
        """Pay what is asked for once the goods are gone and their case put away."""
        reference = reference_of(response)
        order = self._orders.get(reference.rpartition("-")[0])
        if order is None or payment_of(response) is None:
            return
        world, answered = self.site.world, response.declaration
        case = Case(
            id=mail.conversation_id,
            leg="import",
            contract=draw_contract(order, world.seed, world.start),
            exit=order.start,
            state=State.CLOSED,
            reference=reference,
            mrn=(answered.id if answered else None) or "",
        )
        self.asked(case, response)

    def _time_to_raise(self, asked: AssessedPayment) -> int | None:
        """Return how long the money takes to come in; None where it never does."""
        if asked.reference not in self._refused:
            return 0
        if self.accounts.top_up is not None:
            self._refused.discard(asked.reference)
        return self.accounts.top_up

    def _time_to_pay(self, case: Case) -> int:
        spread = self.profile.payment
        draw = self.of.stream(f"payment/{case.reference}")
        wait = draw.seconds(spread.median, spread.p90)
        if not self.site.policy.electronic_payment:
            # A receipt is booked before it is good; a bank that takes part does so.
            booked = 0 if self.has_bank else BOOKING
            wait = in_office_hours(self.site, wait + booked)
        return wait + self.of.desk(Wishes).lateness(case, "payment-late")

    def _pay(self, case: Case, asked: AssessedPayment, amount: Money | None) -> None:
        self._under_way.discard(_key(case, asked))
        if case.state is State.CANCELLED:
            return
        self.of.stamp(Point.DUTY_PAID, case.id, case.reference, case.leg)
        notice = PaymentNotice(
            function=Function.ORIGINAL,
            reference=f"{case.reference}-P",
            declaration_id=case.mrn,
            issued=self.site.moment(),
            type=(
                DocumentName.PAYMENT_ORDER
                if self.has_bank
                else DocumentName.DUTY_RECEIPT
            ),
            payer=replace(case.contract.importer, communications=()),
            payment=PaymentMade(method="A", reference=asked.reference, paid=amount),
        )
        to = BANK if self.has_bank else "sw"
        self.of.send(self.of.neighbour(to), notice, case.id)


def _key(case: Case, asked: AssessedPayment) -> str:
    return asked.reference or case.reference

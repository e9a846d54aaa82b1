"""The bank of a country's importers: pays duties by their order, as far as they can.

Customs tells it what is to be paid under which reference. What it pays it confirms to
customs; what it does not, to whoever ordered it. It never pays more than an account
holds, and leaves it to customs whether that is enough.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import Response
from swsim.domain.banking import Accounts
from swsim.domain.codes import DocumentName, Function
from swsim.domain.events import Kind
from swsim.domain.members import member
from swsim.domain.money import Money, money
from swsim.domain.settings import BANK
from swsim.simulation.answers import payment_of, reference_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.payments.booking import BOOKING, in_office_hours
from swsim.simulation.site import Site
from swsim.simulation.valuing import exchange_rate

UNKNOWN, SHORT = "unknown-reference", "insufficient-balance"


@dataclass(kw_only=True, slots=True)
class _Account:
    """What a company has; `left` is None where the account covers everything."""

    left: Decimal | None


class Bank(Participant):
    """Keeps the accounts of the importers of one country."""

    role = BANK

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.customs = self.neighbour("cus")
        self.terms = site.settings.accounts or Accounts()
        self.currency = member(site.member).currency
        self._accounts: dict[str, _Account] = {}
        self._known: dict[str, str] = {}  # reference of a payment -> LRN
        self._orders = 0
        self.handlers |= {Response: self.assessed, PaymentNotice: self.ordered}

    def assessed(self, mail: Incoming) -> None:
        """Note under which reference customs asks for a payment."""
        response = mail.document
        assert isinstance(response, Response)
        asked = payment_of(response)
        if asked is None or asked.reference is None:
            self.drop(mail)
            return
        self._known[asked.reference] = reference_of(response)

    def ordered(self, mail: Incoming) -> None:
        """Take an order of payment in; it is carried out after the bank's own work."""
        order = mail.document
        assert isinstance(order, PaymentNotice)
        if order.type != DocumentName.PAYMENT_ORDER:
            self.drop(mail)
            return
        self._orders += 1
        spread = self.profile.bank
        draw = self.stream(f"order/{self._orders}")
        work = draw.seconds(spread.median, spread.p90)
        if not self.site.policy.electronic_payment:
            work = in_office_hours(self.site, work + BOOKING)
        self.site.after(work, partial(self._carry_out, mail, order))

    def _carry_out(self, mail: Incoming, order: PaymentNotice) -> None:
        account = self._account(order)
        why = self._objection(order, account)
        if why is not None:
            self._refuse(mail, order, account, why)
            return
        amount = _amount(order)
        if account.left is not None:
            account.left -= amount.value
        self._note(mail, order, account, "paid", amount)
        receipt = replace(
            order, issued=self.site.moment(), type=DocumentName.DUTY_RECEIPT
        )
        self.send(self.customs, receipt, mail.conversation_id)

    def _account(self, order: PaymentNotice) -> _Account:
        """Return the account of the payer, which is opened when it is first used."""
        holder = (order.payer.id if order.payer else None) or ""
        if holder not in self._accounts:
            self._accounts[holder] = _Account(left=self._opening_balance())
        return self._accounts[holder]

    def _opening_balance(self) -> Decimal | None:
        if self.terms.balance is None:
            return None
        return money(self._from_dollars(self.terms.balance), self.currency).value

    def _from_dollars(self, dollars: int) -> Decimal:
        if self.currency == "USD":
            return Decimal(dollars)
        return dollars * exchange_rate("USD", self.currency)

    def _objection(self, order: PaymentNotice, account: _Account) -> str | None:
        """Return why an order is not carried out, None where it is."""
        reference = order.payment.reference if order.payment else None
        amount = _amount(order)
        if reference not in self._known or amount.currency != self.currency:
            return UNKNOWN
        if account.left is not None and amount.value > account.left:
            return SHORT
        return None

    def _refuse(
        self, mail: Incoming, order: PaymentNotice, account: _Account, why: str
    ) -> None:
        """Say no, to customs too where it waits for the money."""
        self._note(mail, order, account, "refused", _amount(order), why)
        short = why == SHORT
        function = Function.NOT_ACCEPTED if short else Function.NOT_FOUND
        refusal = replace(order, function=function, issued=self.site.moment())
        self.reply(mail, refusal)
        if short:
            self.send(self.customs, refusal, mail.conversation_id)
            self._await_money(mail, order, account)

    def _await_money(
        self, mail: Incoming, order: PaymentNotice, account: _Account
    ) -> None:
        """Let what lacks come in from elsewhere, where the company can raise it."""
        if self.terms.top_up is None or account.left is None:
            return
        lacking = _amount(order).value - account.left
        came = Money(value=lacking, currency=self.currency)

        def pay_in() -> None:
            assert account.left is not None
            account.left += lacking
            self._note(mail, order, account, "paid-in", came)

        self.site.after(self.terms.top_up, pay_in)

    def _note(
        self,
        mail: Incoming,
        order: PaymentNotice,
        account: _Account,
        step: str,
        amount: Money,
        why: str = "",
    ) -> None:
        reference = (order.payment.reference if order.payment else None) or ""
        self.record(
            Kind.PAYMENT,
            mail.conversation_id,
            payment=reference,
            declaration=self._known.get(reference, ""),
            payer=(order.payer.id if order.payer else None) or "",
            step=step,
            why=why,
            amount=f"{amount.value:f}",
            currency=amount.currency,
            left="" if account.left is None else f"{account.left:f}",
        )


def _amount(order: PaymentNotice) -> Money:
    paid = order.payment.paid if order.payment else None
    return paid or Money(value=Decimal(0), currency="")

"""The guarantor of a country: holds the guarantees behind transit movements.

Customs asks it to reserve an amount, frees it at discharge, or calls it. The balance
always adds up: amount = free + reserved + called.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from swsim.documents.goods import Status
from swsim.documents.types.transit_event import EventGuarantee, TransitEvent
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.happenings import GuaranteeCut
from swsim.domain.movements import Guarantee
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site

RESERVE, RELEASE, CALL = "GRS", "GRL", "GCL"  # list `transit-event`


@dataclass(kw_only=True, slots=True)
class Account:
    """One guarantee and what stands against it, in US dollars by MRN."""

    guarantee: Guarantee
    amount: Decimal
    reserved: dict[str, Decimal] = field(default_factory=dict)
    called: Decimal = Decimal(0)

    @property
    def free(self) -> Decimal:
        """What is left to reserve."""
        return self.amount - self.called - sum(self.reserved.values(), Decimal(0))


class Guarantor(Participant):
    """Keeps the guarantees of the carriers of one country."""

    role = "gua"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.accounts = {
            each.reference: Account(guarantee=each, amount=Decimal(each.amount))
            for each in site.settings.guarantees
        }
        self.handlers |= {TransitEvent: self.asked}
        site.expect(GuaranteeCut, self.cut)

    def asked(self, mail: Incoming) -> None:
        """Reserve, free or pay what customs of this country asks for."""
        event = mail.document
        assert isinstance(event, TransitEvent)
        act = {RESERVE: self._reserve, RELEASE: self._release, CALL: self._call}.get(
            event.type or ""
        )
        if act is None or not event.guarantees:
            self.drop(mail)
            return
        act(mail, event, event.guarantees[0])

    def cut(self, effect: GuaranteeCut) -> None:
        """Take away what is free of a guarantee, as when other claims come in."""
        account = self.accounts.get(effect.guarantee)
        if account is not None:
            taken, account.amount = account.free, account.amount - account.free
            self._write(account, "cut", taken, "")

    def _reserve(
        self, mail: Incoming, event: TransitEvent, secured: EventGuarantee
    ) -> None:
        account = self.accounts.get(secured.reference or "")
        mrn, wanted = event.declaration_id or "", _amount(secured)
        why = self._objection(account, secured, wanted)
        if account is not None:
            if why is None:
                account.reserved[mrn] = wanted
            self._write(account, why or "reserved", wanted, mrn)
        self.reply(mail, self._answer(event, granted=why is None))

    def _objection(
        self, account: Account | None, secured: EventGuarantee, wanted: Decimal
    ) -> str | None:
        """Return why a guarantee does not secure a movement, None where it does."""
        if account is None:
            return "unknown"
        if secured.access_code != account.guarantee.access_code:
            return "wrong-access-code"
        return "exhausted" if wanted > account.free else None

    def _release(
        self, mail: Incoming, event: TransitEvent, secured: EventGuarantee
    ) -> None:
        account = self.accounts[secured.reference or ""]
        mrn = event.declaration_id or ""
        freed = account.reserved.pop(mrn, Decimal(0))
        self._write(account, "released", freed, mrn)

    def _call(
        self, mail: Incoming, event: TransitEvent, secured: EventGuarantee
    ) -> None:
        """Pay what is called; what was reserved beyond it stays reserved."""
        account = self.accounts[secured.reference or ""]
        mrn = event.declaration_id or ""
        held = account.reserved.get(mrn, Decimal(0))
        paid = min(held, _amount(secured))
        account.called += paid
        if held > paid:
            account.reserved[mrn] = held - paid
        else:
            account.reserved.pop(mrn, None)
        self._write(account, "called", paid, mrn)

    def _write(self, account: Account, change: str, amount: Decimal, mrn: str) -> None:
        self.record(
            Kind.GUARANTEE,
            "",
            guarantee=account.guarantee.reference,
            change=change,
            amount=str(amount),
            free=str(account.free),
            reserved=str(sum(account.reserved.values(), Decimal(0))),
            called=str(account.called),
            currency="USD",
            movement=mrn,
        )

    def _answer(self, event: TransitEvent, *, granted: bool) -> TransitEvent:
        outcome = Indicator.ACCEPTED if granted else Indicator.REJECTED
        return replace(
            event,
            function=Function.RESPONSE,
            reference=f"{event.reference}-A",
            issued=self.site.moment(),
            statuses=(Status(name=outcome),),
        )


def _amount(secured: EventGuarantee) -> Decimal:
    return secured.amount.value if secured.amount else Decimal(0)

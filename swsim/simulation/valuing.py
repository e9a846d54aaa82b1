"""Works out what goods are worth to customs, and the duties and taxes on them."""

from collections.abc import Sequence
from decimal import Decimal

from swsim.documents.types.declaration import DutyTaxFee, Payment
from swsim.domain.codelists import codelist
from swsim.domain.members import member
from swsim.domain.money import Money, money
from swsim.simulation.contract import Contract, ContractItem


class Valuer:
    """Works out customs values, duties and VAT of an import in national currency."""

    def __init__(self, contract: Contract, vat_per_mille: int) -> None:
        self.national = member(contract.order.destination).currency
        self.rate = (
            Decimal(1)
            if self.national == contract.currency
            else exchange_rate(contract.currency, self.national)
        )
        self.vat_per_mille = vat_per_mille
        self.freight = shares(contract.freight, contract.items)
        self.insurance = shares(contract.insurance, contract.items)

    def customs_value(self, item: ContractItem, number: int) -> Money:
        """Return the CIF value of an item: FOB price, freight and insurance."""
        foreign = (
            item.price.value
            + self.freight[number - 1].value
            + self.insurance[number - 1].value
        )
        return money(foreign * self.rate, self.national)

    def duties(self, item: ContractItem, value: Money) -> tuple[DutyTaxFee, ...]:
        """Return customs duty on the value, and VAT on value and duty."""
        duty = _duty("CUD", value, item.good.duty_per_mille)
        assessed = value.per_mille(item.good.duty_per_mille)
        vat = _duty("VAT", value + assessed, self.vat_per_mille)
        return (duty, vat)


def _duty(kind: str, base: Money, per_mille: int) -> DutyTaxFee:
    return DutyTaxFee(
        base=base,
        rate=(Decimal(per_mille) / 10).normalize() + Decimal(0),
        type=kind,
        payment=Payment(method="A", assessed=base.per_mille(per_mille)),
    )


def shares(whole: Money, items: Sequence[ContractItem]) -> list[Money]:
    """Split an amount over items by price; the last takes what rounding leaves."""
    total = sum((item.price.value for item in items), Decimal(0))
    shares = [
        money(whole.value * item.price.value / total, whole.currency) for item in items
    ]
    rest = whole.value - sum((share.value for share in shares[:-1]), Decimal(0))
    return [*shares[:-1], Money(value=rest, currency=whole.currency)]


def exchange_rate(currency: str, national: str) -> Decimal:
    """Return units of the national currency for one unit of `currency`."""
    rows = codelist("training-rates").rows
    per_dollar = Decimal(rows[national]["rate"])
    return (per_dollar / Decimal(rows[currency]["rate"])).quantize(Decimal("0.00001"))

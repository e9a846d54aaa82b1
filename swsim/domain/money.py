"""Amounts and quantities: Decimal with a currency or a unit, never float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from swsim.domain.codelists import decimals


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency, as a sender states it (right or wrong)."""

    value: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(value=self.value + other.value, currency=self.currency)

    def per_mille(self, rate: int) -> "Money":
        """Return `rate` thousandths of the amount, rounded to the currency."""
        return money(self.value * rate / 1000, self.currency)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A count or measure with a UN/ECE Recommendation 20 unit."""

    value: Decimal
    unit: str


def money(value: Decimal, currency: str) -> Money:
    """Return `value` rounded half up to the decimals that the currency has."""
    step = Decimal(1).scaleb(-decimals(currency))
    return Money(value=value.quantize(step, ROUND_HALF_UP), currency=currency)

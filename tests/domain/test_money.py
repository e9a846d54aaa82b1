"""Amounts: rounded half up to what the currency has, and never mixed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swsim.domain.money import Money, money
from swsim.errors import UsageError


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        ("10.005", "USD", "10.01"),
        ("10.004999", "USD", "10.00"),
        ("2.5", "JPY", "3"),
        ("3.5", "JPY", "4"),
        ("1234.4", "VND", "1234"),
        ("0.0005", "KWD", "0.001"),
        ("7", "KWD", "7.000"),
        ("-0.005", "USD", "-0.01"),
    ],
)
def test_amount_is_rounded_half_up_to_the_currency(
    value: str, currency: str, expected: str
) -> None:
    rounded = money(Decimal(value), currency)

    assert str(rounded.value) == expected
    assert rounded.currency == currency


def test_currency_that_is_not_in_use_is_refused() -> None:
    with pytest.raises(UsageError, match="ZZZ"):
        money(Decimal(1), "ZZZ")


def test_amounts_of_one_currency_are_added() -> None:
    total = money(Decimal("0.10"), "USD") + money(Decimal("0.20"), "USD")

    assert total == Money(value=Decimal("0.30"), currency="USD")


def test_amounts_of_two_currencies_are_not_added() -> None:
    with pytest.raises(ValueError, match="cannot add EUR to USD"):
        money(Decimal(1), "USD") + money(Decimal(1), "EUR")


@pytest.mark.parametrize(
    ("value", "currency", "rate", "expected"),
    [
        ("50640.00", "USD", 30, "1519.20"),
        ("52159.20", "USD", 70, "3651.14"),
        ("999", "JPY", 100, "100"),
        ("1.235", "KWD", 100, "0.124"),
        ("17.00", "USD", 0, "0.00"),
    ],
)
def test_duty_is_rounded_to_the_currency(
    value: str, currency: str, rate: int, expected: str
) -> None:
    base = Money(value=Decimal(value), currency=currency)

    assert str(base.per_mille(rate).value) == expected


@given(st.decimals(-(10**9), 10**9, places=5), st.sampled_from(["USD", "JPY", "KWD"]))
def test_rounding_moves_an_amount_by_half_a_unit_at_most(
    value: Decimal, currency: str
) -> None:
    rounded = money(value, currency).value
    unit = Decimal(1).scaleb(int(rounded.as_tuple().exponent))

    assert abs(rounded - value) * 2 <= unit
    assert money(rounded, currency).value == rounded

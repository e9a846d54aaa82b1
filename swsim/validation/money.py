"""Money in rules: exchange rates, converted values and what goods usually cost.

Published rates are swsim's training rates, usual prices those of its training goods.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any, Final

from swsim.domain.codelists import codelist
from swsim.domain.goods import goods
from swsim.validation.arithmetic import equal, is_near
from swsim.validation.values import (
    Nodes,
    Value,
    currency_of,
    decimal_of,
    numbers_of,
    places_of,
    say,
    text_of,
)

# Looked for by name, as a walk over all elements takes five times as long.
AMOUNTS: Final = (
    "AdValoremTaxBaseAmount",
    "AmountAmount",
    "CustomsValueAmount",
    "FreightChargeAmount",
    "InvoiceAmount",
    "ItemChargeAmount",
    "OtherChargeDeductionAmount",
    "PaymentAmount",
    "StatisticalValueAmount",
    "TaxAssessedAmount",
)
_REMEMBERED: Final = 4_096
_RATE = Decimal("0.00001")  # RateNumeric is n..12,5


@cache
def _per_dollar() -> dict[str, Decimal]:
    """Return the training rates: units of each currency for one US dollar."""
    rows = codelist("training-rates").rows
    return {code: Decimal(row["rate"]) for code, row in sorted(rows.items())}


def published_rate(_: object, of: Value, into: Value) -> str:
    """Return the training rate: units of `into` for one unit of `of`, or "NaN"."""
    return say(_published(text_of(of), text_of(into)))


def rate_near(_: object, rate: Value, of: Value, into: Value, per_cent: Value) -> bool:
    """Return whether a rate is within some per cent of the training rate.

    True where there is no training rate to compare with.
    """
    published = _published(text_of(of), text_of(into))
    numbers = numbers_of((rate, per_cent))
    if published is None:
        return True
    return numbers is not None and is_near(
        numbers[0], published, Decimal(0), numbers[1]
    )


def _published(of: str, into: str) -> Decimal | None:
    rates = _per_dollar()
    one, other = rates.get(of), rates.get(into)
    if one is None or other is None:
        return None
    return (other / one).quantize(_RATE, ROUND_HALF_UP)


def converted(_: object, amounts: Nodes, exchanges: Nodes, currency: Value) -> str:
    """Return the sum of amounts in `currency`, by the rates that a declaration states.

    `exchanges` are CurrencyExchange elements: RateNumeric is units of the currency of
    the value for one unit of CurrencyTypeCode. "NaN" where a rate is missing.
    """
    return say(_converted(amounts, exchanges, text_of(currency)))


def worth(
    _: object, value: Nodes, parts: Nodes, exchanges: Nodes, tolerance: Value
) -> bool:
    """Return whether amounts, converted, make a value; see `convert`.

    `tolerance` is in units of the value's currency. True where a rate is missing.
    """
    total = _converted(parts, exchanges, currency_of(value))
    if total is None:
        return True
    return equal(_, value, say(total), tolerance)


def _converted(amounts: Nodes, exchanges: Nodes, currency: str) -> Decimal | None:
    rates = {currency: Decimal(1)}
    total = Decimal(0)
    for amount in amounts:
        stated = amount.get("currencyID", "")
        if stated not in rates:
            rates = {**_stated_rates(exchanges), **rates}
        rate, number = rates.get(stated), decimal_of(amount.text or "")
        if rate is None or number is None:
            return None
        total += number * rate
    return total


def _stated_rates(exchanges: Nodes) -> dict[str, Decimal]:
    """Return the rates of a declaration by currency, those that are numbers."""
    rates = {}
    for exchange in exchanges:
        said = {child.tag.rpartition("}")[2]: child.text or "" for child in exchange}
        rate = decimal_of(said.get("RateNumeric", ""))
        if rate is not None:
            rates[said.get("CurrencyTypeCode", "").strip()] = rate
    return rates


def unit_value_ok(_: object, hs: Value, value: Value, kilograms: Value) -> bool:
    """Return whether a value for each kilogram net is usual for the goods.

    Usual is half the low to twice the high of swsim's training goods; true where the
    goods, the currency or the mass are not known. `value` is a node with currencyID.
    """
    limits = _usual(text_of(hs)[:6], currency_of(value))
    if limits is None:
        return True
    numbers = numbers_of((value, kilograms))
    if numbers is None or numbers[1] <= 0:
        return True
    low, high = limits
    return low * numbers[1] <= numbers[0] <= high * numbers[1]


@lru_cache(maxsize=_REMEMBERED)
def _usual(subheading: str, currency: str) -> tuple[Decimal, Decimal] | None:
    """Return what a kilogram is worth at least and at most, None where not known."""
    good, rate = goods().get(subheading), _per_dollar().get(currency)
    if good is None or rate is None:
        return None
    usual = good.unit_value_usd_cents_per_kg
    return usual.low * rate / 200, usual.high * rate / 50


def undue_decimals(_: object, documents: Nodes) -> Nodes:
    """Return the amounts below an element with more decimals than their currency has.

    Zeros do not count: 100.00 yen are 100 yen.
    """
    return [
        amount
        for document in documents
        for amount in document.iter(*_amount_tags(document))
        if _is_too_fine(amount.text or "", amount.get("currencyID", ""))
    ]


@cache
def _tags_of(namespace: str) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for name in AMOUNTS)


def _amount_tags(element: Any) -> tuple[str, ...]:
    return _tags_of(element.tag[1:].partition("}")[0])


@lru_cache(maxsize=_REMEMBERED)
def _is_too_fine(amount: str, currency: str) -> bool:
    _, _, decimals = amount.strip().partition(".")
    return len(decimals.rstrip("0")) > places_of(currency)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "convert": converted,
    "published-rate": published_rate,
    "rate-near": rate_near,
    "undue-decimals": undue_decimals,
    "unit-value-ok": unit_value_ok,
    "worth": worth,
}

"""XPath functions for rules: exact arithmetic, check digits, code lists, references.

Namespace urn:swsim:xpath, usually with the prefix sw. Numbers are Decimal, never
binary: 0.1 + 0.2 is 0.3. What is no number makes a sum "NaN" and every comparison
false. A call costs some microseconds, so what rules often say together is one function:
sums-to rather than near(sum()).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any, Final, Protocol, TypeAlias, cast

from lxml import etree

from swsim.domain import identifiers
from swsim.domain.codelists import codelist
from swsim.domain.codelists import decimals as currency_decimals
from swsim.domain.goods import goods
from swsim.errors import UsageError
from swsim.validation.expressions import calls, prefixes

NAMESPACE: Final = "urn:swsim:xpath"
NOT_A_NUMBER: Final = "NaN"
_RATE = Decimal("0.00001")  # RateNumeric is n..12,5

# What XPath hands over: nodes as a list, or a string, number or boolean.
Nodes: TypeAlias = "list[etree._Element]"
Value: TypeAlias = "list[etree._Element] | list[str] | str | float | bool"


class Lookup(Protocol):
    """What a receiver knows and a document does not say, such as open declarations."""

    def answer(self, rule: str, **facts: str) -> bool | None:
        """Return whether the rule holds for these facts; None when not known."""


# --- values ---------------------------------------------------------------------


def _text(value: Value) -> str:
    """Return the string value, as XPath's string() does for the first node."""
    if isinstance(value, list):
        if not value:
            return ""
        first = value[0]
        text = first if isinstance(first, str) else first.text or ""
        return text.strip()
    return str(value).strip()


def _number(value: Value) -> Decimal | None:
    """Return the number of a value or of the first node, None where it is none."""
    text: object = value
    if isinstance(value, list):
        first = value[0] if value else ""
        text = first if isinstance(first, str) else first.text
    return _decimal(text)


def _decimal(text: object) -> Decimal | None:
    try:
        # A float of XPath means the digits that were written, not its binary value.
        number = Decimal(text if isinstance(text, str) else str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _all_numbers(values: Sequence[Value]) -> list[Decimal] | None:
    numbers = [_number(value) for value in values]
    return None if None in numbers else cast(list[Decimal], numbers)


def _total(nodes: Sequence[Any]) -> Decimal | None:
    """Return the exact sum of a node-set, None where a node is no number."""
    total = Decimal(0)
    for node in nodes:
        number = _decimal(node if isinstance(node, str) else node.text)
        if number is None:
            return None
        total += number
    return total


def _say(number: Decimal | None) -> str:
    return NOT_A_NUMBER if number is None else format(number, "f")


# --- arithmetic -----------------------------------------------------------------


def add(_: object, *values: Value) -> str:
    """Return the exact sum of single values."""
    numbers = _all_numbers(values)
    return NOT_A_NUMBER if numbers is None else _say(sum(numbers, Decimal(0)))


def exact_sum(_: object, nodes: Value) -> str:
    """Return the exact sum over a node-set; "0" for none."""
    return _say(_total(nodes) if isinstance(nodes, list) else _number(nodes))


def percent(_: object, base: Value, rate: Value, currency: Value = "") -> str:
    """Return `rate` per cent of `base`, rounded half up where a currency is given."""
    numbers = _all_numbers((base, rate))
    if numbers is None:
        return NOT_A_NUMBER
    share = numbers[0] * numbers[1] / 100
    return _say(_round(share, _text(currency)) if currency else share)


def rounded(_: object, value: Value, currency: Value) -> str:
    """Return an amount rounded half up to the decimals of its currency."""
    number = _number(value)
    return _say(None if number is None else _round(number, _text(currency)))


def _round(number: Decimal, currency: str) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-_decimals(currency)), ROUND_HALF_UP)


def _decimals(currency: str) -> int:
    try:
        return currency_decimals(currency)
    except UsageError:
        return 2  # an unknown currency is the code list layer's finding


def equal(_: object, left: Value, right: Value, tolerance: Value = "0") -> bool:
    """Return whether two numbers differ by no more than `tolerance`."""
    numbers = _all_numbers((left, right, tolerance))
    return numbers is not None and abs(numbers[0] - numbers[1]) <= numbers[2]


def not_above(_: object, left: Value, right: Value) -> bool:
    """Return whether `left` is no more than `right`."""
    numbers = _all_numbers((left, right))
    return numbers is not None and numbers[0] <= numbers[1]


def near(_: object, value: Value, to: Value, absolute: Value, per_cent: Value) -> bool:
    """Return whether `value` is within `absolute` or `per_cent` of `to`.

    Whichever of the two allows more counts.
    """
    numbers = _all_numbers((value, to, absolute, per_cent))
    if numbers is None:
        return False
    return _near(*numbers)


def _near(value: Decimal, to: Decimal, absolute: Decimal, per_cent: Decimal) -> bool:
    return abs(value - to) <= max(absolute, abs(to) * per_cent / 100)


def sums_to(
    _: object, nodes: Nodes, total: Value, absolute: Value = 0.0, per_cent: Value = 0.0
) -> bool:
    """Return whether a node-set adds up to `total`, in one currency where it has one.

    The tolerance is that of `near`; none is exact.
    """
    sum_of_nodes = _total(nodes)
    limits = _all_numbers((total, absolute, per_cent))
    if sum_of_nodes is None or limits is None:
        return False
    return _one_currency(nodes, _list(total)) and _near(sum_of_nodes, *limits)


def is_percent(_: object, amount: Value, base: Value, rate: Value) -> bool:
    """Return whether an amount is `rate` per cent of `base`, in the same currency.

    Rounded half up to the decimals of the currency.
    """
    numbers = _all_numbers((amount, base, rate))
    if numbers is None or not _one_currency(_list(amount), _list(base)):
        return False
    return numbers[0] == _round(numbers[1] * numbers[2] / 100, _currency(amount))


def _list(value: Value) -> list[Any]:
    return value if isinstance(value, list) else []


def _one_currency(*sets: Sequence[Any]) -> bool:
    """Return whether all amounts that state a currency state the same."""
    stated = {
        node.get("currencyID")
        for nodes in sets
        for node in nodes
        if not isinstance(node, str)
    }
    return len(stated) < 2 or len(stated - {None}) < 2


# --- node-sets ------------------------------------------------------------------


def numbering_faults(_: object, nodes: Nodes) -> Nodes:
    """Return the nodes whose numbers keep the whole from being 1..n, each once."""
    seen: set[Decimal] = set()
    wrong = []
    for node in nodes:
        number = _number([node])
        if number is None or number in seen or not _counts(number, len(nodes)):
            wrong.append(node)
        else:
            seen.add(number)
    return wrong


def _counts(number: Decimal, last: int) -> bool:
    return 1 <= number <= last and number == number.to_integral_value()


def repeated(_: object, nodes: Nodes) -> Nodes:
    """Return the nodes whose text an earlier node of the set has as well."""
    seen: Counter[str] = Counter()
    again = []
    for node in nodes:
        text = _text([node])
        if seen[text]:
            again.append(node)
        seen[text] += 1
    return again


# --- codes and identifiers ------------------------------------------------------


def in_list(_: object, value: Value, name: Value) -> bool:
    """Return whether a code is in one of swsim's code lists."""
    return _text(value) in codelist(_text(name))


def container_ok(_: object, value: Value) -> bool:
    """Return whether the check digit of a container number is right (ISO 6346)."""
    return identifiers.container_check_digit_ok(_text(value))


def matches(_: object, value: Value, pattern: Value) -> bool:
    """Return whether the whole value fits a regular expression."""
    return re.fullmatch(_text(pattern), _text(value), re.ASCII) is not None


# --- values in money ------------------------------------------------------------


@cache
def _per_dollar() -> dict[str, Decimal]:
    """Return the training rates: units of each currency for one US dollar."""
    rows = codelist("training-rates").rows
    return {code: Decimal(row["rate"]) for code, row in sorted(rows.items())}


def published_rate(_: object, of: Value, into: Value) -> str:
    """Return the training rate: units of `into` for one unit of `of`, or "NaN"."""
    return _say(_published(_text(of), _text(into)))


def rate_near(_: object, rate: Value, of: Value, into: Value, per_cent: Value) -> bool:
    """Return whether a rate is within some per cent of the training rate.

    True where there is no training rate to compare with.
    """
    published = _published(_text(of), _text(into))
    numbers = _all_numbers((rate, per_cent))
    if published is None:
        return True
    return numbers is not None and _near(numbers[0], published, Decimal(0), numbers[1])


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
    return _say(_converted(amounts, exchanges, _text(currency)))


def worth(
    _: object, value: Nodes, parts: Nodes, exchanges: Nodes, tolerance: Value
) -> bool:
    """Return whether amounts, converted, make a value; see `convert`.

    `tolerance` is in units of the value's currency. True where a rate is missing.
    """
    total = _converted(parts, exchanges, _currency(value))
    if total is None:
        return True
    return equal(_, value, _say(total), tolerance)


def _converted(amounts: Nodes, exchanges: Nodes, currency: str) -> Decimal | None:
    rates = dict(_stated_rate(exchange) for exchange in exchanges)
    rates[currency] = Decimal(1)
    total = Decimal(0)
    for amount in amounts:
        rate, number = rates.get(amount.get("currencyID", "")), _number([amount])
        if rate is None or number is None:
            return None
        total += number * rate
    return total


def _stated_rate(exchange: etree._Element) -> tuple[str, Decimal | None]:
    currency = exchange.findtext("{*}CurrencyTypeCode", "")
    return currency.strip(), _number(exchange.findtext("{*}RateNumeric", ""))


def unit_value_ok(_: object, hs: Value, value: Value, kilograms: Value) -> bool:
    """Return whether a value for each kilogram net is usual for the goods.

    Usual is half the low to twice the high of swsim's training goods; true where the
    goods, the currency or the mass are not known. `value` is a node with currencyID.
    """
    good = goods().get(_text(hs)[:6])
    numbers = _all_numbers((value, kilograms))
    rate = _per_dollar().get(_currency(value))
    if good is None or numbers is None or rate is None or numbers[1] <= 0:
        return True
    cents = numbers[0] * 100 / rate / numbers[1]
    usual = good.unit_value_usd_cents_per_kg
    return Decimal(usual.low) / 2 <= cents <= Decimal(usual.high) * 2


def _currency(value: Value) -> str:
    first = value[0] if isinstance(value, list) and value else None
    return (
        "" if first is None or isinstance(first, str) else first.get("currencyID", "")
    )


# --- references -----------------------------------------------------------------


class _Asked:
    """The receiver being asked about one document, and what it could not say."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.unknown: list[str] = []


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asking(lookup: Lookup) -> Iterator[list[str]]:
    """Let sw:lookup ask `lookup`; yields the ids of the rules it could not answer."""
    asked = _Asked(lookup)
    token = _asked.set(asked)
    try:
        yield asked.unknown
    finally:
        _asked.reset(token)


def lookup(_: object, rule: Value, *facts: Value) -> str:
    """Return "yes", "no" or "unknown": does the rule hold for these facts?

    Facts are name and value in turn: sw:lookup('R17', 'container', d:ID).
    """
    asked = _asked.get()
    if asked is None:
        return "unknown"
    said = [_text(fact) for fact in facts]
    named = dict(zip(said[::2], said[1::2], strict=True))
    answer = asked.lookup.answer(_text(rule), **named)
    if answer is None:
        if _text(rule) not in asked.unknown:
            asked.unknown.append(_text(rule))
        return "unknown"
    return "yes" if answer else "no"


_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "add": add,
    "container-ok": container_ok,
    "convert": converted,
    "eq": equal,
    "in-list": in_list,
    "is-percent": is_percent,
    "le": not_above,
    "lookup": lookup,
    "matches": matches,
    "near": near,
    "numbering-faults": numbering_faults,
    "percent": percent,
    "published-rate": published_rate,
    "rate-near": rate_near,
    "repeated": repeated,
    "round": rounded,
    "sum": exact_sum,
    "sums-to": sums_to,
    "unit-value-ok": unit_value_ok,
    "worth": worth,
}
NAMES: Final = frozenset(_FUNCTIONS)


def xpath(
    expression: str, namespaces: Mapping[str, str], *, smart_strings: bool = False
) -> etree.XPath:
    """Compile an XPath 1.0 expression that may call these functions.

    Raises lxml's XPathSyntaxError. Prefixes and functions are set up anew for every
    evaluation, so the expression is given only those that it uses.
    """
    used = {name: namespaces[name] for name in sorted(prefixes(expression))}
    ours = {prefix for prefix, uri in used.items() if uri == NAMESPACE}
    called = (name.rpartition(":") for name in calls(expression))
    extensions = {
        (NAMESPACE, local): _FUNCTIONS[local]
        for prefix, _, local in called
        if prefix in ours
    }
    return etree.XPath(
        expression,
        namespaces=used or None,
        extensions=extensions or None,
        regexp=False,
        smart_strings=smart_strings,
    )


@contextmanager
def registered() -> Iterator[None]:
    """Offer the functions to all of lxml, XSLT and its Schematron included.

    For a while only: as long as functions are registered for all, each evaluation of
    any XPath in the process takes four times as long.
    """
    registry = cast(dict[str, Any], etree.FunctionNamespace(NAMESPACE))
    registry.update(_FUNCTIONS)
    try:
        yield
    finally:
        registry.clear()

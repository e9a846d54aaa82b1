"""What XPath hands to a function, read as text, number or amount.

Numbers are Decimal, never binary: 0.1 + 0.2 is 0.3. What is no number is None here and
"NaN" to a rule.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias, cast

from lxml import etree

from swsim.domain.codelists import decimals
from swsim.errors import UsageError

NOT_A_NUMBER: Final = "NaN"
_ZERO: Final = Decimal(0)

# Nodes come as a list, all else as a string, number or boolean.
Nodes: TypeAlias = "list[etree._Element]"
Value: TypeAlias = "list[etree._Element] | list[str] | str | float | bool"


def text_of(value: Value) -> str:
    """Return the string value, as XPath's string() does for the first node."""
    if isinstance(value, list):
        if not value:
            return ""
        first = value[0]
        text = first if isinstance(first, str) else first.text or ""
        return text.strip()
    return str(value).strip()


def number_of(value: Value) -> Decimal | None:
    """Return the number of a value or of the first node, None where it is none."""
    if isinstance(value, list):
        first = value[0] if value else ""
        return decimal_of(first if isinstance(first, str) else first.text or "")
    return decimal_of(value)


def decimal_of(text: str | float) -> Decimal | None:
    """Return the finite number that a text or an XPath number is, else None."""
    if not isinstance(text, str):
        return _decimal_of_number(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# Mostly tolerances: the same few numbers for every document.
@lru_cache(maxsize=256)
def _decimal_of_number(number: float) -> Decimal | None:
    # A number of XPath means the digits that were written, not its binary value.
    return decimal_of(f"{number:.15g}")


def numbers_of(values: Sequence[Value]) -> list[Decimal] | None:
    """Return the numbers of all values, None where one of them is none."""
    numbers = [number_of(value) for value in values]
    return None if None in numbers else cast(list[Decimal], numbers)


def total_of(nodes: Sequence[Any]) -> Decimal | None:
    """Return the exact sum of a node-set, None where a node is no number."""
    try:
        total = sum(
            [Decimal(n if isinstance(n, str) else n.text or "") for n in nodes], _ZERO
        )
    except InvalidOperation:  # no number, or infinities of both signs
        return None
    return total if total.is_finite() else None


def say(number: Decimal | None) -> str:
    """Return a number as a rule gets it: in plain digits, or "NaN"."""
    return NOT_A_NUMBER if number is None else format(number, "f")


def round_to(number: Decimal, currency: str) -> Decimal:
    """Return a number rounded half up to the decimals of a currency."""
    return number.quantize(_smallest(currency), ROUND_HALF_UP)


@cache
def _smallest(currency: str) -> Decimal:
    return Decimal(1).scaleb(-places_of(currency))


@cache
def places_of(currency: str) -> int:
    """Return how many decimals a currency has; two where it is unknown."""
    try:
        return decimals(currency)
    except UsageError:
        return 2  # that it is unknown is the code list layer's finding


def nodes_of(value: Value) -> list[Any]:
    """Return the nodes of a value, none where it is not a node-set."""
    return value if isinstance(value, list) else []


def one_currency(nodes: Sequence[Any]) -> bool:
    """Return whether all amounts that state a currency state the same."""
    first = None
    for node in nodes:
        stated = None if isinstance(node, str) else node.get("currencyID")
        if stated != first and stated is not None:
            if first is not None:
                return False
            first = stated
    return True


def currency_of(value: Value) -> str:
    """Return the currencyID of the first node, "" where there is none."""
    first = value[0] if isinstance(value, list) and value else None
    return (
        "" if first is None or isinstance(first, str) else first.get("currencyID", "")
    )

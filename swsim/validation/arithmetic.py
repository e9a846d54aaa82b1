"""Exact arithmetic for rules, and what rules ask about the members of a node-set.

What is no number makes a sum "NaN" and every comparison false. A call costs some
microseconds, so what rules often say together is one function: sums-to rather than
near(sum()).
"""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from swsim.validation.values import (
    NOT_A_NUMBER,
    Nodes,
    Value,
    currency_of,
    decimal_of,
    nodes_of,
    number_of,
    numbers_of,
    one_currency,
    round_to,
    say,
    text_of,
    total_of,
)


def add(_: object, *values: Value) -> str:
    """Return the exact sum of single values."""
    numbers = numbers_of(values)
    return NOT_A_NUMBER if numbers is None else say(sum(numbers, Decimal(0)))


def exact_sum(_: object, nodes: Value) -> str:
    """Return the exact sum over a node-set; "0" for none."""
    return say(total_of(nodes) if isinstance(nodes, list) else number_of(nodes))


def percent(_: object, base: Value, rate: Value, currency: Value = "") -> str:
    """Return `rate` per cent of `base`, rounded half up where a currency is given."""
    numbers = numbers_of((base, rate))
    if numbers is None:
        return NOT_A_NUMBER
    share = numbers[0] * numbers[1] / 100
    return say(round_to(share, text_of(currency)) if currency else share)


def rounded(_: object, value: Value, currency: Value) -> str:
    """Return an amount rounded half up to the decimals of its currency."""
    number = number_of(value)
    return say(None if number is None else round_to(number, text_of(currency)))


def equal(_: object, left: Value, right: Value, tolerance: Value = "0") -> bool:
    """Return whether two numbers differ by no more than `tolerance`."""
    numbers = numbers_of((left, right, tolerance))
    return numbers is not None and abs(numbers[0] - numbers[1]) <= numbers[2]


def not_above(_: object, left: Value, right: Value) -> bool:
    """Return whether `left` is no more than `right`."""
    numbers = numbers_of((left, right))
    return numbers is not None and numbers[0] <= numbers[1]


def near(_: object, value: Value, to: Value, absolute: Value, per_cent: Value) -> bool:
    """Return whether `value` is within `absolute` or `per_cent` of `to`.

    Whichever of the two allows more counts.
    """
    numbers = numbers_of((value, to, absolute, per_cent))
    if numbers is None:
        return False
    return is_near(*numbers)


def is_near(value: Decimal, to: Decimal, absolute: Decimal, per_cent: Decimal) -> bool:
    """Return whether two numbers differ by no more than the wider tolerance."""
    return abs(value - to) <= max(absolute, abs(to) * per_cent / 100)


def sums_to(
    _: object, nodes: Nodes, total: Value, absolute: Value = 0.0, per_cent: Value = 0.0
) -> bool:
    """Return whether a node-set adds up to `total`, in one currency where it has one.

    The tolerance is that of `near`; none is exact.
    """
    added, wanted = total_of(nodes), number_of(total)
    if added is None or wanted is None:
        return False
    # The usual case first: equal to the last digit needs no tolerance.
    if added != wanted:
        limits = numbers_of((absolute, per_cent))
        if limits is None or not is_near(added, wanted, *limits):
            return False
    return one_currency([*nodes, *nodes_of(total)])


def is_percent(_: object, amount: Value, base: Value, rate: Value) -> bool:
    """Return whether an amount is `rate` per cent of `base`, in the same currency.

    Rounded half up to the decimals of the currency.
    """
    numbers = numbers_of((amount, base, rate))
    if numbers is None or not one_currency([*nodes_of(amount), *nodes_of(base)]):
        return False
    return numbers[0] == round_to(numbers[1] * numbers[2] / 100, currency_of(amount))


def numbering_faults(_: object, nodes: Nodes) -> Nodes:
    """Return the nodes whose numbers keep the whole from being 1..n, each once."""
    # The usual case first: written 1, 2, 3 and in this order.
    if all(node.text == str(place) for place, node in enumerate(nodes, 1)):
        return []
    seen: set[Decimal] = set()
    wrong = []
    for node in nodes:
        number = number_of([node])
        if number is None or number in seen or not _counts(number, len(nodes)):
            wrong.append(node)
        else:
            seen.add(number)
    return wrong


def _counts(number: Decimal, last: int) -> bool:
    return 1 <= number <= last and number == number.to_integral_value()


def repeated(_: object, nodes: Nodes) -> Nodes:
    """Return the nodes whose text an earlier node of the set has as well."""
    if len({(node.text or "").strip() for node in nodes}) == len(nodes):
        return []
    seen: Counter[str] = Counter()
    again = []
    for node in nodes:
        text = text_of([node])
        if seen[text]:
            again.append(node)
        seen[text] += 1
    return again


def overloaded(_: object, containers: Nodes, items: Nodes, limit: Value) -> Nodes:
    """Return the containers whose goods weigh more than `limit` kg for certain.

    How an item is spread over several containers is not declared: it counts for none of
    them, but all of them together carry no more than the limit times their number.
    """
    most = number_of(limit) or Decimal(0)
    alone: dict[str, Decimal] = {}
    total = Decimal(0)
    for item in items:
        mass, within = _load(item)
        if within:
            total += mass
        if len(within) == 1:
            alone[within[0]] = alone.get(within[0], Decimal(0)) + mass
    if total > most * len(containers):
        return containers
    return [
        each
        for each in containers
        if sum((alone.get(name, Decimal(0)) for name in _names(each)), Decimal(0))
        > most
    ]


def _load(item: Any) -> tuple[Decimal, list[str]]:
    """Return the gross mass of an item in kg and the containers that it is in."""
    namespace = item.tag.partition("}")[0] + "}"
    mass = item.findtext(
        f"{namespace}Commodity/{namespace}GoodsMeasure/{namespace}GrossMassMeasure", ""
    )
    links = item.iterfind(f"{namespace}Commodity/{namespace}TransportEquipment")
    # As R19 does: by the number where there is one, else by the place in the list.
    within = [next(iter(_names(link)), "") for link in links]
    return decimal_of(mass) or Decimal(0), within


def _names(container: Any) -> list[str]:
    namespace = container.tag.partition("}")[0] + "}"
    texts = (
        container.findtext(f"{namespace}{name}", "").strip()
        for name in ("ID", "SequenceNumeric")
    )
    return [text for text in texts if text]


def not_among(_: object, nodes: Nodes, others: Nodes) -> Nodes:
    """Return the nodes whose text none of the others has."""
    known = {text_of([other]) for other in others}
    return [node for node in nodes if text_of([node]) not in known]


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "add": add,
    "eq": equal,
    "is-percent": is_percent,
    "le": not_above,
    "near": near,
    "not-among": not_among,
    "numbering-faults": numbering_faults,
    "overloaded": overloaded,
    "percent": percent,
    "repeated": repeated,
    "round": rounded,
    "sum": exact_sum,
    "sums-to": sums_to,
}

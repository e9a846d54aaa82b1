"""How a record's field is written in XML: the vocabulary of the document types.

A document type is a frozen dataclass whose fields are made by the functions below; the
codec needs nothing else. Field order is element order (xs:sequence). A record holds
what its sender states, right or wrong: judging it is the validator's work.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "amount",
    "mass",
    "quantity",
    "moment",
    "day",
    "record",
]

ELEMENT = "element"


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """The XML element of a field: its name, how its text is written, how often.

    `record` is the dataclass of a child class, None for a leaf.
    """

    name: str
    kind: Kind
    many: bool = False
    record: type | None = None


def _optional(element: Element) -> Any:
    if element.many:
        return field(default=(), metadata={ELEMENT: element})
    return field(default=None, metadata={ELEMENT: element})


def text(name: str) -> Any:
    """A text, code or identifier: `str`."""
    return _optional(Element(name=name, kind="text"))


def integer(name: str) -> Any:
    """A count or sequence number: `int`."""
    return _optional(Element(name=name, kind="integer"))


def decimal(name: str) -> Any:
    """A plain number such as a rate: `Decimal`."""
    return _optional(Element(name=name, kind="decimal"))


def amount(name: str) -> Any:
    """An amount with its currencyID: `Money`."""
    return _optional(Element(name=name, kind="amount"))


def mass(name: str) -> Any:
    """A mass in whole grams, written in kilograms (unitCode KGM): `int`."""
    return _optional(Element(name=name, kind="mass"))


def quantity(name: str) -> Any:
    """A number with its unitCode: `Quantity`."""
    return _optional(Element(name=name, kind="quantity"))


def moment(name: str) -> Any:
    """A point of time in UTC, format 304 of UN/EDIFACT 2379: `datetime`."""
    return _optional(Element(name=name, kind="moment"))


def day(name: str) -> Any:
    """A calendar day, format 102 of UN/EDIFACT 2379: `date`."""
    return _optional(Element(name=name, kind="day"))


def child(name: str, record: type) -> Any:
    """A child class that occurs once at most."""
    return _optional(Element(name=name, kind="record", record=record))


def children(name: str, record: type) -> Any:
    """A child class that repeats: a tuple."""
    return _optional(Element(name=name, kind="record", many=True, record=record))

"""XML to documents, driven by the fields of the records alone.

Values are converted, not judged: a document should be valid before it is read.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from sys import intern
from typing import Any

from lxml import etree

from swsim.documents import envelope as env
from swsim.documents.envelope import CommunicationMetaData, Envelope, MetaData
from swsim.documents.fields import ELEMENT, Element
from swsim.documents.registry import types_by_tag
from swsim.documents.xmltext import CodecError
from swsim.domain.money import Money, Quantity

Read = Callable[[etree._Element], Any]


# Codes, names and addresses come over and over again: a run that keeps thousands of
# documents until their goods have arrived keeps each of these once.
def _text(element: etree._Element) -> str:
    return intern(element.text or "")


# Points of time are cut by hand: strptime takes ten times as long.
def _moment(element: etree._Element) -> datetime:
    text = _text(element[0])
    if len(text) != 15 or text[14] != "Z":
        raise ValueError(f"{text!r} is no point of time in UTC, CCYYMMDDhhmmssZ")
    clock = int(text[8:10]), int(text[10:12]), int(text[12:14])
    return datetime(*_calendar_day(text), *clock, tzinfo=UTC)


def _day(element: etree._Element) -> date:
    text = _text(element[0])
    if len(text) != 8:
        raise ValueError(f"{text!r} is no calendar day, CCYYMMDD")
    return date(*_calendar_day(text))


def _calendar_day(text: str) -> tuple[int, int, int]:
    return int(text[:4]), int(text[4:6]), int(text[6:8])


def _money(element: etree._Element) -> Money:
    return Money(
        value=Decimal(element.text or ""),
        currency=intern(element.get("currencyID", "")),
    )


def _quantity(element: etree._Element) -> Quantity:
    return Quantity(
        value=Decimal(element.text or ""), unit=intern(element.get("unitCode", ""))
    )


def _mass(element: etree._Element) -> int:
    return int(Decimal(element.text or "") * 1000)


_READERS: dict[str, Read] = {
    "text": _text,
    "integer": lambda element: int(element.text or ""),
    "decimal": lambda element: Decimal(element.text or ""),
    "amount": _money,
    "mass": _mass,
    "quantity": _quantity,
    "moment": _moment,
    "day": _day,
}


@cache
def _record_reader(record: type, namespace: str) -> Read:
    """Return the reader of a record in a namespace, compiled once."""
    single: dict[str, tuple[str, Read]] = {}
    several: dict[str, tuple[str, Read]] = {}
    for each in fields(record):
        element: Element = each.metadata[ELEMENT]
        read = (
            _record_reader(element.record, namespace)
            if element.record
            else _READERS[element.kind]
        )
        target = several if element.many else single
        target[f"{{{namespace}}}{element.name}"] = (each.name, read)

    def read_record(node: etree._Element) -> Any:
        values: dict[str, Any] = {}
        for child in node:
            tag: Any = child.tag
            if tag in single:
                name, read = single[tag]
                values[name] = read(child)
            elif tag in several:
                name, read = several[tag]
                values[name] = (*values.get(name, ()), read(child))
        return record(**values)

    return read_record


def decode_payload(node: etree._Element) -> object:
    """Return the record of a payload element; CodecError when it does not fit.

    The document should be valid against its schema: values are converted, not judged.
    """
    kind = types_by_tag().get(str(node.tag))
    if kind is None:
        known = ", ".join(each.root for each in types_by_tag().values())
        raise CodecError(f"{node.tag} is no document of swsim; known are {known}")
    return _read(_record_reader(kind.record, kind.namespace), node)


def decode_communication(root: etree._Element) -> CommunicationMetaData | None:
    """Return the communication metadata of an envelope; None where it has none.

    Raises CodecError when a value does not fit.
    """
    node = root.find(f"{{{env.NAMESPACE}}}CommunicationMetaData")
    if node is None:
        return None
    communication: CommunicationMetaData = _read(
        _record_reader(CommunicationMetaData, env.NAMESPACE), node
    )
    return communication


def decode(root: etree._Element) -> Envelope:
    """Return the message of an envelope's root element; CodecError if it is none."""
    if root.tag != env.TAG:
        raise CodecError(f"the root is {root.tag}, not an envelope ({env.TAG})")
    head: MetaData = _read(_record_reader(MetaData, env.NAMESPACE), root)
    payloads = [node for node in root if str(node.tag) in types_by_tag()]
    if head.communication is None or len(payloads) != 1:
        raise CodecError("an envelope holds CommunicationMetaData and one document")
    return Envelope(
        communication=head.communication,
        payload=decode_payload(payloads[0]),
        country=head.country,
        agency=head.agency,
    )


def _read(read: Read, node: etree._Element) -> Any:
    try:
        return read(node)
    except (ValueError, InvalidOperation, IndexError, TypeError) as error:
        raise CodecError(
            f"{etree.QName(node).localname} on line {node.sourceline}: {error}"
        ) from error

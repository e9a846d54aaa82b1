"""Documents to XML, driven by the fields of the records alone.

The text written is indented exclusive C14N but for one thing: the data type namespace
is declared once, at the root. `swsim.documents.canonical` relies on that.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from swsim.documents import envelope as env
from swsim.documents.envelope import Envelope, MetaData
from swsim.documents.fields import ELEMENT, Element
from swsim.documents.registry import AsWritten, DocumentType, type_of
from swsim.documents.xmltext import CodecError, escape, quote

DATA_TYPES = "urn:swsim:datamodel:DS:1"
DS_DECLARED = f' xmlns:ds="{DATA_TYPES}"'
XML_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

_OPEN = f'<md:{env.ROOT}{DS_DECLARED} xmlns:md="{env.NAMESPACE}">\n'

Write = Callable[[Any, list[str], str], None]


def _say_decimal(value: Decimal) -> str:
    return format(value, "f")


def _say_mass(grams: int) -> str:
    """Return a mass in kilograms, without trailing zeros."""
    kilograms, rest = divmod(abs(grams), 1000)
    sign = "-" if grams < 0 else ""
    decimals = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{sign}{kilograms}{decimals}"


def _leaf(tag: str, say: Callable[[Any], str]) -> Write:
    def write(value: Any, out: list[str], pad: str) -> None:
        out.append(f"{pad}<{tag}>{say(value)}</{tag}>\n")

    return write


def _with_attribute(
    tag: str, attribute: str, split: Callable[[Any], tuple[str, str]]
) -> Write:
    def write(value: Any, out: list[str], pad: str) -> None:
        number, qualifier = split(value)
        out.append(f'{pad}<{tag} {attribute}="{quote(qualifier)}">{number}</{tag}>\n')

    return write


# Written by hand: strftime pads years below 1000 on some systems and not on others.
def _say_day(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


def _say_moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise CodecError(f"the point of time {value} has no time zone; give it in UTC")
    utc = value.astimezone(UTC)
    return f"{_say_day(utc)}{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def _point_of_time(tag: str, code: str, say: Callable[[Any], str]) -> Write:
    def write(value: datetime | date, out: list[str], pad: str) -> None:
        out.append(
            f'{pad}<{tag}><ds:DateTimeString formatCode="{code}">'
            f"{say(value)}</ds:DateTimeString></{tag}>\n"
        )

    return write


def _nested(tag: str, record: type, prefix: str) -> Write:
    write_fields = _record_writer(record, prefix)

    def write(value: Any, out: list[str], pad: str) -> None:
        out.append(f"{pad}<{tag}>\n")
        write_fields(value, out, pad + "  ")
        out.append(f"{pad}</{tag}>\n")

    return write


_WRITERS: dict[str, Callable[[str], Write]] = {
    "text": lambda tag: _leaf(tag, escape),
    "integer": lambda tag: _leaf(tag, str),
    "decimal": lambda tag: _leaf(tag, _say_decimal),
    "amount": lambda tag: _with_attribute(
        tag, "currencyID", lambda money: (_say_decimal(money.value), money.currency)
    ),
    "mass": lambda tag: _with_attribute(
        tag, "unitCode", lambda grams: (_say_mass(grams), "KGM")
    ),
    "quantity": lambda tag: _with_attribute(
        tag, "unitCode", lambda measure: (_say_decimal(measure.value), measure.unit)
    ),
    "moment": lambda tag: _point_of_time(tag, "304", _say_moment),
    "day": lambda tag: _point_of_time(tag, "102", _say_day),
}


@cache
def _record_writer(record: type, prefix: str = "") -> Write:
    """Return the writer of a record's fields, compiled once."""
    steps: list[tuple[Callable[[Any], Any], bool, Write]] = []
    for each in fields(record):
        element: Element = each.metadata[ELEMENT]
        tag = prefix + element.name
        write = (
            _nested(tag, element.record, prefix)
            if element.record
            else _WRITERS[element.kind](tag)
        )
        steps.append((attrgetter(each.name), element.many, write))

    def write_record(value: Any, out: list[str], pad: str) -> None:
        for get, many, write in steps:
            part = get(value)
            if many:
                for one in part:
                    write(one, out, pad)
            elif part is not None:
                write(part, out, pad)

    return write_record


def _head(envelope: Envelope, kind: DocumentType) -> MetaData:
    return MetaData(
        model_version=env.MODEL_VERSION,
        wco_type=kind.wco_type or None,
        country=envelope.country,
        agency=envelope.agency,
        communication=envelope.communication,
    )


def _payload(record: object, kind: DocumentType, out: list[str], pad: str) -> None:
    if isinstance(record, AsWritten):
        out.append(f"{pad}{record.text}\n")
        return
    out.append(f'{pad}<{kind.root} xmlns="{kind.namespace}">\n')
    _record_writer(kind.record)(record, out, pad + "  ")
    out.append(f"{pad}</{kind.root}>\n")


def encode(envelope: Envelope) -> bytes:
    """Return the message as UTF-8 XML, indented, as it goes over the wire.

    Raises CodecError when a value holds a character that XML 1.0 cannot carry.
    """
    kind = type_of(envelope.payload)
    out = [_OPEN]
    _record_writer(MetaData, "md:")(_head(envelope, kind), out, "  ")
    _payload(envelope.payload, kind, out, "  ")
    out.append(f"</md:{env.ROOT}>")
    return XML_DECLARATION + "".join(out).encode()


def encode_payload(record: object) -> bytes:
    """Return a document alone, without an envelope, as UTF-8 XML."""
    kind = type_of(record)
    out: list[str] = []
    _payload(record, kind, out, "")
    body = "".join(out).rstrip("\n")
    opening = f'<{kind.root} xmlns="{kind.namespace}"'
    return XML_DECLARATION + body.replace(opening, opening + DS_DECLARED, 1).encode()

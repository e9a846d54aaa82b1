"""Documents to XML and back, driven by the fields of the records alone.

The text written is indented exclusive C14N but for one thing: the data type namespace
is declared once, at the root. So the canonical form, over which the digest is taken,
comes from the wire form by two replacements instead of a parse; a test holds the two
against lxml's C14N.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from lxml import etree

from swsim.documents import envelope as env
from swsim.documents.envelope import CommunicationMetaData, Envelope, MetaData
from swsim.documents.fields import ELEMENT, Element
from swsim.documents.registry import DocumentType, type_of, types_by_tag
from swsim.domain.money import Money, Quantity

DATA_TYPES = "urn:swsim:datamodel:DS:1"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

_DS = f' xmlns:ds="{DATA_TYPES}"'
_OPEN = f'<md:{env.ROOT}{_DS} xmlns:md="{env.NAMESPACE}">\n'
_RUN = "md:RunID"
_NO_RUN = f"<{_RUN}></{_RUN}>".encode()

Record = TypeVar("Record")
Write = Callable[[Any, list[str], str], None]
Read = Callable[[etree._Element], Any]


class CodecError(ValueError):
    """A value that XML 1.0 cannot carry, or XML that does not fit the record."""


# --- text -----------------------------------------------------------------------

_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character not in _ESCAPES:
        raise CodecError(f"the character U+{ord(character):04X} is not allowed in XML")
    return _ESCAPES[character]


def _escape(value: str) -> str:
    return _SPECIAL.sub(_escaped, value)


def _attribute(value: str) -> str:
    escaped = _escape(value).replace("&gt;", ">").replace('"', "&quot;")
    return escaped.replace("\t", "&#x9;").replace("\n", "&#xA;")


# --- writing --------------------------------------------------------------------


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
        out.append(
            f'{pad}<{tag} {attribute}="{_attribute(qualifier)}">{number}</{tag}>\n'
        )

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
    "text": lambda tag: _leaf(tag, _escape),
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
        wco_type=kind.wco_type,
        country=envelope.country,
        agency=envelope.agency,
        communication=envelope.communication,
    )


def _payload(record: object, kind: DocumentType, out: list[str], pad: str) -> None:
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
    return DECLARATION + "".join(out).encode()


def encode_payload(record: object) -> bytes:
    """Return a document alone, without an envelope, as UTF-8 XML."""
    kind = type_of(record)
    out: list[str] = []
    _payload(record, kind, out, "")
    body = "".join(out).rstrip("\n")
    opening = f'<{kind.root} xmlns="{kind.namespace}"'
    return DECLARATION + body.replace(opening, opening + _DS, 1).encode()


# --- the canonical form and its hash --------------------------------------------

_DATE = b"<ds:DateTimeString "
_DATE_CANONICAL = b"<ds:DateTimeString" + _DS.encode() + b" "


def canonical(wire: bytes, run_id: str) -> bytes:
    """Return the hashed form of what `encode` wrote: exclusive C14N, RunID emptied.

    The run id is left out because the same scenario, seed and version give the same
    digest in every run.
    """
    text = wire.removeprefix(DECLARATION).replace(_DS.encode(), b"", 1)
    run = f"<{_RUN}>{_escape(run_id)}</{_RUN}>".encode()
    text = text.replace(run, _NO_RUN, 1)
    return text.replace(_DATE, _DATE_CANONICAL)


def with_run_id(wire: bytes, run_id: str) -> bytes:
    """Return a message written with an empty RunID as one of the run `run_id`."""
    return wire.replace(_NO_RUN, f"<{_RUN}>{_escape(run_id)}</{_RUN}>".encode(), 1)


_RUN_TAG = f"{{{env.NAMESPACE}}}RunID"
_SIGNATURE_TAG = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def content_hash(root: etree._Element) -> str:
    """Return the SHA-256 of a message's exclusive C14N, in hexadecimal.

    `ds:Signature` and the text of RunID are left out; the tree is left as it was.
    """
    run = next(root.iter(_RUN_TAG), None)
    signature = next(root.iterchildren(_SIGNATURE_TAG), None)
    if signature is not None:
        return _hash_without(root, signature)
    if run is None:
        return _sha256(root)
    kept, run.text = run.text, None
    digest = _sha256(root)
    run.text = kept
    return digest


def _hash_without(root: etree._Element, signature: etree._Element) -> str:
    place, tail = root.index(signature), signature.tail
    root.remove(signature)
    digest = content_hash(root)
    signature.tail = tail
    root.insert(place, signature)
    return digest


def _sha256(root: etree._Element) -> str:
    text = etree.tostring(root, method="c14n", exclusive=True, with_comments=False)
    return hashlib.sha256(text).hexdigest()


# --- reading --------------------------------------------------------------------


def _text(element: etree._Element) -> str:
    return element.text or ""


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
    return Money(value=Decimal(_text(element)), currency=element.get("currencyID", ""))


def _quantity(element: etree._Element) -> Quantity:
    return Quantity(value=Decimal(_text(element)), unit=element.get("unitCode", ""))


def _mass(element: etree._Element) -> int:
    return int(Decimal(_text(element)) * 1000)


_READERS: dict[str, Read] = {
    "text": _text,
    "integer": lambda element: int(_text(element)),
    "decimal": lambda element: Decimal(_text(element)),
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

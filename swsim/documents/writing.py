"""Documents to XML, driven by the fields of the records alone.

The text written is indented exclusive C14N but for one thing: the data type namespace
is declared once, at the root. `swsim.documents.canonical` relies on that.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache, lru_cache
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

# Adds the text of a record to what is written so far.
Add = Callable[[str], None]
Write = Callable[[Any, Add], None]


def _say_mass(grams: int) -> str:
    """Return a mass in kilograms, without trailing zeros."""
    kilograms, rest = divmod(abs(grams), 1000)
    sign = "-" if grams < 0 else ""
    decimals = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{sign}{kilograms}{decimals}"


# Written by hand: strftime pads years below 1000 on some systems and not on others.
def _say_day(value: date) -> str:
    return f"{value.year:04}{value.month:02}{value.day:02}"


# The messages of a second, and the copies of a document, repeat their points of time.
@lru_cache(maxsize=4_096)
def _say_moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise CodecError(f"the point of time {value} has no time zone; give it in UTC")
    utc = value.astimezone(UTC)
    return f"{_say_day(utc)}{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


# What a value `v` of each kind becomes, as the inside of an f-string. Most texts are
# letters and digits, in which there is nothing to escape.
_WRITTEN: dict[str, str] = {
    "text": "<{tag}>{{v if v.isalnum() else escape(v)}}</{tag}>",
    "integer": "<{tag}>{{v}}</{tag}>",
    "decimal": "<{tag}>{{v:f}}</{tag}>",
    "amount": '<{tag} currencyID="{{quote(v.currency)}}">{{v.value:f}}</{tag}>',
    "mass": '<{tag} unitCode="KGM">{{_say_mass(v)}}</{tag}>',
    "quantity": '<{tag} unitCode="{{quote(v.unit)}}">{{v.value:f}}</{tag}>',
    "moment": '<{tag}><ds:DateTimeString formatCode="304">{{_say_moment(v)}}'
    "</ds:DateTimeString></{tag}>",
    "day": '<{tag}><ds:DateTimeString formatCode="102">{{_say_day(v)}}'
    "</ds:DateTimeString></{tag}>",
}
_NAMES = {
    "escape": escape,
    "quote": quote,
    "_say_mass": _say_mass,
    "_say_moment": _say_moment,
    "_say_day": _say_day,
}


@cache
def _record_writer(record: type, prefix: str = "", depth: int = 1) -> Write:
    """Return the writer of a record's fields, compiled once.

    As source text, as dataclasses make their methods: interpreting the fields anew for
    each message took half the time of a replay. `depth` is that of the indentation.
    """
    names: dict[str, Any] = dict(_NAMES)
    lines = ["def write(value, add):"]
    for each in fields(record):
        element: Element = each.metadata[ELEMENT]
        if element.many:
            lines.append(f"    for v in value.{each.name}:")
        else:
            lines.append(f"    v = value.{each.name}")
            lines.append("    if v is not None:")
        lines += _statements(element, prefix, depth, names)
    exec("\n".join(lines), names)  # of names in this package alone
    write: Write = names["write"]
    return write


def _statements(
    element: Element, prefix: str, depth: int, names: dict[str, Any]
) -> list[str]:
    """Return what writes one value; the writer of a nested record goes to `names`."""
    pad, tag = "  " * depth, prefix + element.name
    if not element.record:
        written = _WRITTEN[element.kind].format(tag=tag)
        return [f"        add(f'{pad}{written}\\n')"]
    nested = f"write_{len(names)}"
    names[nested] = _record_writer(element.record, prefix, depth + 1)
    return [
        f"        add('{pad}<{tag}>\\n')",
        f"        {nested}(v, add)",
        f"        add('{pad}</{tag}>\\n')",
    ]


def _head(envelope: Envelope, kind: DocumentType) -> MetaData:
    return MetaData(
        model_version=env.MODEL_VERSION,
        wco_type=kind.wco_type or None,
        country=envelope.country,
        agency=envelope.agency,
        communication=envelope.communication,
    )


def _payload(record: object, kind: DocumentType, add: Add, depth: int) -> None:
    pad = "  " * depth
    if isinstance(record, AsWritten):
        add(f"{pad}{record.text}\n")
        return
    add(f'{pad}<{kind.root} xmlns="{kind.namespace}">\n')
    _record_writer(kind.record, "", depth + 1)(record, add)
    add(f"{pad}</{kind.root}>\n")


def encode(envelope: Envelope) -> bytes:
    """Return the message as UTF-8 XML, indented, as it goes over the wire.

    Raises CodecError when a value holds a character that XML 1.0 cannot carry.
    """
    kind = type_of(envelope.payload)
    out = [_OPEN]
    _record_writer(MetaData, "md:")(_head(envelope, kind), out.append)
    _payload(envelope.payload, kind, out.append, 1)
    out.append(f"</md:{env.ROOT}>")
    return XML_DECLARATION + "".join(out).encode()


def encode_payload(record: object) -> bytes:
    """Return a document alone, without an envelope, as UTF-8 XML."""
    kind = type_of(record)
    out: list[str] = []
    _payload(record, kind, out.append, 0)
    body = "".join(out).rstrip("\n")
    opening = f'<{kind.root} xmlns="{kind.namespace}"'
    return XML_DECLARATION + body.replace(opening, opening + DS_DECLARED, 1).encode()

"""Faults of the parse layer: what is no XML, or none that is accepted."""

import re
from typing import Final

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, operator
from swsim.material.specimen import Specimen
from swsim.validation.parse import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TEXT

_END_TAG = re.compile(rb"</([^<>\s]+)>")
_ROOT = re.compile(rb"<(?=[A-Za-z_])")
# Where an element with text ends.
_TEXT_END = re.compile(rb"(?<=[^<>\s])(?=</)")
_NOT_UTF8: Final = b"\xff\xfe"


def _insert(specimen: Specimen, stream: Stream, what: bytes, rule: str) -> Mutant:
    """Return the document with bytes put at the end of some text."""
    places = [found.start() for found in _TEXT_END.finditer(specimen.text)]
    at = stream.choice(places) if places else specimen.text.rindex(b"</")
    return Mutant(data=specimen.text[:at] + what + specimen.text[at:], rule=rule)


@operator("truncated", "parse", "XML-truncated")
def truncated(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Cut the document off within an end tag."""
    ends = list(_END_TAG.finditer(specimen.text))
    if not ends:
        return None
    end = stream.choice(ends).end() - 1
    return Mutant(data=specimen.text[:end], rule="XML-truncated")


@operator("doctype", "parse", "XML-doctype")
def doctype(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Declare a document type, which can read files and fill the memory."""
    entity = stream.choice(
        (
            b'<!ENTITY a "b">',
            b'<!ENTITY a SYSTEM "file:///etc/hostname">',
            b"<!ELEMENT a ANY>",
        )
    )
    start = _root(specimen)
    head, rest = specimen.text[:start], specimen.text[start:]
    name = re.split(rb"[\s/>]", rest[1:], maxsplit=1)[0]
    doctype = b"<!DOCTYPE " + name + b" [" + entity + b"]>\n"
    return Mutant(data=head + doctype + rest, rule="XML-doctype")


def _root(specimen: Specimen) -> int:
    found = _ROOT.search(specimen.text)
    assert found is not None
    return found.start()


@operator("bad-encoding", "parse", "XML-encoding")
def bad_encoding(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Put bytes into a text that are no UTF-8."""
    return _insert(specimen, stream, _NOT_UTF8, "XML-encoding")


@operator("unknown-entity", "parse", "XML-entity")
def unknown_entity(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Use an entity that nobody declared, or a bare ampersand."""
    what = stream.choice((b"&nbsp;", b"&eacute;", b" & Co."))
    return _insert(specimen, stream, what, "XML-entity")


@operator("two-roots", "parse", "XML-syntax")
def two_roots(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Append a second document."""
    more = stream.choice((specimen.text[_root(specimen) :], b"<Another/>\n"))
    return Mutant(data=specimen.text + more, rule="XML-syntax")


@operator("unclosed", "parse", "XML-syntax")
def unclosed(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Leave out an end tag, but not the last one."""
    ends = list(_END_TAG.finditer(specimen.text))[:-1]
    if not ends:
        return None
    end = stream.choice(ends)
    data = specimen.text[: end.start()] + specimen.text[end.end() :]
    return Mutant(data=data, rule="XML-syntax")


@operator("not-xml", "parse", "XML-not-xml")
def not_xml(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Send something else: JSON, EDIFACT or plain text."""
    name = specimen.document.root.encode()
    number = str(stream.below(10_000)).encode()
    data = stream.choice(
        (
            b'{"' + name + b'": ' + number + b"}\n",
            b"UNB+UNOC:3+SWSIM+SWSIM+260406:0000+" + number + b"'\n",
            name + b" no. " + number + b" follows by post.\n",
        )
    )
    return Mutant(data=data, rule="XML-not-xml")


@operator("too-deep", "parse", "XML-depth")
def too_deep(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Nest elements deeper than is accepted."""
    levels = MAX_DEPTH + stream.between(1, 100)
    return _insert(specimen, stream, b"<x>" * levels + b"</x>" * levels, "XML-depth")


@operator("too-many-attributes", "parse", "XML-attributes")
def too_many_attributes(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Give one element more attributes than are accepted."""
    count = MAX_ATTRIBUTES + stream.between(1, 20)
    attributes = b"".join(b' a%d="1"' % number for number in range(count))
    return _insert(specimen, stream, b"<x" + attributes + b"/>", "XML-attributes")


@operator("text-too-long", "parse", "XML-text")
def text_too_long(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Write a text of more characters than are accepted."""
    long = b"x" * (MAX_TEXT + stream.between(1, 1000))
    return _insert(specimen, stream, long, "XML-text")

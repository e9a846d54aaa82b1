"""Breaks valid documents at random, always in the same way for the same seed."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Final

from lxml import etree

from swsim.domain.streams import Stream

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_TEXTS: Final = (
    "", " ", "0", "1", "2", "-1", "0.001", "1.5", "1e3", "NaN", "INF", "+1", "01",
    "99999999999999999999", "x", "USD", "XXX", "KGM", "68", "69", "4", "9", "830",
    "20260230", "20261301000000Z", "SWSU0000024", "a b", "é", "\u00a0", "\u2028",
    "\u0085", "\u3000", "\u200b", "\U0001f6a2", "]]>", "<&>", "'\"", "x" * 600,
)  # fmt: skip
_NAMES: Final = (
    "ID", "TypeCode", "Description", "SequenceNumeric", "Commodity", "Nothing", "id",
    "GoodsShipment", "Amendment", "DutyTaxFee", "Seal", "_1", "é",
)  # fmt: skip
_ATTRIBUTES: Final = (
    "currencyID", "unitCode", "formatCode", "schemeID", "listID", "id", "nothing",
    f"{_XSI}type", f"{_XSI}nil", f"{_XSI}schemaLocation", "{urn:else}x",
)  # fmt: skip
_NAMESPACES: Final = ("", "urn:else", "urn:swsim:datamodel:DEC:2")


def damaged(path: Path, number: int) -> Iterator[bytes]:
    """Yield a document, each time damaged at one to four places."""
    whole = etree.fromstring(path.read_bytes())
    for count in range(number):
        stream = Stream(count, "damage", path.stem)
        root = deepcopy(whole)
        for _ in range(stream.between(1, 4)):
            stream.choice(_WAYS)(stream, _one(stream, root))
        yield etree.tostring(root)


def _one(stream: Stream, root: etree._Element) -> etree._Element:
    """Return an element at random, the root seldom."""
    below = list(root.iterdescendants("*"))
    return stream.choice(below) if below and not stream.chance(10) else root


def _delete(stream: Stream, element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _duplicate(stream: Stream, element: etree._Element) -> None:
    for _ in range(stream.choice((1, 1, 1, 2, 30))):
        if element.getparent() is not None:
            element.addnext(deepcopy(element))


def _swap(stream: Stream, element: etree._Element) -> None:
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def _move(stream: Stream, element: etree._Element) -> None:
    target = _one(stream, element.getroottree().getroot())
    if element not in (target, *target.iterancestors()):
        target.insert(stream.below(len(target) + 1), element)


def _rename(stream: Stream, element: etree._Element) -> None:
    space = etree.QName(element).namespace
    name = stream.choice(_NAMES)
    element.tag = f"{{{space}}}{name}" if space else name


def _estrange(stream: Stream, element: etree._Element) -> None:
    space = stream.choice(_NAMESPACES)
    name = etree.QName(element).localname
    element.tag = f"{{{space}}}{name}" if space else name


def _write(stream: Stream, element: etree._Element) -> None:
    leaves = [each for each in element.iter("*") if len(each) == 0]
    stream.choice(leaves or [element]).text = stream.choice(_TEXTS)


def _scribble(stream: Stream, element: etree._Element) -> None:
    element.tail = stream.choice(_TEXTS) if element.getparent() is not None else None


def _number(stream: Stream, element: etree._Element) -> None:
    numbers = [
        each
        for each in element.getroottree().getroot().iter("*")
        if (each.text or "").replace(".", "").isdigit()
    ]
    if numbers:
        stream.choice(numbers).text = str(stream.below(20_000) / 4)


def _attribute(stream: Stream, element: etree._Element) -> None:
    element.set(stream.choice(_ATTRIBUTES), stream.choice(_TEXTS))


def _strip(stream: Stream, element: etree._Element) -> None:
    named = [each for each in element.getroottree().getroot().iter("*") if each.attrib]
    if named:
        found = stream.choice(named)
        del found.attrib[stream.choice(list(found.attrib))]


def _nest(stream: Stream, element: etree._Element) -> None:
    for _ in range(stream.choice((1, 2, 40, 70, 200))):
        element = etree.SubElement(element, element.tag)


_WAYS: Final[tuple[Callable[[Stream, etree._Element], None], ...]] = (
    *(_delete, _duplicate, _swap, _move, _rename, _estrange, _scribble),
    *(_write, _write, _write, _number, _number, _attribute, _strip, _nest),
)

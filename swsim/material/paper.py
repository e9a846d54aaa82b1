"""A declaration that rule faults are written into: find an element, change its text."""

from decimal import Decimal
from typing import Any, Final, cast

from lxml import etree

from swsim.material.specimen import Specimen, written

_NAMESPACE: Final = "urn:swsim:datamodel:DEC:1"


class Paper:
    """A copy of a declaration; paths are below Declaration, with prefix d."""

    def __init__(self, specimen: Specimen) -> None:
        copy = specimen.copy()
        self._root = copy[0]
        self.declaration = copy[specimen.place(specimen.payload)]

    @property
    def data(self) -> bytes:
        """The document as it is now."""
        return written(self._root)

    def all(self, path: str, below: etree._Element | None = None) -> list[Any]:
        """Return the elements that an XPath selects."""
        start = self.declaration if below is None else below
        found = start.xpath(path, namespaces={"d": _NAMESPACE})
        return cast(list[Any], found)

    def one(self, path: str, below: etree._Element | None = None) -> Any:
        """Return the first element that an XPath selects, None where there is none."""
        found = self.all(path, below)
        return found[0] if found else None

    def text(self, path: str, below: etree._Element | None = None) -> str:
        """Return the text of an element, empty where there is none."""
        found = self.one(path, below)
        return "" if found is None else found.text or ""

    def put(self, after: etree._Element, name: str, text: str | None = None) -> Any:
        """Add an element behind another one."""
        more = etree.Element(f"{{{_NAMESPACE}}}{name}")
        more.text = text
        more.tail = after.tail
        after.addnext(more)
        return more


def remove(element: etree._Element) -> None:
    """Take an element out of the document."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def scale(element: etree._Element, by: Decimal, more: int = 0) -> None:
    """Multiply an amount, and add to it, with as many decimals as it has."""
    number = Decimal(element.text or "0")
    changed = (number * by + more).quantize(Decimal(1).scaleb(_exponent(number)))
    element.text = format(changed, "f")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0

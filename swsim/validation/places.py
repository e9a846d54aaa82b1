"""Where an element of a document stands: line, column and named path.

lxml keeps a line for each element but no column, and names default-namespaced elements
`*` in paths. So, only for documents with findings, expat reads the bytes once more for
the start of every tag, and the n-th tag is the n-th element of the tree.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast
from xml.parsers import expat

from lxml import etree


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Line and column from 1 (0 unknown), and the path in names without prefixes."""

    line: int
    column: int
    xpath: str


class Places:
    """The places of the elements of one document."""

    def __init__(self, data: bytes, root: etree._Element) -> None:
        self._data = data
        self._root = root

    def of(self, element: etree._Element) -> Place:
        """Return where an element of this document stands."""
        line, column = self._positions.get(element) or (_line(element), 0)
        return Place(line=line, column=column, xpath=self._xpath(element))

    def chain(
        self, element: etree._Element, top: etree._Element
    ) -> tuple[tuple[str, int], ...]:
        """Return (local name, occurrence from 1) from `top` down to the element."""
        line = [element]
        while line[-1] is not top:
            parent = line[-1].getparent()
            if parent is None:
                return ()
            line.append(parent)
        return tuple(
            (local_name(each), self._occurrences[each]) for each in reversed(line)
        )

    def _xpath(self, element: etree._Element) -> str:
        steps: list[str] = []
        each: etree._Element | None = element
        while each is not None:
            number = self._occurrences.get(each, 1)
            parent = each.getparent()
            alone = self._totals[parent, each.tag] < 2
            steps.append(local_name(each) + ("" if alone else f"[{number}]"))
            each = parent
        return "/" + "/".join(reversed(steps))

    @cached_property
    def _elements(self) -> Sequence[etree._Element]:
        return list(self._root.iter("*"))

    @cached_property
    def _positions(self) -> dict[etree._Element, tuple[int, int]]:
        found = _starts(self._data)
        if len(found) != len(self._elements):
            return {}
        return dict(zip(self._elements, found, strict=True))

    @cached_property
    def _counted(
        self,
    ) -> tuple[
        dict[etree._Element, int], Counter[tuple[etree._Element | None, str | object]]
    ]:
        occurrences: dict[etree._Element, int] = {}
        totals: Counter[tuple[etree._Element | None, str | object]] = Counter()
        for element in self._elements:
            key = (element.getparent(), element.tag)
            totals[key] += 1
            occurrences[element] = totals[key]
        return occurrences, totals

    @property
    def _occurrences(self) -> dict[etree._Element, int]:
        return self._counted[0]

    @property
    def _totals(self) -> Counter[tuple[etree._Element | None, str | object]]:
        return self._counted[1]


def _line(element: etree._Element) -> int:
    # lxml-stubs have it as an ellipsis.
    return cast("int | None", element.sourceline) or 0


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _starts(data: bytes) -> list[tuple[int, int]]:
    """Return line and column of every start tag; nothing where expat cannot read."""
    parser = expat.ParserCreate()
    found: list[tuple[int, int]] = []

    def start(name: str, attributes: object) -> None:
        found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    # ValueError and LookupError: an encoding that expat has not.
    except (expat.ExpatError, ValueError, LookupError):
        return []
    return found

"""A valid document under the magnifying glass: which schema component is behind what.

The components are xmlschema's. What is done to the document is not known here.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from lxml import etree

from swsim.material.facets import Facets
from swsim.validation.codelists import Bound
from swsim.validation.engine import Validator
from swsim.validation.package import DocumentSchema, payload_of
from swsim.validation.result import Verdict

_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """An element of the document, by its place among all elements, and what it is.

    `declared` is xmlschema's element declaration.
    """

    place: int
    element: etree._Element
    declared: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A text or attribute with a simple type; `attribute` is None for the text."""

    place: int
    attribute: str | None
    text: str
    facets: Facets


class Specimen:
    """A document that the validator found valid; raises ValueError for another."""

    def __init__(self, name: str, data: bytes, validator: Validator) -> None:
        checked = validator.check(data)
        if checked.root is None or not checked.result.is_valid:
            first = checked.result.errors[0].message() if checked.result.errors else ""
            raise ValueError(f"it is {checked.result.verdict} already: {first}")
        assert checked.result.document is not None
        self.name = name
        self.data = data
        self.root = checked.root
        self.package = validator.package
        self.document: DocumentSchema = self.package.documents[checked.result.document]
        payload = payload_of(self.root, self.package)
        assert payload is not None
        self.payload = payload
        self.still_valid: Verdict = checked.result.verdict
        self.findings = frozenset(each.rule for each in checked.result.findings)

    @cached_property
    def text(self) -> bytes:
        """The document as UTF-8 without comments, however it came."""
        return written(self.root)

    @cached_property
    def elements(self) -> list[etree._Element]:
        """All elements in document order."""
        return list(self.root.iter("*"))

    @cached_property
    def nodes(self) -> list[Node]:
        """The elements of which the schema says what they are."""
        places = {element: place for place, element in enumerate(self.elements)}
        maps = self.document.schema.model.maps
        declared = maps.elements.get(self.root.tag)
        if declared is None:
            return []
        return [
            Node(place=places[element], element=element, declared=component)
            for element, component in _walk(self.root, declared, maps)
        ]

    @cached_property
    def values(self) -> list[Value]:
        """The texts and attributes that have a simple type, none of them empty."""
        return [value for node in self.nodes for value in _values(node)]

    @cached_property
    def bound(self) -> list[Bound]:
        """The values for which a code list holds."""
        return self.document.bindings.bound(self.root)

    def place(self, element: etree._Element) -> int:
        """Return the place of an element among all elements."""
        return self.elements.index(element)

    def copy(self) -> list[etree._Element]:
        """Return the elements of a copy that may be changed, the root first."""
        return list(deepcopy(self.root).iter("*"))


def written(root: etree._Element) -> bytes:
    """Return a document as a file of UTF-8 XML."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _walk(
    element: etree._Element, declared: Any, maps: Any
) -> Iterator[tuple[etree._Element, Any]]:
    if f"{_INSTANCE}type" in element.attrib or f"{_INSTANCE}nil" in element.attrib:
        return  # what it is, is said in the document rather than in the schema
    yield element, declared
    particles = particles_of(declared)
    for child in element:
        tag = str(child.tag)
        component = particles.get(tag)
        if component is None:
            component = maps.elements.get(tag)
        if component is not None and not tag.startswith(_SIGNATURE):
            yield from _walk(child, component, maps)


def particles_of(declared: Any) -> dict[str, Any]:
    """Return the elements that may stand below one, by tag."""
    content: Any = getattr(declared.type, "content", None)
    if not hasattr(content, "iter_elements"):
        return {}
    return {each.name: each for each in content.iter_elements() if each.name}


def _values(node: Node) -> Iterator[Value]:
    element, declared = node.element, node.declared
    simple = declared.type.simple_type
    if simple is not None and (element.text or "").strip() and declared.fixed is None:
        yield Value(
            place=node.place,
            attribute=None,
            text=element.text or "",
            facets=Facets(simple),
        )
    for name, text in element.attrib.items():
        attribute = (declared.attributes or {}).get(name)
        if attribute is not None and attribute.fixed is None and text:
            yield Value(
                place=node.place,
                attribute=str(name),
                text=str(text),
                facets=Facets(attribute.type),
            )

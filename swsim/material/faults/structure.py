"""Faults of the XSD layer in structure: elements and attributes, missing or too many.

All is read off the schema, so it works for any document of any package. Elements are
only moved where their parent is one plain sequence: what a choice would make of the
change is not reckoned here.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from swsim.domain.streams import Stream
from swsim.material.operators import Mutant, operator
from swsim.material.specimen import Node, Specimen, written
from swsim.material.spelling import misspelt

_ELEMENT, _ATTRIBUTE = "XSD-element", "XSD-attribute"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Child:
    """A child of a plain sequence: its place in the document and in the sequence."""

    element: etree._Element
    step: int
    particle: Any
    count: int


def _plain(node: Node) -> list[Any] | None:
    """Return the particles of a sequence of elements alone, None for other content."""
    content: Any = getattr(node.declared.type, "content", None)
    if getattr(content, "model", None) != "sequence":
        return None
    particles = list(content)
    once = content.min_occurs == 1 and content.max_occurs == 1
    names = [getattr(each, "name", None) for each in particles]
    single = all(names) and len(set(names)) == len(names)
    elements = all(hasattr(each, "type") for each in particles)
    return particles if once and single and elements else None


def _children(specimen: Specimen) -> Iterator[_Child]:
    """Yield every element that stands in a plain sequence."""
    for node in specimen.nodes:
        particles = _plain(node)
        if particles is None:
            continue
        steps = {each.name: step for step, each in enumerate(particles)}
        for child in node.element:
            if child.tag in steps:
                alike = node.element.findall(str(child.tag))
                step = steps[str(child.tag)]
                yield _Child(
                    element=child,
                    step=step,
                    particle=particles[step],
                    count=len(alike),
                )


def _changed(
    specimen: Specimen,
    element: etree._Element,
    change: Callable[[etree._Element], None],
    rule: str = _ELEMENT,
) -> Mutant:
    copy = specimen.copy()
    change(copy[specimen.place(element)])
    return Mutant(data=written(copy[0]), rule=rule)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


@operator("missing-element", "xsd", _ELEMENT)
def missing_element(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Leave out an element that must be there."""
    found = [
        each.element
        for each in _children(specimen)
        if each.count == each.particle.min_occurs
        and each.element is not specimen.payload
    ]
    if not found:
        return None
    return _changed(specimen, stream.choice(found), _remove)


@operator("too-many", "xsd", _ELEMENT)
def too_many(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Repeat an element once more than it may occur."""
    found = [
        each.element
        for each in _children(specimen)
        if each.count == each.particle.max_occurs
    ]
    if not found:
        return None
    return _changed(specimen, stream.choice(found), _repeat)


def _repeat(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


@operator("wrong-order", "xsd", _ELEMENT)
def wrong_order(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Swap two neighbours that must come one after the other."""
    steps = {each.element: each.step for each in _children(specimen)}
    found = [
        element
        for element, step in steps.items()
        if (after := element.getnext()) is not None and steps.get(after, step) > step
    ]
    if not found:
        return None
    return _changed(specimen, stream.choice(found), _swap)


def _swap(element: etree._Element) -> None:
    after = element.getnext()
    assert after is not None
    tails = element.tail, after.tail
    after.addnext(element)
    after.tail, element.tail = tails


@operator("misspelt-element", "xsd", _ELEMENT)
def misspelt_element(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Misspell the name of an element."""
    found = list(_children(specimen))
    if not found:
        return None
    child = stream.choice(found)
    name = etree.QName(child.element)
    wrong = misspelt(name.localname, stream)
    tag = f"{{{name.namespace}}}{wrong}" if name.namespace else wrong
    parent = child.element.getparent()
    declared = next(each for each in specimen.nodes if each.element is parent)
    if any(each.name == tag for each in _plain(declared) or ()):
        return None

    def rename(element: etree._Element) -> None:
        element.tag = tag

    return _changed(specimen, child.element, rename)


@operator("unknown-element", "xsd", _ELEMENT)
def unknown_element(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Add an element that the schema does not have."""
    found = [each.element for each in _children(specimen)]
    if not found:
        return None
    name = stream.choice(("Colour", "Comment", "InternalNote", "Extension"))

    def add(element: etree._Element) -> None:
        namespace = etree.QName(element).namespace
        tag = f"{{{namespace}}}Own{name}" if namespace else f"Own{name}"
        more = etree.Element(tag)
        more.text, more.tail = "as agreed", element.tail
        element.addprevious(more)

    return _changed(specimen, stream.choice(found), add)


@operator("stray-text", "xsd", "XSD-content")
def stray_text(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Write text between elements."""
    found = [
        node.element
        for node in specimen.nodes
        if len(node.element) and _plain(node) and not node.declared.type.mixed
    ]
    if not found:
        return None

    def write(element: etree._Element) -> None:
        element.text = f"see remark{element.text or ''}"

    return _changed(specimen, stream.choice(found), write, "XSD-content")


@operator("missing-attribute", "xsd", _ATTRIBUTE)
def missing_attribute(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Leave out an attribute that must be there."""
    found = [
        (node.element, name)
        for node in specimen.nodes
        for name in node.element.attrib
        if getattr((node.declared.attributes or {}).get(name), "use", "") == "required"
    ]
    if not found:
        return None
    element, name = stream.choice(found)

    def drop(element: etree._Element) -> None:
        del element.attrib[name]

    return _changed(specimen, element, drop, _ATTRIBUTE)


@operator("unknown-attribute", "xsd", _ATTRIBUTE)
def unknown_attribute(specimen: Specimen, stream: Stream) -> Mutant | None:
    """Add an attribute that the schema does not have."""
    found = [
        node.element
        for node in specimen.nodes
        if None not in (node.declared.attributes or {})  # None: any attribute
    ]
    if not found:
        return None
    name = stream.choice(("colour", "remark", "checkedBy"))

    def add(element: etree._Element) -> None:
        element.set(f"own-{name}", "yes")

    return _changed(specimen, stream.choice(found), add, _ATTRIBUTE)

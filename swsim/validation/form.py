"""A document as a form: its elements as people name them, with their texts.

For pages that show a document as a tree. Takes any document that can be parsed, valid
or not; of a type that is not known, the elements have their names alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from swsim.validation.package import DocumentSchema, Package, payload_of
from swsim.validation.places import Places, local_name
from swsim.validation.pointers import Annotations, Step
from swsim.validation.result import Finding, Messages

_STEP: Final = re.compile(r"([^/@\[\]]+)(?:\[(\d+)\])?")
_SIGNATURE: Final = "{http://www.w3.org/2000/09/xmldsig#}Signature"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """An element: a group with `fields` in it, or a leaf with its `text`.

    `line` and `column` count from 1 and say where its start tag stands; 0 where that is
    not known. `attributes` are (local name, value).
    """

    name: str
    id: str | None
    number: int | None
    told: Messages
    line: int
    column: int
    attributes: tuple[tuple[str, str], ...]
    text: str | None
    fields: tuple["Field", ...]


def form_of(data: bytes, root: etree._Element, package: Package) -> Field:
    """Return a document as a form; `root` is the tree of `data`. Signatures stay out.

    Raises FileProblem or ProblemsFound for a package that is faulty.
    """
    return _Form(data, root, package).field(root, ())


def named_path(finding: Finding, document: DocumentSchema) -> tuple[Step, ...]:
    """Return the way to a finding from the document's root element, as people name it.

    Empty where it is not in the document, but in its envelope or nowhere.
    """
    chain = _chain(finding.xpath.partition("/@")[0])
    for place, (name, _) in enumerate(chain):
        if name == document.root:
            return document.annotations.steps(chain[place:])
    return ()


def _chain(xpath: str) -> Sequence[tuple[str, int]]:
    return [(name, int(number or 1)) for name, number in _STEP.findall(xpath)]


class _Form:
    def __init__(self, data: bytes, root: etree._Element, package: Package) -> None:
        self._places = Places(data, root)
        self._annotations = _annotations(root, package)

    def field(
        self, element: etree._Element, above: tuple[tuple[str, int], ...]
    ) -> Field:
        place = self._places.of(element)
        name, number = _chain(place.xpath.rpartition("/")[2])[0]
        chain = (*above, (name, number))
        step = self._step(chain)
        inner = tuple(self._fields(element, chain))
        return Field(
            name=name,
            id=step.id if step else None,
            number=step.number if step else None,
            told=step.told if step else (),
            line=place.line,
            column=place.column,
            attributes=tuple(
                (str(key).rpartition("}")[2], str(value))
                for key, value in element.attrib.items()
            ),
            text=None if len(element) else element.text or "",
            fields=inner,
        )

    def _fields(
        self, element: etree._Element, chain: tuple[tuple[str, int], ...]
    ) -> Iterator[Field]:
        for child in element.iterchildren("*"):
            if child.tag != _SIGNATURE:
                yield self.field(child, chain)

    def _step(self, chain: Sequence[tuple[str, int]]) -> Step | None:
        if self._annotations is None:
            return None
        steps = self._annotations.steps(chain)
        return steps[-1] if len(steps) == len(chain) else None


def _annotations(root: etree._Element, package: Package) -> Annotations | None:
    """Return what the schemas say from the root element of the file downwards."""
    payload = payload_of(root, package)
    document = None if payload is None else package.document_of(payload)
    if document is None:
        return None
    if payload is root:
        return document.annotations
    namespace, _, _ = str(root.tag)[1:].rpartition("}")
    return Annotations(document.files, namespace, local_name(root), package.annotations)

"""Element path to WCO pointer chain, from the annotations of an XSD.

An element's `a:WCOID` (namespace urn:swsim:annotation:1) says its WCO id: three
characters such as 68A name a class, all others a leaf. The schema files are read once,
when the first finding needs a pointer. Works for any schema with such annotations.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from swsim.validation.result import PointerChain

_XS = "{http://www.w3.org/2001/XMLSchema}"
_ANNOTATION = "{urn:swsim:annotation:1}"
_CLASS_ID = re.compile(r"\d\d[A-Z]", re.ASCII)

Name: TypeAlias = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What the schema says about an element at one position.

    `format` is the WCO format such as "an..35"; `many` whether the element repeats.
    """

    wco_id: str | None
    many: bool
    format: str | None
    declaration: etree._Element

    @property
    def is_class(self) -> bool:
        """Whether the element is a class of the data model rather than a leaf."""
        return self.wco_id is not None and bool(_CLASS_ID.fullmatch(self.wco_id))


class Annotations:
    """The notes of one message schema, reached step by step from the root element."""

    def __init__(self, xsd: Path, root: str) -> None:
        self._xsd = xsd
        self._root_name = root
        self._children: dict[etree._Element, dict[str, Note]] = {}

    def pointer(self, chain: Sequence[tuple[str, int]]) -> PointerChain:
        """Return the pointer chain of a path of (local name, occurrence from 1).

        Names the deepest annotated element on the path; one level for each class, the
        leaf's id on the last. Empty where the path does not begin at the root element.
        """
        levels: list[tuple[int | None, str | None, str | None]] = []
        for note, occurrence in self._along(chain):
            if note.is_class:
                number = occurrence if note.many else None
                levels.append((number, note.wco_id, None))
            elif note.wco_id and levels:
                number, section, _ = levels[-1]
                levels[-1] = (number, section, note.wco_id)
                break
        return tuple(levels)

    def format(self, chain: Sequence[tuple[str, int]]) -> str | None:
        """Return the WCO format of the element at the end of a path, if it says one."""
        notes = [note for note, _ in self._along(chain)]
        return notes[-1].format if len(notes) == len(chain) and notes else None

    def _along(self, chain: Sequence[tuple[str, int]]) -> list[tuple[Note, int]]:
        note = self._roots.get(chain[0][0]) if chain else None
        found: list[tuple[Note, int]] = []
        for name, occurrence in chain:
            if found:
                note = self._below(found[-1][0]).get(name)
            if note is None:
                break
            found.append((note, occurrence))
        return found

    @cached_property
    def _files(self) -> tuple[etree._Element, ...]:
        return tuple(_with_imports(self._xsd, {}).values())

    @cached_property
    def _roots(self) -> Mapping[str, Note]:
        message = self._files[0]
        found = message.find(f"{_XS}element[@name='{self._root_name}']")
        return {} if found is None else {self._root_name: _note(found)}

    @cached_property
    def _types(self) -> Mapping[Name, etree._Element]:
        return {
            (file.get("targetNamespace", ""), each.get("name", "")): each
            for file in self._files
            for each in file.iterchildren(f"{_XS}complexType")
        }

    @cached_property
    def _globals(self) -> Mapping[Name, etree._Element]:
        return {
            (file.get("targetNamespace", ""), each.get("name", "")): each
            for file in self._files
            for each in file.iterchildren(f"{_XS}element")
        }

    def _below(self, note: Note) -> dict[str, Note]:
        known = self._children.get(note.declaration)
        if known is None:
            known = self._children[note.declaration] = self._read(note.declaration)
        return known

    def _read(self, declaration: etree._Element) -> dict[str, Note]:
        body = declaration.find(f"{_XS}complexType")
        if body is None:
            body = self._type(_qname(declaration, "type"))
        found: dict[str, Note] = {}
        while body is not None:
            for each in _local_elements(body):
                actual = self._globals.get(_qname(each, "ref"), each)
                found.setdefault(actual.get("name", ""), _note(each, actual))
            base = body.find(f".//{_XS}extension")
            body = None if base is None else self._type(_qname(base, "base"))
        return found

    def _type(self, name: Name) -> etree._Element | None:
        """Return a type; one of a chameleon include belongs to whoever includes it."""
        return self._types.get(name, self._types.get(("", name[1])))


def _local_elements(body: etree._Element) -> list[etree._Element]:
    """Return the elements that a type declares itself, not those further down."""
    found: list[etree._Element] = []
    for child in body.iterchildren("*"):
        if child.tag == f"{_XS}element":
            found.append(child)
        else:
            found.extend(_local_elements(child))
    return found


def _note(position: etree._Element, actual: etree._Element | None = None) -> Note:
    described = position if actual is None else actual
    return Note(
        wco_id=_said(position, "WCOID") or _said(described, "WCOID"),
        many=position.get("maxOccurs", "1") not in ("0", "1"),
        format=_said(position, "WCOFormat") or _said(described, "WCOFormat"),
        declaration=described,
    )


def _said(declaration: etree._Element, name: str) -> str | None:
    path = f"{_XS}annotation/{_XS}appinfo/{_ANNOTATION}{name}"
    text = declaration.findtext(path)
    return text.strip() if text and text.strip() else None


def _qname(element: etree._Element, attribute: str) -> Name:
    prefix, _, local = (element.get(attribute) or "").rpartition(":")
    return element.nsmap.get(prefix or None, ""), local


def _with_imports(
    xsd: Path, seen: dict[Path, etree._Element]
) -> dict[Path, etree._Element]:
    """Return the schema files that belong together, the first one first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    seen[xsd] = etree.fromstring(xsd.read_bytes(), parser)
    for reference in seen[xsd].iterchildren(f"{_XS}import", f"{_XS}include"):
        other = (xsd.parent / reference.get("schemaLocation", "")).resolve()
        if other.is_file() and other not in seen:
            _with_imports(other, seen)
    return seen

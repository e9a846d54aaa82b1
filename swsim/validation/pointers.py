"""Element path to WCO pointer chain, from the annotations of a schema set.

An annotation says an element's WCO id: three characters such as 68A name a class, all
others a leaf. Each package calls that annotation otherwise, so elements are found by
their local name, in xs:appinfo and in xs:documentation alike. A set without any ids has
pointers of element names. The schemas are searched when the first finding needs it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, cast

from lxml import etree

from swsim.validation.catalogue import AnnotationNames
from swsim.validation.elements import Elements, Name, qname
from swsim.validation.result import Messages, PointerChain
from swsim.validation.schemaset import XS, SchemaSet

_XS: Final = f"{{{XS}}}"
_DOCUMENTED: Final = f"{_XS}annotation/{_XS}documentation"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_CLASS_ID: Final = re.compile(r"\d\d[A-Z]", re.ASCII)
_SAID: Final = etree.XPath(
    "xs:annotation//*[local-name() = $name or @source = $name]",
    namespaces={"xs": XS},
)
_USED: Final = etree.XPath(
    "boolean(//xs:annotation//*[local-name() = $name or @source = $name])",
    namespaces={"xs": XS},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What the schema says about an element at one position.

    `format` is the WCO format such as "an..35"; `many` whether the element repeats;
    `told` what its documentation says, by language.
    """

    name: str
    wco_id: str | None
    many: bool
    format: str | None
    declaration: etree._Element
    told: Messages = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One element on the way to another, as people name it.

    `id` is its WCO id; `number` its occurrence from 1, where it may repeat; `told` what
    the schema says of it.
    """

    name: str
    id: str | None
    number: int | None
    told: Messages


class Annotations:
    """The notes of one document type, reached step by step from the root element."""

    def __init__(
        self, files: SchemaSet, namespace: str, root: str, names: AnnotationNames
    ) -> None:
        self._files = files
        self._root: Name = (namespace, root)
        self._names = names
        self._elements = Elements(files)
        self._notes: dict[etree._Element, dict[str, Note]] = {}

    def pointer(self, chain: Sequence[tuple[str, int]]) -> PointerChain:
        """Return the pointer chain of a path of (local name, occurrence from 1).

        Names the deepest annotated element on the path; one level for each class, the
        leaf's id on the last. Empty where the path does not begin at the root element.
        """
        levels: list[tuple[int | None, str | None, str | None]] = []
        for note, occurrence in self._along(chain):
            id = note.wco_id if self._id else note.name
            if id and self._is_class(note):
                levels.append((occurrence if note.many else None, id, None))
            elif id and levels:
                number, section, _ = levels[-1]
                levels[-1] = (number, section, id)
                break
        return tuple(levels)

    def steps(self, chain: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
        """Return the elements of a path of (local name, occurrence from 1), named.

        Ends where the schema knows no further.
        """
        return tuple(
            Step(
                name=note.name,
                id=note.wco_id,
                number=occurrence if note.many else None,
                told=note.told,
            )
            for note, occurrence in self._along(chain)
        )

    def format(self, chain: Sequence[tuple[str, int]]) -> str | None:
        """Return the WCO format of the element at the end of a path, if it says one."""
        notes = [note for note, _ in self._along(chain)]
        return notes[-1].format if len(notes) == len(chain) and notes else None

    def _along(self, chain: Sequence[tuple[str, int]]) -> Iterator[tuple[Note, int]]:
        top = self._elements.declared(self._root)
        if not chain or top is None or chain[0][0] != self._root[1]:
            return
        note: Note | None = self._note(top)
        for number, (name, occurrence) in enumerate(chain):
            if note is not None and number:
                note = self._child(note, name)
            if note is None:
                return
            yield note, occurrence

    def _is_class(self, note: Note) -> bool:
        """Return whether the element is a class of the data model, not a leaf."""
        if note.wco_id and _CLASS_ID.fullmatch(note.wco_id):
            return True
        if self._id and self._ids_tell_classes:
            return False
        top = note.declaration is self._elements.declared(self._root)
        return top or bool(self._elements.content(note.declaration).children)

    # --- which annotations ----------------------------------------------------------

    @cached_property
    def _id(self) -> str | None:
        return first_used(self._names.wco_id, self._roots)

    @cached_property
    def _format(self) -> str | None:
        return first_used(self._names.format, self._roots)

    @property
    def _roots(self) -> list[etree._Element]:
        return [file.root for _, file in self._files.files]

    @cached_property
    def _ids_tell_classes(self) -> bool:
        """Whether classes have ids of their own kind, as the WCO's are."""
        declared = (each for root in self._roots for each in root.iter(f"{_XS}element"))
        return any(
            _CLASS_ID.fullmatch(_said(each, self._id) or "") for each in declared
        )

    # --- which elements -------------------------------------------------------------

    def _child(self, note: Note, name: str) -> Note | None:
        notes = self._notes_in(note.declaration)
        if name in notes or not self._elements.content(note.declaration).wild:
            return notes.get(name)
        anywhere = self._elements.component("element", ("", name))
        return None if anywhere is None else self._note(anywhere)

    def _notes_in(self, declaration: etree._Element) -> Mapping[str, Note]:
        if declaration not in self._notes:
            found = self._notes[declaration] = {}
            for each in self._elements.content(declaration).children:
                note = self._note(each.declaration, each.position, each.many)
                known = found.setdefault(each.name, note)
                # A restriction repeats what it restricts, and may leave its notes out.
                found[each.name] = replace(
                    known,
                    wco_id=known.wco_id or note.wco_id,
                    format=known.format or note.format,
                )
        return self._notes[declaration]

    def _note(
        self,
        actual: etree._Element,
        position: etree._Element | None = None,
        many: bool = False,
    ) -> Note:
        return Note(
            name=actual.get("name", ""),
            wco_id=self._said_of(actual, position, self._id),
            many=many,
            format=self._said_of(actual, position, self._format),
            declaration=actual,
            told=_documented(position) or _documented(actual),
        )

    def _said_of(
        self, actual: etree._Element, position: etree._Element | None, name: str | None
    ) -> str | None:
        """Return what is said where the element is used, declared, or of its type."""
        for each in (position, actual):
            if each is not None and (text := _said(each, name)):
                return text
        named = actual.get("type")
        for kind in ("complexType", "simpleType") if named and name else ():
            declared = self._elements.component(kind, qname(actual, named or ""))
            if declared is not None and (text := _said(declared, name)):
                return text
        return None


def _documented(declaration: etree._Element | None) -> Messages:
    """Return what the documentation of an element says, by language."""
    found = [] if declaration is None else declaration.iterfind(_DOCUMENTED)
    texts = (
        (each.get(_LANG, "en"), " ".join(map(str, each.itertext()))) for each in found
    )
    return tuple((lang, " ".join(text.split())) for lang, text in texts)


def first_used(names: Sequence[str], roots: Sequence[etree._Element]) -> str | None:
    """Return the first of the names that annotations of some schemas use anywhere.

    One for the whole set: ids of two kinds in one pointer would mislead.
    """
    used = (name for name in names if any(_USED(root, name=name) for root in roots))
    return next(used, None)


def _said(declaration: etree._Element, name: str | None) -> str | None:
    """Return the text of the first annotation with a name, if there is one."""
    found = cast("list[etree._Element]", _SAID(declaration, name=name)) if name else []
    texts = ("".join(map(str, each.itertext())).strip() for each in found)
    return next((text for text in texts if text), None)

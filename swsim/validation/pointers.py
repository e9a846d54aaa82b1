"""Element path to WCO pointer chain, from the annotations of a schema set.

An annotation says an element's WCO id: three characters such as 68A name a class, all
others a leaf. Each package calls that annotation otherwise, so elements are found by
their local name, in xs:appinfo and in xs:documentation alike. A set without any ids has
pointers of element names. The schemas are searched when the first finding needs it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeAlias, cast

from lxml import etree

from swsim.validation.catalogue import AnnotationNames
from swsim.validation.result import PointerChain
from swsim.validation.schemaset import XS, SchemaSet

_XS: Final = f"{{{XS}}}"
_CLASS_ID: Final = re.compile(r"\d\d[A-Z]", re.ASCII)
_COMPONENTS: Final = ("element", "complexType", "simpleType", "group")
_SAID: Final = etree.XPath(
    "xs:annotation//*[local-name() = $name or @source = $name]",
    namespaces={"xs": XS},
)
_USED: Final = etree.XPath(
    "boolean(//xs:annotation//*[local-name() = $name or @source = $name])",
    namespaces={"xs": XS},
)

Name: TypeAlias = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What the schema says about an element at one position.

    `format` is the WCO format such as "an..35"; `many` whether the element repeats.
    """

    name: str
    wco_id: str | None
    many: bool
    format: str | None
    declaration: etree._Element


@dataclass(kw_only=True)
class _Content:
    """The elements that may stand in another one; `wild` where any may."""

    notes: dict[str, Note] = field(default_factory=dict)
    wild: bool = False


class Annotations:
    """The notes of one document type, reached step by step from the root element."""

    def __init__(
        self, files: SchemaSet, namespace: str, root: str, names: AnnotationNames
    ) -> None:
        self._files = files
        self._root: Name = (namespace, root)
        self._names = names
        self._contents: dict[etree._Element, _Content] = {}

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

    def format(self, chain: Sequence[tuple[str, int]]) -> str | None:
        """Return the WCO format of the element at the end of a path, if it says one."""
        notes = [note for note, _ in self._along(chain)]
        return notes[-1].format if len(notes) == len(chain) and notes else None

    def _along(self, chain: Sequence[tuple[str, int]]) -> Iterator[tuple[Note, int]]:
        top = self._components["element"].get(self._root)
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
        return bool(self._content(note.declaration).notes) or note.declaration is (
            self._components["element"].get(self._root)
        )

    # --- which annotations ----------------------------------------------------------

    @cached_property
    def _id(self) -> str | None:
        return self._first_used(self._names.wco_id)

    @cached_property
    def _format(self) -> str | None:
        return self._first_used(self._names.format)

    def _first_used(self, names: Sequence[str]) -> str | None:
        """Return the first of the names that the schemas use anywhere.

        One for the whole set: ids of two kinds in one pointer would mislead.
        """
        roots = [file.root for _, file in self._files.files]
        used = (n for n in names if any(_USED(root, name=n) for root in roots))
        return next(used, None)

    @cached_property
    def _ids_tell_classes(self) -> bool:
        """Whether classes have ids of their own kind, as the WCO's are."""
        roots = (file.root for _, file in self._files.files)
        declared = (each for root in roots for each in root.iter(f"{_XS}element"))
        return any(
            _CLASS_ID.fullmatch(_said(each, self._id) or "") for each in declared
        )

    # --- which elements -------------------------------------------------------------

    @cached_property
    def _components(self) -> Mapping[str, Mapping[Name, etree._Element]]:
        found: dict[str, dict[Name, etree._Element]] = {n: {} for n in _COMPONENTS}
        for namespace, file in self._files.files:
            for each in file.root.iter(*(f"{_XS}{kind}" for kind in _COMPONENTS)):
                parent = each.getparent()
                if parent is None or parent.tag not in _TOP:
                    continue
                kind = str(each.tag).removeprefix(_XS)
                found[kind].setdefault((namespace, each.get("name", "")), each)
        return found

    @cached_property
    def _substitutes(self) -> Mapping[str, list[etree._Element]]:
        """The elements that may stand for another one, by its local name."""
        found: dict[str, list[etree._Element]] = {}
        for each in self._components["element"].values():
            if head := each.get("substitutionGroup"):
                found.setdefault(head.rpartition(":")[2], []).append(each)
        return found

    def _component(self, kind: str, name: Name) -> etree._Element | None:
        """Return a global component; by its local name where the namespace misleads.

        A file without a namespace names its own components without a prefix, and
        belongs to whoever includes it.
        """
        known = self._components[kind]
        exact = known.get(name)
        if exact is not None or name[0] == XS:
            return exact
        alike = (each for (_, local), each in known.items() if local == name[1])
        return next(alike, None)

    def _child(self, note: Note, name: str) -> Note | None:
        content = self._content(note.declaration)
        if name in content.notes or not content.wild:
            return content.notes.get(name)
        anywhere = self._component("element", ("", name))
        return None if anywhere is None else self._note(anywhere)

    def _content(self, declaration: etree._Element) -> _Content:
        if declaration not in self._contents:
            content = self._contents[declaration] = _Content()
            self._collect(self._body(declaration), content, False, set())
        return self._contents[declaration]

    def _body(self, declaration: etree._Element) -> etree._Element | None:
        body = declaration.find(f"{_XS}complexType")
        named = declaration.get("type")
        if body is None and named:
            body = self._component("complexType", _qname(declaration, named))
        head = declaration.get("substitutionGroup")
        if body is None and not named and head:
            instead = self._component("element", _qname(declaration, head))
            # A chain of heads in a circle is refused by libxml2; do not follow it.
            body = None if instead is None else instead.find(f"{_XS}complexType")
        return body

    def _collect(
        self,
        body: etree._Element | None,
        into: _Content,
        many: bool,
        seen: set[etree._Element],
    ) -> None:
        """Add the elements that a type declares, bases and groups included."""
        if body is None or body in seen:
            return
        seen.add(body)
        for child in body.iterchildren("*"):
            kind = str(child.tag).removeprefix(_XS)
            often = many or child.get("maxOccurs", "1") not in ("0", "1")
            if kind == "element":
                self._add(child, into, often)
            elif kind == "any":
                into.wild = True
            elif kind == "group" and (ref := child.get("ref")):
                group = self._component("group", _qname(child, ref))
                self._collect(group, into, often, seen)
            elif kind != "annotation":
                self._collect(child, into, often, seen)
                if base := child.get("base"):
                    name = _qname(child, base)
                    parent = self._component("complexType", name)
                    self._collect(parent, into, many, seen)

    def _add(self, position: etree._Element, into: _Content, many: bool) -> None:
        ref = position.get("ref")
        actual = self._component("element", _qname(position, ref)) if ref else position
        if actual is None:
            return
        waiting = [actual]
        met: set[etree._Element] = set()
        while waiting:
            each = waiting.pop(0)
            if each in met:
                continue
            met.add(each)
            note = self._note(each, position if each is actual else each, many)
            known = into.notes.setdefault(note.name, note)
            # A restriction repeats what it restricts, and may leave its notes out.
            into.notes[note.name] = replace(
                known,
                wco_id=known.wco_id or note.wco_id,
                format=known.format or note.format,
            )
            if ref:
                waiting += self._substitutes.get(note.name, ())

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
            declared = self._component(kind, _qname(actual, named or ""))
            if declared is not None and (text := _said(declared, name)):
                return text
        return None


_TOP: Final = frozenset({f"{_XS}schema", f"{_XS}redefine"})


def _said(declaration: etree._Element, name: str | None) -> str | None:
    """Return the text of the first annotation with a name, if there is one."""
    found = cast("list[etree._Element]", _SAID(declaration, name=name)) if name else []
    texts = ("".join(map(str, each.itertext())).strip() for each in found)
    return next((text for text in texts if text), None)


def _qname(element: etree._Element, written: str) -> Name:
    prefix, _, local = written.strip().rpartition(":")
    return element.nsmap.get(prefix or None, ""), local

"""What a schema set declares: global components, and which element holds which.

Follows types, references, groups, extensions, restrictions and substitutions; knows
nothing of annotations. Built when the first question comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from lxml import etree

from swsim.validation.schemaset import XS, SchemaSet

_XS: Final = f"{{{XS}}}"
_COMPONENTS: Final = ("element", "complexType", "simpleType", "group")
_TOP: Final = frozenset({f"{_XS}schema", f"{_XS}redefine"})

# (namespace, local name)
Name: TypeAlias = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """An element at one position: where it is used, and what declares it.

    `many` tells whether it repeats.
    """

    name: str
    position: etree._Element
    declaration: etree._Element
    many: bool


@dataclass(kw_only=True)
class Content:
    """What may stand in an element; `wild` are its xs:any."""

    children: list[Child] = field(default_factory=list)
    wild: list[etree._Element] = field(default_factory=list)


class Elements:
    """The elements of one schema set."""

    def __init__(self, files: SchemaSet) -> None:
        self._files = files
        self._contents: dict[etree._Element, Content] = {}

    def declared(self, name: Name) -> etree._Element | None:
        """Return the global element with exactly this name."""
        return self.components["element"].get(name)

    def content(self, declaration: etree._Element) -> Content:
        """Return what may stand in an element."""
        if declaration not in self._contents:
            content = self._contents[declaration] = Content()
            self._collect(self._body(declaration), content, False, set())
        return self._contents[declaration]

    def within(self, declaration: etree._Element) -> Iterator[Child]:
        """Yield every position below an element, each declaration once."""
        waiting, met = [declaration], {declaration}
        while waiting:
            for child in self.content(waiting.pop()).children:
                yield child
                if child.declaration not in met:
                    met.add(child.declaration)
                    waiting.append(child.declaration)

    @cached_property
    def components(self) -> Mapping[str, Mapping[Name, etree._Element]]:
        """The global components by kind and name."""
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
        for each in self.components["element"].values():
            if head := each.get("substitutionGroup"):
                found.setdefault(head.rpartition(":")[2], []).append(each)
        return found

    def component(self, kind: str, name: Name) -> etree._Element | None:
        """Return a global component; by its local name where the namespace misleads.

        A file without a namespace names its own components without a prefix, and
        belongs to whoever includes it.
        """
        known = self.components[kind]
        exact = known.get(name)
        if exact is not None or name[0] == XS:
            return exact
        alike = (each for (_, local), each in known.items() if local == name[1])
        return next(alike, None)

    def _body(self, declaration: etree._Element) -> etree._Element | None:
        body = declaration.find(f"{_XS}complexType")
        named = declaration.get("type")
        if body is None and named:
            body = self.component("complexType", qname(declaration, named))
        head = declaration.get("substitutionGroup")
        if body is None and not named and head:
            instead = self.component("element", qname(declaration, head))
            # A chain of heads in a circle is refused by libxml2; do not follow it.
            body = None if instead is None else instead.find(f"{_XS}complexType")
        return body

    def _collect(
        self,
        body: etree._Element | None,
        into: Content,
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
                into.wild.append(child)
            elif kind == "group" and (ref := child.get("ref")):
                group = self.component("group", qname(child, ref))
                self._collect(group, into, often, seen)
            elif kind != "annotation":
                self._collect(child, into, often, seen)
                if base := child.get("base"):
                    name = qname(child, base)
                    parent = self.component("complexType", name)
                    self._collect(parent, into, many, seen)

    def _add(self, position: etree._Element, into: Content, many: bool) -> None:
        ref = position.get("ref")
        actual = self.component("element", qname(position, ref)) if ref else position
        alike = self._with_substitutes(actual) if ref else [actual]
        for each in alike:
            if each is None:
                continue
            place = position if each is actual else each
            name = each.get("name", "")
            child = Child(name=name, position=place, declaration=each, many=many)
            into.children.append(child)

    def _with_substitutes(
        self, head: etree._Element | None
    ) -> Sequence[etree._Element | None]:
        """Return an element and all that may stand for it."""
        found = [head] if head is not None else []
        for each in found:
            for other in self._substitutes.get(each.get("name", ""), ()):
                if other not in found:
                    found.append(other)
        return found


def qname(element: etree._Element, written: str) -> Name:
    """Return what a name in an attribute of a schema means."""
    prefix, _, local = written.strip().rpartition(":")
    return element.nsmap.get(prefix or None, ""), local

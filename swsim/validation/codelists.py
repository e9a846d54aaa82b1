"""The code list layer: every bound element and attribute holds a code of its list.

Which list holds for which element is the catalogue's to say; what is in a list is
`swsim.domain.codelists`' to know.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeAlias, cast

from lxml import etree

from swsim.domain.codelists import CodeList
from swsim.validation.contexts import Index, Names

_Codes: TypeAlias = Container[str | None]
_ByParent: TypeAlias = Mapping[str, _Codes]

# A subheading is six digits; what follows them is each administration's own.
_COMPARED: Final[dict[str, int]] = {"hs-2022": 6}


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """The end of an element's path, or an @attribute, and the list that holds there.

    Names without a prefix are of `namespace`, others as `prefixes` says.
    """

    namespace: str
    path: str
    codelist: str
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """The tags of the path, the element's own first."""
        tag, *parents = (self._tag(step) for step in reversed(self.path.split("/")))
        return Names(tag=tag, parents=tuple(parents))

    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        namespace = self.prefixes.get(prefix, "") if prefix else self.namespace
        return f"{{{namespace}}}{local}" if namespace else local


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A value with the list that holds for it; see `Unknown`."""

    element: etree._Element
    attribute: str | None
    value: str
    codelist: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """A value that is not in its list. `attribute` is None for an element's text."""

    element: etree._Element
    attribute: str | None
    value: str
    codelist: str


class Bindings:
    """All bindings of a document type; the longest path that fits decides.

    `codes` gives a code list by its name; it is asked at the first document.
    """

    def __init__(
        self, bindings: Iterable[Binding], codes: Callable[[str], CodeList]
    ) -> None:
        self._codes = codes
        self._elements: dict[str, list[tuple[Names, str]]] = {}
        self._attributes: dict[str, list[Binding]] = {}
        for binding in sorted(bindings, key=_longest_first):
            path, at, attribute = binding.path.rpartition("@")
            if at:
                place = replace(binding, path=path.rstrip("/"))
                self._attributes.setdefault(attribute, []).append(place)
            else:
                names = binding.names
                bound = self._elements.setdefault(str(names.tag), [])
                bound.append((names, binding.codelist))
        self.tags = frozenset(self._elements)

    def unknown(self, index: Index) -> list[Unknown]:
        """Return the values of a document that are not in their list."""
        found: list[Unknown] = []
        for tag, (anywhere, by_parent) in self._quick.items():
            for element in index.by_tag.get(tag, ()):
                codes = anywhere
                if by_parent:
                    above = element.getparent()
                    codes = by_parent.get(above.tag if above is not None else "", codes)
                if codes is not None and element.text not in codes:
                    found += self._element(element, tag)
        for attribute, (find, common) in self._quick_attributes.items():
            if not common.issuperset(cast(list[str], find(index.root))):
                found += self._attribute(index.root, attribute)
        return found

    def bound(self, root: etree._Element) -> list[Bound]:
        """Return every value of a document that a list holds for, right or wrong."""
        found: list[Bound] = []
        for element in root.iter("*"):
            for names, name in self._elements.get(str(element.tag), ()):
                if names.fits(element):
                    value = (element.text or "").strip()
                    found.append(_bound(element, None, value, name))
                    break
            for attribute in sorted(self._attributes.keys() & element.keys()):
                name = self._list_of(element, attribute) or ""
                value = element.get(attribute, "").strip()
                if name:
                    found.append(_bound(element, attribute, value, name))
        return found

    def holds(self, name: str, value: str) -> bool:
        """Return whether a list has a code, compared as the layer compares."""
        return self._holds(name, value)

    # --- the quick answer, which is right where it says that all is well --------------

    @cached_property
    def _quick(self) -> dict[str, tuple[_Codes | None, _ByParent]]:
        return {tag: self._quick_tag(bound) for tag, bound in self._elements.items()}

    def _quick_tag(
        self, bound: list[tuple[Names, str]]
    ) -> tuple[_Codes | None, _ByParent]:
        """Return the codes of a tag: anywhere, and below certain parents."""
        by_parent: dict[str, _Codes] = {}
        anywhere: _Codes | None = None
        for names, name in reversed(bound):
            codes = self._codes(name).codes
            if not names.parents:
                anywhere = codes
            elif len(names.parents) == 1:
                by_parent[names.parents[0]] = codes
            else:
                return (), {}  # decided by more than the parent: look at each
        return anywhere, by_parent

    @cached_property
    def _quick_attributes(self) -> dict[str, tuple[etree.XPath, frozenset[str]]]:
        """Return for each attribute where it is and what all its lists hold."""
        return {
            attribute: (
                etree.XPath(f"//*/@{attribute}", smart_strings=False),
                frozenset.intersection(
                    *(self._codes(binding.codelist).codes for binding in bound)
                ),
            )
            for attribute, bound in self._attributes.items()
        }

    # --- the exact answer -------------------------------------------------------------

    def _element(self, element: etree._Element, tag: str) -> list[Unknown]:
        fitting = (name for names, name in self._elements[tag] if names.fits(element))
        value = (element.text or "").strip()
        name = next(fitting, None)
        if name is None or self._holds(name, value):
            return []
        return [Unknown(element=element, attribute=None, value=value, codelist=name)]

    def _attribute(self, root: etree._Element, attribute: str) -> list[Unknown]:
        found = []
        for element in root.iter("*"):
            value = element.get(attribute)
            name = self._list_of(element, attribute) if value is not None else None
            if name and value is not None and not self._holds(name, value.strip()):
                found.append(
                    Unknown(
                        element=element, attribute=attribute, value=value, codelist=name
                    )
                )
        return found

    def _list_of(self, element: etree._Element, attribute: str) -> str | None:
        for binding in self._attributes[attribute]:
            names = binding.names
            if not binding.path or (element.tag == names.tag and names.fits(element)):
                return binding.codelist
        return None

    def _holds(self, name: str, value: str) -> bool:
        compared = _COMPARED.get(name)
        return (value[:compared] if compared else value) in self._codes(name)


def _bound(
    element: etree._Element, attribute: str | None, value: str, codelist: str
) -> Bound:
    return Bound(element=element, attribute=attribute, value=value, codelist=codelist)


def _longest_first(binding: Binding) -> tuple[int, str, str]:
    return -binding.path.count("/"), binding.path, binding.namespace

"""Which global elements of a folder of schemas can be the root of a document.

An element that another one holds is a part of it, and no document of its own; one that
holds only itself again is one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Final

from lxml import etree

from swsim.validation.elements import Child, Elements, qname
from swsim.validation.schemaset import XS, Library, SchemaFile, SchemaSet

_XS: Final = f"{{{XS}}}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Root:
    """A global element with the schema set that is read for it.

    `entry` is the file that the catalogue should name: the one that declares the
    element, or the one that includes it together with what it needs.
    """

    name: str
    namespace: str
    file: SchemaFile
    entry: Path
    declaration: etree._Element
    elements: Elements
    files: SchemaSet

    @cached_property
    def wild(self) -> list[etree._Element]:
        """Every xs:any in it that demands an element which some schema declares."""
        inside = {self.declaration: None, **dict.fromkeys(self.reached)}
        found = (each for one in inside for each in self.elements.content(one).wild)
        return [e for e in found if e.get("processContents", "strict") == "strict"]

    @cached_property
    def reached(self) -> frozenset[etree._Element]:
        """The declarations of all elements in it."""
        return frozenset(child.declaration for child in self._within)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all elements in it, and its own."""
        return frozenset({self.name, *(child.name for child in self._within)})

    @cached_property
    def attributes(self) -> list[etree._Element]:
        """The attributes that its type declares in place."""
        body = self.declaration.find(f"{_XS}complexType")
        if body is None and (named := self.declaration.get("type")):
            body = self.elements.component(
                "complexType", qname(self.declaration, named)
            )
        return [] if body is None else list(body.iterfind(f"{_XS}attribute"))

    @cached_property
    def leaves(self) -> list[Child]:
        """The elements right below it."""
        return self.elements.content(self.declaration).children

    @cached_property
    def _within(self) -> list[Child]:
        return list(self.elements.within(self.declaration))


def roots_of(library: Library, files: Sequence[SchemaFile]) -> list[Root]:
    """Return the elements that may be roots, in the order of the files."""
    included = _includers(library, files)
    all = [root for file in files for root in _globals(library, file, included)]
    return [
        root
        for root in all
        if not any(_holds(other, root) for other in all if other is not root)
    ]


def _holds(other: Root, root: Root) -> bool:
    inside = root.declaration in other.reached
    return inside and other.declaration not in root.reached


def _includers(
    library: Library, files: Sequence[SchemaFile]
) -> dict[Path, list[SchemaFile]]:
    found: dict[Path, list[SchemaFile]] = {}
    for file in files:
        for each in file.references:
            target = library.target(file, each)
            if each.kind != "import" and isinstance(target, Path):
                found.setdefault(target, []).append(file)
    return found


def _globals(
    library: Library, file: SchemaFile, included: dict[Path, list[SchemaFile]]
) -> Iterator[Root]:
    """Yield the global elements of a file that stand for themselves."""
    candidates = [
        each
        for each in file.root.iterchildren(f"{_XS}element")
        if each.get("abstract") != "true" and not each.get("substitutionGroup")
    ]
    if not candidates:
        return
    entry = _entry(file, included)
    above = included.get(file.path, ())
    if entry is file and not file.namespace and any(each.namespace for each in above):
        return  # a part of several namespaces, and of none by itself
    files = SchemaSet(library, [(None, entry.path)])
    elements = Elements(files)
    for each in candidates:
        yield Root(
            name=each.get("name", ""),
            namespace=entry.namespace,
            file=file,
            entry=entry.path,
            declaration=each,
            elements=elements,
            files=files,
        )


def _entry(file: SchemaFile, included: dict[Path, list[SchemaFile]]) -> SchemaFile:
    """Return the one file at the top of those that include this one, else itself."""
    above = list(included.get(file.path, ()))
    met = {file.path}
    tops = []
    while above:
        each = above.pop()
        if each.path in met:
            continue
        met.add(each.path)
        higher = included.get(each.path, ())
        above += higher
        if not higher:
            tops.append(each)
    return tops[0] if len(tops) == 1 else file


# --- what tells roots apart -----------------------------------------------------------


def discriminators(roots: Sequence[Root]) -> list[str]:
    """Return a condition for each of several roots with one name, if there are any.

    An attribute or a leaf right below the root whose allowed values differ from each
    root to every other.
    """
    told = [_told(root) for root in roots]
    for path in told[0]:
        values = [each.get(path) for each in told]
        if all(values) and not any(
            (a or frozenset()) & (b or frozenset()) for a, b in combinations(values, 2)
        ):
            return [_condition(path, each or frozenset()) for each in values]
    return []


def _condition(path: str, values: frozenset[str]) -> str:
    return " or ".join(f"{path} = '{value}'" for value in sorted(values))


def _told(root: Root) -> dict[str, frozenset[str]]:
    """Return the values that a root's attributes and leaves are confined to."""
    found = {
        f"@{each.get('name')}": _values(each, root.elements)
        for each in root.attributes
        if each.get("use") == "required"
    }
    for leaf in root.leaves:
        if leaf.position.get("minOccurs", "1") != "0":
            path = f"*[local-name() = '{leaf.name}']"
            found[path] = _values(leaf.declaration, root.elements)
    return {path: values for path, values in found.items() if values}


def _values(declaration: etree._Element, elements: Elements) -> frozenset[str]:
    if fixed := declaration.get("fixed"):
        return frozenset({fixed}) if "'" not in fixed else frozenset()
    body = declaration.find(f"{_XS}simpleType")
    if body is None and (named := declaration.get("type")):
        body = elements.component("simpleType", qname(declaration, named))
    if body is None:
        return frozenset()
    values = {e.get("value", "") for e in body.iter(f"{_XS}enumeration")}
    return frozenset() if any("'" in value for value in values) else frozenset(values)

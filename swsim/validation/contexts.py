"""Rule contexts: which elements of a document a Schematron rule is about.

A context is an XSLT match pattern. Paths of names, the usual case, are answered from
one walk over the tree, with a compiled XPath for the conditions in them; anything
else by an XPath over the whole document, and only where it has an element of that name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

from lxml import etree

from swsim.validation import functions
from swsim.validation.expressions import (
    blank_literals,
    is_condition,
    predicates,
    split,
    without_predicates,
)

_NAME = r"(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*"
_PLAIN = re.compile(rf"(?://)?{_NAME}(?:/{_NAME})*")
# A step that does not select an element by name, outside of predicates.
_NOT_ELEMENTS: Final = re.compile(r"@|\(|::|(?<![\w*.\])])\.\.?(?![\w.])|^/$")


class Index:
    """The elements of one document by tag, for the tags that somebody asks about."""

    def __init__(self, root: etree._Element, tags: Iterable[str]) -> None:
        self.root = root
        self.by_tag: dict[str, list[etree._Element]] = {}
        self._by_parent: dict[str, dict[str, list[etree._Element]]] = {}
        self._selected: dict[str, Sequence[etree._Element]] = {}
        by_tag = self.by_tag
        for element in root.iter(*tags):
            tag = element.tag
            if tag in by_tag:
                by_tag[tag].append(element)
            else:
                by_tag[tag] = [element]

    def below(self, parent: str, tag: str) -> Sequence[etree._Element]:
        """Return the elements with a tag right below one with the tag `parent`."""
        if tag not in self._by_parent:
            # Sorted by parent once, as many contexts end in the same tag, such as ID.
            by_parent = self._by_parent[tag] = {}
            for element in self.by_tag.get(tag, ()):
                above = element.getparent()
                if above is not None:
                    by_parent.setdefault(above.tag, []).append(element)
        return self._by_parent[tag].get(parent, ())

    def select(self, path: str, compiled: etree.XPath) -> Sequence[etree._Element]:
        """Return what a compiled path selects, worked out once for each document."""
        if path not in self._selected:
            found = cast("list[etree._Element]", compiled(self.root))
            self._selected[path] = found
        return self._selected[path]


@dataclass(frozen=True, kw_only=True)
class Names:
    """Elements by their tag and the tags above them, nearest first; None is any tag."""

    tag: str | None
    parents: tuple[str, ...] = ()

    def nodes(self, index: Index) -> Sequence[etree._Element]:
        """Return the elements of a document that bear these names."""
        if not self.tag or self.tag not in index.by_tag:
            return ()
        if not self.parents:
            return index.by_tag[self.tag]
        found = index.below(self.parents[0], self.tag)
        if len(self.parents) == 1:
            return found
        return [element for element in found if self.fits(element)]

    def fits(self, element: etree._Element) -> bool:
        """Return whether the elements above one are these parents."""
        above: etree._Element | None = element
        for tag in self.parents:
            above = above.getparent() if above is not None else None
            if above is None or above.tag != tag:
                return False
        return True


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One of the paths of a context.

    `conditions` are what its predicates demand of an element of these names; None where
    there is more to the path. `compiled` tells whether they hold, and selects the path
    in a whole document where there is more to it; it is None for names alone.
    """

    path: str
    names: Names
    compiled: etree.XPath | None
    conditions: tuple[str, ...] | None

    def nodes(self, index: Index) -> Sequence[etree._Element]:
        """Return the elements of a document that the path matches."""
        compiled = self.compiled
        if compiled is None:
            return self.names.nodes(index)
        if self.conditions is not None:
            return [node for node in self.names.nodes(index) if compiled(node)]
        if self.names.tag and self.names.tag not in index.by_tag:
            return ()
        return index.select(self.path, compiled)


@dataclass(frozen=True, kw_only=True)
class Context:
    """The elements a rule is about, in document order for each of its paths."""

    text: str
    alternatives: tuple[Alternative, ...]

    def nodes(self, index: Index) -> Sequence[etree._Element]:
        """Return the elements of a document that the context matches, each once."""
        if len(self.alternatives) == 1:
            return self.alternatives[0].nodes(index)
        found = (node for each in self.alternatives for node in each.nodes(index))
        return list(dict.fromkeys(found))

    @property
    def names(self) -> frozenset[str]:
        """All tags on the paths, the elements' own and those above them."""
        return frozenset(
            tag
            for each in self.alternatives
            for tag in (each.names.tag, *each.names.parents)
            if tag
        )

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags that an index must hold for this context."""
        return frozenset(each.names.tag for each in self.alternatives if each.names.tag)


def compile_context(text: str, namespaces: Mapping[str, str]) -> Context:
    """Compile a match pattern; ValueError where it can match what is no element."""
    if "$" in blank_literals(text):
        raise ValueError(f"context {text!r}: variables in a context are not supported")
    paths = split(text, "|")
    for path in paths:
        bare = without_predicates(path).strip()
        if not bare or _NOT_ELEMENTS.search(blank_literals(bare)):
            raise ValueError(
                f"context {path!r} is not a path of element names;"
                " only elements can be the context of a rule here"
            )
    alternatives = tuple(_alternative(path, namespaces) for path in paths)
    return Context(text=text, alternatives=alternatives)


def _alternative(path: str, namespaces: Mapping[str, str]) -> Alternative:
    bare = without_predicates(path).strip()
    steps = re.split(r"\s*/+\s*", bare.lstrip("/ "))
    tags = [_clark(step, namespaces) for step in reversed(steps)]
    tag = None if "*" in steps[-1] else tags[0]
    flat = re.sub(r"\s", "", bare)
    if not _PLAIN.fullmatch(flat):
        names, conditions = Names(tag=tag), None
    else:
        names = Names(tag=tag, parents=tuple(tags[1:]))
        conditions = _conditions(path)
    compiled = None
    if conditions:
        applies = " and ".join(f"({each})" for each in conditions)
        compiled = functions.xpath(f"boolean({applies})", namespaces)
    elif conditions != ():
        anywhere = path if path.startswith("/") else f"//{path}"
        compiled = functions.xpath(anywhere, namespaces)
    return Alternative(path=path, names=names, compiled=compiled, conditions=conditions)


def _conditions(path: str) -> tuple[str, ...] | None:
    """Return what the predicates of a path of names demand, asked at its last step.

    None where one of them may be a position.
    """
    conditions: list[str] = []
    for above, step in enumerate(reversed(split(path, "/"))):
        found = predicates(step)
        if not all(map(is_condition, found)):
            return None
        if above and found:
            asked = "".join(f"[{each}]" for each in found)
            conditions.append("/".join(["parent::*"] * above) + asked)
        else:
            conditions += found
    return tuple(conditions)


def _clark(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{namespaces[prefix]}}}{local}" if prefix else local

"""Builds documents of any schema: elements in their order, values of their types.

The values fit schema and code lists and mean nothing: a rule may complain. Asks
xmlschema's components what may stand where.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from lxml import etree

from swsim.domain.streams import Stream
from swsim.material.facets import Facets
from swsim.material.scalars import scalar
from swsim.validation.package import DocumentSchema

_DEEP: Final = 12  # levels below which only what must be there is made
_LOOK: Final = 4  # levels of an envelope in which the place of a document is sought
_CODES: Final = 200  # codes of a list that are tried


def build(document: DocumentSchema, stream: Stream, optional: int) -> etree._Element:
    """Return a document, in its envelope where it has one.

    What may be left out is there in `optional` of 1,000 cases. Raises ValueError where
    the schema wants something for which no value can be made.
    """
    return _Builder(document, stream, optional).build()


def _is_any(part: Any) -> bool:
    return hasattr(part, "process_contents")


class _Builder:
    """One document on its way."""

    def __init__(self, document: DocumentSchema, stream: Stream, optional: int) -> None:
        self._document = document
        self._stream = stream
        self._optional = optional
        self._maps = document.schema.model.maps
        self._facets: dict[tuple[etree._Element, str | None], Facets] = {}
        self._placed = False

    def build(self) -> etree._Element:
        entry = self._document.envelope
        name = self._document.tag
        if entry is not None:
            name = etree.QName(entry.namespace or None, entry.root).text
        root = self._element(self._maps.elements[name], 0)
        if not self._placed:
            raise ValueError(f"its envelope has no place for {self._document.root}")
        self._set_codes(root)
        etree.indent(root)
        etree.cleanup_namespaces(root, self._prefixes)
        return root

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        namespaces = zip("de", self._document.entries, strict=False)
        return {prefix: each.namespace for prefix, each in namespaces if each.namespace}

    # --- elements ---------------------------------------------------------------------

    def _element(self, declared: Any, depth: int) -> etree._Element:
        declared = self._concrete(declared)
        element = etree.Element(declared.name, nsmap=self._prefixes)
        self._placed = self._placed or declared.name == self._document.tag
        self._add_attributes(element, declared)
        simple = declared.type.simple_type
        if simple is not None:
            element.text = self._value(element, None, declared, simple)
        elif hasattr(declared.type.content, "iter_elements"):
            element.extend(self._of_group(declared.type.content, depth + 1))
        return element

    def _concrete(self, declared: Any) -> Any:
        """Return an element or one that may stand in its place."""
        others = sorted(
            self._maps.substitution_groups.get(declared.name, ()),
            key=lambda each: str(each.name),
        )
        fit = [
            each
            for each in (declared.ref or declared, *others)
            if not each.abstract and not getattr(each.type, "abstract", False)
        ]
        if not fit:
            raise ValueError(f"nothing stands for the abstract {declared.local_name}")
        return self._stream.choice(fit)

    def _add_attributes(self, element: etree._Element, declared: Any) -> None:
        for name, attribute in (declared.attributes or {}).items():
            if name is None or attribute.use == "prohibited":
                continue
            if attribute.use == "required" or self._stream.chance(self._optional):
                text = self._value(element, name, attribute, attribute.type)
                element.set(name, text)

    def _value(
        self, element: etree._Element, attribute: str | None, declared: Any, simple: Any
    ) -> str:
        if declared.fixed is not None:
            return str(declared.fixed)
        self._facets[element, attribute] = Facets(simple)
        return scalar(simple, declared.local_name, self._stream)

    # --- groups -----------------------------------------------------------------------

    def _of_group(self, group: Any, depth: int) -> Iterator[etree._Element]:
        for _ in range(self._times(group, depth)):
            parts = list(group)
            if group.model == "choice" and parts:
                parts = [self._chosen(parts, depth)]
            for part in parts:
                yield from self._of_particle(part, depth)

    def _chosen(self, parts: list[Any], depth: int) -> Any:
        if not self._placed:
            parts = [each for each in parts if self._leads(each)] or parts
        if depth > _DEEP:
            return min(parts, key=lambda each: each.min_occurs)
        return self._stream.choice(parts)

    def _of_particle(self, part: Any, depth: int) -> Iterator[etree._Element]:
        if hasattr(part, "model"):
            yield from self._of_group(part, depth)
            return
        for _ in range(self._times(part, depth)):
            declared = self._admitted(part) if _is_any(part) else part
            if declared is not None:
                yield self._element(declared, depth)

    def _times(self, part: Any, depth: int) -> int:
        least, most = int(part.min_occurs), part.max_occurs
        if not self._placed and self._leads(part):
            return max(least, 1)
        if depth > _DEEP or most == 0:
            return least
        times = max(least, int(self._stream.chance(self._optional)))
        if times and (most is None or most > times):
            times += int(self._stream.chance(self._optional // 2))
        return times

    def _admitted(self, wildcard: Any) -> Any:
        """Return what stands for an xs:any: the document, else what fits."""
        if not self._placed and wildcard.is_matching(self._document.tag):
            return self._maps.elements[self._document.tag]
        if wildcard.min_occurs == 0:
            return None
        fit = sorted(tag for tag in self._maps.elements if wildcard.is_matching(tag))
        if fit:
            return self._maps.elements[self._stream.choice(fit)]
        if wildcard.process_contents == "strict":
            raise ValueError("an xs:any wants an element of a schema that is not there")
        return None

    def _leads(self, part: Any, look: int = _LOOK) -> bool:
        """Return whether the document stands here, or some levels below."""
        if self._placed or look == 0:
            return False
        if _is_any(part):
            return bool(part.is_matching(self._document.tag))
        if hasattr(part, "model"):
            return any(self._leads(each, look) for each in part)
        if part.name == self._document.tag:
            return True
        content: Any = getattr(part.type, "content", None)
        if not hasattr(content, "iter_elements"):
            return False
        return any(self._leads(each, look - 1) for each in content)

    # --- code lists -------------------------------------------------------------------

    def _set_codes(self, root: etree._Element) -> None:
        """Put codes where code lists hold, such as the schema allows too."""
        for bound in self._document.bindings.bound(root):
            codes = sorted(self._document.codes(bound.codelist).codes)
            facets = self._facets.get((bound.element, bound.attribute))
            drawn = (self._stream.choice(codes) for _ in range(_CODES))
            if facets is None:
                continue  # the schema has it fixed
            code = next((each for each in drawn if facets.is_valid(each)), None)
            if code is None:
                continue  # the validator will say so
            if bound.attribute is None:
                bound.element.text = code
            else:
                bound.element.set(bound.attribute, code)

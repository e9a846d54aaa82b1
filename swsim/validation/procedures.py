"""The XPath functions of procedures: pairs, routes over land, pointers.

Legal pairs of procedures and countries with a common border are code lists.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from lxml import etree

from swsim.artefacts import artefact_dir
from swsim.domain.codelists import codelist
from swsim.validation.catalogue import AnnotationNames
from swsim.validation.fictional import may_border
from swsim.validation.places import Places
from swsim.validation.pointers import Annotations
from swsim.validation.result import PointerChain
from swsim.validation.schemaset import Library, SchemaSet
from swsim.validation.values import Nodes, Value, text_of

_DECLARATION: Final = "urn:swsim:datamodel:DEC:1"


# --- procedures and routes ----------------------------------------------------------


def procedure_faults(_: object, procedures: Nodes, declaration: Value) -> Nodes:
    """Return the procedures that cannot follow the one before, or not be asked here.

    `procedures` are GovernmentProcedure elements; the pair is written 4071, or as 40
    and 71. `declaration` is the document name (UN/EDIFACT 1001).
    """
    type = text_of(declaration)
    return [each for each in procedures if not _fits(*_codes(each), type)]


def _codes(procedure: etree._Element) -> tuple[str, str]:
    said = {str(child.tag).rpartition("}")[2]: child.text or "" for child in procedure}
    return said.get("CurrentCode", "").strip(), said.get("PreviousCode", "").strip()


@lru_cache(256)
def _fits(current: str, previous: str, declaration: str) -> bool:
    if not current:
        return True
    pair = f"{current[:2]}{previous or current[2:4] or '00'}"
    agrees = current in (pair, pair[:2])
    row = codelist("procedure-pairs").rows.get(pair, {})
    return agrees and declaration in row.get("declarations", "").split()


def land_gaps(_: object, countries: Nodes) -> Nodes:
    """Return the countries of a route that cannot be reached by land from the last."""
    codes = [(node.text or "").strip() for node in countries]
    steps = zip(countries[1:], codes, codes[1:], strict=False)
    return [node for node, here, there in steps if not _is_next_to(here, there)]


def _is_next_to(one: str, other: str) -> bool:
    first, second = sorted((one, other))
    if one == other or f"{first}-{second}" in codelist("land-borders"):
        return True
    return may_border(one, other)


# --- pointers -----------------------------------------------------------------------


def lost_pointers(_: object, pointers: Nodes) -> Nodes:
    """Return the last pointer of each chain that leads to nothing in its declaration.

    A chain begins at 42A, the declaration itself, and may name a class or an element.
    """
    if not pointers:
        return []
    top = next(pointers[0].iterancestors(f"{{{_DECLARATION}}}Declaration"), None)
    if top is None:
        return []
    known = frozenset(_all_pointers(top))
    chains = _chains(pointers)
    return [nodes[-1] for nodes in chains if _chain(nodes) not in known]


def _chains(pointers: Sequence[etree._Element]) -> list[list[etree._Element]]:
    """Split pointers into chains: each begins at the declaration."""
    chains: list[list[etree._Element]] = []
    for pointer in pointers:
        begins = _said(pointer, "DocumentSectionCode") == "42A"
        if begins or not chains or pointer.getparent() is not chains[-1][0].getparent():
            chains.append([])
        chains[-1].append(pointer)
    return chains


def _chain(pointers: Sequence[etree._Element]) -> PointerChain:
    return tuple(
        (
            _number(_said(pointer, "SequenceNumeric")),
            _said(pointer, "DocumentSectionCode"),
            _said(pointer, "TagID"),
        )
        for pointer in pointers
    )


def _number(text: str | None) -> int:
    """Return an occurrence, the first where none is said; 0 is nowhere."""
    if text is None:
        return 1
    return int(text) if text.isdecimal() else 0


def _said(pointer: etree._Element, name: str) -> str | None:
    text = pointer.findtext(f"{{{_DECLARATION}}}{name}")
    return None if text is None else text.strip()


def _all_pointers(top: etree._Element) -> Iterator[PointerChain]:
    """Yield what can be pointed at in a declaration."""
    places = Places(b"", top)
    for element in top.iter("*"):
        chain = _annotations().pointer(places.chain(element, top))
        yield tuple((number or 1, section, tag) for number, section, tag in chain)


@cache
def _annotations() -> Annotations:
    folder = artefact_dir("schemas")
    files = SchemaSet(
        Library(folder, {}), [(_DECLARATION, folder / "xsd" / "Declaration_1.xsd")]
    )
    return Annotations(files, _DECLARATION, "Declaration", AnnotationNames())


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "land-gaps": land_gaps,
    "lost-pointers": lost_pointers,
    "procedure-faults": procedure_faults,
}

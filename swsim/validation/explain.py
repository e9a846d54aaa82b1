"""The faults that xmlschema's errors tell of, in clearer words than lxml's log."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from lxml import etree

from swsim.validation import xsdfaults as faults
from swsim.validation.places import local_name
from swsim.validation.xsdfaults import Fault

_FACET_CLASS = re.compile(r"Xsd(\w+?)Facets?$")
_ATTRIBUTE_VALUE = re.compile(r"attribute ([\w:.-]+)=")
_QUOTED = re.compile(r"'([^']+)'")


def from_xmlschema(errors: Iterable[Any], plain: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults that xmlschema's errors tell of, each once.

    `plain` are those of lxml's log, which name what was expected where xmlschema does
    not.
    """
    known = {fault.element: fault for fault in plain if fault.rule == "XSD-element"}
    clearer = {fault.element: fault for fault in plain if fault.rule != "XSD-other"}
    found: dict[tuple[etree._Element, str, str], Fault] = {}
    for error in errors:
        element = error.elem
        if element is None:
            continue
        fault = _from_error(error, element, known)
        if fault.rule == "XSD-other":
            fault = clearer.get(element, fault)
        said = str(fault.facts.get("name"))
        found.setdefault((fault.element, fault.key, said), fault)
    return tuple(found.values())


def _from_error(
    error: Any, element: etree._Element, known: Mapping[etree._Element, Fault]
) -> Fault:
    reason = str(error.reason)
    detail = re.sub(r"\{[^{}]*\}(?=\w)", "", reason)
    if hasattr(error, "invalid_tag") and hasattr(error, "index"):
        return _children(error, element, detail, known)
    maker = _MAKERS.get(type(error.validator).__name__)
    if maker is not None:
        return maker(element, reason, detail)
    facet = _FACET_CLASS.match(type(error.validator).__name__)
    named = _ATTRIBUTE_VALUE.search(reason)
    attribute = named[1] if named else None
    if facet:
        kind = facet[1][0].lower() + facet[1][1:]
        return faults.facet(
            kind, element, attribute, _bound(error.validator, kind), detail
        )
    xs = str(getattr(error.validator, "name", ""))
    if type(error).__name__ == "XMLSchemaDecodeError":
        return faults.wrong_type(element, attribute, xs, detail)
    return faults.other("XSD-other", element, detail)


def _children(
    error: Any,
    parent: etree._Element,
    detail: str,
    known: Mapping[etree._Element, Fault],
) -> Fault:
    named = [each.local_name for each in error.expected or () if hasattr(each, "name")]
    expected = [name for name in named if name]
    if error.invalid_tag is None or error.index >= len(parent):
        return faults.incomplete(parent, expected, detail)
    child = parent[error.index]
    if not expected and child in known:
        return _named_by_log(known[child], error, detail)
    return faults.unexpected(child, expected, detail, _declared(error.validator))


def _named_by_log(fault: Fault, error: Any, detail: str) -> Fault:
    """Return the fault of lxml's log, with a likely name out of the whole group."""
    siblings = _declared(error.validator)
    name = local_name(fault.element)
    close = get_close_matches(name, siblings, n=1)
    return Fault(
        key=fault.key,
        element=fault.element,
        expected=fault.expected,
        facts=fault.facts,
        nearest=close[0] if close and name not in siblings else None,
        detail=detail,
    )


def _declared(group: Any) -> list[str]:
    elements: Iterable[Any] = getattr(group, "iter_elements", tuple)()
    return [each.local_name for each in elements if getattr(each, "name", None)]


def _bound(facet: Any, kind: str) -> str:
    if kind == "enumeration":
        return ", ".join(str(each) for each in facet.enumeration)
    if kind == "pattern":
        return " | ".join(str(each.get("value")) for each in facet)
    return str(facet.value)


def _group(element: etree._Element, reason: str, detail: str) -> Fault:
    named = _QUOTED.search(reason)
    if "attribute" in reason and named:
        return faults.attribute_fault(
            element, named[1], reason.startswith("missing"), detail
        )
    return faults.other("XSD-content", element, detail)


def _declaration(element: etree._Element, reason: str, detail: str) -> Fault:
    key = "XSD-content" if "content" in reason else "XSD-other"
    return faults.other(key, element, detail)


_MAKERS: Final[Mapping[str, Callable[[etree._Element, str, str], Fault]]] = {
    "XsdAttributeGroup": _group,
    "XsdGroup": _group,
    "XsdElement": _declaration,
}

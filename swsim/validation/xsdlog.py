"""The faults that lxml's error log tells of, where nobody explains better."""

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from swsim.validation import xsdfaults as faults
from swsim.validation.places import local_name
from swsim.validation.xsdfaults import Fault

_LOG_FACETS: Final = {
    "MAXLENGTH": "maxLength",
    "MINLENGTH": "minLength",
    "LENGTH": "length",
    "PATTERN": "pattern",
    "ENUMERATION": "enumeration",
    "TOTALDIGITS": "totalDigits",
    "FRACTIONDIGITS": "fractionDigits",
    "MININCLUSIVE": "minInclusive",
    "MAXINCLUSIVE": "maxInclusive",
    "MINEXCLUSIVE": "minExclusive",
    "MAXEXCLUSIVE": "maxExclusive",
}
_LOG_KEYS: Final = {
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "XSD-content",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": "XSD-content",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "XSD-content",
    "SCHEMAV_CVC_TYPE_3_1_2": "XSD-content",
    "SCHEMAV_CVC_ELT_1": "XSD-element.undeclared",
}
_FACET_CODE = re.compile(r"SCHEMAV_CVC_(\w+)_VALID$")
_LAST_QUOTED = re.compile(r"'([^']*)'\)?\.$")
_ENUMERATED = re.compile(r"element of the set \{(.*)\}\.$", re.DOTALL)
_OF_PATTERN = re.compile(r"accepted by the pattern '(.*)'\.$", re.DOTALL)
_NAMED_ATTRIBUTE = re.compile(r"attribute '([^']+)'", re.IGNORECASE)
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)\.$", re.DOTALL)


def from_log(root: etree._Element, log: Iterable[etree._LogEntry]) -> tuple[Fault, ...]:
    """Return the faults that lxml's log tells of, each once."""
    found: dict[tuple[etree._Element, str], Fault] = {}
    paths = _Paths(root)
    for entry in log:
        element = paths.at(entry.path or "")
        fault = _from_entry(element, entry)
        found.setdefault((element, f"{fault.key} {fault.facts.get('name')}"), fault)
    return tuple(found.values())


def _from_entry(element: etree._Element, entry: etree._LogEntry) -> Fault:
    code, said = str(entry.type_name), str(entry.message)
    detail = re.sub(r"\{[^{}]*\}(?=[\w'])", "", said)
    named = _NAMED_ATTRIBUTE.search(said)
    attribute = named[1] if named else None
    if code == "SCHEMAV_ELEMENT_CONTENT":
        return _content(element, said, detail)
    if code == "SCHEMAV_CVC_COMPLEX_TYPE_4" and attribute:
        return faults.attribute_fault(element, attribute, True, detail)
    if code.startswith("SCHEMAV_CVC_COMPLEX_TYPE_3_2") and attribute:
        return faults.attribute_fault(element, attribute, False, detail)
    if code.startswith("SCHEMAV_CVC_DATATYPE_VALID"):
        return faults.wrong_type(element, attribute, said, detail)
    facet = _FACET_CODE.match(code)
    if facet and facet[1] in _LOG_FACETS:
        kind = _LOG_FACETS[facet[1]]
        return faults.facet(kind, element, attribute, _limit(said), detail)
    return faults.other(_LOG_KEYS.get(code, "XSD-other"), element, detail)


def _limit(said: str) -> str:
    if several := _ENUMERATED.search(said):
        return several[1].replace("'", "")
    found = _OF_PATTERN.search(said) or _LAST_QUOTED.search(said)
    return found[1] if found else ""


def _content(element: etree._Element, said: str, detail: str) -> Fault:
    listed = _EXPECTED.search(said)
    names = (
        [faults.bare(each.strip()) for each in listed[1].split(",")] if listed else []
    )
    expected = [name for name in names if name != "*"]
    if "Missing child" in said:
        return faults.incomplete(element, expected, detail)
    return faults.unexpected(element, expected, detail, expected)


_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")


class _Paths:
    """Follows paths as libxml2 writes them: `*[3]` is the third element of any name.

    `p:x[2]` is the second with this prefix and name; a path is followed instead of
    evaluated, since prefixes may change meaning. Children are listed once: a document
    can have as many errors as elements.
    """

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._known: dict[etree._Element, dict[str, list[etree._Element]]] = {}

    def at(self, path: str) -> etree._Element:
        """Return the element at a path, or the last one on the way."""
        element = self._root
        for step in [step for step in path.split("/") if step][1:]:
            parts = _STEP.fullmatch(step)
            if parts is None:
                return element
            alike = self._children(element).get(parts[1], [])
            number = int(parts[2] or 1)
            if len(alike) < number:
                return element
            element = alike[number - 1]
        return element

    def _children(self, parent: etree._Element) -> dict[str, list[etree._Element]]:
        if parent not in self._known:
            found: dict[str, list[etree._Element]] = {}
            for child in parent.iterchildren("*"):
                prefix = f"{child.prefix}:" if child.prefix else ""
                for name in ("*", f"{prefix}{local_name(child)}"):
                    found.setdefault(name, []).append(child)
            self._known[parent] = found
        return self._known[parent]

"""What is wrong with an invalid document, from xmlschema's errors or lxml's log.

Both are turned into the same faults, with the rule ids and sentences of `texts`. The
libraries' own words are kept as detail. Knows nothing of findings and places.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from lxml import etree

from swsim.validation.places import local_name
from swsim.validation.texts import WORDS, Fact

_MOST_NAMES: Final = 5

Words = str | tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong at an element, or at an attribute of it.

    `key` is that of its sentence in `texts`.
    """

    key: str
    element: etree._Element
    attribute: str | None = None
    value: str | None = None
    expected: Words | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    nearest: str | None = None
    detail: str = ""

    @property
    def rule(self) -> str:
        """The rule id: the key without what tells its sentences apart."""
        return self.key.partition(".")[0]


# --- what both have in common -----------------------------------------------------


def _value(element: etree._Element, attribute: str | None) -> str:
    return element.get(attribute, "") if attribute else element.text or ""


def _facet(
    kind: str, element: etree._Element, attribute: str | None, limit: str, detail: str
) -> Fault:
    value = _value(element, attribute)
    key = f"XSD-{kind}"
    if kind == "pattern" and not attribute and not value.strip():
        key = "XSD-pattern.blank"
    name = local_name(element) + (f"/@{attribute}" if attribute else "")
    expected = _date_form(element, attribute) if kind == "pattern" else limit
    return Fault(
        key=key,
        element=element,
        attribute=attribute,
        value=value,
        expected=expected or limit,
        facts={"name": name, "size": len(value), "limit": limit},
        nearest=_meant(kind, value, limit),
        detail=detail,
    )


def _meant(kind: str, value: str, limit: str) -> str | None:
    """Return the one value that was meant: without blanks, in capitals, as listed."""
    if kind == "enumeration":
        allowed = limit.split(", ")
        same = [each for each in allowed if each.lower() == value.strip().lower()]
        return (same or allowed)[0] if 1 in (len(same), len(allowed)) else None
    likely = (value.strip(), value.strip().upper()) if kind == "pattern" else ()
    return next((each for each in likely if _fits(each, limit)), None)


def _fits(value: str, patterns: str) -> bool:
    try:
        return re.fullmatch(patterns.replace(" | ", "|"), value, re.ASCII) is not None
    except re.error:  # XSD knows classes that Python does not, such as \i
        return False


def _date_form(element: etree._Element, attribute: str | None) -> str | None:
    forms = {"102": "CCYYMMDD", "304": "CCYYMMDDhhmmssZ"}
    return None if attribute else forms.get(element.get("formatCode", ""))


def _type(
    element: etree._Element, attribute: str | None, xs: str, detail: str
) -> Fault:
    name = local_name(element) + (f"/@{attribute}" if attribute else "")
    word = next((w for known, w in _TYPE_WORDS if known in xs.lower()), "value")
    return Fault(
        key="XSD-type",
        element=element,
        attribute=attribute,
        value=_value(element, attribute),
        expected=WORDS[word],
        facts={"name": name},
        detail=detail,
    )


_TYPE_WORDS: Final = (
    ("decimal", "decimal"),
    ("positiveinteger", "positive"),  # nonPositiveInteger is none that messages have
    ("nonnegativeinteger", "natural"),
    ("integer", "integer"),
    ("date", "date"),
    ("boolean", "boolean"),
)


def _attribute(
    element: etree._Element, attribute: str, missing: bool, detail: str
) -> Fault:
    return Fault(
        key="XSD-attribute.missing" if missing else "XSD-attribute",
        element=element,
        attribute=None if missing else _local(attribute),
        value=None if missing else element.get(attribute),
        expected=f"@{attribute}" if missing else None,
        facts={"name": local_name(element), "attribute": _local(attribute)},
        detail=detail,
    )


def _unexpected(
    element: etree._Element,
    expected: Sequence[str],
    detail: str,
    siblings: Sequence[str],
) -> Fault:
    name = local_name(element)
    parent = element.getparent()
    close = get_close_matches(name, [each for each in siblings if each != name], n=1)
    return Fault(
        key="XSD-element" if expected else "XSD-element.none",
        element=element,
        expected=_names(expected) or None,
        facts={"name": name, "parent": "" if parent is None else local_name(parent)},
        # A name that the schema has is in the wrong place rather than misspelt.
        nearest=close[0] if close and name not in siblings else None,
        detail=detail,
    )


def _incomplete(element: etree._Element, expected: Sequence[str], detail: str) -> Fault:
    return Fault(
        key="XSD-element.missing",
        element=element,
        expected=_names(expected) or WORDS["element"],
        facts={"name": local_name(element)},
        detail=detail,
    )


def _other(key: str, element: etree._Element, detail: str) -> Fault:
    facts = {"name": local_name(element)}
    return Fault(key=key, element=element, facts=facts, detail=detail)


def _names(expected: Sequence[str]) -> str:
    shown = [_local(each) for each in expected[:_MOST_NAMES]]
    return ", ".join(shown + ["…"] * (len(expected) > _MOST_NAMES))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


# --- lxml's log -------------------------------------------------------------------

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
        return _attribute(element, attribute, True, detail)
    if code.startswith("SCHEMAV_CVC_COMPLEX_TYPE_3_2") and attribute:
        return _attribute(element, attribute, False, detail)
    if code.startswith("SCHEMAV_CVC_DATATYPE_VALID"):
        return _type(element, attribute, said, detail)
    facet = _FACET_CODE.match(code)
    if facet and facet[1] in _LOG_FACETS:
        kind = _LOG_FACETS[facet[1]]
        return _facet(kind, element, attribute, _limit(said), detail)
    return _other(_LOG_KEYS.get(code, "XSD-other"), element, detail)


def _limit(said: str) -> str:
    if several := _ENUMERATED.search(said):
        return several[1].replace("'", "")
    found = _OF_PATTERN.search(said) or _LAST_QUOTED.search(said)
    return found[1] if found else ""


def _content(element: etree._Element, said: str, detail: str) -> Fault:
    listed = _EXPECTED.search(said)
    names = [_local(each.strip()) for each in listed[1].split(",")] if listed else []
    expected = [name for name in names if name != "*"]
    if "Missing child" in said:
        return _incomplete(element, expected, detail)
    return _unexpected(element, expected, detail, expected)


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


# --- xmlschema's errors -----------------------------------------------------------

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
        return _facet(kind, element, attribute, _bound(error.validator, kind), detail)
    xs = str(getattr(error.validator, "name", ""))
    if type(error).__name__ == "XMLSchemaDecodeError":
        return _type(element, attribute, xs, detail)
    return _other("XSD-other", element, detail)


def _children(
    error: Any,
    parent: etree._Element,
    detail: str,
    known: Mapping[etree._Element, Fault],
) -> Fault:
    named = [each.local_name for each in error.expected or () if hasattr(each, "name")]
    expected = [name for name in named if name]
    if error.invalid_tag is None or error.index >= len(parent):
        return _incomplete(parent, expected, detail)
    child = parent[error.index]
    if not expected and child in known:
        return _named_by_log(known[child], error, detail)
    return _unexpected(child, expected, detail, _declared(error.validator))


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
        return _attribute(element, named[1], reason.startswith("missing"), detail)
    return _other("XSD-content", element, detail)


def _declaration(element: etree._Element, reason: str, detail: str) -> Fault:
    key = "XSD-content" if "content" in reason else "XSD-other"
    return _other(key, element, detail)


_MAKERS: Final[Mapping[str, Callable[[etree._Element, str, str], Fault]]] = {
    "XsdAttributeGroup": _group,
    "XsdGroup": _group,
    "XsdElement": _declaration,
}

"""What can be wrong with a document by its XSD, whoever found it.

Each fault has the rule id and sentence of `texts`; a library's own words are kept as
detail. Knows nothing of findings and places.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

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


def _value(element: etree._Element, attribute: str | None) -> str:
    return element.get(attribute, "") if attribute else element.text or ""


def facet(
    kind: str, element: etree._Element, attribute: str | None, limit: str, detail: str
) -> Fault:
    """Return the fault of a value that breaks a facet; `limit` is that of the facet."""
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


def wrong_type(
    element: etree._Element, attribute: str | None, xs: str, detail: str
) -> Fault:
    """Return the fault of a value that is none of the built-in type in `xs`."""
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


def attribute_fault(
    element: etree._Element, attribute: str, missing: bool, detail: str
) -> Fault:
    """Return the fault of an attribute that is missing, or that should not be there."""
    return Fault(
        key="XSD-attribute.missing" if missing else "XSD-attribute",
        element=element,
        attribute=None if missing else bare(attribute),
        value=None if missing else element.get(attribute),
        expected=f"@{attribute}" if missing else None,
        facts={"name": local_name(element), "attribute": bare(attribute)},
        detail=detail,
    )


def unexpected(
    element: etree._Element,
    expected: Sequence[str],
    detail: str,
    siblings: Sequence[str],
) -> Fault:
    """Return the fault of an element out of place; `siblings` may be there."""
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


def incomplete(element: etree._Element, expected: Sequence[str], detail: str) -> Fault:
    """Return the fault of an element that lacks one of the `expected` children."""
    return Fault(
        key="XSD-element.missing",
        element=element,
        expected=_names(expected) or WORDS["element"],
        facts={"name": local_name(element)},
        detail=detail,
    )


def other(key: str, element: etree._Element, detail: str) -> Fault:
    """Return a fault whose sentence needs the name of the element only."""
    facts = {"name": local_name(element)}
    return Fault(key=key, element=element, facts=facts, detail=detail)


def _names(expected: Sequence[str]) -> str:
    shown = [bare(each) for each in expected[:_MOST_NAMES]]
    return ", ".join(shown + ["…"] * (len(expected) > _MOST_NAMES))


def bare(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]

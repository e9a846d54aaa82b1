"""Which patterns of a schema are to be compiled: those of a phase, none abstract.

An abstract pattern is a text with parameters; each pattern that is-a such one becomes
a copy of it with the parameters filled in.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final, Self, cast

from lxml import etree

from swsim.validation import functions
from swsim.validation.schematron.reading import (
    SCH,
    Problems,
    file_of,
    name_of,
    set_file,
)

ALL: Final = "#ALL"
DEFAULT: Final = "#DEFAULT"

# The attributes that hold XPath, in which $name can be a parameter.
_WITH_PARAMETERS: Final = (
    *("context", "test", "value", "select", "path", "subject"),
    f"{{{functions.NAMESPACE}}}expected",
)


@dataclass(frozen=True, kw_only=True)
class Phase:
    """The choice of patterns; `active` is None where all of them are."""

    lets: tuple[etree._Element, ...] = ()
    active: frozenset[str] | None = None

    @classmethod
    def choose(
        cls, root: etree._Element, wanted: str | None, problems: Problems
    ) -> Self:
        """Return a phase of a schema by its id, or its default phase."""
        id = root.get("defaultPhase", ALL) if wanted in (None, DEFAULT) else wanted
        if id == ALL:
            return cls()
        phases = {each.get("id"): each for each in root.iterchildren(f"{SCH}phase")}
        if id not in phases:
            known = ", ".join([*(str(each) for each in phases), ALL])
            problems.add(root, f"there is no phase {id!r}; expected {known}")
            return cls()
        phase = phases[id]
        return cls(
            lets=tuple(phase.iterchildren(f"{SCH}let")),
            active=frozenset(_active(root, phase, problems)),
        )


def _active(
    root: etree._Element, phase: etree._Element, problems: Problems
) -> list[str]:
    known = {each.get("id") for each in root.iterchildren(f"{SCH}pattern")}
    named = list(phase.iterchildren(f"{SCH}active"))
    for each in named:
        if each.get("pattern") not in known:
            problems.add(each, f"there is no pattern {each.get('pattern')!r}")
    return [each.get("pattern", "") for each in named]


def active_patterns(
    root: etree._Element, phase: Phase, problems: Problems
) -> Sequence[etree._Element]:
    """Return the patterns of a phase, abstract ones filled in where they are used."""
    abstract = {
        each.get("id"): each
        for each in root.iterchildren(f"{SCH}pattern")
        if each.get("abstract") == "true"
    }
    for pattern in list(root.iterchildren(f"{SCH}pattern")):
        if pattern.get("is-a") is not None:
            _fill_in(pattern, abstract, problems)
            continue
        for param in pattern.iterchildren(f"{SCH}param"):
            problems.add(param, "param stands only in a pattern with @is-a")
    return [
        each
        for each in root.iterchildren(f"{SCH}pattern")
        if each.get("abstract") != "true"
        and (phase.active is None or each.get("id") in phase.active)
    ]


def _fill_in(
    pattern: etree._Element,
    abstract: Mapping[str | None, etree._Element],
    problems: Problems,
) -> None:
    """Replace a pattern by a copy of the abstract pattern that it is."""
    wanted = pattern.get("is-a")
    if wanted not in abstract:
        problems.add(pattern, f"is-a {wanted!r}: there is no such abstract pattern")
        return
    for child in pattern.iterchildren(f"{SCH}let", f"{SCH}rule"):
        why = f"a pattern with @is-a holds parameters only, not {name_of(child)}"
        problems.add(child, why)
    made = deepcopy(abstract[wanted])
    del made.attrib["abstract"]
    made.set("id", pattern.get("id", ""))
    set_file(made, file_of(abstract[wanted]))
    _replace_parameters(made, _parameters(pattern, problems))
    cast(etree._Element, pattern.getparent()).replace(pattern, made)


def _parameters(pattern: etree._Element, problems: Problems) -> dict[str, str]:
    found = {}
    for param in pattern.iterchildren(f"{SCH}param"):
        name, value = param.get("name"), param.get("value")
        if not name or value is None:
            problems.add(param, "param needs @name and @value")
        else:
            found[name] = value
    return found


def _replace_parameters(pattern: etree._Element, values: Mapping[str, str]) -> None:
    if not values:
        return
    # The longest first and no name character behind, or $a would be found in $ab.
    names = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    parameter = re.compile(rf"\$({names})(?![\w.-])")
    for element in pattern.iter(f"{SCH}*"):
        for attribute in _WITH_PARAMETERS:
            text = element.get(attribute)
            if text is not None:
                filled = parameter.sub(lambda found: values[found[1]], text)
                element.set(attribute, filled)

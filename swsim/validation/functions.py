"""The XPath functions of rules: all of them by name, and how an XPath gets them.

Namespace urn:swsim:xpath, usually with the prefix sw. Most have modules of their own;
here are check digits, texts and questions to the receiver.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Protocol, cast

from lxml import etree

from swsim.domain import identifiers
from swsim.validation import (
    arithmetic,
    dates,
    money,
    nominal,
    permits,
    procedures,
    tables,
    wording,
)
from swsim.validation.expressions import calls, prefixes
from swsim.validation.values import Value, nodes_of, text_of

NAMESPACE: Final = "urn:swsim:xpath"


class Lookup(Protocol):
    """What a receiver knows and a document does not say, such as open declarations."""

    def answer(self, rule: str, **facts: str) -> bool | None:
        """Return whether the rule holds for these facts; None when not known."""


# --- identifiers and texts -------------------------------------------------------


def container_ok(_: object, value: Value) -> bool:
    """Return whether the check digit of a container number is right (ISO 6346)."""
    return identifiers.container_check_digit_ok(text_of(value))


def container_digit(_: object, value: Value) -> str:
    """Return a container number with the check digit that its characters ask for."""
    return identifiers.with_container_check_digit(text_of(value))


def imo_ok(_: object, value: Value) -> bool:
    """Return whether a value is an IMO ship number with the right check digit."""
    return identifiers.is_imo_number(text_of(value))


def imo_digit(_: object, value: Value) -> str:
    """Return an IMO ship number with the check digit that its digits ask for."""
    return identifiers.with_imo_check_digit(text_of(value))


def ucr_ok(_: object, value: Value) -> bool:
    """Return whether a value has the form of a unique consignment reference."""
    return identifiers.is_ucr(text_of(value))


def joined(_: object, nodes: Value) -> str:
    """Return the texts of a node-set with a blank between them, in document order."""
    return " ".join(text_of([each]) for each in nodes_of(nodes))


def matches(_: object, value: Value, pattern: Value) -> bool:
    """Return whether the whole value fits a regular expression."""
    return re.fullmatch(text_of(pattern), text_of(value), re.ASCII) is not None


# --- references -----------------------------------------------------------------


class _Asked:
    """The receiver being asked about one document, and what it could not say."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.unknown: list[str] = []


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asking(lookup: Lookup) -> Iterator[list[str]]:
    """Let sw:lookup ask `lookup`; yields the ids of the rules it could not answer."""
    asked = _Asked(lookup)
    token = _asked.set(asked)
    try:
        yield asked.unknown
    finally:
        _asked.reset(token)


def lookup(_: object, rule: Value, *facts: Value) -> str:
    """Return "yes", "no" or "unknown": does the rule hold for these facts?

    Facts are name and value in turn: sw:lookup('R17', 'container', d:ID).
    """
    asked = _asked.get()
    if asked is None:
        return "unknown"
    said = [text_of(fact) for fact in facts]
    named = dict(zip(said[::2], said[1::2], strict=True))
    answer = asked.lookup.answer(text_of(rule), **named)
    if answer is None:
        if text_of(rule) not in asked.unknown:
            asked.unknown.append(text_of(rule))
        return "unknown"
    return "yes" if answer else "no"


# --- all functions --------------------------------------------------------------

_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    **arithmetic.FUNCTIONS,
    **dates.FUNCTIONS,
    **money.FUNCTIONS,
    **nominal.FUNCTIONS,
    **tables.FUNCTIONS,
    **wording.FUNCTIONS,
    **permits.FUNCTIONS,
    **procedures.FUNCTIONS,
    "container-digit": container_digit,
    "container-ok": container_ok,
    "imo-digit": imo_digit,
    "imo-ok": imo_ok,
    "joined": joined,
    "lookup": lookup,
    "matches": matches,
    "ucr-ok": ucr_ok,
}
NAMES: Final = frozenset(_FUNCTIONS)


def xpath(
    expression: str, namespaces: Mapping[str, str], *, smart_strings: bool = False
) -> etree.XPath:
    """Compile an XPath 1.0 expression that may call these functions.

    Raises lxml's XPathSyntaxError. Prefixes and functions are set up anew for every
    evaluation, so the expression is given only those that it uses.
    """
    used = {name: namespaces[name] for name in sorted(prefixes(expression))}
    ours = {prefix for prefix, uri in used.items() if uri == NAMESPACE}
    called = (name.rpartition(":") for name in calls(expression))
    extensions = {
        (NAMESPACE, local): _FUNCTIONS[local]
        for prefix, _, local in called
        if prefix in ours
    }
    return etree.XPath(
        expression,
        namespaces=used or None,
        extensions=extensions or None,
        regexp=False,
        smart_strings=smart_strings,
    )


@contextmanager
def registered() -> Iterator[None]:
    """Offer the functions to all of lxml, XSLT and its Schematron included.

    For a while only: as long as functions are registered for all, each evaluation of
    any XPath in the process takes four times as long.
    """
    registry = cast(dict[str, Any], etree.FunctionNamespace(NAMESPACE))
    registry.update(_FUNCTIONS)
    try:
        yield
    finally:
        registry.clear()

"""What a rule asks for, told without a document at hand: help for who meets its id."""

from collections.abc import Iterable, Mapping

from swsim.validation.package import Package
from swsim.validation.result import Messages
from swsim.validation.schematron import Assertion, Message
from swsim.validation.texts import outline

_CODE_LIST = "CL-"


def descriptions(rules: Iterable[str], package: Package) -> Mapping[str, Messages]:
    """Return for each rule id its sentence in every language, dots for the values."""
    wanted = sorted(set(rules))
    known = {}
    if any(not outline(_key(rule)) for rule in wanted):
        known = {id: asked(each) for id, each in assertions(package).items()}
    return {
        rule: _list_named(rule) or outline(_key(rule)) or known.get(rule, ())
        for rule in wanted
    }


def _key(rule: str) -> str:
    return "CL" if rule.startswith(_CODE_LIST) else rule


def _list_named(rule: str) -> Messages:
    """Return the sentence of the code list layer with the list's name in it."""
    if not rule.startswith(_CODE_LIST):
        return ()
    name = rule.removeprefix(_CODE_LIST)
    return (
        ("en", f"The value is a code of the list {name}."),
        ("es", f"El valor es un código de la lista {name}."),
    )


def assertions(package: Package) -> dict[str, Assertion]:
    """Return the assertions of all rules of a package by their ids."""
    return {
        assertion.id: assertion
        for document in package.documents.values()
        for pattern in document.patterns
        for rule in pattern.rules
        for assertion in rule.assertions
    }


def asked(assertion: Assertion) -> Messages:
    """Return what an assertion asks for, with dots for the values."""
    return tuple((each.lang, _blanked(each)) for each in assertion.messages)


def _blanked(message: Message) -> str:
    parts = (part if isinstance(part, str) else "…" for part in message.parts)
    return " ".join("".join(parts).split())

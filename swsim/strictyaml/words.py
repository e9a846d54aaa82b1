"""Says pydantic's complaints in plain sentences that name what is allowed."""

import difflib
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from swsim.errors import Problem
from swsim.strictyaml.reading import Loc, Located


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ", did you mean 'x'?" for a likely typing error, else nothing."""
    by_case = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_case, n=1)
    return f", did you mean {by_case[close[0]]!r}?" if close else ""


def is_follow_up(detail: ErrorDetails) -> bool:
    """Return whether a complaint only follows from others, and would mislead.

    pydantic leaves malformed entries out before it counts a list.
    """
    given = detail["input"]
    counted = detail["type"] == "too_short" and isinstance(given, list)
    return counted and len(given) >= detail["ctx"]["min_length"]


def in_plain_words(
    located: Located, model: type[BaseModel], detail: ErrorDetails
) -> Problem:
    """Return one of pydantic's complaints as a problem of the file."""
    kind, loc = detail["type"], detail["loc"]
    if kind == "missing":
        return located.missing(loc, "is missing")
    if kind == "union_tag_not_found":
        key = detail["ctx"]["discriminator"].strip("'")
        if key.isidentifier():
            return located.missing((*loc, key), "is missing")
        return located.problem(loc, f"must be written otherwise, is {_show(detail)}")
    if kind == "union_tag_invalid":
        loc = (*loc, detail["ctx"]["discriminator"].strip("'"))
        return located.problem(loc, _not_allowed(detail, "tag", "expected_tags"))
    if kind == "extra_forbidden":
        return located.problem(loc, _unknown_key(model, loc))
    return located.problem(loc, _SENTENCES.get(kind, _other)(detail))


def _show(detail: ErrorDetails) -> str:
    names: Mapping[type, str] = {type(None): "empty", list: "a list", dict: "a mapping"}
    value = detail["input"]
    return names.get(type(value)) or repr(value)


def _not_allowed(detail: ErrorDetails, value: str, expected: str) -> str:
    allowed = re.findall(r"'([^']*)'", detail["ctx"][expected])
    wrong = detail["ctx"].get(value, detail["input"])
    hint = nearest(wrong, allowed) if isinstance(wrong, str) else ""
    shown = repr(wrong) if isinstance(wrong, str) else _show(detail)
    return f"{shown} is not allowed{hint or ';'} Allowed: {', '.join(allowed)}"


def _unknown_key(model: type[BaseModel], loc: Loc) -> str:
    known = sorted(_known_keys(model, loc[:-1]))
    hint = nearest(str(loc[-1]), known)
    return f"unknown key {str(loc[-1])!r}{hint or ';'} Known here: {', '.join(known)}"


def _bound(words: str, key: str) -> Callable[[ErrorDetails], str]:
    def sentence(detail: ErrorDetails) -> str:
        return f"must be {words} {detail['ctx'][key]}, is {_show(detail)}"

    return sentence


def _must_be(what: str) -> Callable[[ErrorDetails], str]:
    return lambda detail: f"must be {what}, is {_show(detail)}"


def _size(words: str, key: str) -> Callable[[ErrorDetails], str]:
    def sentence(detail: ErrorDetails) -> str:
        limit = detail["ctx"][key]
        thing = "entry" if limit == 1 else "entries"
        return f"needs {words} {limit} {thing}, has {detail['ctx']['actual_length']}"

    return sentence


def _length(words: str, key: str) -> Callable[[ErrorDetails], str]:
    return lambda detail: f"must have {words} {detail['ctx'][key]} characters"


def _other(detail: ErrorDetails) -> str:
    return detail["msg"].replace("Input should be", "must be")


_SENTENCES: Mapping[str, Callable[[ErrorDetails], str]] = {
    "value_error": lambda detail: str(detail["ctx"]["error"]),
    "literal_error": lambda detail: _not_allowed(detail, "", "expected"),
    "enum": lambda detail: _not_allowed(detail, "", "expected"),
    **dict.fromkeys(
        ("int_parsing", "int_type", "int_from_float", "int_parsing_size"),
        _must_be("a whole number"),
    ),
    **dict.fromkeys(("bool_parsing", "bool_type"), _must_be("true or false")),
    **dict.fromkeys(("list_type", "tuple_type"), _must_be("a list such as [a, b]")),
    **dict.fromkeys(
        ("dict_type", "model_type", "mapping_type", "model_attributes_type"),
        _must_be("a mapping of keys to values"),
    ),
    "string_type": _must_be("a text"),
    "string_too_short": _length("at least", "min_length"),
    "string_too_long": _length("at most", "max_length"),
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "too_short": _size("at least", "min_length"),
    "too_long": _size("at most", "max_length"),
}


def _known_keys(model: type[BaseModel], loc: Loc) -> set[str]:
    """Return the keys that the model knows at `loc`."""
    models = {model}
    for part in loc:
        models = _step(models, part)
    return {_alias(each, name) for each in models for name in each.model_fields}


def _step(models: set[type[BaseModel]], part: str | int) -> set[type[BaseModel]]:
    """Follow one part of a location: a key, or the tag of one branch of a union."""
    below = {
        inner
        for each in models
        for name, info in each.model_fields.items()
        if _alias(each, name) == part
        for inner in _models_in(info.annotation)
    }
    tagged = {each for each in models if part in _tags(each)}
    return below or tagged or models


def _alias(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _tags(model: type[BaseModel]) -> set[str]:
    kinds = [
        info.annotation
        for info in model.model_fields.values()
        if typing.get_origin(info.annotation) is Literal
    ]
    return {tag for kind in kinds for tag in typing.get_args(kind)}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    """Return all models that a type mentions, through lists, unions and Annotated."""
    if typing.get_origin(annotation) is None:
        is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
        return {annotation} if is_model else set()
    return {
        model for inner in typing.get_args(annotation) for model in _models_in(inner)
    }

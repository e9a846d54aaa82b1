"""Puts a change into the declaration that it is about.

A replacement is the new content. A change carries the parts that are new: what it does
not carry stays as it was, goods items and packages are told apart by their number.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Function

Part = TypeVar("Part")

# What a message says of itself, not of the goods.
_OWN = frozenset(
    {
        "amendments",
        "declarant",
        "documents",
        "function",
        "id",
        "information",
        "issued",
        "reference",
        "type",
    }
)


def amended(declaration: Declaration, change: Declaration) -> Declaration:
    """Return a declaration with a change or a replacement put in."""
    if change.function == Function.REPLACEMENT:
        return replace(
            change,
            acceptance=declaration.acceptance,
            function=declaration.function,
            reference=declaration.reference,
            id=declaration.id,
            type=declaration.type,
        )
    return _merged(declaration, change, _OWN)


def _merged(before: Part, change: Part, apart: frozenset[str] = frozenset()) -> Part:
    said = {
        each.name: getattr(change, each.name)
        for each in fields(before)  # type: ignore[arg-type]  # a class of documents
        if each.name not in apart
    }
    return replace(
        before,  # type: ignore[type-var]
        **{
            name: _joined(getattr(before, name), new)
            for name, new in said.items()
            if new is not None and new != ()
        },
    )


def _joined(before: Any, change: Any) -> Any:
    if isinstance(change, tuple):
        return _numbered(before, change)
    if before is not None and is_dataclass(change):
        return _merged(before, change)
    return change


def _numbered(before: tuple[Any, ...], change: tuple[Any, ...]) -> tuple[Any, ...]:
    """Join what has numbers one by one; anything else is replaced as a whole."""
    if not all(getattr(each, "sequence", None) for each in (*before, *change)):
        return change
    new = {each.sequence: each for each in change}
    kept = [
        _merged(each, new.pop(each.sequence)) if each.sequence in new else each
        for each in before
    ]
    return (*kept, *new.values())

"""Mutation operators: what can be broken in a valid document, and what must be found.

An operator says beforehand which finding its change must raise; the validator is not
asked. The operators register themselves from the modules of `swsim.material.faults`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from swsim.domain.streams import Stream
from swsim.material import faults
from swsim.material.specimen import Specimen
from swsim.validation.result import Verdict

Layer: TypeAlias = Literal["parse", "identify", "xsd", "codelists", "rules"]
LAYERS: Final[tuple[Layer, ...]] = ("parse", "identify", "xsd", "codelists", "rules")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """A broken document, the finding that it must raise, and the verdict."""

    data: bytes
    rule: str
    verdict: Verdict = "invalid"


# None where there is nothing in the document that could be broken in this way.
Break: TypeAlias = Callable[[Specimen, Stream], Mutant | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """One way to break a document; `rule` is empty where it depends on the place."""

    name: str
    layer: Layer
    rule: str
    apply: Break


_operators: dict[str, Operator] = {}


def add(operator: Operator) -> None:
    """Add an operator to those that there are; its name must be new."""
    if operator.name in _operators:
        raise ValueError(f"there is an operator {operator.name!r} already")
    _operators[operator.name] = operator


def operator(name: str, layer: Layer, rule: str = "") -> Callable[[Break], Break]:
    """Register a function as the operator `name`."""

    def register(apply: Break) -> Break:
        add(Operator(name=name, layer=layer, rule=rule, apply=apply))
        return apply

    return register


@cache
def operators() -> tuple[Operator, ...]:
    """Return every operator, by layer and name."""
    for module in pkgutil.iter_modules(faults.__path__):
        importlib.import_module(f"{faults.__name__}.{module.name}")
    return tuple(
        sorted(
            _operators.values(), key=lambda each: (LAYERS.index(each.layer), each.name)
        )
    )

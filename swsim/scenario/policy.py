"""The policy section of a scenario: every switch of `swsim.domain.policies`."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from pydantic import Field, create_model

from swsim.domain.policies import SWITCHES, Policy
from swsim.domain.profiles import Strict
from swsim.scenario.fields import Flag


def _switches(*, optional: bool) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(Policy, include_extras=True)
    for each in fields(Policy):
        kind = Flag if hints[each.name] is bool else hints[each.name]
        words = Field(
            default=None if optional else each.default,
            description=SWITCHES[each.name].en,
        )
        yield each.name, (kind | None if optional else kind, words)


PolicyChoice = create_model(
    "PolicyChoice",
    __base__=Strict,
    __doc__="Switches that hold for every administration.",
    **dict(_switches(optional=False)),
)
PolicyTurned = create_model(
    "PolicyTurned",
    __base__=Strict,
    __doc__="Switches that stand otherwise; those left out stay as they are.",
    **dict(_switches(optional=True)),
)


def policy_of(choice: Strict) -> Policy:
    """Return the policy that was chosen in a scenario, or on a command line."""
    return Policy(**choice.model_dump())


def turned(choice: Strict) -> Mapping[str, Any]:
    """Return the switches that a choice turns."""
    return choice.model_dump(exclude_none=True)

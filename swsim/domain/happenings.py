"""What the exercise does to a site on purpose, at a second that is known beforehand.

An effect is a plain record; what it does is a function in the table of
`swsim.simulation.effects`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Desk = Literal["assessment", "inspection", "agency", "audit"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """From now on so many officers are at a desk of customs or of its agencies."""

    desk: Desk
    officers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """From now on these switches of the policy stand otherwise at the site."""

    policy: Mapping[str, Any]


Effect = Staff | Turned


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An effect at second `at`; `inject` is the id of the inject it belongs to."""

    inject: str
    at: int
    effect: Effect

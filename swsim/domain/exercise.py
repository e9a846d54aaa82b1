"""How an exercise is led: what triggers an inject, where it strikes, what is decided.

The controller is a site of its own. An observer at every site tells it when what an
inject waits for has happened; it tells them when to let the inject strike. Both are
messages, so that the same scenario and seed give the same run however it is shared out.
Seconds are those of the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from swsim.domain.conditions import Wanted
from swsim.domain.happenings import Effect

SITE: Final = "exercise"
CONTROL: Final = "exercise-control"
OBSERVER: Final = "exc"  # the role at every site
LATENCY: Final = 60  # from a site to the controller, and back

Choice = Literal["release", "detain"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """What an observer reports: the first `count` events that meet a condition.

    Only events from second `since` on count.
    """

    inject: str
    condition: Mapping[str, Wanted]
    count: int = 1
    since: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reserved:
    """A decision about a case that is kept for the trainer.

    The first case that meets the condition is not released until it is decided.
    """

    inject: str
    condition: Mapping[str, Wanted]
    since: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """What the observer of one site looks for, and what an order does there."""

    watches: tuple[Watch, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    strikes: Mapping[str, tuple[Effect, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """When the controller orders an inject: after `count` reports and `delay` seconds.

    Ordered at `sites`. With a `choice` it is a decision: what is decided when the
    trainer says nothing for that long.
    """

    inject: str
    sites: tuple[str, ...]
    count: int = 1
    delay: int = 0
    choice: Choice | None = None

"""When an inject strikes: at a time, or when something has happened.

In the latter case the controller of the exercise hears of it and orders the inject,
which takes a minute each way.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from swsim.domain.conditions import Where
from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.events import Kind
from swsim.domain.happenings import Effect
from swsim.domain.profiles import Strict, Text
from swsim.scenario.fields import Identifier, Positive

# What an observer at a site cannot see: it is known of a case, or read off messages.
_UNSEEN = frozenset(
    {"channel", "lane", "order", "origin", "destination", "mode", "indicator", "region"}
)


class Repeat(Strict):
    """How often something happens in all, and in which distance."""

    every: PositiveSeconds
    times: Annotated[int, Field(ge=2, le=1000)]


class AnyInject(Strict):
    """What all injects have."""

    id: Identifier
    note: Text | None = Field(default=None, description="What the trainer may say.")
    objective: Identifier | None = None
    repeat: Repeat | None = Field(
        default=None, description="Again and again, as I3-2, I3-3 and so on."
    )

    @property
    @abstractmethod
    def begins(self) -> int | None:
        """The second at which it strikes; None where it waits for something."""

    def effects(self, member: str) -> Iterator[Effect]:
        """Yield what happens to the site of a member, by its code; most do nothing.

        In place of a member stands the kind of offices (rilo) for theirs.
        """
        yield from ()


class Timed(AnyInject):
    """An inject that strikes at a known time only."""

    at: Seconds

    @property
    def begins(self) -> int | None:
        """The second at which it strikes."""
        return self.at


class Led(AnyInject):
    """An inject that the controller of the exercise may order."""

    at: Seconds | None = Field(
        default=None, description="When it strikes; or give when."
    )
    when: Where | None = Field(
        default=None, description="What must happen first: facts of an event."
    )
    count: Positive = Field(default=1, description="How often that must happen.")
    delay: Seconds = Field(default=0, description="How long after that it strikes.")

    @model_validator(mode="after")
    def _one_occasion(self) -> "Led":
        if (self.at is None) == (self.when is None):
            raise ValueError("needs either at or when, and not both")
        if self.when is None and {"count", "delay"} & self.model_fields_set:
            raise ValueError("count and delay go with when; with at, leave them out")
        if self.when is not None and self.repeat is not None:
            raise ValueError("repeat goes with at; with when, leave it out")
        return self

    @field_validator("when")
    @classmethod
    def _can_beseen(cls, when: Where | None) -> Where | None:
        return seen(when)

    @property
    def begins(self) -> int | None:
        """The second at which it strikes; None where it waits for something."""
        return self.at


def seen(when: Where | None) -> Where | None:
    """Return a condition that an observer can see met; ValueError for another."""
    if when is None:
        return None
    # A channel is a fact of the event that assigns it, and of no other.
    assigned = "kind" in when and when["kind"].any_of == (Kind.CHANNEL,)
    hidden = sorted((_UNSEEN - ({"channel"} if assigned else set())) & set(when))
    if hidden:
        raise ValueError(
            f"cannot wait for {hidden[0]!r}, which nobody at a site sees; wait for"
            " facts of an event, and its member, participant or kind"
        )
    return when

"""Life cycles as tables: (state, trigger) to what follows, and what is not in them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)
T = TypeVar("T", bound=StrEnum)
Next = TypeVar("Next")


class IllegalTransitionError(ValueError):
    """A trigger that a table does not know in this state."""

    def __init__(self, what: str, state: str, trigger: str, allowed: str) -> None:
        self.state = state
        self.trigger = trigger
        super().__init__(f"{what} that is {state} cannot {trigger}; allowed: {allowed}")


def follow(what: str, table: Mapping[tuple[S, T], Next], state: S, trigger: T) -> Next:
    """Return where `trigger` leads from `state`.

    `what` is whose table it is, for the sentence: "a movement". Raises
    IllegalTransitionError where the trigger leads nowhere.
    """
    try:
        return table[state, trigger]
    except KeyError:
        allowed = ", ".join(t for s, t in table if s is state) or "nothing"
        raise IllegalTransitionError(what, state, trigger, allowed) from None

"""What should come of a scenario: expectations, and their table."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from pydantic import model_validator

from swsim.domain.profiles import PerMille, Strict
from swsim.domain.settings import Leg
from swsim.scenario.fields import Count, Identifier


class _AnyExpectation(Strict):
    id: Identifier
    objective: Identifier | None = None


class _Counted(_AnyExpectation):
    at_least: Count | None = None
    exactly: Count | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> "_Counted":
        bounds = ("at_least", "exactly", "share_per_mille")
        known = [name for name in bounds if name in type(self).model_fields]
        if sum(getattr(self, name) is not None for name in known) != 1:
            raise ValueError(f"needs exactly one of {', '.join(known)}")
        return self


class Released(_Counted):
    """Declarations of a leg that end in release; the share is of those lodged."""

    kind: Literal["released"]
    leg: Leg
    share_per_mille: PerMille | None = None


class Rejected(_Counted):
    """Declarations that were answered by a rejection."""

    kind: Literal["rejected"]


class Repaired(_Counted):
    """Rejected declarations that were corrected and then accepted."""

    kind: Literal["repaired"]


class ReleaseBeforeArrival(_Counted):
    """Import declarations released before the goods arrived."""

    kind: Literal["release-before-arrival"]


class Lost(_Counted):
    """Messages that were sent and never stored by their receiver."""

    kind: Literal["lost"]


class Duplicated(_Counted):
    """Messages whose effect took place more than once."""

    kind: Literal["duplicated"]


class Messages(_Counted):
    """Messages sent in all."""

    kind: Literal["messages"]


class Conversations(_Counted):
    """Cases, each with its own conversation id."""

    kind: Literal["conversations"]


Expectation = (
    Released
    | Rejected
    | Repaired
    | ReleaseBeforeArrival
    | Lost
    | Duplicated
    | Messages
    | Conversations
)
EXPECTATIONS: Final[Mapping[str, type[Expectation]]] = {
    get_args(each.model_fields["kind"].annotation)[0]: each
    for each in get_args(Expectation)
}

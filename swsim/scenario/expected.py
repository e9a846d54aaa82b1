"""What should come of a scenario: expectations, and their table.

Every kind is judged by `swsim.app.expectations`, from the ledger alone.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from swsim.domain.conditions import Where
from swsim.domain.durations import Seconds
from swsim.domain.lifecycle import State
from swsim.domain.profiles import PerMille, Strict, Text
from swsim.domain.settings import Leg
from swsim.domain.timepoints import Point
from swsim.scenario.fields import Count, Identifier, flag, shape

MutationName = Literal[
    "late", "early", "without", "only", "echoed", "forged", "crowded"
]
Level = Literal["fail", "warn"]
Measure = Literal["median", "p90", "max", "min", "mean"]

# A bound that is either set or left out.
Only = Annotated[Literal[True], BeforeValidator(flag)]
# What is counted once however often it comes: a case, a declaration, a pair of facts.
Per = Annotated[
    Annotated[tuple[Identifier, ...], Field(min_length=1)],
    Field(description="Counted once for each: facts such as case, declaration, site."),
]


class _AnyExpectation(Strict):
    id: Identifier
    objective: Identifier | None = None
    level: Level = Field(
        default="fail", description="warn: not met is a warning, not a failure."
    )
    text: Text | None = Field(
        default=None, description="What is expected, in words for the class."
    )
    fails_when: MutationName | None = Field(
        default=None,
        description="The mutation of the run under which swsim scenario prove must see"
        " it fail. Left out: any.",
    )

    @model_validator(mode="after")
    def _bounds_agree(self) -> "_AnyExpectation":
        given = {name for name in _BOUNDS if getattr(self, name, None) is not None}
        if not given:
            known = [name for name in _BOUNDS if name in type(self).model_fields]
            raise ValueError(f"needs one of {', '.join(known)}")
        if len(given) > 1 and given not in _PAIRS:
            raise ValueError(
                f"sets {' and '.join(sorted(given))}; only a lower and an upper bound"
                " go together"
            )
        return self


_BOUNDS = (
    "at_least",
    "at_most",
    "exactly",
    "never",
    "eventually",
    "share_per_mille",
    "at_least_per_mille",
    "at_most_per_mille",
)
_PAIRS = ({"at_least", "at_most"}, {"at_least_per_mille", "at_most_per_mille"})


class _Numbered(_AnyExpectation):
    at_least: Count | None = None
    at_most: Count | None = None
    exactly: Count | None = None
    never: Only | None = Field(default=None, description="true: exactly 0.")
    eventually: Only | None = Field(default=None, description="true: at least 1.")


class Released(_Numbered):
    """Declarations of a leg that end in release; the share is of those lodged."""

    kind: Literal["released"]
    leg: Leg
    share_per_mille: PerMille | None = None


class Rejected(_Numbered):
    """Declarations that were answered by a rejection."""

    kind: Literal["rejected"]


class Repaired(_Numbered):
    """Rejected declarations that were corrected and then accepted."""

    kind: Literal["repaired"]


class ReleaseBeforeArrival(_Numbered):
    """Import declarations released before the goods arrived."""

    kind: Literal["release-before-arrival"]


class Lost(_Numbered):
    """Messages that were sent and never stored by their receiver."""

    kind: Literal["lost"]


class Duplicated(_Numbered):
    """Messages whose effect took place more than once."""

    kind: Literal["duplicated"]


class Conversations(_Numbered):
    """Cases, each with its own conversation id."""

    kind: Literal["conversations"]


class _Comparable(_AnyExpectation):
    """What can be asked of one group and held against the same of another."""

    where: Where = Field(default_factory=dict, description="Only these.")
    relative_to: Where | None = Field(
        default=None, description="Another group: per mille of the same there."
    )
    at_least_per_mille: Count | None = None
    at_most_per_mille: Count | None = None

    @model_validator(mode="after")
    def _one_scale(self) -> "_Comparable":
        shares = (self.at_least_per_mille, self.at_most_per_mille)
        given = any(share is not None for share in shares)
        if self.relative_to is not None and not given:
            raise ValueError(
                "relative_to needs at_least_per_mille or at_most_per_mille"
            )
        if given and self.relative_to is None and not self._is_share:
            raise ValueError("a bound per mille needs relative_to, another group")
        return self

    @property
    def _is_share(self) -> bool:
        return False


class _Counted(_Numbered, _Comparable):
    per: Per | None = None
    after: Seconds | None = Field(
        default=None, description="From this time of the run on."
    )
    within: Seconds | None = Field(
        default=None, description="Until this time of the run."
    )


class Events(_Counted):
    """Events of any kind that carry some facts."""

    kind: Literal["events"]


class Messages(_Counted):
    """Messages sent: all, or those of a document, a sender, a recipient."""

    kind: Literal["messages"]
    document: Identifier | None = None
    sender: str | None = Field(default=None, alias="from")
    recipient: str | None = Field(default=None, alias="to")


class Reached(_Counted):
    """Declarations that come to a state, each counted once."""

    kind: Literal["state"]
    state: State
    leg: Leg | None = None


class Finding(_Counted):
    """Messages in which their receiver found that a rule was broken."""

    kind: Literal["finding"]
    rule: Identifier


class Total(_Counted):
    """The sum of a fact that is a number, such as an amount or a duration."""

    kind: Literal["total"]
    fact: Identifier


Moment = Annotated[
    Annotated[Point, Tag("<text>")] | Annotated[Where, Tag("<mapping>")],
    Discriminator(shape),
]


class Duration(_Comparable):
    """How long it takes from one time point or event to another, for each case.

    It goes from the first of the one to the last of the other; `where` narrows the
    other. Negative where the other came first.
    """

    kind: Literal["duration"]
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    per: Per = ("case",)
    measure: Measure = "max"
    at_least: Seconds | None = None
    at_most: Seconds | None = None


class Rate(_Comparable):
    """Which share has some event, of all that have another."""

    kind: Literal["rate"]
    of: Where
    among: Where
    per: Per = ("case",)

    @property
    def _is_share(self) -> bool:
        return True


class Followed(_Comparable):
    """Events that are followed by another of the same case, as a share of them all.

    With `never: true` none may be followed by it.
    """

    kind: Literal["followed"]
    each: Where
    by: Where
    within: Seconds | None = Field(default=None, description="After the first.")
    never: Only | None = None
    per: Per = ("case",)

    @property
    def _is_share(self) -> bool:
        return True

    @model_validator(mode="before")
    @classmethod
    def _all_of_them(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and not any(name in data for name in _BOUNDS):
            return {**data, "at_least_per_mille": 1000}
        return data


Expectation = (
    Released
    | Rejected
    | Repaired
    | ReleaseBeforeArrival
    | Lost
    | Duplicated
    | Conversations
    | Events
    | Messages
    | Reached
    | Finding
    | Total
    | Duration
    | Rate
    | Followed
)
EXPECTATIONS: Final[Mapping[str, type[Expectation]]] = {
    get_args(each.model_fields["kind"].annotation)[0]: each
    for each in get_args(Expectation)
}

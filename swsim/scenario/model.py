"""What a scenario file may say, as typed records; each field explains itself.

Faults between several values are looked for in `swsim.scenario.checks`; what becomes
of a scenario (shipments, sites) is made in `swsim.scenario.expand`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.members import Member, Region, member, pick
from swsim.domain.mistakes import MistakeId
from swsim.domain.profiles import PerMille, Strict, Text, Words
from swsim.domain.settings import Signatures
from swsim.scenario.fields import (
    Count,
    Flag,
    Hs6,
    Identifier,
    Instant,
    MemberCode,
    Participant,
    Positive,
    ProfileName,
    SiteOrParticipant,
    Version,
    shape,
)

Mode = Literal["sea", "rail", "road", "air"]
LegChoice = Literal["export", "import", "both"]
Leg = Literal["export", "import"]


class Objective(Text):
    """What a learner takes away. Areas of the World Customs Organization's regional
    work: information exchange (IE), trade facilitation (TF), trade security (TS),
    protection of society (PS)."""

    id: Identifier
    area: Literal["IE", "TF", "TS", "PS"]
    references: tuple[Words, ...] = Field(
        default=(), description="Instruments, such as RKC 3.25 or TFA 7.1."
    )


# --- who takes part -------------------------------------------------------------


class _AnyCast(Strict):
    profiles: Mapping[MemberCode, ProfileName] = Field(
        default_factory=dict, description="Members that do not use their own profile."
    )
    external: tuple[Participant, ...] = Field(
        default=(),
        description="Participants whom other systems play, over the broker of the run.",
    )


class NamedCast(_AnyCast):
    """The administrations that take part, by name."""

    members: Annotated[tuple[MemberCode, ...], Field(min_length=2)]

    def resolve(self) -> tuple[Member, ...]:
        """Return the members sorted by code."""
        return tuple(member(code) for code in sorted(set(self.members)))


class RegionCast(_AnyCast):
    """All administrations of one region, or of both, as of a date."""

    region: Literal["AP", "AMS", "both"]
    as_of: Literal["2013-04", "today"] = "today"
    excluding: tuple[MemberCode, ...] = Field(default=(), alias="except")

    def resolve(self) -> tuple[Member, ...]:
        """Return the members sorted by code."""
        return pick(self.region, self.as_of, self.excluding)


def _cast_form(value: Any) -> str:
    by_region = "region" in value if isinstance(value, Mapping) else False
    return "<region>" if by_region or isinstance(value, RegionCast) else "<named>"


Cast = Annotated[
    Annotated[NamedCast, Tag("<named>")] | Annotated[RegionCast, Tag("<region>")],
    Discriminator(_cast_form),
]


# --- what they send -------------------------------------------------------------


class RegionEnd(Strict):
    """Members of the cast that belong to a region. By sea, landlocked ones stay out."""

    region: Literal["AP", "AMS", "both"]
    excluding: tuple[MemberCode, ...] = Field(default=(), alias="except")


End = Annotated[
    Annotated[MemberCode, Tag("<text>")]
    | Annotated[Annotated[tuple[MemberCode, ...], Field(min_length=1)], Tag("<list>")]
    | Annotated[RegionEnd, Tag("<mapping>")],
    Discriminator(shape),
]


# A declaration of many more items is larger than a receiver takes (4 MB).
Items = Annotated[int, Field(ge=1, le=100)]


class NumberRange(Strict):
    """Whole numbers, both ends included."""

    low: Items = Field(alias="from")
    high: Items = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "NumberRange":
        if self.high < self.low:
            raise ValueError(f"goes from {self.low} down to {self.high}; turn it round")
        return self


class DurationRange(Strict):
    """Durations, both ends included."""

    low: PositiveSeconds = Field(alias="from")
    high: PositiveSeconds = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "DurationRange":
        if self.high < self.low:
            raise ValueError("'to' is shorter than 'from'; turn them round")
        return self


Numbers = Annotated[
    Annotated[Items, Tag("<text>")] | Annotated[NumberRange, Tag("<mapping>")],
    Discriminator(shape),
]
Durations = Annotated[
    Annotated[PositiveSeconds, Tag("<text>")]
    | Annotated[DurationRange, Tag("<mapping>")],
    Discriminator(shape),
]


class Rate(Strict):
    """`count` shipments in each period of length `every`, for as long as `for`."""

    count: Positive
    every: PositiveSeconds
    lasting: PositiveSeconds = Field(alias="for")

    @property
    def periods(self) -> int:
        """Return how many periods begin within the time."""
        return -(-self.lasting // self.every)


class Wrong(Strict):
    """How many first lodgements hold a mistake, and which mistakes."""

    per_mille: Annotated[PerMille, Field(ge=1)]
    mistakes: tuple[MistakeId, ...] = Field(
        default=(), description="Left out: all that can be made in this lane."
    )
    leg: LegChoice = "both"


class Lane(Strict):
    """A stream of shipments between some members."""

    id: Identifier
    origin: End = Field(alias="from")
    destination: End = Field(alias="to")
    goods: Annotated[tuple[Hs6, ...], Field(min_length=1)]
    items: Numbers = Field(default=1, description="Goods items in each shipment.")
    mode: Mode
    shipments: Positive | None = Field(
        default=None, description="How many in all; or give rate."
    )
    rate: Rate | None = None
    within: PositiveSeconds = Field(
        default=86_400, description="shipments are lodged within this time from start."
    )
    transit: Durations = Field(description="From exit to arrival.")
    wrong: Wrong | None = None
    channel: Literal["green", "yellow", "red"] | None = Field(
        default=None, description="Forces the risk channel of every declaration."
    )
    pre_arrival: Flag | None = Field(
        default=None, description="Forces lodgement before (true) or after arrival."
    )

    @model_validator(mode="after")
    def _one_amount(self) -> "Lane":
        if (self.shipments is None) == (self.rate is None):
            raise ValueError("needs either shipments or rate, and not both")
        if self.rate is not None and "within" in self.model_fields_set:
            raise ValueError("within goes with shipments; with rate, leave it out")
        return self

    @property
    def total(self) -> int:
        """Return the number of shipments as the file has it."""
        if self.rate is not None:
            return self.rate.count * self.rate.periods
        return self.shipments or 0

    @property
    def containers(self) -> bool:
        """Return whether goods travel in containers, which is by sea."""
        return self.mode == "sea"


# --- the ground they stand on ---------------------------------------------------


class LinkSpeed(Strict):
    """How long a message takes from one member to another."""

    sender: MemberCode = Field(alias="from")
    recipient: MemberCode = Field(alias="to")
    latency: PositiveSeconds


class Links(Strict):
    """How long messages take, at least one second each."""

    local: PositiveSeconds = 1
    cross_border: PositiveSeconds = 60
    between: tuple[LinkSpeed, ...] = ()


class PolicyChoice(Strict):
    """Switches that hold for every administration."""

    share_export_data: Flag = True
    confirm_release: Flag = True
    signatures: Signatures = "cross-border"


# --- what happens to them -------------------------------------------------------


class _AnyInject(Strict):
    id: Identifier
    at: Seconds
    note: Text | None = Field(default=None, description="What the trainer may say.")
    objective: Identifier | None = None


class DuplicateMessage(_AnyInject):
    """The transport delivers the next message on a link twice."""

    kind: Literal["duplicate-message"]
    sender: Participant = Field(alias="from")
    recipient: Participant = Field(alias="to")


class BrokerRestart(_AnyInject):
    """The broker is killed and started again."""

    kind: Literal["broker-restart"]


class LinkDown(_AnyInject):
    """For some time nothing passes between two sites or participants."""

    kind: Literal["link-down"]
    lasting: PositiveSeconds = Field(alias="for")
    between: Annotated[tuple[SiteOrParticipant, ...], Field(min_length=2, max_length=2)]


Inject = DuplicateMessage | BrokerRestart | LinkDown
INJECTS: Final[Mapping[str, type[Inject]]] = {
    "duplicate-message": DuplicateMessage,
    "broker-restart": BrokerRestart,
    "link-down": LinkDown,
}


# --- what should come of it -----------------------------------------------------


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


class Scenario(Strict):
    """A scenario: who takes part, what they send, what happens, what is expected."""

    schema_version: Version
    title: Text
    summary: Text
    objectives: tuple[Objective, ...] = ()
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]
    start: Instant = datetime(2026, 4, 6, tzinfo=UTC)
    cast: Cast
    lanes: Annotated[tuple[Lane, ...], Field(min_length=1)]
    links: Links = Links()
    policy: PolicyChoice = PolicyChoice()
    injects: tuple[Annotated[Inject, Field(discriminator="kind")], ...] = ()
    expectations: tuple[Annotated[Expectation, Field(discriminator="kind")], ...] = ()
    debrief: tuple[Text, ...] = ()


def ends(
    end: str | tuple[str, ...] | RegionEnd, mode: Mode, cast: tuple[Member, ...]
) -> tuple[Member, ...]:
    """Return the members that one end of a lane stands for, sorted by code.

    A region means its members in the cast; by sea, those with a coast.
    """
    if isinstance(end, RegionEnd):
        regions: tuple[Region, ...] = (
            ("AP", "AMS") if end.region == "both" else (end.region,)
        )
        return tuple(
            one
            for one in cast
            if one.region in regions
            and one.alpha2 not in end.excluding
            and not (mode == "sea" and one.landlocked)
        )
    codes = {end} if isinstance(end, str) else set(end)
    return tuple(member(code) for code in sorted(codes))


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:swsim:schema:scenario:1",
        **Scenario.model_json_schema(by_alias=True),
        "title": "swsim scenario",
    }

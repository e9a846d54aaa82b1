"""A scenario file as a typed record; each field explains itself.

Its sections are in the modules beside this one. Faults between several values are
looked for in `swsim.scenario.checks`; what becomes of a scenario (shipments, sites) is
made in `swsim.scenario.expand`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from swsim.domain.durations import PositiveSeconds, Seconds
from swsim.domain.profiles import Strict, Text, Words
from swsim.scenario.banks import Banks
from swsim.scenario.cast import Cast
from swsim.scenario.costs import Costs
from swsim.scenario.expected import Expectation
from swsim.scenario.fields import (
    Identifier,
    Instant,
    MemberCode,
    Positive,
    Version,
)
from swsim.scenario.injects import Inject, repeated
from swsim.scenario.lanes import Lane
from swsim.scenario.limits import LimitsGiven
from swsim.scenario.movements import GuaranteeGiven
from swsim.scenario.operators import Arrangement
from swsim.scenario.policy import PolicyChoice


class Objective(Text):
    """What a learner takes away. Areas of the World Customs Organization's regional
    work: information exchange (IE), trade facilitation (TF), trade security (TS),
    protection of society (PS)."""

    id: Identifier
    area: Literal["IE", "TF", "TS", "PS"]
    references: tuple[Words, ...] = Field(
        default=(), description="Instruments, such as RKC 3.25 or TFA 7.1."
    )


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


class StorageFees(Strict):
    """What imports cost in USD that stay in the port longer than is free."""

    free: Seconds
    a_day: Positive = Field(description="For each day that is begun.")


Group = Annotated[tuple[MemberCode, ...], Field(min_length=1)]


class Variant(Strict):
    """The scenario with something otherwise."""

    text: Text = Field(description="What is otherwise.")
    other: Mapping[str, Any] = Field(
        alias="with",
        description="Keys of the scenario. Mappings are merged, lists by the ids of"
        " their entries; an entry with `drop: true` goes.",
    )


class Scenario(Strict):
    """A scenario: who takes part, what they send, what happens, what is expected."""

    schema_version: Version
    title: Text
    summary: Text
    objectives: tuple[Objective, ...] = ()
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]
    start: Instant = datetime(2026, 4, 6, tzinfo=UTC)
    cast: Cast
    groups: Mapping[Identifier, Group] = Field(
        default_factory=dict,
        description="Members by a name: $islands stands for those of islands.",
    )
    lanes: Annotated[tuple[Lane, ...], Field(min_length=1)]
    guarantees: tuple[GuaranteeGiven, ...] = ()
    banks: Banks = ()
    limits: LimitsGiven = LimitsGiven()
    mutual_recognition: tuple[Arrangement, ...] = Field(
        default=(),
        description="Whose customs recognise each other's authorised operators.",
    )
    links: Links = Links()
    storage: StorageFees | None = None
    policy: PolicyChoice = PolicyChoice()  # type: ignore[valid-type]
    variants: Mapping[Identifier, Variant] = Field(
        default_factory=dict, description="Played with swsim run --variant."
    )
    injects: Annotated[
        tuple[Annotated[Inject, Field(discriminator="kind")], ...],
        AfterValidator(repeated),
    ] = ()
    costs: Costs = Costs()
    expectations: tuple[Annotated[Expectation, Field(discriminator="kind")], ...] = ()
    debrief: tuple[Text, ...] = ()

    @property
    def is_fictional(self) -> bool:
        """Whether fictional members take part."""
        return any(one.stands_for for one in self.cast.resolve())


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:swsim:schema:scenario:1",
        **Scenario.model_json_schema(by_alias=True),
        "title": "swsim scenario",
    }

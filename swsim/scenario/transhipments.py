"""Transhipments that goods of a lane make on their way, in a port or its free zone."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from swsim.domain.durations import PositiveSeconds
from swsim.domain.members import every_member
from swsim.domain.profiles import Strict
from swsim.domain.streams import Stream
from swsim.domain.transhipments import (
    IN_ZONE,
    NOT_IN_PORT,
    Mishap,
    Transhipment,
)
from swsim.scenario.fields import Positive

_DAY = 86_400


def _port(text: str) -> str:
    known = [port for one in every_member() if not one.landlocked for port in one.ports]
    if text not in known:
        own = [port for port in known if port[:2] == text[:2]]
        hint = f"; known there: {', '.join(own)}" if own else ""
        raise ValueError(f"{text!r} is not a seaport of a member{hint}")
    return text


Port = Annotated[
    str,
    AfterValidator(_port),
    WithJsonSchema(
        {"type": "string", "description": "The UN/LOCODE of a member's port: PAMIT."}
    ),
]


class TranshipmentPlan(Strict):
    """How the goods of a lane change ships on their way, and what goes wrong."""

    port: Port
    voyage: PositiveSeconds | None = Field(
        default=None,
        description="From the exit of the goods there; left out where the lane has a"
        " route, which says it.",
    )
    stay: PositiveSeconds = Field(
        default=4 * _DAY, description="From there to the report at departure."
    )
    limit: PositiveSeconds = Field(
        default=30 * _DAY, description="How long goods may stay; then customs enquires."
    )
    grace: PositiveSeconds = Field(
        default=30 * _DAY, description="From the enquiry until goods are abandoned."
    )
    zone: PositiveSeconds | None = Field(
        default=None,
        description="How long goods are in the free zone of the port; left out, they"
        " stay in the terminal.",
    )
    mishaps: Mapping[Mishap, Positive] = Field(
        default_factory=dict, description="How many shipments each thing happens to."
    )

    @model_validator(mode="after")
    def _can_happen(self) -> "TranshipmentPlan":
        for mishap in self.mishaps:
            if self.zone is None and mishap in NOT_IN_PORT:
                raise ValueError(f"{mishap!r} happens in a free zone; set zone")
            if self.zone is not None and mishap not in IN_ZONE:
                names = ", ".join(IN_ZONE)
                raise ValueError(f"{mishap!r} does not happen with zone, only {names}")
        return self

    def stop(self, mishap: Mishap | None = None) -> Transhipment:
        """Return the change of ships of one shipment.

        A voyage that the plan does not name is 0, until the route is known.
        """
        return Transhipment(
            port=self.port,
            voyage=self.voyage or 0,
            stay=self.stay,
            limit=self.limit,
            grace=self.grace,
            zone=self.zone,
            mishap=mishap,
        )

    @property
    def before_leaving(self) -> int:
        """From the exit of the goods until they can leave the port, in seconds."""
        return (self.voyage or 0) + self.stay + (self.zone or 0)


def transhipments(
    plan: TranshipmentPlan, count: int, stream: Stream
) -> Iterator[Transhipment]:
    """Yield the change of ships of each of `count` shipments; mishaps are dealt."""
    for mishap in stream.dealt(plan.mishaps, count):
        yield plan.stop(mishap)

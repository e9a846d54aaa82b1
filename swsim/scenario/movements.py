"""Transits that goods of a lane make on their way, and the guarantees behind them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from swsim.domain.codes import Mode
from swsim.domain.durations import PositiveSeconds
from swsim.domain.movements import Guarantee, Movement, Trouble
from swsim.domain.places import known_places
from swsim.domain.profiles import Strict
from swsim.domain.streams import Stream
from swsim.scenario.fields import Identifier, MemberCode, Positive

_MODES: Mapping[str, str] = {"rail": Mode.RAIL.value, "road": Mode.ROAD.value}


def _office(text: str) -> str:
    if text not in known_places():
        raise ValueError(f"{text!r} is not a UN/LOCODE that swsim knows")
    return text


OfficePlace = Annotated[
    str,
    AfterValidator(_office),
    WithJsonSchema(
        {"type": "string", "description": "A UN/LOCODE of swsim's list: PABLB."}
    ),
]


class GuaranteeGiven(Strict):
    """A comprehensive guarantee of a member's carriers, in whole US dollars."""

    id: Identifier
    member: MemberCode
    access_code: Annotated[str, Field(pattern="^[0-9A-Z]{4}$")]
    amount: Positive

    def given(self) -> Guarantee:
        """Return it as the guarantor keeps it."""
        return Guarantee(
            reference=self.id,
            member=self.member,
            access_code=self.access_code,
            amount=self.amount,
        )


class MovementPlan(Strict):
    """How the goods of a lane travel under transit, and what goes wrong with some."""

    offices: Annotated[tuple[OfficePlace, ...], Field(min_length=2)]
    mode: Literal["rail", "road"]
    stretch: PositiveSeconds = Field(description="From one office to the next.")
    limit: PositiveSeconds = Field(description="From departure to arrival at most.")
    voyage: PositiveSeconds | None = Field(
        default=None,
        description="From the exit of the goods to the first office; left out where the"
        " transit begins at their exit.",
    )
    guarantee: Identifier
    troubles: Mapping[Trouble, Positive] = Field(
        default_factory=dict, description="How many shipments each thing happens to."
    )

    @model_validator(mode="after")
    def _onward(self) -> "MovementPlan":
        for one, next_ in zip(self.offices, self.offices[1:], strict=False):
            if one == next_:
                raise ValueError(f"names the office {one} twice; name another")
        return self


def movements(
    plan: MovementPlan, count: int, guarantees: Sequence[GuaranteeGiven], stream: Stream
) -> Iterator[Movement]:
    """Yield the movement of each of `count` shipments; troubles are dealt by chance."""
    given = next(each for each in guarantees if each.id == plan.guarantee)
    for trouble in stream.dealt(plan.troubles, count):
        yield Movement(
            offices=plan.offices,
            mode=_MODES[plan.mode],
            stretch=plan.stretch,
            limit=plan.limit,
            guarantee=plan.guarantee,
            access_code=given.access_code,
            voyage=plan.voyage,
            trouble=trouble,
        )

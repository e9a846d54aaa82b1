"""Cargo of a lane that is reported before it is loaded."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from swsim.domain.cargo import CargoPlan, CargoTrouble
from swsim.domain.durations import PositiveSeconds
from swsim.domain.profiles import Strict
from swsim.domain.streams import Stream
from swsim.scenario.fields import Positive


class AdvanceCargo(Strict):
    """Cargo reported before loading, and what goes wrong with some of it."""

    ahead: PositiveSeconds = Field(
        default=86_400, description="How long before loading the report is due."
    )
    troubles: Mapping[CargoTrouble, Positive] = Field(
        default_factory=dict, description="How many shipments each thing happens to."
    )


def plans(cargo: AdvanceCargo, count: int, stream: Stream) -> Iterator[CargoPlan]:
    """Yield the plan of each of `count` shipments; troubles are dealt by chance."""
    for trouble in stream.dealt(cargo.troubles, count):
        yield CargoPlan(ahead=cargo.ahead, trouble=trouble)

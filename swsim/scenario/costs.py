"""What delay, work and reforms cost in a scenario: illustrative unit costs."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from swsim.domain.profiles import Strict

Money = Annotated[float, Field(ge=0)]


class Costs(Strict):
    """Unit costs in US dollars, illustrative; a scenario may give its own.

    Hummels and Schaur (2013) put a day in transit at 0.6 to 2.1 % of the value of the
    goods; an hour of a container of USD 60,000 at 1 % a day is USD 25.
    """

    hour_of_delay: Money = Field(
        default=25.0, description="What an hour from arrival to release costs a trader."
    )
    hour_of_work: Money = Field(
        default=30.0, description="What an officer's hour costs an administration."
    )
    reforms: Mapping[str, Money] = Field(
        default_factory=dict,
        description="What it costs to turn a switch of the policy, by its name.",
    )

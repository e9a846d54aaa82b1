"""What a lane wants of the agencies of the destination: how often they look closer."""

from collections.abc import Iterator, Mapping

from pydantic import Field, model_validator

from swsim.domain.agencies import AgencyRole, Check
from swsim.domain.profiles import PerMille, Strict
from swsim.domain.streams import Stream


class Shares(Strict):
    """Of 1,000 requests, how many end how; the rest is conform by its papers."""

    inspect: PerMille = 0
    treat: PerMille = 0
    sample: PerMille = 0
    refuse: PerMille = Field(default=0, description="After an inspection.")

    @model_validator(mode="after")
    def _at_most_all(self) -> "Shares":
        if self.conform < 0:
            raise ValueError("inspect, treat, sample and refuse are more than 1000")
        return self

    @property
    def conform(self) -> int:
        """Return how many of 1,000 are conform by their papers."""
        return 1000 - self.inspect - self.treat - self.sample - self.refuse

    def draw(self, stream: Stream) -> Check:
        """Return what the next request comes to."""
        choices: tuple[tuple[Check, int], ...] = (
            ("conform", self.conform),
            ("inspect", self.inspect),
            ("treat", self.treat),
            ("sample", self.sample),
            ("refuse", self.refuse),
        )
        return stream.weighted(choices)


def checks(
    shares: Mapping[AgencyRole, Shares], streams: Mapping[str, Stream]
) -> Iterator[tuple[AgencyRole, Check]]:
    """Yield what each agency comes to for the next shipment, sorted by role."""
    for role, of in sorted(shares.items()):
        yield role, of.draw(streams[role])

"""How long traders have before something follows, where a scenario says so."""

from pydantic import Field

from swsim.domain.durations import PositiveSeconds
from swsim.domain.limits import Limits
from swsim.domain.profiles import Strict

_USUAL = Limits()


class LimitsGiven(Strict):
    """Limits that customs sets."""

    payment: PositiveSeconds = Field(
        default=_USUAL.payment,
        description="To pay duties, from their assessment; then customs reminds.",
    )
    abandonment: PositiveSeconds = Field(
        default=_USUAL.abandonment,
        description="From that reminder until goods that are not released are held to"
        " be abandoned.",
    )
    presence: PositiveSeconds | None = Field(
        default=None,
        description="To attend an examination, from the call on; left out: nobody is"
        " called.",
    )

    def given(self) -> Limits:
        """Return them as customs keeps them."""
        return Limits(
            payment=self.payment, abandonment=self.abandonment, presence=self.presence
        )

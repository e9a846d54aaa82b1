"""What a single window keeps of a declaration that came in at its door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.response import Response
from swsim.domain.codes import Indicator
from swsim.domain.identifiers import kept
from swsim.domain.settings import Leg
from swsim.simulation.declarations import leg_of, ucr_of
from swsim.simulation.keeping import Keeping


class Verdict(StrEnum):
    """Where an agency stands on a declaration."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"


_NONE: Final[Mapping[str, Verdict]] = MappingProxyType({})
_NO_REASONS: Final[Mapping[str, tuple[AdditionalInformation, ...]]] = MappingProxyType(
    {}
)


@dataclass(kw_only=True, slots=True)
class Entry(Keeping):
    """A declaration, who lodged it, and what has been answered.

    `verdicts` holds the agencies that it concerns, by participant id; `reasons` what
    those that refused have said. `told` is the last outcome that the trader was told;
    `declarant` is the id of the company.
    """

    case: str
    trader: str
    verdicts: Mapping[str, Verdict] = field(default_factory=lambda: _NONE)
    reasons: Mapping[str, tuple[AdditionalInformation, ...]] = field(
        default_factory=lambda: _NO_REASONS
    )
    release: Response | None = None
    told: Indicator | None = None
    ucr: str = ""
    declarant: str = ""

    def __post_init__(self) -> None:
        self.case, self.trader = kept(self.case), kept(self.trader)
        self.ucr = kept(ucr_of(self.declaration))
        declarant = self.declaration.declarant
        self.declarant = kept((declarant.id if declarant else None) or "")

    @property
    def leg(self) -> Leg:
        """Which leg of the shipment the declaration is for."""
        return leg_of(self.declaration)

    def settle(self) -> None:
        """Let go what no later answer names, as the goods are released.

        All agencies have granted that: none is left that has not.
        """
        self.forget_goods()
        self.release, self.verdicts, self.reasons = None, _NONE, _NO_REASONS

    @property
    def answered(self) -> bool:
        """Whether every agency has said yes or no."""
        return Verdict.PENDING not in self.verdicts.values()

    @property
    def granted(self) -> bool:
        """Whether no agency is left that has not said yes."""
        return all(each is Verdict.GRANTED for each in self.verdicts.values())

    @property
    def held(self) -> bool:
        """Whether all have answered and at least one said no: an overall hold."""
        return self.answered and not self.granted

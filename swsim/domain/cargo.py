"""Advance cargo information: when it is filed, and what may go wrong with it.

Filings and answers follow the order of the SAFE Framework (Pillar 1): data before
loading, assessment, and a do-not-load order where that is needed. Times are training
values.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

# What the exercise lets go wrong: in the filing, at loading, or at the first port.
CargoTrouble = Literal[
    "bad-filing",
    "house-missing",
    "vague-description",
    "overweight",
    "unanswered",
    "sanctioned-party",
    "loaded-anyway",
    "late",
    "other-port",
    "short-landed",
    "over-landed",
    "seal-broken",
]
CARGO_TROUBLES: Final[tuple[CargoTrouble, ...]] = get_args(CargoTrouble)

# Parties with whom no trade is allowed in the exercise; none of them exists.
SANCTIONED: Final = frozenset({"Exercise Shadow Trading 99"})
# What a container may weigh at most with its goods, in grams (ISO 668).
MOST_IN_A_CONTAINER: Final = 30_480_000


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoPlan:
    """Cargo that is reported before it is loaded.

    `ahead` is how long before loading the report is due, in seconds.
    """

    ahead: int = 24 * 3600
    trouble: CargoTrouble | None = None

    @property
    def delay(self) -> int:
        """How much later than planned the ship comes, in seconds."""
        return 3 * 86_400 if self.trouble == "late" else 0

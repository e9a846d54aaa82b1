"""Transhipment in a port: its plan, its life as one table, and what may go wrong.

Goods go from one ship to another under the control of the customs of the port (RKC
specific annex E2): no duties, and no guarantee as long as they stay in the terminal.
Entry into a free zone ends it; what leaves the zone later is declared anew (annex D2).
What is not in the table is illegal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, get_args

from swsim.domain.transitions import follow

# What the exercise lets go wrong: in the onward report, at the box, or in the zone.
Mishap = Literal[
    "other-contract",
    "other-container",
    "seal-broken",
    "seal-changed",
    "mass-changed",
    "overstay",
    "no-onward-report",
    "origin-relabelled",
]
MISHAPS: Final[tuple[Mishap, ...]] = get_args(Mishap)
# What can happen to goods that are entered into a free zone, and in no other place.
IN_ZONE: Final[tuple[Mishap, ...]] = ("mass-changed", "origin-relabelled")
NOT_IN_PORT: Final[tuple[Mishap, ...]] = ("origin-relabelled",)
# With these somebody was at the goods; the others have an honest explanation.
TAMPERED: Final[tuple[Mishap, ...]] = (
    "seal-changed",
    "mass-changed",
    "origin-relabelled",
)

_DAY: Final = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Transhipment:
    """How the goods of a shipment change ships on their way.

    `port` is the UN/LOCODE of the port. Durations are in seconds: `voyage` from the
    exit of the goods to that port, `stay` from there to the onward report. `limit` is
    how long goods may stay from their landing on; `grace` how long customs waits for an
    answer to its enquiry. `zone` is how long they are in the free zone of the port;
    None where they stay in the terminal. Limits are training values.
    """

    port: str
    voyage: int
    stay: int
    limit: int = 30 * _DAY
    grace: int = 30 * _DAY
    zone: int | None = None
    mishap: Mishap | None = None

    @property
    def member(self) -> str:
        """The member whose port it is."""
        return self.port[:2]

    @property
    def ahead(self) -> int:
        """From the exit of the goods until they are to leave the port."""
        return self.voyage + self.stay + (self.zone or 0)


class State(StrEnum):
    """Where a transhipment stands, as customs of the port knows it."""

    REPORTED = "REPORTED"
    IN_PORT = "IN_PORT"
    CLEARED = "CLEARED"
    HELD = "HELD"
    OVERDUE = "OVERDUE"
    IN_ZONE = "IN_ZONE"
    LEFT = "LEFT"
    SEIZED = "SEIZED"
    ABANDONED = "ABANDONED"


class Trigger(StrEnum):
    """What moves a transhipment on."""

    LAND = "land"
    CLEAR = "clear"
    HOLD = "hold"
    ENQUIRE = "enquire"
    ENTER_ZONE = "enter-zone"
    LEAVE = "leave"
    SEIZE = "seize"
    ABANDON = "abandon"


S, T = State, Trigger

STEPS: Final[Mapping[tuple[State, Trigger], State]] = {
    (S.REPORTED, T.LAND): S.IN_PORT,
    (S.IN_PORT, T.CLEAR): S.CLEARED,
    (S.IN_PORT, T.HOLD): S.HELD,
    (S.IN_PORT, T.ENTER_ZONE): S.IN_ZONE,
    # The limit is over, and nobody has reported where the goods go.
    (S.IN_PORT, T.ENQUIRE): S.OVERDUE,
    (S.OVERDUE, T.CLEAR): S.CLEARED,
    (S.OVERDUE, T.HOLD): S.HELD,
    (S.OVERDUE, T.ABANDON): S.ABANDONED,
    # Differences that an examination explains, and those that it does not.
    (S.HELD, T.CLEAR): S.CLEARED,
    (S.HELD, T.SEIZE): S.SEIZED,
    # What is loaded is held against what was cleared.
    (S.CLEARED, T.HOLD): S.HELD,
    (S.CLEARED, T.LEAVE): S.LEFT,
    # Out of the zone, under a declaration of its own.
    (S.IN_ZONE, T.CLEAR): S.CLEARED,
    (S.IN_ZONE, T.HOLD): S.HELD,
}
ENDED: Final = (S.LEFT, S.SEIZED, S.ABANDONED)


def step(state: State, trigger: Trigger) -> State:
    """Return where `trigger` leads; IllegalTransitionError if nowhere."""
    return follow("a transhipment", STEPS, state, trigger)

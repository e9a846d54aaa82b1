"""A transit movement: its plan, its life as one table, and what may go wrong with it.

A movement is under the control of customs from an office of departure to an office of
destination (RKC specific annex E1). What is not in the table is illegal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, get_args

from swsim.domain.transitions import follow

# What the exercise lets go wrong: in the declaration, on the way, or at an office.
Trouble = Literal[
    "no-guarantee",
    "unknown-access-code",
    "country-missing",
    "entry-refused",
    "seal-mismatch",
    "route-deviation",
    "incident",
    "missing-packages",
    "late-arrival",
    "missing-discharge",
    "never-arrives",
]
TROUBLES: Final[tuple[Trouble, ...]] = get_args(Trouble)
# Those that the first transit declaration holds; a carrier puts them right.
DECLARED_WRONG: Final[tuple[Trouble, ...]] = TROUBLES[:3]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guarantee:
    """A comprehensive guarantee at the guarantor of a member, in whole US dollars."""

    reference: str
    member: str
    access_code: str
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """How goods of a shipment travel under transit.

    `offices` are UN/LOCODEs from departure to destination, one for each country or two
    in one country. `stretch` is the time between two offices, `limit` that from
    departure to the latest arrival, in seconds. `voyage` is how long the goods travel
    from their exit to the first office; None where the transit begins at that exit.
    """

    offices: tuple[str, ...]
    mode: str
    stretch: int
    limit: int
    guarantee: str
    access_code: str
    voyage: int | None = None
    trouble: Trouble | None = None

    @property
    def departure(self) -> str:
        """The member whose office the movement begins at."""
        return self.offices[0][:2]

    @property
    def destination(self) -> str:
        """The member whose office the movement ends at."""
        return self.offices[-1][:2]

    @property
    def countries(self) -> tuple[str, ...]:
        """The members on the way, each once, in order."""
        return tuple(dict.fromkeys(office[:2] for office in self.offices))


class State(StrEnum):
    """Where a movement stands, as the office of departure knows it."""

    DECLARED = "DECLARED"
    REJECTED = "REJECTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    EN_ROUTE = "EN_ROUTE"
    ENQUIRED = "ENQUIRED"
    DISCHARGED = "DISCHARGED"
    RECOVERED = "RECOVERED"


class Trigger(StrEnum):
    """What moves a movement on."""

    REJECT = "reject"
    ACCEPT = "accept"
    REFUSE_ENTRY = "refuse-entry"
    DEPART = "depart"
    ENQUIRE = "enquire"
    DISCHARGE = "discharge"
    RECOVER = "recover"


S, T = State, Trigger

STEPS: Final[Mapping[tuple[State, Trigger], State]] = {
    (S.DECLARED, T.REJECT): S.REJECTED,
    (S.DECLARED, T.ACCEPT): S.ACCEPTED,
    # A country on the way does not let the goods in.
    (S.ACCEPTED, T.REFUSE_ENTRY): S.REFUSED,
    (S.ACCEPTED, T.DEPART): S.EN_ROUTE,
    (S.EN_ROUTE, T.DISCHARGE): S.DISCHARGED,
    # Nothing heard three days after the limit.
    (S.EN_ROUTE, T.ENQUIRE): S.ENQUIRED,
    (S.ENQUIRED, T.DISCHARGE): S.DISCHARGED,
    # No proof of the end within 28 days more: the guarantee is called.
    (S.ENQUIRED, T.RECOVER): S.RECOVERED,
}


def step(state: State, trigger: Trigger) -> State:
    """Return where `trigger` leads; IllegalTransitionError if nowhere."""
    return follow("a movement", STEPS, state, trigger)

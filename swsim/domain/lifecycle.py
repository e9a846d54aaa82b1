"""The life of a declaration as one table; this table is also its documentation.

The state moves by triggers. Between SELECTED and RELEASED several holds may stand side
by side (documents, control, agency, duty, arrival, a decision, a change that an officer
considers); release needs them all lifted. Every step names the 7365 indicator that its
Response usually carries (customs says 9 instead of 1 while the goods are awaited) and
the time points it stamps. What is not in the table is illegal (rule R61) and never
ignored.
"""

from dataclasses import dataclass
from enum import StrEnum

from swsim.domain.codes import Indicator
from swsim.domain.timepoints import Point
from swsim.domain.transitions import follow


class State(StrEnum):
    """Where a declaration stands."""

    DRAFT = "DRAFT"
    LODGED = "LODGED"
    NACKED = "NACKED"
    REJECTED = "REJECTED"
    REGISTERED = "REGISTERED"
    SELECTED = "SELECTED"
    RELEASED = "RELEASED"
    DETAINED = "DETAINED"
    SEIZED = "SEIZED"
    GATED_OUT = "GATED_OUT"
    EXITED = "EXITED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"
    ABANDONED = "ABANDONED"


class Trigger(StrEnum):
    """What moves a declaration on."""

    LODGE = "lodge"
    NACK = "nack"
    REJECT = "reject"
    REGISTER = "register"
    SELECT = "select"
    RELEASE = "release"
    DETAIN = "detain"
    SEIZE = "seize"
    GATE_OUT = "gate-out"
    EXIT = "exit"
    CLOSE = "close"
    CANCEL = "cancel"
    ABANDON = "abandon"


class Hold(StrEnum):
    """What stands between selection and release; holds run in parallel and join."""

    DOCUMENTS = "DOCS_WANTED"
    CONTROL = "UNDER_CONTROL"
    AGENCY = "OGA_PENDING"
    DUTY = "DUTY_DUE"
    ARRIVAL = "ARRIVAL_PENDING"
    DECISION = "DECISION_RESERVED"
    AMENDMENT = "AMENDMENT_PENDING"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Where a trigger leads; the indicator answered and the points stamped.

    `import_point` and `export_point` are the same step of the two legs.
    """

    to: State
    indicator: Indicator | None = None
    import_point: Point | None = None
    export_point: Point | None = None


S, T = State, Trigger

STEPS: dict[tuple[State, Trigger], Step] = {
    (S.DRAFT, T.LODGE): Step(
        to=S.LODGED, import_point=Point.LODGED, export_point=Point.EXPORT_LODGED
    ),
    (S.LODGED, T.NACK): Step(to=S.NACKED),
    (S.LODGED, T.REJECT): Step(to=S.REJECTED, indicator=Indicator.REJECTED),
    (S.LODGED, T.REGISTER): Step(
        to=S.REGISTERED, indicator=Indicator.ACCEPTED, import_point=Point.REGISTERED
    ),
    (S.REGISTERED, T.SELECT): Step(to=S.SELECTED, import_point=Point.SELECTED),
    (S.REGISTERED, T.DETAIN): Step(to=S.DETAINED, indicator=Indicator.DETAINED),
    (S.SELECTED, T.RELEASE): Step(
        to=S.RELEASED,
        indicator=Indicator.RELEASED,
        import_point=Point.CUSTOMS_RELEASED,
        export_point=Point.EXPORT_RELEASED,
    ),
    (S.SELECTED, T.DETAIN): Step(to=S.DETAINED, indicator=Indicator.DETAINED),
    (S.RELEASED, T.DETAIN): Step(to=S.DETAINED, indicator=Indicator.DETAINED),
    (S.DETAINED, T.RELEASE): Step(
        to=S.RELEASED,
        indicator=Indicator.RELEASED,
        import_point=Point.CUSTOMS_RELEASED,
        export_point=Point.EXPORT_RELEASED,
    ),
    (S.DETAINED, T.SEIZE): Step(to=S.SEIZED),
    (S.RELEASED, T.GATE_OUT): Step(to=S.GATED_OUT, import_point=Point.GATED_OUT),
    (S.GATED_OUT, T.CLOSE): Step(to=S.CLOSED, import_point=Point.EMPTY_RETURNED),
    (S.RELEASED, T.EXIT): Step(to=S.EXITED, export_point=Point.EXPORT_DEPARTED),
    (S.EXITED, T.CLOSE): Step(to=S.CLOSED),
    # Nobody has paid for the goods (RKC annex A2).
    (S.SELECTED, T.ABANDON): Step(to=S.ABANDONED, indicator=Indicator.DETAINED),
    # Until the release on request (RKC 3.29), after that with proof alone.
    (S.REGISTERED, T.CANCEL): Step(to=S.CANCELLED, indicator=Indicator.CHANGE_APPROVED),
    (S.SELECTED, T.CANCEL): Step(to=S.CANCELLED, indicator=Indicator.CHANGE_APPROVED),
    (S.RELEASED, T.CANCEL): Step(to=S.CANCELLED, indicator=Indicator.CHANGE_APPROVED),
}

# Where a declaration may still be changed (rule R61; RKC 3.27 and 3.28): until customs
# lets the goods go or stops them.
AMENDABLE: frozenset[State] = frozenset({S.LODGED, S.REGISTERED, S.SELECTED})


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldStep:
    """The indicator answered when a hold is set; the points of setting and lifting."""

    indicator: Indicator | None = None
    set_point: Point | None = None
    lift_point: Point | None = None


HOLDS: dict[Hold, HoldStep] = {
    Hold.DOCUMENTS: HoldStep(
        indicator=Indicator.DOCUMENTS_WANTED, set_point=Point.DOCUMENTS_WANTED
    ),
    Hold.CONTROL: HoldStep(
        indicator=Indicator.EXAMINATION,
        set_point=Point.INSPECTION_ORDERED,
        lift_point=Point.INSPECTION_ENDED,
    ),
    Hold.AGENCY: HoldStep(set_point=Point.AGENCY_ASKED),
    Hold.DUTY: HoldStep(set_point=Point.DUTY_ASSESSED),
    Hold.ARRIVAL: HoldStep(indicator=Indicator.AWAITING_ARRIVAL),
    Hold.DECISION: HoldStep(),
    Hold.AMENDMENT: HoldStep(),
}


def step(state: State, trigger: Trigger) -> Step:
    """Return where `trigger` leads; IllegalTransitionError (R61) if nowhere."""
    return follow("R61: a declaration", STEPS, state, trigger)

"""Makes notices of an exercise: reports, orders and decisions about its injects."""

from datetime import timedelta
from typing import Final

from swsim.documents.types.exercise import DECISION, ORDER, REPORT, ExerciseNotice
from swsim.domain.members import all_members
from swsim.material.declarations import make_import
from swsim.material.draft import Draft, Order

_DAY: Final = 86_400
_CONTROL: Final = "exercise-control"


def make_exercise(order: Order) -> Draft:
    """Return a notice between the observer of a site and the exercise's control."""
    stream = order.stream("exercise")
    at = make_import(order).at + timedelta(seconds=stream.below(_DAY))
    member = stream.choice([each.alpha2 for each in all_members()])
    observer = f"{member.lower()}-exc"
    type_ = stream.choice((REPORT, ORDER, DECISION))
    notice = ExerciseNotice(
        issued=at,
        type=type_,
        inject=f"I{stream.between(1, 20)}",
        choice=stream.choice(("release", "detain")) if type_ == DECISION else None,
    )
    if type_ == ORDER:
        return Draft(payload=notice, sender=_CONTROL, recipient=observer, at=at)
    return Draft(payload=notice, sender=observer, recipient=_CONTROL, at=at)

"""What the trainer decides of a case that a scenario keeps for him: an input of a run.

Said beforehand, as it is where nobody sits at a run, it is given at the first second.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from swsim.documents.types.exercise import DECISION, ExerciseNotice
from swsim.documents.writing import encode_payload
from swsim.domain.exercise import CONTROL, Choice
from swsim.errors import UsageError
from swsim.scenario.disturbing import Decision
from swsim.scenario.injects import Inject
from swsim.simulation.mail import Given


def notice(inject: str, choice: Choice) -> bytes:
    """Return what tells the exercise control of a decision."""
    return encode_payload(ExerciseNotice(type=DECISION, inject=inject, choice=choice))


def decisions_of(
    texts: Sequence[str], injects: Sequence[Inject]
) -> Mapping[str, Choice]:
    """Return the decisions that texts such as I5=detain name, by inject.

    Raises UsageError for another form, or where the scenario reserves no such decision.
    """
    reserved = [each.id for each in injects if isinstance(each, Decision)]
    found: dict[str, Choice] = {}
    for text in texts:
        inject, _, wanted = text.partition("=")
        choice = next((each for each in get_args(Choice) if each == wanted), None)
        if choice is None:
            raise UsageError(
                f"--decide {text}: write it as INJECT=release or INJECT=detain"
            )
        if inject not in reserved:
            raise UsageError(
                f"--decide {text}: the scenario keeps no decision {inject!r} for the"
                f" trainer; it keeps {', '.join(reserved) or 'none'}"
            )
        found[inject] = choice
    return found


def given_beforehand(decisions: Mapping[str, Choice]) -> tuple[Given, ...]:
    """Return decisions as inputs of the first second."""
    return tuple(
        Given(
            number=number,
            time=1,
            participant=CONTROL,
            recipient=CONTROL,
            case=None,
            in_reply_to=None,
            body=notice(inject, choice),
        )
        for number, (inject, choice) in enumerate(decisions.items(), 1)
    )

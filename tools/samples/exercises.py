"""Notices of the exercise: a report, an order and a decision; and what breaks them."""

from dataclasses import replace

from samples.fault import of, xsd
from samples.parts import at, enveloped
from swsim.documents.types.exercise import DECISION, ORDER, REPORT, ExerciseNotice

_AT = "2026-04-07 08:00"
_REPORTED = ("pa-exc", "exercise-control")
_ORDERED = ("exercise-control", "pa-exc")


def _notice(type_: str, choice: str | None = None) -> ExerciseNotice:
    return ExerciseNotice(issued=at(_AT), type=type_, inject="I1", choice=choice)


GOOD = {
    "exercise": {
        "report": enveloped(_notice(REPORT), 1, _REPORTED, _AT, case="exercise"),
        "order": replace(
            enveloped(_notice(ORDER), 2, _ORDERED, _AT, case="exercise"), country=None
        ),
        "decision-bare": _notice(DECISION, "detain"),
    }
}

order = of("exercise", "order")

BAD = (
    order(
        "xsd-type-code",
        ("<TypeCode>ORDER<", "<TypeCode>WISH<"),
        finds=xsd("XSD-enumeration", "<TypeCode>"),
    ),
    order(
        "xsd-missing-inject",
        ("    <InjectID>I1</InjectID>\n", ""),
        finds=xsd("XSD-element", "<ExerciseNotice "),
    ),
    order(
        "xsd-recipient-with-dot",
        ("<md:RecipientID>pa-exc<", "<md:RecipientID>exc.pa<"),
        finds=xsd("XSD-pattern", "<md:RecipientID>"),
    ),
    of("exercise", "report")(
        "xsd-inject-before-type",
        ("    <TypeCode>REPORT</TypeCode>\n", ""),
        ("</InjectID>\n", "</InjectID>\n    <TypeCode>REPORT</TypeCode>\n"),
        finds=xsd("XSD-element", "<InjectID>"),
    ),
    of("exercise", "decision-bare")(
        "xsd-choice-code-bare",
        ("<ChoiceCode>detain<", "<ChoiceCode>wait<"),
        finds=xsd("XSD-enumeration", "<ChoiceCode>"),
    ),
    of("exercise", "decision-bare")(
        "xsd-missing-type-bare",
        ("  <TypeCode>DECISION</TypeCode>\n", ""),
        finds=xsd("XSD-element", "<InjectID>"),
    ),
)

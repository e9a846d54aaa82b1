"""Counts what was wrong, from the answers that refused a declaration.

Only what an answer named to the declarant is counted, so nothing meant for officers can
come into a report.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports.outcome import RunFold
from swsim.reports.said import read


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A rule, how many declarations broke it, and the first answer that said so.

    `message` is the id of that answer.
    """

    rule: str
    declarations: int
    reference: str
    example: str
    message: str


def faults(ledger: Ledger, run: RunFold) -> tuple[Fault, ...]:
    """Return the rules that refusals named, the most frequent first."""
    refused = {
        each.refused_by: each.reference
        for each in run.declarations
        if each.refusal and each.refused_by
    }
    answers = ((lrn, ledger.message(id_)) for id_, lrn in refused.items())
    return count_faults((lrn, message) for lrn, message in answers if message)


def count_faults(
    answers: Iterable[tuple[str, StoredMessage]],
) -> tuple[Fault, ...]:
    """Return the rules named in answers, each with the LRN it is about."""
    counts: dict[str, int] = {}
    examples: dict[str, tuple[str, str, str]] = {}
    for reference, message in answers:
        said = read(message.xml)
        for rule, description in dict(reversed(said.errors if said else ())).items():
            counts[rule] = counts.get(rule, 0) + 1
            examples.setdefault(rule, (reference, description, message.id))
    return tuple(
        Fault(
            rule=rule,
            declarations=counts[rule],
            reference=examples[rule][0],
            example=examples[rule][1],
            message=examples[rule][2],
        )
        for rule in sorted(counts, key=lambda rule: (-counts[rule], rule))
    )

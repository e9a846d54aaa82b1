"""Judges what a scenario expects, folded from the ledger; one line of a table each.

Verdicts: PASS, FAIL, and SKIPPED where nothing was expected: never PASS by silence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from swsim.ledger.records import Tally
from swsim.reports.fold import RunFold
from swsim.scenario.expected import Expectation

PASS, FAIL, SKIPPED = "PASS", "FAIL", "SKIPPED"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "released": "declarations released ({leg})",
        "rejected": "declarations rejected",
        "repaired": "declarations repaired and accepted",
        "release-before-arrival": "releases before arrival",
        "conversations": "cases",
        "messages": "messages",
        "lost": "messages lost",
        "duplicated": "messages acted upon twice",
        "export": "export",
        "import": "import",
        "share_per_mille": "{what}: at least {bound} of 1,000 lodged",
        "exactly": "{what}: exactly {bound}",
        "at_least": "{what}: at least {bound}",
        "of": "{count} of {whole}",
    },
    "es": {
        "released": "declaraciones con levante ({leg})",
        "rejected": "declaraciones rechazadas",
        "repaired": "declaraciones corregidas y aceptadas",
        "release-before-arrival": "levantes antes de la llegada",
        "conversations": "casos",
        "messages": "mensajes",
        "lost": "mensajes perdidos",
        "duplicated": "mensajes con doble efecto",
        "export": "exportación",
        "import": "importación",
        "share_per_mille": "{what}: al menos {bound} de cada 1000 presentadas",
        "exactly": "{what}: exactamente {bound}",
        "at_least": "{what}: al menos {bound}",
        "of": "{count} de {whole}",
    },
}

Count = Callable[[Any, RunFold, Tally], int]

COUNTS: Mapping[str, Count] = {
    "released": lambda expected, run, tally: run.legs[expected.leg].released,
    "rejected": lambda expected, run, tally: run.rejected,
    "repaired": lambda expected, run, tally: run.repaired,
    "release-before-arrival": lambda expected, run, tally: run.released_before_arrival,
    "conversations": lambda expected, run, tally: run.conversations,
    "messages": lambda expected, run, tally: tally.messages,
    "lost": lambda expected, run, tally: tally.lost,
    "duplicated": lambda expected, run, tally: tally.duplicated,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was expected, what was seen, and whether the one meets the other."""

    id: str
    text: str
    observed: str
    met: bool


def judge(
    expectations: Sequence[Expectation], run: RunFold, tally: Tally, lang: str = "en"
) -> tuple[Outcome, ...]:
    """Return the outcome of every expectation, in the scenario's order."""
    return tuple(_judge(each, run, tally, _WORDS[lang]) for each in expectations)


def _judge(
    expected: Expectation, run: RunFold, tally: Tally, words: Mapping[str, str]
) -> Outcome:
    count = COUNTS[expected.kind](expected, run, tally)
    kind, bound = _bound(expected)
    leg = getattr(expected, "leg", "")
    seen = str(count)
    met = count == bound if kind == "exactly" else count >= bound
    if kind == "share_per_mille":
        lodged = run.legs["export" if leg == "export" else "import"].lodged
        met = count * 1000 >= bound * lodged
        seen = words["of"].format(count=count, whole=lodged)
    what = words[expected.kind].format(leg=words.get(leg, ""))
    text = words[kind].format(what=what, bound=bound)
    return Outcome(id=expected.id, text=text, observed=seen, met=met)


def _bound(expected: Expectation) -> tuple[str, int]:
    """Return the one bound that an expectation sets, and its value."""
    for kind in ("share_per_mille", "exactly", "at_least"):
        if (bound := getattr(expected, kind, None)) is not None:
            return kind, int(bound)
    raise AssertionError(f"expectation {expected.id} sets no bound")


def verdict_of(outcomes: Sequence[Outcome]) -> str:
    """Return the verdict of a run."""
    if not outcomes:
        return SKIPPED
    return PASS if all(outcome.met for outcome in outcomes) else FAIL

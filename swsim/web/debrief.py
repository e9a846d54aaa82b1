"""What a scenario has to say besides its messages: injects, expectations, questions."""

from typing import Any

from swsim.app.concluding import outcomes_of
from swsim.app.expectations import Outcome
from swsim.domain.profiles import Text
from swsim.reports.struck import sentence
from swsim.reports.wording import LANGUAGES
from swsim.scenario.model import Scenario
from swsim.web.room import Room


def injects(room: Room, lang: str, *, trainer: bool) -> list[dict[str, Any]]:
    """Return the injects that took effect; to the trainer all, with their notes."""
    scenario, since = room.what.loaded.scenario, room.live.injects.since
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "at": each.begins,
            "since": since.get(each.id),
            "told": sentence(each, _spoken(lang)),
            "note": _in(each.note, lang) if trainer else None,
            "objective": objective(scenario, each.objective, lang),
        }
        for each in scenario.injects
        if trainer or each.id in since
    ]


async def outcome(room: Room, verdict: str, lang: str) -> dict[str, Any]:
    """Return how a run that has ended came out, and what to talk about."""
    scenario = room.what.loaded.scenario
    spoken = _spoken(lang)
    seen: tuple[Outcome, ...] = await room.past.once(
        spoken, lambda ledger: outcomes_of(room.stage, ledger, spoken)
    )
    return {
        "verdict": verdict,
        "expectations": [
            {
                "id": each.id,
                "text": each.text,
                "observed": each.observed,
                "verdict": each.verdict,
                "objective": objective(scenario, each.objective, lang),
            }
            for each in seen
        ],
        "debrief": [_in(each, lang) for each in scenario.debrief],
    }


def objective(scenario: Scenario, id_: str | None, lang: str) -> str | None:
    """Return what is to be learnt, with the instruments it rests on."""
    for each in scenario.objectives:
        if each.id == id_:
            references = f" ({', '.join(each.references)})" if each.references else ""
            return f"{_in(each, lang)}{references}"
    return None


def _in(text: Text | None, lang: str) -> str | None:
    return None if text is None else getattr(text, _spoken(lang))


def _spoken(lang: str) -> str:
    return lang if lang in LANGUAGES else "en"

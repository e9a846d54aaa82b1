"""The debrief of a run in the after-action shape, from what its ledger shows.

Objectives, what was observed, strengths, what to improve, actions, questions. A remark
names the messages that it rests on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from swsim.ledger.records import Tally
from swsim.reports.faults import Fault
from swsim.reports.outcome import DeclarationRecord, RunFold
from swsim.reports.struck import Struck
from swsim.reports.study import StudyOfRun
from swsim.reports.trying import tries
from swsim.reports.wording import Wording
from swsim.scenario.model import Objective, Scenario
from swsim.trs.words import name_of, owner_name, per_cent

_RULES = 3  # that are worth an hour of training


class Expected(Protocol):
    """An expectation of the scenario and what was seen."""

    @property
    def id(self) -> str:
        """Its id in the scenario."""

    @property
    def text(self) -> str:
        """What was expected."""

    @property
    def verdict(self) -> str:
        """PASS, WARN, FAIL or BLOCKED."""

    @property
    def observed(self) -> str:
        """What was seen."""

    @property
    def objective(self) -> str:
        """The id of the objective that it serves; empty for none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One sentence, and the ids of the messages in which it can be seen.

    `command` is what one types to follow it up, empty for nothing.
    """

    text: str
    messages: tuple[str, ...] = ()
    command: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aim:
    """An objective in words, and what was expected for its sake."""

    id: str
    text: str
    references: tuple[str, ...]
    expectations: tuple[Expected, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Debrief:
    """What to talk about when a run is over."""

    aims: tuple[Aim, ...]
    observed: tuple[Remark, ...]
    strengths: tuple[Remark, ...]
    improve: tuple[Remark, ...]
    actions: tuple[Remark, ...]
    questions: tuple[str, ...]

    @property
    def messages(self) -> tuple[str, ...]:
        """The ids of all messages that it speaks of, each once."""
        remarks = (*self.observed, *self.strengths, *self.improve, *self.actions)
        return tuple(dict.fromkeys(id_ for each in remarks for id_ in each.messages))


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What a debrief is made of; `named` is the scenario as commands find it."""

    scenario: Scenario | None
    named: str
    expectations: Sequence[Expected]
    run: RunFold
    tally: Tally
    faults: Sequence[Fault]
    injects: Sequence[Struck]
    study: StudyOfRun


def debrief(seen: Evidence, say: Wording) -> Debrief:
    """Return the debrief of a run in the language of `say`."""
    scenario, lang = seen.scenario, say.lang
    return Debrief(
        aims=tuple(_aim(each, seen, lang) for each in _objectives(scenario)),
        observed=tuple(_observed(seen, say)),
        strengths=tuple(_strengths(seen, say)),
        improve=tuple(_improve(seen, say)),
        actions=tuple(_actions(seen, say)),
        questions=tuple(
            getattr(each, lang) for each in (scenario.debrief if scenario else ())
        ),
    )


def _objectives(scenario: Scenario | None) -> tuple[Objective, ...]:
    return scenario.objectives if scenario else ()


def _aim(objective: Objective, seen: Evidence, lang: str) -> Aim:
    return Aim(
        id=objective.id,
        text=getattr(objective, lang),
        references=objective.references,
        expectations=tuple(
            each for each in seen.expectations if each.objective == objective.id
        ),
    )


# --- observed -------------------------------------------------------------------------


def _observed(seen: Evidence, say: Wording) -> Iterator[Remark]:
    counts = seen.run.total
    yield Remark(
        text=say(
            "aar.counts",
            lodged=say.number(counts.lodged),
            released=say.number(counts.released),
            refused=say.number(counts.rejected + counts.nacked),
            messages=say.number(seen.tally.messages),
        )
    )
    for each in seen.injects:
        facts = {"moment": say.moment(each.second), "told": each.told(say.lang)}
        yield Remark(text=say("aar.inject", id=each.id, **facts))


# --- strengths ------------------------------------------------------------------------


def _strengths(seen: Evidence, say: Wording) -> Iterator[Remark]:
    for each in seen.expectations:
        if each.verdict == "PASS":
            yield _outcome(each, say)
    if seen.tally.messages and not seen.tally.lost + seen.tally.duplicated:
        yield Remark(text=say("aar.exchange", messages=say.number(seen.tally.messages)))
    if seen.run.released_before_arrival:
        number = say.number(seen.run.released_before_arrival)
        yield Remark(text=say("aar.before", number=number))
    repaired = next((each for each in seen.run.declarations if each.repairs), None)
    if repaired is not None:
        counts = seen.run.total
        yield Remark(
            text=say(
                "aar.repaired",
                repaired=say.number(counts.repaired),
                refused=say.number(counts.rejected + counts.nacked),
            ),
            messages=_refusal_and_repair(seen.run, repaired),
        )


def _outcome(each: Expected, say: Wording) -> Remark:
    facts = {"id": each.id, "text": each.text, "observed": each.observed}
    return Remark(text=say("aar.outcome", **facts))


def _refusal_and_repair(run: RunFold, repaired: DeclarationRecord) -> tuple[str, ...]:
    """Return the answer that refused a declaration, and its lodgement put right."""
    refusals = (
        each.refused_by
        for each in run.declarations
        if each.refusal and (each.order, each.leg) == (repaired.order, repaired.leg)
    )
    return tuple(filter(None, (next(refusals, ""), repaired.lodged_as)))


# --- to improve, and what to do -------------------------------------------------------


def _unmet(seen: Evidence) -> Iterator[Expected]:
    return (each for each in seen.expectations if each.verdict != "PASS")


def _improve(seen: Evidence, say: Wording) -> Iterator[Remark]:
    for each in _unmet(seen):
        yield _outcome(each, say)
    for fault in seen.faults[:_RULES]:
        yield Remark(
            text=say(
                "aar.fault",
                rule=fault.rule,
                number=say.number(fault.declarations),
                meaning=say.rule(fault.rule),
            ),
            messages=(fault.message,),
        )
    worst = seen.study.bottleneck.worst
    if worst is not None:
        share = per_cent(worst.critical_share, say.lang)
        what = name_of(worst.interval, say.lang)
        yield Remark(text=say("aar.bottleneck", what=what, share=share))
    if seen.tally.lost or seen.tally.duplicated:
        lost, twice = say.number(seen.tally.lost), say.number(seen.tally.duplicated)
        yield Remark(text=say("aar.lost", lost=lost, duplicated=twice))
    if seen.run.total.open:
        yield Remark(text=say("aar.open", number=say.number(seen.run.total.open)))


def _actions(seen: Evidence, say: Wording) -> Iterator[Remark]:
    for fault in seen.faults[:_RULES]:
        text = say("aar.train", rule=fault.rule, meaning=say.rule(fault.rule))
        yield Remark(text=text, messages=(fault.message,))
    worst = seen.study.bottleneck.worst
    if worst is not None:
        owner = owner_name(worst.interval.owner, say.lang)
        what = name_of(worst.interval, say.lang)
        yield Remark(text=say("aar.shorten", owner=_capital(owner), what=what))
    for each in tries(seen.study.bottleneck, seen.scenario, seen.named, say):
        yield Remark(text=each.text, command=each.command)
    for unmet in _unmet(seen):
        yield Remark(text=say("aar.again", id=unmet.id))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""Shows that every expectation of a scenario can fail: under a mutation of the run.

A run is played and its events are changed as if the world had been another: something
never happened, came late, came twice, or happened though it should not. An expectation
that is met by all of these says nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from swsim.app.concluding import Summary, evidence_of
from swsim.app.expectations import PASS, Evidence, judge
from swsim.app.expectations.gauges import Condition, Gauge
from swsim.app.expectations.measuring import gauge
from swsim.app.links import NONE
from swsim.app.run import play
from swsim.app.stage import Play
from swsim.domain.conditions import Wanted, holds
from swsim.domain.events import Event, Fact, Kind
from swsim.ledger.records import Tally
from swsim.ledger.store import Ledger
from swsim.reports.fold import fold
from swsim.scenario import load_scenario, world
from swsim.scenario.expected import Expectation

_TEN_YEARS: Final = 3_650 * 86_400
_MANY: Final = 1_000

Mutation = Callable[[Sequence[Event], Gauge], Iterable[Event]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What an expectation is under the first mutation that it notices.

    `mutation` is None where it notices none: then it cannot fail. `observed` is what
    was seen under it.
    """

    id: str
    text: str
    mutation: str | None
    observed: str


def prove(
    expectations: Sequence[Expectation], evidence: Evidence, lang: str = "en"
) -> tuple[Proof, ...]:
    """Return the proof of every expectation, all of which the run must have met."""
    events = list(evidence.all_events())
    return tuple(_proof(each, events, evidence, lang) for each in expectations)


def _proof(
    expected: Expectation, events: Sequence[Event], evidence: Evidence, lang: str
) -> Proof:
    outcome = judge([expected], evidence, lang)[0]
    measured = gauge(expected, evidence)
    for name, mutation in _tried(expected):
        changed = _evidence(mutation(events, measured), evidence)
        (mutated,) = judge([expected], changed, lang)
        if mutated.verdict != PASS:
            return Proof(
                id=expected.id,
                text=mutated.text,
                mutation=name,
                observed=mutated.observed,
            )
    return Proof(
        id=expected.id, text=outcome.text, mutation=None, observed=outcome.observed
    )


def _tried(expected: Expectation) -> Iterator[tuple[str, Mutation]]:
    """Yield the mutations to try: the one that the scenario names, or all."""
    named = expected.fails_when
    for name, mutation in MUTATIONS.items():
        if named is None or name == named:
            yield name, mutation


def _evidence(events: Iterable[Event], like: Evidence) -> Evidence:
    changed = sorted(events, key=lambda each: (each.time, each.site, each.sequence))
    run = fold(changed)
    return Evidence(
        events=lambda kinds: (each for each in changed if each.kind in kinds),
        run=run,
        tally=Tally(
            messages=run.messages,
            lost=run.lost,
            duplicated=run.duplicated,
            repeated_deliveries=0,
            dead_letters=0,
        ),
        orders=like.orders,
        xml=like.xml,
    )


# --- mutations -----------------------------------------------------------------------


def _meets(event: Event, conditions: Sequence[Condition], measured: Gauge) -> bool:
    look = measured.evidence.look(event)
    return any(holds(each, look) for each in conditions)


def _is_target(event: Event, measured: Gauge) -> bool:
    return _meets(event, measured.targets()[:1], measured)


def late(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for come ten years later."""
    for event in events:
        shift = _TEN_YEARS if _is_target(event, measured) else 0
        yield replace(event, time=event.time + shift)


def early(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for come at the very beginning."""
    for event in events:
        yield replace(event, time=0) if _is_target(event, measured) else event


def without(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for never happen."""
    return (event for event in events if not _is_target(event, measured))


def only(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let nothing else happen of what it is a share of."""
    targets = measured.targets()
    for event in events:
        if _is_target(event, measured) or not _meets(event, targets[1:], measured):
            yield event


def echoed(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for happen twice."""
    for event in events:
        yield event
        if _is_target(event, measured):
            yield replace(event, sequence=event.sequence + _TEN_YEARS)


def crowded(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for happen in a thousand further cases."""
    yield from events
    found = [event for event in events if _is_target(event, measured)][:1]
    for event in found:
        for number in range(_MANY):
            yield replace(
                event,
                case=f"{event.case}-{number}",
                sequence=event.sequence + _TEN_YEARS + number,
            )


def forged(events: Sequence[Event], measured: Gauge) -> Iterator[Event]:
    """Let what is looked for happen, once after each event that could become it."""
    yield from events
    for condition in measured.targets()[:1]:
        for number, event in enumerate(_alike(events, condition)):
            fake = _forged(event, condition, number)
            if _is_target(fake, measured):
                yield fake


def _alike(events: Sequence[Event], condition: Condition) -> Sequence[Event]:
    """Return the events of the kind that is looked for, or all if there are none.

    Those of another kind may lack what everybody reads from this one.
    """
    wanted = condition.get("kind")
    found = [each for each in events if wanted and each.kind == _a_value(wanted)]
    return found or events


def _forged(event: Event, condition: Condition, number: int) -> Event:
    """Return an event that meets a condition, as far as facts can make it so."""
    own: dict[str, Any] = {}
    facts: dict[str, Fact] = dict(event.facts)
    for name, wanted in condition.items():
        value = _a_value(wanted)
        if name == "kind":
            own[name] = Kind(value)
        elif name in ("site", "participant", "case"):
            own[name] = value
        elif name == "member":
            own["site"] = value.lower()
        elif name == "state":
            facts["to"] = value
        elif name == "rule":
            facts["findings"] = (value,)
        elif name not in _OF_CASE:
            facts[name] = value
    return replace(
        event,
        facts=facts,
        sequence=event.sequence + _TEN_YEARS + number,
        time=event.time + 1,
        **own,
    )


def _a_value(wanted: Wanted) -> str:
    """Return a value that is wanted; one that nothing else has, where any is."""
    if wanted.any_of:
        return wanted.any_of[0].replace("*", "forged")
    bounds = [each for each in (wanted.at_most, wanted.at_least) if each is not None]
    return str(bounds[0]) if bounds else "forged"


# Known of the case and never of a single event: it must be there already.
_OF_CASE: Final = frozenset({"lane", "order", "origin", "destination", "mode", "role"})

# In the order in which they are tried: the plainest that is noticed is told.
MUTATIONS: Final[Mapping[str, Mutation]] = {
    "late": late,
    "without": without,
    "echoed": echoed,
    "forged": forged,
    "early": early,
    "only": only,
    "crowded": crowded,
}


async def prove_scenario(
    name: str | Path, folder: Path, lang: str = "en"
) -> tuple[Summary, tuple[Proof, ...]]:
    """Play a scenario from hand to hand into `folder`, and prove its expectations."""
    what = Play(loaded=load_scenario(name), broker=NONE, run_dir=folder, lang=lang)
    summary = await play(what)
    scenario = what.loaded.scenario
    orders = [
        order
        for site in world(scenario, seed=what.the_seed).sites
        for order in site.orders
    ]
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        evidence = evidence_of(ledger, summary.fold, summary.tally, orders)
        return summary, prove(scenario.expectations, evidence, lang)

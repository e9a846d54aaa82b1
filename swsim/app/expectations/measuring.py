"""Which gauge reads off what an expectation asks for: a table by kind."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from swsim.app.expectations.evidence import Evidence
from swsim.app.expectations.gauges import (
    Condition,
    Counting,
    Following,
    Gauge,
    Known,
    Sharing,
    Timing,
    Totalling,
)
from swsim.domain.conditions import where
from swsim.domain.events import Kind
from swsim.domain.lifecycle import State
from swsim.domain.timepoints import Point
from swsim.scenario.expected import Events, Finding, Messages, Reached, Released, Total

Maker = Callable[[Any, Evidence, Condition], Gauge]


def gauge(expected: Any, evidence: Evidence, group: Condition | None = None) -> Gauge:
    """Return what measures an expectation; `group` stands in for its own `where`."""
    own = getattr(expected, "where", {})
    narrowed = own if group is None else {**own, **group}
    return MAKERS[expected.kind](expected, evidence, narrowed)


def _released(expected: Released, evidence: Evidence, group: Condition) -> Gauge:
    counts = evidence.run.legs[expected.leg]
    whole = None if expected.share_per_mille is None else counts.lodged
    leg = where(leg=expected.leg)
    moved = {**_moved(State.RELEASED), **leg}
    targets = [moved] if expected.leg == "export" else [_ALL_RELEASED]
    return Known(evidence, counts.released, whole, targets)


_ALL_RELEASED = where(kind=Kind.TIME_POINT, point=Point.ALL_RELEASED)
_RECEIVED = where(kind=Kind.RECEIVED)


def _moved(*states: State) -> Condition:
    return where(kind=Kind.TRANSITION, to=list(states))


def _known(number: Callable[[Evidence], int], *targets: Condition) -> Maker:
    return lambda expected, evidence, group: Known(
        evidence, number(evidence), None, targets
    )


def _counting(
    expected: Any, evidence: Evidence, group: Condition, per: tuple[str, ...] | None
) -> Gauge:
    span = expected.after or 0, expected.within
    return Counting(evidence, group, expected.per or per, span)


def _events(expected: Events, evidence: Evidence, group: Condition) -> Gauge:
    return _counting(expected, evidence, group, None)


def _messages(expected: Messages, evidence: Evidence, group: Condition) -> Gauge:
    named = {
        "document": expected.document,
        "participant": expected.sender,
        "to": expected.recipient,
    }
    wanted = {name: value for name, value in named.items() if value is not None}
    sent = where(kind=Kind.SENT, **wanted)
    return _counting(expected, evidence, {**sent, **group}, None)


def _reached(expected: Reached, evidence: Evidence, group: Condition) -> Gauge:
    leg = {} if expected.leg is None else {"leg": expected.leg}
    moved = where(kind=Kind.TRANSITION, to=expected.state, **leg)
    return _counting(expected, evidence, {**moved, **group}, ("site", "declaration"))


def _finding(expected: Finding, evidence: Evidence, group: Condition) -> Gauge:
    found = where(kind=Kind.RECEIVED, findings=expected.rule)
    return _counting(expected, evidence, {**found, **group}, None)


def _total(expected: Total, evidence: Evidence, group: Condition) -> Gauge:
    span = expected.after or 0, expected.within
    return Totalling(evidence, group, expected.per, span, expected.fact)


MAKERS: Final[Mapping[str, Maker]] = {
    "released": _released,
    "rejected": _known(lambda evidence: evidence.run.rejected, _moved(State.REJECTED)),
    "repaired": _known(
        lambda evidence: evidence.run.repaired, _moved(State.REGISTERED)
    ),
    "release-before-arrival": _known(
        lambda evidence: evidence.run.released_before_arrival, _ALL_RELEASED
    ),
    "conversations": _known(lambda evidence: evidence.conversations, {}),
    "lost": _known(lambda evidence: evidence.tally.lost, _RECEIVED),
    "duplicated": _known(lambda evidence: evidence.tally.duplicated, _RECEIVED),
    "events": _events,
    "messages": _messages,
    "state": _reached,
    "finding": _finding,
    "total": _total,
    "duration": lambda asked, evidence, group: Timing(evidence, asked, group),
    "rate": lambda asked, evidence, group: Sharing(evidence, asked, group),
    "followed": lambda asked, evidence, group: Following(evidence, asked, group),
}

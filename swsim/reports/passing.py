"""Reads the ledger of a run for a report, in as few passes over its events as can be.

Of a long run there are millions, and to look at each once takes seconds: whatever a
report wants is taken from one pass, and from a second one what can only be asked for
when that is over. Messages are counted by the ledger.
"""

import gc
import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from swsim.domain.events import Event, Kind
from swsim.domain.timepoints import Point
from swsim.ledger.records import Tally
from swsim.ledger.store import Ledger
from swsim.ledger.totals import naming, sent
from swsim.ledger.trail import Row, message_of, move_of, rows
from swsim.reports.alerts import KINDS as ALERTS
from swsim.reports.case import Why, choose
from swsim.reports.fold import Folding
from swsim.reports.outcome import DeclarationRecord, RunFold
from swsim.trs.reading import Gathering
from swsim.trs.table import Table

_TROUBLES: Final = (Kind.UNDELIVERED, Kind.DELIVERY_FAILED, Kind.DROPPED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """What was seen: the run in numbers, the table of its declarations, some events.

    `injects` are events of kind INJECT, `alerts` those of `swsim.reports.alerts.KINDS`,
    `story` those of the case that is told: `chosen` names it and says why it is.
    """

    run: RunFold
    table: Table
    injects: tuple[Event, ...]
    alerts: tuple[Event, ...]
    chosen: tuple[str, Why] | None
    story: tuple[Event, ...]


def pass_over(
    ledger: Ledger, tally: Tally, start: datetime, run: RunFold | None = None
) -> Passed:
    """Read a ledger; `tally` is its balance, `start` the moment of its second 0.

    `run` is the ledger folded, where the caller has it already; otherwise it is what
    `fold` makes of all events, but that messages are named only in cases in which
    something was refused. Raises LedgerError when the ledger cannot be read.
    """
    with _uncollected():
        first = _First(folds=run is None)
        for row in rows(ledger, first.take):
            first.take[row[4]](row)
        found = run or _counted(ledger, tally, first)
        chosen = choose(found)
        unnamed = () if run else found.declarations
        refused = {each.case for each in unnamed if each.refusal}
        nacked = {each.case for each in unnamed if each.refusal == "nacked"}
        first.folding.forget_but(refused)
        story = []
        for row in naming(ledger, refused, nacked, chosen[0] if chosen else ""):
            if row[4] == Kind.SENT and row[1] in refused:
                first.folding.name(row[0], *message_of(row[5]))
            if chosen and row[1] == chosen[0]:
                story.append(_event(row))
        return Passed(
            run=_named(found, first.folding, refused) if refused else found,
            table=first.table.table(start),
            injects=first.events(Kind.INJECT),
            alerts=first.events(*ALERTS),
            chosen=chosen,
            story=_in_order(story),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of circles away: it would go through all records over again.

    There are none in what is made here.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _event(row: Row) -> Event:
    site, case, time, participant, kind, facts = row
    return Event(
        time=time,
        site=site,
        sequence=0,
        participant=participant,
        kind=Kind(kind),
        case=case,
        facts=json.loads(facts),
    )


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events that came site by site in order of time, as a ledger has them."""
    return tuple(sorted(events, key=lambda one: one.time))


class _First:
    """What is taken from the first pass; `take` says from which kinds, and how."""

    def __init__(self, *, folds: bool) -> None:
        self.table, self.folding = Gathering(), Folding()
        self.counts = Counter[str]()
        self._events: list[Event] = []
        self.take: dict[str, Callable[[Row], object]] = {
            **self.table.take,
            **dict.fromkeys((Kind.INJECT, *ALERTS), self._keep),
        }
        if folds:
            self.take |= {
                **dict.fromkeys(_TROUBLES, self._trouble),
                Kind.TRANSITION: self._transition,
                Kind.TIME_POINT: self._point,
                Kind.CHANNEL: self._channel,
            }

    def events(self, *kinds: Kind) -> tuple[Event, ...]:
        """Return the events of some kinds, in order of time."""
        return _in_order(each for each in self._events if each.kind in kinds)

    def _keep(self, row: Row) -> None:
        self._events.append(_event(row))

    def _trouble(self, row: Row) -> None:
        self.counts[row[4]] += 1

    def _transition(self, row: Row) -> None:
        reference, leg, to = move_of(row[5])
        self.folding.move(row[0], row[1], row[2], reference, leg, to)

    def _point(self, row: Row) -> None:
        reference, point = self.table.point(row)
        if point in _POINTS:
            self.folding.stamp(row[0], row[1], row[2], reference, point)

    def _channel(self, row: Row) -> None:
        self.folding.select(row[0], *self.table.channel(row))


# The points that a fold looks at.
_POINTS: Final = frozenset(
    (Point.ARRIVED, Point.EXPORT_AT_PORT, Point.ALL_RELEASED, Point.AGENCY_ASKED)
)


def _counted(ledger: Ledger, tally: Tally, first: _First) -> RunFold:
    """Return the run in numbers; messages are not named yet."""
    for each in sent(ledger):
        first.folding.counted_sent(each)
    return replace(
        first.folding.result(),
        lost=tally.lost,
        duplicated=tally.duplicated,
        undelivered=first.counts[Kind.UNDELIVERED],
        delivery_failed=first.counts[Kind.DELIVERY_FAILED],
        dropped=first.counts[Kind.DROPPED],
        last_second=max(ledger.last_second(), 0),
    )


def _named(run: RunFold, folding: Folding, cases: Container[str]) -> RunFold:
    """Return a run that names the messages of declarations in some cases."""
    declarations = tuple(
        _with_names(each, folding) if each.case in cases else each
        for each in run.declarations
    )
    return replace(run, declarations=declarations)


def _with_names(record: DeclarationRecord, folding: Folding) -> DeclarationRecord:
    one = folding.open[record.site, record.reference]
    refused_by = one.refused_by if one.refusal else ""
    return replace(record, lodged_as=one.lodged_as, refused_by=refused_by)

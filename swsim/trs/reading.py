"""Makes the table of declarations from a ledger, in one pass."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from swsim.domain.events import Kind
from swsim.domain.timepoints import Point
from swsim.ledger.reading import Reading
from swsim.ledger.trail import Step, trail
from swsim.trs.attributes import derived, stated
from swsim.trs.table import (
    ABSENT,
    Category,
    Seconds,
    Services,
    Table,
    answered,
    began,
    is_beginning,
    lifted,
)

# Of a point that comes more than once the first counts where something begins, the
# last where it ends: of several agencies that are asked and answer, say.
_FIRST = frozenset(
    {
        Point.ARRIVED,
        Point.DOCUMENTS_WANTED,
        Point.AGENCY_ASKED,
        Point.INSPECTION_ORDERED,
    }
)

_Key = tuple[str, str, str]  # site, case, leg


def read(ledger: Reading) -> Table:
    """Return the table of a ledger's declarations. Raises LedgerError."""
    return gather(trail(ledger), datetime.fromisoformat(ledger.header()["start"]))


def gather(steps: Iterable[Step], start: datetime) -> Table:
    """Return the table of the steps that declarations took, in order of time by site.

    `start` is the moment of second 0.
    """
    found = _Gathering()
    take = {
        Kind.TIME_POINT.value: found.stamped,
        Kind.HOLD.value: found.released,
        Kind.CHANNEL.value: found.selected,
        Kind.DECLARED.value: found.declared,
        Kind.SERVED.value: found.served,
    }
    for site, case, leg, time, participant, kind, what in steps:
        key = (site, case, leg)
        row = found.rows.get(key)
        if row is None:
            row = found.rows[key] = len(found.rows)
        take[kind](row, time, participant, what)
    return found.table(start)


@dataclass(slots=True)
class _Column:
    """Times as they come in, with the rows that they belong to."""

    rows: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def add(self, row: int, time: int) -> None:
        self.rows.append(row)
        self.times.append(time)

    def filled(self, count: int, *, first: bool) -> Seconds:
        """Return the column; of two times for one row the first, or the last."""
        column = np.full(count, ABSENT, np.int64)
        rows, times = np.array(self.rows), np.array(self.times)
        order = slice(None, None, -1 if first else 1)
        column[rows[order]] = times[order]
        return column


class _Gathering:
    """Takes steps in; each method is one kind of event."""

    def __init__(self) -> None:
        self.rows: dict[_Key, int] = {}
        self._columns: defaultdict[str, _Column] = defaultdict(_Column)
        self._facts: dict[int, Mapping[str, object]] = {}
        self._channels: dict[int, str] = {}
        self._agencies: dict[int, set[str]] = {}
        self._desks: list[str] = []
        self._services: list[tuple[int, int, int, int]] = []

    def stamped(self, row: int, time: int, participant: str, point: str) -> None:
        """Keep a time point; the answer of an agency under its name, too."""
        self._columns[point].add(row, time)
        if point == Point.AGENCY_ANSWERED:
            role = participant.rpartition("-")[2]
            self._columns[answered(role)].add(row, time)
            self._agencies.setdefault(row, set()).add(role)

    def released(self, row: int, time: int, participant: str, hold: str) -> None:
        """Keep when a hold was lifted."""
        self._columns[lifted(hold)].add(row, time)

    def selected(self, row: int, time: int, participant: str, facts: str) -> None:
        """Keep the channel; of exports, which have no point for it, the time too."""
        self._columns[Point.SELECTED].add(row, time)
        self._channels[row] = json.loads(facts)["channel"]

    def declared(self, row: int, time: int, participant: str, facts: str) -> None:
        """Keep what a declaration is; of exports when it was registered, too."""
        self._columns[Point.REGISTERED].add(row, time)
        self._facts[row] = json.loads(facts)

    def served(self, row: int, time: int, participant: str, facts: str) -> None:
        """Keep a service, and when it began."""
        what = json.loads(facts)
        self._columns[began(what["desk"])].add(row, what["began"])
        self._desks.append(f"{participant}/{what['desk']}")
        self._services.append((what["officers"], what["arrived"], what["began"], time))

    def table(self, start: datetime) -> Table:
        """Return what came in as a table."""
        count = len(self.rows)
        marks = {
            name: column.filled(count, first=name in _FIRST or is_beginning(name))
            for name, column in self._columns.items()
        }
        facts = [self._facts.get(row, {}) for row in range(count)]
        own = {
            "leg": Category.of([leg for _, _, leg in self.rows]),
            "country": Category.of([site.upper() for site, _, _ in self.rows]),
            "channel": Category.of(
                [self._channels.get(row, "none") for row in range(count)]
            ),
            "agency": Category.of([self._asked(row) for row in range(count)]),
            **stated(facts),
        }
        return Table(
            start=start,
            references=_texts([str(each.get("declaration", "")) for each in facts]),
            cases=_texts([case for _, case, _ in self.rows]),
            marks=marks,
            attributes={**derived(own, marks, start), **own},
            services=self._all_services(),
        )

    def _asked(self, row: int) -> str:
        return "+".join(sorted(self._agencies.get(row, ()))) or "none"

    def _all_services(self) -> Services:
        numbers = np.array(self._services, np.int64).reshape(-1, 4)
        return Services(
            desk=Category.of(self._desks),
            officers=numbers[:, 0],
            arrived=numbers[:, 1],
            began=numbers[:, 2],
            ended=numbers[:, 3],
        )


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    column = np.empty(len(values), np.object_)
    column[:] = values
    return column

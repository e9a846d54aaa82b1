"""Makes the table of declarations from a ledger, in one pass."""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from sys import intern

import numpy as np
from numpy.typing import NDArray

from swsim.domain.events import Kind
from swsim.domain.timepoints import Point
from swsim.ledger.reading import Reading
from swsim.ledger.trail import Row, hold_of, point_of, rows
from swsim.trs.attributes import Stated, derived, stated
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


def read(ledger: Reading) -> Table:
    """Return the table of a ledger's declarations. Raises LedgerError."""
    return gather(rows(ledger), datetime.fromisoformat(ledger.header()["start"]))


def gather(events: Iterable[Row], start: datetime) -> Table:
    """Return the table of the events of declarations, in order of time by site.

    They are of the kinds of `TRAIL`, holds those that were lifted. `start` is the
    moment of second 0.
    """
    found = Gathering()
    for row in events:
        found.take[row[4]](row)
    return found.table(start)


class _Column:
    """Times as they come in, with the rows that they belong to."""

    def __init__(self) -> None:
        # Arrays: as objects, the numbers of a long run take a third of its memory.
        self.rows, self.times = array("i"), array("q")

    def add(self, place: int, time: int) -> None:
        self.rows.append(place)
        self.times.append(time)

    def filled(self, count: int, *, first: bool) -> Seconds:
        """Return the column; of two times for one row the first, or the last."""
        column = np.full(count, ABSENT, np.int64)
        rows, times = np.frombuffer(self.rows, np.intc), _numbers(self.times)
        order = slice(None, None, -1 if first else 1)
        column[rows[order]] = times[order]
        return column


class _Fact:
    """A fact of declarations as they come in; each value that it has is kept once."""

    def __init__(self) -> None:
        self._rows, self._codes = array("i"), array("i")
        self._values: dict[object, int] = {}

    def add(self, place: int, value: object) -> None:
        """Keep the fact of one row; None where it has none."""
        known = tuple(value) if isinstance(value, list) else value
        code = self._values.setdefault(known, len(self._values))
        self._rows.append(place)
        self._codes.append(code)

    def stated(self, count: int) -> Stated:
        """Return the facts of all rows; of two for one row the last."""
        codes = np.full(count, -1, np.int64)
        codes[np.frombuffer(self._rows, np.intc)] = np.frombuffer(self._codes, np.intc)
        return Stated(codes=codes, values=tuple(self._values))


class Gathering:
    """Makes a table of the events of declarations; `take` says how, by their kind."""

    def __init__(self) -> None:
        self._places: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        self._sites: list[str] = []
        self._cases: list[str] = []
        self._legs: list[str] = []
        self._columns: defaultdict[str, _Column] = defaultdict(_Column)
        self._references: dict[int, str] = {}
        self._facts: defaultdict[str, _Fact] = defaultdict(_Fact)
        self._channels: dict[int, str] = {}
        self._agencies: dict[int, tuple[str, ...]] = {}
        self._desks: list[str] = []
        self._services = array("q")
        self.take: dict[str, Callable[[Row], object]] = {
            Kind.TIME_POINT: self.point,
            Kind.HOLD: self.hold,
            Kind.CHANNEL: self.channel,
            Kind.DECLARED: self.declared,
            Kind.SERVED: self.served,
        }

    def _place(self, row: Row, leg: str) -> int:
        """Return the row of the table to which an event belongs."""
        here, case = self._places[row[0]], intern(row[1])
        place = here.get((case, leg))
        if place is None:
            place = here[case, leg] = len(self._cases)
            self._sites.append(intern(row[0]))
            self._cases.append(case)
            self._legs.append(intern(leg))
        return place

    def point(self, row: Row) -> tuple[str, str]:
        """Keep a time point, the answer of an agency under its name, too.

        Returns the reference of the declaration, and the point.
        """
        reference, leg, point = point_of(row[5])
        place, time = self._place(row, leg), row[2]
        self._columns[point].add(place, time)
        if point == Point.AGENCY_ANSWERED:
            role = row[3].rpartition("-")[2]
            self._columns[answered(role)].add(place, time)
            self._agencies[place] = _with(self._agencies.get(place, ()), role)
        return reference, point

    def hold(self, row: Row) -> None:
        """Keep when a hold was lifted."""
        leg, hold = hold_of(row[5])
        self._columns[lifted(hold)].add(self._place(row, leg), row[2])

    def channel(self, row: Row) -> tuple[str, str]:
        """Keep the channel; of exports, which have no point for it, the time too.

        Returns the reference of the declaration, and the channel.
        """
        said = json.loads(row[5])
        place, channel = self._place(row, said["leg"]), intern(said["channel"])
        self._columns[Point.SELECTED].add(place, row[2])
        self._channels[place] = channel
        return said["declaration"], channel

    def declared(self, row: Row) -> None:
        """Keep what a declaration is; of exports when it was registered, too."""
        said = json.loads(row[5])
        place = self._place(row, said["leg"])
        self._columns[Point.REGISTERED].add(place, row[2])
        again = place in self._references
        self._references[place] = intern(said.pop("declaration"))
        for name in self._facts.keys() - said.keys() if again else ():
            self._facts[name].add(place, None)
        for name, value in said.items():
            self._facts[name].add(place, value)

    def served(self, row: Row) -> None:
        """Keep a service, and when it began."""
        said = json.loads(row[5])
        desk, since = said["desk"], said["began"]
        self._columns[began(desk)].add(self._place(row, said["leg"]), since)
        self._desks.append(intern(f"{row[3]}/{desk}"))
        self._services.extend((said["officers"], said["arrived"], since, row[2]))

    def table(self, start: datetime) -> Table:
        """Return what came in as a table; `start` is the moment of second 0."""
        count = len(self._cases)
        self._places.clear()  # nothing more is taken in, and it is large
        marks = {
            # Taken out, as each is larger than what is made of it.
            name: self._columns.pop(name).filled(
                count, first=name in _FIRST or is_beginning(name)
            )
            for name in list(self._columns)
        }
        own = {
            "leg": Category.of(self._legs),
            "country": Category.of([site.upper() for site in self._sites]),
            "channel": Category.of(
                [self._channels.get(place, "none") for place in range(count)]
            ),
            "agency": Category.of([self._asked(place) for place in range(count)]),
            **stated(
                {name: each.stated(count) for name, each in self._facts.items()}, count
            ),
        }
        return Table(
            start=start,
            references=_texts(
                [self._references.get(place, "") for place in range(count)]
            ),
            cases=_texts(self._cases),
            marks=marks,
            attributes={**derived(own, marks, start), **own},
            services=self._all_services(),
        )

    def _asked(self, place: int) -> str:
        return "+".join(self._agencies.get(place, ())) or "none"

    def _all_services(self) -> Services:
        numbers = _numbers(self._services).reshape(-1, 4)
        return Services(
            desk=Category.of(self._desks),
            officers=numbers[:, 0],
            arrived=numbers[:, 1],
            began=numbers[:, 2],
            ended=numbers[:, 3],
        )


def _numbers(found: "array[int]") -> Seconds:
    """Return the numbers of an array of "q", without a copy of them."""
    return np.frombuffer(found, np.int64)


@cache
def _with(roles: tuple[str, ...], role: str) -> tuple[str, ...]:
    """Return roles with one more, sorted, each once; the same tuple for the same."""
    return tuple(sorted({*roles, role}))


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    column = np.empty(len(values), np.object_)
    column[:] = values
    return column

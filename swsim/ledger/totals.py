"""What a report of a long run needs of its ledger, without a look at every event.

Most events are messages that were sent and received: SQLite counts them, and only those
that decide what became of a declaration are made into records.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State
from swsim.domain.timepoints import Point
from swsim.ledger.reading import Reading


class Sent(NamedTuple):
    """How many messages of a document one participant sent to another, and when."""

    sender: str
    recipient: str
    document: str
    messages: int
    first: int
    last: int


def sent(ledger: Reading) -> Iterator[Sent]:
    """Yield the counts of messages."""
    ledger.flush()
    for row in ledger.rows(
        "SELECT sender, recipient, document, count(*), min(time), max(time)"
        " FROM message GROUP BY sender, recipient, document"
    ):
        yield Sent(*row)


def counts_of(ledger: Reading, kinds: Iterable[Kind]) -> dict[str, int]:
    """Return how many events there are of some kinds."""
    wanted = tuple(kinds)
    marks = ", ".join("?" * len(wanted))
    rows = ledger.rows(
        f"SELECT kind, count(*) FROM event WHERE kind IN ({marks}) GROUP BY kind",
        *wanted,
    )
    return dict(rows)


def cases(ledger: Reading) -> int:
    """Return how many conversations there were."""
    (row,) = ledger.rows(
        "SELECT count(DISTINCT case_id) FROM event WHERE case_id <> ''"
    )
    return int(row[0])


# Told by the end of the facts, which are canonical JSON: nothing else has to be read.
_STATES = (
    *(State.LODGED, State.REGISTERED, State.RELEASED, State.DETAINED),
    *(State.SEIZED, State.ABANDONED, State.REJECTED, State.NACKED),
)
_POINTS = (
    *(Point.ARRIVED, Point.EXPORT_AT_PORT, Point.ALL_RELEASED, Point.AGENCY_ASKED),
)


def _ending(key: str, values: Iterable[str]) -> str:
    """Return the condition that the last fact has this key and one of these values."""
    ends = ", ".join(f"""'{value}"}}'""" for value in values)
    begin = f'"{key}":"'
    return f"substr(facts, instr(facts, '{begin}') + {len(begin)}) IN ({ends})"


_LIVES = " OR ".join(
    (
        "kind = 'channel'",
        f"kind = 'transition' AND {_ending('to', _STATES)}",
        f"kind = 'time-point' AND {_ending('point', _POINTS)}",
    )
)


def lives(ledger: Reading) -> Iterator[Event]:
    """Yield the events that tell what became of declarations, in canonical order."""
    yield from ledger.chosen(_LIVES)


def lodging_in(ledger: Reading, cases: Iterable[str]) -> Iterator[Event]:
    """Yield the messages sent in some cases, and the declarations received in them."""
    yield from ledger.chosen(
        "(kind = 'sent' OR kind = 'received'"
        """ AND instr(facts, '"document":"declaration"'))"""
        " AND case_id IN (SELECT value FROM json_each(?))",
        json.dumps(sorted(cases)),
    )

"""Makes one ledger of those that several workers wrote, as one process would have.

Works on the rows themselves: to make records of them first would double the time.
"""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from swsim.domain.identifiers import site_of
from swsim.ledger.files import as_ledger_error
from swsim.ledger.store import Ledger

_AT_ONCE = 500  # messages held in memory

# The tables whose rows have no place in an order of the run.
_PLAIN = {
    "event": "SELECT * FROM event ORDER BY site, sequence",
    "inbox": "SELECT * FROM inbox ORDER BY message_id",
    "dead_letter": (
        "SELECT NULL, time, at, recipient, sender, document, why, size, body"
        " FROM dead_letter ORDER BY position"
    ),
}


def merge(into: Ledger, parts: Sequence[Path]) -> None:
    """Write what the ledgers `parts` hold into an empty one, in one transaction.

    Sites share nothing, so each record is in one part only. A process that plays all
    of them writes second by second, and within one site by site in id order; what a
    site did in a second stays in its order. Raises LedgerError.
    """
    with (
        _opened(parts) as ledgers,
        as_ledger_error(into.path),
        into.transaction() as db,
    ):
        for table, sql in _PLAIN.items():
            for part in ledgers:
                _copy(db, table, part.rows(sql))
        _merge_effects(into, ledgers)
        _merge_messages(into, ledgers)
        for part in ledgers:
            into.confirm(part.confirmed())
    into.flush()


@contextmanager
def _opened(paths: Iterable[Path]) -> Iterator[list[Ledger]]:
    ledgers = [Ledger.open(path) for path in paths]
    try:
        yield ledgers
    finally:
        for ledger in ledgers:
            ledger.close()


def _copy(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
    db.execute(sql, first)
    db.executemany(sql, rows)


def _merge_effects(into: Ledger, ledgers: Sequence[Ledger]) -> None:
    in_order = heapq.merge(
        *(part.effects() for part in ledgers),
        key=lambda effect: (effect.time, effect.site),
    )
    while batch := list(islice(in_order, _AT_ONCE)):
        into.write_effects(batch)


def _merge_messages(into: Ledger, ledgers: Sequence[Ledger]) -> None:
    in_order = heapq.merge(
        *(part.messages() for part in ledgers),
        key=lambda message: (message.time, site_of(message.sender)),
    )
    while batch := list(islice(in_order, _AT_ONCE)):
        into.write_messages(batch)

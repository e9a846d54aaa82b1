"""Gives back what a ledger holds, in order; the SQL that reads it stands here.

sqlite3's errors leave as LedgerError.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from swsim.domain.events import Event, Kind
from swsim.errors import LedgerError
from swsim.ledger import canonical
from swsim.ledger.files import as_unreadable
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    Foreign,
    ListedMessage,
    StoredMessage,
    Tally,
)
from swsim.simulation.mail import Given

# The fields of a message but its content, for which its hash stands.
HEAD: Final = tuple(each.name for each in fields(StoredMessage) if each.name != "xml")


class DamagedRecordError(LedgerError):
    """A record that cannot be read any more, as no swsim would have written it."""

    def __init__(self, path: Path, what: str, error: Exception) -> None:
        self.what = what
        super().__init__(f"{path}: {what} is damaged and cannot be read ({error})")


class Reading:
    """What can be asked of a ledger."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._dictionaries: dict[str, bytes] = dict(
            self.rows("SELECT document, bytes FROM dictionary")
        )

    def flush(self) -> None:
        """Write what waits: whoever writes puts something here."""

    def header(self) -> dict[str, str]:
        """Return all header values."""
        return dict(self.rows("SELECT key, value FROM header ORDER BY key"))

    def events(
        self,
        kinds: Sequence[Kind] = (),
        case: str | None = None,
        until: int | None = None,
    ) -> Iterator[Event]:
        """Yield events in canonical order.

        All, or those of some kinds, of one case, up to a second.
        """
        wanted = [f"kind IN ({', '.join('?' * len(kinds))})"] if kinds else []
        wanted += ["case_id = ?"] if case is not None else []
        wanted += ["time <= ?"] if until is not None else []
        yield from self.chosen(
            " AND ".join(wanted),
            *kinds,
            *(() if case is None else (case,)),
            *(() if until is None else (until,)),
        )

    def chosen(self, condition: str, *values: object) -> Iterator[Event]:
        """Yield the events that fulfil a condition in SQL, in canonical order."""
        self.flush()
        where = f"WHERE {condition}" if condition else ""
        for row in self.rows(
            "SELECT time, site, sequence, participant, kind, case_id, facts FROM event"
            f" {where} ORDER BY time, site, sequence",
            *values,
        ):
            yield self._event(row)

    def _event(self, row: Sequence[Any]) -> Event:
        try:
            return Event(
                time=row[0],
                site=row[1],
                sequence=row[2],
                participant=row[3],
                kind=Kind(row[4]),
                case=row[5],
                facts=json.loads(row[6]),
            )
        except (ValueError, TypeError) as error:
            what = f"event {row[2]} of site {row[1]} (second {row[0]})"
            raise DamagedRecordError(self.path, what, error) from error

    def messages(self, case: str | None = None) -> Iterator[StoredMessage]:
        """Yield messages in the order they were sent, all or those of one case."""
        where, values = ("WHERE case_id = ?", (case,)) if case else ("", ())
        return self._messages(f"{where} ORDER BY position", *values)

    def message(self, id_: str) -> StoredMessage | None:
        """Return the message with this id, None where there is none."""
        return next(self._messages("WHERE id = ?", id_), None)

    def _messages(self, condition: str, *values: str) -> Iterator[StoredMessage]:
        self.flush()
        for row in self.rows(
            "SELECT id, time, due, sender, recipient, document, case_id,"
            f" link_sequence, sha256, xml, position FROM message {condition}",
            *values,
        ):
            yield self._message(row)

    def _message(self, row: Sequence[Any]) -> StoredMessage:
        try:
            return StoredMessage(
                id=row[0],
                time=row[1],
                due=row[2],
                sender=row[3],
                recipient=row[4],
                document=row[5],
                case=row[6],
                link_sequence=row[7],
                sha256=row[8],
                xml=self._unpacked(row[5], row[9]),
            )
        except (zlib.error, KeyError, TypeError) as error:
            what = f"message {row[10]} ({row[0]}, {row[3]} to {row[4]})"
            raise DamagedRecordError(self.path, what, error) from error

    def cases_naming(self, value: str, document: str) -> tuple[str, ...]:
        """Return the cases in which an element of a message holds just this value.

        Of messages of one document type; each case once, in the order of its first.
        """
        wanted = f">{escape(value)}<".encode()
        self.flush()
        rows = self.rows(
            "SELECT case_id, xml FROM message WHERE document = ? ORDER BY position",
            document,
        )
        named = (
            case for case, packed in rows if wanted in self._unpacked(document, packed)
        )
        return tuple(dict.fromkeys(named))

    def documents(self) -> tuple[str, ...]:
        """Return the document types of the messages that there are."""
        return tuple(self._dictionaries)

    def listed(self, after: int, limit: int) -> list[ListedMessage]:
        """Return `limit` messages at most, from the one after a position on."""
        return self._listed(
            "WHERE position > ? ORDER BY position LIMIT ?", after, limit
        )

    def listing(self, id_: str) -> ListedMessage | None:
        """Return the message with this id without its XML, None where there is none."""
        return next(iter(self._listed("WHERE id = ?", id_)), None)

    def _listed(self, condition: str, *values: object) -> list[ListedMessage]:
        self.flush()
        return [
            ListedMessage(
                position=row[0],
                id=row[1],
                time=row[2],
                due=row[3],
                sender=row[4],
                recipient=row[5],
                document=row[6],
                case=row[7],
            )
            for row in self.rows(
                "SELECT position, id, time, due, sender, recipient, document, case_id"
                f" FROM message {condition}",
                *values,
            )
        ]

    def heads(self) -> Iterator[tuple[object, ...]]:
        """Yield the `HEAD` of each message, in the order they were sent."""
        self.flush()
        columns = ", ".join("case_id" if name == "case" else name for name in HEAD)
        return self.rows(f"SELECT {columns} FROM message ORDER BY position")

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Yield id and content hash of each message, in the order they were sent."""
        self.flush()
        return self.rows("SELECT id, sha256 FROM message ORDER BY position")

    def effects(self) -> Iterator[Effect]:
        """Yield what was acted upon, in order."""
        self.flush()
        for row in self.rows(
            "SELECT message_id, time, site, text FROM effect"
            " LEFT JOIN verdict ON verdict.position = verdict"
            " ORDER BY effect.position"
        ):
            yield Effect(message_id=row[0], time=row[1], site=row[2], verdict=row[3])

    def verdicts(self) -> dict[str, str]:
        """Return what was found in messages that are not valid in every layer, by id.

        Of a message that was delivered twice, what was found first.
        """
        texts = dict(self.rows("SELECT position, text FROM verdict"))
        rows = self.rows(
            "SELECT message_id, verdict FROM effect WHERE verdict IS NOT NULL"
            " ORDER BY position DESC"
        )
        return {row[0]: texts[row[1]] for row in rows}

    def inputs(self) -> list[Given]:
        """Return what was given from outside, by number."""
        return [
            Given(
                number=row[0],
                time=row[1],
                participant=row[2],
                recipient=row[3],
                case=row[4],
                in_reply_to=row[5],
                body=row[6],
            )
            for row in self.rows(
                "SELECT number, time, participant, recipient, case_id, in_reply_to,"
                " body FROM input ORDER BY number"
            )
        ]

    def last_second(self) -> int:
        """Return the last second that was committed, -1 where there is none.

        A site's last event is its latest: not every event has to be looked at.
        """
        (row,) = self.rows(
            "WITH RECURSIVE place (site) AS (SELECT min(site) FROM event UNION ALL"
            " SELECT (SELECT min(site) FROM event WHERE event.site > place.site)"
            " FROM place WHERE place.site IS NOT NULL)"
            " SELECT coalesce(max((SELECT time FROM event WHERE event.site = place.site"
            " ORDER BY sequence DESC LIMIT 1)), -1) FROM place"
        )
        return int(row[0])

    def received_early(self) -> frozenset[str]:
        """Return the messages that were stored, and not due by the last second.

        By their ids. All that was due had been received: time never passes a message
        that is in flight.
        """
        return frozenset(
            row[0]
            for row in self.rows(
                "SELECT id FROM message WHERE due > ?"
                " AND id IN (SELECT message_id FROM inbox)",
                self.last_second(),
            )
        )

    def confirmed(self) -> frozenset[str]:
        """Return the ids of the messages for which there is a receipt."""
        return frozenset(
            row[0]
            for row in self.rows(
                "SELECT id FROM message JOIN outbox USING (position) WHERE confirmed"
            )
        )

    def foreign(self) -> list[Foreign]:
        """Return what came from other workers' sites, in the order of arrival."""
        return [
            Foreign(
                message_id=row[0],
                sender=row[1],
                recipient=row[2],
                document=row[3],
                body=self._unpacked(row[3], row[4]),
            )
            for row in self.rows(
                "SELECT message_id, sender, recipient, document, body"
                " FROM foreign_message ORDER BY rowid"
            )
        ]

    def dead_letters(self) -> list[DeadLetter]:
        """Return what was refused, in order."""
        return [
            DeadLetter(
                recipient=row[0],
                sender=row[1],
                document=row[2],
                why=row[3],
                body=row[4],
                size=row[5],
                time=row[6],
                at=row[7],
            )
            for row in self.rows(
                "SELECT recipient, sender, document, why, body, size, time, at"
                " FROM dead_letter ORDER BY position"
            )
        ]

    def tally(self) -> Tally:
        """Return the balance of the transport."""
        self.flush()
        (row,) = self.rows(
            "SELECT messages, lost, duplicated, repeated_deliveries, dead_letters"
            " FROM tally"
        )
        return Tally(
            messages=row[0],
            lost=row[1],
            duplicated=row[2],
            repeated_deliveries=row[3],
            dead_letters=row[4],
        )

    def canonical_lines(self) -> Iterator[str]:
        """Yield the canonical export, line by line."""
        for row in self.event_rows():
            yield canonical.line_of(*row)

    def event_rows(self) -> Iterator[tuple[str, str, str, str, int, str, int]]:
        """Yield what `canonical.line_of` makes the lines of, in the same order."""
        self.flush()
        return self.rows(
            "SELECT case_id, facts, kind, participant, sequence, site, time FROM event"
            " ORDER BY time, site, sequence"
        )

    def digest(self) -> str:
        """Return the digest of the run."""
        return canonical.digest(self.canonical_lines())

    def rows(self, sql: str, *values: object) -> Iterator[Any]:
        """Yield the rows of a query; for what has no method of its own."""
        with as_unreadable(self.path):
            # Not `yield from`: an abandoned generator would close the cursor, which
            # fails once the ledger is closed.
            for row in self._db.execute(sql, values):  # noqa: UP028
                yield row

    def _unpacked(self, document: str, packed: bytes) -> bytes:
        unpacker = zlib.decompressobj(zdict=self._dictionaries[document])
        xml = unpacker.decompress(packed) + unpacker.flush()
        if not unpacker.eof or unpacker.unused_data:
            raise zlib.error("the stored bytes do not end where they should")
        return xml

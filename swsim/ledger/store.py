"""Reads and writes the ledger of one run; all SQL on it stands here.

Knows nothing of sockets and simulation: it is given events and messages to keep, and
gives them back in order. sqlite3's errors leave as LedgerError.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from swsim.domain.events import Event, Kind
from swsim.errors import LedgerError
from swsim.ledger import canonical
from swsim.ledger.files import as_ledger_error, as_unreadable, connected, tune
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    InboxRow,
    Signed,
    StoredCertificate,
    StoredMessage,
    Tally,
)
from swsim.ledger.schema import VERSION, script
from swsim.simulation.mail import Given

# zlib looks back 32 KB at most; a longer dictionary would not be used.
_DICTIONARY_BYTES = 32_768
_LEVEL = 3
# Events that may wait for a transaction; bounds memory and what a kill can cost.
_MOST_WAITING = 500

_INSERT_ARRIVAL = (
    "INSERT INTO inbox (message_id, recipient, sha256, signature, certificate)"
    " VALUES (?, ?, ?, ?, (SELECT number FROM certificate WHERE serial = ?))"
    " ON CONFLICT (message_id) DO UPDATE SET copies = copies + 1"
)
_INSERT_EFFECT = "INSERT INTO effect (message_id, time, site) VALUES (?, ?, ?)"
_INSERT_EVENT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)"
_CONFIRM = (
    "UPDATE outbox SET confirmed = 1"
    " WHERE position = (SELECT position FROM message WHERE id = ?)"
)


class DamagedRecordError(LedgerError):
    """A record that cannot be read any more, as no swsim would have written it."""

    def __init__(self, path: Path, what: str, error: Exception) -> None:
        self.what = what
        super().__init__(f"{path}: {what} is damaged and cannot be read ({error})")


class Ledger:
    """The ledger of one run."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._dictionaries: dict[str, bytes] = dict(
            self._rows("SELECT document, bytes FROM dictionary")
        )
        # Written with the next transaction; what each of them waits for is said at
        # the method that fills it.
        self._receipts: list[tuple[str]] = []
        self._arrivals: list[tuple[object, ...]] = []
        self._arrived: dict[str, str] = {}  # those in `_arrivals`, with their hashes
        self._events: list[tuple[object, ...]] = []
        self._effects: list[tuple[str, int, str]] = []

    @classmethod
    def create(
        cls, path: Path, header: Mapping[str, str], *, durable: bool = False
    ) -> "Ledger":
        """Make a new ledger at `path` with its header.

        `durable` survives a power cut at the price of speed; without it a killed
        process loses nothing. Raises LedgerError, also when the file exists.
        """
        if os.path.lexists(path):
            raise LedgerError(
                f"{path}: a ledger is here already; choose another folder"
            )
        with as_ledger_error(path), connected(str(path)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            tune(db, durable=durable)
            db.executescript(script())
            ledger = cls(db, path)
            ledger.note({"ledger_version": str(VERSION), **header})
        return ledger

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open an existing ledger for reading; LedgerError if it is none of ours."""
        if not os.path.isfile(path):  # Path's own raises where it may not look
            raise LedgerError(
                f"{path}: no ledger here; name the folder of a run, such as runs/NAME"
            )
        # As a URI: a path may hold a question mark, or a number sign.
        address = f"{path.absolute().as_uri()}?mode=ro"
        with as_unreadable(path), connected(address, uri=True) as db:
            found = db.execute(
                "SELECT value FROM header WHERE key='ledger_version'"
            ).fetchone()
            if found is None or found[0] != str(VERSION):
                raise LedgerError(
                    f"{path}: ledger version {found and found[0]}, this swsim reads"
                    f" version {VERSION}; use the swsim that played the run"
                )
            return cls(db, path)

    @classmethod
    def reopen(cls, path: Path) -> "Ledger":
        """Open the ledger of a run that was interrupted, to go on writing it."""
        cls.open(path).close()  # says what is wrong with it
        with as_ledger_error(path), connected(str(path)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            tune(db, durable=False)
            return cls(db, path)

    def close(self) -> None:
        """Write what is still in memory and close the file."""
        with as_ledger_error(self.path), closing(self._db):
            self.flush()
            self._become_one_file()

    # --- writing -----------------------------------------------------------------

    def note(self, header: Mapping[str, str]) -> None:
        """Add header values; each key is written once."""
        with as_ledger_error(self.path), self._transaction():
            self._db.executemany("INSERT INTO header VALUES (?, ?)", header.items())

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Keep what one virtual second brought.

        With messages to publish it is in the file on return, in one transaction with
        all before it. A second that publishes nothing may wait for the next one that
        does: nobody outside has seen it, and a replay gives it again.
        """
        self._effects.extend(
            (each.message_id, each.time, each.site) for each in effects
        )
        self._events.extend(_event_row(event) for event in events)
        if messages or len(self._events) >= _MOST_WAITING:
            self._write(messages)

    def flush(self) -> None:
        """Write what waits for the next transaction."""
        if self._receipts or self._arrivals or self._events or self._effects:
            self._write(())

    def _write(self, messages: Sequence[StoredMessage]) -> None:
        with as_ledger_error(self.path), self._transaction():
            for sql, rows in (
                (_INSERT_ARRIVAL, self._arrivals),
                (_INSERT_EFFECT, self._effects),
                (_INSERT_EVENT, self._events),
                (_CONFIRM, self._receipts),
            ):
                if rows:
                    self._db.executemany(sql, rows)
            self._write_messages(messages)
        for waiting in (self._arrivals, self._effects, self._events, self._receipts):
            waiting.clear()
        self._arrived.clear()

    def _write_messages(self, messages: Sequence[StoredMessage]) -> None:
        if not messages:
            return
        self._db.executemany(
            "INSERT INTO message (id, time, due, sender, recipient, document, case_id,"
            " link_sequence, sha256, xml) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [self._message_row(message) for message in messages],
        )
        self._db.execute(
            "INSERT INTO outbox (position)"
            " SELECT position FROM message ORDER BY position DESC LIMIT ?",
            (len(messages),),
        )

    def _message_row(self, message: StoredMessage) -> tuple[object, ...]:
        return (
            message.id,
            message.time,
            message.due,
            message.sender,
            message.recipient,
            message.document,
            message.case,
            message.link_sequence,
            message.sha256,
            self._packed(message.document, message.xml),
        )

    def _packed(self, document: str, xml: bytes) -> bytes:
        """Compress with the first document of the same type as the dictionary."""
        if document not in self._dictionaries:
            self._dictionaries[document] = xml[:_DICTIONARY_BYTES]
            self._db.execute(
                "INSERT INTO dictionary VALUES (?, ?)",
                (document, self._dictionaries[document]),
            )
        packer = zlib.compressobj(_LEVEL, zdict=self._dictionaries[document])
        return packer.compress(xml) + packer.flush()

    def _unpacked(self, document: str, packed: bytes) -> bytes:
        unpacker = zlib.decompressobj(zdict=self._dictionaries[document])
        xml = unpacker.decompress(packed) + unpacker.flush()
        if not unpacker.eof or unpacker.unused_data:
            raise zlib.error("the stored bytes do not end where they should")
        return xml

    def store_arrivals(self, rows: Iterable[InboxRow]) -> None:
        """Keep messages that came in; repeats are counted.

        They are in the file with the next transaction, which is the one that holds
        their effects at the latest. Flush before telling anybody that they are stored.
        """
        for row in rows:
            self._arrivals.append(_arrival_row(row))
            self._arrived.setdefault(row.message_id, row.sha256)

    def received_hash(self, message_id: str) -> str | None:
        """Return the content hash of a message that came in before; None if none."""
        if message_id in self._arrived:
            return self._arrived[message_id]
        sql = "SELECT sha256 FROM inbox WHERE message_id = ?"
        return next((str(row[0]) for row in self._rows(sql, message_id)), None)

    def store_certificates(self, certificates: Iterable[StoredCertificate]) -> None:
        """Keep the certificates that signatures will refer to."""
        with as_ledger_error(self.path), self._transaction():
            self._db.executemany(
                "INSERT INTO certificate (serial, participant, issuer, pem)"
                " VALUES (?, ?, ?, ?)",
                [
                    (str(each.serial), each.participant, each.issuer, each.pem)
                    for each in certificates
                ],
            )

    def signature(self, message_id: str) -> Signed | None:
        """Return the signature under which a message was received, if it had one."""
        self.flush()
        for value, issuer, serial in self._rows(
            "SELECT inbox.signature, certificate.issuer, certificate.serial FROM inbox"
            " JOIN certificate ON number = inbox.certificate WHERE message_id = ?",
            message_id,
        ):
            return Signed(value=value, issuer=issuer, serial=int(serial))
        return None

    def bury(self, letters: Iterable[DeadLetter]) -> None:
        """Keep what was refused, with the reason."""
        with as_ledger_error(self.path), self._transaction():
            self._db.executemany(
                "INSERT INTO dead_letter (recipient, sender, document, why, body)"
                " VALUES (?, ?, ?, ?, ?)",
                [
                    (each.recipient, each.sender, each.document, each.why, each.body)
                    for each in letters
                ],
            )

    def store_input(self, given: Given) -> None:
        """Keep what was given from outside; it is in the file on return."""
        with as_ledger_error(self.path), self._transaction():
            self._db.execute(
                "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    given.number,
                    given.time,
                    given.participant,
                    given.recipient,
                    given.case,
                    given.in_reply_to,
                    given.body,
                ),
            )

    def confirm(self, message_ids: Iterable[str]) -> None:
        """Note receipts; they reach the file with the next transaction."""
        self._receipts.extend((each,) for each in message_ids)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # When the disk is full, SQLite has rolled back by itself.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _become_one_file(self) -> None:
        """Leave WAL: such a file can be copied alone, and read where none may write."""
        # Refused for a reader, and while there is one; the next reader has both files.
        with suppress(sqlite3.OperationalError):
            self._db.execute("PRAGMA journal_mode=DELETE")

    # --- reading -----------------------------------------------------------------

    def header(self) -> dict[str, str]:
        """Return all header values."""
        return dict(self._rows("SELECT key, value FROM header ORDER BY key"))

    def events(
        self, kinds: Sequence[Kind] = (), case: str | None = None
    ) -> Iterator[Event]:
        """Yield events in canonical order: all, or those of some kinds or one case."""
        self.flush()
        wanted = [f"kind IN ({', '.join('?' * len(kinds))})"] if kinds else []
        wanted += ["case_id = ?"] if case is not None else []
        where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        for row in self._rows(
            "SELECT time, site, sequence, participant, kind, case_id, facts FROM event"
            f" {where} ORDER BY time, site, sequence",
            *kinds,
            *(() if case is None else (case,)),
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
        for row in self._rows(
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

    def effects(self) -> Iterator[Effect]:
        """Yield what was acted upon, in order."""
        self.flush()
        for row in self._rows(
            "SELECT message_id, time, site FROM effect ORDER BY position"
        ):
            yield Effect(message_id=row[0], time=row[1], site=row[2])

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
            for row in self._rows(
                "SELECT number, time, participant, recipient, case_id, in_reply_to,"
                " body FROM input ORDER BY number"
            )
        ]

    def last_second(self) -> int:
        """Return the last second that was committed, -1 where there is none."""
        (row,) = self._rows("SELECT coalesce(max(time), -1) FROM event")
        return int(row[0])

    def received(self) -> frozenset[str]:
        """Return the ids of the messages that their receivers have stored."""
        return frozenset(row[0] for row in self._rows("SELECT message_id FROM inbox"))

    def confirmed(self) -> frozenset[str]:
        """Return the ids of the messages for which there is a receipt."""
        return frozenset(
            row[0]
            for row in self._rows(
                "SELECT id FROM message JOIN outbox USING (position) WHERE confirmed"
            )
        )

    def dead_letters(self) -> list[DeadLetter]:
        """Return what was refused, in order."""
        return [
            DeadLetter(
                recipient=row[0],
                sender=row[1],
                document=row[2],
                why=row[3],
                body=row[4],
            )
            for row in self._rows(
                "SELECT recipient, sender, document, why, body FROM dead_letter"
                " ORDER BY position"
            )
        ]

    def tally(self) -> Tally:
        """Return the balance of the transport."""
        self.flush()
        (row,) = self._rows(
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
        self.flush()
        for row in self._rows(
            "SELECT case_id, facts, kind, participant, sequence, site, time FROM event"
            " ORDER BY time, site, sequence"
        ):
            yield canonical.line_of(*row)

    def digest(self) -> str:
        """Return the digest of the run."""
        return canonical.digest(self.canonical_lines())

    def _rows(self, sql: str, *values: object) -> Iterator[Any]:
        with as_unreadable(self.path):
            # Not `yield from`: an abandoned generator would close the cursor, which
            # fails once the ledger is closed.
            for row in self._db.execute(sql, values):  # noqa: UP028
                yield row


def _arrival_row(row: InboxRow) -> tuple[object, ...]:
    serial = None if row.certificate is None else str(row.certificate)
    return row.message_id, row.recipient, row.sha256, row.signature, serial


def _event_row(event: Event) -> tuple[object, ...]:
    return (
        event.site,
        event.sequence,
        event.time,
        event.participant,
        event.kind,
        event.case,
        canonical.facts_text(event.facts),
    )

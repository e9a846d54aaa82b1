"""Writes the ledger of one run, and reads it: all SQL on it stands here and beside.

Knows nothing of sockets and simulation: it is given events and messages to keep, and
gives them back in order. sqlite3's errors leave as LedgerError.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from swsim.domain.events import Event
from swsim.errors import LedgerError
from swsim.ledger import canonical
from swsim.ledger.files import as_ledger_error, as_unreadable, connected, tune
from swsim.ledger.reading import Reading
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    Foreign,
    InboxRow,
    Signed,
    StoredCertificate,
    StoredMessage,
)
from swsim.ledger.schema import VERSION, script
from swsim.simulation.mail import Given

# zlib looks back 32 KB at most; a longer dictionary would not be used.
_DICTIONARY_BYTES = 32_768
_LEVEL = 3
# Events that may wait for a transaction; bounds memory and what a kill can cost.
_MOST_WAITING = 500
# Distinct verdicts that are stored once, however often they are given.
_SHARED_VERDICTS = 1_000
# Of what was refused, more would only help to fill the disk.
_MOST_OF_A_DEAD_LETTER = 65_536

_INSERT_ARRIVAL = (
    "INSERT INTO inbox (message_id, recipient, sha256, signature, certificate)"
    " VALUES (?, ?, ?, ?, (SELECT number FROM certificate WHERE serial = ?))"
    " ON CONFLICT (message_id) DO UPDATE SET copies = copies + 1"
)
_INSERT_CERTIFICATE = (
    "INSERT INTO certificate (serial, participant, issuer, pem) VALUES (?, ?, ?, ?)"
)
_INSERT_INPUT = "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_EFFECT = (
    "INSERT INTO effect (message_id, time, site, verdict) VALUES (?, ?, ?, ?)"
)
_INSERT_FOREIGN = "INSERT INTO foreign_message VALUES (?, ?, ?, ?, ?)"
_INSERT_EVENT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)"
_CONFIRM = (
    "UPDATE outbox SET confirmed = 1"
    " WHERE position = (SELECT position FROM message WHERE id = ?)"
)


class Ledger(Reading):
    """The ledger of one run."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection, path)
        # Written with the next transaction; what each of them waits for is said at
        # the method that fills it.
        self._receipts: list[tuple[str]] = []
        self._arrivals: list[tuple[object, ...]] = []
        self._arrived: dict[str, str] = {}  # those in `_arrivals`, with their hashes
        self._foreign: list[Foreign] = []
        self._events: list[tuple[object, ...]] = []
        self._effects: list[Effect] = []
        self._verdicts: dict[str, int] = {}
        self._failed = False

    @classmethod
    def create(
        cls,
        path: Path,
        header: Mapping[str, str],
        *,
        certificates: Iterable[StoredCertificate] = (),
        inputs: Iterable[Given] = (),
        durable: bool = False,
    ) -> "Ledger":
        """Make a new ledger at `path` with all that a run begins with.

        `certificates` are those that signatures will refer to, `inputs` what was given
        beforehand. `durable` survives a power cut at the price of speed; without it a
        killed process loses nothing. Raises LedgerError, also when the file exists.
        """
        if os.path.lexists(path):
            raise LedgerError(
                f"{path}: a ledger is here already; choose another folder"
            )
        with as_ledger_error(path), connected(str(path)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            tune(db, durable=durable)
            # One transaction: who is killed meanwhile leaves an empty file, and no
            # ledger without a header, or one that lacks what the run was given.
            db.executescript("BEGIN IMMEDIATE;" + script())
            db.executemany(
                "INSERT INTO header VALUES (?, ?)",
                {"ledger_version": str(VERSION), **header}.items(),
            )
            db.executemany(_INSERT_CERTIFICATE, map(_certificate_row, certificates))
            db.executemany(_INSERT_INPUT, map(_input_row, inputs))
            db.execute("COMMIT")
            return cls(db, path)

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
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise LedgerError(
                    f"{path}: nothing is in it; the run was stopped before it began."
                    " Start it again, in another folder: swsim run"
                )
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
    def reopen(cls, path: Path, *, durable: bool = False) -> "Ledger":
        """Open the ledger of a run that was interrupted, to go on writing it.

        `durable` is that of `create`.
        """
        cls.open(path).close()  # says what is wrong with it
        with as_ledger_error(path), connected(str(path)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            tune(db, durable=durable)
            return cls(db, path)

    def close(self) -> None:
        """Write what is still in memory and close the file."""
        with as_ledger_error(self.path), closing(self._db):
            self.flush()
            self._become_one_file()

    # --- writing -----------------------------------------------------------------

    def note(self, header: Mapping[str, str]) -> None:
        """Add header values; each key is written once.

        Who notes the same value again, as a run that went on does at its end, changes
        nothing; another value for a key that stands there is refused.
        """
        known = self.header()
        header = {key: text for key, text in header.items() if known.get(key) != text}
        with as_ledger_error(self.path), self.transaction():
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
        self._effects.extend(effects)
        self._events.extend(_event_row(event) for event in events)
        if messages or len(self._events) >= _MOST_WAITING:
            self._write(messages)

    def flush(self) -> None:
        """Write what waits for the next transaction; nothing once that has failed."""
        if self._failed:
            return
        if self._receipts or self._arrivals or self._events or self._effects:
            self._write(())

    def _write(self, messages: Sequence[StoredMessage]) -> None:
        if self._failed:
            raise LedgerError(
                f"{self.path}: it could not be written before; nothing more is kept"
            )
        # Set meanwhile: what comes after a second that is not in the file, such as
        # the rest of it, could not be played again.
        self._failed = True
        with as_ledger_error(self.path), self.transaction():
            for sql, rows in (
                (_INSERT_ARRIVAL, self._arrivals),
                (_INSERT_EVENT, self._events),
                (_CONFIRM, self._receipts),
            ):
                if rows:
                    self._db.executemany(sql, rows)
            self.write_effects(self._effects)
            self._write_foreign()
            self.write_messages(messages)
        self._failed = False
        for waiting in (self._arrivals, self._effects, self._events, self._receipts):
            waiting.clear()
        self._arrived.clear()
        self._foreign.clear()

    def write_effects(self, effects: Iterable[Effect]) -> None:
        """Add what was acted upon, within a transaction."""
        rows = [self._effect_row(each) for each in effects]
        if rows:
            self._db.executemany(_INSERT_EFFECT, rows)

    def _effect_row(self, effect: Effect) -> tuple[object, ...]:
        verdict = None if effect.verdict is None else self._kept(effect.verdict)
        return effect.message_id, effect.time, effect.site, verdict

    def _kept(self, verdict: str) -> int:
        """Return the position of a verdict, written now if it is new."""
        if verdict in self._verdicts:
            return self._verdicts[verdict]
        row = self._db.execute("INSERT INTO verdict (text) VALUES (?)", (verdict,))
        position = int(row.lastrowid or 0)
        if len(self._verdicts) < _SHARED_VERDICTS:
            self._verdicts[verdict] = position
        return position

    def _write_foreign(self) -> None:
        self._db.executemany(
            _INSERT_FOREIGN,
            [
                (
                    each.message_id,
                    each.sender,
                    each.recipient,
                    each.document,
                    self._packed(each.document, each.body),
                )
                for each in self._foreign
            ],
        )

    def write_messages(self, messages: Sequence[StoredMessage]) -> None:
        """Add messages, none of them confirmed yet, within a transaction."""
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

    def store_arrivals(self, rows: Iterable[InboxRow]) -> None:
        """Keep messages that came in; repeats are counted.

        They are in the file with the next transaction, which is the one that holds
        their effects at the latest. Flush before telling anybody that they are stored.
        """
        for row in rows:
            self._arrivals.append(_arrival_row(row))
            if row.foreign is not None:
                self._foreign.append(row.foreign)
            self._arrived.setdefault(row.message_id, row.sha256)

    def received_hash(self, message_id: str) -> str | None:
        """Return the content hash of a message that came in before; None if none."""
        if message_id in self._arrived:
            return self._arrived[message_id]
        sql = "SELECT sha256 FROM inbox WHERE message_id = ?"
        return next((str(row[0]) for row in self.rows(sql, message_id)), None)

    def store_certificates(self, certificates: Iterable[StoredCertificate]) -> None:
        """Keep further certificates that signatures will refer to."""
        with as_ledger_error(self.path), self.transaction():
            self._db.executemany(
                _INSERT_CERTIFICATE, map(_certificate_row, certificates)
            )

    def signature(self, message_id: str) -> Signed | None:
        """Return the signature under which a message was received, if it had one."""
        self.flush()
        for value, issuer, serial in self.rows(
            "SELECT inbox.signature, certificate.issuer, certificate.serial FROM inbox"
            " JOIN certificate ON number = inbox.certificate WHERE message_id = ?",
            message_id,
        ):
            return Signed(value=value, issuer=issuer, serial=int(serial))
        return None

    def bury(self, letters: Iterable[DeadLetter]) -> None:
        """Keep what was refused, with the reason."""
        with as_ledger_error(self.path), self.transaction():
            self._db.executemany(
                "INSERT INTO dead_letter"
                " (time, at, recipient, sender, document, why, size, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        each.time,
                        each.at,
                        each.recipient,
                        each.sender,
                        each.document,
                        each.why,
                        each.size,
                        each.body[:_MOST_OF_A_DEAD_LETTER],
                    )
                    for each in letters
                ],
            )

    def store_input(self, given: Given) -> None:
        """Keep what was given from outside; it is in the file on return."""
        with as_ledger_error(self.path), self.transaction():
            self._db.execute(_INSERT_INPUT, _input_row(given))

    def confirm(self, message_ids: Iterable[str]) -> None:
        """Note receipts; they reach the file with the next transaction."""
        self._receipts.extend((each,) for each in message_ids)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction that ends with the block, well or undone."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            # When the disk is full, SQLite has rolled back by itself.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _become_one_file(self) -> None:
        """Leave WAL: such a file can be copied alone, and read where none may write."""
        # Both are refused for a reader, the second also while there is one: then all is
        # in the one file at least.
        with suppress(sqlite3.OperationalError):
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._db.execute("PRAGMA journal_mode=DELETE")


def _arrival_row(row: InboxRow) -> tuple[object, ...]:
    serial = None if row.certificate is None else str(row.certificate)
    return row.message_id, row.recipient, row.sha256, row.signature, serial


def _certificate_row(each: StoredCertificate) -> tuple[object, ...]:
    return str(each.serial), each.participant, each.issuer, each.pem


def _input_row(given: Given) -> tuple[object, ...]:
    return (
        given.number,
        given.time,
        given.participant,
        given.recipient,
        given.case,
        given.in_reply_to,
        given.body,
    )


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

"""The ledger gives back what it was given, never forgets, and fails in plain words."""

import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.records import event, message
from swsim.errors import LedgerError
from swsim.ledger.files import is_begun
from swsim.ledger.reading import DamagedRecordError
from swsim.ledger.records import (
    DeadLetter,
    Effect,
    InboxRow,
    Signed,
    StoredCertificate,
    StoredMessage,
)
from swsim.ledger.schema import RECORD_TABLES
from swsim.ledger.store import Ledger
from swsim.simulation.mail import Given
from unprivileged import as_nobody, public_folder


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    made = Ledger.create(tmp_path / "ledger.db", {"run_id": "r1"})
    yield made
    made.close()


def _effect(message_id: str) -> Effect:
    return Effect(message_id=message_id, time=65, site="pa")


def _arrival(message_id: str) -> InboxRow:
    return InboxRow(message_id=message_id, recipient="pa-sw", sha256="0" * 64)


@pytest.fixture
def public_path() -> Iterator[Path]:
    """A folder that everybody may enter."""
    with public_folder() as folder:
        yield folder


def _fill(ledger: Ledger) -> None:
    """Put a row into every record table."""
    ledger.store_certificates([CERTIFICATE])
    effect = replace(_effect("m1"), verdict="{}")
    ledger.commit_second([event(5, "jp", 1)], [message("m1")], [effect])
    ledger.store_input(GIVEN)


CERTIFICATE = StoredCertificate(
    serial=2**159, participant="jp-sw", issuer="CN=run CA", pem="PEM"
)
GIVEN = Given(
    number=1,
    time=5,
    participant="jp-trd",
    recipient="jp-sw",
    case=None,
    in_reply_to=None,
    body=b"<a/>",
)


# --- records are for ever ---------------------------------------------------------


def test_record_tables_are_all_there(ledger: Ledger) -> None:
    rows = ledger._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in rows}
    transport = {"outbox", "inbox", "foreign_message", "dead_letter"}
    assert tables == {*RECORD_TABLES, *transport}


@pytest.mark.parametrize("table", RECORD_TABLES)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE"])
def test_record_cannot_be_changed(ledger: Ledger, table: str, verb: str) -> None:
    _fill(ledger)
    ledger._db.execute("PRAGMA recursive_triggers = ON")
    (column,) = [row[1] for row in ledger._db.execute(f"PRAGMA table_info({table})")][
        :1
    ]
    sql = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"REPLACE INTO {table} SELECT * FROM {table}",
    }[verb]
    before = ledger._db.execute(f"SELECT count(*) FROM {table}").fetchone()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        ledger._db.execute(sql)
    assert ledger._db.execute(f"SELECT count(*) FROM {table}").fetchone() == before
    assert before[0] > 0


def test_header_value_is_written_once(ledger: Ledger) -> None:
    with pytest.raises(LedgerError):
        ledger.note({"run_id": "r2"})
    assert ledger.header() == {"ledger_version": "3", "run_id": "r1"}


# --- what comes back --------------------------------------------------------------


def test_messages_come_back_byte_for_byte(ledger: Ledger) -> None:
    bodies = [
        b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\r\n\t\xc3\xb1 </a>',
        bytes(range(256)) * 300,  # longer than what zlib looks back
        b"",
        b"<a/>" * 20_000,
    ]
    sent = [message(f"m{number}", body) for number, body in enumerate(bodies)]
    ledger.commit_second([event(5, "jp", 1)], sent, [])
    assert list(ledger.messages()) == sent


def test_messages_come_back_after_the_file_was_closed(tmp_path: Path) -> None:
    made = Ledger.create(tmp_path / "l.db", {})
    sent = [message("m1", b"<a>1</a>"), message("m2", b"<a>2</a>", case="case-2")]
    made.commit_second([], sent, [])
    made.close()
    with closing(Ledger.open(tmp_path / "l.db")) as opened:
        assert list(opened.messages()) == sent
        assert list(opened.messages("case-2")) == sent[1:]
        assert list(opened.messages("case-3")) == []


def test_events_come_back_as_they_were(ledger: Ledger) -> None:
    events = [
        event(1, "jp", 1, {"to": "pa-sw", "due": 61, "about": "Ñandú «1»"}),
        event(2, "jp", 2, {}),
    ]
    ledger.commit_second(events, [], [])
    assert list(ledger.events()) == events


def test_dead_letters_come_back_in_order(ledger: Ledger) -> None:
    letters = [
        DeadLetter(
            recipient="pa-sw",
            sender=name,
            document="declaration",
            why=why,
            body=body,
            size=len(body),
            time=7,
            at="2026-04-06T00:00:00.000+00:00",
        )
        for name, why, body in (("jp-sw", "no XML", b"\xff\x00"), ("evil", "who?", b""))
    ]
    ledger.bury(letters)
    assert ledger.dead_letters() == letters


def test_what_waits_in_memory_is_in_the_file_once_it_is_closed(tmp_path: Path) -> None:
    made = Ledger.create(tmp_path / "l.db", {})
    made.commit_second([event(5, "jp", 1)], [message("m1")], [])
    made.confirm(["m1"])
    made.store_arrivals([_arrival("m1")])
    made.commit_second([event(65, "pa", 1)], [], [_effect("m1")])
    made.close()
    with sqlite3.connect(tmp_path / "l.db") as db:
        counts = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("event", "effect", "inbox", "outbox WHERE confirmed = 1")
        ]
    db.close()
    assert counts == [2, 1, 1, 1]


def test_second_with_messages_is_in_the_file_at_once(ledger: Ledger) -> None:
    """A killed process loses nothing that somebody else may have seen."""
    ledger.commit_second([event(5, "jp", 1)], [message("m1")], [])
    with closing(Ledger.open(ledger.path)) as other:
        assert len(list(other.events())) == 1
        assert len(list(other.messages())) == 1


# --- the balance ------------------------------------------------------------------


def test_tally_of_a_message_sent_and_acted_upon_is_even(ledger: Ledger) -> None:
    ledger.commit_second([], [message("m1"), message("m2")], [])
    ledger.store_arrivals([_arrival("m1"), _arrival("m2")])
    ledger.commit_second([], [], [_effect("m1"), _effect("m2")])
    tally = ledger.tally()
    assert (tally.messages, tally.lost, tally.duplicated) == (2, 0, 0)
    assert (tally.repeated_deliveries, tally.dead_letters) == (0, 0)


def test_tally_counts_what_was_never_acted_upon_as_lost(ledger: Ledger) -> None:
    ledger.commit_second([], [message(f"m{n}") for n in range(5)], [])
    ledger.store_arrivals([_arrival("m0"), _arrival("m1"), _arrival("m2")])
    ledger.commit_second([], [], [_effect("m0"), _effect("m2")])
    assert ledger.tally().lost == 3


def test_tally_counts_a_message_that_was_acted_upon_twice_or_more_once(
    ledger: Ledger,
) -> None:
    ledger.commit_second([], [message("m1"), message("m2"), message("m3")], [])
    acted = ["m1", "m2", "m2", "m3", "m3", "m3"]
    ledger.commit_second([], [], [_effect(each) for each in acted])
    tally = ledger.tally()
    assert (tally.lost, tally.duplicated) == (0, 2)


def test_tally_counts_repeated_deliveries_apart(ledger: Ledger) -> None:
    ledger.commit_second([], [message("m1")], [])
    for _ in range(4):
        ledger.store_arrivals([_arrival("m1")])
    ledger.commit_second([], [], [_effect("m1")])
    tally = ledger.tally()
    assert (tally.repeated_deliveries, tally.duplicated) == (3, 0)


# --- what cannot be done, in plain words ------------------------------------------


def test_second_ledger_at_the_same_place_is_refused(ledger: Ledger) -> None:
    _fill(ledger)
    with pytest.raises(LedgerError, match="a ledger is here already"):
        Ledger.create(ledger.path, {})
    assert len(list(ledger.events())) == 1


def test_ledger_begins_with_all_that_the_run_was_given(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    made = Ledger.create(path, {}, certificates=[CERTIFICATE], inputs=[GIVEN])
    assert made.inputs() == [GIVEN]
    assert list(made.rows("SELECT participant FROM certificate")) == [("jp-sw",)]
    made.close()


@pytest.mark.parametrize(
    "cut_off", [{"certificates": [CERTIFICATE] * 2}, {"inputs": [GIVEN] * 2}]
)
def test_ledger_of_which_a_part_is_missing_has_not_begun(
    tmp_path: Path, cut_off: dict[str, Any]
) -> None:
    """Or a run that was killed there would go on without what it was given."""
    with pytest.raises(LedgerError, match="UNIQUE"):
        Ledger.create(tmp_path / "ledger.db", {"run_id": "r1"}, **cut_off)
    assert not is_begun(tmp_path / "ledger.db")


def test_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="the folder can be written"):
        Ledger.create(tmp_path / "nowhere" / "ledger.db", {})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_read_only_folder_is_a_sentence(public_path: Path) -> None:
    public_path.chmod(0o555)
    with (
        as_nobody(),
        pytest.raises(LedgerError, match="the folder can be written"),
    ):
        Ledger.create(public_path / "ledger.db", {})


def test_ledger_that_is_read_meanwhile_is_whole_in_its_file(tmp_path: Path) -> None:
    """Who copies it alone, without what SQLite has left beside it, has everything."""
    made = Ledger.create(tmp_path / "ledger.db", {})
    with closing(Ledger.open(made.path)):
        _fill(made)
        made.close()
    copied = shutil.copy(made.path, tmp_path / "copied.db")
    with closing(Ledger.open(Path(copied))) as copy:
        assert len(list(copy.events())) == len(list(copy.messages())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_ledger_in_a_read_only_folder_can_be_read(public_path: Path) -> None:
    made = Ledger.create(public_path / "ledger.db", {})
    _fill(made)
    made.close()
    public_path.chmod(0o555)
    with (
        as_nobody(),
        closing(Ledger.open(public_path / "ledger.db")) as opened,
    ):
        assert [each.id for each in opened.messages()] == ["m1"]


def test_full_disk_is_a_sentence_and_leaves_a_readable_file(ledger: Ledger) -> None:
    _fill(ledger)
    ledger._db.execute("PRAGMA max_page_count = 30")
    big = message("m2", os.urandom(200_000))
    with pytest.raises(LedgerError, match="full; check that the disk has room"):
        ledger.commit_second([event(6, "jp", 2)], [big], [])
    with closing(Ledger.open(ledger.path)) as other:
        assert [each.id for each in other.messages()] == ["m1"]
        assert [each.sequence for each in other.events()] == [1]
    ledger._db.execute("PRAGMA max_page_count = 100000")


def test_after_a_second_that_could_not_be_kept_nothing_more_is(ledger: Ledger) -> None:
    """Half a second in the file could not be played again."""
    _fill(ledger)
    ledger._db.execute("PRAGMA max_page_count = 30")
    big = message("m2", os.urandom(200_000))
    with pytest.raises(LedgerError, match="full"):
        ledger.commit_second([event(6, "jp", 2)], [big], [_effect("m2")])
    ledger._db.execute("PRAGMA max_page_count = 100000")
    ledger.store_arrivals([_arrival("m2")])
    ledger.flush()
    with pytest.raises(LedgerError, match="nothing more is kept"):
        ledger.commit_second([event(7, "jp", 3)], [message("m3")], [])

    with closing(Ledger.open(ledger.path)) as other:
        assert [each.id for each in other.messages()] == ["m1"]
        assert [each.sequence for each in other.events()] == [1]
        assert [each.message_id for each in other.effects()] == ["m1"]


NO_LEDGER = {
    "a text": b"schema_version: 1\n" * 100,
    "a PDF": b"%PDF-1.7\n" + bytes(4096),
}


@pytest.mark.parametrize("name", NO_LEDGER)
def test_file_that_is_no_ledger_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(NO_LEDGER[name])
    with pytest.raises(LedgerError, match="cannot be read as the ledger of a run"):
        Ledger.open(path)


def test_ledger_of_a_run_that_did_not_begin_is_refused(tmp_path: Path) -> None:
    """SQLite makes the file before the tables; a kill may come in between."""
    (tmp_path / "ledger.db").touch()
    with pytest.raises(LedgerError, match="stopped before it began"):
        Ledger.open(tmp_path / "ledger.db")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE header (key TEXT, value TEXT)")
    db.close()
    with pytest.raises(LedgerError, match="ledger version None"):
        Ledger.open(path)


def test_ledger_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE header (key TEXT, value TEXT)")
        db.execute("INSERT INTO header VALUES ('ledger_version', '99')")
    db.close()
    with pytest.raises(LedgerError, match="version 99, this swsim reads version 3"):
        Ledger.open(path)


@pytest.mark.parametrize("name", ["missing.db", "."])
def test_ledger_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here; name the folder of a run"):
        Ledger.open(tmp_path / name)


@pytest.mark.parametrize("name", ["what?", "50%41", "a#b", "с пробелом", "a&mode=rwc"])
def test_path_may_hold_what_is_special_in_an_address(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    made = Ledger.create(path, {"run_id": name})
    made.close()
    with closing(Ledger.open(path)) as opened:
        assert opened.header()["run_id"] == name
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_opened_ledger_cannot_be_written(ledger: Ledger) -> None:
    with (
        closing(Ledger.open(ledger.path)) as opened,
        pytest.raises(LedgerError, match="readonly"),
    ):
        opened.note({"verdict": "PASS"})


def _damaged(ledger: Ledger, sql: str) -> None:
    for table in RECORD_TABLES:
        ledger._db.execute(f"DROP TRIGGER {table}_no_update")
    ledger._db.execute(sql)


@pytest.mark.parametrize(
    "damage", ["x'0102030405060708'", "x''", "substr(xml, 1, 8)", "xml || x'00'"]
)
def test_message_whose_bytes_were_damaged_is_named(damage: str, ledger: Ledger) -> None:
    _fill(ledger)
    _damaged(ledger, f"UPDATE message SET xml = CAST({damage} AS BLOB)")
    with pytest.raises(DamagedRecordError, match=r"message 1 \(m1, jp-sw to pa-sw\)"):
        list(ledger.messages())


@pytest.mark.parametrize("change", ["facts = '{'", "kind = 'forged'"])
def test_event_that_was_damaged_is_named(ledger: Ledger, change: str) -> None:
    _fill(ledger)
    _damaged(ledger, f"UPDATE event SET {change}")
    with pytest.raises(DamagedRecordError, match=re.escape("event 1 of site jp")):
        list(ledger.events())


def test_stored_message_type_is_frozen() -> None:
    with pytest.raises(AttributeError):
        message("m1").id = "m2"  # type: ignore[misc]
    assert isinstance(message("m1"), StoredMessage)


# --- signatures and what came in before -------------------------------------------


def test_signature_comes_back_with_its_certificate(ledger: Ledger) -> None:
    ledger.store_certificates([CERTIFICATE])
    first = replace(_arrival("m1"), signature=b"rs", certificate=CERTIFICATE.serial)
    ledger.store_arrivals([first, _arrival("m2")])

    assert ledger.signature("m1") == Signed(
        value=b"rs", issuer=CERTIFICATE.issuer, serial=CERTIFICATE.serial
    )
    assert ledger.signature("m2") is None
    assert ledger.signature("m3") is None


@pytest.mark.parametrize("flushed", [False, True])
def test_hash_of_what_came_in_is_known_at_once_and_later(
    ledger: Ledger, flushed: bool
) -> None:
    ledger.store_arrivals([_arrival("m1")])
    if flushed:
        ledger.flush()

    assert ledger.received_hash("m1") == "0" * 64
    assert ledger.received_hash("m2") is None


def test_hash_of_what_came_in_is_that_of_the_first_copy(ledger: Ledger) -> None:
    ledger.store_arrivals([_arrival("m1"), replace(_arrival("m1"), sha256="1" * 64)])

    assert ledger.received_hash("m1") == "0" * 64
    ledger.flush()
    assert ledger.received_hash("m1") == "0" * 64


@pytest.mark.parametrize(("durable", "synchronous"), [(False, 1), (True, 2)])
def test_durable_ledger_waits_for_the_disk(
    durable: bool, synchronous: int, tmp_path: Path
) -> None:
    """SQLite's NORMAL (1) may lose what a power cut meets; FULL (2) does not."""
    made = Ledger.create(tmp_path / "l.db", {}, durable=durable)
    made.close()
    again = Ledger.reopen(tmp_path / "l.db", durable=durable)

    assert again._db.execute("PRAGMA synchronous").fetchone() == (synchronous,)
    again.close()

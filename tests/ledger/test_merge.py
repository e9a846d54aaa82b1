"""The ledgers of several workers become the one that a single process writes."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.records import event, message
from swsim.errors import LedgerError
from swsim.ledger.files import is_begun, remove
from swsim.ledger.merge import merge
from swsim.ledger.records import DeadLetter, Effect, Foreign, InboxRow, StoredMessage
from swsim.ledger.store import Ledger

TABLES = ("event", "message", "effect", "outbox", "inbox", "dead_letter", "dictionary")


def _message(id_: str, time: int, site: str) -> StoredMessage:
    xml = f"<a>{id_ * 20}</a>".encode()
    return replace(message(id_, xml), time=time, due=time + 60, sender=f"{site}-sw")


def _play(ledger: Ledger, sites: Sequence[str]) -> None:
    """Write what some sites do in two seconds, in the order of a process."""
    for time in (5, 6):
        ledger.commit_second(
            [event(time, site, time) for site in sites],
            [
                _message(f"{site}{time}{at}", time, site)
                for site in sites
                for at in "ba"
            ],
            [Effect(message_id=f"to-{s}{time}", time=time, site=s) for s in sites],
        )
    ledger.store_arrivals(
        [
            InboxRow(message_id=f"to-{s}5", recipient=f"{s}-sw", sha256="0")
            for s in sites
        ]
    )
    ledger.confirm([f"{site}5b" for site in sites])
    if "jp" in sites:
        ledger.bury(
            [
                DeadLetter(
                    recipient="jp-sw",
                    sender="x",
                    document="y",
                    why="z",
                    body=b"?",
                    size=1,
                    time=5,
                    at="2026-11-29T00:00:00.000+00:00",
                )
            ]
        )
    ledger.flush()


def _ledger(path: Path, sites: Sequence[str]) -> Path:
    with closing(Ledger.create(path, {"run_id": "r1"})) as ledger:
        _play(ledger, sites)
    return path


def _rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(Ledger.open(path)) as ledger:
        return list(ledger.rows(f"SELECT * FROM {table} ORDER BY 1, 2"))


@pytest.mark.parametrize("table", TABLES)
def test_merged_ledger_is_that_of_one_process(table: str, tmp_path: Path) -> None:
    alone = _ledger(tmp_path / "alone.db", ["ca", "jp", "pa"])
    parts = [
        _ledger(tmp_path / "1.db", ["jp"]),
        _ledger(tmp_path / "2.db", ["ca", "pa"]),
    ]
    merged = tmp_path / "merged.db"
    with closing(Ledger.create(merged, {"run_id": "r1"})) as ledger:
        merge(ledger, parts)

    assert _rows(alone, table)
    assert _rows(merged, table) == _rows(alone, table)


def test_record_that_two_parts_hold_leaves_the_ledger_empty(tmp_path: Path) -> None:
    parts = [_ledger(tmp_path / f"{number}.db", ["jp"]) for number in (1, 2)]
    with closing(Ledger.create(tmp_path / "merged.db", {"run_id": "r1"})) as ledger:
        with pytest.raises(LedgerError):
            merge(ledger, parts)
        assert (ledger.last_second(), ledger.tally().messages) == (-1, 0)


def test_what_came_from_other_workers_is_kept_as_it_came(tmp_path: Path) -> None:
    came = [
        Foreign(
            message_id=id_,
            sender="pa-sw",
            recipient="jp-sw",
            document="declaration",
            body=f"<a>año {id_}</a>".encode(),
        )
        for id_ in ("z", "a")
    ]
    path = tmp_path / "1.db"
    with closing(Ledger.create(path, {"run_id": "r1"})) as ledger:
        ledger.store_arrivals(
            [
                InboxRow(
                    message_id=each.message_id,
                    recipient=each.recipient,
                    sha256="0",
                    foreign=each,
                )
                for each in came
            ]
        )
        ledger.store_arrivals([InboxRow(message_id="z", recipient="jp-sw", sha256="0")])
    with closing(Ledger.open(path)) as ledger:
        assert ledger.foreign() == came
        assert [ledger.received_hash(id_) for id_ in ("a", "z", "b")][1:] == ["0", None]


def test_confirmed_messages_are_named(tmp_path: Path) -> None:
    with closing(Ledger.open(_ledger(tmp_path / "1.db", ["jp"]))) as ledger:
        assert ledger.confirmed() == {"jp5b"}


def test_ledger_is_begun_once_it_has_its_header(tmp_path: Path) -> None:
    path = tmp_path / "1.db"
    assert not is_begun(path)

    path.touch()  # killed before SQLite wrote anything
    assert not is_begun(path)

    remove(path)
    _ledger(path, ["jp"])
    assert is_begun(path)


def test_removed_ledger_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = _ledger(tmp_path / "1.db", ["jp"])
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).touch()
    remove(path)

    assert list(tmp_path.iterdir()) == []

"""The canonical export: one order, one spelling, one digest."""

import json
from hashlib import sha256
from pathlib import Path

from ledger.records import event
from swsim.ledger import canonical
from swsim.ledger.store import Ledger


def _export(path: Path, *, header: dict[str, str], backwards: bool = False) -> Ledger:
    ledger = Ledger.create(path, header)
    events = [
        event(7, "pa", 2),
        event(7, "jp", 3, {"to": "Panamá", "findings": ("R04", "R11"), "due": 67}),
        event(7, "jp", 2),
        event(3, "pa", 1),
        event(3, "jp", 1),
    ]
    ledger.commit_second(events[::-1] if backwards else events, [], [])
    return ledger


def test_export_is_sorted_by_time_site_and_sequence(tmp_path: Path) -> None:
    ledger = _export(tmp_path / "ledger.db", header={})
    lines = [json.loads(line) for line in ledger.canonical_lines()]
    ledger.close()
    expected = [(3, "jp", 1), (3, "pa", 1), (7, "jp", 2), (7, "jp", 3), (7, "pa", 2)]
    assert [
        (line["time"], line["site"], line["sequence"]) for line in lines
    ] == expected


def test_line_has_sorted_keys_and_no_white_space(tmp_path: Path) -> None:
    ledger = _export(tmp_path / "ledger.db", header={})
    line = list(ledger.canonical_lines())[3]
    ledger.close()
    expected = (
        '{"case":"case-1","facts":{"due":67,"findings":["R04","R11"],"to":"Panamá"},'
        '"kind":"sent","participant":"jp-sw","sequence":3,"site":"jp","time":7}'
    )
    assert line == expected


def test_event_has_the_same_line_before_and_after_it_is_stored(tmp_path: Path) -> None:
    ledger = _export(tmp_path / "ledger.db", header={})
    rewritten = [canonical.line(each) for each in ledger.events()]
    assert rewritten == list(ledger.canonical_lines())
    ledger.close()


def test_digest_is_the_sha256_of_the_export(tmp_path: Path) -> None:
    ledger = _export(tmp_path / "ledger.db", header={})
    export = "".join(f"{line}\n" for line in ledger.canonical_lines())
    digest = ledger.digest()
    ledger.close()
    assert digest == sha256(export.encode()).hexdigest()


def test_folder_header_and_order_of_writing_are_not_in_the_digest(
    tmp_path: Path,
) -> None:
    first = _export(tmp_path / "a.db", header={"run_id": "one", "start": "today"})
    other = _export(
        tmp_path / "another name.db", header={"run_id": "two"}, backwards=True
    )
    assert list(first.canonical_lines()) == list(other.canonical_lines())
    assert first.digest() == other.digest()
    first.close()
    other.close()


def test_one_other_fact_gives_another_digest(tmp_path: Path) -> None:
    digests = set()
    for name in ("S00001", "S00002"):
        ledger = Ledger.create(tmp_path / f"{name}.db", {})
        ledger.commit_second([event(1, "jp", 1, {"about": name})], [], [])
        digests.add(ledger.digest())
        ledger.close()
    assert len(digests) == 2

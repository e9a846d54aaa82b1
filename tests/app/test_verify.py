"""A replay finds the first thing that is not as it was played."""

import re
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from app.playing import Played
from app.tampering import change, copied
from swsim.app.folders import open_folder
from swsim.app.verify import Verification, verify
from swsim.documents.canonical import canonical
from swsim.errors import LedgerError, UsageError
from swsim.ledger.store import Ledger


@pytest.fixture
def run(first_contact: Played, tmp_path: Path) -> Path:
    """A copy of a run, to tamper with."""
    return copied(first_contact.folder, tmp_path / "copy")


async def _verify(run: Path, *, full: bool = False) -> Verification:
    return await verify(run, full=full)


@pytest.mark.parametrize("full", [False, True])
async def test_untouched_run_is_verified(
    full: bool, first_contact: Played, run: Path
) -> None:
    found = await _verify(run, full=full)
    assert found.difference is None
    assert found.digest == first_contact.summary.digest
    assert found.events == len(first_contact.export())


_CUT = "substr({0}, 1, {1} - 1) || {2} || substr({0}, {1} + 1)"
_ONE_BYTE = _CUT.format("xml", 30, "x'ff'")

# What is done to the ledger -> how the difference begins.
TAMPERED = {
    "one byte of a stored message": (
        f"UPDATE message SET xml = CAST({_ONE_BYTE} AS BLOB) WHERE position = 9",
        r"message 9 \(",
    ),
    "one character of a message": (
        "UPDATE message SET xml = swapped(xml, document, 'Training', 'Straining')"
        " WHERE position = 1",
        r"message 1 \(",
    ),
    "a message's hash": (
        f"UPDATE message SET sha256 = '{'0' * 64}' WHERE position = 4",
        r"message 4 \(",
    ),
    "a message's due second": (
        "UPDATE message SET due = due + 1 WHERE position = 3",
        "message 3 at second",
    ),
    "a message, taken out": (
        "DELETE FROM message WHERE position = (SELECT max(position) FROM message)",
        r"message \d+ at second \d+: recorded nothing; replayed",
    ),
    "one fact of one event": (
        "UPDATE event SET facts = replace(facts, '\"due\":140', '\"due\":141')"
        " WHERE site = 'jp' AND sequence = 3",
        "event 3 at second 139",
    ),
    "an event's facts, so that they cannot be read": (
        "UPDATE event SET facts = '{' WHERE site = 'jp' AND sequence = 3",
        "event 3 at second 139",
    ),
    "the first event, taken out": (
        "DELETE FROM event WHERE site = 'jp' AND sequence = 1",
        "event 1 at second 139",
    ),
    "an event, put in behind the last": (
        "INSERT INTO event SELECT site, 999, 9999999, participant, kind, case_id, facts"
        " FROM event WHERE site = 'jp' AND sequence = 1",
        r"event \d+: recorded .*; replayed nothing",
    ),
    "an effect, taken out": (
        "DELETE FROM effect WHERE position = 1",
        "effect 1 at second",
    ),
    "an effect, put in behind the last": (
        "INSERT INTO effect SELECT 999, message_id, time, site, verdict FROM effect"
        " LIMIT 1",
        r"effect \d+: recorded .*; replayed nothing",
    ),
    "the digest": (
        f"UPDATE header SET value = '{'0' * 64}' WHERE key = 'digest'",
        "the recorded digest is 000",
    ),
    "the seed": ("UPDATE header SET value = 8 WHERE key = 'seed'", "event 1 at second"),
}


@pytest.mark.parametrize("what", TAMPERED)
async def test_difference_is_named(what: str, run: Path) -> None:
    sql, expected = TAMPERED[what]
    change(run, sql)
    found = await _verify(run)
    assert found.difference is not None
    assert re.match(expected, found.difference)


async def test_message_changed_together_with_its_hash_is_found(run: Path) -> None:
    """Whoever forges both cannot forge what a replay says."""
    swap = "swapped(xml, document, 'Training', 'Straining')"
    change(run, f"UPDATE message SET xml = {swap} WHERE position = 1")
    with closing(Ledger.open(run / "ledger.db")) as ledger:
        forged = sha256(canonical(next(ledger.messages()).xml, "")).hexdigest()
    change(run, f"UPDATE message SET sha256 = '{forged}' WHERE position = 1")
    found = await _verify(run)
    assert found.difference is not None
    assert found.difference.startswith("message 1 at second 139: recorded")


async def test_another_scenario_is_named(run: Path) -> None:
    scenario = run / "scenario.yaml"
    scenario.write_text(scenario.read_text().replace("transit: 18d", "transit: 19d"))
    expected = "scenario.yaml is not the one that was played"
    assert (await _verify(run)).difference == expected


@pytest.mark.parametrize("key", ["version", "schemas_sha256", "members_sha256"])
async def test_run_of_another_version_is_refused(key: str, run: Path) -> None:
    change(run, f"UPDATE header SET value = 'old' WHERE key = '{key}'")
    with pytest.raises(LedgerError, match=f"{key} was old when the run was played"):
        await _verify(run)


async def test_run_that_was_not_played_to_its_end_is_refused(run: Path) -> None:
    change(run, "DELETE FROM header WHERE key = 'digest'")
    with pytest.raises(LedgerError, match="not played to its end"):
        await _verify(run)


def test_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run here"):
        open_folder(tmp_path)

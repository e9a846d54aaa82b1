"""`swsim verify` says verified, or names the first difference."""

import json
import re
from pathlib import Path

import pytest

from app.tampering import change, copied
from cli.command import Here, Said, is_one_sentence


@pytest.fixture
def copy(run_folder: Path, tmp_path: Path) -> Path:
    """A copy of a run, to tamper with."""
    return copied(run_folder, tmp_path / "copy")


def test_run_is_verified(run_folder: Path, here: Here) -> None:
    said = here("verify", run_folder)
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"verified: \d+ events\n", said.out)


def test_verified_as_json(run_folder: Path, run_said: Said, here: Here) -> None:
    shown = json.loads(here("verify", "--json", run_folder).out)
    digest = json.loads(run_said.out)["digest"]
    assert shown["events"] > 100
    del shown["events"]
    assert shown == {"verified": True, "digest": digest, "difference": None}


_BYTE = "substr(xml, 1, 20) || x'00' || substr(xml, 22)"


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        (
            f"UPDATE message SET xml = CAST({_BYTE} AS BLOB) WHERE position = 5",
            "message 5 (",
        ),
        (
            "UPDATE event SET facts = replace(facts, 'X1', 'X2')"
            " WHERE site = 'jp' AND sequence = 2",
            "event 2 at second 139",
        ),
    ],
)
def test_difference_is_named(sql: str, first: str, copy: Path, here: Here) -> None:
    change(copy, sql)
    said = here("verify", copy)
    assert (said.code, said.err) == (1, "")
    assert said.out.startswith(first)
    assert is_one_sentence(said.out.strip())


def test_run_of_another_version_is_refused(copy: Path, here: Here) -> None:
    change(copy, "UPDATE header SET value = '0.0.1' WHERE key = 'version'")
    said = here("verify", copy)
    assert (said.code, said.out) == (3, "")
    assert is_one_sentence(said.err)
    assert "version was 0.0.1" in said.err


def test_folder_without_a_run_is_a_sentence(tmp_path: Path, here: Here) -> None:
    said = here("verify", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)


def test_ledger_that_is_none_is_a_sentence(tmp_path: Path, here: Here) -> None:
    (tmp_path / "ledger.db").write_text("not a database, but long enough to be one")
    said = here("verify", tmp_path)
    assert (said.code, said.out) == (3, "")
    assert is_one_sentence(said.err)

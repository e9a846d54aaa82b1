"""`swsim ledger export`: the canonical events, and the messages as they were sent."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cli.command import COMMAND, Here, Said, environment, is_one_sentence
from swsim.validation.engine import Validator


def test_canonical_export_has_the_digest(
    run_folder: Path, run_said: Said, here: Here
) -> None:
    said = here("ledger", "export", "--canonical", run_folder)
    digest = json.loads(run_said.out)["digest"]
    assert (said.code, said.err) == (0, "")
    assert sha256(said.out.encode()).hexdigest() == digest


def test_messages_are_written_as_files_that_are_valid(
    run_folder: Path, run_said: Said, tmp_path: Path, here: Here
) -> None:
    said = here("ledger", "export", run_folder, "--messages", tmp_path / "xml")
    files = sorted((tmp_path / "xml").iterdir())
    run = json.loads(run_said.out)
    assert (said.code, said.out) == (0, "")
    assert len(files) == run["messages"]
    assert files[0].name == "000001-jp-trd-jp-sw-declaration.xml"
    validator = Validator()
    for file in files:
        assert validator.validate(file.read_bytes()).is_valid
        assert run["run_id"].encode() in file.read_bytes()


def test_nothing_to_export_is_a_usage_error(run_folder: Path, here: Here) -> None:
    said = here("ledger", "export", run_folder)
    assert (said.code, said.out) == (2, "")
    assert "--canonical, or --messages" in said.err


def test_folder_that_cannot_be_written_is_a_sentence(
    run_folder: Path, tmp_path: Path, here: Here
) -> None:
    (tmp_path / "file").write_text("")
    said = here("ledger", "export", run_folder, "--messages", tmp_path / "file")
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE")
def test_reader_that_goes_away_is_no_error_to_speak_of(run_folder: Path) -> None:
    writer = subprocess.Popen(
        [*COMMAND, "ledger", "export", "--canonical", run_folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.stdout.close()
    writer.stdout = None
    _, err = writer.communicate(timeout=20)
    assert err == b""

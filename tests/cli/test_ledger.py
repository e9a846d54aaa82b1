"""`swsim ledger export`: the canonical events, and the messages as they were sent."""

import json
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from app.tampering import copied
from cli.command import COMMAND, Here, Said, environment, is_one_sentence
from patience import PATIENCE
from swsim.ledger.records import DeadLetter
from swsim.ledger.store import Ledger
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
    _, err = writer.communicate(timeout=PATIENCE)
    assert err == b""


# --- dead letters -----------------------------------------------------------------


@pytest.fixture
def with_dead_letters(run_folder: Path, tmp_path: Path) -> Path:
    """A copy of a run to which two strangers wrote."""
    folder = copied(run_folder, tmp_path / "copy")
    with closing(Ledger.reopen(folder / "ledger.db")) as ledger:
        ledger.bury([_letter("evil-sw", b"\xff\0"), _letter("[b]x", b"y" * 70_000)])
    return folder


def _letter(sender: str, body: bytes) -> DeadLetter:
    return DeadLetter(
        recipient="pa-sw",
        sender=sender,
        document="declaration",
        why="no XML [red]at all",
        body=body,
        size=len(body),
        time=90_061,
        at="2026-05-01T12:34:56.789+00:00",
    )


def test_dead_letters_are_listed_with_reason_and_time(
    with_dead_letters: Path, here: Here
) -> None:
    said = here("ledger", "dead-letters", with_dead_letters, "--lang", "en")
    words = " ".join(said.out.split())

    assert (said.code, said.err) == (0, "")
    assert "1 day 2, 01:01:01 (2026-05-01 12:34:56 UTC) evil-sw → pa-sw" in words
    assert "2 bytes no XML [red]at all" in words
    # Text of strangers is no markup.
    assert "[b]x → pa-sw: declaration, 70,000 bytes" in words


def test_dead_letters_as_json(with_dead_letters: Path, here: Here) -> None:
    first, second = json.loads(
        here("ledger", "dead-letters", with_dead_letters, "--json").out
    )

    assert first == {
        "number": 1,
        "second": 90_061,
        "at": "2026-05-01T12:34:56.789+00:00",
        "from": "evil-sw",
        "to": "pa-sw",
        "document": "declaration",
        "why": "no XML [red]at all",
        "size": 2,
        "body": "\\xff\0",
    }
    # Of what is long, the beginning is kept.
    assert (second["size"], len(second["body"])) == (70_000, 65_536)


def test_one_dead_letter_is_written_byte_for_byte(with_dead_letters: Path) -> None:
    command = [*COMMAND, "ledger", "dead-letters", str(with_dead_letters)]
    done = subprocess.run(
        [*command, "--show", "1"], capture_output=True, check=True, env=environment()
    )

    assert done.stdout == b"\xff\x00"


def test_dead_letter_that_is_not_there_is_refused(
    with_dead_letters: Path, here: Here
) -> None:
    said = here("ledger", "dead-letters", with_dead_letters, "--show", "3")

    assert (said.code, is_one_sentence(said.err)) == (2, True)


def test_run_to_which_nobody_wrote_has_no_dead_letters(
    run_folder: Path, run_said: Said, here: Here
) -> None:
    said = here("ledger", "dead-letters", run_folder, "--lang", "en")

    assert said.out == "Nothing was refused.\n"
    assert json.loads(run_said.out)["dead_letters"] == 0

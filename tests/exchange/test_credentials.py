"""Passwords are fresh, and their files private."""

from pathlib import Path

import pytest

from swsim.errors import FileProblem
from swsim.exchange.credentials import (
    make_credentials,
    read_credentials,
    write_credentials,
)


def test_credentials_give_everybody_another_password() -> None:
    passwords = {word for _, word in make_credentials(["a", "b", "c"]).values()}
    assert len(passwords) == 3
    assert min(map(len, passwords)) >= 32


def test_credentials_are_fresh_every_time() -> None:
    assert make_credentials(["a"]) != make_credentials(["a"])


def test_credentials_survive_their_file(tmp_path: Path) -> None:
    credentials = make_credentials(["jp-sw", "pa-sw"])
    write_credentials(tmp_path / "credentials.json", credentials)
    assert read_credentials(tmp_path / "credentials.json") == credentials


@pytest.mark.parametrize("text", ["", "[]", '{"pa-sw": "word"}', '{"pa-sw": ["a"]}'])
def test_credentials_file_that_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(text)
    with pytest.raises(FileProblem, match=r"credentials\.json"):
        read_credentials(path)


def test_credentials_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"nowhere\.json"):
        read_credentials(tmp_path / "nowhere.json")

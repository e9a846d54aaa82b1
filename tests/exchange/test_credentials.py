"""Passwords are fresh, their files private, and a wrong file is named."""

import json
import stat
import sys
from pathlib import Path

import pytest

from swsim.errors import FileProblem
from swsim.exchange.credentials import (
    Access,
    make_credentials,
    read_credentials,
    write_credentials,
)

GOOD = {"user": "pa-sw", "password": "hidden"}


def test_credentials_give_everybody_another_password() -> None:
    passwords = {word for _, word in make_credentials(["a", "b", "c"]).values()}
    assert len(passwords) == 3
    assert min(map(len, passwords)) >= 32


def test_credentials_are_fresh_every_time() -> None:
    assert make_credentials(["a"]) != make_credentials(["a"])


def test_access_survives_its_file(tmp_path: Path) -> None:
    tmp_path /= "clients"
    tmp_path.mkdir()
    access = Access(
        credentials=make_credentials(["jp-sw", "pa-sw"]),
        certificates={"pa-cus": (tmp_path / "pa-cus.crt", tmp_path / "pa-cus.key")},
        ca=tmp_path / "ca.crt",
    )
    write_credentials(tmp_path / "credentials.json", access)
    assert read_credentials(tmp_path / "credentials.json") == access
    assert read_credentials(tmp_path) == access
    assert read_credentials(tmp_path.parent) == access
    assert access.names == ("jp-sw", "pa-cus", "pa-sw")


def test_access_does_not_show_its_passwords() -> None:
    access = Access(credentials={"pa-sw": ("pa-sw", "hidden")})
    assert "hidden" not in repr(access)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_credentials_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_credentials(tmp_path / "credentials.json", Access())
    assert stat.S_IMODE((tmp_path / "credentials.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"participants": []}',
        json.dumps({"participants": {"pa-sw": "hidden"}}),
        json.dumps({"participants": {"pa-sw": {"password": "hidden"}}}),
        json.dumps({"participants": {"pa-sw": {**GOOD, "user": 7}}}),
        json.dumps({"participants": {"pa-sw": {**GOOD, "certificate": "a.crt"}}}),
        json.dumps({"participants": {"pa-sw": GOOD}, "ca": 7}),
    ],
)
def test_credentials_file_that_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(text)
    with pytest.raises(FileProblem, match=r"credentials\.json") as caught:
        read_credentials(path)
    assert "hidden" not in str(caught.value)


def test_credentials_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"nowhere\.json"):
        read_credentials(tmp_path / "nowhere.json")

"""The trainer's PIN and tokens: kept private, given for the right PIN alone."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from swsim.errors import FileProblem
from swsim.web import access
from swsim.web.access import KEYS_FILE, Attempts, Keys


def test_pin_has_eight_digits_and_stays_the_same(tmp_path: Path) -> None:
    pin = Keys.of(tmp_path).pin

    assert len(pin) == 8
    assert pin.isdecimal()
    assert Keys.of(tmp_path).pin == pin


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    Keys.of(tmp_path)

    assert stat.S_IMODE((tmp_path / KEYS_FILE).stat().st_mode) == 0o600


def test_token_is_given_for_the_pin_alone(tmp_path: Path) -> None:
    keys = Keys.of(tmp_path)
    token = keys.give(keys.pin)

    assert token is not None
    assert keys.is_trainer(token)
    assert not keys.is_trainer(token[:-1])
    assert not keys.is_trainer("")
    assert keys.give(keys.pin[::-1] + "0") is None
    assert keys.give("ñ") is None


def test_token_counts_after_a_restart_and_is_not_in_the_file(tmp_path: Path) -> None:
    keys = Keys.of(tmp_path)
    token = keys.give(keys.pin)
    assert token is not None

    assert Keys.of(tmp_path).is_trainer(token)
    assert token not in (tmp_path / KEYS_FILE).read_text()


def test_token_that_was_taken_back_counts_no_more(tmp_path: Path) -> None:
    keys = Keys.of(tmp_path)
    token, other = keys.give(keys.pin), keys.give(keys.pin)
    assert token is not None
    assert other is not None
    keys.take_back(token)

    for each in (keys, Keys.of(tmp_path)):
        assert not each.is_trainer(token)
        assert each.is_trainer(other)


def test_token_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys.of(tmp_path)
    monkeypatch.setattr(access, "LIFE", timedelta(seconds=-1))
    token = keys.give(keys.pin)

    assert token is not None
    assert not keys.is_trainer(token)


def test_tokens_do_not_pile_up(tmp_path: Path) -> None:
    keys = Keys.of(tmp_path)
    tokens = [keys.give(keys.pin) for _ in range(60)]

    assert len(json.loads((tmp_path / KEYS_FILE).read_text())["tokens"]) == 50
    assert tokens[-1] is not None
    assert keys.is_trainer(tokens[-1])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"pin": 1, "tokens": 2}'])
def test_file_that_holds_no_keys_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / KEYS_FILE).write_text(text)

    with pytest.raises(FileProblem, match=r"trainer\.json.*delete it"):
        Keys.of(tmp_path)


def test_few_wrong_pins_and_an_address_waits() -> None:
    attempts = Attempts(each=3, within=30)
    for _ in range(3):
        assert attempts.wait("a") == 0
        attempts.wrong("a")

    assert 28 <= attempts.wait("a") <= 30
    assert attempts.wait("b") == 0


def test_many_addresses_do_not_guess_more() -> None:
    attempts = Attempts(each=3, all=10)
    for number in range(10):
        attempts.wrong(f"address {number}")

    assert attempts.wait("another") > 0


def test_wait_for_a_pin_is_over_some_time() -> None:
    attempts = Attempts(each=1, within=0.0)
    attempts.wrong("a")

    assert attempts.wait("a") == 0

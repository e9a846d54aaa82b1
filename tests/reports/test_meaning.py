"""What messages mean, for every message of a run and in both languages."""

from pathlib import Path
from typing import get_args

import pytest

from app.playing import two_regions
from swsim.ledger.records import StoredMessage
from swsim.ledger.store import Ledger
from swsim.reports.meaning import Meaning, meaning
from swsim.reports.said import Says, read
from swsim.reports.tones import TONES
from swsim.reports.wording import LANGUAGES, texts


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[StoredMessage]:
    folder: Path = two_regions(tmp_path_factory.mktemp("meaning") / "run").folder
    ledger = Ledger.open(folder / "ledger.db")
    try:
        return list(ledger.messages())
    finally:
        ledger.close()


def of(message: StoredMessage, lang: str = "en") -> Meaning:
    parties = (message.document, message.sender, message.recipient)
    return meaning(message.xml, *parties, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_of_a_run_means_something(
    messages: list[StoredMessage], lang: str
) -> None:
    said = {of(each, lang) for each in messages}

    assert len(said) > 40
    for each in said:
        for sentence in (each.what, each.next):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert "{" not in sentence
            assert "  " not in sentence


def test_answer_means_by_its_route(messages: list[StoredMessage]) -> None:
    released = [
        each
        for each in messages
        if (said := read(each.xml)) and said.says == "released"
    ]
    inside = next(each for each in released if each.sender.endswith("-cus"))
    outside = next(each for each in released if each.recipient.endswith("-trd"))

    assert of(inside).next.startswith("The single window joins")
    assert "may take the goods" in of(outside).next


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_a_message_says_has_a_meaning(lang: str) -> None:
    answers = {each for each in TONES if each != "nack"}
    keys = {*get_args(Says), "confirm-release", *(f"inside.{each}" for each in answers)}

    for kind in ("means", "next"):
        assert {f"{kind}.{key}" for key in keys} <= set(texts(lang))


def test_what_cannot_be_read_is_told_by_its_type() -> None:
    said = meaning(b"<x", "declaration", "jp-trd", "jp-sw")

    assert said.what == "A declaration from Japan's traders to Japan's single window."

"""Verdicts come back from the ledger as the validator gave them."""

from dataclasses import replace
from pathlib import Path

import pytest

from documents.xsd_files import SAMPLES
from ledger.records import event
from swsim.ledger.records import Effect
from swsim.ledger.store import Ledger
from swsim.ledger.verdicts import result_of, text_of
from swsim.validation.engine import Validator
from swsim.validation.lookups import NOTHING_KNOWN

VALIDATOR = Validator()
FILES = sorted(SAMPLES.rglob("*.xml"))


def test_every_verdict_on_a_sample_comes_back() -> None:
    kinds = set()
    for file in FILES:
        result = VALIDATOR.validate(file.read_bytes(), lookup=NOTHING_KNOWN)
        text = text_of(result)
        kinds.add((result.verdict, text is None))

        assert result_of(text, result.document or "") == replace(result, sha256="")
    assert kinds == {("valid", True), ("valid-partial", False), ("invalid", False)} | (
        kinds & {("valid", False)}  # with warnings
    )


def test_document_that_cannot_be_parsed_comes_back() -> None:
    result = VALIDATOR.validate(b"\xff no XML")

    assert result.verdict == "invalid"
    assert result_of(text_of(result), "declaration") == replace(result, sha256="")


def _effect(message_id: str, verdict: str | None) -> Effect:
    return Effect(message_id=message_id, time=5, site="jp", verdict=verdict)


@pytest.mark.parametrize("reopened", [False, True])
def test_verdict_that_is_given_often_is_stored_once(
    reopened: bool, tmp_path: Path
) -> None:
    ledger = Ledger.create(tmp_path / "l.db", {})
    effects = [_effect("m1", "bad"), _effect("m2", None), _effect("m3", "bad")]
    ledger.commit_second([event(5, "jp", 1)], [], effects)
    ledger.flush()
    if reopened:
        ledger.close()
        ledger = Ledger.open(tmp_path / "l.db")

    assert list(ledger.effects()) == effects
    assert ledger.verdicts() == {"m1": "bad", "m3": "bad"}
    assert ledger._db.execute("SELECT text FROM verdict").fetchall() == [("bad",)]
    ledger.close()

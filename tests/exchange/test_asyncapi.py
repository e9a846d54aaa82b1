"""asyncapi.yaml is a valid AsyncAPI 3.0 document, and says what swsim's tables say.

What it says of the traffic of a run is held against a run in tests/app.
"""

import json
from pathlib import Path

import jsonschema
import pytest

from checkout import ROOT
from documents.xsd_files import SAMPLES
from exchange.asyncapi import FILE, Description, NotDescribedError
from exchange.test_control import WORDS
from swsim.documents.registry import DocumentType, document_types
from swsim.exchange.channel import DOCUMENT
from swsim.exchange.control import COORDINATOR, Said, Word, encode
from swsim.exchange.topics import RECEIPT, topic

# Of the AsyncAPI Initiative, as its npm package @asyncapi/specs holds it (Apache-2.0).
SCHEMA = Path(__file__).with_name("asyncapi-3.0.0.schema.json")
GOOD = (SAMPLES / "declaration" / "good-import-929.xml").read_bytes()


@pytest.fixture(scope="module")
def description() -> Description:
    return Description(FILE.read_text("utf-8"))


def faults(whole: object) -> list[str]:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    return [error.message for error in validator.iter_errors(whole)]


def test_file_is_valid_against_the_schema_of_asyncapi(
    description: Description,
) -> None:
    assert faults(description.whole) == []
    assert faults({**description.whole, "channels": {"a": {"adress": "x"}}})


@pytest.mark.parametrize("kind", document_types(), ids=lambda kind: kind.id)
def test_each_document_type_is_described_as_it_is_registered(
    kind: DocumentType, description: Description
) -> None:
    said = description.whole["components"]["messages"][kind.id]["x-document"]

    assert (said["root"], said["namespace"]) == (kind.root, kind.namespace)
    assert (ROOT / said["xsd"]).is_file()


def test_nothing_is_described_that_no_table_knows(description: Description) -> None:
    known = {kind.id for kind in document_types()} | {"unknown"}
    (documents,) = [one for one in description.channels if one.name == "documents"]

    assert set(documents.messages) == known


def test_topics_are_those_that_swsim_makes(description: Description) -> None:
    made = topic("run-1", "pa-sw", "pa-trd", "declaration")
    receipt = topic("run-1", "pa-trd", "pa-sw", RECEIPT)

    assert description.judge(made, GOOD) == ("documents", "declaration")
    assert description.judge(receipt, b"a\nb") == ("receipts", "receipt")


def test_words_of_workers_are_described_as_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    from make_control_schemas import written

    text = FILE.read_text("utf-8")

    assert written(text) == text, "run: python tools/make_control_schemas.py"


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.kind)
def test_each_word_is_told_by_its_schema(word: Word, description: Description) -> None:
    said = encode(Said(session="a1", number=1, word=word))
    made = topic("run-1", COORDINATOR, "worker-1", DOCUMENT)

    assert description.judge(made, said) == ("control", word.kind)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("swsim/v1/r/coordinator/worker-1/control", b"{}"),
        ("swsim/v1/r/coordinator/worker-1/control", b"grant 60"),
        ("swsim/v1/r/coordinator/worker-1/new-slot", b"{}"),
        ("swsim/v2/r/pa-sw/pa-trd/declaration", GOOD),
        ("swsim/v1/r/pa-sw/pa-trd", GOOD),
        ("swsim/v1/r/pa-sw/pa-trd/payment", GOOD),
        ("swsim/v1/r/pa-sw/pa-trd/receipt", b""),
        ("swsim/v1/r/pa-sw/pa-trd/declaration", GOOD.replace(b"MessageID", b"ID")),
        ("swsim/v1/r/pa-sw/pa-trd/declaration", GOOD.replace(b"FunctionC", b"C")),
    ],
)
def test_what_is_not_described_is_refused(
    name: str, payload: bytes, description: Description
) -> None:
    with pytest.raises(NotDescribedError):
        description.judge(name, payload)

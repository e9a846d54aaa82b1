"""How many business messages each path of each choreography takes, by a count file."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from simulation.builders import Played
from simulation.paths import PATHS
from swsim.documents.registry import document_types

COUNTS: Mapping[str, Mapping[str, int]] = YAML(typ="safe").load(
    Path(__file__).with_name("message_counts.yaml").read_text(encoding="utf-8")
)


def counted(run: Played) -> dict[str, int]:
    """Return the messages of a run by document type, without acknowledgements."""
    counts = Counter(message.document for message in run.messages)
    del counts["acknowledgement"]
    return dict(counts)


@pytest.mark.parametrize("path", PATHS)
def test_path_takes_as_many_messages_as_the_file_says(path: str) -> None:
    assert counted(PATHS[path]()) == COUNTS[path]


def test_file_counts_no_other_paths() -> None:
    assert set(COUNTS) == set(PATHS)


def test_every_document_type_of_the_choreographies_is_on_some_path() -> None:
    on_paths = {document for counts in COUNTS.values() for document in counts}
    elsewhere = {"acknowledgement", "exercise", "performance-report"}

    assert on_paths == {each.id for each in document_types()} - elsewhere

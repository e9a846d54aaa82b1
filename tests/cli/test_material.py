"""`swsim generate` and `swsim mutate`: folders full of test material."""

import json
from pathlib import Path

import pytest

from checkout import ROOT
from cli.command import Here, is_one_sentence


@pytest.fixture
def valid(here: Here, tmp_path: Path) -> Path:
    """A folder with ten valid declarations."""
    here("generate", "import", "--count", 10, "--seed", 3, "-o", tmp_path / "g")
    return tmp_path / "g"


def test_generated_files_are_valid(valid: Path, here: Here) -> None:
    files = sorted(valid.iterdir())
    said = here("validate", *files)

    assert [file.name for file in files][:2] == ["import-00001.xml", "import-00002.xml"]
    assert len(files) == 10
    assert said.code == 0


def test_kinds_are_listed(here: Here) -> None:
    said = here("generate", "--list")

    assert said.code == 0
    assert {"export", "import"} <= set(said.out.splitlines())


def test_mutants_have_their_expectation_beside_them(
    valid: Path, here: Here, tmp_path: Path
) -> None:
    said = here("mutate", valid, "--count", 30, "-o", tmp_path / "m", "--json")
    documents = json.loads(said.out)["documents"]

    assert said.code == 0
    assert len(documents) == 30
    for each in documents:
        path = tmp_path / "m" / each["file"]
        expected = json.loads(path.with_suffix(".expect.json").read_text("utf-8"))
        assert expected["includes"] == [{"rule": each["rule"], "layer": each["layer"]}]


def test_broken_documents_are_not_broken_again(
    valid: Path, here: Here, tmp_path: Path
) -> None:
    here("mutate", valid, "--count", 5, "-o", valid, "--force")
    said = here("mutate", valid, "--count", 20, "-o", tmp_path / "m", "--json")

    assert said.code == 0
    assert all(
        each["of"].startswith("import-") for each in json.loads(said.out)["documents"]
    )


def test_folder_that_is_not_empty_is_left_alone(valid: Path, here: Here) -> None:
    said = here("generate", "export", "-o", valid)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "--force" in said.err


def test_fewer_mutants_than_wanted_fail(
    valid: Path, here: Here, tmp_path: Path
) -> None:
    said = here(
        "mutate", valid, "--only", "empty-envelope", "--count", 50, "-o", tmp_path / "m"
    )

    assert said.code == 1
    assert "of 50" in said.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("generate", "invoice", "-o", "x"), "There is no document 'invoice'"),
        (("generate", "import"), "Name the folder"),
        (("mutate", "missing.xml", "-o", "x"), "no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: tuple[str, ...], why: str, here: Here
) -> None:
    said = here(*arguments)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert why in said.err


def test_talk_is_in_spanish(here: Here, tmp_path: Path) -> None:
    said = here("generate", "import", "-o", tmp_path / "g", "--lang", "es")

    assert "10 documentos escritos" in said.err


def test_documents_of_a_package_are_made_and_broken(tmp_path: Path, here: Here) -> None:
    schemas = ROOT / "tests" / "packages" / "Freedonia año 1"
    with_package = ("--package", schemas)
    good, bad = tmp_path / "good", tmp_path / "bad"
    listed = here("generate", "--list", *with_package)
    made = here("generate", "notice-1", "--count", 5, "-o", good, *with_package)
    broken = here("mutate", good, "--count", 30, "-o", bad, *with_package)
    valid = here("validate", good, *with_package)
    expected = here("validate", bad, "--expect-beside", *with_package)

    assert listed.out.split() == ["notice-1", "notice-2", "permit"]
    assert [each.code for each in (made, broken, valid, expected)] == [0, 0, 0, 0]
    assert expected.out.endswith("30 documents, 30 as expected\n")

"""`swsim validate`: exactly what is wrong, for any file that people may give it."""

import json
from pathlib import Path

import pytest

from cli.command import Here, is_one_sentence
from swsim.artefacts import artefact_dir
from swsim.exchange.wallclock import monotonic

GOOD = artefact_dir("schemas") / "samples" / "declaration" / "good-import-929.xml"

_BOMB = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)
HOSTILE = {
    "bomb.xml": f"<!DOCTYPE a [{_BOMB}]><a>&a9;</a>".encode(),
    "external.xml": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    ),
    "large.xml": b"<a>" + b"x" * 10_000_000 + b"</a>",
    "deep.xml": b"<a>" * 5_000 + b"</a>" * 5_000,
    "truncated.xml": b'<?xml version="1.0"?>\n<a>\n  <b>text</b>\n  <c',
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "empty.xml": b"",
}
_SAYS = {
    "bomb.xml": "XML-doctype",
    "external.xml": "XML-doctype",
    "large.xml": "XML-size",
    "deep.xml": "XML-depth",
    "truncated.xml": "XML-truncated",
    "paper.pdf": "XML-not-xml",
    "empty.xml": "XML-empty",
}


@pytest.fixture
def hostile(tmp_path: Path) -> list[Path]:
    """The files that nobody should send, in a folder."""
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in HOSTILE]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_has_one_clear_finding(
    name: str, hostile: list[Path], here: Here
) -> None:
    path = next(path for path in hostile if path.name == name)
    said = here("validate", path)
    first, *findings = said.out.splitlines()
    assert said.code == 1
    assert first == f"{path}: invalid"
    assert [line.split()[2] for line in findings] == [_SAYS[name]]
    assert said.err == ""


def test_hostile_files_take_no_time(hostile: list[Path], here: Here) -> None:
    began = monotonic()
    said = here("validate", *hostile)
    assert monotonic() - began < 2
    assert said.code == 1
    assert len(said.out.splitlines()) == 2 * len(HOSTILE)


def test_external_entity_is_not_read(hostile: list[Path], here: Here) -> None:
    said = here("validate", "--json", *hostile)
    assert "root:" not in said.out


def test_several_files_are_told_apart(hostile: list[Path], here: Here) -> None:
    said = here("validate", GOOD, hostile[-1])
    assert said.code == 1
    assert said.out.splitlines()[0].startswith(f"{GOOD}: valid")
    assert f"{hostile[-1]}: invalid" in said.out.splitlines()


def test_valid_file_is_said_to_be_valid(here: Here) -> None:
    said = here("validate", GOOD)
    assert (said.code, said.err) == (0, "")
    assert len(said.out.splitlines()) == 1


def test_strict_fails_where_a_layer_could_not_run(here: Here) -> None:
    plain, strict = here("validate", GOOD), here("validate", "--strict", GOOD)
    assert "valid-partial (not checked: references)" in plain.out
    assert strict.out == plain.out
    assert (plain.code, strict.code) == (0, 1)


def test_json_is_one_object(hostile: list[Path], here: Here) -> None:
    said = here("validate", "--json", GOOD, *hostile)
    documents = json.loads(said.out)["documents"]
    assert said.code == 1
    assert [each["verdict"] for each in documents[1:]] == ["invalid"] * len(HOSTILE)
    assert [len(each["findings"]) for each in documents[1:]] == [1] * len(HOSTILE)
    assert documents[0]["document"] == "declaration"


def test_findings_are_told_in_spanish(hostile: list[Path], here: Here) -> None:
    english, spanish = (
        here("validate", "--lang", lang, hostile[-1]).out for lang in ("en", "es")
    )
    assert english != spanish


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.xml", "there is no such file"), (".", "this is a folder")],
)
def test_file_that_cannot_be_read_is_a_sentence(
    name: str, why: str, tmp_path: Path, here: Here
) -> None:
    said = here("validate", tmp_path / name)
    assert said.code == 2
    assert said.out == ""
    assert is_one_sentence(said.err)
    assert why in said.err

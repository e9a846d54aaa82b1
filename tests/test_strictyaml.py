"""Strict YAML: text stays text, and every fault has its line and a plain sentence."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from swsim.errors import FileProblem, ProblemsFound
from swsim.strictyaml import Data, load, parse, validate
from swsim.strictyaml import written as as_text


class Berth(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    depth: Annotated[int, Field(ge=1, le=30)]
    kind: Literal["container", "bulk"] = "container"


class Harbour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    berths: Annotated[tuple[Berth, ...], Field(min_length=1)]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "harbour.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        validate(path, Harbour)
    return [
        f"{problem.line} {problem.where}: {problem.message}"
        for problem in caught.value.problems
    ]


def refusal(text: str) -> str:
    with pytest.raises(ProblemsFound) as caught:
        parse(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    "scalar",
    ["0803.90", "NO", "040221", "2013-04", "on", "~", "null", "1e3", "0o17", "1_000"],
)
def test_scalar_keeps_its_characters(scalar: str) -> None:
    assert parse(f"a: {scalar}", "f.yaml").data == {"a": scalar}


def test_key_without_value_is_none() -> None:
    expected: Data = {"a": None, "b": ""}

    assert parse("a:\nb: ''", "f.yaml").data == expected


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    located = load(path)

    assert located.data == {"a": "1", "b": "2"}
    assert located.line(["b"]) == 2


def test_line_is_that_of_the_key_or_the_entry() -> None:
    located = parse("a:\n  - x\n  - b: 1\n    c:\n      long\n", "f.yaml")

    assert located.line(["a"]) == 1
    assert located.line(["a", 1]) == 3
    assert located.line(["a", 1, "c"]) == 4


def test_line_of_a_missing_key_is_that_of_its_mapping() -> None:
    located = parse("a: 1\nb:\n  c: 1\n", "f.yaml")

    assert located.line(["b", "missing"]) == 2


def test_find_passes_over_what_does_not_fit() -> None:
    located = parse("a:\n  - {b: 1}\n  - text\n  - {b: [2]}\n", "f.yaml")

    found = list(located.find("a", "*", "b"))

    assert found == [(("a", 0, "b"), "1"), (("a", 2, "b"), ["2"])]


def test_alias_repeats_its_value() -> None:
    data = parse("a: &x [1, 2]\nb: *x\n", "f.yaml").data

    assert data == {"a": ["1", "2"], "b": ["1", "2"]}


def test_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]

    assert "f.yaml:5: holds more than 50,000 values" in refusal("\n".join(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x [*x]\n", "f.yaml:1: refers to *x, which is not complete"),
        ("a: *y\n", "f.yaml:1: refers to *y, which is not complete"),
        ("[" * 60 + "]" * 60, "f.yaml:1: is nested more than 50 levels deep"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: starts a second document"),
        ("a:\n\tb: 1\nc:\t2\n", "f.yaml:2: has a tab"),
        ("", "f.yaml:1: is empty"),
        ("# only a comment\n", "f.yaml:1: is empty"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2: is not valid YAML"),
        ("a: 'open\n", "is not valid YAML"),
        ("a: \x07\n", "is not valid YAML"),
    ],
)
def test_text_that_is_no_plain_document_is_refused(text: str, expected: str) -> None:
    assert expected in refusal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3: a: 'a' is given twice, first on line 1"),
        ("? [a]\n: 1\n", "f.yaml:1: a key must be a text"),
        ("a: !!int 5\n", "f.yaml:1: a: has the tag tag:yaml.org,2002:int"),
    ],
)
def test_problem_that_lets_reading_go_on_refuses_load(
    tmp_path: Path, text: str, expected: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(ProblemsFound) as caught:
        load(path)

    assert expected.replace("f.yaml", str(path)) in str(caught.value)


def test_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "a: 1\nb: Panamá\n".encode("latin-1"))

    with pytest.raises(ProblemsFound, match=r"harbour\.yaml:2: is not UTF-8"):
        load(path)


def test_file_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a: " + "x" * 1_000_000)

    with pytest.raises(FileProblem, match="1,000,003 bytes; at most 1,000,000"):
        load(path)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(FileProblem, match=str(path)):
            load(path)


def test_valid_file_gives_the_model(tmp_path: Path) -> None:
    path = written(tmp_path, "title: Balboa\nberths: [{name: NO, depth: 14}]\n")

    harbour = validate(path, Harbour)

    assert harbour == Harbour(title="Balboa", berths=(Berth(name="NO", depth=14),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("berths: [{name: a, depth: 2}]", "1 title: is missing"),
        ("title: a\nberths: []", "2 berths: needs at least 1 entry, has 0"),
        ("title: a\nberths: b", "2 berths: must be a list such as [a, b], is 'b'"),
        ("title: a\nberths: [b]", "2 berths.0: must be a mapping of keys to values"),
        (
            "title: [a]\nberths: [{name: a, depth: 2}]",
            "1 title: must be a text, is a list",
        ),
        (
            "title: a\nberths:\n- name: a\n  depth: deep",
            "4 berths.0.depth: must be a whole number, is 'deep'",
        ),
        (
            "title: a\nberths:\n- name: a\n  depth: 0",
            "4 berths.0.depth: must be at least 1, is '0'",
        ),
        (
            "title: a\nberths:\n- name: a\n  depth: 2\n  kind: bluk",
            "5 berths.0.kind: 'bluk' is not allowed, did you mean 'bulk'?"
            " Allowed: container, bulk",
        ),
        (
            "title: a\nberths:\n- name: a\n  dept: 2\n  depth: 2",
            "4 berths.0.dept: unknown key 'dept', did you mean 'depth'?"
            " Known here: depth, kind, name",
        ),
        ("- a", "1 : must be a mapping of keys to values, is a list"),
    ],
)
def test_fault_is_said_plainly(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(written(tmp_path, text))

    assert len(found) == 1
    assert found[0].startswith(expected)


def test_repeated_key_is_reported_with_the_model_faults(tmp_path: Path) -> None:
    path = written(tmp_path, "title: a\nberths: []\ntitle: b\nquay: 1\n")

    lines = [problem.split()[0] for problem in problems(path)]

    assert lines == ["2", "3", "4"]


def test_check_faults_are_reported_with_the_model_faults(tmp_path: Path) -> None:
    path = written(tmp_path, "title: a\nberths: []\n")

    with pytest.raises(ProblemsFound) as caught:
        validate(path, Harbour, lambda located: [(["title"], "is dull")])

    assert [problem.message for problem in caught.value.problems] == [
        "is dull",
        "needs at least 1 entry, has 0",
    ]


@pytest.mark.parametrize(
    "data",
    [{"kept": None, "also": "null"}, {"list": ["NO", "0402.21", "", "a: b"], "x": {}}],
)
def test_data_that_is_written_reads_back_the_same(data: Data) -> None:
    assert parse(as_text(data), "written.yaml").data == data

"""The list of injects as a table: out and in again, whatever a program made of it."""

from pathlib import Path
from typing import Any

import pytest

from swsim.errors import FileProblem, ProblemsFound
from swsim.scenario import load_scenario
from swsim.scenario.msel import COLUMNS, exported, imported
from swsim.strictyaml import read

DATA: Any = read(load_scenario("black-tuesday").path).data


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "injects.csv"
    path.write_bytes(data)
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        imported(path)
    return [f"{each.line} {each.message}" for each in caught.value.problems]


@pytest.mark.parametrize("excel", [False, True])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_goes_out_comes_in_again(lang: str, excel: bool, tmp_path: Path) -> None:
    path = written(tmp_path, exported(DATA, lang, excel=excel))

    assert imported(path) == DATA["injects"]


def test_first_line_names_the_columns() -> None:
    assert exported(DATA).decode().splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(("lang", "delimiter"), [("en", ","), ("es", ";")])
def test_excel_finds_a_mark_and_its_own_delimiter(lang: str, delimiter: str) -> None:
    data = exported(DATA, lang, excel=True)

    assert data.startswith(b"\xef\xbb\xbfid" + delimiter.encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_table_is_read_however_it_was_saved(
    delimiter: str, encoding: str, tmp_path: Path
) -> None:
    lines = [
        ["id", "time", "trigger", "text", "note_es"],
        ["I1", "1d", "", '"link-down: {between: [jp, pa], for: 6h}"', "¿Qué pasó?"],
        ["I2", "", '"kind: hold, change: set"', "broker-restart: {}", ""],
    ]
    text = "\r\n".join(delimiter.join(line) for line in lines)

    first, second = imported(written(tmp_path, text.encode(encoding)))

    assert first == {
        "id": "I1",
        "kind": "link-down",
        "at": "1d",
        "note": {"en": "¿Qué pasó?", "es": "¿Qué pasó?"},
        "between": ["jp", "pa"],
        "for": "6h",
    }
    assert second["when"] == {"kind": "hold", "change": "set"}


def test_cell_that_looks_like_a_formula_is_none_in_excel(tmp_path: Path) -> None:
    note = {"en": "=1+1", "es": "-"}
    restart = {"id": "I1", "kind": "broker-restart", "at": "1d", "note": note}
    data: Any = {"injects": [restart]}

    out = exported(data, excel=True)

    assert b"'=1+1" in out
    assert imported(written(tmp_path, out))[0]["note"] == note


def test_every_row_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    table = "id,time,text,nots\nI1,1d,link-dwn: {}\nI2,1d,\nI3,1d,broker-restart: {\n"

    found = faults(written(tmp_path, table.encode()))

    assert found[0].startswith("1 unknown column 'nots'")
    assert "'link-dwn', which is no kind of inject" in found[1]
    assert "'link-down'" in found[1]
    assert found[2].startswith("3 text says nothing")
    assert found[3].startswith("4 text is no YAML")


def test_table_without_a_needed_column_says_so(tmp_path: Path) -> None:
    assert "1 has no column 'text'" in faults(written(tmp_path, b"id,time\nI1,1d\n"))


def test_empty_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="is empty"):
        imported(written(tmp_path, b""))

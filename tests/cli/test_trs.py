"""`swsim trs`: a study on the terminal, as a table, as JSON, as CSV, as Markdown."""

import csv
import io
import json
from pathlib import Path

import pytest

from cli.command import Here


def test_study_names_spans_intervals_and_the_finding(
    run_folder: Path, here: Here
) -> None:
    said = here("trs", run_folder)

    assert (said.code, said.err) == (0, "")
    assert "assessment" in said.out
    assert "No time passed in “arrival to release by all agencies”" in said.out


def test_study_as_json_has_all_that_is_known(run_folder: Path, here: Here) -> None:
    said = here("trs", run_folder, "--by", "channel,mode", "--format", "json")
    study = json.loads(said.out)

    assert said.code == 0
    assert set(study) == {
        *("declarations", "by", "rows", "outliers", "bottleneck", "finding"),
        *("queues", "backlog", "calibration"),
    }
    assert study["declarations"] == 2
    assert [(row["channel"], row["mode"]) for row in study["rows"]] == [
        ("green", "sea")
    ]
    # The one shipment of this run is released before it arrives.
    assert study["rows"][0]["mean"] < 0
    assert study["rows"][0]["clamped_mean"] == 0


def test_study_as_csv_is_one_line_for_each_row(run_folder: Path, here: Here) -> None:
    said = here("trs", run_folder, "--of", "release,payment", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))

    assert [row["id"] for row in rows] == ["release", "payment"]
    assert rows[1]["owner"] == "trader"


def test_study_speaks_spanish(run_folder: Path, here: Here) -> None:
    said = here("trs", run_folder, "--format", "md", "--lang", "es")

    assert "| importación | llegada al levante de todas las entidades |" in said.out
    assert "no hay cuello de botella" in said.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "chanel"), "Nothing is cut by 'chanel', did you mean 'channel'?"),
        (("--of", "relase"), "Nothing is measured as 'relase', did you mean 'release'"),
    ],
)
def test_wrong_name_is_a_sentence(
    options: tuple[str, ...], said: str, run_folder: Path, here: Here
) -> None:
    found = here("trs", run_folder, *options)

    assert found.code == 2
    assert said in found.err


def test_folder_without_a_run_is_a_sentence(tmp_path: Path, here: Here) -> None:
    found = here("trs", tmp_path)

    assert found.code == 2
    assert "no run here" in found.err

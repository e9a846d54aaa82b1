"""`swsim report`: a run again in each form, and the story of one case."""

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import pyarrow.parquet
import pytest
from lxml import etree

from cli.command import Here
from swsim.domain.identifiers import is_mrn, is_ucr
from swsim.ledger.store import Ledger

LRN = "S00001-I1"


@pytest.fixture
def copy(run_folder: Path, tmp_path: Path) -> Path:
    """A copy of the run, to be written in."""
    return Path(shutil.copytree(run_folder, tmp_path / "run"))


def test_report_as_html_is_the_one_of_the_run_s_end(copy: Path, here: Here) -> None:
    at_the_end = (copy / "report.html").read_text("utf-8")
    (copy / "report.html").unlink()

    said = here("report", copy, "--lang", "en")

    assert (said.code, said.out) == (0, "")
    again = (copy / "report.html").read_text("utf-8")
    assert _early(again) == _early(at_the_end)


def _early(page: str) -> list[str]:
    """Return the lines of what is known when a run writes its own report."""
    said = page[: page.index('<section id="verify"')].splitlines()
    return [each for each in said if each.strip() and "<dt>Played in</dt>" not in each]


def test_report_in_spanish_tells_the_expectations_in_spanish(
    copy: Path, here: Here
) -> None:
    said = here("report", copy, "--lang", "es", "--out", "-")

    assert '<html lang="es">' in said.out
    assert "mensajes perdidos: exactamente 0" in said.out


def test_report_as_json_is_the_whole_report(run_folder: Path, here: Here) -> None:
    said = here("report", run_folder, "--format", "json", "--lang", "en")
    report = json.loads(said.out)

    assert said.code == 0
    assert report["verdict"] == "PASS"
    assert [each["id"] for each in report["expectations"]] == [
        *("E1", "E2", "E3", "E4", "E5"),
    ]
    assert report["declarations"]["released"] == 2
    assert {(each["from"], each["to"]) for each in report["flows"]} == {
        ("jp", "pa"),
        ("pa", "jp"),
    }
    assert [each["id"] for each in report["injects"]] == ["I1", "I2"]
    assert report["study"]["spans"][0]["n"] == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_report_as_markdown_holds_a_sequence_diagram(
    lang: str, run_folder: Path, here: Here
) -> None:
    said = here("report", run_folder, "--format", "md", "--lang", lang)

    assert said.code == 0
    assert "```mermaid\nsequenceDiagram\n    participant jp_trd" in said.out
    titles = {"en": "## Debrief", "es": "## Puesta en común"}
    assert titles[lang] in said.out.splitlines()
    assert said.out.endswith(".\n")


def test_report_as_csv_has_a_row_for_each_declaration(
    run_folder: Path, here: Here
) -> None:
    said = here("report", run_folder, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))

    assert [row["reference"] for row in rows] == ["S00001-E1", LRN]
    assert int(rows[1]["release_time"]) < 0
    assert rows[0]["release_time"] == ""
    assert (rows[1]["channel"], rows[1]["detained"]) == ("green", "false")


def test_report_as_parquet_says_the_same_as_csv(copy: Path, here: Here) -> None:
    assert here("report", copy, "--format", "parquet").code == 0
    said = here("report", copy, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))

    table = pyarrow.parquet.read_table(copy / "declarations.parquet")
    assert table.column_names == list(rows[0])
    again = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in table.to_pylist()
    ]
    assert again == [
        {name: {"true": "True", "false": "False"}.get(value, value)
         for name, value in row.items()}
        for row in rows
    ]  # fmt: skip


def test_parquet_without_pyarrow_is_one_sentence(
    copy: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed

    said = here("report", copy, "--format", "parquet")

    assert said.code == 3
    assert "pip install 'swsim[parquet]'" in said.err
    assert "Traceback" not in said.err


def test_report_of_no_run_says_what_to_name(tmp_path: Path, here: Here) -> None:
    said = here("report", tmp_path)

    assert said.code == 2
    assert "name the folder of a run" in said.err


def test_report_of_a_run_whose_scenario_was_changed_does_without_it(
    copy: Path, here: Here
) -> None:
    with (copy / "scenario.yaml").open("a") as file:
        file.write("# another file\n")

    said = here("report", copy, "--format", "json", "--lang", "en")
    report = json.loads(said.out)

    assert report["debrief"]["objectives"] == []
    assert len(report["expectations"]) == 5


# --- one case -------------------------------------------------------------------------


def test_case_is_found_by_each_of_its_numbers(run_folder: Path, here: Here) -> None:
    told = json.loads(here("report", "case", LRN, run_folder, "--json").out)
    numbers = _numbers(run_folder)
    for number in (told["case"], "S00001-E1", *numbers):
        again = here("report", "case", number, run_folder, "--json")
        assert json.loads(again.out) == told


def _numbers(run: Path) -> list[str]:
    """Return the MRNs and the UCR of the only shipment, as its messages have them."""
    ledger = Ledger.open(run / "ledger.db")
    texts = [
        str(element.text)
        for message in ledger.messages()
        for element in etree.fromstring(message.xml).iter()
        if etree.QName(element).localname in ("ID", "TraderAssignedReferenceID")
    ]
    ledger.close()
    mrns = sorted({text for text in texts if is_mrn(text)})
    ucrs = sorted({text for text in texts if is_ucr(text)})
    assert (len(mrns), len(ucrs)) == (2, 1)
    return [*mrns, *ucrs]


def test_case_tells_every_message_of_all_parties(run_folder: Path, here: Here) -> None:
    told = json.loads(here("report", "case", LRN, run_folder, "--json").out)
    ledger = Ledger.open(run_folder / "ledger.db")
    sent = [each.id for each in ledger.messages()]
    ledger.close()

    assert sorted(each["message"] for each in told["entries"] if each["message"]) == (
        sorted(sent)
    )
    assert told["parties"] == ["jp-trd", "jp-sw", "jp-cus", "pa-sw", "pa-cus", "pa-trd"]
    assert {each["what"] for each in told["entries"]} == {"message", "wait", "decision"}


@pytest.mark.parametrize("format", ["text", "md", "html"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_case_can_be_read_in_each_form(
    format: str, lang: str, run_folder: Path, here: Here
) -> None:
    said = here("report", "case", LRN, run_folder, "--format", format, "--lang", lang)

    assert (said.code, said.err) == (0, "")
    assert LRN in said.out
    assert {"en": "released", "es": "levante"}[lang] in said.out


def test_unknown_number_says_what_can_be_named(run_folder: Path, here: Here) -> None:
    said = here("report", "case", "26PA0000000000000X", run_folder)

    assert said.code == 2
    assert "no message of this run names it; give an MRN, UCR or LRN" in said.err

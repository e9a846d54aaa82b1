"""`swsim scenario new|handout|injects|prove`, as somebody types them."""

import json
from pathlib import Path

from cli.command import Here


def test_new_scenario_is_in_order_and_plays(tmp_path: Path, here: Here) -> None:
    folder = tmp_path / "mine"

    assert here("scenario", "new", folder).code == 0
    assert here("scenario", "check", folder).code == 0
    run = ("--broker", "none", "--run-dir", tmp_path / "run", "--json")
    said = here("run", folder, *run)
    assert (said.code, json.loads(said.out)["verdict"]) == (0, "PASS")


def test_handout_is_one_file(tmp_path: Path, here: Here) -> None:
    file = tmp_path / "sheet.html"

    said = here("scenario", "handout", "first-contact", "--out", file, "--lang", "es")

    assert (said.code, said.out.strip()) == (0, str(file))
    assert "Primer contacto" in file.read_text("utf-8")


def test_injects_go_out_and_in(tmp_path: Path, here: Here) -> None:
    table, file = tmp_path / "injects.csv", tmp_path / "other.yaml"

    here("scenario", "injects", "export", "first-contact", "--out", table, "--excel")
    back = ("injects", "import", table, "first-contact", "--out", file)
    said = here("scenario", *back)

    assert (said.code, said.out.strip()) == (0, f"{file}: 2 injects")
    assert here("scenario", "check", file).code == 0


def test_proof_is_exit_code_0_and_1_where_one_cannot_fail(
    tmp_path: Path, here: Here
) -> None:
    folder = tmp_path / "mine"
    here("scenario", "new", folder)

    said = here("scenario", "prove", folder, "--json")

    assert said.code == 0
    (proven,) = json.loads(said.out)["scenarios"].values()
    assert [each["id"] for each in proven["proofs"]] == ["E1", "E2", "E3"]
    file = folder / "scenario.yaml"
    text = file.read_text("utf-8")
    empty = text.replace("kind: lost, never: true", "kind: messages, at_least: 0")
    file.write_text(empty, encoding="utf-8")
    assert here("scenario", "prove", folder).code == 1


def test_scenarios_are_listed_for_machines(here: Here) -> None:
    listed = json.loads(here("scenario", "list", "--json").out)

    found = {each["name"]: each["variants"] for each in listed}
    assert found["black-tuesday"] == ["no-paper"]
    assert {"first-contact", "two-regions"} <= set(found)


def test_variant_is_played_by_name(tmp_path: Path, here: Here) -> None:
    run = ("--broker", "none", "--run-dir", tmp_path / "run", "--shipments", "6")
    said = here("run", "black-tuesday", "--variant", "no-paper", *run, "--json")

    assert json.loads(said.out)["scenario"] == "black-tuesday-no-paper"
    other = here("run", "black-tuesday", "--variant", "paper")
    assert other.code == 2
    assert "Known: no-paper" in other.err

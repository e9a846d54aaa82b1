"""`swsim scenario new|handout|injects|prove`, as somebody types them."""

import json
from pathlib import Path

from cli.command import swsim


def test_new_scenario_is_in_order_and_plays(tmp_path: Path) -> None:
    folder = tmp_path / "mine"

    assert swsim("scenario", "new", folder).code == 0
    assert swsim("scenario", "check", folder).code == 0
    run = ("--broker", "none", "--run-dir", tmp_path / "run", "--json")
    said = swsim("run", folder, *run)
    assert (said.code, json.loads(said.out)["verdict"]) == (0, "PASS")


def test_handout_is_one_file(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"

    said = swsim("scenario", "handout", "first-contact", "--out", file, "--lang", "es")

    assert (said.code, said.out.strip()) == (0, str(file))
    assert "Primer contacto" in file.read_text("utf-8")


def test_injects_go_out_and_in(tmp_path: Path) -> None:
    table, file = tmp_path / "injects.csv", tmp_path / "other.yaml"

    swsim("scenario", "injects", "export", "first-contact", "--out", table, "--excel")
    back = ("injects", "import", table, "first-contact", "--out", file)
    said = swsim("scenario", *back)

    assert (said.code, said.out.strip()) == (0, f"{file}: 2 injects")
    assert swsim("scenario", "check", file).code == 0


def test_proof_is_exit_code_0_and_1_where_one_cannot_fail(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    swsim("scenario", "new", folder)

    said = swsim("scenario", "prove", folder, "--json")

    assert said.code == 0
    (proven,) = json.loads(said.out)["scenarios"].values()
    assert [each["id"] for each in proven["proofs"]] == ["E1", "E2", "E3"]
    file = folder / "scenario.yaml"
    text = file.read_text("utf-8")
    empty = text.replace("kind: lost, never: true", "kind: messages, at_least: 0")
    file.write_text(empty, encoding="utf-8")
    assert swsim("scenario", "prove", folder).code == 1


def test_scenarios_are_listed_for_machines() -> None:
    listed = json.loads(swsim("scenario", "list", "--json").out)

    found = {each["name"]: each["variants"] for each in listed}
    assert found["black-tuesday"] == ["no-paper"]
    assert {"first-contact", "two-regions"} <= set(found)


def test_variant_is_played_by_name(tmp_path: Path) -> None:
    run = ("--broker", "none", "--run-dir", tmp_path / "run", "--shipments", "6")
    said = swsim("run", "black-tuesday", "--variant", "no-paper", *run, "--json")

    assert json.loads(said.out)["scenario"] == "black-tuesday-no-paper"
    other = swsim("run", "black-tuesday", "--variant", "paper")
    assert other.code == 2
    assert "Known: no-paper" in other.err

"""`swsim replay` shows the story up to a moment, how the run stands, or forks it."""

import json
from pathlib import Path

import pytest

from cli.command import Here, Said, is_one_sentence


def test_story_is_told_again_and_ends_with_how_the_run_stands(
    run_folder: Path, here: Here
) -> None:
    said = here("replay", run_folder, "--until", "20m")

    assert (said.code, said.err) == (0, "")
    assert "lodges export declaration S00001-E1" in said.out
    assert "day 3" not in said.out
    assert "The run after day 1, 00:20:00 UTC (second 1200)" in said.out
    assert "Declarations: 1 REGISTERED" in said.out
    assert "the assessment" in said.out


def test_story_of_the_whole_run_has_its_injects(run_folder: Path, here: Here) -> None:
    said = here("replay", run_folder)

    assert "⚡ I1" in said.out
    assert "No declaration is open." in said.out


def test_standing_is_told_in_spanish(run_folder: Path, here: Here) -> None:
    said = here("replay", run_folder, "--until", "20m", "--lang", "es")

    assert "La ejecución tras" in said.out
    assert "el aforo" in said.out


def test_standing_as_json_is_one_object(run_folder: Path, here: Here) -> None:
    shown = json.loads(here("replay", run_folder, "--until", "1000", "--json").out)

    assert (shown["second"], shown["instant"]) == (1000, "2026-04-06T00:16:40Z")
    assert shown["states"] == {"REGISTERED": 1}
    (one,) = shown["declarations"]
    assert one["awaited"] == [{"holder": "jp-cus", "what": "assessment"}]
    assert shown["under_way"] == []


def test_fork_without_settings_has_the_digest_of_the_run(
    run_folder: Path, run_said: Said, tmp_path: Path, here: Here
) -> None:
    fork = tmp_path / "fork"
    options = ("--until", "2d", "--fork", fork, "--broker", "none", "--json")
    said = here("replay", run_folder, *options)

    assert said.code == 0
    assert json.loads(said.out)["digest"] == json.loads(run_said.out)["digest"]
    assert here("verify", fork).out.startswith("verified")


def test_fork_with_a_setting_has_another_digest(
    run_folder: Path, run_said: Said, tmp_path: Path, here: Here
) -> None:
    setting = ("--set", "policy.share_export_data=false")
    options = ("--until", "2d", "--fork", tmp_path / "fork", "--broker", "none")
    said = here("replay", run_folder, *options, *setting, "--json")

    assert json.loads(said.out)["digest"] != json.loads(run_said.out)["digest"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--until", "lunch"), "is no moment of the run"),
        (("--set", "policy.confirm_release=false"), "go with --fork"),
        (("--fork", "x"), "--until"),
        (("--fork", "x", "--until", "1d", "--set", "policy"), "write NAME=VALUE"),
        (("--speed", "0"), "--speed"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    options: tuple[str, ...], complaint: str, run_folder: Path, here: Here
) -> None:
    said = here("replay", run_folder, *options)

    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)
    assert complaint in said.err


def test_folder_that_is_taken_is_no_place_for_a_fork(
    run_folder: Path, here: Here
) -> None:
    said = here("replay", run_folder, "--until", "1d", "--fork", run_folder)

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert "not empty" in said.err

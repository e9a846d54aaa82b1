"""`swsim run`: one JSON object, four exit codes, and a sentence for what went wrong."""

import json
import re
import socket
from pathlib import Path

import pytest

from cli.command import Here, Said, is_one_sentence, swsim
from swsim.artefacts import artefact_dir
from swsim.exchange.wallclock import monotonic

FIRST_CONTACT = artefact_dir("scenarios") / "first-contact" / "scenario.yaml"

_NOBODY = "mqtt://127.0.0.1:1"  # no broker listens on port 1


def _scenario(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write first-contact with changes into a file."""
    text = FIRST_CONTACT.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _lines_of(path: Path, text: str) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line]


def test_json_is_one_object_and_nothing_else(run_said: Said) -> None:
    shown = json.loads(run_said.out)
    expected = {
        "scenario": "first-contact",
        "verdict": "PASS",
        "declarations": 2,
        "messages": 42,
        "lost": 0,
        "duplicated": 0,
    }
    assert (run_said.code, run_said.err) == (0, "")
    assert shown.items() >= expected.items()
    assert re.fullmatch("[0-9a-f]{64}", shown["digest"])
    assert shown["virtual_seconds"] > 21 * 86_400
    assert 0 < shown["wall_seconds"] < 60
    assert (Path(shown["run_dir"]) / "report.html").is_file()


def test_runs_are_kept_under_runs_by_default(tmp_path: Path, here: Here) -> None:
    said = here("run", "first-contact", "--broker", "none", "--json", cwd=tmp_path)
    kept = json.loads(said.out)["run_dir"]
    assert re.fullmatch(r"runs[/\\]first-contact-s7-\d{8}-\d{6}-[0-9a-f]{4}", kept)
    assert (tmp_path / kept / "ledger.db").is_file()


# --- 1: the verdict is not met ----------------------------------------------------


def test_expectation_that_is_not_met_is_exit_code_1(tmp_path: Path, here: Here) -> None:
    path = _scenario(
        tmp_path, ("kind: conversations, exactly: 1", "kind: messages, exactly: 7")
    )
    said = here("run", path, "--broker", "none", "--run-dir", tmp_path / "run")
    assert said.code == 1
    assert re.search(r"Verdict +FAIL", said.out)
    assert "✖ E4  messages: exactly 7: 42" in said.out
    assert said.err == ""


def test_junit_says_what_was_not_met(tmp_path: Path, here: Here) -> None:
    path = _scenario(
        tmp_path, ("kind: conversations, exactly: 1", "kind: messages, exactly: 7")
    )
    file = tmp_path / "junit.xml"
    run = ("--broker", "none", "--run-dir", tmp_path / "run", "--junit", file)
    here("run", path, *run)
    assert 'failures="1" errors="0"' in file.read_text("utf-8")


def test_junit_of_a_run_that_cannot_begin_is_blocked(
    tmp_path: Path, here: Here
) -> None:
    file = tmp_path / "junit.xml"
    said = here("run", "first-contact", "--broker", _NOBODY, "--junit", file)
    assert said.code == 3
    assert 'failures="0" errors="5"' in file.read_text("utf-8")


# --- 2: asked wrongly -------------------------------------------------------------


def test_unknown_scenario_names_the_nearest(here: Here) -> None:
    said = here("run", "frist-contact")
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)
    assert "did you mean 'first-contact'?" in said.err


def test_broken_scenario_shows_all_problems_with_their_lines(
    tmp_path: Path, here: Here
) -> None:
    path = _scenario(
        tmp_path,
        ("seed: 7", "seed: seven"),
        ("channel: green", "chanel: green"),
        ("to: PA\n", "to: XX\n"),
        ("kind: lost", "kind: last"),
    )
    said = here("run", path)
    expected = [
        number
        for text in ("seed: seven", "to: XX", "chanel:", "kind: last")
        for number in _lines_of(path, text)
    ]
    found = [int(line.split(":")[1]) for line in said.err.splitlines()]
    assert (said.code, said.out) == (2, "")
    assert set(expected) <= set(found)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--broker", "http://127.0.0.1"], "mqtt://HOST:PORT"),
        (["--broker", "embeded"], "it can be embedded, none or"),
        (["--speed", "0.5"], "give a whole number of virtual seconds"),
        (["--speed", "0"], "give a whole number of virtual seconds"),
        (["--speed", "-600"], "give a whole number of virtual seconds"),
        (["--mqtt", "4"], "it can be 3.1.1 or 5"),
    ],
    ids=" ".join,
)
def test_wrong_option_is_a_sentence(
    options: list[str], why: str, tmp_path: Path, here: Here
) -> None:
    said = here("run", "first-contact", *options, cwd=tmp_path)
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)
    assert why in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options", [["--shipments", "0"], ["--seed", "-1"], ["--lang", "fr"], ["--colour"]]
)
def test_value_out_of_range_is_a_usage_error(options: list[str], here: Here) -> None:
    said = here("run", "first-contact", *options)
    assert (said.code, said.out) == (2, "")
    assert options[0] in said.err
    assert "Traceback" not in said.err


def test_folder_that_is_not_empty_is_refused(tmp_path: Path, here: Here) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    said = here("run", "first-contact", "--run-dir", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err)
    assert "--run-dir" in said.err


# --- 3: could not run -------------------------------------------------------------


def test_broker_that_does_not_answer_is_said_soon(tmp_path: Path, here: Here) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        address = f"mqtt://127.0.0.1:{taken.getsockname()[1]}"
        began = monotonic()
        said = here("run", "first-contact", "--json", "--broker", address, cwd=tmp_path)
        seconds = monotonic() - began
    assert (said.code, said.out) == (3, "")
    assert is_one_sentence(said.err)
    assert address in said.err
    assert seconds < 60


def test_server_that_is_no_program_is_a_sentence(tmp_path: Path, here: Here) -> None:
    said = here("run", "first-contact", cwd=tmp_path, SWSIM_NATS_SERVER="/nowhere")
    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "SWSIM_NATS_SERVER" in said.err


# --- what people see --------------------------------------------------------------


def test_summary_is_readable_in_a_pipe(tmp_path: Path) -> None:
    folder = tmp_path / ("a-folder-with-a-rather-long-name-" * 3)
    options = ("--broker", "none", "--run-dir", folder)
    said = swsim("run", "first-contact", *options, COLUMNS="80")
    lines = said.out.splitlines()
    assert any(re.fullmatch("Digest +[0-9a-f]{64}", line) for line in lines)
    assert any(
        re.fullmatch(f"Run folder +{re.escape(str(folder))}", line) for line in lines
    )
    assert "\x1b" not in said.out


def test_story_and_summary_are_told_in_spanish(tmp_path: Path, here: Here) -> None:
    options = ("--broker", "none", "--run-dir", tmp_path / "run", "--lang", "es")
    said = here("run", "first-contact", *options)
    assert said.out.startswith("Primer contacto\n")
    assert re.search("Veredicto +PASS .según lo esperado", said.out)
    assert "Panama customs" not in said.out


def test_language_comes_from_the_environment(tmp_path: Path) -> None:
    options = ("--broker", "none", "--run-dir", tmp_path / "run")
    said = swsim("run", "first-contact", *options, SWSIM_LANG="", LC_ALL="es_PA.UTF-8")
    assert said.out.startswith("Primer contacto\n")


def test_story_tells_the_injects(tmp_path: Path, here: Here) -> None:
    said = here("run", "first-contact", "--run-dir", tmp_path / "run")
    struck = [line.split()[1] for line in said.out.splitlines() if "⚡" in line]
    assert struck == ["I1", "I2"]
    assert (said.code, said.err) == (0, "")

"""What tests of other projects call: assertions, a world, the plugin, the example."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from documents.xsd_files import SAMPLES
from patience import PATIENCE
from swsim.documents.types.acknowledgement import Acknowledgement
from swsim.errors import UsageError
from swsim.testing import World, assert_findings, assert_valid

EXAMPLE = ROOT / "examples" / "pytest-project"
GOOD = SAMPLES / "declaration" / "good-import-929.xml"
BAD = SAMPLES / "declaration" / "bad-r15-container-check-digit.xml"


@pytest.mark.parametrize(
    "document",
    [GOOD, str(GOOD), GOOD.read_bytes(), GOOD.read_text("utf-8")],
    ids=["path", "path as text", "bytes", "text"],
)
def test_document_may_come_in_any_form(document: object) -> None:
    assert assert_valid(document).document == "declaration"


def test_record_is_a_document_too() -> None:
    with pytest.raises(AssertionError, match="XSD-element"):
        assert_valid(Acknowledgement(status="ACK"))


def test_failure_says_rule_place_and_sentence() -> None:
    with pytest.raises(AssertionError) as failed:
        assert_valid(BAD)

    said = str(failed.value)
    assert "R15" in said
    assert "The check digit of container" in said
    assert "/TransportEquipment" in said


def test_findings_must_be_exactly_those_named() -> None:
    assert_findings(BAD, ["R15"])
    with pytest.raises(AssertionError, match="missing: R16"):
        assert_findings(BAD, ["R15", "R16"])
    with pytest.raises(AssertionError, match="not expected: R15"):
        assert_findings(BAD, [])
    assert_findings(BAD, [], at_least=True)


def test_what_is_no_document_is_said_so() -> None:
    with pytest.raises(AssertionError, match="neither XML nor a file"):
        assert_valid("no/such/file.xml")


def test_world_is_played_by_plain_calls(tmp_path: Path) -> None:
    with World.play("first-contact", "pa-trd", tmp_path / "run") as world:
        announced = world.receive("declaration")
        world.advance("1h")
        assert world.now == announced.second + 3_600
        summary = world.finish()

    assert (summary.lost, summary.duplicated) == (0, 0)


def test_world_that_cannot_begin_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no participant 'nobody'"):
        World.play("first-contact", "nobody", tmp_path / "run")


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder of its own, with the plugin as it was installed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_example_project_passes(tmp_path: Path) -> None:
    copy = shutil.copytree(EXAMPLE, tmp_path / "a project")
    done = run_pytest(copy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout


def test_example_message_is_the_shipped_sample() -> None:
    assert (EXAMPLE / "messages" / "import.xml").read_bytes() == GOOD.read_bytes()


def test_failing_assertion_fails_the_test(tmp_path: Path) -> None:
    """The other half: a plugin under which nothing fails would pass the example too."""
    (tmp_path / "test_it.py").write_text(
        "from swsim.testing import assert_valid\n"
        "def test_bad(): assert_valid('<a/>')\n"
        "def test_fixture(swsim_validator):\n"
        "    assert swsim_validator.validate(b'<a/>').is_valid\n",
        encoding="utf-8",
    )
    done = run_pytest(tmp_path)

    assert "2 failed" in done.stdout
    assert "ID-root" in done.stdout


def test_project_may_name_its_own_package(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nswsim_package = no-such-folder\n", encoding="utf-8"
    )
    (tmp_path / "test_it.py").write_text(
        "def test_it(swsim_validator): pass\n", encoding="utf-8"
    )
    done = run_pytest(tmp_path)

    assert "no-such-folder" in done.stdout
    assert "1 error" in done.stdout


def test_plugin_costs_nothing_until_it_is_used() -> None:
    code = (
        "import sys, swsim.pytest_plugin;"
        "sys.exit(any(m in sys.modules for m in ('lxml', 'pydantic', 'simpy')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0

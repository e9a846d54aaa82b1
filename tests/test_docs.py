"""Documentation that cannot drift: what it names exists, its picture is drawn."""

import re
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command

from checkout import ROOT
from swsim.cli.main import app
from swsim.documents.registry import DocumentType, document_types
from swsim.domain.schemes import SCHEMES, Control, Scheme
from swsim.scenario.expected import EXPECTATIONS
from swsim.scenario.injects import INJECTS

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_readme_names_commands_that_exist() -> None:
    named = set(re.findall(r"^swsim ([a-z]+)", README, flags=re.M))
    known = set(getattr(get_command(app), "commands", {}))

    assert named
    assert named <= known


@pytest.mark.parametrize("text", [README, EXTENDING, ARCHITECTURE])
def test_documents_name_files_that_exist(text: str) -> None:
    named = re.findall(r"`((?:swsim|schemas|scenarios|tools|tests)/[\w./-]+)`", text)
    missing = [name for name in named if not (ROOT / name).exists()]

    assert named
    assert missing == []


def test_architecture_walks_through_modules_that_exist() -> None:
    named = re.findall(r"^\| \d+ \| `([\w/.]+)` \|", ARCHITECTURE, flags=re.M)
    missing = [name for name in named if not (ROOT / "swsim" / name).exists()]

    assert len(named) >= 10
    assert missing == []


def test_first_contact_uses_every_kind_it_promises_to_show() -> None:
    text = (ROOT / "scenarios" / "first-contact" / "scenario.yaml").read_text("utf-8")

    assert {"duplicate-message", "broker-restart"} <= set(INJECTS)
    assert all(f"kind: {kind}" in text for kind in ("duplicate-message", "released"))
    assert set(EXPECTATIONS)


def test_picture_is_the_one_that_the_program_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_pictures import sequence_of

    drawn = sequence_of("first-contact")
    kept = Path(ROOT / "docs" / "pictures" / "first-contact.svg").read_text("utf-8")

    assert drawn == kept


def test_command_of_the_picture_of_a_comparison_is_the_one_that_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_pictures import COMPARISON

    shown = (ROOT / "docs" / "whatif.md").read_text(encoding="utf-8")
    assert f"$ swsim {COMPARISON} --picture early-bird.svg\n" in shown


@pytest.mark.parametrize("kind", [*INJECTS, *EXPECTATIONS])
def test_each_kind_of_inject_and_expectation_has_a_heading(kind: str) -> None:
    scenarios = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")

    assert f"\n### {kind}\n" in scenarios


def test_command_reference_is_what_the_commands_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_cli_reference import TARGET, reference

    assert reference() == TARGET.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", document_types(), ids=lambda kind: kind.id)
def test_each_document_type_has_a_heading_and_a_row(kind: DocumentType) -> None:
    documents = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")

    assert f"\n## {kind.id}\n" in documents
    assert f"\n| `{kind.id}` | `{kind.root}` | `{kind.namespace}` |" in documents


def test_tables_of_the_time_release_study_are_those_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_interval_table import TARGET, page

    kept = TARGET.read_text(encoding="utf-8")

    assert "| payment | T8 | T8b | trader | wait |" in kept
    assert page(kept) == kept, "run python tools/make_interval_table.py"


def test_table_of_rules_is_what_the_files_and_samples_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_rule_table import TARGET, page

    kept = TARGET.read_text(encoding="utf-8")

    assert "| R15 | E |" in kept
    assert page(kept) == kept, "run python tools/make_rule_table.py"


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda each: each.id)
def test_each_scheme_is_in_the_table_of_what_finds_it(scheme: Scheme) -> None:
    scenarios = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    (row,) = [
        line for line in scenarios.splitlines() if line.startswith(f"| `{scheme.id}` |")
    ]

    assert {
        each for each in get_args(Control) if each in row.rpartition(" | ")[2]
    } == scheme.found_by


def test_table_of_policies_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    from make_policies import TARGET, page

    kept = TARGET.read_text(encoding="utf-8")

    assert page() == kept, "run python tools/make_policies.py"

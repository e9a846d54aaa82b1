"""`swsim package`: describes and checks a folder of schemas; says what stays open."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from checkout import ROOT
from cli.command import Here

FREEDONIA = ROOT / "tests" / "packages" / "Freedonia año 1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a package without its catalogue."""
    copy = tmp_path / "mi paquete ñ"
    shutil.copytree(FREEDONIA, copy)
    (copy / "catalogue.yaml").unlink()
    return copy


def test_init_says_what_it_decided_and_what_not(folder: Path, here: Here) -> None:
    said = here("package", "init", folder, "--lang", "es")

    assert said.code == 0
    assert "Decidido:\n" in said.out
    assert "Por decidir por usted:\n  - puertos-de-freedonia" in said.out
    assert said.out.endswith(f"Listo: {folder / 'catalogue.yaml'}\n")


def test_init_as_json_lists_both(folder: Path, here: Here) -> None:
    shown = json.loads(here("package", "init", folder, "--json").out)

    assert shown["documents"] == ["notice-v1", "notice-v2", "permit"]
    assert shown["usable"] is True
    assert [note["key"] for note in shown["open"]] == ["codelist"]
    assert {"envelope", "shared-root", "rules"} <= {n["key"] for n in shown["decided"]}


def test_init_keeps_a_catalogue(folder: Path, here: Here) -> None:
    assert here("package", "init", folder).code == 0
    again = here("package", "init", folder)

    assert (again.code, again.out) == (2, "")
    assert "--force" in again.err
    assert here("package", "init", folder, "--force").code == 0


def test_check_lists_the_documents(here: Here) -> None:
    said = here("package", "check", FREEDONIA)

    assert (said.code, said.err) == (0, "")
    assert said.out == f"{FREEDONIA}: in order: notice-1, notice-2, permit\n"


def test_check_reports_every_fault_with_its_line(folder: Path, here: Here) -> None:
    here("package", "init", folder)
    (folder / "common" / "codes.xsd").unlink()
    (folder / "mensajes" / "permit-parts.xsd").write_text("<a/>")
    said = here("package", "check", folder)

    assert (said.code, said.out) == (2, "")
    assert "notice v1.xsd:8: xs:import of urn:freedonia:types:1" in said.err
    assert "permit-parts.xsd:1: is no XML Schema" in said.err


def test_commands_of_the_page_work(
    folder: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    section = page.partition("\n## Your own schemas\n")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    commands = [shlex.split(line)[1:] for line in block.splitlines()]
    folder.rename(folder.with_name("my schemas"))
    monkeypatch.chdir(folder.parent)
    sample = Path("my schemas", "samples", "notice-2.xml")
    Path("message.xml").write_bytes(sample.read_bytes())

    assert [command[0] for command in commands] == ["package", "package", "validate"]
    assert [here(*command).code for command in commands] == [0, 0, 0]


def test_validate_holds_every_sample_against_what_is_beside_it(here: Here) -> None:
    said = here(
        "validate", "--package", FREEDONIA, FREEDONIA / "samples", "--expect-beside"
    )

    assert said.code == 0, said.out

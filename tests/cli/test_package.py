"""`swsim package`: describes and checks a folder of schemas; says what stays open."""

import json
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

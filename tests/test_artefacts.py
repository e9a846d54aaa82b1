"""Schemas and scenarios are found in a checkout and in a wheel, and nowhere else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import swsim
from checkout import ROOT
from swsim.artefacts import artefact_dir
from swsim.errors import SwsimError


def _install(folder: Path) -> Path:
    """Lay the three modules that matter below `folder`, as an installation would."""
    package = folder / "swsim"
    package.mkdir()
    for name in ("__init__.py", "errors.py", "artefacts.py"):
        shutil.copy(Path(swsim.__file__).with_name(name), package)
    return package


def _ask(folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask the swsim below `folder` where its schemas are."""
    program = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    program += "from swsim.artefacts import artefact_dir\n"
    program += "sys.stdout.write(str(artefact_dir('schemas')))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", ["schemas", "scenarios"])
def test_artefacts_of_a_checkout_lie_beside_the_package(name: str) -> None:
    assert artefact_dir(name) == ROOT / name


def test_artefacts_of_a_wheel_lie_inside_the_package(tmp_path: Path) -> None:
    bundled = _install(tmp_path) / "_bundle" / "schemas"
    bundled.mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "pyproject.toml").touch()

    assert _ask(tmp_path).stdout == str(bundled)


def test_schemas_of_another_project_are_not_taken(tmp_path: Path) -> None:
    """A site-packages folder may hold a package called schemas; it is no checkout."""
    _install(tmp_path)
    (tmp_path / "schemas").mkdir()

    done = _ask(tmp_path)

    assert done.returncode != 0
    assert "The folder 'schemas' of swsim is missing" in done.stderr


def test_missing_artefacts_say_where_they_were_looked_for() -> None:
    with pytest.raises(SwsimError) as raised:
        artefact_dir("nowhere")

    assert str(ROOT / "swsim" / "_bundle" / "nowhere") in str(raised.value)
    assert str(ROOT / "nowhere") in str(raised.value)
    assert "Reinstall" in str(raised.value)

"""The package as users get it: built, installed into a fresh environment, and run."""

import json
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this checkout, and the wheel built from that."""
    folder = tmp_path_factory.mktemp("built")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel_names(built: Path) -> set[str]:
    """The names of the files in the wheel."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the wheel and nothing else installed."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    (wheel,) = built.glob("*.whl")
    constraints = ROOT / "constraints.txt"
    _run(python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel)
    return python


def _run(
    *command: str | Path, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


def _shipped(folder: str) -> set[str]:
    """Return the files of a folder of the checkout, relative to the checkout."""
    paths = (ROOT / folder).rglob("[!.]*")
    return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}


@pytest.mark.parametrize("folder", ["schemas", "scenarios"])
def test_wheel_holds_all_artefacts(wheel_names: set[str], folder: str) -> None:
    bundled = {f"swsim/_bundle/{name}" for name in _shipped(folder)}

    assert bundled - wheel_names == set()


def test_wheel_holds_the_description_of_the_broker_traffic(
    wheel_names: set[str],
) -> None:
    assert "swsim/_bundle/asyncapi.yaml" in wheel_names


def test_wheel_holds_every_file_of_the_package(wheel_names: set[str]) -> None:
    sources = {name for name in _shipped("swsim") if not name.endswith(".pyc")}

    assert sources - wheel_names == set()


def test_wheel_holds_licence_and_notice(wheel_names: set[str]) -> None:
    licences = {Path(name).name for name in wheel_names if "/licenses/" in name}

    assert licences == {"LICENSE", "NOTICE"}


def test_sdist_holds_what_builds_and_tests_it(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"pyproject.toml", "Makefile", "constraints.txt", "tests/conftest.py"}
    wanted |= _shipped("schemas") | _shipped("scenarios")
    assert wanted - names == set()


def _play(python: Path, folder: Path) -> dict[str, Any]:
    """Play a scenario in `folder`, where nothing of the checkout lies at hand."""
    swsim = python.with_name("swsim")
    done = _run(swsim, "run", "first-contact", "--json", cwd=folder)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def test_installed_swsim_plays_like_the_checkout(
    python: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    installed = _play(python, tmp_path_factory.mktemp("installed"))
    checkout = _play(Path(sys.executable), tmp_path_factory.mktemp("checkout"))

    assert installed["verdict"] == "PASS"
    assert installed["digest"] == checkout["digest"]


def test_plugin_is_there_once_swsim_is_installed(python: Path, tmp_path: Path) -> None:
    constraints = ROOT / "constraints.txt"
    _run(python, "-m", "pip", "install", "--quiet", "-c", constraints, "pytest")
    project = shutil.copytree(ROOT / "examples" / "pytest-project", tmp_path / "own")
    done = _run(python, "-m", "pytest", "-q", cwd=project)

    assert "7 passed" in done.stdout

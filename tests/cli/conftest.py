"""A run that several commands look at, and commands within this process."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.playing import Played, two_regions
from cli.command import Here, Said, swsim
from swsim.cli.main import main


@pytest.fixture(autouse=True)
def _log_of_before() -> Iterator[None]:
    """Give back the log that a command has turned to a stream of its own."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """Run a command in this process: without the time that a start takes."""

    def run(*arguments: object, cwd: Path | None = None, **env: str) -> Said:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["swsim", *map(str, arguments)])
            patch.delenv("COLUMNS", raising=False)
            for name, text in env.items():
                patch.setenv(name, text)
            if cwd:
                patch.chdir(cwd)
            with pytest.raises(SystemExit) as end:
                main()
        said = capsys.readouterr()
        return Said(code=int(end.value.code or 0), out=said.out, err=said.err)

    return run


@pytest.fixture(scope="session")
def run_said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What `swsim run first-contact --json` says, in a folder of its own."""
    folder = tmp_path_factory.mktemp("played") / "run"
    return swsim("run", "first-contact", "--json", "--run-dir", folder)


@pytest.fixture(scope="session")
def run_folder(run_said: Said) -> Path:
    """The folder of that run, for reading only."""
    import json

    return Path(json.loads(run_said.out)["run_dir"])


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Two regions, 20 shipments, seed 7, from hand to hand."""
    return two_regions(tmp_path_factory.mktemp("undisturbed") / "run")

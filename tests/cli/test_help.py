"""Help lists what there is, and is fast because it loads nothing else."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from cli.command import Here, environment
from swsim.cli.main import app

_HEAVY = (
    "aiomqtt",
    "lxml",
    "prometheus_client",
    "pydantic",
    "simpy",
    "structlog",
    "xmlschema",
    "xmlsec",
)

_PROBE = f"""
import sys
from swsim.cli.main import main
sys.argv = ["swsim", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print("loaded:", *(name for name in {_HEAVY!r} if name in sys.modules))
"""


def _commands(group: typer.core.TyperGroup, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in sorted(group.commands.items()):
        yield (*path, name)
        if isinstance(command, typer.core.TyperGroup):
            yield from _commands(command, *path, name)


ROOT = typer.main.get_command(app)
assert isinstance(ROOT, typer.core.TyperGroup)
COMMANDS = list(_commands(ROOT))


def test_commands_are_those_that_people_know() -> None:
    names = {path[0] for path in COMMANDS}
    known = {"demo", "doctor", "ledger", "run", "scenario", "validate", "verify"}
    assert names >= known


def test_help_lists_every_command(here: Here) -> None:
    said = here("--help")
    lines = {line.split()[0] for line in said.out.splitlines() if line.strip()}
    assert said.code == 0
    assert lines >= {path[0] for path in COMMANDS}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...], here: Here) -> None:
    said = here(*path, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"Usage: swsim {' '.join(path)}" in said.out


def test_command_without_arguments_says_what_it_takes(here: Here) -> None:
    said = here("scenario")
    assert "list" in said.out + said.err
    assert said.code in (0, 2)


def test_unknown_command_is_a_usage_error(here: Here) -> None:
    said = here("rnu")
    assert said.code == 2
    assert "rnu" in said.err


def test_version_is_one_line(here: Here) -> None:
    said = here("--version")
    assert said.code == 0
    assert said.out.startswith("swsim ")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_no_heavy_library(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, option],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "loaded:"

"""The pytest plugin: `swsim_validator`, `swsim_world`, and where the assertions are.

pytest loads it by itself once swsim is installed. It imports the rest of swsim only
when a test asks for something, so that other tests start as quickly as before.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from swsim.testing import World
    from swsim.validation.engine import Validator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project name its own schema package, in its settings or for one session."""
    why = "folder with catalogue.yaml: the schema package that swsim_validator uses"
    parser.getgroup("swsim").addoption("--swsim-package", metavar="DIR", help=why)
    parser.addini("swsim_package", why, type="string", default="")


@pytest.fixture(scope="session")
def swsim_validator(pytestconfig: pytest.Config) -> "Validator":
    """The validator of swsim's schemas, or of the project's own package."""
    from swsim.validation.engine import Validator
    from swsim.validation.package import Package

    named = pytestconfig.getoption("--swsim-package")
    folder = named or pytestconfig.getini("swsim_package")
    if not folder:
        return Validator()
    base = pytestconfig.invocation_params.dir if named else pytestconfig.rootpath
    return Validator(Package(Path(base, folder)))


@pytest.fixture
def swsim_world(tmp_path: Path) -> Iterator[Callable[..., "World"]]:
    """Begin scenarios in which the test plays one participant.

    swsim_world("first-contact", "pa-trd", seed=7, shipments=None, broker="embedded")
    returns a `swsim.testing.World`; it is closed when the test ends.
    """
    from swsim.testing import World

    begun: list[World] = []

    def begin(scenario: str | Path, seat: str, **how: object) -> World:
        folder = tmp_path / f"run-{len(begun) + 1}"
        world = World.play(scenario, seat, folder, **how)  # type: ignore[arg-type]
        begun.append(world)
        return world

    yield begin
    for world in begun:
        world.close()

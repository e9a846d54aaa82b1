"""Imports go down the floors, never in a circle; libraries stay where they belong.

Each check is tried on planted modules too, so that it cannot pass by seeing nothing.
"""

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

import pytest

from checkout import ROOT, module_of, python_files
from imports import graph, imports, is_below

FLOORS = MappingProxyType(
    {
        "swsim.domain": 0,
        "swsim.errors": 0,
        "swsim.artefacts": 0,
        "swsim.strictyaml": 0,
        "swsim.documents": 1,
        "swsim.validation": 1,
        "swsim.security": 1,
        "swsim.simulation": 2,
        "swsim.ledger": 3,
        "swsim.material": 3,
        "swsim.exchange": 4,
        "swsim.trs": 4,
        "swsim.scenario": 5,
        "swsim.app": 6,
        "swsim.bench": 6,
        "swsim.reports": 6,
        "swsim.whatif": 6,
        "swsim.cli": 7,
        "swsim.web": 7,
        "swsim.pytest_plugin": 7,
        "swsim.testing": 7,
        "swsim.__main__": 7,
    }
)

# Who alone may import these.
HOMES: Mapping[str, str | tuple[str, ...]] = MappingProxyType(
    {
        "aiomqtt": ("swsim.exchange.connection", "swsim.exchange.dial"),
        "fastapi": "swsim.web",
        "prometheus_client": "swsim.exchange.metrics",
        "scipy": "swsim.trs",
        "simpy": "swsim.simulation",
        "sqlite3": "swsim.ledger",
        "typer": "swsim.cli",
        "rich": "swsim.cli",
        "segno": "swsim.web",
        "starlette": "swsim.web",
        "uvicorn": "swsim.web",
    }
)

# The floors up to this one know neither sockets nor tasks.
HIGHEST_WITHOUT_ASYNCIO = 3


# The library's front door hands on names of other floors; see test_api.
FRONT_DOOR = "swsim"


def floor_of(name: str) -> int | None:
    """Return the floor of a module, or of a name in it; None where it has none."""
    if name in {"swsim", "swsim.__version__"}:
        return 0
    floors = (floor for package, floor in FLOORS.items() if is_below(name, package))
    return next(floors, None)


def homeless(sources: Mapping[str, str]) -> list[str]:
    """Return the modules that the table of floors does not know."""
    return [module for module in sources if floor_of(module) is None]


def upward(sources: Mapping[str, str]) -> list[str]:
    """Return imports of a higher floor, also in functions and for types alone."""
    return [
        f"{module}:{one.line}: floor {floor} imports {one.target} of floor {above}"
        for module, source in sources.items()
        if module != FRONT_DOOR and (floor := floor_of(module)) is not None
        for one in imports(source)
        if (above := floor_of(one.target)) is not None and above > floor
    ]


def relative(sources: Mapping[str, str]) -> list[str]:
    """Return relative imports."""
    return [
        f"{module}:{one.line}: relative import of {one.target}"
        for module, source in sources.items()
        for one in imports(source)
        if one.relative
    ]


def cycle(sources: Mapping[str, str]) -> list[str]:
    """Return one circle of modules that import each other, or nothing."""
    try:
        TopologicalSorter(graph(sources)).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[::-1]
    return []


def away_from_home(sources: Mapping[str, str]) -> list[str]:
    """Return imports of a library outside its one home, and of asyncio too low."""
    return [
        f"{module}:{one.line}: {one.target}"
        for module, source in sources.items()
        for one in imports(source)
        if _is_away(module, one.target)
    ]


def _is_away(module: str, target: str) -> bool:
    library = target.partition(".")[0]
    if library == "asyncio":
        return (floor_of(module) or 0) <= HIGHEST_WITHOUT_ASYNCIO
    return library in HOMES and not is_below(module, HOMES[library])


@pytest.fixture(scope="module")
def swsim() -> dict[str, str]:
    """Every module of swsim and its source."""
    return {module_of(path): path.read_text("utf-8") for path in python_files("swsim")}


def test_every_module_has_a_floor(swsim: dict[str, str]) -> None:
    assert homeless(swsim) == []


def test_swsim_imports_only_downwards(swsim: dict[str, str]) -> None:
    assert upward(swsim) == []


def test_swsim_imports_absolutely(swsim: dict[str, str]) -> None:
    assert relative(swsim) == []


def test_swsim_has_no_import_cycle(swsim: dict[str, str]) -> None:
    assert cycle(swsim) == []


def test_libraries_stay_at_home(swsim: dict[str, str]) -> None:
    assert away_from_home(swsim) == []


def test_module_without_a_floor_is_found() -> None:
    assert homeless({"swsim.helpers.text": ""}) == ["swsim.helpers.text"]


@pytest.mark.parametrize(
    "source",
    [
        "import swsim.exchange.link",
        "from swsim.exchange.link import Link",
        "from swsim.exchange import link",
        "from swsim import exchange",
        "def send():\n    from swsim.exchange import link",
        "if TYPE_CHECKING:\n    import swsim.exchange",
    ],
)
def test_upward_import_is_found(source: str) -> None:
    (found,) = upward({"swsim.ledger.store": source})

    assert "floor 3 imports swsim.exchange" in found


def test_downward_import_is_fine() -> None:
    assert upward({"swsim.ledger.store": "from swsim.domain import events"}) == []


def test_relative_import_is_found() -> None:
    assert relative({"swsim.domain.money": "from . import codes"}) == [
        "swsim.domain.money:1: relative import of .codes"
    ]


def test_import_cycle_is_found() -> None:
    planted = {
        "swsim.domain.a": "from swsim.domain.b import name",
        "swsim.domain.b": "def late():\n    from swsim.domain import c",
        "swsim.domain.c": "import swsim.domain.a",
    }

    assert set(cycle(planted)) == set(planted)


def test_import_for_types_alone_is_no_cycle() -> None:
    planted = {
        "swsim.domain.a": "from swsim.domain import b",
        "swsim.domain.b": "if TYPE_CHECKING:\n    from swsim.domain import a",
    }

    assert cycle(planted) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("swsim.exchange.kernel", "import aiomqtt"),
        ("swsim.exchange.kernel", "from simpy.events import Event"),
        ("swsim.app.run", "import sqlite3"),
        ("swsim.web.page", "from rich.table import Table"),
        ("swsim.cli.serve", "from fastapi import FastAPI"),
        ("swsim.ledger.store", "import asyncio"),
    ],
)
def test_library_away_from_home_is_found(module: str, source: str) -> None:
    assert len(away_from_home({module: source})) == 1


def test_library_at_home_is_fine() -> None:
    at_home = {
        "swsim.exchange.connection": "import aiomqtt, asyncio",
        "swsim.ledger.store": "import sqlite3",
    }

    assert away_from_home(at_home) == []


def test_contributors_read_of_the_same_floors() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\d) \| (.+?) \|", page)
    told = {
        f"swsim.{name}": int(floor)
        for floor, names in rows
        for name in re.findall(r"`(\w+)`", names)
    }

    assert told == {name: at for name, at in FLOORS.items() if "__" not in name}

"""No code of an administration reads what only a trader knows of its shipment."""

import ast

import pytest

from checkout import ROOT
from simulation.builders import exact, order, play, world
from swsim.domain.contraband import Contraband
from swsim.domain.events import Kind
from swsim.domain.settings import ShipmentOrder

SIMULATION = ROOT / "swsim" / "simulation"
HIDDEN = "scheme"
# Who may know: the traders, what they write, and what lies in their boxes and books.
TRADERS = frozenset({"trader.py", "schemes.py", "evidence.py"})


def readers(source: str) -> list[int]:
    """Return the lines in which an attribute with the hidden name is read."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == HIDDEN
    ]


def importers(source: str) -> list[str]:
    """Return the modules imported that know of schemes and evidence."""
    return [
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("swsim.simulation.schemes", "swsim.simulation.trader")
    ]


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(SIMULATION.rglob("*.py"))
        if path.name not in TRADERS and path.name != "__init__.py"
    ],
    ids=lambda path: str(path.relative_to(SIMULATION)),
)
def test_no_administration_reads_the_scheme_of_an_order(path: object) -> None:
    source = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]

    assert readers(source) == []


def test_customs_imports_nothing_of_its_traders() -> None:
    names = ("customs", "casework", "controls", "selectivity", "matching", "exports")
    found = {
        name: importers((SIMULATION / f"{name}.py").read_text(encoding="utf-8"))
        for name in names
    }

    assert found == {name: [] for name in names}


def test_only_a_control_looks_at_the_evidence() -> None:
    looking = [
        path.name
        for path in sorted(SIMULATION.rglob("*.py"))
        if "evidence.look(" in path.read_text(encoding="utf-8")
    ]

    assert looking == ["controls.py"]


def test_reader_of_a_scheme_would_be_noticed() -> None:
    assert readers("if order.scheme == 'honest':\n    pass") == [1]
    assert importers("from swsim.simulation.trader import Case") == [
        "swsim.simulation.trader"
    ]


def test_selection_goes_by_papers_alone() -> None:
    """The same papers with another truth behind them go the same way, to the letter."""
    drugs = Contraband(kind="DRG", mass=90_000)

    def seen(one: ShipmentOrder) -> list[object]:
        run = play(world(one, profiles=exact(violation_per_mille=1000)))
        return [
            *(message.xml for message in run.messages),
            *(event.facts for event in run.of(Kind.CHANNEL)),
        ]

    honest = seen(order(scheme="honest"))

    assert honest == seen(order(scheme="honest", contraband=drugs))
    assert honest == seen(order())

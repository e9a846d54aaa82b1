"""Two short runs, played for real without a broker, for all tests of reports."""

from pathlib import Path

import pytest

from swsim.app.concluding import Summary
from swsim.app.run import play, run_async
from swsim.app.stage import Play
from swsim.ledger.store import Ledger
from swsim.scenario.load import load_scenario


def played(name: str, where: Path, shipments: int | None = None) -> Summary:
    """Play a shipped scenario into a folder."""
    loaded = load_scenario(name)
    return run_async(
        play(Play(loaded=loaded, shipments=shipments, broker="none", run_dir=where))
    )


@pytest.fixture(scope="session")
def first_contact(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """One shipment from Japan to Panama, released before it arrives."""
    return played("first-contact", tmp_path_factory.mktemp("runs") / "first-contact")


@pytest.fixture(scope="session")
def two_regions(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Sixty shipments between 64 administrations, some of them wrong at first."""
    where = tmp_path_factory.mktemp("runs") / "two-regions"
    return played("two-regions", where, shipments=60)


@pytest.fixture(scope="session")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A seizure is reported, an alert is given, rules are made and lead to hits."""
    return played("the-bulletin", tmp_path_factory.mktemp("runs") / "the-bulletin")


def ledger_of(summary: Summary) -> Ledger:
    """Open the ledger of a run that was played."""
    return Ledger.open(Path(summary.run_dir) / "ledger.db")

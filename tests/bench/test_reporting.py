"""The bench of reports: a ledger of many copies is reported on like any other."""

from pathlib import Path

import pytest

from swsim.bench import reporting
from swsim.ledger.store import Ledger
from swsim.reports.fold import fold
from swsim.reports.passing import pass_over
from swsim.reports.study import SOME_START


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of at least 200 declarations, in copies of a short run."""
    folder = tmp_path_factory.mktemp("copies")
    reporting._written(folder / "ledger.db", 200, shipments=20)
    return folder


def test_copies_are_declarations_of_their_own(copies: Path) -> None:
    ledger = Ledger.open(copies / "ledger.db")
    run = fold(ledger.events())
    numbers = [each.reference.partition("-")[0] for each in run.declarations]
    assert numbers.count("0") == numbers.count("1") >= 40
    assert len(run.declarations) >= 200
    assert (run.lost, run.duplicated) == (0, 0)
    assert ledger.tally().messages == run.messages


def test_noted_tally_is_the_one_of_the_ledger(copies: Path) -> None:
    ledger = Ledger.open(copies / "ledger.db")
    tally = ledger.tally()
    assert pass_over(ledger, tally, SOME_START).run.messages == tally.messages
    assert f'"messages": {tally.messages}' in ledger.header()["tally"]


def test_bench_reports_seconds_memory_and_size(copies: Path) -> None:
    found = reporting._measured(copies)
    assert 0 < found["seconds"] < 20
    assert 50_000_000 < found["peak_bytes"] < 500_000_000
    assert 50_000 < found["bytes"] < 300_000

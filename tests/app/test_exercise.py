"""An exercise that is led by messages gives one digest, whoever plays it."""

from pathlib import Path

import pytest

from app.playing import Played, played
from app.test_workers import shared
from swsim.app.links import EMBEDDED
from swsim.app.run import run_async

# Black Tuesday has an inject that waits for failed deliveries.
NAME, SHIPMENTS = "black-tuesday", 24


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Black Tuesday from hand to hand."""
    folder = tmp_path_factory.mktemp("alone") / "run"
    return run_async(played(NAME, folder, shipments=SHIPMENTS))


def test_inject_that_waits_strikes_in_this_run(alone: Played) -> None:
    assert [line for line in alone.export() if '"inject":"I4"' in line]


def test_broker_does_not_change_an_exercise(alone: Played, tmp_path: Path) -> None:
    run = run_async(
        played(NAME, tmp_path / "run", shipments=SHIPMENTS, broker=EMBEDDED)
    )

    assert run.export() == alone.export()


@pytest.mark.slow
def test_workers_do_not_change_an_exercise(alone: Played, tmp_path: Path) -> None:
    run = shared(NAME, tmp_path / "run", 2, shipments=SHIPMENTS)

    assert run.export() == alone.export()

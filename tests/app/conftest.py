"""What several tests of the app compare with: runs that nothing disturbed."""

from pathlib import Path

import pytest

from app.playing import Played, played, two_regions
from swsim.app.run import run_async


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Two regions, 20 shipments, seed 7, from hand to hand."""
    return two_regions(tmp_path_factory.mktemp("undisturbed") / "run")


@pytest.fixture(scope="session")
def first_contact(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """First contact from hand to hand; its folder is for reading only."""
    folder: Path = tmp_path_factory.mktemp("first-contact") / "run"
    return run_async(played("first-contact", folder))

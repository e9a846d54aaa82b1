"""The scenario of seizures and alerts, as the expectations of its file judge it."""

import asyncio
from pathlib import Path

import pytest

from swsim.app.run import play
from swsim.app.stage import Play
from swsim.scenario import load_scenario


@pytest.mark.parametrize("seed", [12, 13])
def test_the_bulletin_meets_its_expectations(tmp_path: Path, seed: int) -> None:
    what = Play(
        loaded=load_scenario("the-bulletin"),
        seed=seed,
        broker="none",
        run_dir=tmp_path / "run",
    )
    summary = asyncio.run(play(what))

    assert [each for each in summary.expectations if each.verdict != "PASS"] == []
    assert summary.verdict == "PASS"

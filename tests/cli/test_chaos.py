"""Nothing is lost, whatever is killed, on a network that drops, repeats and delays."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from app.playing import played
from cli.chaos import BROKER, KILLS, WORKER, chaos, schedule
from cli.test_workers import DIED, needs_proc
from swsim.app.verify import verify

SHIPMENTS = 60


@pytest.mark.slow
@needs_proc
@pytest.mark.timeout(900)  # five minutes on a machine that has much else to do
async def test_chaos_changes_nothing(tmp_path: Path) -> None:
    alone = await played(
        "two-regions", tmp_path / "undisturbed", seed=7, shipments=SHIPMENTS
    )
    whole = alone.summary
    outcome = await chaos(
        tmp_path, shipments=SHIPMENTS, messages=whole.messages, seed=7
    )

    assert Counter(kill.what for kill in outcome.kills) == KILLS
    # Each kill mid-run: sent before it and after it, and more since the last one.
    sent = [0, *(kill.sent for kill in outcome.kills), whole.messages]
    assert all(before < after for before, after in pairwise(sent))
    assert outcome.restarts == KILLS[BROKER]
    assert outcome.said.count(DIED) == KILLS[WORKER]
    for fault in ("dropped", "duplicated", "delayed"):
        assert outcome.faults[fault] >= 100

    summary = outcome.summary
    assert summary["messages"] == whole.messages
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert summary["digest"] == whole.digest
    assert (await verify(outcome.folder)).difference is None


def test_schedule_is_seeded_and_ends_before_the_run() -> None:
    kills = schedule(2_890, seed=7)

    assert kills == schedule(2_890, seed=7) != schedule(2_890, seed=8)
    assert Counter(what for _, what in kills) == KILLS
    assert kills[0][0] > 0
    assert kills[-1][0] < 2_890 * 20 // 21 < 2_890
    assert all(one < other for (one, _), (other, _) in pairwise(kills))

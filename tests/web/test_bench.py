"""The bench of the room runs and judges; what it measures is for the machine to say."""

import json

import pytest

from cli.command import swsim


@pytest.mark.slow
def test_room_is_measured_with_real_browsers_feeds() -> None:
    said = swsim("bench", "room", "--seconds", "3", "--browsers", "5", "--json")
    shown = json.loads(said.out)
    bars = {bar["name"]: bar["value"] for bar in shown["bars"]}

    assert said.code == (0 if shown["passed"] else 1)
    assert set(bars) == {
        "messages_a_second",
        "server_cores",
        "age_p99_ms",
        "batches_missed",
        "lost_by_the_stalled",
    }
    assert bars["messages_a_second"] > 20
    assert 0 < bars["server_cores"] < 4
    assert bars["age_p99_ms"] > 0
    assert shown["facts"]["browsers"] == 5
    assert shown["facts"]["bytes_a_second"] > 1_000

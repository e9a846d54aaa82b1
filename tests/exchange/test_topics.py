"""Topics and client identifiers are what every broker takes."""

import pytest

from swsim.errors import UsageError
from swsim.exchange.topics import checked_level, client_id, inbox, outbox, parse, topic


def test_topic_names_recipient_before_sender() -> None:
    expected = "swsim/v1/run-1/jp-cus/pa-sw/declaration"
    assert topic("run-1", "jp-cus", "pa-sw", "declaration") == expected


def test_topic_is_taken_apart_again() -> None:
    parsed = parse(topic("run-1", "jp-cus", "pa-sw", "response"))
    assert parsed is not None
    parts = (parsed.run, parsed.recipient, parsed.sender, parsed.document)
    assert parts == ("run-1", "jp-cus", "pa-sw", "response")


@pytest.mark.parametrize(
    "text",
    [
        "swsim/v1/run-1/jp-cus/pa-sw",
        "swsim/v1/run-1/jp-cus/pa-sw/declaration/more",
        "swsim/v2/run-1/jp-cus/pa-sw/declaration",
        "swsim/v1/run-1/jp-cus//declaration",
        "swsim/v1/run-1/jp.cus/pa-sw/declaration",
    ],
)
def test_topic_of_another_shape_is_not_ours(text: str) -> None:
    assert parse(text) is None


def test_filters_leave_open_only_what_others_decide() -> None:
    assert inbox("r", "pa-sw") == "swsim/v1/r/pa-sw/+/+"
    assert outbox("r", "pa-sw") == "swsim/v1/r/+/pa-sw/+"


def test_client_id_is_one_that_every_broker_must_take() -> None:
    name = client_id("run-1", "pa-sw")
    assert len(name) == 23
    assert name.isascii()
    assert name.isalnum()


def test_client_id_is_the_same_at_every_start() -> None:
    expected = "svkthz7ft457suoq6a3k2lo"
    assert client_id("run-1", "pa-sw") == expected


def test_client_id_differs_between_runs_and_participants() -> None:
    names = {client_id(run, who) for run in ("a", "b") for who in ("pa-sw", "jp-sw")}
    assert len(names) == 4


@pytest.mark.parametrize(
    "level", ["", "PA-sw", "pa.sw", "pa+sw", "pa/sw", "-pa", "a--b"]
)
def test_level_that_a_broker_would_read_otherwise_is_refused(level: str) -> None:
    with pytest.raises(UsageError, match="cannot be part of an MQTT topic"):
        checked_level("participant", level)

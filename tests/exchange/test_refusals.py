"""A message that is refused again and again is noticed, and none is taken for it."""

from dataclasses import replace

import pytest

from exchange.conftest import RUN
from exchange.post_office import parcel
from swsim.errors import BlockedError
from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.link import Parcel, handed_over
from swsim.exchange.refusals import Refusals

MINE = parcel("mine", "jp-sw", "pa-sw")
OTHER = parcel("other", "jp-sw", "pa-sw")
ELSEWHERE = parcel("elsewhere", "jp-trd", "jp-sw")
OURS = (MINE, OTHER, ELSEWHERE)


class OnTheWay:
    """Three messages that were published, and can be again."""

    def __init__(self) -> None:
        self.in_flight, self.unconfirmed = InFlight(), Unconfirmed(patience=1.0)
        for each in OURS:
            self.in_flight.add(each.message_id, 60)
        self.unconfirmed.admit(OURS, 0.0)
        self.refusals = Refusals(RUN, self.in_flight, self.unconfirmed)
        self._now = 0.0

    def note(self, came: Parcel, stated: str | None) -> None:
        """Refuse what came for one message."""
        self.refusals.note(handed_over(came), stated, "it is not what was sent")

    def refuse(self, came: Parcel, stated: str | None) -> None:
        """Refuse what came for one message; then all are published again."""
        self.note(came, stated)
        self._now += 100.0
        assert len(self.unconfirmed.overdue(self._now)) == len(OURS)


def test_message_refused_five_times_blocks_the_run() -> None:
    way = OnTheWay()
    for _ in range(4):
        way.refuse(MINE, "mine")
    with pytest.raises(BlockedError) as caught:
        way.refuse(MINE, "mine")

    blocked = caught.value
    assert (blocked.message_id, blocked.attempts) == ("mine", 5)
    assert (blocked.sender, blocked.recipient) == ("jp-sw", "pa-sw")
    assert blocked.topic == f"swsim/v1/{RUN}/pa-sw/jp-sw/declaration"
    assert blocked.why == "it is not what was sent"
    assert str(blocked).startswith("BLOCKED: pa-sw refuses message mine from jp-sw")


@pytest.mark.parametrize("stated", [None, "min"])
def test_copy_without_a_known_id_counts_for_what_is_on_its_way(
    stated: str | None,
) -> None:
    way = OnTheWay()
    for _ in range(4):
        way.refuse(ELSEWHERE, stated)
    with pytest.raises(BlockedError, match="message elsewhere from jp-trd"):
        way.refuse(ELSEWHERE, stated)


def test_copies_of_one_publication_count_once() -> None:
    way = OnTheWay()
    for _ in range(50):
        way.note(MINE, "mine")


def test_id_in_anothers_name_does_not_count() -> None:
    way = OnTheWay()
    for _ in range(50):
        way.refuse(replace(MINE, sender="jp-cus"), "mine")


def test_message_that_came_after_all_does_not_block() -> None:
    way = OnTheWay()
    for _ in range(4):
        way.refuse(MINE, "mine")
    way.in_flight.stored("mine")
    for _ in range(4):
        way.refuse(MINE, "mine")

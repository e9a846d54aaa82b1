"""What holds the clock, what goes out again, and how much may be open at once."""

import asyncio

import pytest

from exchange.post_office import parcel
from patience import PATIENCE
from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.link import Parcel


def _ids(parcels: list[Parcel]) -> list[str]:
    return [each.message_id for each in parcels]


def _parcels(count: int, recipient: str = "pa-sw") -> list[Parcel]:
    return [parcel(f"m{number}", "jp-sw", recipient) for number in range(count)]


# --- in flight --------------------------------------------------------------------


def test_in_flight_knows_the_earliest_due_second() -> None:
    in_flight = InFlight()
    for message_id, due in (("a", 70), ("b", 20), ("c", 45)):
        in_flight.add(message_id, due)
    assert in_flight.earliest() == 20
    in_flight.stored("b")
    assert in_flight.earliest() == 45


def test_in_flight_is_empty_when_all_is_stored() -> None:
    in_flight = InFlight()
    in_flight.add("a", 70)
    in_flight.stored("a")
    assert (len(in_flight), in_flight.earliest()) == (0, None)


def test_stored_twice_or_unknown_changes_nothing() -> None:
    in_flight = InFlight()
    in_flight.add("a", 70)
    in_flight.add("b", 80)
    for message_id in ("a", "a", "never sent"):
        in_flight.stored(message_id)
    assert (len(in_flight), in_flight.earliest()) == (1, 80)


async def test_second_is_passed_at_once_when_all_is_due_later() -> None:
    in_flight = InFlight()
    in_flight.add("a", 71)
    async with asyncio.timeout(PATIENCE):
        await in_flight.passed(70)


@pytest.mark.parametrize("due", [69, 70])
async def test_second_is_not_passed_while_a_message_of_it_is_on_its_way(
    due: int,
) -> None:
    in_flight = InFlight()
    in_flight.add("a", due)
    in_flight.add("b", 500)
    passing = asyncio.create_task(in_flight.passed(70))
    await asyncio.sleep(0.02)
    assert not passing.done()
    in_flight.stored("a")
    async with asyncio.timeout(PATIENCE):
        await passing


# --- unconfirmed ------------------------------------------------------------------


def test_window_holds_for_each_recipient_alone() -> None:
    unconfirmed = Unconfirmed(window=3)
    assert _ids(unconfirmed.admit(_parcels(5), 0.0)) == ["m0", "m1", "m2"]
    assert _ids(unconfirmed.admit(_parcels(2, "jp-cus"), 0.0)) == ["m0", "m1"]
    assert len(unconfirmed) == 7


def test_receipts_let_the_next_ones_out_in_order() -> None:
    unconfirmed = Unconfirmed(window=3)
    unconfirmed.admit(_parcels(6), 0.0)
    assert _ids(unconfirmed.confirm("pa-sw", ["m1"], 1.0)) == ["m3"]
    assert _ids(unconfirmed.confirm("pa-sw", ["m0", "m2"], 1.0)) == ["m4", "m5"]
    assert _ids(unconfirmed.confirm("pa-sw", ["m3", "m4", "m5"], 1.0)) == []
    assert len(unconfirmed) == 0


def test_receipt_for_something_unknown_opens_no_window() -> None:
    unconfirmed = Unconfirmed(window=1)
    unconfirmed.admit(_parcels(2), 0.0)
    assert unconfirmed.confirm("pa-sw", ["never sent"], 1.0) == []
    assert unconfirmed.confirm("jp-cus", ["m0"], 1.0) == []
    assert len(unconfirmed) == 2


def test_receipt_that_comes_twice_counts_once() -> None:
    unconfirmed = Unconfirmed(window=2)
    unconfirmed.admit(_parcels(4), 0.0)
    assert _ids(unconfirmed.confirm("pa-sw", ["m0", "m0"], 1.0)) == ["m2"]


def test_parcel_is_overdue_after_patience_and_then_after_twice_as_long() -> None:
    unconfirmed = Unconfirmed(patience=2.0, longest=10.0)
    unconfirmed.admit(_parcels(1), 0.0)
    moments = (1.9, 2.0, 5.9, 6.0, 13.9, 14.0, 23.9, 24.0)
    expected = [False, True] * 4
    assert [bool(unconfirmed.overdue(now)) for now in moments] == expected


def test_parcel_goes_out_again_also_after_hours_without_a_broker() -> None:
    unconfirmed = Unconfirmed(patience=2.0, longest=10.0)
    unconfirmed.admit(_parcels(1), 0.0)
    times = [len(unconfirmed.overdue(number * 10.0)) for number in range(1, 2001)]
    assert sum(times) == 2000


def test_parcel_that_holds_the_clock_is_overdue_soon() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit(_parcels(2), 0.0)
    assert _ids(unconfirmed.overdue(0.3)) == []
    assert _ids(unconfirmed.overdue(0.3, {"m1"})) == ["m1"]
    assert _ids(unconfirmed.overdue(0.6, {"m1"})) == []
    assert _ids(unconfirmed.overdue(0.8, {"m1"})) == ["m1"]


def test_parcel_waits_its_turn_while_its_recipient_confirms_others() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit([*_parcels(3), parcel("other", "jp-sw", "jp-cus")], 0.0)
    unconfirmed.confirm("pa-sw", ["m0"], 1.9)
    assert _ids(unconfirmed.overdue(2.0)) == ["other"]
    unconfirmed.confirm("pa-sw", ["m1"], 3.8)
    assert _ids(unconfirmed.overdue(3.9)) == []
    assert _ids(unconfirmed.overdue(5.8)) == ["m2"]


def test_parcel_goes_out_again_after_a_minute_however_busy_its_recipient() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit(_parcels(1), 0.0)
    late = []
    for number in range(1, 130):
        unconfirmed.admit([parcel(f"later{number}", "jp-sw", "pa-sw")], number)
        unconfirmed.confirm("pa-sw", [f"later{number}"], number)
        late += [(number, each) for each in _ids(unconfirmed.overdue(number))]
    assert late == [(60, "m0"), (120, "m0")]


def test_parcel_that_holds_the_clock_waits_for_no_turn() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit(_parcels(3), 0.0)
    unconfirmed.confirm("pa-sw", ["m0"], 0.2)
    assert _ids(unconfirmed.overdue(0.3, {"m1"})) == ["m1"]


def test_receipt_for_something_unknown_is_no_sign_of_work() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit(_parcels(1), 0.0)
    unconfirmed.confirm("pa-sw", ["never sent"], 1.9)
    assert _ids(unconfirmed.overdue(2.0)) == ["m0"]


def test_waiting_parcel_is_never_overdue() -> None:
    unconfirmed = Unconfirmed(window=1, patience=2.0)
    unconfirmed.admit(_parcels(2), 0.0)
    assert _ids(unconfirmed.overdue(100.0)) == ["m0"]


def test_reconnect_concerns_what_goes_to_and_comes_from_a_participant() -> None:
    unconfirmed = Unconfirmed()
    unconfirmed.admit(
        [
            parcel("to", "jp-sw", "pa-sw"),
            parcel("from", "pa-sw", "jp-cus"),
            parcel("other", "jp-sw", "jp-cus"),
        ],
        0.0,
    )
    assert _ids(unconfirmed.touching("pa-sw", 1.0)) == ["to", "from"]


def test_reconnect_starts_the_patience_anew() -> None:
    unconfirmed = Unconfirmed(patience=2.0)
    unconfirmed.admit(_parcels(1), 0.0)
    unconfirmed.touching("pa-sw", 1.5)
    assert unconfirmed.overdue(3.0) == []


async def test_empty_returns_with_the_last_receipt() -> None:
    unconfirmed = Unconfirmed(window=1)
    unconfirmed.admit(_parcels(2), 0.0)
    waiting = asyncio.create_task(unconfirmed.empty())
    unconfirmed.confirm("pa-sw", ["m0"], 0.0)
    await asyncio.sleep(0.01)
    assert not waiting.done()
    unconfirmed.confirm("pa-sw", ["m1"], 0.0)
    async with asyncio.timeout(PATIENCE):
        await waiting

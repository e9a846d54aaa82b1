"""Links that are down, messages that come twice, and papers that go by courier."""

import pytest

from simulation.builders import (
    DAY,
    HOUR,
    START,
    Extra,
    Played,
    order,
    play,
    world,
)
from swsim.documents.envelope import Envelope
from swsim.domain.codes import Indicator
from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State
from swsim.domain.policies import Policy
from swsim.domain.settings import LinkOutage
from swsim.domain.timepoints import Point
from swsim.simulation.contract import draw_contract
from swsim.simulation.paperwork import Filing, import_declaration

IMPORT = "S00001-I1"
SAILED = 60 + 2 * DAY  # when Japan shares the export data


def outage(start: int, lasting: int, a: str = "jp-sw", b: str = "pa-sw") -> Played:
    down = LinkOutage(start=start, end=start + lasting, a=a, b=b)
    return play(world(outages=(down,)))


def attempts(run: Played) -> list[Event]:
    return run.of(Kind.UNDELIVERED, to="pa-sw", document="declaration")


# --- outages ------------------------------------------------------------------------


def test_sender_tries_again_after_5_30_and_120_seconds_and_then_patiently() -> None:
    failed = attempts(outage(SAILED, HOUR))

    assert [event.time - SAILED for event in failed] == [
        0,
        5,
        35,
        155,
        1055,
        1955,
        2855,
    ]
    assert [event.facts["attempt"] for event in failed] == [1, 2, 3, 4, 5, 6, 7]


def test_third_retry_in_vain_is_a_failed_delivery() -> None:
    (failed,) = outage(SAILED, HOUR).of(Kind.DELIVERY_FAILED)

    assert failed.time == SAILED + 155
    assert failed.participant == "jp-sw"
    assert failed.facts["to"] == "pa-sw"


def test_short_outage_is_no_failed_delivery() -> None:
    run = outage(SAILED, 20)

    assert len(attempts(run)) == 2
    assert run.of(Kind.DELIVERY_FAILED) == []


def test_message_is_delivered_once_after_the_outage() -> None:
    run = outage(SAILED, HOUR)
    (shared,) = run.sent("declaration", "jp-sw", "pa-sw")

    assert shared.sent == SAILED + 2855 + 900
    assert shared.due == shared.sent + 60


@pytest.mark.parametrize(
    ("a", "b"),
    [("jp-sw", "pa-sw"), ("pa-sw", "jp-sw"), ("jp", "pa"), ("pa-trd", "pa-sw")],
)
def test_nothing_is_lost_in_an_outage(a: str, b: str) -> None:
    run = outage(0, 30 * DAY, a, b)
    sent = sorted(str(event.facts["message"]) for event in run.of(Kind.SENT))
    received = sorted(str(event.facts["message"]) for event in run.of(Kind.RECEIVED))

    assert run.of(Kind.DELIVERY_FAILED)
    assert received == sent
    assert Indicator.RELEASED in run.outcomes("pa-trd", IMPORT)


def test_outage_between_others_changes_nothing() -> None:
    run = outage(0, 30 * DAY, "jp-sw", "pa-cus")

    assert run.messages == play(world()).messages
    assert run.of(Kind.UNDELIVERED) == []


def test_outage_begins_with_its_first_second_and_ends_before_its_last() -> None:
    assert len(attempts(outage(SAILED, 1))) == 1
    assert attempts(outage(SAILED + 1, HOUR)) == []
    assert attempts(outage(SAILED - HOUR, HOUR)) == []


# --- without export data ------------------------------------------------------------


@pytest.fixture(scope="module")
def courier() -> Played:
    return play(world(policy=Policy(share_export_data=False)))


def test_importer_hears_of_the_goods_by_courier(courier: Played) -> None:
    assert courier.sent("declaration", "jp-sw", "pa-sw") == []
    assert courier.at(Point.ARRIVED) == 60 + 2 * DAY + 18 * DAY
    assert courier.states(IMPORT)[-1] == State.CLOSED


def test_customs_without_export_data_raises_no_phantom_export(courier: Played) -> None:
    (channel,) = courier.of(Kind.CHANNEL, leg="import")

    assert courier.of(Kind.MATCH) == []
    assert channel.facts["score"] == 0
    assert channel.facts["reasons"] == ()


def test_release_of_unknown_export_is_not_confirmed(courier: Played) -> None:
    assert courier.sent("response", "pa-sw", "jp-sw") == []


def test_release_is_not_confirmed_against_the_policy() -> None:
    run = play(world(policy=Policy(confirm_release=False)))

    assert run.sent("declaration", "jp-sw", "pa-sw")
    assert run.sent("response", "pa-sw", "jp-sw") == []


def test_latency_of_a_link_counts_for_its_messages_alone() -> None:
    run = play(world(latencies={("jp", "pa"): 600}))
    (shared,) = run.sent("declaration", "jp-sw", "pa-sw")
    (confirmed,) = run.sent("response", "pa-sw", "jp-sw")

    assert shared.due - shared.sent == 600
    assert confirmed.due - confirmed.sent == 60


# --- twice --------------------------------------------------------------------------


def test_export_data_that_come_twice_begin_one_import() -> None:
    shared = play(world()).sent("declaration", "pa-sw", "pa-trd")
    seen: list[object] = []

    def keep(envelope: Envelope) -> object:
        ends = (envelope.communication.sender, envelope.communication.recipient)
        if ends == ("pa-sw", "pa-trd"):
            seen.append(envelope.payload)
        return envelope.payload

    play(world(), edit=keep)
    run = play(
        world(),
        extra=[
            Extra(at=at, sender="pa-sw", recipient="pa-trd", payload=seen[0])
            for at in (shared[0].due, shared[0].due + HOUR)
        ],
    )

    assert len(run.of(Kind.TRANSITION, leg="import", to="LODGED")) == 1
    assert run.at(Point.ARRIVED) == SAILED + 18 * DAY


def test_declaration_that_customs_has_is_registered_once() -> None:
    declaration = import_declaration(
        draw_contract(order(), 7, START),
        Filing(reference="X-1", at=START, exit=START),
        70,
    )
    run = play(
        world(),
        extra=[
            Extra(at=at, sender="pa-sw", recipient="pa-cus", payload=declaration)
            for at in (5, 6)
        ],
    )

    assert len(run.of(Kind.TRANSITION, declaration="X-1", to="REGISTERED")) == 1

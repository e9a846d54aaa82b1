"""The MQTT link against every broker and protocol: delivers, repeats, never invents."""

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from exchange.conftest import NAMES, RUN, Broker
from exchange.post_office import PostOffice, parcel
from fault_proxy import FaultProxy
from mosquitto import mosquitto
from swsim.errors import BrokerError
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.topics import inbox


async def _opened(link: MqttLink, *, confirms: bool = True) -> PostOffice:
    office = PostOffice(link, confirms=confirms)
    await link.open(office)
    return office


async def _session_is_kept(link: MqttLink, participant: str) -> bool:
    """Ask the broker, by connecting, whether it has a session of `participant`."""
    client = link.dial.client(participant)
    present: list[bool] = []
    inner: Any = client._client.on_connect

    def on_connect(paho: Any, data: Any, flags: Any, code: Any, props: Any) -> None:
        present.append(flags.session_present)
        inner(paho, data, flags, code, props)

    client._client.on_connect = on_connect
    async with client:
        pass
    return present[0]


async def test_link_delivers_between_three_and_brings_receipts(broker: Broker) -> None:
    office = await _opened(broker.link())
    parcels = [
        parcel(f"{sender}-to-{recipient}", sender, recipient)
        for sender in NAMES
        for recipient in NAMES
        if sender != recipient
    ]
    await office.link.publish(parcels)
    await office.until(lambda: len(office.receipts) == len(parcels))
    await office.link.close()
    arrived = {(a.recipient, a.sender, a.body.decode()) for a in office.arrivals}
    assert arrived == {(p.recipient, p.sender, p.message_id) for p in parcels}
    assert set(office.receipts) == {
        (p.sender, p.recipient, p.message_id) for p in parcels
    }


async def test_link_keeps_bytes_and_slot_as_they_are(broker: Broker) -> None:
    office = await _opened(broker.link(), confirms=False)
    sent = parcel("m1", "pa-sw", "jp-cus", "response")
    body = bytes(range(256)) * 2000
    await office.link.publish(
        [
            type(sent)(
                message_id="m1",
                sender="pa-sw",
                recipient="jp-cus",
                document="response",
                body=body,
            )
        ]
    )
    await office.until(lambda: bool(office.arrivals))
    await office.link.close()
    assert office.arrivals[0].body == body
    assert office.arrivals[0].document == "response"


async def test_link_keeps_the_order_of_a_sender(broker: Broker) -> None:
    office = await _opened(broker.link())
    expected = [f"m{number}" for number in range(300)]
    await office.link.publish([parcel(each, "pa-sw", "jp-cus") for each in expected])
    await office.until(lambda: len(office.receipts) == 300)
    await office.link.close()
    assert office.bodies() == expected


async def test_what_comes_leaves_turns_to_what_goes_out(broker: Broker) -> None:
    office = await _opened(broker.link())
    await office.link.publish([parcel(f"m{n}", "pa-sw", "jp-cus") for n in range(300)])
    turns: list[int] = []
    while len(office.arrivals) < 300:
        turns.append(len(office.arrivals))
        await asyncio.sleep(0)
    await office.link.close()
    came = [after - before for before, after in pairwise([*turns, 300])]
    assert 0 < max(came) <= 300 // 8


async def test_link_gathers_receipts_for_one_sender(broker: Broker) -> None:
    office = await _opened(broker.link(), confirms=False)
    await office.link.publish([parcel(f"m{n}", "pa-sw", "jp-cus") for n in range(50)])
    await office.until(lambda: len(office.arrivals) == 50)
    await office.link.confirm([(each, each.body.decode()) for each in office.arrivals])
    await office.until(lambda: bool(office.receipts))
    await office.link.close()
    assert office.receipt_sizes == [50]


async def test_link_only_acknowledges_what_has_no_id(broker: Broker) -> None:
    office = await _opened(broker.link(), confirms=False)
    await office.link.publish([parcel(each, "pa-sw", "jp-cus") for each in "ab"])
    await office.until(lambda: len(office.arrivals) == 2)
    poison, good = office.arrivals
    await office.link.confirm([(poison, None), (good, "b")])
    await office.until(lambda: bool(office.receipts))
    await office.link.close()
    assert office.receipts == [("pa-sw", "jp-cus", "b")]


async def test_wrong_password_is_refused_in_words(broker: Broker) -> None:
    wrong = {name: (name, "guessed") for name in NAMES}
    link = broker.link(credentials=wrong)
    with pytest.raises(BrokerError, match=r"refused [a-z-]+: .* user and password"):
        await link.open(PostOffice(link))


async def test_anonymous_is_refused_in_words(broker: Broker) -> None:
    link = broker.link(credentials=None)
    with pytest.raises(BrokerError, match="user and password"):
        await link.open(PostOffice(link))


async def test_missing_broker_is_named_in_words() -> None:
    link = MqttLink("mqtt://127.0.0.1:1", RUN, NAMES)
    with pytest.raises(BrokerError, match=r"No MQTT broker .* mqtt://127\.0\.0\.1:1"):
        await link.open(PostOffice(link))


async def test_close_leaves_no_session(broker: Broker) -> None:
    await (await _opened(broker.link())).link.close()
    kept = [await _session_is_kept(broker.link(), name) for name in NAMES]
    assert kept == [False, False, False]


async def test_close_can_leave_the_sessions_for_a_resume(broker: Broker) -> None:
    await (await _opened(broker.link())).link.close(clear_sessions=False)
    kept = [await _session_is_kept(broker.link(), name) for name in NAMES]
    assert kept == [True, True, True]


async def test_sessions_left_behind_are_cleared_on_their_own(broker: Broker) -> None:
    await (await _opened(broker.link())).link.close(clear_sessions=False)
    await broker.link().clear_sessions()
    assert not await _session_is_kept(broker.link(), "pa-sw")


async def test_open_that_fails_for_one_ends_the_sessions_of_the_others(
    broker: Broker,
) -> None:
    wrong = {**broker.credentials, "pa-sw": ("pa-sw", "guessed")}
    with pytest.raises(BrokerError, match="refused pa-sw"):
        await _opened(broker.link(credentials=wrong))
    kept = [await _session_is_kept(broker.link(), name) for name in NAMES]
    assert kept == [False, False, False]


@pytest.mark.parametrize("milliseconds", [2, 5])
async def test_open_that_is_cancelled_ends_the_sessions(
    milliseconds: int, broker: Broker
) -> None:
    link = broker.link()
    opening = asyncio.create_task(_opened(link))
    await asyncio.sleep(milliseconds / 1000)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    if not opening.cancelled():
        await link.close()  # the broker was faster
    kept = [await _session_is_kept(broker.link(), name) for name in NAMES]
    assert kept == [False, False, False]


async def test_refusal_of_one_does_not_keep_the_sessions_of_others(
    broker: Broker,
) -> None:
    await (await _opened(broker.link())).link.close(clear_sessions=False)
    wrong = {**broker.credentials, "jp-cus": ("jp-cus", "guessed")}
    with pytest.raises(BrokerError, match="refused jp-cus"):
        await broker.link(credentials=wrong).clear_sessions()
    kept = [await _session_is_kept(broker.link(), name) for name in NAMES]
    assert kept == [True, False, False]


async def test_message_waits_in_the_session_of_an_absent_recipient(
    broker: Broker,
) -> None:
    await (await _opened(broker.link())).link.close(clear_sessions=False)
    sender = await _opened(broker.link(participants=["pa-sw"]))
    await sender.link.publish([parcel("m1", "pa-sw", "jp-cus")])
    await asyncio.sleep(0.2)
    recipient = await _opened(broker.link(participants=["jp-cus"]))
    await recipient.until(lambda: bool(recipient.arrivals))
    await sender.until(lambda: bool(sender.receipts))
    await sender.link.close()
    await recipient.link.close()
    assert recipient.bodies() == ["m1"]


async def test_what_waits_for_a_system_outside_is_left_to_it(broker: Broker) -> None:
    """A run that goes on makes sure of its session, in which messages may wait."""
    for number in range(2):
        run = await _opened(broker.link(external=["jp-trd"]))
        await run.link.publish([parcel(f"m{number}", "pa-sw", "jp-trd")])
        await run.until_receipt(f"m{number}")
        await asyncio.sleep(0.2)
        await run.link.close(clear_sessions=False)
        assert run.arrivals == []
    system = await _opened(broker.link(participants=["jp-trd"]))
    await system.until(lambda: len(set(system.bodies())) == 2)
    await system.link.close()
    assert set(system.bodies()) == {"m0", "m1"}


async def test_cut_connection_is_made_again_and_told(broker: Broker) -> None:
    async with FaultProxy(broker.address) as proxy:
        office = await _opened(broker.link(address=proxy.address))
        await proxy.cut()
        await office.until(lambda: len(office.reconnections) == len(NAMES))
        await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: bool(office.receipts))
        await office.link.close()
    assert sorted(office.reconnections) == sorted(NAMES)
    assert office.bodies() == ["m1"]


async def test_unacknowledged_comes_again_and_acknowledged_does_not(
    broker: Broker,
) -> None:
    async with FaultProxy(broker.address) as proxy:
        office = await _opened(broker.link(address=proxy.address), confirms=False)
        await office.link.publish(
            [parcel(each, "pa-sw", "jp-cus") for each in ("kept", "open")]
        )
        await office.until(lambda: len(office.arrivals) == 2)
        await office.link.confirm([(office.arrivals[0], None)])
        await asyncio.sleep(0.2)
        await proxy.cut()
        await office.until(lambda: len(office.arrivals) == 3)
        await asyncio.sleep(0.2)
        await office.link.close()
    assert office.bodies() == ["kept", "open", "open"]


@pytest.mark.mosquitto
async def test_acknowledgement_of_an_old_connection_goes_nowhere(
    tmp_path: Path,
) -> None:
    """The packet id may be another message's by then: that one must come again.

    On Mosquitto, which repeats at once; NATS does so after its five seconds.
    """
    async with (
        mosquitto(tmp_path, RUN, NAMES) as server,
        FaultProxy(server.address) as proxy,
    ):
        link = MqttLink(proxy.address, RUN, NAMES, server.credentials)
        office = await _opened(link, confirms=False)
        await link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: len(office.arrivals) == 1)
        await proxy.cut()
        await office.until(lambda: len(office.arrivals) == 2)
        await link.confirm([(office.arrivals[0], None)])
        await proxy.cut()
        await office.until(lambda: len(office.arrivals) == 3)
        await link.close()
    assert office.bodies() == ["m1", "m1", "m1"]


async def test_publishing_without_a_connection_raises_nothing(broker: Broker) -> None:
    async with FaultProxy(broker.address) as proxy:
        office = await _opened(broker.link(address=proxy.address))
        await proxy.cut()
        await asyncio.sleep(0.01)
        await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: len(office.reconnections) == len(NAMES))
        await office.link.close()
    assert office.receipts == []


async def test_lost_publication_has_no_receipt_though_the_broker_said_yes(
    broker: Broker,
) -> None:
    async with FaultProxy(broker.address, drop=300) as proxy:
        office = await _opened(broker.link(address=proxy.address), confirms=False)
        await office.link.publish(
            [parcel(f"m{n}", "pa-sw", "jp-cus") for n in range(100)]
        )
        await office.until(lambda: len(office.arrivals) + proxy.did["dropped"] == 100)
        await office.link.close()
    assert proxy.did["dropped"] > 0


async def test_repeated_publication_arrives_twice(broker: Broker) -> None:
    async with FaultProxy(broker.address, duplicate=1000) as proxy:
        office = await _opened(broker.link(address=proxy.address), confirms=False)
        await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: len(office.arrivals) == 2)
        await office.link.close()
    assert office.bodies() == ["m1", "m1"]


async def test_delayed_publication_arrives_behind_later_ones(broker: Broker) -> None:
    async with FaultProxy(broker.address, delay=500, seed=3) as proxy:
        office = await _opened(broker.link(address=proxy.address), confirms=False)
        sent = [f"m{n}" for n in range(20)]
        await office.link.publish([parcel(each, "pa-sw", "jp-cus") for each in sent])
        await office.until(lambda: len(office.arrivals) == 20)
        await office.link.close()
    assert sorted(office.bodies()) == sorted(sent)
    assert office.bodies() != sent


@pytest.mark.mosquitto
async def test_mqtt_5_tells_what_the_message_is(tmp_path: Path) -> None:
    async with mosquitto(tmp_path, RUN, NAMES) as server:
        link = MqttLink(server.address, RUN, ["pa-sw"], server.credentials, "5")
        await link.open(PostOffice(link))
        reader = MqttLink(server.address, RUN, NAMES, server.credentials, "5")
        async with reader.dial.client("jp-cus", lasting=False) as client:
            await client.subscribe(inbox(RUN, "jp-cus"), qos=1)
            await link.publish([parcel("m1", "pa-sw", "jp-cus")])
            message = await anext(client.messages)
        await link.close()
    assert message.properties is not None
    told = message.properties.json()  # type: ignore[no-untyped-call]
    assert told["ContentType"] == "application/xml"
    assert bytes.fromhex(told["CorrelationData"]) == b"m1"
    assert dict(told["UserProperty"]) == {
        "specversion": "1.0",
        "id": "m1",
        "source": "swsim/run-1/pa-sw",
        "type": "swsim.v1.declaration",
    }

"""Nobody writes in another's name or reads another's inbox, on any broker."""

import asyncio
import re

import aiomqtt
import pytest

from exchange.conftest import NAMES, RUN, Broker
from exchange.post_office import PostOffice, parcel
from swsim.errors import BrokerError
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.topics import inbox, topic


async def _deliveries_of(broker: Broker, publisher: str, claimed: str) -> list[str]:
    """Publish to jp-cus as `publisher`, saying it is from `claimed`, then honestly."""
    link = broker.link(participants=["jp-cus"])
    office = PostOffice(link, confirms=False)
    await link.open(office)
    async with broker.link().dial.client(publisher, lasting=False) as client:
        await client.publish(topic(RUN, "jp-cus", claimed, "response"), b"claim", 1)
        await client.publish(topic(RUN, "jp-cus", publisher, "response"), b"honest", 1)
        await office.until(lambda: "honest" in office.bodies())
    await link.close()
    return office.bodies()


async def test_publication_in_anothers_name_reaches_nobody(broker: Broker) -> None:
    assert await _deliveries_of(broker, "jp-trd", "pa-sw") == ["honest"]


async def test_publication_in_ones_own_name_arrives(broker: Broker) -> None:
    assert await _deliveries_of(broker, "pa-sw", "pa-sw") == ["claim", "honest"]


async def test_foreign_inbox_cannot_be_read(broker: Broker) -> None:
    """NATS refuses the subscription; Mosquitto takes it and delivers nothing."""
    read: list[bytes] = []
    link = broker.link(participants=["jp-cus", "pa-sw"])
    office = PostOffice(link)
    await link.open(office)

    async def listen(client: aiomqtt.Client) -> None:
        async for message in client.messages:
            read.append(bytes(message.payload))  # noqa: PERF401 (an async stream)

    async with broker.link().dial.client("jp-trd", lasting=False) as spy:
        await spy.subscribe(inbox(RUN, "jp-cus"), qos=1)
        listener = asyncio.create_task(listen(spy))
        await link.publish([parcel("secret", "pa-sw", "jp-cus")])
        await office.until(lambda: bool(office.receipts))
        await asyncio.sleep(0.1)
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
    await link.close()
    assert read == []


async def test_refused_subscription_stops_the_link_in_words(
    nats: EmbeddedBroker,
) -> None:
    link = MqttLink(nats.address, "another-run", NAMES, nats.credentials)
    with pytest.raises(BrokerError, match=r"refused .*'s subscription to 'swsim/v1/"):
        await link.open(PostOffice(link))


@pytest.mark.parametrize("wanted", ["$MQTT/sub/#", "#", "swsim/#", "$JS/#", "$SYS/#"])
async def test_nats_lets_nobody_listen_behind_the_inboxes(
    nats: EmbeddedBroker, wanted: str
) -> None:
    link = MqttLink(nats.address, RUN, NAMES, nats.credentials)
    async with link.dial.client("pa-sw", lasting=False) as client:
        codes = await client.subscribe(wanted, qos=1)
    assert [getattr(code, "value", code) for code in codes] == [0x80]


async def test_nats_takes_no_participant_on_its_own_protocol(
    nats: EmbeddedBroker,
) -> None:
    """That way round the permissions of MQTT would be open to its users."""
    found = re.search(r"client connections on \S+:(\d+)", nats.log_file.read_text())
    assert found is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", int(found[1]))
    user, password = nats.credentials["pa-sw"]
    await reader.readline()
    writer.write(
        b'CONNECT {"user":"%b","pass":"%b","verbose":true}\r\n'
        % (user.encode(), password.encode())
    )
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"-ERR 'Authorization Violation'")

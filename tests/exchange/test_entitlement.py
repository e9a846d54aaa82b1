"""Nobody writes in another's name or reads another's inbox, on any broker.

On the brokers that `swsim broker config` sets up, without TLS, with it, and with a
certificate for each participant. What an attacker may not, the entitled party may.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiomqtt
import pytest

from exchange.conftest import NAMES, RUN, Broker
from exchange.post_office import PostOffice, parcel
from swsim.errors import BrokerError
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.brokers.plan import LARGEST_PACKET, RUNS_AT_ONCE, SPARE_CONNECTIONS
from swsim.exchange.credentials import Access
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.topics import inbox, topic
from swsim.exchange.wallclock import now_utc
from swsim.security.authority import Issued, RunAuthority
from swsim.security.certificates import Validity

HOUR = timedelta(hours=1)


@asynccontextmanager
async def _at_work(broker: Broker, *names: str) -> AsyncIterator[PostOffice]:
    """Connect participants, all by default, who confirm what arrives."""
    link = broker.link(participants=names or NAMES)
    office = PostOffice(link)
    await link.open(office)
    try:
        yield office
    finally:
        await link.close()


async def _passes(office: PostOffice, message_id: str, sender: str, to: str) -> None:
    """The entitled party's message arrives and is confirmed."""
    await office.link.publish([parcel(message_id, sender, to)])
    await office.until_receipt(message_id)


async def _refused(broker: Broker, access: Access | None) -> str:
    """Connect as jp-trd with what somebody shows; return what is said of it."""
    link = broker.link(participants=["jp-trd"], access=access)
    with pytest.raises(BrokerError) as caught:
        await link.open(PostOffice(link))
    return str(caught.value)


def _showing(broker: Broker, issued: Issued) -> Access:
    pair = {"jp-trd": (issued.certificate, issued.key)}
    return replace(broker.access, certificates=pair)


# --- topics -----------------------------------------------------------------------


async def test_publication_in_anothers_name_reaches_nobody(guarded: Broker) -> None:
    async with _at_work(guarded, "jp-cus", "pa-sw") as office:
        async with guarded.link().dial.client("jp-trd", lasting=False) as forger:
            forged = topic(RUN, "jp-cus", "pa-sw", "response")
            await forger.publish(forged, b"forged", 1)
            own = topic(RUN, "jp-cus", "jp-trd", "response")
            await forger.publish(own, b"honest", 1)
            await office.until(lambda: "honest" in office.bodies())
        await _passes(office, "entitled", "pa-sw", "jp-cus")
    assert office.bodies("jp-cus") == ["honest", "entitled"]


async def test_publication_outside_the_topics_of_the_run_reaches_nobody(
    guarded: Broker,
) -> None:
    async with (
        _at_work(guarded, "jp-cus") as office,
        guarded.link().dial.client("jp-trd", lasting=False) as client,
    ):
        for wrong in (
            topic("another-run", "jp-cus", "jp-trd", "response"),
            topic(RUN, "jp-cus", "jp-trd", "response/more"),
            f"swsim/v2/{RUN}/jp-cus/jp-trd/response",
            "anything",
        ):
            await client.publish(wrong, b"wrong", 1)
        right = topic(RUN, "jp-cus", "jp-trd", "response")
        await client.publish(right, b"right", 1)
        await office.until(lambda: "right" in office.bodies())
    assert office.bodies() == ["right"]


async def test_foreign_inbox_cannot_be_read(guarded: Broker) -> None:
    """NATS refuses the subscription; Mosquitto takes it and delivers nothing."""
    read: list[bytes] = []

    async def listen(client: aiomqtt.Client) -> None:
        async for message in client.messages:
            read.append(bytes(message.payload))  # noqa: PERF401 (an async stream)

    async with (
        _at_work(guarded, "jp-cus", "pa-sw") as office,
        guarded.link().dial.client("jp-trd", lasting=False) as spy,
    ):
        for wanted in (inbox(RUN, "jp-cus"), f"swsim/v1/{RUN}/#"):
            await spy.subscribe(wanted, qos=1)
        listener = asyncio.create_task(listen(spy))
        await _passes(office, "secret", "pa-sw", "jp-cus")
        await asyncio.sleep(0.1)
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
    assert read == []
    assert office.bodies("jp-cus") == ["secret"]


# --- who may connect --------------------------------------------------------------


async def test_whoever_shows_nothing_is_refused(guarded: Broker) -> None:
    said = await _refused(guarded, Access(ca=guarded.access.ca))
    assert "jp-trd" in said
    async with _at_work(guarded) as office:
        await _passes(office, "m1", "jp-trd", "jp-cus")


async def test_wrong_password_is_refused(by_password: Broker) -> None:
    guessed = {"jp-trd": ("jp-trd", "guessed")}
    said = await _refused(by_password, replace(by_password.access, credentials=guessed))
    assert re.search(r"refused jp-trd: .* user and password", said)
    assert "guessed" not in said
    async with _at_work(by_password) as office:
        await _passes(office, "m1", "jp-trd", "jp-cus")


async def test_password_does_not_replace_a_certificate(mutual: Broker) -> None:
    password = {"jp-trd": ("jp-trd", "guessed")}
    await _refused(mutual, Access(ca=mutual.access.ca, credentials=password))
    async with _at_work(mutual) as office:
        await _passes(office, "m1", "jp-trd", "jp-cus")


async def test_expired_certificate_is_refused(mutual: Broker) -> None:
    assert mutual.authority is not None
    past = Validity(start=now_utc() - 2 * HOUR, end=now_utc() - HOUR)
    expired = RunAuthority.open(mutual.authority).issue("jp-trd", past)
    assert "no certificate has expired" in await _refused(
        mutual, _showing(mutual, expired)
    )
    renewed = RunAuthority.open(mutual.authority).issue("jp-trd")
    again = replace(mutual, access=_both(mutual, _showing(mutual, renewed)))
    async with _at_work(again) as office:
        await _passes(office, "m1", "jp-trd", "jp-cus")


def _both(broker: Broker, other: Access) -> Access:
    pairs = {**broker.access.certificates, **other.certificates}
    return replace(broker.access, certificates=pairs)


async def test_certificate_of_an_unknown_authority_is_refused(
    mutual: Broker, tmp_path: Path
) -> None:
    now = Validity(start=now_utc() - HOUR, end=now_utc() + HOUR)
    forged = RunAuthority.create(tmp_path / "forged", now).issue("jp-trd")
    assert "jp-trd" in await _refused(mutual, _showing(mutual, forged))
    async with _at_work(mutual) as office:
        await _passes(office, "m1", "jp-trd", "jp-cus")


async def test_certificate_is_good_for_its_participant_only(mutual: Broker) -> None:
    """Whoever has stolen jp-trd's certificate is jp-trd, whatever it says."""
    stolen = {"pa-sw": mutual.access.certificates["jp-trd"]}
    async with _at_work(mutual, "jp-cus", "jp-trd") as office:
        thief = mutual.link(access=replace(mutual.access, certificates=stolen))
        async with thief.dial.client("pa-sw", lasting=False) as client:
            forged = topic(RUN, "jp-cus", "pa-sw", "response")
            await client.publish(forged, b"forged", 1)
        await _passes(office, "entitled", "jp-trd", "jp-cus")
    async with _at_work(mutual, "jp-cus", "pa-sw") as other:
        await _passes(other, "m1", "pa-sw", "jp-cus")
    assert office.bodies() == ["entitled"]


async def test_broker_of_an_unknown_authority_gets_no_password(
    secured: Broker, tmp_path: Path
) -> None:
    """The other way round: who plays the broker learns nothing."""
    now = Validity(start=now_utc() - HOUR, end=now_utc() + HOUR)
    other = RunAuthority.create(tmp_path / "other", now).certificate
    said = await _refused(secured, replace(secured.access, ca=other))
    assert "CERTIFICATE_VERIFY_FAILED" in said
    assert "--ca or --credentials names the authority" in said


# --- too much ---------------------------------------------------------------------


async def test_oversize_publication_ends_its_connection_only(guarded: Broker) -> None:
    async with _at_work(guarded, "jp-cus", "pa-sw") as office:
        large = topic(RUN, "jp-cus", "jp-trd", "response")
        with pytest.raises(aiomqtt.MqttError):
            async with guarded.link().dial.client("jp-trd", lasting=False) as client:
                await client.publish(large, bytes(LARGEST_PACKET + 1), 1, timeout=1)
        await _passes(office, "m1", "pa-sw", "jp-cus")
        async with guarded.link().dial.client("jp-trd", lasting=False) as client:
            await client.publish(large, b"small", 1)
            await office.until(lambda: "small" in office.bodies())
    assert office.bodies() == ["m1", "small"]


async def test_flood_of_connections_ends_at_a_limit(guarded: Broker) -> None:
    """And those who are in stay in."""
    limit = RUNS_AT_ONCE * len(NAMES) + SPARE_CONNECTIONS
    port = int(guarded.address.rpartition(":")[2])
    async with _at_work(guarded) as office:
        flood = [
            await asyncio.open_connection("127.0.0.1", port) for _ in range(2 * limit)
        ]
        await asyncio.sleep(0.5)
        closed = sum(reader.at_eof() for reader, _ in flood)
        await _passes(office, "m1", "jp-trd", "jp-cus")
        for _, writer in flood:
            writer.close()
    assert closed >= limit
    async with _at_work(guarded) as again:
        await _passes(again, "m2", "jp-trd", "jp-cus")


# --- the embedded broker ----------------------------------------------------------


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

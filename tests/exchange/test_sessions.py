"""What a broker keeps of a run, counted by the broker: nothing, once it has ended."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiomqtt
import pytest

from exchange.conftest import NAMES, RUN, Broker
from exchange.post_office import PostOffice, parcel
from exchange.rehearsal import Rehearsal, a_world, participants
from mosquitto import mosquitto
from outside import NatsServer, access_to, nats_servers, prepared, started
from swsim.errors import BrokerError
from swsim.exchange.mqtt import MqttLink

NOTHING = {"sessions": 0, "messages": 0, "subscriptions": 0}

# What Mosquitto publishes of itself, each second when told so.
COUNTED = {
    "sessions": "$SYS/broker/clients/total",
    "messages": "$SYS/broker/store/messages/count",
    "subscriptions": "$SYS/broker/subscriptions/count",
}
OBSERVER = "observer"
EVERYBODY = (*NAMES, OBSERVER, *participants(a_world()))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A broker, and what it says that it keeps."""

    broker: Broker
    kept: Callable[[], Awaitable[dict[str, int]]]

    async def settles_at(self, expected: dict[str, int]) -> bool:
        """Wait until the broker keeps what is expected; counts lag behind."""
        for _ in range(50):
            if await self.kept() == expected:
                return True
            await asyncio.sleep(0.1)
        return False


@pytest.fixture(params=["nats", pytest.param("mosquitto", marks=pytest.mark.mosquitto)])
async def counted(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Counted]:
    """Each broker, with a way to count."""
    folder = tmp_path / "broker"
    if request.param == "nats":
        done = prepared("nats", folder, EVERYBODY)
        (server,) = nats_servers(done)
        async with started(server):
            broker = Broker(
                address=done.address, access=access_to(done), protocol="3.1.1"
            )
            yield Counted(broker=broker, kept=lambda: _kept_by_nats(server))
        return
    async with mosquitto(folder, "+", EVERYBODY, more="sys_interval 1\n") as running:
        acl = running.config.with_name("mosquitto.acl")
        acl.write_text(f"{acl.read_text()}\nuser {OBSERVER}\ntopic read $SYS/#\n")
        running.signal(1)  # SIGHUP: read it again
        broker = Broker(
            address=running.address, access=running.access, protocol="3.1.1"
        )
        async with broker.link(participants=[OBSERVER]).dial.client(
            OBSERVER, lasting=False
        ) as client:
            seen = _Seen(client)
            await seen.listen()
            yield Counted(broker=broker, kept=seen.kept)
            await seen.end()


async def _kept_by_nats(server: NatsServer) -> dict[str, int]:
    return server.kept()


class _Seen:
    """What Mosquitto said last, without the observer's own session."""

    def __init__(self, client: aiomqtt.Client) -> None:
        self._client = client
        self._said: dict[str, int] = {}
        self._base: dict[str, int] = {}

    async def listen(self) -> None:
        for each in COUNTED.values():
            await self._client.subscribe(each)
        self._listening = asyncio.create_task(self._listen())
        for _ in range(100):
            if len(self._said) == len(COUNTED) and self._said[SUBSCRIBED] >= 3:
                break
            await asyncio.sleep(0.1)
        self._base = dict(self._said)

    async def _listen(self) -> None:
        async for message in self._client.messages:
            self._said[str(message.topic)] = int(bytes(message.payload))

    async def kept(self) -> dict[str, int]:
        return {
            name: self._said[topic] - self._base[topic]
            for name, topic in COUNTED.items()
        }

    async def end(self) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)


SUBSCRIBED = COUNTED["subscriptions"]


async def test_broker_keeps_a_session_for_each_participant_and_none_after(
    counted: Counted,
) -> None:
    link = counted.broker.link()
    office = PostOffice(link)
    await link.open(office)
    await link.publish([parcel("m1", "pa-sw", "jp-cus")])
    await office.until_receipt("m1")
    each = {"sessions": len(NAMES), "messages": 0, "subscriptions": len(NAMES)}
    assert await counted.settles_at(each)
    await link.close()
    assert await counted.settles_at(NOTHING)


async def test_run_leaves_nothing(counted: Counted, tmp_path: Path) -> None:
    world = a_world()
    names = participants(world)
    link = counted.broker.link(run="rehearsal", participants=names)
    outcome = await Rehearsal(
        path=tmp_path / "ledger.db", world=world, link=link
    ).perform()
    assert outcome.tally.messages > 0
    assert await counted.settles_at(NOTHING)


async def test_link_that_does_not_open_leaves_nothing(counted: Counted) -> None:
    wrong = {**counted.broker.credentials, "pa-sw": ("pa-sw", "guessed")}
    link = counted.broker.link(credentials=wrong)
    with pytest.raises(BrokerError, match="refused pa-sw"):
        await link.open(PostOffice(link))
    assert await counted.settles_at(NOTHING)


async def test_what_a_crash_left_is_cleaned_up(counted: Counted) -> None:
    """A crashed run says no goodbye; its sessions and what waits in them stay."""
    link = counted.broker.link()
    await link.open(PostOffice(link))
    await link.close(clear_sessions=False)
    sender = counted.broker.link(participants=["pa-sw"])
    await sender.open(PostOffice(sender))
    await sender.publish([parcel("m1", "pa-sw", "jp-cus")])
    left = {"sessions": len(NAMES), "messages": 1, "subscriptions": len(NAMES)}
    assert await counted.settles_at(left)
    await sender.close(clear_sessions=False)
    again: MqttLink = counted.broker.link()
    await again.clear_sessions()
    assert again.run == RUN
    assert await counted.settles_at(NOTHING)

"""Words between workers arrive, whatever the network does to them."""

import asyncio
from pathlib import Path

from exchange.rehearsal import RUN
from fault_proxy import FaultProxy
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.channel import Channel
from swsim.exchange.control import COORDINATOR, Grant, Word
from swsim.exchange.mqtt import MqttLink

WORKER = "worker-1"


async def test_words_that_a_network_loses_are_said_again_soon(tmp_path: Path) -> None:
    heard: asyncio.Queue[Word] = asyncio.Queue()

    def link(name: str) -> MqttLink:
        return MqttLink(proxy.address, RUN, [name], broker.credentials)

    async with (
        EmbeddedBroker(tmp_path, RUN, [COORDINATOR, WORKER], durable=False) as broker,
        FaultProxy(broker.address, drop=400) as proxy,
        Channel(link(WORKER), WORKER, lambda _, word: heard.put_nowait(word)),
        Channel(link(COORDINATOR), COORDINATOR, lambda *_: None) as coordinator,
    ):
        for until in range(1, 21):
            coordinator.say(WORKER, Grant(until=until))
            async with asyncio.timeout(10):
                assert await heard.get() == Grant(until=until)
    assert proxy.did["dropped"] >= 5
    assert heard.empty()  # what came again was passed over

"""Words between workers arrive, whatever the network does to them."""

import asyncio
from pathlib import Path

from exchange.rehearsal import RUN
from fault_proxy import FaultProxy
from patience import PATIENCE
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.channel import DOCUMENT, Channel
from swsim.exchange.control import COORDINATOR, Grant, Said, Word, encode
from swsim.exchange.direct import DirectLink
from swsim.exchange.link import Arrival
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
            async with asyncio.timeout(PATIENCE):
                assert await heard.get() == Grant(until=until)
    assert proxy.did["dropped"] >= 5
    assert heard.empty()  # what came again was passed over


async def test_word_of_a_killed_process_does_not_silence_the_next_one() -> None:
    """A broker delivers late what the killed receiver had not acknowledged."""
    heard: list[Word] = []
    channel = Channel(DirectLink([WORKER]), WORKER, lambda _, word: heard.append(word))
    for session, number in (("2", 1), ("1", 9), ("2", 2), ("2", 2), ("3", 1)):
        said = Said(session=session, number=number, word=Grant(until=number))
        channel.arrived(
            [
                Arrival(
                    recipient=WORKER,
                    sender=COORDINATOR,
                    document=DOCUMENT,
                    body=encode(said),
                    token=None,
                )
            ]
        )
    assert heard == [Grant(until=1), Grant(until=2), Grant(until=1)]

"""Everything that goes over the broker in a run is described in asyncapi.yaml."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import aiomqtt
import pytest
from lxml import etree

from app.outsider import Outsider, play_with
from documents.xsd_files import SAMPLES
from exchange.asyncapi import FILE, Description
from mosquitto import open_mosquitto
from swsim.documents.aswritten import as_written

pytestmark = pytest.mark.mosquitto


@asynccontextmanager
async def overhearing(address: str) -> AsyncIterator[list[tuple[str, bytes]]]:
    """Subscribe to everything of swsim's, as an auditor does; give what was heard."""
    where, heard = urlsplit(address), list[tuple[str, bytes]]()
    async with aiomqtt.Client(where.hostname or "", where.port or 0) as client:
        await client.subscribe("swsim/#", qos=1)

        async def listen() -> None:
            async for message in client.messages:
                assert isinstance(message.payload, bytes)
                heard.append((str(message.topic), message.payload))

        listening = asyncio.create_task(listen())
        try:
            yield heard
            await asyncio.sleep(0.3)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def say_everything(system: Outsider) -> None:
    """Send a good document of every type, and one of none, as a foreign system may."""
    for file in sorted(SAMPLES.rglob("good-*.xml")):
        document = as_written(etree.parse(file).getroot())
        await system.publish(document.kind.id, document.text.encode())
    await system.publish("unknown", b"<Strange xmlns='urn:example:strange'/>")
    await system.until("response")


async def test_run_says_nothing_else_and_all_of_it(tmp_path: Path) -> None:
    description = Description(FILE.read_text("utf-8"))
    async with open_mosquitto(tmp_path) as address, overhearing(address) as heard:
        await play_with(say_everything, tmp_path / "run", broker=address)

    seen = Counter(description.judge(topic, payload) for topic, payload in heard)
    assert set(seen) == description.messages
    assert seen["documents", "acknowledgement"] > 50

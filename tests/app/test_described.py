"""Everything that goes over the broker in a run is described in asyncapi.yaml."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiomqtt
import pytest
from lxml import etree

from app.outsider import Outsider, play_with
from app.playing import what
from documents.xsd_files import SAMPLES
from exchange.asyncapi import FILE, Description
from mosquitto import open_mosquitto
from outside import nats_servers, prepared, started
from swsim.app.brokers import cast_of_scenario
from swsim.app.coordinator import share
from swsim.app.links import access_of
from swsim.app.sharing import share_out
from swsim.app.stage import Stage
from swsim.app.worker import Place, work
from swsim.documents.aswritten import as_written
from swsim.errors import RunError
from swsim.exchange.control import COORDINATOR
from swsim.scenario import world

CREW = (COORDINATOR, "worker-1", "worker-2")
# One who reads everything and writes nothing, beside those of swsim's.
AUDITOR = """
    { user: "auditor", password: "listens", allowed_connection_types: ["MQTT"],
      permissions { publish { deny: [">"] },
        subscribe { allow: ["swsim", "swsim.>", "$MQTT.sub.>"] } } }"""


@asynccontextmanager
async def overhearing(
    address: str, user: str | None = None, password: str | None = None
) -> AsyncIterator[list[tuple[str, bytes]]]:
    """Subscribe to everything of swsim's, as an auditor does; give what was heard."""
    where, heard = urlsplit(address), list[tuple[str, bytes]]()
    host, port = where.hostname or "", where.port or 0
    async with aiomqtt.Client(host, port, username=user, password=password) as client:
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


@pytest.mark.mosquitto
async def test_run_says_nothing_else_and_all_of_it(tmp_path: Path) -> None:
    description = Description(FILE.read_text("utf-8"))
    async with open_mosquitto(tmp_path) as address, overhearing(address) as heard:
        await play_with(say_everything, tmp_path / "run", broker=address)

    seen = Counter(description.judge(topic, payload) for topic, payload in heard)
    assert set(seen) == {one for one in description.messages if one[0] != "control"}
    assert seen["documents", "acknowledgement"] > 50


# --- with several workers ---------------------------------------------------------


async def _share(run: Path, broker: str, **options: Any) -> None:
    """Play with a worker of this machine, and one that is awaited from elsewhere."""
    play = what("first-contact", run, broker=broker, **options)
    shares = share_out(
        world(play.loaded.scenario, seed=play.the_seed), 2, await_others=True
    )
    invited: asyncio.Queue[str] = asyncio.Queue()

    def opening(stage: Stage) -> None:
        stage.say = lambda text: invited.put_nowait(stage.folder.id)

    async def join() -> None:
        run_id, secrets = await invited.get(), run / "worker-2.secrets"
        there = run.with_name("there")
        await work(Place(broker=broker, run=run_id, pass_file=secrets, folder=there))

    await asyncio.gather(share(play, shares, opening=opening), join())


async def _troubled(folder: Path, broker: str, **options: Any) -> None:
    """Play with a worker in whose folder there is another scenario."""
    (folder / "there").mkdir(parents=True)
    other = what("two-regions", folder).loaded.raw
    (folder / "there" / "scenario.yaml").write_bytes(other)
    with pytest.raises(RunError, match="is not the scenario of this run"):
        await _share(folder / "run", broker, **options)


async def _overheard(
    folder: Path, heard: list[tuple[str, bytes]], broker: str, **options: Any
) -> Counter[tuple[str, str]]:
    (folder / "one").mkdir()
    await _share(folder / "one" / "run", broker, **options)
    await _troubled(folder / "two", broker, **options)
    await asyncio.sleep(0.3)
    description = Description(FILE.read_text("utf-8"))
    return Counter(description.judge(topic, payload) for topic, payload in heard)


def _words() -> set[tuple[str, str]]:
    described = Description(FILE.read_text("utf-8")).messages
    return {each for each in described if each[0] == "control"}


@pytest.mark.mosquitto
async def test_workers_say_nothing_else_and_every_word(tmp_path: Path) -> None:
    async with open_mosquitto(tmp_path) as address, overhearing(address) as heard:
        seen = await _overheard(tmp_path, heard, address)

    assert {each for each in seen if each[0] == "control"} == _words()
    assert seen["documents", "declaration"] > 1


async def test_workers_say_the_same_over_nats(tmp_path: Path) -> None:
    names = (*cast_of_scenario("first-contact").participants, *CREW)
    done = prepared("nats", tmp_path / "b", names)
    config = done.broker / "nats-server.conf"
    config.write_text(config.read_text().replace("users = [", f"users = [{AUDITOR}"))
    (server,) = nats_servers(done)
    address = done.address
    async with started(server), overhearing(address, "auditor", "listens") as heard:
        access = access_of(done.clients, None)
        seen = await _overheard(tmp_path, heard, address, access=access)

    assert {each for each in seen if each[0] == "control"} == _words()
    assert seen["documents", "declaration"] > 1

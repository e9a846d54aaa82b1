"""Another system at a seat of a run: an MQTT client that knows only the seat's file."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
from lxml import etree

from checkout import ROOT
from patience import PATIENCE
from swsim.app.concluding import Summary
from swsim.app.run import play
from swsim.app.stage import Play, Stage
from swsim.documents.aswritten import message_of
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario

EXAMPLE = ROOT / "examples" / "external-client"
DECLARATION = (EXAMPLE / "import.xml").read_bytes()

_ENVELOPE = """\
<md:MetaData xmlns:md="urn:swsim:datamodel:MetaData:1">
  <md:CommunicationMetaData>{stated}</md:CommunicationMetaData>
  {document}
</md:MetaData>"""


def enveloped(document: bytes = DECLARATION, **stated: str) -> bytes:
    """Return a document in an envelope that states what is named, and no more."""
    text = document.decode().partition("?>")[2]
    said = "".join(
        f"<md:{name}>{value}</md:{name}>" for name, value in sorted(stated.items())
    )
    return _ENVELOPE.format(stated=said, document=text).encode()


class Outsider:
    """A connected system; `heard` is what has come to it, by topic slot."""

    def __init__(self, seat: dict[str, Any], client: aiomqtt.Client) -> None:
        self.seat = seat
        self._client = client
        self.heard: list[tuple[str, bytes]] = []

    async def publish(
        self, document: str, body: bytes, *, to: str = "pa-sw", times: int = 1
    ) -> None:
        """Publish with QoS 1; returns once the broker has acknowledged."""
        topic = self.seat["publish"].format(to=to, document=document)
        for _ in range(times):
            await self._client.publish(topic, body, qos=1)

    async def leave(self) -> None:
        """Go away without a word to the run; the session stays."""
        self._client._client.disconnect()

    async def until(self, *documents: str) -> bytes:
        """Wait for a message of one of these types and return it."""
        async with asyncio.timeout(PATIENCE):
            async for message in self._client.messages:
                document = str(message.topic).rpartition("/")[2]
                assert isinstance(message.payload, bytes)
                self.heard.append((document, message.payload))
                if document in documents:
                    return message.payload
        raise AssertionError(f"no {documents} came")


@asynccontextmanager
async def outsider(file: Path) -> AsyncIterator[Outsider]:
    """Connect as a seat's file says."""
    with file.open(encoding="utf-8") as text:
        seat = json.load(text)
    async with aiomqtt.Client(
        seat["host"],
        seat["port"],
        identifier=seat["client_id"],
        username=seat["user"],
        password=seat["password"],
        clean_session=False,
    ) as client:
        await client.subscribe(seat["subscribe"], qos=1)
        yield Outsider(seat, client)


Part = Callable[[Outsider], Awaitable[None]]


async def play_with(
    part: Part,
    folder: Path,
    *,
    external: Sequence[str] = ("pa-trd",),
    speed: int = 1_000_000,
    linger: float = 1.5,
    broker: str = "embedded",
) -> Summary:
    """Play the scenario of the example with a system at its first external seat."""
    loop = asyncio.get_running_loop()
    opened: asyncio.Future[Sequence[Path]] = loop.create_future()

    def opening(stage: Stage) -> None:
        stage.waiting = opened.set_result

    what = Play(
        loaded=load_scenario(str(EXAMPLE)),
        speed=speed,
        broker=broker,
        run_dir=folder,
        external=tuple(external),
        linger=linger,
    )
    playing = asyncio.create_task(play(what, opening=opening))
    ends: list[asyncio.Future[Any]] = [playing, opened]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if opened.done():
        async with outsider(opened.result()[0]) as system:
            await part(system)
    return await playing


def ledger_of(summary: Summary) -> Ledger:
    """Open the ledger of a run that has ended."""
    return Ledger.open(Path(summary.run_dir) / "ledger.db")


def said(envelope: bytes, name: str) -> str | None:
    """Return what the communication metadata of a message says."""
    return message_of(etree.fromstring(envelope), name)

"""Control messages: read as they were written, refused in words, heard once."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from patience import PATIENCE
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.channel import DOCUMENT, Channel
from swsim.exchange.control import (
    COORDINATOR,
    Assignment,
    Bye,
    Dismissal,
    Finish,
    Grant,
    Have,
    Hello,
    Piece,
    Report,
    Said,
    Trouble,
    Word,
    decode,
    encode,
    worker_name,
)
from swsim.exchange.direct import DirectLink
from swsim.exchange.link import Arrival
from swsim.exchange.mqtt import MqttLink

WORKER = worker_name(1)
WORDS: tuple[Word, ...] = (
    Hello(fingerprints={"version": "1"}, recorded=-1),
    Assignment(
        scenario="título: año\n",
        header={"seed": "7"},
        sites=("jp", "pa"),
        granted=0,
        collect=True,
    ),
    Report(
        granted=60,
        next=None,
        sent=3,
        stored=2,
        unconfirmed=1,
        now=59,
        messages=9,
        released=0,
        rejected=0,
        accepted=1,
        done=0,
        struck=("I1",),
    ),
    Grant(until=2**62),
    Finish(),
    Piece(offset=0, total=3, data="YWJj"),
    Have(bytes=3),
    Bye(),
    Dismissal(),
    Trouble(text="no room"),
)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.kind)
def test_word_is_read_as_it_was_written(word: Word) -> None:
    said = Said(session="a1", number=4, word=word)

    assert decode(encode(said)) == said


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version": 2}, "version"),
        ({"number": "many"}, "number"),
        ({"more": 1}, "more"),
        ({"word": {"kind": "order"}}, "word"),
        ({"word": {"kind": "grant"}}, "until"),
        ({"word": {"kind": "grant", "until": 1.5}}, "until"),
    ],
)
def test_what_is_no_word_is_refused_with_its_place(
    change: dict[str, object], why: str
) -> None:
    plain = json.loads(encode(Said(session="a1", number=1, word=Grant(until=60))))

    with pytest.raises(ValueError, match=why):
        decode(json.dumps(plain | change).encode())


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        decode(b"grant 60")


# --- which word is new ------------------------------------------------------------


@asynccontextmanager
async def _listening(heard: list[Word]) -> AsyncIterator[Channel]:
    def hear(sender: str, word: Word) -> None:
        heard.append(word)

    async with Channel(DirectLink([WORKER]), WORKER, hear) as channel:
        yield channel


def _arrival(said: Said, document: str = DOCUMENT) -> Arrival:
    return Arrival(
        recipient=WORKER,
        sender=COORDINATOR,
        document=document,
        body=encode(said),
        token=None,
    )


async def test_word_is_heard_once_however_often_it_comes() -> None:
    heard: list[Word] = []
    first = Said(session="a", number=1, word=Grant(until=60))
    second = Said(session="a", number=2, word=Grant(until=120))
    async with _listening(heard) as channel:
        for said in (first, first, second, first, second):
            channel.arrived([_arrival(said)])

    assert heard == [first.word, second.word]


async def test_words_of_a_process_that_has_ended_are_not_heard_any_more() -> None:
    heard: list[Word] = []
    late = Said(session="1", number=9, word=Grant(until=60))
    async with _listening(heard) as channel:
        channel.arrived([_arrival(Said(session="1", number=1, word=Bye()))])
        channel.arrived([_arrival(Said(session="2", number=1, word=Finish()))])
        channel.arrived([_arrival(late)])

    assert heard == [Bye(), Finish()]


async def test_what_cannot_be_read_is_passed_over() -> None:
    heard: list[Word] = []
    said = Said(session="a", number=1, word=Finish())
    broken = Arrival(
        recipient=WORKER, sender="pa-trd", document=DOCUMENT, body=b"{}", token=None
    )
    async with _listening(heard) as channel:
        channel.arrived([broken, _arrival(said, "declaration"), _arrival(said)])

    assert heard == [Finish()]


async def test_error_of_the_hearer_is_raised_where_it_is_awaited() -> None:
    def refuse(sender: str, word: Word) -> None:
        raise ValueError("not that")

    async with Channel(DirectLink([WORKER]), WORKER, refuse) as channel:
        channel.arrived([_arrival(Said(session="a", number=1, word=Bye()))])

        with pytest.raises(ValueError, match="not that"):
            await channel.failed


# --- over a broker ----------------------------------------------------------------


async def test_word_that_stands_outlives_the_broker_and_the_hearer(
    tmp_path: Path,
) -> None:
    heard: asyncio.Queue[Word] = asyncio.Queue()

    def hear(sender: str, word: Word) -> None:
        heard.put_nowait(word)

    async with EmbeddedBroker(
        tmp_path, "r1", [COORDINATOR, WORKER], durable=False
    ) as broker:

        def channel(me: str) -> Channel:
            link = MqttLink(broker.address, "r1", [me], broker.credentials)
            return Channel(link, me, hear)

        async with channel(COORDINATOR) as coordinator:
            coordinator.say(WORKER, Grant(until=60))
            for _ in range(2):  # each time one that has not heard it
                async with channel(WORKER), asyncio.timeout(PATIENCE):
                    assert await heard.get() == Grant(until=60)
                    await broker.kill()
                    coordinator.say(WORKER, Finish())
                    assert await heard.get() == Finish()
                coordinator.say(WORKER, Grant(until=60))

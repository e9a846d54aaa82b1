"""A clock that stands still is noticed, told once, and told again when it goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from exchange.rehearsal import RUN, Performance, Rehearsal, a_world, participants
from exchange.rehearsal import undisturbed as alone
from mosquitto import Mosquitto, mosquitto, mosquitto_of
from outside import access_to, prepared, started
from patience import PATIENCE
from swsim.exchange.controls import Controls
from swsim.exchange.disturbances import Breakage, Disturbances
from swsim.exchange.inflight import InFlight, Unconfirmed
from swsim.exchange.link import Parcel
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.stall import Waiting, stall_of_mail

WORLD = a_world()
NAMES = participants(WORLD)


def _parcel(message_id: str, sender: str = "jp-trd") -> Parcel:
    return Parcel(
        message_id=message_id,
        sender=sender,
        recipient="jp-sw",
        document="declaration",
        body=b"",
    )


@pytest.fixture
async def awaited() -> AsyncIterator[tuple[InFlight, Unconfirmed]]:
    """Two messages that the clock waits for, and one that is due later."""
    in_flight, unconfirmed = InFlight(), Unconfirmed()
    for name, due in (("m1", 5), ("m2", 9), ("m3", 99)):
        in_flight.add(name, due)
    unconfirmed.admit([_parcel("m1"), _parcel("m2", "jp-cus"), _parcel("m3")], 0.0)
    passing = asyncio.create_task(in_flight.passed(10))
    await asyncio.sleep(0.01)
    yield in_flight, unconfirmed
    passing.cancel()
    await asyncio.gather(passing, return_exceptions=True)


async def test_clock_is_still_once_nothing_comes_for_a_while(
    awaited: tuple[InFlight, Unconfirmed],
) -> None:
    in_flight, unconfirmed = awaited
    stall = stall_of_mail(in_flight, unconfirmed, lambda _: None, after=10)
    stall.look(100.0)
    assert [stall.still(100.1), stall.still(100.3)] == [False, True]
    in_flight.stored("m2")
    stall.look(100.4)
    assert [stall.still(100.5), stall.still(100.7)] == [False, True]


async def test_stall_is_told_once_and_so_is_its_end(
    awaited: tuple[InFlight, Unconfirmed],
) -> None:
    in_flight, unconfirmed = awaited
    told: list[Waiting | None] = []
    stall = stall_of_mail(in_flight, unconfirmed, told.append, after=10)
    for now in (100.0, 109.0, 111.0, 120.0):
        stall.look(now)
    in_flight.stored("m2")
    for now in (121.0, 122.0):
        stall.look(now)
    assert told == [
        Waiting(
            messages=2, ways=(("jp-cus", "jp-sw"), ("jp-trd", "jp-sw")), seconds=11
        ),
        None,
    ]


async def test_progress_is_no_stall(awaited: tuple[InFlight, Unconfirmed]) -> None:
    in_flight, unconfirmed = awaited
    told: list[Waiting | None] = []
    stall = stall_of_mail(in_flight, unconfirmed, told.append, after=10)
    stall.look(100.0)
    in_flight.stored("m1")
    stall.look(109.0)
    stall.look(118.0)
    assert told == []


def test_clock_that_waits_for_no_message_is_no_stall() -> None:
    told: list[Waiting | None] = []
    stall = stall_of_mail(InFlight(), Unconfirmed(), told.append, after=10)
    for now in (100.0, 200.0):
        stall.look(now)
    assert told == []


# --- on a real broker -------------------------------------------------------------


@asynccontextmanager
async def _playing(
    folder: Path, broker: Mosquitto, told: asyncio.Queue[Waiting | None], **options: Any
) -> AsyncIterator[asyncio.Task[Performance]]:
    link = MqttLink(broker.address, RUN, NAMES, broker.credentials)
    run = Rehearsal(path=folder / "ledger.db", world=WORLD, link=link)
    playing = asyncio.create_task(
        run.perform(controls=Controls(stalled=0.6), waits=told.put_nowait, **options)
    )
    try:
        yield playing
    finally:
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing


@pytest.mark.mosquitto
async def test_broker_that_refuses_every_publication_is_noticed(tmp_path: Path) -> None:
    told: asyncio.Queue[Waiting | None] = asyncio.Queue()
    done = prepared("mosquitto", tmp_path / "broker", NAMES, run=RUN)
    acl = done.broker / "mosquitto.acl"
    acl.write_text(acl.read_text().replace("topic write", "topic deny"))
    broker = mosquitto_of(done.broker / "mosquitto.conf", done.address, access_to(done))
    async with started(broker), _playing(tmp_path, broker, told):
        waiting = await asyncio.wait_for(told.get(), PATIENCE)
    assert waiting is not None
    assert waiting.messages > 0
    assert ("jp-trd", "jp-sw") in waiting.ways


async def _next(told: asyncio.Queue[Waiting | None], *, stands: bool) -> None:
    """Wait until it is told that the clock stands still, or that it goes on."""
    async with asyncio.timeout(PATIENCE):
        while (await told.get() is not None) != stands:
            pass


@pytest.mark.mosquitto
async def test_lost_broker_is_told_and_so_is_its_return(tmp_path: Path) -> None:
    told: asyncio.Queue[Waiting | None] = asyncio.Queue()
    dead = asyncio.Event()

    async def kill() -> None:
        broker.kill()
        while not told.empty():  # a busy machine may have stood still before
            told.get_nowait()
        dead.set()

    killed = Disturbances(breakages=[Breakage(name="kill", at=1, action=kill)])
    async with (
        mosquitto(tmp_path / "broker", RUN, NAMES) as broker,
        _playing(tmp_path, broker, told, disturbances=killed) as playing,
    ):
        await asyncio.wait_for(dead.wait(), PATIENCE)
        await _next(told, stands=True)
        await broker.start()
        await _next(told, stands=False)
        outcome = await playing
    assert outcome.digest == (await alone(tmp_path, WORLD)).digest

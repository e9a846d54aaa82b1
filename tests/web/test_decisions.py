"""Decisions in a room: who sees them, who takes them, and that the run keeps them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from app.test_deciding import reserved
from swsim.app.links import NONE
from swsim.app.stage import Play
from swsim.app.verify import verify
from swsim.domain.events import Event, Kind
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario
from swsim.web.room import Room, of_folder
from web.serving import AT_ONCE, Served, served_room, told, told_until, until

DETAIN = {"inject": "I5", "site": "pa", "choice": "detain"}


@asynccontextmanager
async def deciding(folder: Path) -> AsyncIterator[Served]:
    """Serve a run that has come to its decision, and stands still there."""
    loaded = load_scenario(reserved(folder))
    room = Room(Play(loaded=loaded, broker=NONE, run_dir=folder / "run"))
    async with served_room(room) as it:
        await it.become_trainer()
        while not it.room.live.decisions.open():
            await it.steer(action="step")
            await asyncio.sleep(0.01)
        yield it


async def open_now(it: Served) -> list[dict[str, Any]]:
    answer = await it.http.get("/api/v1/run/decisions")
    found: list[dict[str, Any]] = answer.json()["decisions"]
    return found


async def decide(it: Served, **other: str) -> int:
    """Take the decision as the client that it is, and return the status."""
    answer = await it.http.post("/api/v1/run/decisions", json={**DETAIN, **other})
    return answer.status_code


async def plays_out(it: Served) -> None:
    it.room.set_speed(AT_ONCE)
    await it.steer(action="go")
    await it.ends()


def taken(folder: Path) -> Event:
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        return list(ledger.events([Kind.INJECT]))[-1]


async def test_room_is_told_what_is_to_be_decided_and_until_when(
    tmp_path: Path,
) -> None:
    async with deciding(tmp_path) as it:
        (kept,) = await open_now(it)

        assert (kept["inject"], kept["site"]) == ("I5", "pa")
        assert kept["default"] == "release"
        assert kept["until"] == kept["since"] + 60 + 4 * 3600
        assert kept["declaration"]
        assert kept["said"] is None
        async with it.feed() as socket:
            assert (await told(socket))["decisions"] == [kept]


async def test_trainer_decides_and_the_run_keeps_it(tmp_path: Path) -> None:
    async with deciding(tmp_path) as it, it.feed() as socket:
        answer = await it.http.post("/api/v1/run/decisions", json=DETAIN)
        assert answer.status_code == 200
        assert [each["said"] for each in answer.json()["decisions"]] == ["detain"]
        await told_until(
            socket,
            lambda said: [each["said"] for each in said["decisions"]] == ["detain"],
        )
        assert await decide(it) == 409
        await plays_out(it)
        assert await open_now(it) == []
        assert await decide(it) == 409
        assert it.room.ending is not None
        digest = it.room.ending.digest
        lines = [line["text"] for line in it.room.live.snapshot()["lines"]]
    assert {
        "en": "Decision I5, taken by the trainer: detain.",
        "es": "Decisión I5, tomada por el formador: retención.",
    } in lines
    decided = taken(tmp_path / "run")
    assert (decided.facts["choice"], decided.facts["by"]) == ("detain", "trainer")
    found = await verify(tmp_path / "run")
    assert (found.difference, found.digest) == (None, digest)


async def test_decision_that_nobody_takes_is_taken_by_default(tmp_path: Path) -> None:
    async with deciding(tmp_path) as it:
        await plays_out(it)

    decided = taken(tmp_path / "run")
    assert (decided.facts["choice"], decided.facts["by"]) == ("release", "default")


async def test_only_the_trainer_decides_and_only_what_is_open(tmp_path: Path) -> None:
    async with deciding(tmp_path) as it:
        assert await decide(it, site="jp") == 404
        it.http.cookies.clear()
        assert await decide(it) == 401
        assert len(await open_now(it)) == 1


async def test_room_has_ninety_seconds_for_a_decision(tmp_path: Path) -> None:
    loaded = load_scenario(reserved(tmp_path))
    room = Room(Play(loaded=loaded, broker=NONE, run_dir=tmp_path / "run"))
    async with served_room(room) as it:
        await it.become_trainer()
        it.room.set_speed(AT_ONCE)
        await it.steer(action="go")
        await until(lambda: bool(it.room.live.decisions.open()))
        await it.steer(action="pause")

        (kept,) = it.room.live.decisions.open()
        assert it.room.clock.speed is not None
        assert it.room.clock.speed <= (kept.until - kept.since) / 90


async def test_decision_is_open_again_when_a_run_goes_on(tmp_path: Path) -> None:
    async with deciding(tmp_path) as it:
        before = await open_now(it)

    async with served_room(of_folder(tmp_path / "run")) as it:
        await until(lambda: bool(it.room.live.decisions.open()))
        assert await open_now(it) == before
        await it.become_trainer()
        await it.http.post("/api/v1/run/decisions", json=DETAIN)
        await plays_out(it)
    assert taken(tmp_path / "run").facts["by"] == "trainer"

"""Looking back: the run as it stood, for the whole room, and nothing is changed."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from app.playing import Played, played, two_regions
from swsim.ledger.store import Ledger
from swsim.reports.story import Storyteller, XmlOf
from swsim.reports.wording import LANGUAGES
from swsim.web.live import Live
from swsim.web.past import Past
from swsim.web.room import of_folder
from web.serving import AT_ONCE, served, served_room, told_until, until


def empty(xml_of: XmlOf) -> Live:
    return Live(tellers={lang: Storyteller(lang, xml_of=xml_of) for lang in LANGUAGES})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return two_regions(tmp_path_factory.mktemp("past") / "run")


async def test_past_is_what_a_room_saw_then(run: Played) -> None:
    """At each of some seconds: what was folded live, and what the ledger gives."""
    path = run.folder / "ledger.db"
    past = Past(path, empty)
    ledger = Ledger.open(path)
    xml = {each.id: each.xml for each in ledger.messages()}
    live = empty(xml.get)
    events = list(ledger.events())
    seconds = sorted({event.time for event in events})
    fed = 0
    for second in seconds[:: len(seconds) // 4]:
        while fed < len(events) and events[fed].time <= second:
            live.take([events[fed]])
            fed += 1
        then = await past.at(second)

        whole = live.snapshot()
        assert then["totals"]["messages"] == whole["totals"]["messages"]
        for key in ("totals", "sites", "awaited", "times", "lines", "messages"):
            assert then[key] == whole[key], (second, key)
    past.close()
    ledger.close()


async def test_whole_room_looks_back_and_the_run_waits(tmp_path: Path) -> None:
    async with served(tmp_path / "room") as it, it.feed() as socket:
        it.room.set_speed(3_600)
        it.room.go_on()
        await until(lambda: it.room.live.totals["messages"] >= 6)
        assert (await it.steer(look=60)).status_code == 401
        await it.become_trainer()
        clock = (await it.steer(look=60)).json()
        assert (clock["state"], clock["looking"]) == ("paused", 60)
        said = await told_until(socket, lambda said: said["clock"]["looking"] == 60)
        assert said["clock"]["second"] > 60

        then = (await it.http.get("/api/v1/run/at/60")).json()
        now = it.room.hello()
        assert then["totals"].get("messages", 0) < now["totals"]["messages"]
        assert all(line["second"] <= 60 for line in then["lines"])
        await asyncio.sleep(0.3)
        assert it.room.hello() == now

        assert (await it.steer(look=None)).json()["looking"] is None
        it.room.set_speed(AT_ONCE)
        await it.steer(look=0)
        await it.steer(action="go")
        await told_until(socket, lambda said: said["clock"]["looking"] is None)
        await it.ends()
        assert it.room.ending is not None
        alone = await played("first-contact", tmp_path / "alone")
        assert it.room.ending.digest == alone.summary.digest


async def test_nobody_looks_into_the_future(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        it.room.step()
        await until(lambda: it.room.live.second > 0)
        await until(lambda: not it.room.clock._steps)
        clock = (await it.steer(look=10**9)).json()
        assert clock["looking"] == clock["second"]
        for order in ({"look": -1}, {"look": "60"}, {"look": 1.5}):
            assert (await it.steer(**order)).status_code == 422


async def test_run_that_has_ended_can_be_rewound_and_says_how_it_came_out(
    tmp_path: Path,
) -> None:
    summary = (await played("first-contact", tmp_path / "run")).summary
    async with served_room(of_folder(tmp_path / "run")) as it:
        await it.become_trainer()
        day = 5 * 86_400
        clock = (await it.steer(look=day)).json()
        assert (clock["state"], clock["looking"]) == ("ended", day)
        then = (await it.http.get(f"/api/v1/run/at/{day}")).json()
        assert 0 < then["totals"]["messages"] < summary.messages
        assert [each["inject"] for each in then["injects"]] == ["I1"]

        english = (await it.http.get("/api/v1/run/outcome")).json()
        spanish = (await it.http.get("/api/v1/run/outcome?lang=es")).json()
        assert english["verdict"] == spanish["verdict"] == summary.verdict
        said: list[dict[str, Any]] = english["expectations"]
        assert [
            (each["id"], each["text"], each["observed"], each["verdict"])
            for each in said
        ] == [
            (each.id, each.text, each.observed, each.verdict)
            for each in summary.expectations
        ]
        assert all(each["objective"] for each in said)
        assert len(english["debrief"]) == len(spanish["debrief"]) > 0
        assert english["debrief"] != spanish["debrief"]


async def test_outcome_is_known_when_the_run_has_ended(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        assert (await it.http.get("/api/v1/run/outcome")).status_code == 409
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await it.ends()
        answer = await it.http.get("/api/v1/run/outcome")
        assert answer.json()["verdict"] == "PASS"

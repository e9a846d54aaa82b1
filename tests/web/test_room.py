"""A run in a room: the trainer's clock, what everybody sees, and how it goes on."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.playing import played, what
from swsim.app.stage import Progress
from swsim.errors import RunError, UsageError
from swsim.exchange.wallclock import monotonic
from swsim.ledger.store import Ledger
from swsim.web.room import Room, of_folder
from swsim.web.server import LOOPBACK, address_of, listen, own_address
from web.serving import AT_ONCE, served, served_room, told, told_until, until


async def digest_of(folder: Path) -> str:
    """Return the digest of first-contact when nobody disturbs it."""
    return (await played("first-contact", folder)).summary.digest


async def test_anonymous_may_not_touch_the_clock(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        for order in ({"action": "go"}, {"speed": 600}, {"frozen": True}):
            answer = await it.steer(**order)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
        assert it.room.state == "prepared"
        assert it.room.clock.speed == 60


async def test_trainer_starts_pauses_and_all_browsers_follow(tmp_path: Path) -> None:
    async with served(tmp_path) as it, it.feed() as first, it.feed() as second:
        await it.become_trainer()
        for socket in (first, second):
            hello = await told(socket)
            assert (hello["type"], hello["clock"]["state"]) == ("hello", "prepared")
        assert (await it.steer(action="go")).json()["state"] == "running"
        for socket in (first, second):
            await told_until(socket, lambda said: said["clock"]["state"] == "running")
        # Within a second; in one of ten tries, as a machine may be busy meanwhile.
        for _ in range(10):
            await it.steer(action="pause")
            began = monotonic()
            for socket in (first, second):
                await told_until(
                    socket, lambda said: said["clock"]["state"] == "paused"
                )
            if (took := monotonic() - began) < 1:
                break
            await it.steer(action="go")
        assert took < 1


async def test_paused_run_stands_still(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        await it.steer(speed=3_600)
        await it.steer(action="go")
        await until(lambda: it.room.live.totals["messages"] > 0)
        await it.steer(action="pause")
        before = it.room.hello()
        await asyncio.sleep(0.4)

        assert it.room.hello() == before


async def test_step_plays_one_second_in_which_something_happens(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        assert (await it.steer(action="step")).json()["state"] == "paused"
        await until(lambda: it.room.live.second > 0)
        first = it.room.live.second
        await asyncio.sleep(0.2)
        assert it.room.live.second == first
        await it.steer(action="step")
        await until(lambda: it.room.live.second > first)


async def test_freeze_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    async with served(tmp_path) as it, it.feed() as socket:
        await it.become_trainer()
        await it.steer(speed=3_600)
        await it.steer(frozen=True)
        await told_until(socket, lambda said: bool(said["clock"]["frozen"]))
        await it.steer(action="go")
        await until(lambda: it.room.live.second > 0)
        await it.steer(frozen=False)
        await told_until(socket, lambda said: not said["clock"]["frozen"])


async def test_run_in_a_room_has_the_digest_of_any_other(tmp_path: Path) -> None:
    async with served(tmp_path / "room") as it:
        await it.become_trainer()
        it.room.set_speed(AT_ONCE)
        await it.steer(action="go")
        await it.ends()
        assert it.room.ending is not None
        assert it.room.ending.digest == await digest_of(tmp_path / "alone")

        clock = (await it.http.get("/api/v1/run")).json()["clock"]
        assert (clock["state"], clock["verdict"]) == ("ended", "PASS")
        answer = await it.steer(action="go")
        assert answer.status_code == 409


async def test_stopped_run_goes_on_and_the_room_is_told_what_was(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "room"
    async with served(folder) as it:
        await it.become_trainer()
        token = dict(it.http.cookies)
        await it.steer(speed=3_600)
        await it.steer(action="go")
        await until(lambda: it.room.live.totals["messages"] >= 6)
        await it.steer(action="pause")
        before = it.room.hello()
    assert Ledger.open(folder / "ledger.db").tally().messages >= 6

    async with served_room(of_folder(folder)) as it, it.feed() as socket:
        hello = await told(socket)
        assert hello["clock"]["state"] == "paused"
        for key in ("run", "totals", "documents", "awaited", "sites", "times"):
            assert hello[key] == before[key]
        assert hello["lines"] == before["lines"]
        it.http.cookies.update(token)  # the trainer's browser has it still
        it.room.set_speed(AT_ONCE)
        assert (await it.steer(action="go")).status_code == 200
        await it.ends()
        assert it.room.ending is not None
        assert it.room.ending.digest == await digest_of(tmp_path / "alone")


async def test_go_during_the_replay_takes_no_time_for_what_was(
    tmp_path: Path,
) -> None:
    """What was played already is skipped, however slow the clock is."""
    folder = tmp_path / "room"
    async with served(folder) as it:
        it.room.set_speed(100_000)
        it.room.go_on()
        await until(lambda: it.room.live.second > 100_000)
        it.room.pause()
        played_until = it.room.live.second
    room = of_folder(folder)
    room.set_speed(1)
    room.go_on()
    async with served_room(room) as it:
        assert it.room.clock_shown()["second"] >= played_until
        await until(lambda: it.room.clock.present() >= played_until)
        assert it.room.clock.present() < played_until + 60


async def test_run_that_has_ended_is_there_to_be_looked_at(tmp_path: Path) -> None:
    summary = (await played("first-contact", tmp_path / "run")).summary
    async with served_room(of_folder(tmp_path / "run")) as it, it.feed() as socket:
        hello = await told(socket)
        assert hello["clock"]["state"] == "ended"
        assert hello["clock"]["verdict"] == summary.verdict
        assert hello["totals"]["messages"] == summary.messages
        listed = (await it.http.get("/api/v1/run/messages")).json()["messages"]
        assert len(listed) == summary.messages
        await it.become_trainer()
        assert (await it.steer(action="step")).status_code == 409


def test_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run here"):
        of_folder(tmp_path)


async def test_run_that_fails_is_told_and_can_be_looked_at(tmp_path: Path) -> None:
    class Failing(Room):
        async def _observe(self, progress: Progress) -> None:
            raise RunError("the disk is full")

    async with served_room(Failing(what("first-contact", tmp_path))) as it:
        it.room.step()
        await until(lambda: it.room.state == "failed")
        clock = (await it.http.get("/api/v1/run")).json()["clock"]
        assert (clock["state"], clock["why"]) == ("failed", "the disk is full")
        assert (await it.http.get("/api/v1/run/messages")).status_code == 200


async def test_room_that_cannot_open_says_why(tmp_path: Path) -> None:
    room = Room(what("first-contact", tmp_path, seats=("xx-trd",)))
    with pytest.raises(UsageError, match="no participant 'xx-trd'"):
        async with served_room(room):
            pass


async def test_stalled_browser_holds_up_nobody(tmp_path: Path) -> None:
    """One opens the feed and reads nothing more; the others and the run go on."""
    async with served(tmp_path) as it, it.feed() as quick:
        _, stalled = await asyncio.open_connection(
            LOOPBACK, int(it.settings.address.rpartition(":")[2])
        )
        stalled.write(
            b"GET /feed HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        await until(lambda: it.room.feed.readers == 2)
        big = {"filler": "x" * 500_000}
        it.room.feed._collect = lambda: big
        numbers = [
            (await told_until(quick, lambda said: said["type"] == "batch"))["number"]
            for _ in range(40)
        ]
        assert numbers == sorted(numbers)
        assert it.room.feed.dropped > 0
        stalled.close()


def test_address_is_the_one_on_the_rooms_network() -> None:
    with listen("0.0.0.0", 0) as anywhere, listen(LOOPBACK, 0) as here:
        assert address_of(anywhere).startswith(f"http://{own_address()}:")
        assert address_of(here).startswith("http://127.0.0.1:")


def test_port_in_use_is_one_sentence() -> None:
    with listen(LOOPBACK, 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port}: .* choose another port"):
            listen(LOOPBACK, port)


async def test_feed_is_open_to_so_many_and_no_more(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        open_: Sequence[object] = [
            it.room.feed.listen(it.room.hello) for _ in range(it.settings.limits.feeds)
        ]
        for each in open_:
            await anext(each)  # type: ignore[call-overload]
        async with it.feed() as socket:
            await socket.wait_closed()
            assert socket.close_code == 1013

"""What every request passes: names, origins, sizes, rates, security headers."""

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from app.playing import what
from swsim.validation.parse import MAX_BYTES
from swsim.web.guard import Rates, is_own_host
from swsim.web.room import Room
from swsim.web.settings import Limits
from web.serving import Served, served, served_room, told

HERE = "http://127.0.0.1"


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", True),
        ("192.168.1.20", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("trainer", True),
        ("trainer.local:8000", True),
        ("rebound.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[bad", False),
    ],
)
def test_only_names_of_this_network_are_ours(host: str, own: bool) -> None:
    assert is_own_host(host) is own


def test_client_that_asks_too_often_waits_and_others_do_not() -> None:
    rates = Rates(rate=0.5, burst=3)

    assert [rates.wait("a") for _ in range(3)] == [0, 0, 0]
    assert rates.wait("a") == 2
    assert rates.wait("b") == 0


async def test_client_may_ask_again_after_a_while() -> None:
    rates = Rates(rate=100, burst=1)
    assert rates.wait("a") == 0
    assert rates.wait("a") == 1
    await asyncio.sleep(0.05)
    assert rates.wait("a") == 0


@pytest.mark.parametrize(
    "path",
    ["/en/", "/static/look/base.css", "/api/v1/run", "/api/v1/nothing", "/api/docs"],
)
async def test_every_answer_has_its_security_headers(tmp_path: Path, path: str) -> None:
    async with served(tmp_path) as it:
        headers = (await it.http.get(path)).headers

    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


async def test_pages_of_another_server_may_change_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        for origin, status in (
            ("http://[bad", 403),
            ("http://evil.example", 403),
            (f"{HERE}:1", 403),
            ("null", 403),
            (it.settings.address, 200),
        ):
            answer = await it.http.post(
                "/api/v1/clock", json={"action": "pause"}, headers={"Origin": origin}
            )
            assert answer.status_code == status


async def test_pages_of_another_server_may_not_listen(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        with pytest.raises(InvalidStatus, match="403"):
            async with it.feed(origin="http://evil.example"):
                pass
        port = int(it.settings.address.rpartition(":")[2])
        with pytest.raises(InvalidStatus, match="403"):
            async with connect(
                f"ws://rebound.example:{port}/feed", host="127.0.0.1", port=port
            ):
                pass
        async with it.feed(origin=it.settings.address) as socket:
            assert (await told(socket))["type"] == "hello"


async def test_name_that_was_bent_to_us_is_not_answered(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.get("/api/v1/run", headers={"Host": "rebound.example"})

    assert answer.status_code == 421


async def sent_in_parts(it: Served, path: str, size: int) -> int:
    """Post a body without saying before how large it is; return the status."""

    async def parts() -> object:
        for _ in range(0, size, 65_536):
            yield b" " * 65_536

    return (await it.http.post(path, content=parts())).status_code  # type: ignore[arg-type]


async def test_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        validate = "/api/v1/documents/validate"
        large = b" " * (MAX_BYTES + 1)
        assert (await it.http.post(validate, content=large)).status_code == 413
        assert await sent_in_parts(it, validate, MAX_BYTES + 1) == 413
        assert await sent_in_parts(it, "/api/v1/session", 20_000) == 413
        answer = await it.http.post(validate, content=large[:MAX_BYTES])
        assert answer.status_code != 413


async def test_hasty_client_is_told_to_wait(tmp_path: Path) -> None:
    # One more in half an hour: however slow the machine is, the fourth comes too early.
    limits = Limits(documents=1 / 1800, documents_burst=3)
    async with served_room(Room(what("first-contact", tmp_path)), limits) as it:
        answers = [
            await it.http.post("/api/v1/documents/response", content=b"<x/>")
            for _ in range(4)
        ]
    last = answers[-1]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(last.headers["retry-after"]) >= 1
    assert last.json()["detail"] == "Too many requests; wait a moment."


async def test_wrong_pins_are_few(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        wrong = f"{(int(it.settings.keys.pin) + 1) % 10**8:08d}"
        statuses = [
            (await it.http.post("/api/v1/session", json={"pin": wrong})).status_code
            for _ in range(7)
        ]
        assert statuses == [401] * 5 + [429] * 2
        right = await it.http.post(
            "/api/v1/session", json={"pin": it.settings.keys.pin}
        )
        assert right.status_code == 429  # even the right one tells nothing now


async def test_large_answers_are_compressed(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        page = await it.http.get("/en/api")

    assert page.headers["content-encoding"] == "gzip"
    assert int(page.headers.get("content-length", 0)) < len(page.content) / 2

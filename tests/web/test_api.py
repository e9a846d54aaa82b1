"""The API: what it gives is what the commands give, and secrets stay with officers."""

from pathlib import Path
from typing import Any

from app.playing import what
from swsim.exchange.kernel import Kernel
from swsim.ledger.store import Ledger
from swsim.material.generate import generate
from swsim.material.mutate import Mutator
from swsim.validation.engine import Validator
from swsim.web.room import Room
from web.serving import AT_ONCE, Served, served, served_room, until

DOCUMENTS = "/api/v1/documents"


def a_document(kind: str = "import", seed: int = 3) -> bytes:
    return next(generate(kind, 1, seed)).data


async def test_health_and_figures(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        assert (await it.http.get("/api/v1/health")).json()["status"] == "ok"
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await until(lambda: it.room.live.totals["messages"] > 0)
        figures = await it.http.get("/metrics")
        assert figures.headers["content-type"].startswith("text/plain; version=")
        assert "swsim_messages_sent_total" in figures.text


# --- session ------------------------------------------------------------------------


async def test_session_is_a_cookie_that_scripts_cannot_read(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.post(
            "/api/v1/session", json={"pin": it.settings.keys.pin}
        )
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert (await it.http.get("/api/v1/session")).json() == {"trainer": True}


async def test_bearer_token_does_the_same(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.post(
            "/api/v1/session", json={"pin": it.settings.keys.pin}
        )
        it.http.cookies.clear()
        token = {"Authorization": f"Bearer {answer.json()['token']}"}
        order = {"action": "pause"}
        for headers, status in (({}, 401), (token, 200)):
            steered = await it.http.post("/api/v1/clock", json=order, headers=headers)
            assert steered.status_code == status


async def test_trainer_who_leaves_is_anybody(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        token = it.http.cookies["swsim"]
        assert (await it.http.delete("/api/v1/session")).json() == {"trainer": False}
        headers = {"Authorization": f"Bearer {token}"}
        left = await it.http.get("/api/v1/session", headers=headers)
        assert left.json() == {"trainer": False}


async def test_clock_takes_no_other_speed_and_no_two_orders(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        orders: list[object] = [
            {"speed": 0},
            {"speed": 3_601},
            {"speed": "60"},
            {"action": "stop"},
            {"action": "go", "speed": 60},
            {"frozen": 1},
            {},
            [],
        ]
        for order in orders:
            answer = await it.http.post("/api/v1/clock", json=order)
            assert answer.status_code == 422
            assert answer.headers["content-type"] == "application/problem+json"
        assert it.room.state == "prepared"


# --- the run ------------------------------------------------------------------------


async def test_messages_come_page_by_page(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await it.ends()
        listed: list[Any] = []
        after: int | None = 0
        while after is not None:
            page = await it.http.get(f"/api/v1/run/messages?after={after}&limit=10")
            listed += page.json()["messages"]
            after = page.json()["next"]

        assert [each["position"] for each in listed] == list(range(1, 43))
        now = (await it.http.get("/api/v1/run")).json()
        assert now["totals"]["messages"] == 42
        assert sum(now["documents"].values()) == 42


async def test_message_is_shown_as_it_was_sent(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await it.ends()
        first = next(it.room.ledger.messages())
        shown = (await it.http.get(f"/api/v1/run/messages/{first.id}")).json()

    assert "\n".join(shown["lines"]).encode() == first.xml
    assert (shown["sender"], shown["recipient"]) == (first.sender, first.recipient)
    assert (shown["verdict"], shown["received"]) == ("valid", first.due)
    assert shown["findings"] == []


async def test_message_that_there_is_none_of_is_not_found(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        assert (await it.http.get("/api/v1/run/messages/nothing")).status_code == 404


class _WithGiven(Room):
    """A room in whose run Japan's trader is given one document to send."""

    given: bytes

    def opened(self, kernel: Kernel, ledger: Ledger) -> None:
        super().opened(kernel, ledger)
        kernel.give("jp-trd", "jp-sw", self.given)


async def _shown(it: Served, *, lang: str = "en") -> list[tuple[str, int, str]]:
    """Return rule, line and sentence of what is shown of the document."""
    listed = (await it.http.get("/api/v1/run/messages")).json()["messages"]
    id_ = listed[0]["id"]
    shown = (await it.http.get(f"/api/v1/run/messages/{id_}?lang={lang}")).json()
    return [(each["rule"], each["line"], each["message"]) for each in shown["findings"]]


async def _with(tmp_path: Path, rule: str) -> Room:
    files = [tmp_path / f"{seed}.xml" for seed in range(12)]
    for seed, file in enumerate(files):
        file.write_bytes(a_document("export", seed))
    broken = next(Mutator(files, 1, Validator(), [rule]).mutate(1))
    room = _WithGiven(what("first-contact", tmp_path / "run", seats=("jp-trd",)))
    room.given = broken.mutant.data
    return room


async def test_what_is_for_officers_is_shown_to_the_trainer_alone(
    tmp_path: Path,
) -> None:
    async with served_room(await _with(tmp_path, "R12")) as it:
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await until(lambda: it.room.live.totals["messages"] > 0)
        assert "R12" not in [rule for rule, _, _ in await _shown(it)]
        await it.become_trainer()
        assert "R12" in [rule for rule, _, _ in await _shown(it)]


async def test_findings_of_a_message_have_their_lines_in_either_language(
    tmp_path: Path,
) -> None:
    async with served_room(await _with(tmp_path, "R03")) as it:
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await until(lambda: it.room.live.totals["messages"] > 0)
        english, spanish = await _shown(it), await _shown(it, lang="es")

    (found,) = [each for each in english if each[0] == "R03"]
    assert found[1] > 1
    assert (*found[:2],) in [each[:2] for each in spanish]
    assert found[2] not in [each[2] for each in spanish]


# --- the description ----------------------------------------------------------------


async def test_every_operation_describes_its_problems(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        described = (await it.http.get("/api/openapi.json")).json()
    operations = [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]

    assert len(operations) == 20
    for path, _, operation in operations:
        assert path.startswith("/api/v1/")
        assert operation["description"]
        for status in ("403", "413", "422", "429"):
            content = operation["responses"][status]["content"]
            assert set(content) == {"application/problem+json"}
    clock = described["paths"]["/api/v1/clock"]["post"]
    assert "401" in clock["responses"]
    assert clock["security"]

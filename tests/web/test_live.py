"""What a room knows of a run: exact totals, what is awaited, and nothing secret."""

import json
from typing import Any

import pytest

from app.playing import Played, two_regions
from reports.events import Script
from swsim.domain.events import Event, Kind
from swsim.ledger.store import Ledger
from swsim.reports.story import Storyteller
from swsim.web.live import Live


def a_live() -> Live:
    return Live(tellers={lang: Storyteller(lang) for lang in ("en", "es")})


def moved(script: Script, who: str, reference: str, before: str, to: str) -> None:
    script.add(
        who,
        Kind.TRANSITION,
        declaration=reference,
        leg="import",
        **{"from": before, "to": to},
    )


def held(script: Script, hold: str, change: str) -> None:
    script.add("pa-cus", Kind.HOLD, declaration="D1", hold=hold, change=change)


def shown(script: Script) -> dict[str, Any]:
    live = a_live()
    live.take(script.events)
    return live.snapshot()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return two_regions(tmp_path_factory.mktemp("live") / "run")


@pytest.fixture(scope="module")
def events(played: Played) -> list[Event]:
    ledger = Ledger.open(played.folder / "ledger.db")
    try:
        return list(ledger.events())
    finally:
        ledger.close()


def test_totals_are_those_of_the_report(played: Played, events: list[Event]) -> None:
    live = a_live()
    live.take(events)
    summary = played.summary

    assert live.totals["messages"] == summary.messages
    assert live.totals["lodged"] == summary.declarations
    assert live.totals["released"] == sum(
        each.customs_released is not None for each in summary.fold.declarations
    )
    assert live.totals["rejected"] == summary.rejected
    assert live.totals["nacked"] == summary.nacked
    assert sum(live.documents.values()) == summary.messages
    assert sum(post.sent for post in live.sites.values()) == summary.messages


def test_changes_one_by_one_come_to_the_whole(events: list[Event]) -> None:
    """A browser that heard all batches shows what one shows that comes in now."""
    live = a_live()
    sites: dict[str, Any] = {}
    awaited: dict[str, Any] = {}
    messages = 0
    told = 0
    last: dict[str, Any] = {}
    for at in range(0, len(events), 50):
        live.take(events[at : at + 50])
        last = live.changes(12)
        sites |= last["sites"]
        awaited = {
            id_: each
            for id_, each in awaited.items()
            if id_ not in last["awaited"].get("gone", ())
        }
        awaited |= {each["id"]: each for each in last["awaited"].get("came", ())}
        told += bool(last["awaited"])
        messages += last["of"]
        assert len(last["messages"]) <= 12

    whole = live.snapshot()
    assert messages == whole["totals"]["messages"]
    assert sites == whole["sites"]
    assert {each["id"]: each for each in whole["awaited"]} == awaited
    assert 0 < told < len(events) // 50
    for key in ("totals", "documents", "awaited_of", "times"):
        assert last[key] == whole[key]


def test_nothing_is_awaited_when_all_have_done_their_part(events: list[Event]) -> None:
    live = a_live()
    live.take(events)
    left = live.snapshot()["awaited"]
    open_ = sum(post.open for post in live.sites.values())

    assert {each["document"] for each in left} <= {"response"}
    assert len({each["declaration"] for each in left}) <= open_


def test_officers_secrets_are_not_told() -> None:
    script = Script()
    message = script.send("pa-trd", "pa-cus", "declaration", "D1")
    script.receive("pa-cus", "pa-trd", message, "R12")
    script.add(
        "pa-cus",
        Kind.CHANNEL,
        declaration="D1",
        channel="red",
        score=97,
        reasons=("origin-of-risk",),
    )
    script.add("pa-cus", Kind.MATCH, declaration="D1", verdict="value-differs")
    live = a_live()
    live.take(script.events)
    said = json.dumps([live.snapshot(), live.changes(12)])

    assert message in said
    for secret in ("R12", "97", "origin-of-risk", "value-differs", '"red"'):
        assert secret not in said


def test_what_is_not_told_counts_all_the_same(events: list[Event]) -> None:
    told, counted = a_live(), a_live()
    told.take(events)
    counted.take(events, told=False)

    assert counted.snapshot()["lines"] == counted.snapshot()["messages"] == []
    assert counted.totals == told.totals
    assert counted.snapshot()["times"] == told.snapshot()["times"]


def test_lodged_declaration_awaits_the_single_window() -> None:
    script = Script().at(100)
    moved(script, "pa-trd", "D1", "DRAFT", "LODGED")

    assert shown(script)["awaited"] == [
        {
            "id": "pa/D1/lodged",
            "declaration": "D1",
            "case": "case-1",
            "who": "pa-sw",
            "document": "response",
            "since": 100,
        }
    ]
    moved(script, "pa-cus", "D1", "LODGED", "REGISTERED")
    assert shown(script)["awaited"] == []


@pytest.mark.parametrize(
    ("hold", "who", "document"),
    [
        ("DOCS_WANTED", "pa-trd", "declaration"),
        ("UNDER_CONTROL", "pa-cus", "response"),
        ("OGA_PENDING", "pa-agr", "response"),
        ("DUTY_DUE", "pa-trd", "payment"),
        ("ARRIVAL_PENDING", "pa-prt", "arrival"),
    ],
)
def test_hold_awaits_whoever_lifts_it(hold: str, who: str, document: str) -> None:
    script = Script().at(7)
    held(script, hold, "set")
    (awaited,) = shown(script)["awaited"]

    assert (awaited["who"], awaited["document"]) == (who, document)
    held(script, hold, "lifted")
    assert shown(script)["awaited"] == []


def test_longest_awaited_comes_first_and_all_are_counted() -> None:
    script = Script()
    for number in range(20):
        script.at(100 - number)
        moved(script, "pa-trd", f"D{number}", "DRAFT", "LODGED")
    now = shown(script)

    assert now["awaited_of"] == 20
    assert len(now["awaited"]) == 12
    assert now["awaited"][0]["declaration"] == "D19"


def test_release_times_are_a_box_by_lane() -> None:
    script = Script()
    for number, took in enumerate((10, 20, 30, 40, 50)):
        case, reference = f"case-{number}", f"D{number}"
        stamp = {"leg": "import", "declaration": reference}
        script.at(0).add(
            "pa-cus",
            Kind.CHANNEL,
            case,
            declaration=reference,
            channel="red",
            score=1,
            reasons=(),
        )
        script.add("pa-prt", Kind.TIME_POINT, case, point="T0", **stamp)
        script.at(took).add("pa-cus", Kind.TIME_POINT, case, point="T10", **stamp)

    assert shown(script)["times"] == {"red": [10, 20, 30, 40, 50, 5]}


def test_bad_news_is_never_left_out_for_good() -> None:
    live = a_live()
    script = Script()
    for _ in range(40):
        script.send("jp-trd", "jp-sw", "declaration", "D1")
    live.take(script.events)
    live._fresh_messages[17]["outcome"] = "bad"
    drawn = live.changes(5)["messages"]

    assert len(drawn) == 5
    assert "m18" in [each["id"] for each in drawn]
    numbers = [int(each["id"].removeprefix("m")) for each in drawn]
    assert numbers == sorted(numbers)


def test_lines_of_a_busy_moment_are_few() -> None:
    live = a_live()
    script = Script()
    for _ in range(40):
        script.send("jp-trd", "jp-sw", "declaration", "D1")
    live.take(script.events)

    assert 5 < len(live.changes(12)["lines"]) <= 12


def test_browser_that_comes_late_is_told_what_was_last() -> None:
    script = Script()
    for _ in range(250):
        script.send("jp-trd", "jp-sw", "declaration", "D1")
    now = shown(script)

    assert len(now["messages"]) == 200
    assert now["messages"][-1]["id"] == "m250"
    assert now["totals"] == {"messages": 250}


def test_lines_are_in_every_language() -> None:
    script = Script().at(60)
    script.send("jp-trd", "jp-sw", "declaration", "D1")
    (line,) = shown(script)["lines"]

    assert set(line["text"]) == {"en", "es"}
    assert line["text"]["en"] != line["text"]["es"]
    assert (line["second"], line["who"], line["message"]) == (60, "jp-trd", "m1")


def test_rejections_are_told_to_whom_comes_late() -> None:
    script = Script()
    moved(script, "pa-cus", "D1", "SELECTED", "DETAINED")
    for _ in range(100):
        script.send("jp-trd", "jp-sw", "declaration", "D2")
    now = shown(script)

    assert [line["tone"] for line in now["alerts"]] == ["bad"]
    assert now["alerts"][0] not in now["lines"]

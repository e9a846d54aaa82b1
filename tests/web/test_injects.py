"""Injects as a room is told them: when they take effect, in words, notes apart."""

import re
from pathlib import Path
from typing import Any

import pytest

from reports.events import Script
from swsim.domain.events import Kind
from swsim.reports.story import Storyteller
from swsim.reports.struck import sentence
from swsim.reports.wording import LANGUAGES, texts
from swsim.scenario.injects import (
    INJECTS,
    BrokerRestart,
    DuplicateMessage,
    Inject,
    LinkDown,
    PolicyChanged,
    StaffShortage,
)
from swsim.web.injects import Injects
from swsim.web.live import Live
from web.serving import AT_ONCE, Served, served, until

TWICE = DuplicateMessage.model_validate(
    {"id": "I1", "at": 60, "kind": "duplicate-message", "from": "jp-sw", "to": "pa-sw"}
)
RESTART = BrokerRestart(id="I2", at=100, kind="broker-restart")
DOWN = LinkDown.model_validate(
    {"id": "I3", "at": 30, "kind": "link-down", "for": 40, "between": ["jp", "pa-sw"]}
)
SHORTAGE = StaffShortage(
    id="I4",
    at=50,
    kind="staff-shortage",
    members=("PA", "EC"),
    desk="assessment",
    officers=1,
)
CHANGE = PolicyChanged.model_validate(
    {"id": "I5", "at": 60, "kind": "policy-change", "policy": {}}
)


def told(script: Script, *injects: Inject, broker: str = "embedded") -> list[Any]:
    """Return the second and the inject of each line that tells of one."""
    live = Live(
        tellers={lang: Storyteller(lang) for lang in LANGUAGES},
        injects=Injects(injects, broker),
    )
    live.take(script.events)
    return [
        (line["second"], line["inject"], line["text"]["en"])
        for line in live.snapshot()["lines"]
        if line["tone"] == "inject"
    ]


def test_message_is_doubled_when_one_goes_that_way() -> None:
    script = Script().at(10)
    script.send("jp-sw", "pa-sw", "declaration", "D1")
    script.at(90).send("pa-sw", "jp-sw", "response", "D1")
    assert told(script, TWICE) == []

    script.at(95).send("jp-sw", "pa-sw", "declaration", "D2")
    script.at(99).send("jp-sw", "pa-sw", "declaration", "D3")
    ((second, inject, text),) = told(script, TWICE)
    assert (second, inject) == (95, "I1")
    assert text.startswith("The network delivers a message from Japan's single window")


def test_broker_is_killed_with_the_first_message_and_only_where_there_is_one() -> None:
    script = Script().at(120)
    script.send("jp-trd", "jp-sw", "declaration", "D1")

    assert [each[:2] for each in told(script, RESTART)] == [(120, "I2")]
    assert told(script, RESTART, broker="none") == []


def test_link_is_down_and_up_again_at_the_seconds_of_the_scenario() -> None:
    script = Script().at(50)
    script.send("jp-trd", "jp-sw", "declaration", "D1")
    assert [each[:2] for each in told(script, DOWN)] == [(30, "I3")]

    script.at(71).send("jp-trd", "jp-sw", "declaration", "D2")
    assert told(script, DOWN) == [
        (30, "I3", "The link between Japan, Panama's single window is down for 40 s."),
        (70, "I3", "The link between Japan, Panama's single window is up again."),
    ]


def test_what_happens_at_many_sites_is_told_once() -> None:
    script = Script().at(50)
    for site in ("ec", "pa"):
        script.add(f"{site}-exc", Kind.INJECT, "", inject="I4")

    assert told(script, SHORTAGE) == [
        (50, "I4", "Panama, Ecuador: from now on 1 at the desk for assessment.")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_sentence(lang: str) -> None:
    sentences = texts(lang)
    for kind, inject in INJECTS.items():
        places = set(re.findall(r"{(\w+)}", sentences[f"inject.{kind}"]))
        assert places <= set(inject.model_fields)
    for example in (TWICE, RESTART, DOWN, SHORTAGE, CHANGE):
        assert "{" not in sentence(example, lang)


async def injects_of(it: Served, lang: str = "en") -> list[dict[str, Any]]:
    answer = await it.http.get(f"/api/v1/run/injects?lang={lang}")
    found: list[dict[str, Any]] = answer.json()["injects"]
    return found


async def test_notes_and_what_is_to_come_are_for_the_trainer_alone(
    tmp_path: Path,
) -> None:
    async with served(tmp_path) as it:
        assert await injects_of(it) == []
        it.room.set_speed(AT_ONCE)
        it.room.go_on()
        await until(lambda: bool(it.room.live.injects.since))
        (seen,) = await injects_of(it)
        assert (seen["id"], seen["note"]) == ("I1", None)
        assert seen["since"] > 60
        assert "note" not in str(it.room.hello()["injects"])

        await it.become_trainer()
        (english, *_), (spanish, *_) = await injects_of(it), await injects_of(it, "es")
        assert "Ask the class to count" in english["note"]
        assert spanish["note"] != english["note"]
        assert spanish["objective"] != english["objective"]


async def test_trainer_knows_an_inject_before_it_strikes(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        await it.become_trainer()
        planned, restart = await injects_of(it)

    assert (planned["at"], planned["since"]) == (60, None)
    assert restart["kind"] == "broker-restart"

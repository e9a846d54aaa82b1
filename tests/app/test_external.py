"""Another system holds a seat over the broker: its messages are inputs of the run."""

import asyncio
from pathlib import Path

import pytest

from app.outsider import (
    DECLARATION,
    Outsider,
    enveloped,
    ledger_of,
    outsider,
    play_with,
    said,
)
from swsim.app.verify import verify
from swsim.errors import UsageError
from swsim.exchange.external import check_external

OWN_ID = "6f1f0d5e-3c53-4d3a-9e35-0d7f4ba0a001"
CASE = "6f1f0d5e-3c53-4d3a-9e35-0d7f4ba0ca5e"


async def test_document_is_stamped_recorded_and_answered(tmp_path: Path) -> None:
    async def lodge(system: Outsider) -> None:
        await system.publish("declaration", DECLARATION)
        await system.until("response")

    summary = await play_with(lodge, tmp_path / "run")
    with_inputs = ledger_of(summary)
    (given,) = with_inputs.inputs()

    assert given.body == DECLARATION
    assert (given.participant, given.recipient) == ("pa-trd", "pa-sw")
    assert (summary.lost, summary.duplicated) == (0, 0)
    sent = [each for each in with_inputs.messages() if each.sender == "pa-trd"]
    assert given.time in [each.time for each in sent]


async def test_run_is_verified_without_the_system(tmp_path: Path) -> None:
    async def lodge(system: Outsider) -> None:
        await system.publish("declaration", enveloped(MessageID=OWN_ID))
        await system.until("response")

    summary = await play_with(lodge, tmp_path / "run")
    found = await verify(tmp_path / "run")

    assert (found.difference, found.digest) == (None, summary.digest)


async def test_run_does_not_wait_for_a_system_that_stays_away(tmp_path: Path) -> None:
    async def say_nothing(_: Outsider) -> None:
        pass

    summary = await play_with(say_nothing, tmp_path / "run", linger=0.2)
    ledger = ledger_of(summary)
    mine = {each.id for each in ledger.messages() if each.recipient == "pa-trd"}

    assert mine
    assert mine <= ledger.confirmed()


async def test_messages_wait_for_a_system_that_comes_late(tmp_path: Path) -> None:
    """The broker keeps them in the session that the seat's file names."""

    async def away_then_back(system: Outsider) -> None:
        await system.publish("declaration", DECLARATION)
        await system.leave()
        await asyncio.sleep(1.0)
        async with outsider(tmp_path / "run" / "seats" / "pa-trd.json") as again:
            await again.until("response")

    await play_with(away_then_back, tmp_path / "run", linger=4)


async def test_same_bytes_take_effect_once(tmp_path: Path) -> None:
    async def repeat(system: Outsider) -> None:
        await system.publish("declaration", DECLARATION, times=3)
        await system.until("response")

    summary = await play_with(repeat, tmp_path / "run")

    assert len(ledger_of(summary).inputs()) == 1


async def test_same_message_id_takes_effect_once_and_is_confirmed_each_time(
    tmp_path: Path,
) -> None:
    async def repeat(system: Outsider) -> None:
        body = enveloped(MessageID=OWN_ID, ConversationID=CASE)
        await system.publish("declaration", body, times=2)
        acknowledgement = await system.until("acknowledgement")
        assert said(acknowledgement, "InReplyToID") == OWN_ID
        assert said(acknowledgement, "ConversationID") == CASE
        while [kind for kind, _ in system.heard].count("receipt") < 1:
            await system.until("receipt")
        assert ("receipt", OWN_ID) in [
            (kind, body.decode().split("\n")[0]) for kind, body in system.heard
        ]

    summary = await play_with(repeat, tmp_path / "run")
    ledger = ledger_of(summary)

    assert len(ledger.inputs()) == 1
    assert ledger.message(OWN_ID) is not None
    assert ledger.dead_letters() == []


REFUSED = {
    "no XML": ("declaration", b"%PDF-1.7", "PDF"),
    "DOCTYPE": ("declaration", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
    "other type": ("payment", DECLARATION, "the topic says 'payment'"),
    "other run": ("declaration", enveloped(RunID="of-before"), "RunID is stated as"),
    "other sender": ("declaration", enveloped(SenderID="jp-trd"), "SenderID is stated"),
    "id of the run's own": (
        "declaration",
        enveloped(MessageID="f6d132e7-e6a4-5471-af3b-71901c71c56c"),
        "version 5",
    ),
    "empty envelope": ("declaration", enveloped(b"?>"), "carries no document"),
}


async def test_what_cannot_be_sent_on_is_a_dead_letter_with_the_reason(
    tmp_path: Path,
) -> None:
    async def disturb(system: Outsider) -> None:
        for document, body, _ in REFUSED.values():
            await system.publish(document, body)
        await system.publish("declaration", enveloped(MessageID=OWN_ID))
        other = enveloped(DECLARATION.replace(b"82731", b"82732"), MessageID=OWN_ID)
        await system.publish("declaration", other)
        await system.until("response")

    summary = await play_with(disturb, tmp_path / "run")
    letters = ledger_of(summary).dead_letters()
    expected = [why for _, _, why in REFUSED.values()] + ["was used before"]

    assert len(letters) == len(expected)
    for letter, why in zip(letters, expected, strict=True):
        assert why in letter.why
    assert len(ledger_of(summary).inputs()) == 1


async def test_document_that_fits_no_schema_is_answered_by_a_nack(
    tmp_path: Path,
) -> None:
    async def err(system: Outsider) -> None:
        broken = DECLARATION.replace(b"<FunctionCode>9<", b"<FunctionCode>nine<")
        await system.publish("declaration", broken)
        answer = await system.until("acknowledgement")
        assert b"<StatusCode>NACK<" in answer, answer

    await play_with(err, tmp_path / "run")


@pytest.mark.parametrize("others", [("pa-sw",), ("jp-cus", "jp-trd")])
async def test_systems_that_could_talk_past_the_run_are_refused(
    tmp_path: Path, others: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match="would not come by the run"):
        await play_with(_nothing, tmp_path / "run", external=("pa-trd", *others))


def test_traders_of_several_countries_may_be_external_and_one_of_any_kind() -> None:
    check_external(("jp-trd", "pa-trd"))
    check_external(("pa-sw",))


async def _nothing(_: Outsider) -> None:
    pass

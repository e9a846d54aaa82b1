"""Somebody outside plays a participant: the same calls give the same run."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from documents.xsd_files import SAMPLES
from swsim.app.concluding import Summary
from swsim.app.links import EMBEDDED, NONE
from swsim.app.seat import Received, SeatedRun, seated
from swsim.app.stage import Play
from swsim.app.verify import verify
from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.response import Response
from swsim.errors import RunError, UsageError
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario

IMPORT = (SAMPLES / "declaration" / "good-import-929.xml").read_bytes()
WRONG_BOX = IMPORT.replace(b"SWSU0000019", b"SWSU0000018")

Part = Callable[[SeatedRun], Awaitable[None]]


def a_play(folder: Path, *seats: str, broker: str = NONE) -> Play:
    loaded = load_scenario("first-contact")
    return Play(loaded=loaded, broker=broker, run_dir=folder, seats=seats)


async def importer(run: SeatedRun) -> None:
    """Declare what is announced, once wrong and once as it is."""
    announced = await run.receive("declaration")
    await run.send(WRONG_BOX, "pa-sw", about=announced)
    await run.receive("response", within="1h")
    await run.advance("30m")
    await run.send(IMPORT, "pa-sw")
    await run.receive("response", within="1h")


async def play_out(folder: Path, part: Part, broker: str = NONE) -> Summary:
    async with seated(a_play(folder, "pa-trd", broker=broker), "pa-trd") as run:
        await part(run)
        return await run.finish()


async def test_same_calls_give_the_same_digest_over_any_broker(tmp_path: Path) -> None:
    by_hand = await play_out(tmp_path / "none", importer)
    by_broker = await play_out(tmp_path / "nats", importer, EMBEDDED)

    assert by_hand.digest == by_broker.digest
    assert (by_broker.lost, by_broker.duplicated) == (0, 0)


async def test_other_inputs_give_another_digest(tmp_path: Path) -> None:
    async def idle(run: SeatedRun) -> None:
        await run.receive("declaration")

    assert (await play_out(tmp_path / "a", importer)).digest != (
        await play_out(tmp_path / "b", idle)
    ).digest


async def test_run_with_inputs_is_verified_without_those_who_gave_them(
    tmp_path: Path,
) -> None:
    summary = await play_out(tmp_path / "run", importer)
    found = await verify(tmp_path / "run")

    assert (found.difference, found.digest) == (None, summary.digest)


async def test_findings_from_the_records_of_a_receiver_are_replayed(
    tmp_path: Path,
) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        await run.send(IMPORT, "pa-sw")
        await run.receive("response", within="1h")
        await run.send(IMPORT, "pa-sw")
        answer = (await run.receive("response", within="1h", where=has_errors)).document
        summary = await run.finish()
    found = await verify(tmp_path / "run")

    assert isinstance(answer, Response)
    assert [error.code for error in answer.errors] == ["R51"]
    assert (found.difference, found.digest) == (None, summary.digest)


def has_errors(received: Received) -> bool:
    return isinstance(received.document, Response) and bool(received.document.errors)


async def test_altered_message_of_a_seat_is_found(tmp_path: Path) -> None:
    """Such a message is hashed by another way than the simulation's own."""
    await play_out(tmp_path / "run", importer)
    ledger = Ledger.open(tmp_path / "run" / "ledger.db")
    mine = [each for each in ledger.messages() if each.sender == "pa-trd"]
    inputs = ledger.inputs()
    ledger.close()

    assert b"SWSU0000018" in inputs[0].body
    assert [each.document for each in mine].count("declaration") == 2


async def test_input_takes_effect_at_the_second_after_the_present(
    tmp_path: Path,
) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        await run.advance("90m")
        assert run.now == 90 * 60
        await run.send(IMPORT, "pa-sw")
        answered = await run.receive("response", within="10s")
        # one second on the link there, one back, one to route each way
        assert run.now == answered.second > 90 * 60 + 2


async def test_what_is_wrong_is_answered_as_a_single_window_does(
    tmp_path: Path,
) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        await run.send(WRONG_BOX, "pa-sw")
        answer = (await run.receive("response", within="1h")).document

    assert isinstance(answer, Response)
    assert "R15" in [error.code for error in answer.errors]


async def test_document_of_no_known_type_gets_a_nack(tmp_path: Path) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        await run.send(b"<Strange xmlns='urn:example:x'/>", "pa-sw")
        answer = (await run.receive("acknowledgement", within="1h")).document

    assert isinstance(answer, Acknowledgement)
    assert (answer.status, answer.errors[0].code) == (NACK, "ID-payload")


@pytest.mark.parametrize("data", [b"", b"<a", b"%PDF-1.7", b"<!DOCTYPE a><a/>"])
async def test_what_no_envelope_could_carry_is_refused_at_once(
    tmp_path: Path, data: bytes
) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        with pytest.raises(UsageError, match="This cannot be sent"):
            await run.send(data, "pa-sw")


async def test_waiting_in_vain_says_what_came_instead(tmp_path: Path) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        with pytest.raises(RunError, match="No payment came to pa-trd: nothing more"):
            await run.receive("payment")


async def test_any_role_can_be_played(tmp_path: Path) -> None:
    async with seated(a_play(tmp_path / "run", "pa-sw"), "pa-sw") as run:
        shared = await run.receive("declaration")
        await run.send(shared.xml, "pa-cus", about=shared)
        acknowledged = await run.receive("acknowledgement", within="1m")

    assert shared.sender == "jp-sw"
    assert acknowledged.sender == "pa-cus"


async def test_seat_that_nobody_has_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no participant 'pa-xyz'"):
        async with seated(a_play(tmp_path / "run", "pa-xyz"), "pa-xyz"):
            pass


async def test_run_that_has_ended_takes_nothing_more(tmp_path: Path) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        await run.finish()
        with pytest.raises(RunError, match="has ended"):
            await run.receive()


async def test_received_message_carries_what_was_sent(tmp_path: Path) -> None:
    async with seated(a_play(tmp_path / "run", "pa-trd"), "pa-trd") as run:
        received: Received = await run.receive("declaration")

    assert received.result.is_valid
    assert b"<FunctionCode>14</FunctionCode>" in received.xml

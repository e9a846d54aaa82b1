"""A message that is altered each time ends the run in words; mended, it goes on."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.playing import Played, what
from cli.command import swsim
from exchange.rehearsal import a_world, participants
from fault_proxy import FaultProxy
from mosquitto import open_mosquitto
from outside import access_to, nats_servers, prepared, started
from swsim.app.coordinator import share
from swsim.app.resume import interrupted, resume
from swsim.app.run import play
from swsim.app.sharing import share_out
from swsim.errors import RunError
from swsim.exchange.controls import Controls
from swsim.ledger.store import Ledger
from swsim.scenario import world

ACROSS = b"/pa-sw/jp-sw/declaration"
AT_HOME = b"/jp-sw/jp-trd/declaration"


def spoiling(topic: bytes, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Return what alters all that is published on a topic, and nothing else."""
    assert len(old) == len(new)
    return lambda body: body.replace(old, new) if topic in body else body


@pytest.mark.parametrize(
    ("topic", "old", "new", "why"),
    [
        (ACROSS, b"Training", b"Draining", "The signature does not hold"),
        (AT_HOME, b"Training", b"Draining", "tampering"),
        (AT_HOME, b"</md:MetaData>", b"</md:MetaDate>", "not well-formed"),
    ],
    ids=["signed", "unsigned", "no XML"],
)
async def test_message_altered_each_time_blocks_the_run_until_that_is_mended(
    topic: bytes,
    old: bytes,
    new: bytes,
    why: str,
    first_contact: Played,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "run"
    done = prepared("nats", tmp_path / "nats", participants(a_world()))
    access = access_to(done)
    async with (
        started(*nats_servers(done)),
        FaultProxy(done.address, alter=spoiling(topic, old, new)) as proxy,
    ):
        options = {"broker": proxy.address, "access": access}
        with pytest.raises(RunError) as caught:
            await play(
                what(
                    "first-contact", folder, **options, controls=Controls(patience=0.02)
                )
            )
        with closing(Ledger.open(folder / "ledger.db")) as ledger:
            letters, sent = ledger.dead_letters(), ledger.tally().messages
        summary = await resume(interrupted(folder, broker=done.address, access=access))

    *_, recipient, sender, document = topic.decode().split("/")
    said = str(caught.value)
    assert caught.value.exit_code == 3
    assert said.startswith(f"BLOCKED: {recipient} refuses message ")
    assert f"{recipient}/{sender}/{document}" in said
    assert why in said
    assert said.endswith(f"swsim resume {folder}")
    assert {(each.sender, each.recipient) for each in letters} == {(sender, recipient)}
    assert len(letters) >= 5
    assert all(why in each.why for each in letters)
    assert 0 < sent < summary.messages
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert summary.digest == first_contact.summary.digest


@pytest.mark.mosquitto
@pytest.mark.slow
async def test_message_altered_between_workers_blocks_the_run_as_well(
    first_contact: Played, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    async with (
        open_mosquitto(tmp_path) as address,
        FaultProxy(address, alter=spoiling(ACROSS, b"Training", b"Draining")) as proxy,
    ):
        play = what(
            "first-contact",
            folder,
            broker=proxy.address,
            controls=Controls(stalled=1.0),
        )
        the_world = world(play.loaded.scenario, seed=play.the_seed)
        shares = share_out(the_world, 2, await_others=False)
        with pytest.raises(RunError) as caught:
            await share(play, shares)
        listed = swsim("ledger", "dead-letters", folder, "--json")
        summary = await resume(interrupted(folder, broker=address))

    said = str(caught.value)
    assert said.startswith("BLOCKED: pa-sw refuses message ")
    assert "The signature does not hold" in said
    assert said.endswith(f"swsim resume {folder}")
    assert len(json.loads(listed.out)) >= 5
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert summary.digest == first_contact.summary.digest

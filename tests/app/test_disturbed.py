"""What goes wrong on the way changes nothing, as long as nothing is switched off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from exchange.rehearsal import (
    RUN,
    Rehearsal,
    a_world,
    participants,
)
from exchange.rehearsal import undisturbed as alone
from fault_proxy import FaultProxy
from swsim.documents.canonical import content_hash
from swsim.documents.envelope import Envelope
from swsim.documents.writing import encode
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.controls import Controls
from swsim.exchange.disturbances import Breakage, Disturbances
from swsim.exchange.mqtt import MqttLink
from swsim.validation.parse import parse

WORLD = a_world(shipments=4)
NAMES = participants(WORLD)


@asynccontextmanager
async def _faulty(
    folder: Path, **faults: Any
) -> AsyncIterator[tuple[FaultProxy, Rehearsal]]:
    """Give a run over a real broker behind a proxy with faults."""
    async with (
        EmbeddedBroker(folder / "broker", RUN, NAMES, durable=False) as broker,
        FaultProxy(broker.address, **faults) as proxy,
    ):
        link = MqttLink(proxy.address, RUN, NAMES, broker.credentials)
        yield proxy, Rehearsal(path=folder / "ledger.db", world=WORLD, link=link)


# --- a lossy, repeating, disordered network ---------------------------------------


@pytest.mark.parametrize(
    ("faults", "counted"),
    [
        pytest.param({"drop": 60}, "dropped", marks=pytest.mark.slow),
        ({"duplicate": 300}, "duplicated"),
        ({"delay": 300, "delay_seconds": 0.02}, "delayed"),
    ],
)
async def test_faults_of_the_network_change_nothing(
    faults: dict[str, Any], counted: str, tmp_path: Path
) -> None:
    async with _faulty(tmp_path, **faults) as (proxy, run):
        outcome = await run.perform(controls=Controls(patience=0.25))
    assert proxy.did[counted] >= 5
    assert (outcome.tally.lost, outcome.tally.duplicated) == (0, 0)
    assert outcome.digest == (await alone(tmp_path, WORLD)).digest


@pytest.mark.slow
async def test_without_resending_a_lossy_network_loses(tmp_path: Path) -> None:
    async with _faulty(tmp_path, drop=60) as (proxy, run):
        outcome = await run.perform(controls=Controls(resend=False, patience=0.6))
    assert proxy.did["dropped"] > 0
    assert outcome.tally.lost > 0
    assert outcome.digest != (await alone(tmp_path, WORLD)).digest


# --- the broker is killed ---------------------------------------------------------


@pytest.mark.parametrize("durable", [True, False])
async def test_broker_killed_in_the_middle_is_not_noticed(
    durable: bool, tmp_path: Path
) -> None:
    plain, in_flight = await alone(tmp_path, WORLD), []

    async def kill() -> None:
        in_flight.append(len(kernel.in_flight))
        await broker.kill()

    moments = (1, plain.last_second // 2)
    breakages = [Breakage(name=f"kill {at}", at=at, action=kill) for at in moments]
    async with EmbeddedBroker(tmp_path, RUN, NAMES, durable=durable) as broker:
        link = MqttLink(broker.address, RUN, NAMES, broker.credentials)
        run = Rehearsal(path=tmp_path / "ledger.db", world=WORLD, link=link)
        kernel = run.kernel(disturbances=Disturbances(breakages=breakages))
        outcome = await run.perform(kernel)
        restarts = broker.restarts
    assert min(in_flight) > 0
    assert restarts == len(in_flight) == 2
    assert (outcome.tally.lost, outcome.tally.duplicated) == (0, 0)
    assert outcome.digest == plain.digest


# --- one changed character --------------------------------------------------------


async def test_one_changed_character_in_one_message_gives_another_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip of the pen where the message is written, and nothing else."""
    plain = await alone(tmp_path, WORLD)
    pairs: list[tuple[bytes, bytes]] = []

    def encode_with_a_slip(envelope: Envelope) -> bytes:
        wire = encode(envelope)
        other = wire.replace(b" Training Quay<", b" Training Quey<", 1)
        if pairs or other == wire:
            return wire
        pairs.append((wire, other))
        return other

    monkeypatch.setattr("swsim.simulation.site.encode", encode_with_a_slip)
    run = Rehearsal(path=tmp_path / "ledger.db", world=WORLD)
    outcome = await run.perform()
    ((wire, other),) = pairs
    assert sum(a != b for a, b in zip(wire, other, strict=True)) == 1
    assert _hash(wire) != _hash(other)
    assert outcome.digest != plain.digest


def _hash(wire: bytes) -> str:
    root = parse(wire)
    return content_hash(root)  # type: ignore[arg-type]

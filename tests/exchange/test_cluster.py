"""A cluster of three NATS servers, one of which is killed in the middle of a run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from exchange.rehearsal import RUN, Rehearsal, a_world, participants
from exchange.rehearsal import undisturbed as alone
from outside import NatsServer, access_to, nats_servers, prepared, started
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.disturbances import Breakage, Disturbances
from swsim.exchange.kernel import Kernel
from swsim.exchange.mqtt import MqttLink

pytestmark = pytest.mark.slow

WORLD = a_world(shipments=10)
NAMES = participants(WORLD)


@asynccontextmanager
async def _cluster(
    folder: Path, tls: Tls
) -> AsyncIterator[tuple[MqttLink, list[NatsServer]]]:
    """Run three servers and give a link to all of them."""
    done = prepared("nats-cluster", folder, NAMES, tls=tls)
    servers = nats_servers(done)
    async with started(*servers):
        for server in servers:
            await server.ready()
        yield MqttLink(done.address, RUN, NAMES, access=access_to(done)), servers


async def _kept_at_last(server: NatsServer) -> dict[str, int]:
    """Return what a server keeps once it has heard from the others, or after 5 s."""
    for _ in range(50):
        kept = server.kept()
        if not any(kept.values()):
            break
        await asyncio.sleep(0.1)
    return kept


@pytest.mark.parametrize("tls", [Tls.NONE, Tls.MUTUAL])
async def test_server_killed_in_the_middle_changes_nothing(
    tls: Tls, tmp_path: Path
) -> None:
    """Its participants go on with the next server, and nothing is lost or doubled."""
    plain = await alone(tmp_path, WORLD)
    in_flight: list[int] = []
    kernel: Kernel

    async def kill() -> None:
        in_flight.append(len(kernel.in_flight))
        servers[1].kill()

    middle = Breakage(name="kill", at=plain.last_second // 8, action=kill)
    async with _cluster(tmp_path / "cluster", tls) as (link, servers):
        run = Rehearsal(path=tmp_path / "ledger.db", world=WORLD, link=link)
        kernel = run.kernel(disturbances=Disturbances(breakages=[middle]))
        outcome = await run.perform(kernel)
        kept = await _kept_at_last(servers[0])
    assert in_flight[0] > 0
    assert (outcome.tally.lost, outcome.tally.duplicated) == (0, 0)
    assert outcome.digest == plain.digest
    assert kept == {"sessions": 0, "messages": 0, "subscriptions": 0}

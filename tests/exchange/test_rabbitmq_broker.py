"""A run over RabbitMQ's MQTT plugin; only where asked for: pytest -m rabbitmq.

On Debian and Ubuntu: apt-get install rabbitmq-server, whose service may stay off.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiomqtt
import pytest

from exchange.post_office import PostOffice, parcel
from exchange.rehearsal import RUN, Rehearsal, a_world, participants
from exchange.rehearsal import undisturbed as alone
from outside import access_to, prepared, started
from rabbitmq import rabbitmq
from swsim.errors import BrokerError
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.topics import inbox, topic

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow]

WORLD = a_world(shipments=4)
NAMES = participants(WORLD)


@asynccontextmanager
async def _running(folder: Path, tls: Tls) -> AsyncIterator[MqttLink]:
    done = prepared("rabbitmq", folder, NAMES, tls=tls)
    async with started(rabbitmq(done)):
        yield MqttLink(done.address, RUN, NAMES, access=access_to(done))


@pytest.mark.parametrize("tls", list(Tls))
async def test_run_over_rabbitmq_has_the_same_digest(tls: Tls, tmp_path: Path) -> None:
    async with _running(tmp_path / "broker", tls) as link:
        run = Rehearsal(path=tmp_path / "ledger.db", world=WORLD, link=link)
        outcome = await run.perform()
    assert (outcome.tally.lost, outcome.tally.duplicated) == (0, 0)
    assert outcome.digest == (await alone(tmp_path, WORLD)).digest


async def test_rabbitmq_lets_nobody_write_or_read_for_another(tmp_path: Path) -> None:
    """It ends the connection of whoever tries."""
    async with _running(tmp_path / "broker", Tls.NONE) as link:
        office = PostOffice(link)
        await link.open(office)
        for forged in (
            topic(RUN, "jp-cus", "pa-sw", "response"),
            topic("another-run/x", "jp-cus", "jp-trd", "response"),
        ):
            with suppress(aiomqtt.MqttError):
                async with link.dial.client("jp-trd", lasting=False) as forger:
                    await forger.publish(forged, b"forged", 1, timeout=1)
        with pytest.raises(aiomqtt.MqttError):
            async with link.dial.client("jp-trd", lasting=False) as spy:
                await spy.subscribe(inbox(RUN, "jp-cus"), qos=1, timeout=1)
        await link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until_receipt("m1")
        await link.close()
    assert office.bodies("jp-cus") == ["m1"]


async def test_rabbitmq_refuses_a_wrong_password(tmp_path: Path) -> None:
    async with _running(tmp_path / "broker", Tls.NONE) as link:
        guessed = {name: (name, "guessed") for name in NAMES}
        other = MqttLink(str(link.dial.address), RUN, NAMES, guessed)
        with pytest.raises(BrokerError, match="refused "):
            await other.open(PostOffice(other))
        office = PostOffice(link)
        await link.open(office)
        await link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until_receipt("m1")
        await link.close()

"""A run over RabbitMQ's MQTT plugin; only where asked for: pytest -m rabbitmq.

On Debian and Ubuntu: apt-get install rabbitmq-server, whose service may stay off.
"""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiomqtt
import pytest

from exchange.post_office import PostOffice, parcel
from exchange.rehearsal import RUN, Rehearsal, a_world, participants
from exchange.rehearsal import undisturbed as alone
from outside import Process, access_to, prepared, started
from programs import find_program
from swsim.app.brokers import SetUp
from swsim.errors import BrokerError
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.ports import free_port
from swsim.exchange.topics import inbox, topic

pytestmark = [pytest.mark.rabbitmq, pytest.mark.slow]

# Debian's own command line asks for a certain user; this is what it starts.
PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server"

WORLD = a_world(shipments=4)
NAMES = participants(WORLD)


@dataclass(kw_only=True)
class RabbitMq(Process):
    """A RabbitMQ with a name, a folder and a port mapper of its own."""

    mapper: int
    seconds: int = 60

    async def start(self) -> None:
        """Start it and wait until it knows its users: it listens before."""
        await super().start()
        async with asyncio.timeout(self.seconds):
            while "Server startup complete" not in self.log.read_text():
                self.check()
                await asyncio.sleep(0.1)

    def stop(self) -> None:
        """End it, and the port mapper that Erlang has started for it."""
        super().stop()
        epmd = find_program("epmd")
        assert epmd is not None
        subprocess.run(
            [epmd, "-port", str(self.mapper), "-kill"], capture_output=True, check=False
        )


def _rabbitmq(done: SetUp) -> RabbitMq:
    program = find_program("rabbitmq-server")
    if program is None:
        pytest.fail("rabbitmq-server is not on this machine; see the top of this file")
    mapper, store = free_port(), done.broker / "store"
    settings = {
        "HOME": store,  # for Erlang's cookie
        "ERL_CRASH_DUMP": store / "erl_crash.dump",
        "ERL_EPMD_PORT": mapper,
        "RABBITMQ_CONF_ENV_FILE": os.devnull,
        "RABBITMQ_CONFIG_FILE": done.broker / "rabbitmq.conf",
        "RABBITMQ_DIST_PORT": mapper + 1,
        "RABBITMQ_ENABLED_PLUGINS_FILE": done.broker / "enabled_plugins",
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_MNESIA_BASE": store,
        "RABBITMQ_NODENAME": f"swsim-{mapper}@localhost",
    }
    return RabbitMq(
        command=(
            "env",
            *(f"{name}={value}" for name, value in settings.items()),
            PROGRAM if Path(PROGRAM).exists() else program,
        ),
        port=int(done.address.rpartition(":")[2]),
        log=done.broker / "rabbitmq.log",
        mapper=mapper,
    )


@asynccontextmanager
async def _running(folder: Path, tls: Tls) -> AsyncIterator[MqttLink]:
    done = prepared("rabbitmq", folder, NAMES, tls=tls)
    async with started(_rabbitmq(done)):
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

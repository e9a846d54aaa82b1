"""Starts a RabbitMQ with its MQTT plugin as a process of its own."""

import asyncio
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from outside import Process
from programs import find_program
from swsim.app.brokers import SetUp
from swsim.exchange.ports import free_port

# Debian's own command line asks for a certain user; this is what it starts.
PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server"


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


def rabbitmq(done: SetUp) -> RabbitMq:
    """Return a RabbitMQ with what swsim generates, not started yet."""
    program = find_program("rabbitmq-server")
    if program is None:
        pytest.fail("rabbitmq-server is not on this machine; install it with apt-get")
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

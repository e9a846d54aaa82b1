"""The brokers that the tests of floor 4 run against, all of them real."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mosquitto import mosquitto
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.connection import Protocol
from swsim.exchange.credentials import Credentials
from swsim.exchange.mqtt import MqttLink

RUN = "run-1"
NAMES = ("jp-cus", "jp-trd", "pa-sw")


@dataclass(frozen=True, kw_only=True, slots=True)
class Broker:
    """A running broker with the permissions of RUN, and the protocol to speak."""

    address: str
    credentials: Credentials
    protocol: Protocol

    def link(self, **other: object) -> MqttLink:
        """Return a link to it; `other` replaces arguments of MqttLink."""
        arguments: dict[str, object] = {
            "address": self.address,
            "run": RUN,
            "participants": NAMES,
            "credentials": self.credentials,
            "protocol": self.protocol,
        }
        return MqttLink(**(arguments | other))  # type: ignore[arg-type]


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[EmbeddedBroker]:
    """The embedded broker."""
    async with EmbeddedBroker(tmp_path / "broker", RUN, NAMES) as broker:
        yield broker


@pytest.fixture(
    params=[
        "nats 3.1.1",
        pytest.param("mosquitto 3.1.1", marks=pytest.mark.mosquitto),
        pytest.param("mosquitto 5", marks=pytest.mark.mosquitto),
    ]
)
async def broker(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Broker]:
    """Each broker in each protocol that it speaks."""
    which, _, protocol = request.param.partition(" ")
    server = (
        EmbeddedBroker(tmp_path / "broker", RUN, NAMES)
        if which == "nats"
        else mosquitto(tmp_path / "broker", RUN, NAMES)
    )
    async with server as running:
        yield Broker(
            address=running.address,
            credentials=running.credentials,
            protocol=protocol,
        )

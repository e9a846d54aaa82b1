"""The brokers that the tests of floor 4 run against, all of them real."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from mosquitto import mosquitto, mosquitto_of
from outside import access_to, nats_servers, prepared, started
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.brokers.plan import Tls
from swsim.exchange.credentials import Access, Credentials
from swsim.exchange.dial import Protocol
from swsim.exchange.mqtt import MqttLink

RUN = "run-1"
NAMES = ("jp-cus", "jp-trd", "pa-sw")


@dataclass(frozen=True, kw_only=True, slots=True)
class Broker:
    """A running broker with the permissions of RUN, and the protocol to speak.

    `authority` is the folder of the one that issues its certificates, with TLS.
    """

    address: str
    access: Access
    protocol: Protocol
    authority: Path | None = None

    @property
    def credentials(self) -> Credentials:
        """The passwords of the participants."""
        return self.access.credentials

    def link(self, **other: object) -> MqttLink:
        """Return a link to it; `other` replaces arguments of MqttLink."""
        arguments: dict[str, object] = {
            "address": self.address,
            "run": RUN,
            "participants": NAMES,
            "protocol": self.protocol,
        }
        if "credentials" not in other:
            arguments["access"] = self.access
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
            access=Access(credentials=running.credentials),
            protocol=protocol,
        )


@asynccontextmanager
async def _set_up(which: str, folder: Path) -> AsyncIterator[Broker]:
    """Run a broker as `swsim broker config` sets it up."""
    kind, protocol, tls = which.split()
    done = prepared(kind, folder, NAMES, tls=Tls(tls), run=RUN)
    access = access_to(done)
    servers = (
        nats_servers(done)
        if kind == "nats"
        else [mosquitto_of(done.broker / "mosquitto.conf", done.address)]
    )
    async with started(*servers):
        yield Broker(
            address=done.address,
            access=access,
            protocol="5" if protocol == "5" else "3.1.1",
            authority=done.authority,
        )


def _in_each(*which: str) -> list[ParameterSet]:
    return [
        pytest.param(
            each, marks=[pytest.mark.mosquitto] if each.startswith("mosq") else []
        )
        for each in which
    ]


@pytest.fixture(
    params=_in_each(
        "nats 3.1.1 none",
        "nats 3.1.1 server",
        "nats 3.1.1 mutual",
        "mosquitto 3.1.1 none",
        "mosquitto 5 server",
        "mosquitto 5 mutual",
    )
)
async def guarded(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Broker]:
    """Each broker without and with TLS."""
    async with _set_up(request.param, tmp_path / "guarded") as broker:
        yield broker


@pytest.fixture(params=_in_each("nats 3.1.1 server", "mosquitto 3.1.1 none"))
async def by_password(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Broker]:
    """Each broker that asks for passwords."""
    async with _set_up(request.param, tmp_path / "by-password") as broker:
        yield broker


@pytest.fixture(params=_in_each("nats 3.1.1 server", "mosquitto 5 server"))
async def secured(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Broker]:
    """Each broker that shows a certificate."""
    async with _set_up(request.param, tmp_path / "secured") as broker:
        yield broker


@pytest.fixture(params=_in_each("nats 3.1.1 mutual", "mosquitto 3.1.1 mutual"))
async def mutual(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Broker]:
    """Each broker that knows participants by their certificates."""
    async with _set_up(request.param, tmp_path / "mutual") as broker:
        yield broker

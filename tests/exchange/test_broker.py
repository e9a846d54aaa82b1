"""The embedded broker starts fast, comes back when killed, and ends with its run."""

import asyncio
import os
import re
import stat
import sys
from pathlib import Path

import pytest
import structlog

from exchange.conftest import NAMES, RUN
from exchange.post_office import PostOffice, parcel
from patience import PATIENCE
from swsim.errors import BrokerError, UsageError
from swsim.exchange.broker import (
    EmbeddedBroker,
    binary_sha256,
    server_binary,
    server_version,
)
from swsim.exchange.mqtt import MqttLink


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


async def _opened(broker: EmbeddedBroker, *, confirms: bool = True) -> PostOffice:
    link = MqttLink(broker.address, RUN, NAMES, broker.credentials)
    office = PostOffice(link, confirms=confirms)
    await link.open(office)
    return office


async def _kill(broker: EmbeddedBroker, office: PostOffice) -> None:
    await broker.kill()
    await office.until(lambda: len(office.reconnections) == len(NAMES))


async def test_broker_takes_connections_at_once(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path, RUN, NAMES) as broker:
        await (await _opened(broker)).link.close()


async def test_broker_is_gone_after_its_block(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path, RUN, NAMES) as broker:
        pid = broker.pid
        assert pid is not None
        assert _alive(pid)
    assert not _alive(pid)
    assert broker.pid is None


async def test_broker_keeps_store_log_and_secrets_in_its_folder(
    nats: EmbeddedBroker,
) -> None:
    await (await _opened(nats)).link.close()
    assert (nats.folder / "store" / "jetstream").is_dir()
    assert "Server is ready" in nats.log_file.read_text()
    assert {path.name for path in nats.folder.iterdir()} >= {
        "credentials.json",
        "nats-server.conf",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
async def test_broker_files_with_passwords_are_private(nats: EmbeddedBroker) -> None:
    for name in ("credentials.json", "nats-server.conf"):
        assert stat.S_IMODE((nats.folder / name).stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_broker_has_no_password_on_a_command_line(nats: EmbeddedBroker) -> None:
    assert nats.pid is not None
    expected = f"{server_binary()}\0-c\0{nats.folder / 'nats-server.conf'}\0"
    assert _command_line(nats.pid) == expected


async def test_killed_broker_comes_back_at_the_same_address(
    nats: EmbeddedBroker,
) -> None:
    address, first = nats.address, nats.pid
    assert first is not None
    await nats.kill()
    assert not _alive(first)
    office = await _opened(nats)
    await office.link.close()
    assert (nats.address, nats.restarts) == (address, 1)
    assert nats.pid not in (None, first)


@pytest.mark.parametrize("durable", [True, False])
async def test_link_outlives_a_broker_killed_again_and_again(
    tmp_path: Path, durable: bool
) -> None:
    sent = ["m1", "m2", "m3"]
    async with EmbeddedBroker(tmp_path, RUN, NAMES, durable=durable) as broker:
        office = await _opened(broker)
        for each in sent:
            office.reconnections.clear()
            await office.link.publish([parcel(each, "pa-sw", "jp-cus")])
            await office.until_receipt(each)
            await _kill(broker, office)
        await office.link.close()
    # What was acknowledged just before a kill may come again.
    assert sorted(set(office.bodies())) == sent
    assert broker.restarts == 3


async def test_durable_broker_repeats_the_unacknowledged_after_a_kill(
    nats: EmbeddedBroker,
) -> None:
    office = await _opened(nats, confirms=False)
    await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
    await office.until(lambda: len(office.arrivals) == 1)
    await _kill(nats, office)
    await office.until(lambda: len(office.arrivals) == 2)
    await office.link.close()
    assert office.bodies() == ["m1", "m1"]


async def test_forgetful_broker_delivers_what_is_published_again_after_a_kill(
    tmp_path: Path,
) -> None:
    """What the kernel does on `reconnected`."""
    async with EmbeddedBroker(tmp_path, RUN, NAMES, durable=False) as broker:
        office = await _opened(broker, confirms=False)
        await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: len(office.arrivals) == 1)
        await _kill(broker, office)
        office.confirms = True
        await office.link.publish([parcel("m1", "pa-sw", "jp-cus")])
        await office.until(lambda: bool(office.receipts))
        await office.link.close()
    assert office.bodies() == ["m1", "m1"]


async def test_two_brokers_run_side_by_side(
    nats: EmbeddedBroker, tmp_path: Path
) -> None:
    async with EmbeddedBroker(tmp_path / "other", RUN, NAMES) as other:
        assert other.address != nats.address
        await (await _opened(other)).link.close()
        await (await _opened(nats)).link.close()


async def test_broker_that_ends_at_once_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSIM_NATS_SERVER", sys.executable)
    with pytest.raises(BrokerError, match="ended while it was starting") as caught:
        async with EmbeddedBroker(tmp_path, RUN, NAMES):
            pass
    assert "swsim doctor" in str(caught.value)


def test_server_named_in_the_environment_must_be_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSIM_NATS_SERVER", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="SWSIM_NATS_SERVER"):
        server_binary()


def test_server_is_found_and_described() -> None:
    assert server_binary().is_file()
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", server_version())
    assert re.fullmatch(r"[0-9a-f]{64}", binary_sha256())


async def test_cancelled_start_leaves_no_broker(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path, RUN, NAMES)
    starting = asyncio.create_task(broker.__aenter__())
    await asyncio.sleep(0.03)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await broker.stop()
    assert broker.pid is None


async def test_second_kill_of_a_dead_broker_does_not_wait_for_ever(
    nats: EmbeddedBroker,
) -> None:
    await nats.kill()
    async with asyncio.timeout(PATIENCE):
        await nats.kill()


async def test_broker_comes_back_also_when_its_log_cannot_be_written(
    nats: EmbeddedBroker, tmp_path: Path
) -> None:
    closed = (tmp_path / "closed.log").open("w")
    closed.close()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=closed))
    try:
        await nats.kill()
        office = await _opened(nats)
        await office.link.close()
    finally:
        structlog.reset_defaults()
    assert nats.restarts == 1

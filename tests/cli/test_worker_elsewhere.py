"""`swsim worker` on another machine: it joins, is lost, comes back, or may not."""

import asyncio
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.playing import Played
from cli.command import Said, swsim
from cli.machines import Network, tls_broker, within
from cli.processes import RUN, Started, sent, started
from cli.signed import all_signed, signatures
from outside import Process
from outside import started as server_started
from programs import find_program
from swsim.app.verify import verify
from swsim.exchange.broker import server_binary
from swsim.exchange.ports import free_port


@pytest.fixture
def network() -> Iterator[Network]:
    """Two network namespaces, where this user may make such."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces need Linux, root and the program ip")
    with Network() as made:
        yield made


def _invitation(run: Started) -> tuple[Path, list[str]]:
    """Return the secrets file and the command that a run has asked to be taken."""
    said = re.search(r"Copy (\S+) to .* there: swsim (.*)", run.err)
    assert said is not None
    return Path(said[1]), said[2].split()


def _elsewhere(run: Started, folder: Path) -> tuple[object, ...]:
    """Take the secrets to another folder; return the command to be given there."""
    run.until(lambda: "start it there" in run.err)
    secrets, command = _invitation(run)
    folder.mkdir()
    shutil.copy(secrets, folder)
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    return tuple(command)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


@pytest.mark.slow
@pytest.mark.mosquitto
def test_worker_on_another_machine(
    network: Network, tmp_path: Path, undisturbed: Played
) -> None:
    """It joins, is lost, and is started again; its ledger comes over the broker."""
    here, there = tmp_path / "here", tmp_path / "there"
    run_dir, trust = here / "run", {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
    near, far = within(network.here), within(network.there)
    with (
        tls_broker(tmp_path, network.HERE, prefix=near) as broker,
        started(
            here,
            *(*RUN, "--broker", broker, "--workers", 2, "--await-workers"),
            *("--run-dir", run_dir),
            prefix=near,
            env=trust,
        ) as run,
    ):
        command = _elsewhere(run, there)
        assert "open-sesame" not in " ".join(map(str, command))
        part = there / "runs" / str(command[command.index("--run") + 1])
        with started(there, *command, prefix=far, env=trust) as worker:
            worker.until(sent(part, 2, 150))
        run.until(lambda: "worker-2 has not been heard of for 5 s" in run.err)
        with started(there, *command, prefix=far, env=trust) as worker:
            summary = run.summary()
            assert worker.ended(20) == 0

    assert "worker-2 is heard again" in run.err
    assert summary["digest"] == undisturbed.summary.digest
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert asyncio.run(verify(run_dir)).difference is None
    # The worker got its keys by the pass: what crosses borders is signed both ways.
    assert signatures(run_dir)[0] == signatures(undisturbed.folder)[0] > 0


@pytest.mark.parametrize(
    ("kind", "protection"),
    [
        pytest.param("mosquitto", "--tls", marks=pytest.mark.mosquitto),
        ("nats", "--mtls"),
    ],
)
async def test_worker_needs_nothing_but_its_secrets_file(
    kind: str, protection: str, tmp_path: Path, run_said: Said
) -> None:
    """With the configuration that swsim has written, and all signed."""
    here, there, broker = tmp_path / "here", tmp_path / "there", tmp_path / "broker"
    scenario, port = all_signed("first-contact", tmp_path), free_port()
    made = swsim(
        *("broker", "config", scenario, "--for", kind, protection, "--json"),
        *("-o", broker, "--port", port, "--workers", 2),
    )
    done = json.loads(made.out)
    conf = {"mosquitto": "mosquitto.conf", "nats": "nats-server.conf"}[kind]
    binary = find_program("mosquitto") if kind == "mosquitto" else server_binary()
    server = Process(
        command=(binary, "-c", broker / "broker" / conf),
        port=port,
        log=tmp_path / "broker.log",
    )
    async with server_started(server):
        with started(
            here,
            *("run", scenario, "--json", "--run-dir", here / "run"),
            *("--workers", 2, "--await-workers"),
            *("--broker", done["address"], "--credentials", done["clients"]),
        ) as run:
            command = _elsewhere(run, there)
            with started(there, *command) as worker:
                summary = run.summary()
                assert worker.ended(20) == 0

    assert summary["digest"] == json.loads(run_said.out)["digest"]
    signed, messages = signatures(here / "run")
    assert signed == messages > 20
    assert "PRIVATE KEY" not in " ".join(map(str, command)) + run.err + worker.err
    assert [name for name in _names(here) + _names(there) if "login" in name] == []


@pytest.mark.mosquitto
def test_worker_that_comes_back_without_its_ledger_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "there"
    trust = {"SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
    with (
        tls_broker(tmp_path, "127.0.0.1") as broker,
        started(
            tmp_path / "here",
            *(*RUN, "--broker", broker, "--workers", 2, "--await-workers"),
            *("--run-dir", tmp_path / "here" / "run"),
            env=trust,
        ) as run,
    ):
        command = _elsewhere(run, there)
        part = there / "runs" / str(command[command.index("--run") + 1])
        with started(there, *command, env=trust) as worker:
            worker.until(sent(part, 2, 50))
        shutil.rmtree(part)
        with started(there, *command, env=trust):
            assert run.ended() == 3

    assert "worker-2 came back without its ledger" in run.err

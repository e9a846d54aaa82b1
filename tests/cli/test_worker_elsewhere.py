"""`swsim worker` on another machine: it joins, is lost, comes back, or may not."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.playing import Played
from cli.command import swsim
from cli.machines import Network, tls_broker, within
from cli.processes import RUN, Started, sent, started


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
            worker.until(sent(part, 2, 300))
        run.until(lambda: "worker-2 has not been heard of for 5 s" in run.err)
        with started(there, *command, prefix=far, env=trust) as worker:
            summary = run.summary()
            assert worker.ended(20) == 0

    assert "worker-2 is heard again" in run.err
    assert summary["digest"] == undisturbed.summary.digest
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert swsim("verify", run_dir).out.startswith("verified")


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

"""`swsim run --workers` and `swsim worker`: killed, silent, far away, asked wrongly."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from app.playing import Played
from checkout import ROOT
from cli.command import Here, Said, is_one_sentence
from cli.processes import RUN, count, process_of, sent, started
from cli.signed import all_signed, signatures
from patience import PATIENCE
from swsim.security.files import write_private

DIED = "was killed (signal 9). It is started again and plays its ledger again."

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="finds processes in /proc"
)


# --- killed -----------------------------------------------------------------------


@pytest.mark.slow
@needs_proc
def test_killed_workers_are_reported_and_started_again(
    tmp_path: Path, undisturbed: Played, here: Here
) -> None:
    folder = tmp_path / "run"
    with started(tmp_path, *RUN, "--workers", 2, "--run-dir", folder) as run:
        for worker, messages in ((1, 100), (2, 250), (1, 350)):
            run.until(sent(folder, worker, messages))
            os.kill(process_of(folder, worker), signal.SIGKILL)
        run.until(sent(folder, 1, 351))  # it goes on: the kills were mid-run
        summary = run.summary()

    assert run.err.splitlines() == [f"worker-{n} {DIED}" for n in (1, 2, 1)]
    assert summary["digest"] == undisturbed.summary.digest
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert here("verify", folder).out.startswith("verified")


@pytest.mark.slow
@needs_proc
def test_killed_run_goes_on_with_the_ledgers_of_its_workers(
    tmp_path: Path, undisturbed: Played, here: Here
) -> None:
    folder = tmp_path / "run"
    with started(tmp_path, *RUN, "--workers", 2, "--run-dir", folder) as run:
        run.until(sent(folder, 1, 150))
        run.process.kill()
        run.ended()
    assert count(folder / "ledger.db", "message") == 0
    with started(tmp_path, "resume", folder, "--json") as again:
        again.until(sent(folder, 2, 300))
        again.process.kill()
        again.ended()
    summary = json.loads(here("resume", folder, "--json").out)

    assert summary["digest"] == undisturbed.summary.digest
    assert (summary["lost"], summary["duplicated"]) == (0, 0)
    assert not list(folder.glob("ledger-*"))


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_run_goes_on_signing(
    workers: int, tmp_path: Path, run_said: Said, here: Here
) -> None:
    folder, scenario = tmp_path / "run", all_signed("first-contact", tmp_path)
    slowly = ("run", scenario, "--speed", 20_000, "--workers", workers)
    ledger = folder / ("ledger.db" if workers == 1 else "ledger-worker-1.db")
    with started(tmp_path, *slowly, "--run-dir", folder) as run:
        run.until(lambda: count(ledger, "message") >= 5)
        run.process.kill()
        run.ended()
    summary = json.loads(here("resume", folder, "--json").out)

    assert summary["digest"] == json.loads(run_said.out)["digest"]
    signed, messages = signatures(folder)
    assert signed == messages > 20
    assert count(folder / "ledger.db", "dead_letter") == 0


@needs_proc
def test_workers_do_not_outlive_a_run_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with started(tmp_path, *RUN, "--workers", 2, "--run-dir", folder) as run:
        run.until(sent(folder, 1, 1))
        worker = process_of(folder, 1)
        run.process.kill()
        run.ended()
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_worker_that_cannot_work_is_given_up_with_what_it_said(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with started(tmp_path, *RUN, "--workers", 2, "--run-dir", folder) as run:
        run.until((folder / "worker-1.secrets").exists)
        # Nobody can write a ledger there.
        (folder / "ledger-worker-1.db").mkdir()
        assert run.ended() == 3

    assert "worker-1" in run.err
    assert "Traceback" not in run.err.splitlines()[-1]


def test_credentials_without_all_workers_are_refused(
    tmp_path: Path, here: Here
) -> None:
    others = [f"--client={name}" for name in ("coordinator", "worker-1")]
    config = ("broker", "config", "first-contact", "--for", "nats", *others)
    assert here(*config, "-o", tmp_path / "b").code == 0
    folder = tmp_path / "run"
    answer = here(
        *("run", "first-contact", "--json", "--workers", 2, "--run-dir", folder),
        *("--broker", "mqtt://127.0.0.1:1", "--credentials", tmp_path / "b"),
    )

    assert (answer.code, is_one_sentence(answer.err)) == (2, True)
    assert "hold nothing for worker-2: " in answer.err
    assert not folder.exists()


# --- asked wrongly ----------------------------------------------------------------


def test_number_of_workers_is_checked_before_anything_is_made(
    tmp_path: Path, here: Here
) -> None:
    folder = tmp_path / "run"
    for asked, said in (
        (("--workers", "3"), "2 administrations"),
        (("--workers", "none"), "or auto"),
        (("--workers", "2", "--broker", "none"), "need a broker"),
        (("--workers", "2", "--step"), "--step"),
        (
            ("--workers", "2", "--speed", "600", "--external", "pa-trd"),
            "pa-trd is played from outside",
        ),
        (("--workers", "2", "--metrics", "0"), "--metrics tells the figures of one"),
        (("--workers", "2", "--await-workers"), "embedded broker"),
    ):
        answer = here("run", "first-contact", *asked, "--run-dir", folder)

        assert (answer.code, is_one_sentence(answer.err)) == (2, True)
        assert said in answer.err
        assert not folder.exists()


def test_scenario_that_names_a_system_outside_is_refused_to_workers(
    tmp_path: Path, here: Here
) -> None:
    example = ROOT / "examples" / "external-client"
    answer = here("run", example, "--workers", 2, "--run-dir", tmp_path / "run")

    assert (answer.code, is_one_sentence(answer.err)) == (2, True)
    assert "pa-trd is played from outside" in answer.err


def test_auto_plays_a_sparse_run_alone(tmp_path: Path, here: Here) -> None:
    folder = tmp_path / "run"
    asked = ("--workers", "auto", "--broker", "none", "--json", "--run-dir", folder)

    assert here("run", "first-contact", *asked).code == 0


def test_file_that_holds_no_secrets_is_refused(tmp_path: Path, here: Here) -> None:
    secrets = tmp_path / "worker-1.secrets"
    secrets.write_text("{}")
    answer = here(
        *("worker", "--broker", "mqtt://127.0.0.1:1", "--run", "r1"),
        *("--secrets", secrets, "--run-dir", tmp_path),
    )

    assert (answer.code, is_one_sentence(answer.err)) == (2, True)
    assert "is not the secrets file of a worker" in answer.err


def test_worker_without_a_broker_says_so(tmp_path: Path, here: Here) -> None:
    secrets = tmp_path / "worker-1.secrets"
    write_private(secrets, '{"worker": "worker-1", "credentials": {}}')
    answer = here(
        *("worker", "--broker", "mqtt://127.0.0.1:1", "--run", "r1"),
        *("--secrets", secrets, "--run-dir", tmp_path),
    )

    assert answer.code == 3
    assert "No MQTT broker answers worker-1" in answer.err

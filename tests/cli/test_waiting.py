"""A run that waits for a broker says so on stderr, in the reader's language."""

import getpass
import signal
import subprocess
from pathlib import Path

import pytest

from cli.command import started
from mosquitto import mosquitto_of
from outside import started as started_servers
from patience import PATIENCE
from swsim.cli.waiting import tell_waiting
from swsim.exchange.ports import free_port
from swsim.exchange.stall import Waiting

MANY = tuple((f"jp-trd-{n}", "jp-sw") for n in range(1, 8))


@pytest.mark.parametrize(
    ("lang", "waits", "more", "on"),
    [
        ("en", "Waiting for 9 message(s) for 12 s now", " and 2 more.", "goes on"),
        ("es", "En espera de 9 mensaje(s) desde hace 12 s", " y 2 más.", "continúa"),
    ],
)
def test_waiting_is_told_in_one_line(
    lang: str, waits: str, more: str, on: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_waiting(Waiting(messages=9, ways=MANY, seconds=12), lang=lang)
    tell_waiting(None, lang=lang)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(waits)
    assert f"jp-trd-5 → jp-sw{more}" in first
    assert on in second


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (
            Waiting(messages=0, workers=("worker-1", "worker-2"), seconds=10),
            "Waiting for worker-1, worker-2 for 10 s now, to play",
        ),
        (
            Waiting(messages=3, seconds=10),
            "Waiting for 3 message(s) for 10 s now: between workers. The broker",
        ),
    ],
)
def test_coordinator_says_what_it_waits_for(
    waiting: Waiting, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_waiting(waiting, lang="en")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(said)


def test_all_ways_are_named_where_they_are_few(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_waiting(Waiting(messages=1, ways=MANY[:2], seconds=10), lang="en")
    assert ": jp-trd-1 → jp-sw, jp-trd-2 → jp-sw. The" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.mosquitto
async def test_run_over_a_broker_that_refuses_every_publication_says_so(
    tmp_path: Path,
) -> None:
    config, acl, port = tmp_path / "conf", tmp_path / "acl", free_port()
    acl.write_text("topic read #\n")
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nacl_file {acl}\n"
        f"user {getpass.getuser()}\n"  # root's Mosquitto could not read the file
    )
    broker = mosquitto_of(config, f"mqtt://127.0.0.1:{port}")
    async with started_servers(broker):
        run = started(
            *("run", "first-contact", "--json", "--broker", broker.address),
            *("--run-dir", tmp_path / "run"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert run.stderr is not None
        said = run.stderr.readline()
        run.send_signal(signal.SIGINT)
        out, rest = run.communicate(timeout=PATIENCE)
    assert said.startswith("Waiting for ")
    assert "jp-trd → jp-sw" in said
    assert "swsim resume" in rest
    assert (run.returncode, out) == (3, "")

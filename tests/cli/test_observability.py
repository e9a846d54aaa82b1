"""A run that is watched: its figures while it lasts, its log, and no secrets."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.outsider import DECLARATION, EXAMPLE, outsider
from cli.command import Here, is_one_sentence, started
from patience import PATIENCE
from swsim.domain.events import Kind
from swsim.exchange.credentials import read_credentials
from swsim.ledger.store import Ledger

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/metrics")


class Watched:
    """A run with an external seat that is scraped, and talked to, while it lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.figures = ""
        self.command_lines = ""
        self.said = ""

    async def play(self) -> None:
        """Play the example to its end, with one good and one bad publication."""
        run = started(
            *("run", EXAMPLE, "--speed", 1_000_000, "--linger", 4, "--json"),
            *("--run-dir", self.folder, "--metrics", 0),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            seat = self.folder / "seats" / "pa-trd.json"
            assert run.stderr is not None
            lines = [run.stderr.readline(), run.stderr.readline()]
            async with outsider(seat) as system:
                await system.publish("declaration", b"%PDF-1.7")
                await system.publish("declaration", DECLARATION, times=2)
                await system.until("response")
            self.command_lines = _command_lines()
            await asyncio.to_thread(self._scrape, _ADDRESS.findall("".join(lines))[0])
            out, err = run.communicate(timeout=PATIENCE)
        finally:
            run.kill()
        assert run.returncode == 0, err
        self.said = "".join([*lines, out, err])

    def _scrape(self, address: str) -> None:
        """Scrape until the run has ended, which lingers after its last message."""
        while True:
            try:
                with urlopen(address, timeout=PATIENCE) as answer:
                    self.figures = answer.read().decode()
            except OSError:
                return
            time.sleep(0.3)

    def values(self, name: str, *labels: str) -> Counter[tuple[str, ...]]:
        """Return the values of a sample by its labels."""
        found: Counter[tuple[str, ...]] = Counter()
        for family in text_string_to_metric_families(self.figures):
            for sample in family.samples:
                if sample.name == name:
                    key = tuple(sample.labels[label] for label in labels)
                    found[key] = int(sample.value)
        return found

    def events(self) -> list[dict[str, object]]:
        """Return the lines of the log."""
        return _lines(self.folder)


def _lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / "run.log").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _command_lines() -> str:
    """Return the command lines of every process, as any user of the machine sees."""
    texts = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            texts.append(
                file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
        except OSError:  # it has ended
            continue
    return "\n".join(texts)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    run = Watched(tmp_path_factory.mktemp("watched") / "run")
    asyncio.run(run.play())
    return run


@pytest.fixture
def ledger(watched: Watched) -> Iterator[Ledger]:
    opened = Ledger.open(watched.folder / "ledger.db")
    yield opened
    opened.close()


def test_figures_scraped_during_a_run_are_those_of_its_ledger(
    watched: Watched, ledger: Ledger
) -> None:
    sent = Counter((each.document,) for each in ledger.messages())
    received = Counter(
        (str(event.facts["document"]), str(event.facts["verdict"]))
        for event in ledger.events([Kind.RECEIVED])
    )

    assert watched.values("swsim_messages_sent_total", "document") == sent
    assert (
        watched.values("swsim_messages_received_total", "document", "verdict")
        == received
    )
    assert watched.values("swsim_inputs_total", "participant") == {("pa-trd",): 1}
    assert watched.values("swsim_dead_letters_total", "document") == {
        ("declaration",): len(ledger.dead_letters())
    }
    assert watched.values("swsim_in_flight_messages") == {(): 0}
    assert watched.values("swsim_unconfirmed_messages") == {(): 0}


def test_log_tells_the_course_of_a_run(watched: Watched) -> None:
    events = watched.events()
    names = [str(each["event"]) for each in events]
    (refused,) = [each for each in events if each["event"] == "refused"]
    (ended,) = [each for each in events if each["event"] == "run_ended"]

    assert names[:2] == ["run_started", "seats_open"]
    assert names[-1] == "run_ended"
    assert "input" in names
    assert (refused["level"], refused["sender"]) == ("warning", "pa-trd")
    assert "PDF" in str(refused["why"])
    assert f'"digest": "{ended["digest"]}"' in watched.said


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads /proc")
def test_no_secret_is_in_logs_or_on_a_command_line(watched: Watched) -> None:
    access = read_credentials(watched.folder / "broker" / "credentials.json")
    secrets = {password for _, password in access.credentials.values()}
    for key in watched.folder.rglob("*.key"):
        secrets |= {line for line in key.read_text().splitlines() if "-" not in line}
    logs = "\n".join(
        file.read_text("utf-8", errors="replace")
        for file in watched.folder.rglob("*.log")
    )

    assert len(secrets) >= 8
    assert sys.executable in watched.command_lines
    assert "nats-server.conf" in watched.command_lines
    for secret in secrets:
        assert secret not in logs
        assert secret not in watched.command_lines
        assert secret not in watched.said


def test_log_tells_what_befalls_the_transport(run_folder: Path) -> None:
    """The scenario kills the broker, and lets a message come twice."""
    names = Counter(str(each["event"]) for each in _lines(run_folder))

    assert names["inject"] == 2
    assert names["connection_lost"] == names["connection_regained"] > 0
    assert names["published_again"] > 0
    assert names["broker_died"] == 1
    assert names["came_again"] == 0  # for debug alone


def test_log_level_leaves_out_what_is_below_it(tmp_path: Path, here: Here) -> None:
    for level in ("warning", "debug"):
        run = ("run", "first-contact", "--broker", "none", "--log-level", level)
        assert here(*run, "--run-dir", tmp_path / level).code == 0

    assert _lines(tmp_path / "warning") == []
    assert "came_again" in {each["event"] for each in _lines(tmp_path / "debug")}


def test_port_that_is_taken_is_named(tmp_path: Path, here: Here) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = ("run", "first-contact", "--broker", "none", "--metrics", port)
        said = here(*run, "--run-dir", tmp_path / "run")

    assert (said.code, is_one_sentence(said.err)) == (2, True)
    assert f"--metrics {port}" in said.err

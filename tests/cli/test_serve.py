"""`swsim serve`: one command from a scenario to a room, and back after a fall."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from cli.command import COMMAND, Here, environment, is_one_sentence, swsim
from patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")

_LINES = 4


class Server:
    """`swsim serve` in a process of its own, and a trainer who knows the PIN."""

    def __init__(self, process: subprocess.Popen[str], said: dict[str, str]) -> None:
        self.process = process
        self.said = said
        self._token: str | None = None

    def ask(self, path: str, body: Any = None) -> Any:
        """Ask the API; with a body by POST."""
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.said['Address']}/api/v1/{path}", data, headers)
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def start_clock(self, speed: int = 3_600) -> None:
        """Sign in and let time pass."""
        pin = self.said["Trainer's PIN"]
        self._token = self.ask("session", {"pin": pin})["token"]
        self.ask("clock", {"speed": speed})
        self.ask("clock", {"action": "go"})

    def wait_for_messages(self, count: int) -> None:
        """Wait until so many messages were sent."""
        end = time.monotonic() + PATIENCE
        while self.ask("run")["totals"].get("messages", 0) < count:
            assert time.monotonic() < end
            time.sleep(0.02)

    def end(self, sign: signal.Signals) -> tuple[int, str]:
        """Send a signal; return the exit code and what was said on stderr."""
        self.process.send_signal(sign)
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


@contextmanager
def serving(*arguments: object) -> Iterator[Server]:
    """Serve until the block ends, at the latest."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *map(str, arguments)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Server(process, _said(process))
    finally:
        process.kill()
        process.communicate()


def _said(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return what is printed under its names, until the last of them."""
    assert process.stdout is not None
    said = {}
    for line in process.stdout:
        if found := re.match(r"(\w.*?)  +(\S.*)", line):
            said[found[1]] = found[2].strip()
        if len(said) == _LINES:
            return said
    assert process.stderr is not None
    pytest.fail(process.stderr.read())


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of first-contact when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("alone") / "run"
    said = swsim("run", "first-contact", "--json", "--run-dir", folder)
    return str(json.loads(said.out)["digest"])


def test_room_is_told_address_pin_and_folder(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with serving("--run-dir", folder, "--broker", "none", "--lang", "en") as server:
        said = server.said
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", said["Address"])
        assert re.fullmatch(r"\d{8}", said["Trainer's PIN"])
        assert said["Projector"] == f"{said['Address']}/en/projector"
        assert said["Run folder"] == str(folder)
        run = server.ask("run")
        assert run["run"]["scenario"] == "first-contact"
        assert (run["clock"]["state"], run["clock"]["speed"]) == ("prepared", 60)


def test_ctrl_c_is_a_stop_that_can_be_gone_on_from(
    tmp_path: Path, digest: str, here: Here
) -> None:
    folder = tmp_path / "run"
    with serving("first-contact", "--run-dir", folder) as server:
        pin = server.said["Trainer's PIN"]
        server.start_clock()
        server.wait_for_messages(4)
        code, err = server.end(signal.SIGINT)
    assert code == 0
    assert err.splitlines()[-1].endswith(f"go on with: swsim serve --run {folder}")
    assert "Traceback" not in err

    with serving("--run", folder) as server:
        assert server.said["Trainer's PIN"] == pin
        assert server.ask("run")["totals"]["messages"] >= 4
        server.end(signal.SIGTERM)
    said = here("resume", folder, "--json")
    assert json.loads(said.out)["digest"] == digest


def test_killed_server_goes_on_to_the_digest_of_any_other(
    tmp_path: Path, digest: str, here: Here
) -> None:
    folder = tmp_path / "run"
    with serving("first-contact", "--run-dir", folder) as server:
        server.start_clock()
        server.wait_for_messages(4)
        server.end(signal.SIGKILL)
    with serving("--run", folder) as server:
        assert server.ask("run")["clock"]["state"] == "paused"
        server.start_clock()
        server.wait_for_messages(8)
        server.end(signal.SIGKILL)
    said = here("resume", folder, "--json")
    assert json.loads(said.out)["digest"] == digest

    with serving("--run", folder) as server:
        clock = server.ask("run")["clock"]
        assert (clock["state"], clock["verdict"]) == ("ended", "PASS")
        code, err = server.end(signal.SIGINT)
    assert code == 0
    assert "The run has ended" in err


def test_spanish_room_is_told_in_spanish(tmp_path: Path) -> None:
    with serving("--run-dir", tmp_path / "run", "--lang", "es", "--broker", "none") as (
        server
    ):
        assert "Dirección" in server.said


def test_run_that_goes_on_keeps_its_scenario(here: Here, run_folder: Path) -> None:
    said = here("serve", "two-regions", "--run", run_folder)

    assert said.code == 2
    assert "leave these out" in said.err


def test_folder_without_a_run_is_one_sentence(here: Here, tmp_path: Path) -> None:
    said = here("serve", "--run", tmp_path)

    assert said.code == 2
    assert is_one_sentence(said.err)


def test_missing_extra_is_one_sentence_with_the_command(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.setitem(sys.modules, "segno", None)
    said = here("serve")

    assert said.code == 3
    assert is_one_sentence(said.err)
    assert "uvicorn, segno" in said.err
    assert "pip install 'swsim[web]'" in said.err

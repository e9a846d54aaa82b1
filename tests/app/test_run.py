"""What `play` keeps, sums up and refuses."""

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.playing import Played, played, what
from mosquitto import open_mosquitto
from swsim.app.folders import make_folder
from swsim.app.links import EMBEDDED
from swsim.app.reporting import contents_of
from swsim.app.resume import interrupted, resume
from swsim.app.run import play
from swsim.app.stage import Progress, Stage
from swsim.errors import BrokerError, LedgerError, SwsimError, UsageError
from swsim.exchange.topics import checked_level
from swsim.ledger.store import Ledger
from swsim.reports.html import render


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_run_folder_holds_scenario_ledger_and_report(first_contact: Played) -> None:
    expected = [".lock", "keys", "ledger.db", "report.html", "scenario.yaml"]
    assert _names(first_contact.folder) == expected


def test_report_of_a_run_is_that_of_its_ledger(first_contact: Played) -> None:
    report = (first_contact.folder / "report.html").read_text("utf-8")
    assert first_contact.summary.digest in report
    assert report == render(contents_of(first_contact.folder))


def test_header_says_what_decided_the_run(first_contact: Played) -> None:
    with closing(Ledger.open(first_contact.folder / "ledger.db")) as ledger:
        header = ledger.header()
    expected = {"scenario": "first-contact", "seed": "7", "shipments": "1"}
    assert header.items() >= expected.items()
    assert header["digest"] == first_contact.summary.digest
    assert header["verdict"] == "PASS"
    assert header["members"] == "JP,PA"


def test_summary_as_json_is_one_object(first_contact: Played) -> None:
    shown = json.loads(first_contact.summary.as_json())
    assert shown["messages"] == 42
    assert [each["met"] for each in shown["expectations"]] == [True] * 5


async def test_seed_0_is_a_seed(tmp_path: Path) -> None:
    run = await played("first-contact", tmp_path / "run", seed=0)
    assert run.summary.seed == 0


@pytest.mark.mosquitto
async def test_password_of_a_broker_is_kept_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    async with open_mosquitto(tmp_path) as address:
        login = address.replace("://", "://me:s3cret@")
        run = await played("first-contact", folder, broker=login)
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert len(kept) > len(_names(folder))  # the keys, too
    assert all(b"s3cret" not in content for content in kept)
    assert run.summary.broker == address
    with closing(Ledger.open(folder / "ledger.db")) as ledger:
        assert ledger.header()["broker"] == address


async def test_password_of_a_broker_is_not_said(tmp_path: Path) -> None:
    address = "mqtt://me:s3cret@127.0.0.1:1"
    with pytest.raises(BrokerError) as caught:
        await play(what("first-contact", tmp_path / "run", broker=address))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("found", [True, False])
async def test_broker_that_is_not_there_leaves_no_folder_behind(
    found: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    if found:
        folder.mkdir()
    with pytest.raises(BrokerError):
        await play(what("first-contact", folder, broker="mqtt://127.0.0.1:1"))
    assert folder.exists() == found
    assert _names(tmp_path) == (["run"] if found else [])
    assert not found or _names(folder) == []


@pytest.mark.parametrize(
    ("broker", "why"),
    [
        ("embeded", "There is no broker 'embeded'; it can be embedded, none or"),
        ("http://127.0.0.1", "it starts with 'http'"),
        ("mqtt://", "it needs a host"),
        ("mqtt://127.0.0.1:99999", "cannot be used"),
    ],
)
async def test_broker_that_cannot_be_is_refused_before_a_folder_is_made(
    broker: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=why):
        await play(what("first-contact", tmp_path / "run", broker=broker))
    assert _names(tmp_path) == []


async def test_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="this folder is not empty"):
        await play(what("first-contact", tmp_path))
    assert _names(tmp_path) == ["thesis.txt"]


async def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UsageError, match="the folder of a run cannot be made"):
        await play(what("first-contact", file))


@pytest.mark.parametrize("server", [sys.executable, "/nowhere"])
async def test_embedded_broker_that_does_not_start_leaves_no_folder_behind(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWSIM_NATS_SERVER", server)
    with pytest.raises(SwsimError):
        await play(what("first-contact", tmp_path / "run", broker=EMBEDDED))
    assert _names(tmp_path) == []


async def test_seat_that_nobody_has_leaves_no_folder_behind(tmp_path: Path) -> None:
    plan = what("first-contact", tmp_path / "run", seats=("pa-king",))
    with pytest.raises(UsageError, match="There is no participant 'pa-king'"):
        await play(plan)
    assert not (tmp_path / "run").exists()


async def test_run_that_stops_later_is_kept_whatever_stopped_it(tmp_path: Path) -> None:
    async def complain(progress: Progress) -> None:
        raise UsageError("No currency 'XXX'")

    with pytest.raises(UsageError, match="No currency"):
        await play(what("first-contact", tmp_path / "run"), observer=complain)
    summary = await resume(interrupted(tmp_path / "run"))
    assert summary.lost == 0
    assert [each.name for each in (tmp_path / "run").glob("ledger*")] == ["ledger.db"]


async def test_opening_sees_who_takes_part(tmp_path: Path) -> None:
    stages: list[Stage] = []
    await play(what("first-contact", tmp_path / "run"), opening=stages.append)
    expected = ("jp-agr", "jp-cus", "jp-sw", "jp-trd")
    assert stages[0].participants[:4] == expected


async def test_injects_are_told_when_they_strike(tmp_path: Path) -> None:
    struck: list[str] = []

    def opening(stage: Stage) -> None:
        stage.struck = struck.append

    plan = what("first-contact", tmp_path / "run", broker=EMBEDDED)
    summary = await play(plan, opening=opening)
    assert struck == ["I1", "I2"]
    assert (summary.lost, summary.duplicated) == (0, 0)
    assert summary.repeated_deliveries > 0


async def test_ledger_in_the_way_is_not_overwritten(first_contact: Played) -> None:
    ledger = first_contact.folder / "ledger.db"
    before = ledger.read_bytes()
    with pytest.raises(LedgerError):
        Ledger.create(ledger, {})
    assert ledger.read_bytes() == before


def test_run_id_of_a_long_name_is_one_level_of_a_topic(tmp_path: Path) -> None:
    name = "a" * 39 + "-and-more"
    folder = make_folder(name, 7, tmp_path / "run")

    assert checked_level("run id", folder.id) == folder.id

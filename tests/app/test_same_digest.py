"""The same scenario, seed and version give the same digest, wherever it is played."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.playing import SHIPMENTS, Played, played, two_regions
from exchange.rehearsal import Rehearsal, a_world
from mosquitto import open_mosquitto
from swsim.app.links import EMBEDDED
from swsim.domain.streams import Stream
from swsim.simulation.site import Site

pytestmark = pytest.mark.slow


def test_undisturbed_run_is_worth_comparing(undisturbed: Played) -> None:
    summary = undisturbed.summary
    assert summary.administrations == 64
    assert summary.messages > 1_000
    assert summary.rejected > 0
    assert undisturbed.balance == (0, 0, 0)


@pytest.mark.parametrize("time", ["first", "second"])
def test_embedded_broker(time: str, undisturbed: Played, tmp_path: Path) -> None:
    run = two_regions(tmp_path / time, broker=EMBEDDED)
    assert run.balance == (0, 0, 0)
    assert run.export() == undisturbed.export()
    assert run.summary.digest == undisturbed.summary.digest


@pytest.mark.mosquitto
@pytest.mark.parametrize("protocol", ["3.1.1", "5"])
async def test_mosquitto(protocol: str, undisturbed: Played, tmp_path: Path) -> None:
    async with open_mosquitto(tmp_path) as address:
        run = await played(
            "two-regions",
            tmp_path / "run",
            seed=7,
            shipments=SHIPMENTS,
            broker=address,
            protocol=protocol,
        )
    assert run.balance == (0, 0, 0)
    assert run.summary.digest == undisturbed.summary.digest


def test_another_machine(undisturbed: Played, tmp_path: Path) -> None:
    """Another hash seed, time zone, locale, process and folder."""
    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "C"}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "swsim.cli.main", "run", "two-regions", "--json"),
            *("--broker", "none", "--seed", "7", "--shipments", str(SHIPMENTS)),
            *("--run-dir", tmp_path / "elsewhere"),
        ],
        env={**os.environ, **elsewhere},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert json.loads(done.stdout)["digest"] == undisturbed.summary.digest


async def test_sites_in_another_order(undisturbed: Played, tmp_path: Path) -> None:
    def shuffled(sites: Sequence[Site]) -> Sequence[Site]:
        left, draw = list(sites), Stream(1, "order of sites")
        return [left.pop(draw.below(len(left))) for _ in sites]

    world = a_world("two-regions", seed=7, shipments=SHIPMENTS)
    run = Rehearsal(path=tmp_path / "l.db", world=world, order=shuffled)
    assert (await run.perform()).digest == undisturbed.summary.digest


def test_another_seed_gives_another_digest(undisturbed: Played, tmp_path: Path) -> None:
    run = two_regions(tmp_path / "run", seed=8)
    assert run.balance == (0, 0, 0)
    assert run.summary.digest != undisturbed.summary.digest


async def test_export_holds_nothing_of_run_folder_or_wall_time(
    first_contact: Played, tmp_path: Path
) -> None:
    other = await played("first-contact", tmp_path / "another folder", lang="es")
    export = "\n".join(other.export())
    assert other.export() == first_contact.export()
    assert other.summary.run_id != first_contact.summary.run_id
    for private in (other.summary.run_id, str(tmp_path), "another folder"):
        assert private not in export

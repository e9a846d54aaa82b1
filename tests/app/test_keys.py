"""The policy decides who signs, and nothing about what happens."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from swsim.app.concluding import Summary
from swsim.app.folders import RunFolder
from swsim.app.keys import make_keys, open_keys
from swsim.app.links import NONE
from swsim.app.run import play
from swsim.app.stage import Play
from swsim.errors import FileProblem
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario, world


async def _played(policy: str, folder: Path) -> Summary:
    file = folder / "scenario.yaml"
    text = load_scenario("first-contact").raw.decode()
    assert "\npolicy:" not in text
    file.write_text(f"{text}\npolicy:\n  signatures: {policy}\n")
    what = Play(loaded=load_scenario(file), broker=NONE, run_dir=folder / "run")
    return await play(replace(what, seed=7))


def _signed(folder: Path) -> tuple[int, int]:
    """Return how many messages came signed, and how many in all."""
    ledger = Ledger.open(folder / "run" / "ledger.db")
    ids = [message.id for message in ledger.messages()]
    signed = sum(ledger.signature(each) is not None for each in ids)
    ledger.close()
    return signed, len(ids)


async def test_every_policy_has_the_same_digest(tmp_path: Path) -> None:
    digests, signed = {}, {}
    for policy in ("none", "cross-border", "all"):
        folder = tmp_path / policy
        folder.mkdir()
        summary = await _played(policy, folder)
        assert (summary.lost, summary.duplicated) == (0, 0)
        digests[policy] = summary.digest
        signed[policy] = _signed(folder)

    assert len(set(digests.values())) == 1
    assert signed["none"][0] == 0
    assert 0 < signed["cross-border"][0] < signed["cross-border"][1]
    assert signed["all"][0] == signed["all"][1]
    assert not (tmp_path / "none" / "run" / "keys").exists()


async def test_two_runs_of_one_seed_have_no_key_in_common(tmp_path: Path) -> None:
    keys: list[set[str]] = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        await _played("cross-border", tmp_path / name)
        folder = tmp_path / name / "run" / "keys"
        keys.append({path.read_text() for path in folder.glob("*.key")})
    assert len(keys[0]) == 9
    assert keys[0] & keys[1] == set()


def test_certificates_outlast_the_last_shipment(tmp_path: Path) -> None:
    """A message of an expired certificate is refused, and the clock waits for it."""
    years = 3 * 365 * 86_400
    a_world = world(load_scenario("first-contact").scenario, seed=7)
    sites = [
        replace(site, orders=tuple(replace(o, start=years) for o in site.orders))
        for site in a_world.sites
    ]
    late = replace(a_world, sites=tuple(sites))
    keys = make_keys(RunFolder(id="r", path=tmp_path), late, ["jp-sw", "pa-sw"])
    assert keys is not None

    for each in keys.trust:
        assert each.validity.holds(late.start)
        assert each.validity.holds(late.start + timedelta(seconds=years, days=365))


@pytest.mark.parametrize("damage", ["", "[]", json.dumps({"authority": "none"})])
def test_run_without_a_trust_list_cannot_go_on(tmp_path: Path, damage: str) -> None:
    folder = RunFolder(id="r", path=tmp_path)
    folder.keys.mkdir()
    (folder.keys / "trust.json").write_text(damage)

    with pytest.raises(FileProblem, match="trust"):
        open_keys(folder, "cross-border")
    assert open_keys(folder, "none") is None

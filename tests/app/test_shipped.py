"""Every scenario that comes with swsim plays as it expects, and is in the docs."""

import sys
from pathlib import Path

import pytest

from app.playing import played
from swsim.app.expectations import PASS
from swsim.app.run import run_async
from swsim.scenario import load_scenario
from swsim.scenario.catalogue import shipped
from swsim.scenario.load import shipped_names

ROOT = Path(__file__).resolve().parents[2]

# So many of the largest say whether it holds; all of them take a minute.
_MOST = 60
# Its README says what there is to say: no hour is planned.
_WITHOUT_NOTES = {"two-regions"}


@pytest.mark.parametrize("other", [0, 1])
@pytest.mark.parametrize("name", shipped_names())
def test_scenario_plays_as_expected_at_two_seeds(
    name: str, other: int, tmp_path: Path
) -> None:
    scenario = load_scenario(name).scenario
    total = sum(lane.total for lane in scenario.lanes)
    fewer = _MOST if total > 4 * _MOST else None

    summary = run_async(
        played(name, tmp_path / "run", seed=scenario.seed + other, shipments=fewer)
    ).summary

    missed = [each for each in summary.expectations if not each.met]
    assert (summary.verdict, missed) == (PASS, [])


@pytest.mark.parametrize("name", shipped_names())
def test_variants_of_scenario_can_be_read(name: str) -> None:
    for variant in load_scenario(name).scenario.variants:
        assert load_scenario(name, variant=variant).scenario.variants == {}


@pytest.mark.parametrize("name", sorted({*shipped_names()} - _WITHOUT_NOTES))
@pytest.mark.parametrize("lang", ["en", "es"])
def test_scenario_has_notes_for_trainers(name: str, lang: str) -> None:
    folder = load_scenario(name).path.parent

    assert (folder / f"notes.{lang}.md").read_text("utf-8").startswith("# ")


def test_page_of_scenarios_is_up_to_date() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from make_scenario_catalogue import TARGET, catalogue
    finally:
        sys.path.remove(str(ROOT / "tools"))

    written = TARGET.read_text(encoding="utf-8")

    assert written == catalogue(), "run: python tools/make_scenario_catalogue.py"
    assert all(f"## {each.name}\n" in written for each in shipped())

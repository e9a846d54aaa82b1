"""Variants, groups and repeats: what a file says once and means several times."""

from pathlib import Path

import pytest

from swsim.errors import ProblemsFound, UsageError
from swsim.scenario import load_scenario
from swsim.scenario.policy import policy_of
from swsim.scenario.starting import start

FILE = """\
schema_version: 1
title: {en: a, es: a}
summary: {en: a, es: a}
seed: 7
cast: {members: [JM, JP, PA, TT]}
groups: {islands: [JM, TT]}
lanes:
  - {id: cars, from: JP, to: [$islands, PA], goods: ["8703.23"], mode: sea,
     shipments: 4, transit: 18d}
injects:
  - {id: I1, kind: staff-shortage, members: [$islands], desk: inspection, officers: 1,
     at: 1d, repeat: {every: 12h, times: 3}}
  - {id: I2, kind: broker-restart, at: 2d}
expectations:
  - {id: E1, kind: lost, never: true}
variants:
  fewer:
    text: {en: Fewer, es: Menos}
    with:
      seed: 8
      lanes: [{id: cars, shipments: 2}]
      injects: [{id: I2, drop: true}, {id: I3, kind: broker-restart, at: 5d}]
      policy: {confirm_release: false}
  wrong:
    text: {en: Wrong, es: Mal}
    with: {lanes: [{id: cars, mode: rail}]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine" / "scenario.yaml"
    path.parent.mkdir()
    path.write_text(FILE, encoding="utf-8")
    return path


def test_group_stands_for_its_members(file: Path) -> None:
    (lane,) = load_scenario(file).scenario.lanes

    assert lane.destination == ("JM", "TT", "PA")


def test_group_that_is_none_is_a_fault_of_its_line(file: Path) -> None:
    file.write_text(FILE.replace("[$islands, PA]", "[$iles, PA]"), encoding="utf-8")

    with pytest.raises(ProblemsFound) as caught:
        load_scenario(file)
    assert "$iles" in str(caught.value)
    assert [each.line for each in caught.value.problems] == [8]


def test_inject_is_repeated_under_ids_of_its_own(file: Path) -> None:
    injects = load_scenario(file).scenario.injects

    assert [(each.id, each.at) for each in injects] == [
        ("I1", 86_400),
        ("I1-2", 86_400 + 43_200),
        ("I1-3", 2 * 86_400),
        ("I2", 2 * 86_400),
    ]


def test_variant_is_laid_over_the_scenario(file: Path) -> None:
    loaded = load_scenario(file, variant="fewer")

    scenario = loaded.scenario
    assert (scenario.seed, scenario.lanes[0].shipments) == (8, 2)
    assert scenario.lanes[0].goods == ("870323",)
    assert [each.id for each in scenario.injects] == ["I1", "I1-2", "I1-3", "I3"]
    assert policy_of(scenario.policy).confirm_release is False
    assert loaded.name == "mine-fewer"


def test_bytes_of_a_variant_are_a_scenario_of_their_own(
    file: Path, tmp_path: Path
) -> None:
    loaded = load_scenario(file, variant="fewer")
    again = tmp_path / "again.yaml"
    again.write_bytes(loaded.raw)

    assert load_scenario(again).scenario == loaded.scenario
    assert load_scenario(again).sha256 == loaded.sha256


def test_variant_that_is_none_says_which_there_are(file: Path) -> None:
    with pytest.raises(UsageError, match=r"no variant 'fewr'.*fewer"):
        load_scenario(file, variant="fewr")


def test_fault_of_a_variant_is_told_with_its_line(file: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_scenario(file, variant="wrong")

    assert [each.line for each in caught.value.problems] == [26]


def test_scenario_to_start_from_is_valid(tmp_path: Path) -> None:
    file = start(tmp_path / "my-first")

    assert load_scenario(file).scenario.title.en == "My first"
    with pytest.raises(UsageError, match="is there already"):
        start(tmp_path / "my-first")

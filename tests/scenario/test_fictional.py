"""A scenario with a fictional cast: who plays whom, and what the file then says."""

import re
from pathlib import Path

import pytest

from swsim.domain.members import all_members, member
from swsim.errors import UsageError
from swsim.scenario import load_scenario
from swsim.scenario.load import shipped_names

FILE = """\
schema_version: 1
title: {en: From Peru to Korea, es: Del Perú a Corea}
summary:
  en: The United States and JM look on; Callao's cranes wait.
  es: Los Estados Unidos y JM miran; El Perú espera en Callao.
seed: 7
cast:
  members: [JM, KR, PE, SR, US]
  profiles: {PE: jp, US: fast}
groups: {others: [JM, US]}
lanes:
  - {id: peru-kr, from: PE, to: KR, goods: ["8703.23"], mode: sea, shipments: 4,
     transit: 18d}
  - {id: in-doubt, from: [$others, SR], to: KR, goods: ["8703.23"], mode: sea,
     shipments: 4, transit: 18d}
injects:
  - {id: I1, kind: link-down, between: [pe, kr-sw], at: 1d, for: 2h}
  - {id: I2, kind: node-down, node: kr-cus, for: 2h,
     when: {kind: channel, site: pe, member: [PE, JM]}}
expectations:
  - {id: E1, kind: events, where: {kind: sent, participant: pe-trd, member: PE},
     at_least: 1}
  - {id: E2, kind: messages, document: response, from: kr-cus, to: "*-trd", at_least: 0}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine" / "scenario.yaml"
    path.parent.mkdir()
    path.write_text(FILE, encoding="utf-8")
    return path


def test_each_member_is_played_by_the_one_that_stands_for_it(file: Path) -> None:
    loaded = load_scenario(file, fictional=True)

    assert loaded.casting is not None
    assert loaded.casting.players["PE"] == "XU"
    assert loaded.name == "mine-fictional"
    assert loaded.scenario.is_fictional
    assert not load_scenario(file).scenario.is_fictional


def test_member_without_a_stand_in_is_played_by_a_free_one_of_its_region(
    file: Path,
) -> None:
    loaded = load_scenario(file, fictional=True)

    assert loaded.casting is not None
    player = member(loaded.casting.players["SR"])
    assert (player.region, player.landlocked) == ("AMS", False)
    assert len({*loaded.casting.players.values()}) == 5


def test_codes_are_exchanged_wherever_they_stand(file: Path) -> None:
    scenario = load_scenario(file, fictional=True).scenario

    first, second = scenario.lanes
    assert (first.id, first.origin, first.destination) == ("ulmedra-qt", "XU", "QT")
    assert second.id == "in-doubt"
    link, node = scenario.injects
    assert (link.between, node.node) == (("xu", "qt-sw"), "qt-cus")  # type: ignore[union-attr]
    assert dict(scenario.cast.profiles) == {"XU": "jp", "XY": "fast"}
    assert scenario.groups == {"others": ("XP", "XY")}
    raw = load_scenario(file, fictional=True).raw.decode()
    assert "participant: xu-trd" in raw
    assert "site: xu" in raw


def test_names_are_exchanged_in_texts_of_both_languages(file: Path) -> None:
    scenario = load_scenario(file, fictional=True).scenario

    assert scenario.title.en == "From Ulmedra to Tovanu"
    assert scenario.title.es == "De Ulmedra a Tovanu"
    assert scenario.summary.en.startswith(
        "Yarumenta and XP look on; Medrulo's cranes wait."
    )
    assert scenario.summary.es.startswith(
        "Yarumenta y XP miran; Ulmedra espera en Medrulo."
    )
    assert scenario.summary.en.endswith("The administrations are fictional.")


def test_bytes_of_a_fictional_cast_are_a_scenario_of_their_own(
    file: Path, tmp_path: Path
) -> None:
    loaded = load_scenario(file, fictional=True)
    again = tmp_path / "again.yaml"
    again.write_bytes(loaded.raw)

    assert load_scenario(again).scenario == loaded.scenario
    assert load_scenario(again, fictional=True).scenario == loaded.scenario


def test_cast_by_region_plays_with_as_many_as_there_are() -> None:
    loaded = load_scenario("two-regions", fictional=True)

    cast = loaded.scenario.cast.resolve()
    regions = [one.region for one in cast]
    assert (regions.count("AP"), regions.count("AMS")) == (18, 18)
    assert loaded.casting is not None
    assert len(loaded.casting.left_out) == 64 - 36
    assert loaded.scenario.summary.en.endswith("36 of 64 take part.")
    ends = [lane.origin for lane in loaded.scenario.lanes if lane.mode == "sea"]
    assert [end.region for end in ends] == ["AP", "AMS", "AP", "AMS"]  # type: ignore[union-attr]


def test_named_cast_that_is_too_large_is_refused_with_what_to_do(
    file: Path,
) -> None:
    many = [one.alpha2 for one in all_members() if one.region == "AMS"]
    named = FILE.replace("[JM, KR, PE, SR, US]", f"[KR, {', '.join(many)}]")
    file.write_text(named, encoding="utf-8")

    with pytest.raises(UsageError, match=r"none is left for .*Name fewer"):
        load_scenario(file, fictional=True)


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenario_names_no_member_of_its_cast_any_more(name: str) -> None:
    loaded = load_scenario(name, fictional=True)
    assert loaded.casting is not None

    said = loaded.raw.decode()
    found = []
    for code in loaded.casting.players:
        real = member(code)
        words = (code, f"{code.lower()}-[a-z]+", real.name, real.name_es, *real.ports)
        found += re.findall(rf"\b(?:{'|'.join(words)})\b", said)
    assert found == []


@pytest.mark.parametrize("name", shipped_names())
def test_variants_of_a_fictional_cast_can_be_read(name: str) -> None:
    for variant in load_scenario(name).scenario.variants:
        assert load_scenario(name, variant=variant, fictional=True).scenario

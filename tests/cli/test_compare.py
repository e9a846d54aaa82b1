"""`swsim compare` and `swsim sweep`: what they print, draw and refuse."""

import json
from pathlib import Path

import pytest

from cli.command import Here, swsim


def test_sweep_prints_a_row_for_each_value_and_draws(tmp_path: Path) -> None:
    picture = tmp_path / "sweep.svg"
    said = swsim(
        *("sweep", "early-bird", "--set", "officers.agr=1..2", "--seeds", 1),
        *("--shipments", 4, "--json", "--picture", picture),
    )

    found = json.loads(said.out)
    assert said.code == 0
    assert [each["value"] for each in found["rows"]] == ["1", "2"]
    assert found["knees"].keys() < found["rows"][0].keys()
    assert picture.read_text("utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("name", "says"), [("x.png", "end its name in .svg"), ("no/x.svg", "no folder")]
)
def test_picture_that_cannot_be_written_is_refused_before_anything_is_played(
    name: str, says: str, tmp_path: Path, here: Here
) -> None:
    wanted = ("compare", "early-bird", "--set", "policy.pre_arrival=off")
    said = here(*wanted, "--picture", tmp_path / name)

    assert said.code == 2
    assert says in said.err


@pytest.mark.parametrize(
    "arguments", [(), ("--reforms", "--set", "policy.pre_arrival=off")]
)
def test_compare_wants_settings_or_reforms(
    arguments: tuple[str, ...], here: Here
) -> None:
    said = here("compare", "early-bird", *arguments)

    assert said.code == 2
    assert "--reforms" in said.err

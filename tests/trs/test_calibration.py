"""Published means: each has a source, each class one that holds it."""

from pathlib import Path

import pytest

from swsim.domain.members import member
from swsim.domain.profiles import profile_for
from swsim.trs.calibration import Published, fits, published
from swsim.trs.intervals import span
from swsim.trs.words import fit_said
from trs.handmade import HOUR, Pages


def test_each_class_is_held_by_one_row() -> None:
    held = [each.profile for each in published() if each.holds]

    assert sorted(held) == ["fast", "middle", "slow"]


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row.country}{row.year}")
def test_row_names_its_source_and_the_class_of_its_member(row: Published) -> None:
    assert len(row.source) > 20
    assert profile_for(member(row.country)).base == row.profile
    assert span(row.span).leg == "import"


def imports(hours: list[int], profile: str = "middle") -> Pages:
    """Write imports of Peru down that are released so many hours after arrival."""
    pages = Pages()
    for each in hours:
        points = {"T0": 0, "T2": 0, "T3": 0, "T10": each * HOUR}
        pages.declaration(points, site="pe", profile=profile, mode="1")
    return pages


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [
        ([30, 31, 32, 33, 34] * 6, "near"),
        ([60, 61, 62, 63, 64] * 6, "far"),
        ([5] * 25 + [150] * 10, "open"),
        ([33] * 29, "open"),
    ],
)
def test_run_is_held_against_what_was_published(
    hours: list[int], verdict: str, tmp_path: Path
) -> None:
    found = fits(imports(hours).table(tmp_path))
    (held,) = [each for each in found if each.published.holds]

    assert held.published.hours == 33
    assert held.n == len(hours)
    assert held.hours == pytest.approx(sum(hours) / len(hours))
    assert held.deviation == pytest.approx(held.hours / 33 - 1)
    assert held.verdict == verdict


def test_nothing_is_said_of_a_member_that_plays_another_class(tmp_path: Path) -> None:
    assert fits(imports([33], "fast").table(tmp_path)) == ()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "imports of Peru (arrival to release by all agencies) take 32.0 h"),
        ("es", "las importaciones de Perú (llegada al levante de todas las entidades)"),
    ],
)
def test_fit_is_said_with_its_source(lang: str, said: str, tmp_path: Path) -> None:
    found = fits(imports([30, 31, 32, 33, 34]).table(tmp_path))
    (held,) = [each for each in found if each.published.holds]
    text = fit_said(held, lang)

    assert said in text
    assert "SUNAT" in text
    assert "-3 %" in text

"""Published means: each has a source, each class one that holds it."""

from math import exp, log
from pathlib import Path

import pytest

from swsim.domain.members import fictional_members, member
from swsim.domain.profiles import Profile, Spread, profile, profile_for
from swsim.trs.calibration import Published, casts, fits, held, published
from swsim.trs.intervals import span
from swsim.trs.words import fit_said
from trs.handmade import HOUR, Pages


def test_each_class_is_held_by_one_row() -> None:
    found = [each.profile for each in published() if each.holds]

    assert sorted(found) == ["fast", "middle", "slow"]


# When traders lodge; the rest is what customs, agencies, port and bank do.
LODGING = {"pre_arrival_per_mille", "lodge_before_arrival", "lodge_after_arrival"}
NO_TIMES = {"id", "label", "vat_per_mille"}


@pytest.mark.parametrize("name", ["fast", "middle", "slow"])
def test_profile_that_holds_a_class_is_the_class_but_for_when_traders_lodge(
    name: str,
) -> None:
    its, own = profile(name), profile_for(member(held(name).country))
    differ = {
        field
        for field in Profile.model_fields
        if getattr(its, field) != getattr(own, field)
    }

    for spread in differ - LODGING - NO_TIMES:
        assert mean(getattr(own, spread)) == pytest.approx(
            mean(getattr(its, spread)), rel=0.02
        )


def mean(spread: Spread) -> float:
    """Return the mean of a log-normal duration of which nine in ten take `p90`."""
    deviation = log(spread.p90 / spread.median) / 1.2816
    return spread.median * exp(deviation**2 / 2)


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
    (near,) = [each for each in found if each.published.holds]

    assert near.published.hours == 33
    assert near.n == len(hours)
    assert near.hours == pytest.approx(sum(hours) / len(hours))
    assert near.deviation == pytest.approx(near.hours / 33 - 1)
    assert near.verdict == verdict


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
    (near,) = [each for each in found if each.published.holds]
    text = fit_said(near, lang)

    assert said in text
    assert "SUNAT" in text
    assert "-3 %" in text


def test_fictional_cast_is_not_held_against_anybody(tmp_path: Path) -> None:
    pages = Pages()
    invented = fictional_members()[0].alpha2.lower()
    pages.declaration({"T3": 0}, site=invented, profile="fast")

    assert casts(pages.table(tmp_path)) == ()


def test_run_says_who_plays_which_class_and_what_holds_it(tmp_path: Path) -> None:
    pages = imports([33])
    pages.declaration({"T3": 0}, site="nz", profile="fast")
    pages.declaration({"T3": 0}, site="au", profile="fast")

    found = casts(pages.table(tmp_path))

    assert [(each.profile, each.countries) for each in found] == [
        ("fast", ("AU", "NZ")),
        ("middle", ("PE",)),
    ]
    assert [each.published.country for each in found] == ["JP", "PE"]

"""Profiles: every member has one, files are strict, figures near the published ones."""

from pathlib import Path

import pytest

from swsim.domain.members import all_members, member
from swsim.domain.profiles import (
    Profile,
    Spread,
    profile,
    profile_for,
    profile_names,
    read_profile,
)
from swsim.domain.streams import Stream
from swsim.errors import ProblemsFound, UsageError

HOUR = 3600


@pytest.mark.parametrize("name", profile_names())
def test_shipped_profile_is_valid(name: str) -> None:
    assert profile(name).id == name


def test_every_member_has_a_profile() -> None:
    profiles = [profile_for(one) for one in all_members()]

    assert len(profiles) == 69


@pytest.mark.parametrize(
    ("alpha2", "expected"),
    [
        ("NZ", "nz"),  # its own file
        ("US", "fast"),  # developed member of APEC
        ("NP", "slow"),  # landlocked
        ("VU", "slow"),  # small island
        ("UY", "middle"),
    ],
)
def test_member_gets_its_own_profile_or_that_of_its_class(
    alpha2: str, expected: str
) -> None:
    assert profile_for(member(alpha2)).id == expected


def test_override_stands_over_the_members_own() -> None:
    assert profile_for(member("NZ"), "slow").id == "slow"


def test_unknown_profile_names_the_nearest_and_all() -> None:
    with pytest.raises(UsageError, match=r"'midle', did you mean 'middle'\? Known: f"):
        profile_for(member("NZ"), "midle")


def test_extending_keeps_what_is_not_named() -> None:
    own, base = profile("nz"), profile("fast")

    assert own.vat_per_mille == 150
    assert own.channels == base.channels
    assert own.documents_limit == 48 * HOUR


def test_profile_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        profile("fast").vat_per_mille = 0


def test_file_with_faults_names_each_line(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(
        "extends: middle\n"
        "label: {en: X, es: X}\n"
        "channels: {green: 700, yellow: 200, red: 99}\n"
        "payment: {median: 2h, p90: 1h}\n"
        "ofice: 1\n"
        "severities: {R20: E, R21: X}\n"
    )

    with pytest.raises(ProblemsFound) as caught:
        read_profile(path)

    found = [(each.line, each.where) for each in caught.value.problems]
    assert found == [
        (3, "channels"),
        (4, "payment"),
        (5, "ofice"),
        (6, "severities.R21"),
    ]


def test_unknown_class_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("extends: medium\n")

    with pytest.raises(ProblemsFound, match="'medium' is not a class of profiles"):
        read_profile(path)


def hours_from_arrival_to_release(of: Profile, draws: int = 1500) -> float:
    """Return the mean over green, yellow and red, without queues.

    Two in five goods need the agency, as about two in five of the fixture goods do.
    """
    stream = Stream(1, "profiles", of.id)
    return sum(_release(of, stream) for _ in range(draws)) / draws / HOUR


def _release(of: Profile, stream: Stream) -> int:
    def draw(spread: Spread) -> int:
        return stream.seconds(spread.median, spread.p90)

    unloaded = draw(of.unloading)
    early = stream.chance(of.pre_arrival_per_mille)
    lodged = (
        -draw(of.lodge_before_arrival)
        if early
        else unloaded + draw(of.lodge_after_arrival)
    )
    assessed = lodged + draw(of.assessment)
    ends = [assessed + draw(of.duty_assessment)]
    if not of.payment_deferred:
        ends[0] += draw(of.payment)
    pick = stream.below(1000)
    if pick < of.channels.red:
        opened = max(assessed, unloaded) + draw(of.inspection_wait)
        ends.append(opened + draw(of.inspection_work))
    elif pick < of.channels.red + of.channels.yellow:
        ends.append(assessed + draw(of.documents))
    if stream.chance(400):
        ends.append(assessed + draw(of.agency))
    return max(ends) if of.release_before_arrival else max(*ends, unloaded)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("br", 232.8),  # 9.7 days by sea, 2020
        ("gt", 170.4),  # 7.1 days by sea, 2020
        ("in", 85.7),  # sea, 2023
        ("jp", 59.5),  # sea, arrival to permit, 2015
        ("pe", 33.0),  # 2022-24
        ("ph", 46.2),  # Manila's container port, 2020
    ],
)
def test_mean_release_is_near_the_published_figure(name: str, published: float) -> None:
    mean = hours_from_arrival_to_release(profile(name))

    assert mean == pytest.approx(published, rel=0.15)


def test_mean_release_in_australia_is_before_arrival() -> None:
    mean = hours_from_arrival_to_release(profile("au"))

    assert mean == pytest.approx(-2.5, abs=3)


@pytest.mark.parametrize(
    ("name", "base"), [("nz", "fast"), ("gt", "slow"), ("middle", "middle")]
)
def test_profile_knows_the_class_it_extends(name: str, base: str) -> None:
    assert profile(name).base == base


@pytest.mark.parametrize(
    ("name", "letter"), [("fast", "A"), ("middle", "B"), ("slow", "C")]
)
def test_classes_have_letters_and_are_marked_illustrative(
    name: str, letter: str
) -> None:
    label = profile(name).label

    assert label.en.startswith(f"Class {letter}, ")
    assert label.en.endswith("(illustrative)")
    assert label.es.startswith(f"Clase {letter}, ")
    assert label.es.endswith("(ilustrativa)")

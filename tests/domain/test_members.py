"""The members are complete, dated and consistent with the code lists."""

from typing import Literal

import pytest

from swsim.domain.codelists import codelist
from swsim.domain.members import Member, all_members, member, pick
from swsim.errors import UsageError


def alpha2_of(members: tuple[Member, ...]) -> list[str]:
    return [one.alpha2 for one in members]


def test_all_members_today_are_35_and_34() -> None:
    regions = [one.region for one in all_members()]

    assert (regions.count("AP"), regions.count("AMS")) == (35, 34)


def test_all_members_are_sorted_by_alpha2() -> None:
    codes = alpha2_of(all_members())

    assert codes == sorted(codes)


def test_member_has_both_names() -> None:
    panama = member("PA")

    assert (panama.name, panama.name_es) == ("Panama", "Panamá")


@pytest.mark.parametrize("written", ["pa", "Panamá", "panama"])
def test_member_unknown_suggests_the_nearest_code(written: str) -> None:
    with pytest.raises(UsageError, match="did you mean 'PA'"):
        member(written)


def test_member_unlike_any_lists_the_codes() -> None:
    with pytest.raises(UsageError, match=r"expected one of the .* AF AG AR"):
        member("ZZ99")


@pytest.mark.parametrize(("region", "count"), [("AP", 33), ("AMS", 31), ("both", 64)])
def test_pick_as_of_2013_has_the_cast_of_the_workshop(
    region: Literal["AP", "AMS", "both"], count: int
) -> None:
    picked = pick(region, "2013-04")

    assert len(picked) == count


@pytest.mark.parametrize("joined_later", ["PW", "SB", "AG", "SR", "VC"])
def test_pick_as_of_2013_leaves_out_who_joined_later(joined_later: str) -> None:
    assert joined_later not in alpha2_of(pick("both", "2013-04"))
    assert joined_later in alpha2_of(pick("both", "today"))


def test_pick_excluding_leaves_members_out() -> None:
    picked = pick("AMS", "today", excluding=["US", "CA"])

    assert len(picked) == 32


def test_pick_excluding_an_unknown_code_is_refused() -> None:
    with pytest.raises(UsageError, match="No member 'XX'"):
        pick("AP", "today", excluding=["XX"])


def test_rilo_is_none_where_it_is_not_public() -> None:
    unknown = [one.alpha2 for one in all_members() if one.rilo is None]

    assert unknown == ["CA", "GY", "MX", "SR", "US"]


def test_rilo_of_panama_is_central_america() -> None:
    assert member("PA").rilo == "RILO-CAM"


def test_groups_carry_the_changes_since_2013() -> None:
    assert member("BO").groups == ("CAN", "Mercosur")
    assert member("VE").groups == ("Mercosur-suspended",)
    assert "Mercosur-assoc" in member("PA").groups


@pytest.mark.parametrize(
    ("alpha2", "minutes"),
    [("NP", 345), ("IN", 330), ("WS", 780), ("PA", -300), ("PY", -180), ("JP", 540)],
)
def test_utc_offset_is_standard_time(alpha2: str, minutes: int) -> None:
    assert member(alpha2).utc_offset_minutes == minutes


def test_every_currency_has_a_training_rate() -> None:
    rates = codelist("training-rates")

    assert [one.alpha2 for one in all_members() if one.currency not in rates] == []


def test_every_member_is_a_country_of_the_list() -> None:
    countries = codelist("countries")

    assert [one.alpha2 for one in all_members() if one.alpha2 not in countries] == []


def test_ports_are_the_locodes() -> None:
    ports = {port for one in all_members() for port in one.ports}

    assert ports == codelist("locodes").codes


def test_members_with_a_coast_have_seaports() -> None:
    places = codelist("locodes").rows
    without = [
        port
        for one in all_members()
        for port in one.ports
        if not one.landlocked and "1" not in places[port]["functions"]
    ]

    assert without == []

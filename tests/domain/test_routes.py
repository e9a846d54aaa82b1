"""Coasts, sailing times and passages: complete, and as a map would have them."""

from itertools import product

import pytest

from swsim.domain.codelists import codelist
from swsim.domain.members import all_members, member
from swsim.domain.routes import (
    CHOICES,
    DIRECT,
    INLAND,
    all_coasts,
    are_neighbours,
    by_land,
    coast_of,
    coasts_of,
    passages,
    routes,
    sailing,
)

DAY = 86_400


def test_every_port_has_a_coast_or_is_inland() -> None:
    for one in all_members():
        for port in one.ports:
            assert (coast_of(port) == INLAND) == one.landlocked


@pytest.mark.parametrize("start", all_coasts())
def test_every_pair_of_coasts_has_a_time(start: str) -> None:
    for end in all_coasts():
        ways = [way.seconds for way in sailing(start, end)]

        assert DAY <= min(ways) < 60 * DAY
        assert sorted(ways) == sorted(way.seconds for way in sailing(end, start))


@pytest.mark.parametrize(
    ("port", "coast"),
    [
        ("PABLB", "central-america-pacific"),
        ("PAMIT", "caribbean"),
        ("PAONX", "caribbean"),
        ("MXZLO", "central-america-pacific"),
        ("MXVER", "caribbean"),
        ("COBUN", "south-america-pacific"),
        ("COCTG", "caribbean"),
        ("CAVAN", "north-america-pacific"),
        ("CAHAL", "north-america-atlantic"),
        ("USLAX", "north-america-pacific"),
        ("USNYC", "north-america-atlantic"),
        ("CRCAL", "central-america-pacific"),
        ("CRLIO", "caribbean"),
        ("GTPRQ", "central-america-pacific"),
        ("GTSTC", "caribbean"),
        ("NPKTM", INLAND),
    ],
)
def test_coast_of_a_port(port: str, coast: str) -> None:
    assert coast_of(port) == coast


def test_member_may_have_several_coasts() -> None:
    assert coasts_of(member("MX")) == {
        "central-america-pacific": ("MXZLO", "MXLZC"),
        "caribbean": ("MXVER",),
    }


def test_asia_reaches_mexico_over_the_pacific() -> None:
    fastest, *_ = routes(member("CN"), member("MX"))

    assert (fastest.via, fastest.discharge) == (DIRECT, ("MXZLO", "MXLZC"))


def test_asia_reaches_the_gulf_of_mexico_by_the_canal() -> None:
    [canal] = routes(member("CN"), member("MX"), "panama-canal")

    assert canal.discharge == ("MXVER",)
    assert canal.seconds > routes(member("CN"), member("MX"))[0].seconds


def test_land_bridge_takes_longer_than_the_canal() -> None:
    [canal], [bridge] = (
        routes(member("JP"), member("JM"), choice)
        for choice in ("panama-canal", "land-bridge")
    )

    assert bridge.seconds > canal.seconds
    assert bridge.discharge == canal.discharge == ("JMKIN",)


def test_india_reaches_new_york_by_suez() -> None:
    fastest, *_ = routes(member("IN"), member("US"))
    east, *_ = [
        each for each in routes(member("IN"), member("US")) if "USNYC" in each.discharge
    ]

    assert fastest.discharge == ("USLAX",)
    assert east.via == "suez"


def test_no_ship_reaches_a_landlocked_member() -> None:
    assert routes(member("CN"), member("BO")) == ()


def test_no_passage_is_needed_within_an_ocean() -> None:
    assert routes(member("JP"), member("NZ"), "panama-canal") == ()


def test_every_choice_leads_somewhere() -> None:
    everywhere = [member(code) for code in ("CN", "IN", "US", "BR", "CL")]
    taken = {
        route.via
        for choice in CHOICES
        for here, there in product(everywhere, repeat=2)
        for route in routes(here, there, choice)
    }

    assert taken == {DIRECT, *passages()}
    assert set(CHOICES) == {"auto", DIRECT, *passages()}


@pytest.mark.parametrize(
    ("origin", "destination", "way"),
    [
        ("PA", "NI", True),
        ("BT", "NP", True),
        ("US", "PA", True),
        ("AR", "CO", True),
        # The Darien gap, and the sea.
        ("CO", "PA", False),
        ("AR", "MX", False),
        ("JP", "KR", False),
        ("CN", "US", False),
    ],
)
def test_way_over_land(origin: str, destination: str, way: bool) -> None:
    assert by_land(member(origin), member(destination)) is way
    assert by_land(member(destination), member(origin)) is way


def test_gap_is_a_border_without_a_way() -> None:
    assert "CO-PA" in codelist("land-borders")
    assert not are_neighbours(member("CO"), member("PA"))
    assert are_neighbours(member("CR"), member("PA"))
    assert not are_neighbours(member("NI"), member("PA"))

"""Fictional members have nothing of a real one's name, and everything else of it."""

import re

import pytest

from swsim.domain.agreements import agreements_between
from swsim.domain.codelists import codelist, decimals
from swsim.domain.goods import good
from swsim.domain.members import (
    Member,
    all_members,
    every_member,
    fictional_members,
    in_world_of,
    member,
)
from swsim.domain.places import invented_places, known_places
from swsim.domain.profiles import profile_for

FICTIONAL = fictional_members()

# ISO 3166-1, clause 8.1.3: codes for users, who may give them a meaning of their own.
USERS_OWN = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")


@pytest.mark.parametrize("one", FICTIONAL, ids=lambda one: one.alpha2)
def test_fictional_member_is_whom_it_stands_for_under_other_names(one: Member) -> None:
    assert one.stands_for is not None
    real = member(one.stands_for)

    own = {"alpha2", "name", "name_es", "ports", "currency", "stands_for"}
    alike = [name for name in Member.__slots__ if name not in own]
    assert [getattr(one, name) for name in alike] == [
        getattr(real, name) for name in alike
    ]
    assert profile_for(one) == profile_for(real)
    assert len(one.ports) == len(real.ports)


def test_fictional_codes_are_free_and_in_no_code_list() -> None:
    codes = [one.alpha2 for one in FICTIONAL]

    assert all(map(USERS_OWN.fullmatch, codes))
    assert len(set(codes)) == len(codes)
    assert codelist("countries").codes.isdisjoint(codes)
    assert {"XX", "XZ", "ZZ"}.isdisjoint(codes)


def test_fictional_codes_are_in_the_order_of_the_real_ones() -> None:
    for region in ("AP", "AMS"):
        real = [str(one.stands_for) for one in FICTIONAL if one.region == region]
        assert real == sorted(real)


def test_fictional_names_are_nobody_elses() -> None:
    taken = {row["name"] for row in codelist("countries").rows.values()}
    taken |= {row["name"] for row in codelist("locodes").rows.values()}
    taken |= {one.name for one in all_members()} | {
        one.name_es for one in all_members()
    }
    names = [one.name for one in FICTIONAL]
    ports = [row["name"] for row in invented_places().values()]

    assert taken.isdisjoint([*names, *ports, *(one.name_es for one in FICTIONAL)])
    assert len({*names, *ports}) == len(names) + len(ports)


def test_fictional_ports_look_like_locodes_and_are_places_of_their_member() -> None:
    for one in FICTIONAL:
        for port in one.ports:
            assert re.fullmatch(f"{one.alpha2}[A-Z2-9]{{3}}", port)
            assert known_places()[port]["country"] == one.alpha2
    assert codelist("locodes").codes.isdisjoint(invented_places())


def test_currency_of_fictional_members_is_live() -> None:
    assert {decimals(one.currency) for one in FICTIONAL} == {2}


def test_members_are_real_unless_all_are_asked_for() -> None:
    assert all(one.stands_for is None for one in all_members())
    assert len(every_member()) == len(all_members()) + len(FICTIONAL) == 105


def test_what_holds_of_real_members_holds_of_those_who_stand_for_them() -> None:
    assert in_world_of("QS", ("JP", "PA", "AR")) == ("QS", "XT")
    assert in_world_of("JP", ("JP", "PA", "AR")) == ("JP", "PA", "AR")
    assert agreements_between("QV", "XR") != ()
    assert [each.id for each in agreements_between("QV", "XR")] == [
        each.id for each in agreements_between("MY", "MX")
    ]
    assert agreements_between("QV", "MX") == ()
    assert "XH" in good("080929").origins_for("XH")
    assert "CL" not in good("080929").origins_for("XH")

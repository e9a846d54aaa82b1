"""Every switch of the policy is explained, with the clause that asks for it."""

import re

import pytest

from swsim.domain.policies import NAMES, SWITCHES, Policy

_CLAUSE = re.compile(r"RKC \d+\.\d+|RKC [A-K]\d?|TFA \d+(\.\d+)?|SAFE Pillar [123]")


def test_table_holds_every_switch() -> None:
    assert tuple(SWITCHES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_switch_is_explained_in_both_languages(name: str) -> None:
    assert SWITCHES[name].en
    assert SWITCHES[name].es


@pytest.mark.parametrize("name", NAMES)
def test_switch_names_its_clauses(name: str) -> None:
    assert SWITCHES[name].references
    assert all(_CLAUSE.fullmatch(each) for each in SWITCHES[name].references)


def test_changed_leaves_the_rest() -> None:
    changed = Policy().changed({"confirm_release": False})

    assert changed == Policy(confirm_release=False)

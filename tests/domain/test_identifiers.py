"""Numbers carry right check digits, and ids depend on seed and name alone."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swsim.domain import identifiers
from swsim.domain.identifiers import (
    PARTICIPANT_ID,
    container_check_digit_ok,
    container_number,
    conversation_id,
    imo_number,
    is_container_number,
    is_imo_number,
    is_mrn,
    is_ucr,
    make_mrn,
    make_ucr,
    message_id,
    participant,
    site_of,
    with_container_check_digit,
    with_imo_check_digit,
)


def test_container_number_has_the_training_owner() -> None:
    assert container_number(1) == "SWSU0000019"


@given(st.integers(0, 999_999))
def test_container_number_is_valid(serial: int) -> None:
    assert is_container_number(container_number(serial))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("CSQU3054383", True),
        ("CSQU3054384", False),
        ("csqu3054383", False),
        ("CSQU 305438 3", False),
        ("CSQU305438", False),
        ("CSQU305438٣", False),
    ],
)
def test_is_container_number(text: str, valid: bool) -> None:
    assert is_container_number(text) is valid


def test_is_container_number_wrong_category_has_a_right_check_digit() -> None:
    text = container_number(7, owner="SWSA")

    assert container_check_digit_ok(text)
    assert not is_container_number(text)


def test_container_number_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="1000000: expected 0 to 999999"):
        container_number(1_000_000)


@given(st.integers(0, 99_999))
def test_imo_number_is_valid_and_no_ships(serial: int) -> None:
    number = imo_number(serial)

    assert is_imo_number(number)
    assert number.startswith("3")


@pytest.mark.parametrize(
    ("text", "valid"),
    [("9074729", True), ("9074728", False), ("IMO 9074729", False), ("907472", False)],
)
def test_is_imo_number(text: str, valid: bool) -> None:
    assert is_imo_number(text) is valid


def test_make_mrn_has_its_parts_in_place() -> None:
    # By hand: 2*1 + 6*2 + 27*4 + 10*8 + 4*2**15 + 2*2**16 = 262,346; mod 11 is 7.
    assert make_mrn(2026, "PA", 42) == "26PA00000000000427"


@given(st.integers(2000, 2099), st.integers(0, 10**13 - 1))
def test_make_mrn_is_an_mrn(year: int, sequence: int) -> None:
    assert is_mrn(make_mrn(year, "PA", sequence))


@pytest.mark.parametrize("place", [0, 1, 2, 5, 16])
def test_is_mrn_notices_one_changed_character(place: int) -> None:
    mrn = make_mrn(2026, "PA", 4711)
    other = "7" if mrn[place].isdigit() else "Q"

    assert not is_mrn(mrn[:place] + other + mrn[place + 1 :])


def test_make_mrn_in_lower_case_country_is_refused() -> None:
    with pytest.raises(ValueError, match="country 'pa'"):
        make_mrn(2026, "pa", 1)


def test_make_ucr_is_year_country_company_and_number() -> None:
    assert make_ucr(2026, "PA", "RUC12345678", 42) == "6PARUC12345678-00042"


def test_make_ucr_of_the_longest_company_id_fits() -> None:
    ucr = make_ucr(2026, "PA", "A" * 24, 9_999_999)

    assert len(ucr) == 35
    assert is_ucr(ucr)


@pytest.mark.parametrize("company", ["", "A" * 25, "ruc1", "RUC-1", "RUC 1"])
def test_make_ucr_with_a_bad_company_id_is_refused(company: str) -> None:
    with pytest.raises(ValueError, match="company id"):
        make_ucr(2026, "PA", company, 1)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("6JP12345678-ABC", True),
        ("6JP1", True),
        ("6JP", False),
        ("JP612345678", False),
        ("6jp12345678", False),
        ("6JP-1", False),
        ("6JP" + "1" * 33, False),
    ],
)
def test_is_ucr(text: str, valid: bool) -> None:
    assert is_ucr(text) is valid


def test_participant_is_site_and_role() -> None:
    assert participant("pa", "sw") == "pa-sw"


@pytest.mark.parametrize(
    ("site", "role"), [("PA", "sw"), ("pa", ""), ("pa", "s.w"), ("pa", "sw-1")]
)
def test_participant_with_other_characters_is_refused(site: str, role: str) -> None:
    with pytest.raises(ValueError, match="expected a site and a role"):
        participant(site, role)


@pytest.mark.parametrize(
    ("name", "site"), [("pa-sw", "pa"), ("rilo-ap-hub", "rilo-ap")]
)
def test_site_of_participant(name: str, site: str) -> None:
    assert site_of(name) == site


@pytest.mark.parametrize("name", ["pa", "PA-sw", "pa-", "-sw", ""])
def test_site_of_something_else_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="expected <site>-<role>"):
        site_of(name)


@pytest.mark.parametrize("name", ["pa.sw", "pa/sw", "pa--sw", "+", "#", "Pa-sw"])
def test_participant_id_keeps_topic_characters_out(name: str) -> None:
    assert PARTICIPANT_ID.fullmatch(name) is None


def test_message_id_is_the_same_in_every_run() -> None:
    assert message_id(1, "pa-sw", 1) == "5e2ff398-9017-5be5-a4a2-116284890a31"


def test_message_id_is_a_version_5_uuid() -> None:
    assert UUID(message_id(1, "pa-sw", 1)).version == 5


def test_ids_differ_by_every_part_of_the_name() -> None:
    ids = {
        message_id(1, "pa-sw", 1),
        message_id(2, "pa-sw", 1),
        message_id(1, "jp-sw", 1),
        message_id(1, "pa-sw", 2),
        conversation_id(1, "pa-sw", "1"),
        conversation_id(1, "pa-sw", "2"),
        conversation_id(1, "pa-sw"),
    }

    assert len(ids) == 7


@pytest.mark.parametrize(
    ("written", "right"), [("SWSU0000010", "SWSU0000019"), ("SWSU000001", "")]
)
def test_container_number_is_given_its_check_digit(written: str, right: str) -> None:
    assert with_container_check_digit(written) == right


@pytest.mark.parametrize(("written", "right"), [("9074720", "9074729"), ("907", "")])
def test_imo_number_is_given_its_check_digit(written: str, right: str) -> None:
    assert with_imo_check_digit(written) == right


@pytest.mark.parametrize("number", range(1, 200))
def test_message_id_is_that_of_the_standard_library(number: int) -> None:
    expected = uuid5(identifiers._NAMESPACE, f"message/7/jp-trd/{number}")

    assert message_id(7, "jp-trd", number) == str(expected)

"""The agreements of origin that an exercise knows."""

from datetime import date

from swsim.domain.agreements import agreements_between, all_agreements
from swsim.domain.codelists import codelist


def test_parties_are_countries() -> None:
    known = codelist("countries").codes
    named = {code for each in all_agreements() for code in each.parties | each.through}

    assert named <= known
    assert all(len(each.parties) > 1 for each in all_agreements())


def test_two_countries_may_have_several_agreements() -> None:
    ids = [each.id for each in agreements_between("PE", "CL")]

    assert ids == ["CPTPP", "Pacific-Alliance"]


def test_no_country_has_an_agreement_with_itself() -> None:
    assert agreements_between("PE", "PE") == ()


def test_route_passes_through_parties_and_named_countries() -> None:
    (alliance,) = [each for each in agreements_between("CO", "PE") if each.id != "CAN"]

    assert alliance.since == date(2016, 5, 1)
    assert alliance.allows(("CO", "PA", "PE"))
    assert not alliance.allows(("CO", "CN", "PE"))

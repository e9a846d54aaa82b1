"""What a Response says, whoever sent it."""

import pytest

from swsim.documents.types.response import Response, Status
from swsim.domain.codes import Indicator
from swsim.simulation.answers import indicator_of


@pytest.mark.parametrize("indicator", Indicator)
def test_outcome_is_read_from_the_status(indicator: Indicator) -> None:
    response = Response(statuses=(Status(name=indicator),))

    assert indicator_of(response) is indicator


@pytest.mark.parametrize("name", ["22", "77", None])
def test_code_that_nobody_acts_on_is_no_outcome(name: str | None) -> None:
    """A system from outside may send any code of UN/EDIFACT 7365."""
    assert indicator_of(Response(statuses=(Status(name=name),))) is None


def test_demand_for_payment_has_no_outcome() -> None:
    assert indicator_of(Response()) is None

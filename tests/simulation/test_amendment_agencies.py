"""A change is held to all rules, and agencies hear of what concerns their goods."""

from typing import Any

import pytest

from simulation import certificates
from simulation.agencies import CHERRIES, TOYS, cherries, played
from simulation.amendments import STYLES, agreed, decided, results
from simulation.amendments import played as amended
from simulation.builders import DAY, HOUR, Played, exact
from swsim.documents.types.declaration import Declaration
from swsim.domain.changes import Change, ChangeId, Style
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold
from swsim.domain.settings import ShipmentOrder

IMPORT = "S00001-I1"
AGRICULTURE, HEALTH, STANDARDS = "cn-agr", "cn-hlt", "cn-std"
# Agencies answer before customs assigns a channel, or long after.
QUICK, SLOW = exact(agency=60), exact(agency=8 * HOUR)


def wanting(what: ChangeId, **changes: Any) -> ShipmentOrder:
    return cherries(change=Change(what=what), **changes)


def told(run: Played, agency: str) -> list[str | None]:
    """Return the functions of the declarations that an agency was sent."""
    return [
        declaration.function
        for message in run.sent("declaration", recipient=agency)
        if isinstance(declaration := run.payload(message), Declaration)
    ]


def answers(run: Played, agency: str) -> int:
    return len(run.sent("response", agency, "cn-sw"))


# --- the whole declaration ------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_change_that_would_make_the_declaration_invalid_is_denied_with_findings(
    style: Style,
) -> None:
    run = amended("amend-invalid", style)
    answer = decided(run, Indicator.CHANGE_REFUSED)

    assert results(run, "change") == [("denied", "invalid")]
    assert [error.code for error in answer.errors] == ["R03"]
    assert answer.errors[0].pointers[-1].tag == "128"
    assert answer.declaration is not None
    assert answer.declaration.version == "1"
    assert agreed(run)


def test_rule_that_an_administration_has_loosened_does_not_deny_a_change() -> None:
    run = amended("amend-invalid", severities={"R03": "W"})

    assert results(run, "change") == [("granted", "")]


# --- agencies -------------------------------------------------------------------------


def test_agency_that_has_not_answered_decides_on_the_goods_as_they_are_now() -> None:
    run = played(wanting("amend-before-selection"), profile=SLOW)

    assert told(run, AGRICULTURE) == ["13", "5"]
    assert answers(run, AGRICULTURE) == answers(run, HEALTH) == 1
    assert [each.facts["why"] for each in run.of(Kind.CHANGE, asked="agencies")] == [
        (AGRICULTURE, HEALTH)
    ]
    assert Indicator.RELEASED in run.outcomes("cn-trd", IMPORT)


def test_agency_that_has_answered_reconsiders_and_release_waits_for_it() -> None:
    run = played(wanting("amend-after-selection"), profile=QUICK)
    held = run.of(Kind.HOLD, hold=Hold.AGENCY, declaration=IMPORT)
    verdicts = run.of(Kind.VERDICT, declaration=IMPORT)

    assert told(run, AGRICULTURE) == ["13", "5"]
    assert answers(run, AGRICULTURE) == answers(run, HEALTH) == 2
    assert [each.facts["change"] for each in held] == ["set", "lifted"] * 2
    assert verdicts[-1].facts["verdict"] == "conform"
    (released,) = run.of(Kind.TIME_POINT, point="T10", declaration=IMPORT)
    assert released.time >= held[-1].time


def test_agency_whose_goods_are_not_concerned_is_not_told() -> None:
    run = played(
        wanting("amend-before-selection", hs6=(CHERRIES, TOYS)),
        roles=("hlt", "std"),
        profile=SLOW,
    )

    assert told(run, AGRICULTURE) == ["13", "5"]
    assert told(run, STANDARDS) == ["13"]


def test_change_that_is_denied_is_told_to_no_agency() -> None:
    run = played(wanting("amend-invalid"), profile=SLOW)

    assert results(run, "change") == [("denied", "invalid")]
    assert told(run, AGRICULTURE) == ["13"]


def test_applications_that_are_still_to_come_hold_the_goods_as_they_are_now() -> None:
    run = played(
        wanting("amend-before-selection"), profile=SLOW, single_submission=False
    )
    masses = {
        declaration.function: item.commodity.measure.net_mass
        for message in run.sent("declaration", "cn-trd")
        if isinstance(declaration := run.payload(message), Declaration)
        if declaration.shipment and declaration.item_count
        for item in declaration.shipment.items
        if item.commodity and item.commodity.measure
    }

    assert masses["13"] is not None
    assert masses["9"] is not None
    assert masses["13"] < masses["9"]
    assert Indicator.RELEASED in run.outcomes("cn-trd", IMPORT)


def test_certificate_is_written_off_for_the_goods_as_they_are_now() -> None:
    order = certificates.plants(change=Change(what="amend-after-selection"))
    run = certificates.played(order, profile=exact(agency=60, payment=DAY))
    used = [
        each.facts["mass"]
        for each in run.of(Kind.CERTIFICATE, change="used")
        if each.site == "cn"
    ]

    assert len(used) == 2
    assert used[1] < used[0]  # type: ignore[operator]
    assert Indicator.RELEASED in run.outcomes("cn-trd", IMPORT)

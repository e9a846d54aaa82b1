"""The agriculture agency has its word: release needs both, one no holds everything."""

from dataclasses import replace

import pytest

from simulation.builders import BANANAS, DAY, HOUR, Played, exact, order, play, world
from swsim.documents.envelope import Envelope
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.timepoints import Point
from swsim.simulation.answers import indicator_of

IMPORT = "S00001-I1"


def bananas(
    *, edit: bool = False, channel: str | None = None, **changes: object
) -> Played:
    """Play bananas from Ecuador to Japan.

    `edit` loses the importer's certificate, and the single window leaves that to the
    agency.
    """
    if edit:
        changes["severities"] = {"R39": "W"}
    return play(
        world(
            order(origin="EC", destination="JP", hs6=(BANANAS,), channel=channel),
            profiles={"EC": exact(), "JP": exact(**changes)},
        ),
        edit=_without_certificate if edit else None,
    )


def _without_certificate(envelope: Envelope) -> object:
    document = envelope.payload
    if not isinstance(document, Declaration) or document.reference != IMPORT:
        return document
    shipment = document.shipment
    if shipment is None:  # documents that customs asked for
        return document
    items = tuple(replace(item, documents=()) for item in shipment.items)
    return replace(document, shipment=replace(shipment, items=items))


def test_agency_is_asked_about_its_goods_only() -> None:
    assert bananas().of(Kind.TIME_POINT, point=Point.AGENCY_ASKED, leg="import")
    assert not play(world()).of(Kind.TIME_POINT, point=Point.AGENCY_ASKED)


def test_request_to_the_agency_is_function_13() -> None:
    run = bananas()
    (message,) = run.sent("declaration", "jp-sw", "jp-agr")
    request = run.payload(message)
    assert isinstance(request, Declaration)

    assert request.function == "13"
    assert request.reference == IMPORT


def test_release_waits_for_an_agency_that_is_slower_than_customs() -> None:
    run = bananas(agency=9 * DAY, release_before_arrival=True)

    assert run.at(Point.CUSTOMS_RELEASED) < run.at(Point.AGENCY_ANSWERED)
    assert run.at(Point.ALL_RELEASED) == run.at(Point.AGENCY_ANSWERED) + 1
    assert run.outcomes("jp-trd", IMPORT).count(Indicator.RELEASED) == 1


def test_release_waits_for_customs_that_is_slower_than_the_agency() -> None:
    run = bananas(agency=HOUR)

    assert run.at(Point.AGENCY_ANSWERED) < run.at(Point.CUSTOMS_RELEASED)
    assert run.at(Point.ALL_RELEASED) == run.at(Point.CUSTOMS_RELEASED) + 1


def test_agency_hold_is_set_and_lifted() -> None:
    run = bananas()
    holds = run.of(Kind.HOLD, hold="OGA_PENDING", declaration=IMPORT)

    assert [event.facts["change"] for event in holds] == ["set", "lifted"]
    assert holds[0].time == run.at(Point.AGENCY_ASKED)
    assert holds[1].time == run.at(Point.AGENCY_ANSWERED) + 1


@pytest.mark.parametrize(
    ("agency", "states"),
    [
        (60, ["REGISTERED", "DETAINED"]),
        (HOUR, ["REGISTERED", "SELECTED", "DETAINED"]),
        (9 * DAY, ["REGISTERED", "SELECTED", "RELEASED", "DETAINED"]),
    ],
)
def test_agency_refusal_holds_whatever_customs_has_come_to(
    agency: int, states: list[str]
) -> None:
    run = bananas(edit=True, agency=agency, release_before_arrival=True)

    assert run.states(IMPORT, "cus") == states
    assert Indicator.RELEASED not in run.outcomes("jp-trd", IMPORT)
    assert not run.of(Kind.TIME_POINT, point=Point.ALL_RELEASED)
    assert not run.of(Kind.TIME_POINT, point=Point.GATED_OUT)


def test_agency_refusal_names_the_agency_and_what_is_missing() -> None:
    run = bananas(edit=True)
    (held,) = [
        answer
        for answer in run.responses("jp-trd", IMPORT)
        if indicator_of(answer) is Indicator.DETAINED
    ]
    agency, missing = held.information

    assert (agency.type, agency.code) == ("AGY", "jp-agr")
    assert (missing.type, missing.code) == ("DOC", "851")


def test_customs_says_nothing_more_to_the_trader_after_a_refusal() -> None:
    run = bananas(edit=True, channel="yellow", agency=HOUR, documents=3 * DAY)

    # Customs orders an inspection when no documents come; the trader is not told.
    assert run.of(Kind.TIME_POINT, point=Point.INSPECTION_ORDERED)
    assert run.outcomes("jp-trd", IMPORT) == [
        Indicator.AWAITING_ARRIVAL,
        Indicator.DOCUMENTS_WANTED,
        None,
        Indicator.DETAINED,
        # Of the single window: what is detained is changed no more (R61).
        Indicator.CHANGE_REFUSED,
    ]


def test_country_of_export_is_not_told_of_a_release_that_was_none() -> None:
    run = bananas(edit=True)

    assert not run.sent("response", "jp-sw", "ec-sw")

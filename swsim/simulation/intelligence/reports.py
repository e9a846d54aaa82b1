"""Writes the report of a seizure: what was found where and how, and nobody's name."""

from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from swsim.documents.cooperation import Concealment, RoutingCountry
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.enforcement_report import (
    EnforcementReport,
    SeizedClassification,
    SeizedCommodity,
    SeizedConsignment,
    SeizedItem,
    SeizedMeasure,
    SeizedPackaging,
    SeizureDestination,
    SeizureExportCountry,
    SeizureLocation,
    SeizureTransportMeans,
)
from swsim.domain.codes import CONTAINERISED, NOT_CONTAINERISED, Function, Mode
from swsim.domain.contraband import Contraband
from swsim.domain.settings import ShipmentOrder
from swsim.domain.targeting import Traits

Fault = Literal["incomplete", "nominal"]

COVER: Final = "OTH"  # class of the lawful goods among which something was hidden
_PLACES: Final = {Mode.SEA: "SEA", Mode.AIR: "AIR", Mode.RAIL: "RAI", Mode.ROAD: "LND"}
_NAMES = "The driver, Mr Ramon Farfan, was paid in cash."


def seizure_report(
    found: Contraband,
    order: ShipmentOrder,
    traits: Traits,
    *,
    reference: str,
    by: str,
    place: str,
    seized: datetime,
    at: datetime,
    alerted: bool,
) -> EnforcementReport:
    """Return the report of what was found in a shipment.

    `traits` are those of the declaration; `by` is the member who reports, `place` the
    UN/LOCODE of the seizure; `alerted` tells that an alert led to it.
    """
    boxed = bool(traits.get("container"))
    return EnforcementReport(
        function=Function.ORIGINAL,
        reference=reference,
        issued=at,
        detection="ALT" if alerted else "RSK",
        country=by,
        seized=seized,
        concealment=Concealment(method=found.concealment),
        consignment=SeizedConsignment(
            container=CONTAINERISED if boxed else NOT_CONTAINERISED,
            transport=SeizureTransportMeans(mode=order.mode),
            destination=SeizureDestination(country=order.destination),
            export_country=SeizureExportCountry(id=order.origin),
            itinerary=(
                RoutingCountry(sequence=1, country=order.origin),
                RoutingCountry(sequence=2, country=order.destination),
            ),
        ),
        location=SeizureLocation(id=place, type=_PLACES[Mode(order.mode)]),
        items=(
            _item(1, found.kind, found.hs6, found.mass),
            _cover(2, order.hs6[0], traits),
        ),
    )


def _item(number: int, kind: str, heading: str, mass: int) -> SeizedItem:
    return SeizedItem(
        sequence=number,
        commodity=SeizedCommodity(
            commodity_class=kind,
            classifications=(SeizedClassification(id=heading),),
            measure=SeizedMeasure(net=mass),
        ),
    )


def _cover(number: int, heading: str, traits: Traits) -> SeizedItem:
    """Return the lawful goods of a shipment; their mass says nothing here."""
    packages = tuple(
        SeizedPackaging(sequence=place, type=kind)
        for place, kind in enumerate(traits.get("package", ())[:1], 1)
    )
    return replace(_item(number, COVER, heading, 1_000), packaging=packages)


def spoilt(report: EnforcementReport, fault: Fault) -> EnforcementReport:
    """Return a report as somebody writes it in a hurry, or who says too much."""
    if fault == "incomplete":
        return replace(report, concealment=None, detection=None)
    return replace(report, information=(AdditionalInformation(description=_NAMES),))


def again(report: EnforcementReport, at: datetime, number: int) -> EnforcementReport:
    """Return a report as it is lodged again, under a reference of its own."""
    return replace(report, reference=f"{report.reference}-{number}", issued=at)

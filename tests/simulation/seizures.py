"""Reports of seizures as customs writes them, for tests to send and to spoil."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulation.builders import START, Extra
from swsim.documents.cooperation import Concealment, RoutingCountry
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.enforcement_report import (
    EnforcementReport,
    SeizedClassification,
    SeizedCommodity,
    SeizedConsignment,
    SeizedItem,
    SeizedMeasure,
    SeizureDestination,
    SeizureExportCountry,
    SeizureLocation,
    SeizureTransportMeans,
)


def report(**changes: Any) -> EnforcementReport:
    """Return a complete report of Ecuador without any name."""
    seizure = EnforcementReport(
        function="9",
        reference="EC-2026-000001",
        issued=START,
        detection="RSK",
        country="EC",
        seized=START - timedelta(hours=5),
        concealment=Concealment(method="LOD"),
        consignment=SeizedConsignment(
            container="68",
            transport=SeizureTransportMeans(mode="1"),
            destination=SeizureDestination(country="NZ"),
            export_country=SeizureExportCountry(id="EC"),
            itinerary=(RoutingCountry(sequence=1, country="EC"),),
        ),
        location=SeizureLocation(id="ECGYE", type="SEA"),
        items=(
            SeizedItem(
                sequence=1,
                commodity=SeizedCommodity(
                    commodity_class="DRG",
                    classifications=(SeizedClassification(id="293972"),),
                    measure=SeizedMeasure(net=412_500),
                ),
            ),
        ),
    )
    return replace(seizure, **changes)


def naming() -> EnforcementReport:
    """Return a report whose remark names a person."""
    words = "The driver, Mr Ramon Farfan, was paid in cash."
    return report(information=(AdditionalInformation(description=words),))


def incomplete() -> EnforcementReport:
    """Return a report that tells neither how the goods were hidden nor how found."""
    return report(concealment=None, detection=None)


def filed(seizure: EnforcementReport, to: str, at: int = 60) -> Extra:
    """Return a report on its way from Ecuador's customs."""
    return Extra(at=at, sender="ec-cus", recipient=to, payload=seizure)

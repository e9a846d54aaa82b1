"""Good cargo reports of goods that change ships: in and out under one contract."""

from dataclasses import replace

from samples.cargo_reports import (
    AT_ARRIVAL,
    AT_DEPARTURE,
    CARRIER,
    FOR_CALLAO,
    REPORT_MRN,
    VOYAGE,
)
from samples.parts import at, enveloped
from swsim.documents.goods import Place, PreviousDocument
from swsim.documents.types.cargo_report import Call, CargoReport, UnloadingPlace
from swsim.domain.codes import Function
from swsim.domain.identifiers import imo_number

COMES = CargoReport(
    function=Function.ORIGINAL,
    reference="PACA-2026-000933",
    issued=at("2026-04-27 07:30"),
    issue_location="PABLB",
    type=AT_ARRIVAL,
    consignment_count=1,
    office="PABLB",
    gross_mass=11_500_000,
    package_count=20,
    border_means=replace(VOYAGE, arrived=at("2026-04-27 06:40")),
    carrier=CARRIER,
    consignments=(replace(FOR_CALLAO, sequence=1),),
)
GOES = replace(
    COMES,
    reference="PACA-2026-000833",
    issued=at("2026-05-01 09:00"),
    type=AT_DEPARTURE,
    border_means=replace(
        VOYAGE,
        eta=at("2026-05-07 11:00"),
        name="Exercise Feeder",
        id=imo_number(9),
        journey="SF118S",
        calls=(
            Call(
                sequence=1,
                departure=at("2026-05-01 20:00"),
                id="PABLB",
                country="PA",
            ),
            Call(sequence=2, arrival=at("2026-05-07 11:00"), id="PECLL", country="PE"),
        ),
    ),
    consignments=(
        replace(
            FOR_CALLAO,
            sequence=1,
            loading=Place(name="Balboa", id="PABLB"),
            previous_documents=(PreviousDocument(id=REPORT_MRN, type=AT_ARRIVAL),),
            unloading=UnloadingPlace(
                arrival=at("2026-05-07 11:00"), name="Callao", id="PECLL"
            ),
        ),
    ),
)

_AGENT = ("pa-trd", "pa-sw")
GOOD = {
    "cargo-report": {
        "transhipped-in-933": enveloped(
            COMES, 27, _AGENT, "2026-04-27 07:30", case="voyage"
        ),
        "transhipped-out-833": enveloped(
            GOES, 28, _AGENT, "2026-05-01 09:00", case="voyage"
        ),
    }
}

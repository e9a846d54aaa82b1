"""The good cargo reports: a ship from Yokohama to Balboa and Callao, and its houses."""

from dataclasses import replace

from samples.exports import EXPORT_UCR
from samples.parts import JP_EXPORTER, PA_IMPORTER, PE_IMPORTER, at, enveloped
from swsim.documents.goods import (
    Classification,
    Country,
    DangerousGoods,
    GoodsLocation,
    Packaging,
    Place,
    PreviousDocument,
    Status,
    Ucr,
)
from swsim.documents.parts import (
    AdditionalInformation,
    Address,
    Amendment,
    Office,
    Party,
    Pointer,
)
from swsim.documents.types.cargo_report import (
    Call,
    CargoCommodity,
    CargoConsignment,
    CargoEquipment,
    CargoMeasure,
    CargoProcedure,
    CargoReport,
    CarryingMeans,
    ConsignmentItem,
    EquipmentLink,
    Seal,
    TransportContract,
    UnloadingPlace,
)
from swsim.domain.codes import CONTAINERISED, Function
from swsim.domain.identifiers import container_number, imo_number, make_mrn

# UN/EDIFACT 1001, 7365 and 8169.
MANIFEST, AT_DEPARTURE, AT_ARRIVAL, NOTICE_OF_ARRIVAL = "785", "833", "933", "185"
CONTAINERS = "788"
MASTER, STRAIGHT, HOUSE = "704", "705", "714"
IMPORT, TRANSHIPMENT, RELEASED, DETAINED = "23", "28", "4", "7"
BROKEN = "41"
EMPTY, SEVERAL, SINGLE = "4", "7", "8"

MASTER_BILL, FIRST_HOUSE, SECOND_HOUSE = "TRNB0000200", "FWDH0000031", "FWDH0000032"
REPORT_MRN = make_mrn(2026, "PA", 900)

CARRIER = Party(
    name="Training Ocean Lines",
    id="JPCA0000009",
    address=Address(city="Yokohama", country="JP", line="9 Rehearsal Pier"),
)
FORWARDER = Party(name="Drill Forwarding Ltd", id="JPFW0000010")
SHIPPER = Party(name="Simulated Garments Co.", id="JPEX0000011")
CONSIGNEE = Party(
    name="Textiles de Ejemplo S.A.",
    id="PAIM0000012",
    address=Address(city="Colón", country="PA", line="Calle Práctica 8"),
)
YOKOHAMA = Place(name="Yokohama", id="JPYOK")
BALBOA = UnloadingPlace(arrival=at("2026-04-27 06:00"), name="Balboa", id="PABLB")

VOYAGE = CarryingMeans(
    eta=at("2026-04-27 06:00"),
    name="Exercise Pacific",
    id=imo_number(1),
    id_type="IMO",
    journey="EP026E",
    nationality="PA",
    mode="1",
    calls=(
        Call(sequence=1, departure=at("2026-04-09 18:00"), id="JPYOK", country="JP"),
        Call(
            sequence=2,
            arrival=at("2026-04-27 06:00"),
            departure=at("2026-04-28 20:00"),
            id="PABLB",
            country="PA",
        ),
        Call(sequence=3, arrival=at("2026-05-02 11:00"), id="PECLL", country="PE"),
    ),
)


def container(
    serial: int, size_type: str, fullness: str, *seals: str, sequence: int = 1
) -> CargoEquipment:
    return CargoEquipment(
        sequence=sequence,
        size_type=size_type,
        fullness=fullness,
        id=container_number(serial),
        seals=tuple(Seal(sequence=n, id=seal) for n, seal in enumerate(seals, 1)),
    )


def goods(
    description: str,
    kilograms: int,
    packages: tuple[int, str],
    serial: int,
    **more: str,
) -> ConsignmentItem:
    """Return the first item of a consignment, in the container of that serial."""
    count, kind = packages
    return ConsignmentItem(
        sequence=1,
        commodity=CargoCommodity(
            description=description,
            classifications=(Classification(id=more["hs"], type="HS"),),
            dangerous=tuple(
                DangerousGoods(id=more[un]) for un in ("un",) if un in more
            ),
            measure=CargoMeasure(gross_mass=kilograms * 1000),
            equipment=(EquipmentLink(sequence=1, id=container_number(serial)),),
        ),
        packaging=(Packaging(sequence=1, marks=more["marks"], count=count, type=kind),),
    )


EXCAVATORS = CargoConsignment(
    sequence=1,
    container_code=CONTAINERISED,
    gross_mass=9_200_000,
    package_count=2,
    consignee=PA_IMPORTER,
    items=(
        goods(
            "Crawler mini excavators with a fully revolving cabin, new",
            9200,
            (2, "CR"),
            1,
            hs="842952",
            marks="EXM 1-2",
        ),
    ),
    consignor=JP_EXPORTER,
    destination=Country(country="PA"),
    goods_location=GoodsLocation(name="Balboa container terminal", id="PABLB"),
    procedure=CargoProcedure(current=IMPORT),
    loading=YOKOHAMA,
    notify=PA_IMPORTER,
    contract=TransportContract(id="TRNB0000100", type=STRAIGHT),
    equipment=(container(1, "22G1", SINGLE, "TRN000101"),),
    ucr=Ucr(id=EXPORT_UCR),
    unloading=BALBOA,
)
# The box of several consignments: what is in it stands in the houses.
CONSOLIDATION = CargoConsignment(
    sequence=2,
    container_code=CONTAINERISED,
    gross_mass=6_400_000,
    package_count=520,
    consignee=Party(name="Consolidados Modelo S.A.", id="PAFW0000013"),
    consignor=FORWARDER,
    procedure=CargoProcedure(current=IMPORT),
    loading=YOKOHAMA,
    contract=TransportContract(id=MASTER_BILL, type=MASTER),
    equipment=(container(301, "45G1", SEVERAL, "TRN000301"),),
    unloading=BALBOA,
)
SHIRTS = CargoConsignment(
    sequence=3,
    container_code=CONTAINERISED,
    gross_mass=4_000_000,
    package_count=400,
    consignee=CONSIGNEE,
    items=(
        goods(
            "Men's T-shirts of cotton, knitted",
            4000,
            (400, "CT"),
            301,
            hs="610910",
            marks="TE 1-400",
        ),
    ),
    consignor=SHIPPER,
    destination=Country(country="PA"),
    procedure=CargoProcedure(current=IMPORT),
    loading=YOKOHAMA,
    master=TransportContract(id=MASTER_BILL, type=MASTER),
    notify=CONSIGNEE,
    contract=TransportContract(id=FIRST_HOUSE, type=HOUSE),
    equipment=(container(301, "45G1", SEVERAL, "TRN000301"),),
    unloading=BALBOA,
)
BATTERIES = replace(
    SHIRTS,
    sequence=4,
    gross_mass=2_400_000,
    package_count=120,
    information=(AdditionalInformation(code="SCR", description="X-rayed, no find"),),
    items=(
        goods(
            "Lithium-ion batteries for telephones",
            2400,
            (120, "CT"),
            301,
            hs="850760",
            marks="LI 1-120",
            un="3480",
        ),
    ),
    contract=TransportContract(id=SECOND_HOUSE, type=HOUSE),
)
FOR_CALLAO = CargoConsignment(
    sequence=5,
    container_code=CONTAINERISED,
    gross_mass=11_500_000,
    package_count=20,
    consignee=PE_IMPORTER,
    items=(
        goods(
            "Milk powder of more than 1.5 % fat in bags",
            11500,
            (20, "PX"),
            302,
            hs="040221",
            marks="AE 1-20",
        ),
    ),
    consignor=Party(name="Rehearsal Dairy and Meats Ltd", id="NZEX0000002"),
    destination=Country(country="PE"),
    procedure=CargoProcedure(current=TRANSHIPMENT),
    loading=YOKOHAMA,
    previous_documents=(PreviousDocument(id="TRNB0000090", type=STRAIGHT),),
    contract=TransportContract(id="TRNB0000300", type=STRAIGHT),
    equipment=(container(302, "22G1", SINGLE, "TRN000302"),),
    unloading=BALBOA,
)
EMPTIES = CargoConsignment(
    sequence=6,
    container_code=CONTAINERISED,
    gross_mass=2_200_000,
    package_count=0,
    loading=YOKOHAMA,
    contract=TransportContract(id="TRNB0000400", type=STRAIGHT),
    equipment=(container(303, "22G1", EMPTY),),
    unloading=BALBOA,
)

WHOLE_SHIP = CargoReport(
    function=Function.ORIGINAL,
    reference="JPCA-2026-000785",
    issued=at("2026-04-10 02:00"),
    issue_location="JPYOK",
    type=MANIFEST,
    consignment_count=6,
    office="PABLB",
    gross_mass=29_300_000,
    package_count=542,
    border_means=VOYAGE,
    carrier=CARRIER,
    consignments=(
        EXCAVATORS,
        CONSOLIDATION,
        SHIRTS,
        BATTERIES,
        FOR_CALLAO,
        EMPTIES,
    ),
    entry_office=Office(id="PABLB"),
)

# The forwarder's part of the filing before loading; the carrier files the master.
HOUSES = CargoReport(
    function=Function.ORIGINAL,
    reference="JPFW-2026-000031",
    issued=at("2026-04-07 09:00"),
    issue_location="JPYOK",
    type=AT_DEPARTURE,
    consignment_count=2,
    office="PABLB",
    gross_mass=6_400_000,
    package_count=520,
    border_means=replace(VOYAGE, calls=()),
    carrier=CARRIER,
    consignments=(replace(SHIRTS, sequence=1), replace(BATTERIES, sequence=2)),
    entry_office=Office(id="PABLB"),
    submitter=FORWARDER,
)

ARRIVED = CargoReport(
    function=Function.ORIGINAL,
    reference="JPCA-2026-000185",
    id=REPORT_MRN,
    issued=at("2026-04-27 07:15"),
    type=NOTICE_OF_ARRIVAL,
    office="PABLB",
    agent=Party(name="Agencia Naviera de Práctica", id="PACA0000014"),
    border_means=replace(VOYAGE, arrived=at("2026-04-27 06:40"), calls=()),
    carrier=CARRIER,
    entry_office=Office(id="PABLB"),
)

# A change carries what is changed: one seal was noted wrongly.
CHANGED = CargoReport(
    function=Function.CHANGE,
    reference="JPCA-2026-000786",
    id=REPORT_MRN,
    issued=at("2026-04-11 02:00"),
    type=AT_ARRIVAL,
    amendments=(
        Amendment(
            reason="1",
            pointers=(
                Pointer(section="42A"),
                Pointer(sequence=1, section="28A"),
                Pointer(sequence=1, section="31B"),
                Pointer(sequence=1, section="44B", tag="165"),
            ),
        ),
    ),
    consignments=(
        CargoConsignment(
            sequence=1,
            contract=EXCAVATORS.contract,
            equipment=(container(1, "22G1", SINGLE, "TRN000109"),),
        ),
    ),
)


def listed(sequence: int, contract: str, equipment: CargoEquipment) -> CargoConsignment:
    """Return a line of a list between customs and port: contract and container."""
    return CargoConsignment(
        sequence=sequence,
        contract=TransportContract(id=contract, type=STRAIGHT),
        equipment=(equipment,),
    )


def decided(name: str) -> tuple[Status, ...]:
    return (Status(effective=at("2026-04-26 15:00"), name=name),)


# Customs to port: which containers may leave the terminal.
GATE_LIST = CargoReport(
    function="31",
    reference="PACUS-2026-000301",
    id=REPORT_MRN,
    issued=at("2026-04-26 15:00"),
    type=CONTAINERS,
    office="PABLB",
    consignments=(
        listed(
            1,
            "TRNB0000100",
            replace(
                container(1, "22G1", SINGLE, "TRN000101"), statuses=decided(RELEASED)
            ),
        ),
        listed(
            2,
            "TRNB0000300",
            replace(
                container(302, "22G1", SINGLE, "TRN000302"), statuses=decided(DETAINED)
            ),
        ),
    ),
)

# Port to customs: what was landed otherwise than reported.
LANDED = CargoReport(
    function=Function.RESPONSE,
    reference="PAPRT-2026-000044",
    id=REPORT_MRN,
    issued=at("2026-04-28 02:00"),
    type=CONTAINERS,
    office="PABLB",
    consignments=(
        listed(
            1,
            "TRNB0000300",
            CargoEquipment(
                sequence=1,
                discrepancy="SEA",
                fullness=SINGLE,
                id=container_number(302),
                seals=(Seal(sequence=1, condition=BROKEN, id="TRN000302"),),
            ),
        ),
        listed(
            2,
            "TRNB0000400",
            replace(container(303, "22G1", EMPTY), discrepancy="SHL"),
        ),
    ),
)

BY_AIR = CargoReport(
    function=Function.ORIGINAL,
    reference="NZCA-2026-000740",
    issued=at("2026-04-08 22:00"),
    type=AT_DEPARTURE,
    consignment_count=1,
    office="USLAX",
    gross_mass=800_000,
    package_count=40,
    border_means=CarryingMeans(
        eta=at("2026-04-09 18:00"),
        id="TR0007",
        id_type="FLIGHT",
        journey="TR0007",
        nationality="NZ",
        mode="4",
    ),
    carrier=Party(name="Training Air Cargo", id="NZCA0000015"),
    consignments=(
        CargoConsignment(
            sequence=1,
            container_code=CONTAINERISED,
            gross_mass=800_000,
            package_count=40,
            consignee=Party(name="Practice Foods Inc.", id="USIM0000016"),
            items=(
                ConsignmentItem(
                    sequence=1,
                    commodity=CargoCommodity(
                        description="Boneless beef, chilled",
                        classifications=(Classification(id="020130", type="HS"),),
                        measure=CargoMeasure(gross_mass=800_000),
                    ),
                    packaging=(Packaging(sequence=1, count=40, type="CT"),),
                ),
            ),
            consignor=Party(name="Rehearsal Dairy and Meats Ltd", id="NZEX0000002"),
            loading=Place(id="NZAKL"),
            contract=TransportContract(id="TRA00000740", type="740"),
            # Air containers have numbers of IATA, without a check digit.
            equipment=(
                CargoEquipment(
                    sequence=1,
                    fullness=SINGLE,
                    id="AKE00701TR",
                    seals=(Seal(sequence=1, id="TRN000701"),),
                ),
            ),
            unloading=UnloadingPlace(id="USLAX"),
        ),
    ),
)

_TO_PANAMA = ("jp-trd", "pa-sw")
GOOD = {
    "cargo-report": {
        "manifest-785": enveloped(
            WHOLE_SHIP, 21, _TO_PANAMA, "2026-04-10 02:00", case="voyage"
        ),
        "houses-833": enveloped(
            HOUSES, 20, _TO_PANAMA, "2026-04-07 09:00", case="voyage"
        ),
        "arrival-185": enveloped(
            ARRIVED, 22, _TO_PANAMA, "2026-04-27 07:15", case="voyage"
        ),
        "amendment-933": enveloped(
            CHANGED, 23, _TO_PANAMA, "2026-04-11 02:00", case="voyage"
        ),
        "gate-list-788": enveloped(
            GATE_LIST, 25, ("pa-cus", "pa-prt"), "2026-04-26 15:00", case="voyage"
        ),
        "landed-788": enveloped(
            LANDED, 26, ("pa-prt", "pa-cus"), "2026-04-28 02:00", case="voyage"
        ),
        "air-833": enveloped(
            BY_AIR, 24, ("nz-trd", "us-sw"), "2026-04-08 22:00", case="beef"
        ),
        "bare-houses": HOUSES,
    }
}

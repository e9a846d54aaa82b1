"""The good transit declarations: across the isthmus of Panama, and along its roads."""

from dataclasses import replace
from datetime import date

from samples.parts import at, box, enveloped, hs, link, pieces, procedure, ship, usd
from swsim.documents.goods import GoodsLocation, Packaging, PreviousDocument, Ucr
from swsim.documents.parts import AdditionalInformation, Address, Office, Party
from swsim.documents.types.declaration import (
    AdditionalDocument,
    AeoParty,
    AuthorisationHolder,
    Commodity,
    Consignment,
    Declaration,
    Destination,
    ExportCountry,
    GoodsItem,
    GoodsMeasure,
    GoodsShipment,
    Itinerary,
    LoadingLocation,
    ObligationGuarantee,
    Origin,
    TransportContractDocument,
    TransportMeans,
    UnloadingLocation,
)
from swsim.domain.codes import (
    CONTAINERISED,
    TRANSIT,
    DocumentName,
    Function,
)
from swsim.domain.identifiers import make_ucr

PA_CARRIER = Party(
    name="Ferrocarril de Ensayo S.A.",
    id="PACA0000011",
    address=Address(city="Balboa", country="PA", line="Patio de Maniobras 1"),
)
CN_EXPORTER = Party(
    name="Rehearsal Garments Ltd",
    id="CNEX0000021",
    address=Address(city="Ningbo", country="CN", line="88 Practice Road"),
)
CO_CONSIGNEE = Party(
    name="Confecciones de Prueba S.A.S.",
    id="COIM0000022",
    address=Address(city="Cartagena", country="CO", line="Carrera Modelo 3"),
)
CR_CONSIGNEE = Party(
    name="Maderas de Ensayo S.A.",
    id="NIIM0000023",
    address=Address(city="Corinto", country="NI", line="Calle del Simulacro 9"),
)

SHIRTS = GoodsItem(
    sequence=1,
    statistical_value=usd("72000.00"),
    commodity=Commodity(
        description="Knitted cotton T-shirts for adults, printed",
        classifications=hs("610910"),
        measure=GoodsMeasure(
            gross_mass=7_848_000, net_mass=7_200_000, tariff_quantity=pieces(42_000)
        ),
        equipment=link(1, 31),
    ),
    procedures=procedure(TRANSIT),
    origins=(Origin(country="CN"),),
    packaging=(Packaging(sequence=1, marks="RG 1-600", count=600, type="CT"),),
)


def limit(until: str) -> AdditionalInformation:
    """Return the time limit of a transit."""
    return AdditionalInformation(code="LIMIT", limit=at(until), type="TRA")


def route(*countries: str) -> tuple[Itinerary, ...]:
    """Return the countries of a route in order of travel."""
    return tuple(
        Itinerary(sequence=number, country=country)
        for number, country in enumerate(countries, 1)
    )


def guarantee(reference: str, amount: str, office: str) -> ObligationGuarantee:
    """Return a guarantee for one movement (2), with its access code."""
    return ObligationGuarantee(
        amount=usd(amount),
        reference=reference,
        details="2",
        access_code="K7Q2",
        office=Office(id=office),
    )


# By ship to Balboa, by rail across the isthmus, by another ship to Cartagena.
ISTHMUS = Declaration(
    function=Function.ORIGINAL,
    reference="PACA-2026-000001",
    issued=at("2026-04-24 12:00"),
    issue_location="PABLB",
    type=DocumentName.TRANSIT_DECLARATION,
    item_count=1,
    office="PABLB",
    gross_mass=7_848_000,
    package_count=600,
    documents=(
        AdditionalDocument(
            effective=date(2026, 3, 30), id="RG-26-311", name="Invoice", type="380"
        ),
    ),
    information=(limit("2026-04-25 12:00"),),
    authorisations=(AuthorisationHolder(id="PACA0000011", category="ACR"),),
    border_means=ship("Exercise Orient", 4, "PA"),
    declarant=PA_CARRIER,
    destination_office=Office(id="PAMIT"),
    shipment=GoodsShipment(
        aeo_parties=(AeoParty(id="CNAEO000021", role="EX"),),
        consignee=CO_CONSIGNEE,
        consignment=Consignment(
            container_code=CONTAINERISED,
            carrier=PA_CARRIER,
            departure_means=TransportMeans(id="FW-4471", id_type="WAGON", mode="2"),
            goods_location=GoodsLocation(name="Training rail yard", id="PABLB"),
            itinerary=route("CN", "PA", "CO"),
            loading=LoadingLocation(name="Balboa", id="PABLB"),
            transport_documents=(
                TransportContractDocument(
                    id="EXRWB000031", type=DocumentName.RAIL_WAYBILL
                ),
            ),
            equipment=(box(1, 31, "TRN000631"),),
            unloading=UnloadingLocation(
                arrival=at("2026-04-25 02:00"), name="Manzanillo", id="PAMIT"
            ),
        ),
        consignor=CN_EXPORTER,
        destination=Destination(country="CO"),
        export_country=ExportCountry(id="CN"),
        items=(SHIRTS,),
        previous_documents=(
            PreviousDocument(id="EXPBL0000931", type=DocumentName.BILL_OF_LADING),
        ),
        ucr=Ucr(id=make_ucr(2026, "CN", "CNEX0000021", 1)),
    ),
    guarantees=(guarantee("26PAGRN000000031", "21600.00", "PABLB"),),
)

BOARDS = GoodsItem(
    sequence=1,
    statistical_value=usd("16000.00"),
    documents=(AdditionalDocument(id="PA-PHY-26-0102", type="851"),),
    commodity=Commodity(
        description="Sawn teak boards, rough, kiln dried",
        classifications=hs("440723"),
        measure=GoodsMeasure(gross_mass=16_160_000, net_mass=16_000_000),
        equipment=link(1, 32),
    ),
    procedures=procedure(TRANSIT),
    origins=(Origin(country="PA"),),
    packaging=(Packaging(sequence=1, count=16, type="BE"),),
)

# By lorry from Balboa through Costa Rica to Nicaragua.
ROAD = Declaration(
    function=Function.ORIGINAL,
    reference="PACA-2026-000002",
    issued=at("2026-04-27 13:00"),
    type=DocumentName.TRANSIT_DECLARATION,
    item_count=1,
    office="PABLB",
    gross_mass=16_160_000,
    package_count=16,
    information=(limit("2026-05-07 13:00"),),
    border_means=TransportMeans(
        id="EJ-0417", id_type="PLATE", nationality="PA", mode="3"
    ),
    declarant=PA_CARRIER,
    destination_office=Office(id="NICIO"),
    shipment=GoodsShipment(
        consignee=CR_CONSIGNEE,
        consignment=Consignment(
            container_code=CONTAINERISED,
            carrier=PA_CARRIER,
            itinerary=route("PA", "CR", "NI"),
            loading=LoadingLocation(name="Balboa", id="PABLB"),
            transport_documents=(
                TransportContractDocument(
                    id="EXCMR000032", type=DocumentName.ROAD_WAYBILL
                ),
            ),
            equipment=(box(1, 32, "TRN000632"),),
            unloading=UnloadingLocation(arrival=at("2026-05-01 16:00"), id="NICIO"),
        ),
        destination=Destination(country="NI"),
        export_country=ExportCountry(id="PA"),
        items=(BOARDS,),
        ucr=Ucr(id=make_ucr(2026, "PA", "PAEX0000024", 1)),
    ),
    guarantees=(guarantee("26PAGRN000000032", "4800.00", "PABLB"),),
    transit_offices=(Office(id="CRLIO"),),
)

# The same movement under a comprehensive guarantee (1).
COMPREHENSIVE = replace(
    ISTHMUS,
    reference="PACA-2026-000003",
    authorisations=(),
    documents=(),
    guarantees=(
        ObligationGuarantee(
            amount=usd("500000.00"),
            reference="26PAGRN000000001",
            details="1",
            access_code="M4X9",
        ),
    ),
)

GOOD = {
    "declaration": {
        "transit-isthmus": enveloped(
            ISTHMUS, 7, ("pa-trd", "pa-sw"), "2026-04-24 12:00", case="shirts"
        ),
        "transit-road": enveloped(
            ROAD, 8, ("pa-trd", "pa-sw"), "2026-04-27 13:00", case="boards"
        ),
        "transit-comprehensive": enveloped(
            COMPREHENSIVE, 9, ("pa-trd", "pa-sw"), "2026-04-24 12:05", case="shirts"
        ),
        "bare-transit": ISTHMUS,
    }
}

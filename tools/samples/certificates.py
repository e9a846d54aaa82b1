"""The good certificates: of origin, phytosanitary, licences, and news of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples.exports import EXPORT_UCR, PACIFIC
from samples.parts import (
    JP_EXPORTER,
    PA_IMPORTER,
    PE_IMPORTER,
    at,
    enveloped,
    pieces,
    usd,
)
from swsim.documents.goods import (
    CitedDocument,
    Classification,
    Country,
    Packaging,
    Place,
    PreviousDocument,
    Status,
    Ucr,
)
from swsim.documents.parts import AdditionalInformation, Address, Amendment, Party
from swsim.documents.types.certificate import (
    Authentication,
    Authenticator,
    Certificate,
    CertifiedCommodity,
    CertifiedInvoice,
    CertifiedItem,
    CertifiedMeans,
    CertifiedMeasure,
    CertifiedOrigin,
    CertifiedValue,
    CountryOfExport,
    RequestedDocument,
    Species,
    Treatment,
    Verification,
    WriteOff,
)
from swsim.domain.codes import Function
from swsim.domain.identifiers import make_mrn
from swsim.domain.money import Quantity

# UN/EDIFACT 1001 and 1225.
APPLICATION, ORIGIN, PHYTOSANITARY, CITES = "860", "861", "851", "626"
IMPORT_LICENCE, IMPORT_DECLARATION = "911", "929"
REPLACEMENT, STATUS = "5", "8"

ORIGIN_NUMBER = "JP-CO-2026-000417"
PHYTO_NUMBER = "CL-PC-2026-001288"
LICENCE_NUMBER = "PA-LI-2026-000052"

CHAMBER = Party(
    name="Chamber of Practice, Yokohama",
    id="JPCO0000031",
    address=Address(city="Yokohama", country="JP", line="1 Exercise Square"),
)
PLANT_PROTECTION = Party(
    name="Servicio Fitosanitario de Ensayo",
    id="CLAG0000032",
    address=Address(city="Valparaíso", country="CL", line="Muelle 2"),
)
ENVIRONMENT = Party(
    name="Autoridad Ambiental de Práctica",
    id="PAEN0000033",
    address=Address(city="Ciudad de Panamá", country="PA"),
)


def issued(moment: str) -> tuple[Status, ...]:
    return (Status(effective=at(moment), name="ISS"),)


def goods(description: str, hs: str, **measures: int | Quantity) -> CertifiedCommodity:
    """Return what the goods are; masses in grams."""
    return CertifiedCommodity(
        description=description,
        classifications=(Classification(id=hs, type="HS"),),
        measure=CertifiedMeasure(**measures),  # type: ignore[arg-type]
    )


EXCAVATORS = CertifiedItem(
    sequence=1,
    commodity=replace(
        goods(
            "Crawler mini excavators with a fully revolving cabin, new",
            "842952",
            gross_mass=9_200_000,
            net_mass=8_600_000,
            quantity=pieces(2),
        ),
        invoice_line=CertifiedValue(amount=usd("48000.00")),
    ),
    manufacturer=JP_EXPORTER,
    origin=CertifiedOrigin(
        country="JP", criterion="RVC", value_content=Decimal("62.5")
    ),
    packaging=(Packaging(sequence=1, marks="EXM 1-2", count=2, type="CR"),),
)

OF_ORIGIN = Certificate(
    effective=date(2026, 4, 6),
    expires=date(2027, 4, 5),
    function=Function.ORIGINAL,
    reference="JPCO-2026-000417",
    id=ORIGIN_NUMBER,
    issued=at("2026-04-06 05:00"),
    issue_location="JPYOK",
    type=ORIGIN,
    agreement="TRAINING-FTA",
    documents=(CitedDocument(id="EXM-2026-0042", type="380"),),
    authentication=Authentication(
        text="Registered under 417/2026",
        authenticator=Authenticator(name="Certification desk"),
    ),
    border_means=CertifiedMeans(
        departure=at("2026-04-09 18:00"),
        name=PACIFIC.name,
        id=PACIFIC.id,
        id_type=PACIFIC.id_type,
        mode=PACIFIC.mode,
    ),
    consignee=PA_IMPORTER,
    destination=Country(country="PA"),
    export_country=CountryOfExport(id="JP"),
    exporter=JP_EXPORTER,
    items=(EXCAVATORS,),
    importer=PA_IMPORTER,
    invoice=CertifiedInvoice(id="EXM-2026-0042", issued=date(2026, 4, 2)),
    authority=CHAMBER,
    loading=Place(name="Yokohama", id="JPYOK"),
    statuses=issued("2026-04-06 05:00"),
    ucr=Ucr(id=EXPORT_UCR),
    unloading=Place(name="Balboa", id="PABLB"),
)
ASKED_FOR = replace(
    OF_ORIGIN,
    effective=None,
    expires=None,
    reference="JPEX-2026-000090",
    id=None,
    issued=at("2026-04-03 01:00"),
    type=APPLICATION,
    authentication=None,
    authority=None,
    statuses=(),
    submitter=JP_EXPORTER,
)
REPLACED = replace(
    OF_ORIGIN,
    function=REPLACEMENT,
    reference="JPCO-2026-000431",
    id="JP-CO-2026-000431",
    issued=at("2026-04-08 05:00"),
    amendments=(Amendment(reason="2"),),
    previous_documents=(PreviousDocument(id=ORIGIN_NUMBER, type=ORIGIN),),
    statuses=issued("2026-04-08 05:00"),
)
USED = Certificate(
    function=STATUS,
    reference="PACUS-2026-000201",
    id=ORIGIN_NUMBER,
    issued=at("2026-04-22 11:05"),
    type=ORIGIN,
    documents=(CitedDocument(id=make_mrn(2026, "PA", 1), type=IMPORT_DECLARATION),),
    items=(
        CertifiedItem(
            sequence=1,
            commodity=CertifiedCommodity(measure=CertifiedMeasure(quantity=pieces(2))),
            write_off=WriteOff(quantity=pieces(1), amount=usd("24000.00")),
        ),
    ),
    statuses=(Status(effective=at("2026-04-22 11:05"), name="PUT"),),
)
IN_DOUBT = Certificate(
    function=Function.REQUEST,
    reference="PACUS-2026-000202",
    id=ORIGIN_NUMBER,
    issued=at("2026-04-23 09:00"),
    type=ORIGIN,
    verification=Verification(
        description="The value content seems high for this producer.",
        limit=at("2026-04-28 09:00"),
        reason="DBT",
        wanted=(RequestedDocument(type="380"),),
    ),
)
GENUINE = Certificate(
    function=Function.RESPONSE,
    reference="JPCO-2026-000440",
    id=ORIGIN_NUMBER,
    issued=at("2026-04-26 02:00"),
    type=ORIGIN,
    verification=Verification(
        description="Books of the producer seen, 62.5 % confirmed.", result="GEN"
    ),
)

CHERRIES = CertifiedItem(
    sequence=1,
    information=(
        AdditionalInformation(description="Free from fruit fly, by inspection."),
    ),
    commodity=replace(
        goods("Fresh cherries", "080929", gross_mass=5_200_000, net_mass=5_000_000),
        species=Species(name="Prunus avium", id="PRNAV"),
    ),
    origin=CertifiedOrigin(country="CL", region="CL-LI"),
    packaging=(Packaging(sequence=1, marks="CHE 1-1000", count=1000, type="CT"),),
    treatments=(
        Treatment(
            sequence=1,
            duration=Quantity(value=Decimal(15), unit="DAY"),
            ended=at("2026-04-18 12:00"),
            temperature=Quantity(value=Decimal("-0.5"), unit="CEL"),
            type="CLD",
        ),
        Treatment(
            sequence=2,
            chemical="Methyl bromide",
            duration=Quantity(value=Decimal(2), unit="HUR"),
            ended=at("2026-04-18 16:00"),
            type="FUM",
        ),
    ),
)
PHYTO = Certificate(
    function=Function.ORIGINAL,
    reference="CLAG-2026-001288",
    id=PHYTO_NUMBER,
    issued=at("2026-04-18 20:00"),
    issue_location="CLVAP",
    type=PHYTOSANITARY,
    dispatch="PEN",
    authentication=Authentication(authenticator=Authenticator(name="Inspector 14")),
    border_means=CertifiedMeans(departure=at("2026-04-19 23:00"), mode="1"),
    consignee=Party(name="Drill Fruit Import Co.", id="CNIM0000034"),
    destination=Country(country="CN"),
    export_country=CountryOfExport(id="CL"),
    exporter=Party(name="Huertos de Práctica S.A.", id="CLEX0000035"),
    items=(CHERRIES,),
    authority=PLANT_PROTECTION,
    loading=Place(id="CLVAP"),
    statuses=issued("2026-04-18 20:00"),
    unloading=Place(id="CNSHG"),
)
WITHDRAWN = Certificate(
    function="1",
    reference="CLAG-2026-001290",
    id=PHYTO_NUMBER,
    issued=at("2026-04-24 14:00"),
    type=PHYTOSANITARY,
    information=(AdditionalInformation(description="A pest was found later."),),
    authority=PLANT_PROTECTION,
    statuses=(Status(effective=at("2026-04-24 14:00"), name="WDR"),),
)

LICENCE = Certificate(
    effective=date(2026, 4, 1),
    expires=date(2026, 12, 31),
    function=Function.ORIGINAL,
    reference="PAEN-2026-000052",
    id=LICENCE_NUMBER,
    issued=at("2026-03-27 15:00"),
    type=IMPORT_LICENCE,
    information=(
        AdditionalInformation(code="F-GAS", description="Charge up to 1 kg each."),
    ),
    items=(
        CertifiedItem(
            sequence=1,
            commodity=replace(
                goods(
                    "Air conditioners for windows or walls",
                    "841510",
                    quantity=pieces(400),
                ),
                invoice_line=CertifiedValue(amount=usd("120000.00")),
            ),
        ),
    ),
    importer=PA_IMPORTER,
    authority=ENVIRONMENT,
    statuses=issued("2026-03-27 15:00"),
)
MAHOGANY = Certificate(
    effective=date(2026, 4, 1),
    expires=date(2026, 9, 30),
    function=Function.ORIGINAL,
    reference="PAEN-2026-000077",
    id="PA-CITES-2026-0077",
    issued=at("2026-04-01 15:00"),
    type=CITES,
    consignee=PE_IMPORTER,
    destination=Country(country="PE"),
    export_country=CountryOfExport(id="PA"),
    exporter=PA_IMPORTER,
    items=(
        CertifiedItem(
            sequence=1,
            commodity=replace(
                goods(
                    "Mahogany, sawn lengthwise",
                    "440721",
                    quantity=Quantity(value=Decimal("12.5"), unit="MTQ"),
                ),
                species=Species(
                    appendix="II",
                    name="Swietenia macrophylla",
                    purpose="T",
                    source="A",
                ),
            ),
        ),
    ),
    authority=ENVIRONMENT,
    statuses=issued("2026-04-01 15:00"),
)

_FROM_JAPAN, _FROM_PANAMA, _FROM_CHILE = (
    ("jp-sw", "pa-sw"),
    ("pa-sw", "jp-sw"),
    ("cl-sw", "cn-sw"),
)
GOOD = {
    "certificate": {
        name: enveloped(paper, number, route, prepared, case=paper.id or "application")
        for number, (name, paper, route, prepared) in enumerate(
            (
                ("application-860", ASKED_FOR, ("jp-trd", "jp-sw"), "2026-04-03 01:00"),
                ("origin-861", OF_ORIGIN, _FROM_JAPAN, "2026-04-06 05:00"),
                ("replacement", REPLACED, _FROM_JAPAN, "2026-04-08 05:00"),
                ("used-in-part", USED, _FROM_PANAMA, "2026-04-22 11:05"),
                ("verification", IN_DOUBT, _FROM_PANAMA, "2026-04-23 09:00"),
                ("verified", GENUINE, _FROM_JAPAN, "2026-04-26 02:00"),
                ("phyto-851", PHYTO, _FROM_CHILE, "2026-04-18 20:00"),
                ("withdrawn", WITHDRAWN, _FROM_CHILE, "2026-04-24 14:00"),
                ("licence-911", LICENCE, ("pa-env", "pa-sw"), "2026-03-27 15:00"),
                ("cites-626", MAHOGANY, ("pa-env", "pa-sw"), "2026-04-01 15:00"),
            ),
            41,
        )
    }
    | {"bare-origin": OF_ORIGIN}
}

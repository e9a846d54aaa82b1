"""The good export declarations: by sea and air, in boxes and in bulk."""

from dataclasses import replace
from datetime import date

from samples.parts import (
    JP_DECLARANT,
    JP_EXPORTER,
    NZ_EXPORTER,
    PA_IMPORTER,
    at,
    box,
    hs,
    link,
    pieces,
    procedure,
    ship,
    usd,
    yen,
)
from swsim.documents.goods import DangerousGoods, GoodsLocation, Packaging, Ucr
from swsim.documents.parts import AdditionalInformation, Amendment, Office, Pointer
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Commodity,
    Consignment,
    Declaration,
    Destination,
    ExportCountry,
    GoodsItem,
    GoodsMeasure,
    GoodsShipment,
    Invoice,
    InvoiceLine,
    Itinerary,
    LoadingLocation,
    Origin,
    TradeTerms,
    TransportMeans,
)
from swsim.domain.codes import (
    CONTAINERISED,
    NOT_CONTAINERISED,
    OUTRIGHT_EXPORT,
    DocumentName,
    Function,
)
from swsim.domain.identifiers import make_mrn, make_ucr

EXPORT_UCR = make_ucr(2026, "JP", "JPEX0000001", 1)
EXPORT_MRN = make_mrn(2026, "JP", 1)
PACIFIC = ship("Exercise Pacific", 1, "PA")

EXCAVATORS = GoodsItem(
    sequence=1,
    statistical_value=usd("48000.00"),
    commodity=Commodity(
        description="Crawler mini excavators with a fully revolving cabin, new",
        classifications=hs("842952"),
        measure=GoodsMeasure(
            gross_mass=9_200_000, net_mass=8_600_000, tariff_quantity=pieces(2)
        ),
        invoice_line=InvoiceLine(amount=usd("48000.00")),
        equipment=link(1, 1),
    ),
    procedures=procedure(OUTRIGHT_EXPORT),
    origins=(Origin(country="JP"),),
    packaging=(Packaging(sequence=1, marks="EXM 1-2", count=2, type="CR"),),
)

# Document 1 of the story "first contact": Yokohama to Balboa.
EXPORT = Declaration(
    function=Function.ORIGINAL,
    reference="JPCB-2026-000001",
    issued=at("2026-04-06 23:30"),
    issue_location="JPYOK",
    type=DocumentName.EXPORT_DECLARATION,
    item_count=1,
    office="JPYOK",
    invoice_amount=usd("48000.00"),
    gross_mass=9_200_000,
    package_count=2,
    documents=(
        AdditionalDocument(
            effective=date(2026, 4, 3),
            id="PL-2026-0417",
            name="Packing list",
            type="271",
        ),
    ),
    information=(
        AdditionalInformation(description="Machines are drained of fuel for carriage"),
    ),
    border_means=PACIFIC,
    declarant=JP_DECLARANT,
    exit_office=Office(id="JPYOK"),
    exporter=JP_EXPORTER,
    shipment=GoodsShipment(
        exit=at("2026-04-09 18:00"),
        consignee=PA_IMPORTER,
        consignment=Consignment(
            container_code=CONTAINERISED,
            goods_location=GoodsLocation(name="Training pier 2", id="JPYOK"),
            itinerary=(
                Itinerary(sequence=1, country="JP"),
                Itinerary(sequence=2, country="PA"),
            ),
            loading=LoadingLocation(name="Yokohama", id="JPYOK"),
            equipment=(box(1, 1, "TRN000101"),),
        ),
        destination=Destination(country="PA"),
        export_country=ExportCountry(id="JP"),
        items=(EXCAVATORS,),
        invoice=Invoice(id="INV-2026-0417", issued=date(2026, 4, 3)),
        trade_terms=TradeTerms(condition="FOB", place="JPYOK"),
        ucr=Ucr(id=EXPORT_UCR, trader_reference="EXM-0417"),
    ),
    presentation_office=Office(id="JPYOK"),
)
assert EXPORT.shipment is not None
assert EXCAVATORS.commodity is not None

MINIMAL = Declaration(
    function=Function.ORIGINAL,
    reference="JPCB-2026-000002",
    type=DocumentName.EXPORT_DECLARATION,
)

AMENDMENT = replace(
    EXPORT,
    function=Function.CHANGE,
    reference="JPCB-2026-000003",
    id=EXPORT_MRN,
    issued=at("2026-04-07 06:10"),
    gross_mass=9_250_000,
    amendments=(
        Amendment(
            reason="1",
            pointers=(
                Pointer(section="42A", tag="131"),
                Pointer(section="42A"),
                Pointer(section="67A"),
                Pointer(sequence=1, section="68A"),
                Pointer(section="23A"),
                Pointer(section="65A", tag="126"),
            ),
        ),
    ),
    shipment=replace(
        EXPORT.shipment,
        items=(
            replace(
                EXCAVATORS,
                commodity=replace(
                    EXCAVATORS.commodity,
                    measure=GoodsMeasure(
                        gross_mass=9_250_000,
                        net_mass=8_600_000,
                        tariff_quantity=pieces(2),
                    ),
                ),
            ),
        ),
    ),
)

AIR = Declaration(
    function=Function.ORIGINAL,
    reference="NZEX-2026-000009",
    issued=at("2026-04-08 20:45"),
    type=DocumentName.EXPORT_DECLARATION,
    item_count=1,
    office="NZAKL",
    invoice_amount=usd("16200.00"),
    gross_mass=1_908_000,
    package_count=90,
    border_means=TransportMeans(
        id="ZZ812", id_type="FLIGHT", nationality="NZ", mode="4"
    ),
    declarant=NZ_EXPORTER,
    exit_office=Office(id="NZAKL"),
    exporter=NZ_EXPORTER,
    shipment=GoodsShipment(
        exit=at("2026-04-10 09:00"),
        consignment=Consignment(
            container_code=NOT_CONTAINERISED,
            loading=LoadingLocation(name="Auckland", id="NZAKL"),
        ),
        destination=Destination(country="JP"),
        export_country=ExportCountry(id="NZ"),
        items=(
            GoodsItem(
                sequence=1,
                statistical_value=usd("16200.00"),
                documents=(AdditionalDocument(id="NZ-VET-26-0077", type="853"),),
                commodity=Commodity(
                    description="Chilled boneless beef cuts, vacuum packed",
                    classifications=hs("020130"),
                    measure=GoodsMeasure(gross_mass=1_908_000, net_mass=1_800_000),
                    invoice_line=InvoiceLine(amount=usd("16200.00")),
                ),
                procedures=procedure(OUTRIGHT_EXPORT),
                origins=(Origin(country="NZ"),),
                packaging=(Packaging(sequence=1, count=90, type="CT"),),
            ),
        ),
        invoice=Invoice(id="RDM-88-1050", issued=date(2026, 4, 7)),
        trade_terms=TradeTerms(condition="FCA", place="NZAKL"),
        ucr=Ucr(id=make_ucr(2026, "NZ", "NZEX0000002", 2)),
    ),
)

BULK = Declaration(
    function=Function.ORIGINAL,
    reference="JPCB-2026-000014",
    issued=at("2026-04-12 01:00"),
    type=DocumentName.EXPORT_DECLARATION,
    item_count=1,
    office="JPYOK",
    invoice_amount=usd("185000.00"),
    gross_mass=500_000_000,
    package_count=0,
    border_means=ship("Exercise Bulker", 3, "JP"),
    declarant=JP_DECLARANT,
    exit_office=Office(id="JPYOK"),
    exporter=JP_EXPORTER,
    shipment=GoodsShipment(
        consignment=Consignment(
            container_code=NOT_CONTAINERISED,
            loading=LoadingLocation(name="Yokohama", id="JPYOK"),
        ),
        destination=Destination(country="VN"),
        export_country=ExportCountry(id="JP"),
        items=(
            GoodsItem(
                sequence=1,
                statistical_value=usd("185000.00"),
                commodity=Commodity(
                    description="Shredded steel scrap, sorted, free of radiation",
                    classifications=hs("720449"),
                    measure=GoodsMeasure(gross_mass=500_000_000, net_mass=500_000_000),
                    invoice_line=InvoiceLine(amount=usd("185000.00")),
                ),
                procedures=procedure(OUTRIGHT_EXPORT),
                origins=(Origin(country="JP"),),
                packaging=(Packaging(sequence=1, count=0, type="VS"),),
            ),
        ),
        invoice=Invoice(id="INV-2026-0502", issued=date(2026, 4, 11)),
        trade_terms=TradeTerms(condition="FOB", place="JPYOK"),
        ucr=Ucr(id=make_ucr(2026, "JP", "JPEX0000001", 2)),
    ),
)

# Paid in a currency without decimals.
YEN = replace(
    EXPORT,
    reference="JPCB-2026-000021",
    invoice_amount=yen("7440000"),
    shipment=replace(
        EXPORT.shipment,
        items=(
            replace(
                EXCAVATORS,
                statistical_value=yen("7440000"),
                commodity=replace(
                    EXCAVATORS.commodity,
                    invoice_line=InvoiceLine(amount=yen("7440000")),
                ),
            ),
        ),
    ),
)

BATTERIES = replace(
    EXPORT,
    reference="JPCB-2026-000022",
    shipment=replace(
        EXPORT.shipment,
        items=(
            replace(
                EXCAVATORS,
                commodity=replace(
                    EXCAVATORS.commodity,
                    description="Rechargeable lithium-ion battery packs, 48 volts",
                    classifications=hs("850760"),
                    dangerous=(DangerousGoods(id="3480"),),
                    measure=GoodsMeasure(
                        gross_mass=9_200_000,
                        net_mass=2_400_000,
                        tariff_quantity=pieces(400),
                    ),
                ),
            ),
        ),
    ),
)

"""The good declarations: exports and imports by sea and air, in boxes and in bulk."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples.parts import (
    JP_DECLARANT,
    JP_EXPORTER,
    NZ_EXPORTER,
    PA_DECLARANT,
    PA_IMPORTER,
    PE_IMPORTER,
    at,
    charges,
    duties,
    enveloped,
    item_charges,
    pieces,
    ship,
    usd,
)

from swsim.documents.parts import AdditionalInformation, Amendment, Office, Pointer
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Classification,
    Commodity,
    Consignment,
    CurrencyExchange,
    Declaration,
    Destination,
    EquipmentLink,
    ExportCountry,
    GoodsItem,
    GoodsLocation,
    GoodsMeasure,
    GoodsShipment,
    GovernmentProcedure,
    Invoice,
    InvoiceLine,
    Itinerary,
    LoadingLocation,
    Origin,
    Packaging,
    PreviousDocument,
    Seal,
    TradeTerms,
    TransportEquipment,
    TransportMeans,
    Ucr,
)
from swsim.domain.codes import (
    CONTAINERISED,
    HOME_USE,
    NOT_CONTAINERISED,
    OUTRIGHT_EXPORT,
    DocumentName,
    Function,
)
from swsim.domain.identifiers import container_number, make_mrn, make_ucr

EXPORT_UCR = make_ucr(2026, "JP", "JPEX0000001", 1)
EXPORT_MRN = make_mrn(2026, "JP", 1)
IMPORT_MRN = make_mrn(2026, "PA", 1)
DAIRY_UCR = make_ucr(2026, "NZ", "NZEX0000002", 1)
PACIFIC = ship("Exercise Pacific", 1, "PA")


def procedure(code: str) -> tuple[GovernmentProcedure, ...]:
    return (GovernmentProcedure(current=code),)


def box(sequence: int, serial: int, *seals: str) -> TransportEquipment:
    return TransportEquipment(
        sequence=sequence,
        id=container_number(serial),
        seals=tuple(Seal(sequence=n, id=seal) for n, seal in enumerate(seals, 1)),
    )


def link(sequence: int, serial: int) -> tuple[EquipmentLink, ...]:
    return (EquipmentLink(sequence=sequence, id=container_number(serial)),)


def hs(code: str) -> tuple[Classification, ...]:
    return (Classification(id=code, type="HS"),)


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

# The same goods on arrival: FOB 48,000, freight 2,400, insurance 240, 3 % and 7 %.
IMPORT = Declaration(
    function=Function.ORIGINAL,
    reference="PACB-2026-000001",
    issued=at("2026-04-20 14:00"),
    issue_location="PABLB",
    type=DocumentName.IMPORT_DECLARATION,
    item_count=1,
    office="PABLB",
    invoice_amount=usd("48000.00"),
    gross_mass=9_200_000,
    package_count=2,
    documents=(AdditionalDocument(id="PL-2026-0417", name="Packing list", type="271"),),
    border_means=PACIFIC,
    declarant=PA_DECLARANT,
    exporter=JP_EXPORTER,
    shipment=GoodsShipment(
        consignment=Consignment(
            container_code=CONTAINERISED,
            arrival_means=PACIFIC,
            goods_location=GoodsLocation(name="Training yard 5", id="PABLB"),
            itinerary=(
                Itinerary(sequence=1, country="JP"),
                Itinerary(sequence=2, country="PA"),
            ),
            loading=LoadingLocation(name="Yokohama", id="JPYOK"),
            equipment=(box(1, 1, "TRN000101"),),
        ),
        consignor=JP_EXPORTER,
        valuation=charges("2400.00", "240.00"),
        destination=Destination(country="PA"),
        export_country=ExportCountry(id="JP"),
        items=(
            replace(
                EXCAVATORS,
                customs_value=usd("50640.00"),
                statistical_value=usd("50640.00"),
                commodity=replace(
                    EXCAVATORS.commodity, duties=duties(usd("50640.00"), "3", "7")
                ),
                valuation=item_charges("2400.00", "240.00"),
                procedures=procedure(HOME_USE),
            ),
        ),
        importer=PA_IMPORTER,
        invoice=Invoice(id="INV-2026-0417", issued=date(2026, 4, 3)),
        previous_documents=(
            PreviousDocument(id="EXPBL0000417", type=DocumentName.BILL_OF_LADING),
            PreviousDocument(
                id=EXPORT_MRN, type=DocumentName.EXPORT_DECLARATION, line=1
            ),
        ),
        trade_terms=TradeTerms(condition="FOB", place="JPYOK"),
        ucr=Ucr(id=EXPORT_UCR, trader_reference="EXM-0417"),
    ),
    presentation_office=Office(id="PABLB"),
)


def dairy_item(
    sequence: int,
    what: tuple[str, str],
    masses_kg: tuple[int, int],
    values: tuple[str, str, str, str],
    packages: tuple[int, str],
    container: int,
) -> GoodsItem:
    """Return an item of the dairy shipment; values: price, freight, insurance, CIF."""
    code, description = what
    price, freight, insurance, cif = values
    gross, net = masses_kg
    count, package_type = packages
    return GoodsItem(
        customs_value=usd(cif),
        sequence=sequence,
        statistical_value=usd(cif),
        documents=(AdditionalDocument(id=f"NZ-VET-26-{sequence:04d}", type="853"),),
        commodity=Commodity(
            description=description,
            classifications=hs(code),
            duties=duties(usd(cif), "12", "18"),
            measure=GoodsMeasure(gross_mass=gross * 1000, net_mass=net * 1000),
            invoice_line=InvoiceLine(amount=usd(price)),
            equipment=link(container, 10 + container),
        ),
        valuation=item_charges(freight, insurance),
        procedures=procedure(HOME_USE),
        origins=(Origin(country="NZ"),),
        packaging=(Packaging(sequence=1, count=count, type=package_type),),
    )


MULTI_ITEM = Declaration(
    function=Function.ORIGINAL,
    reference="PECB-2026-000001",
    issued=at("2026-05-02 16:20"),
    type=DocumentName.IMPORT_DECLARATION,
    item_count=3,
    office="PECLL",
    invoice_amount=usd("124000.00"),
    gross_mass=28_425_000,
    package_count=1125,
    border_means=ship("Exercise Tasman", 2, "NZ"),
    exchange_rates=(CurrencyExchange(currency="USD", rate=Decimal("3.40")),),
    declarant=PE_IMPORTER,
    exporter=NZ_EXPORTER,
    shipment=GoodsShipment(
        consignment=Consignment(
            container_code=CONTAINERISED,
            goods_location=GoodsLocation(id="PECLL"),
            loading=LoadingLocation(name="Auckland", id="NZAKL"),
            equipment=(
                box(1, 11, "TRN000211"),
                box(2, 12, "TRN000212", "TRN000213"),
            ),
        ),
        valuation=charges("6200.00", "620.00"),
        destination=Destination(country="PE"),
        export_country=ExportCountry(id="NZ"),
        items=(
            dairy_item(
                1,
                ("040221", "Whole milk powder over 1.5 % fat, unsweetened"),
                (20_400, 20_000),
                ("80000.00", "4000.00", "400.00", "84400.00"),
                (800, "BG"),
                1,
            ),
            dairy_item(
                2,
                ("040510", "Salted butter in blocks of 25 kg, frozen"),
                (5_300, 5_000),
                ("30000.00", "1500.00", "150.00", "31650.00"),
                (200, "CT"),
                2,
            ),
            dairy_item(
                3,
                ("040690", "Cheddar cheese in vacuum packed blocks"),
                (2_725, 2_500),
                ("14000.00", "700.00", "70.00", "14770.00"),
                (125, "CT"),
                2,
            ),
        ),
        importer=PE_IMPORTER,
        invoice=Invoice(id="RDM-88-1042", issued=date(2026, 4, 10)),
        previous_documents=(
            PreviousDocument(id="EXPBL0000902", type=DocumentName.BILL_OF_LADING),
        ),
        trade_terms=TradeTerms(condition="FOB", place="NZAKL"),
        ucr=Ucr(id=DAIRY_UCR),
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

# By file name without "good-"; what is no Envelope is written bare.
GOOD = {
    "export-830": enveloped(
        EXPORT, 1, ("jp-trd", "jp-sw"), "2026-04-06 23:30", case="excavators"
    ),
    "import-929": enveloped(
        IMPORT, 1, ("pa-trd", "pa-sw"), "2026-04-20 14:00", case="excavators"
    ),
    "minimal": enveloped(
        MINIMAL, 2, ("jp-trd", "jp-sw"), "2026-04-06 23:40", case="minimal"
    ),
    "multi-item": enveloped(
        MULTI_ITEM, 1, ("pe-trd", "pe-sw"), "2026-05-02 16:20", case="dairy"
    ),
    "amendment": enveloped(
        AMENDMENT, 3, ("jp-trd", "jp-sw"), "2026-04-07 06:10", case="excavators"
    ),
    "air": enveloped(AIR, 1, ("nz-trd", "nz-sw"), "2026-04-08 20:45", case="beef"),
    "bulk": enveloped(BULK, 4, ("jp-trd", "jp-sw"), "2026-04-12 01:00", case="scrap"),
    "bare-export": EXPORT,
}

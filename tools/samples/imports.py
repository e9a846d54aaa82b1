"""The good import declarations: one with duties, one of three items in two boxes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples.exports import EXCAVATORS, EXPORT_MRN, EXPORT_UCR, PACIFIC
from samples.parts import (
    JP_EXPORTER,
    NZ_EXPORTER,
    PA_DECLARANT,
    PA_IMPORTER,
    PE_IMPORTER,
    at,
    box,
    charges,
    duties,
    hs,
    item_charges,
    link,
    pen,
    procedure,
    ship,
    usd,
)
from swsim.documents.goods import GoodsLocation, Packaging, PreviousDocument, Ucr
from swsim.documents.parts import Office
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Commodity,
    Consignment,
    CurrencyExchange,
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
    UnloadingLocation,
)
from swsim.domain.codes import (
    CONTAINERISED,
    HOME_USE,
    DocumentName,
    Function,
)
from swsim.domain.identifiers import make_mrn, make_ucr

IMPORT_MRN = make_mrn(2026, "PA", 1)
DAIRY_UCR = make_ucr(2026, "NZ", "NZEX0000002", 1)

assert EXCAVATORS.commodity is not None

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

assert IMPORT.shipment is not None
assert IMPORT.shipment.consignment is not None

# Lodged and accepted before the goods have left, with the day they are due.
DUE = replace(
    IMPORT,
    acceptance=at("2026-04-02 09:15"),
    reference="PACB-2026-000002",
    issued=at("2026-04-02 09:10"),
    shipment=replace(
        IMPORT.shipment,
        exit=at("2026-04-09 18:00"),
        consignment=replace(
            IMPORT.shipment.consignment,
            unloading=UnloadingLocation(
                arrival=at("2026-04-24 02:00"), name="Balboa", id="PABLB"
            ),
        ),
        invoice=Invoice(id="INV-2026-0417", issued=date(2026, 4, 1)),
    ),
)


def dairy_item(
    sequence: int,
    what: tuple[str, str],
    masses_kg: tuple[int, int],
    values: tuple[str, str, str, str],
    packages: tuple[int, str],
    container: int,
) -> GoodsItem:
    """Return an item of the dairy shipment.

    `values` are price, freight and insurance in US dollars, and the customs value in
    Peruvian soles at the rate of 3.40.
    """
    code, description = what
    price, freight, insurance, cif = values
    gross, net = masses_kg
    count, package_type = packages
    return GoodsItem(
        customs_value=pen(cif),
        sequence=sequence,
        statistical_value=pen(cif),
        documents=(AdditionalDocument(id=f"NZ-VET-26-{sequence:04d}", type="853"),),
        commodity=Commodity(
            description=description,
            classifications=hs(code),
            duties=duties(pen(cif), "12", "18"),
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
                ("80000.00", "4000.00", "400.00", "286960.00"),
                (800, "BG"),
                1,
            ),
            dairy_item(
                2,
                ("040510", "Salted butter in blocks of 25 kg, frozen"),
                (5_300, 5_000),
                ("30000.00", "1500.00", "150.00", "107610.00"),
                (200, "CT"),
                2,
            ),
            dairy_item(
                3,
                ("040690", "Cheddar cheese in vacuum packed blocks"),
                (2_725, 2_500),
                ("14000.00", "700.00", "70.00", "50218.00"),
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

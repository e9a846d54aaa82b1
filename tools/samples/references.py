"""Samples of the reference rules: small declarations, and what their receiver knows.

A reference rule is found in no document alone, so good and bad sample of a rule hold
the same declaration, and the facts beside them differ.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from samples.exports import EXCAVATORS, EXPORT_MRN, EXPORT_UCR, PACIFIC
from samples.fault import Fault, Known, reference
from samples.parts import (
    JP_DECLARANT,
    JP_EXPORTER,
    PA_DECLARANT,
    PA_IMPORTER,
    at,
    box,
    hs,
    procedure,
    usd,
)
from samples.transit import ISTHMUS
from swsim.documents.goods import PreviousDocument, Ucr
from swsim.documents.types.declaration import (
    AdditionalDocument,
    AeoParty,
    Commodity,
    Consignment,
    Declaration,
    Destination,
    DutyTaxFee,
    ExportCountry,
    GoodsItem,
    GoodsMeasure,
    GoodsShipment,
    Invoice,
    LoadingLocation,
    Origin,
    WriteOff,
)
from swsim.domain.codes import CONTAINERISED, HOME_USE, DocumentName, Function
from swsim.domain.identifiers import container_number
from swsim.domain.money import Quantity

BILL = "EXPBL0000417"
LICENCE = "PA-MED-2026-0031"
CERTIFICATE = "CR-CO-2026-0112"
QUOTA = "090117"
AEO = "JPAEO0000077"

# --- declarations -----------------------------------------------------------------

EXPORT = Declaration(
    function=Function.ORIGINAL,
    reference="JPCB-2026-000101",
    issued=at("2026-04-06 23:30"),
    type=DocumentName.EXPORT_DECLARATION,
    declarant=JP_DECLARANT,
    exporter=JP_EXPORTER,
)
IMPORT = Declaration(
    function=Function.ORIGINAL,
    reference="PACB-2026-000101",
    issued=at("2026-04-20 14:00"),
    type=DocumentName.IMPORT_DECLARATION,
    declarant=PA_DECLARANT,
    exporter=JP_EXPORTER,
    shipment=GoodsShipment(importer=PA_IMPORTER),
)


def goods(code: str, description: str, origin: str, kilograms: int) -> GoodsItem:
    """Return an item of an import for home use."""
    return GoodsItem(
        sequence=1,
        commodity=Commodity(
            description=description,
            classifications=hs(code),
            measure=GoodsMeasure(
                gross_mass=kilograms * 1100, net_mass=kilograms * 1000
            ),
        ),
        procedures=procedure(HOME_USE),
        origins=(Origin(country=origin),),
    )


def exporting(**changes: Any) -> Declaration:
    return replace(EXPORT, shipment=GoodsShipment(**changes))


def importing(**changes: Any) -> Declaration:
    return replace(IMPORT, shipment=GoodsShipment(importer=PA_IMPORTER, **changes))


def citing(item: GoodsItem, document: AdditionalDocument) -> GoodsItem:
    return replace(item, documents=(*item.documents, document))


def under_quota(item: GoodsItem) -> GoodsItem:
    assert item.commodity is not None
    duty = DutyTaxFee(quota=QUOTA, type="CUD")
    return replace(item, commodity=replace(item.commodity, duties=(duty,)))


PHYTO = AdditionalDocument(id="CR-PHY-26-0417", type="851")
COFFEE = citing(
    goods("090111", "Green arabica coffee beans in jute bags", "CR", 6_000), PHYTO
)
MEDICINES = goods("300490", "Packed analgesic tablets for retail sale", "JP", 500)
BOXED = Consignment(
    container_code=CONTAINERISED,
    departure_means=PACIFIC,
    equipment=(box(1, 1, "TRN000101"),),
)
assert EXCAVATORS.commodity is not None
LOOSE = replace(EXCAVATORS, commodity=replace(EXCAVATORS.commodity, equipment=()))
ARRIVED = replace(LOOSE, procedures=procedure(HOME_USE))
BY_BILL = (PreviousDocument(id=BILL, type=DocumentName.BILL_OF_LADING),)

DOCUMENTS: dict[str, Declaration] = {
    "r17-container-once": exporting(consignment=BOXED, items=(EXCAVATORS,)),
    "r24-place-of-the-directory": exporting(
        consignment=Consignment(loading=LoadingLocation(id="JPMYJ"))
    ),
    "r26-office-of-ours": replace(EXPORT, office="JPYOK"),
    "r34-growing-country": importing(items=(COFFEE,)),
    "r36-certificate-of-origin": importing(
        items=(
            citing(
                COFFEE,
                AdditionalDocument(
                    id=CERTIFICATE,
                    type="861",
                    write_off=WriteOff(
                        quantity=Quantity(value=Decimal(6000), unit="KGM")
                    ),
                ),
            ),
        )
    ),
    "r45-licence": importing(
        items=(citing(MEDICINES, AdditionalDocument(id=LICENCE, type="911")),)
    ),
    "r46-quota": importing(items=(under_quota(COFFEE),)),
    "r49-ucr": exporting(ucr=Ucr(id=EXPORT_UCR)),
    "r49-line-once": exporting(
        items=(LOOSE,),
        invoice=Invoice(id="INV-2026-0417"),
        ucr=Ucr(id=EXPORT_UCR),
    ),
    "r50-export-data": replace(
        importing(items=(ARRIVED,), ucr=Ucr(id=EXPORT_UCR)),
        invoice_amount=usd("48000.00"),
    ),
    "r51-reference": EXPORT,
    "r52-previous-document": replace(
        importing(
            previous_documents=(
                PreviousDocument(
                    id=EXPORT_MRN, type=DocumentName.EXPORT_DECLARATION, line=1
                ),
            )
        ),
        gross_mass=9_200_000,
        package_count=2,
    ),
    "r53-consignee": importing(previous_documents=BY_BILL),
    "r56-declarant": IMPORT,
    "r57-aeo": importing(aeo_parties=(AeoParty(id=AEO, role="EX"),)),
    "r58-guarantee": ISTHMUS,
    "r62-party": EXPORT,
    "r62-means-of-transport": replace(EXPORT, border_means=PACIFIC),
    "r62-route": exporting(
        destination=Destination(country="PA"), export_country=ExportCountry(id="JP")
    ),
}
GOOD = {"declaration": dict(DOCUMENTS)}

# --- what the receiver knows --------------------------------------------------------

FREE: Known = {"otherwise": "yes"}  # nothing that stands against it


def listed(**facts: str) -> Known:
    """Return that one row of a register is known, and that it is complete."""
    return {"yes": [facts], "otherwise": "no"}


def taken(**facts: str) -> Known:
    """Return that one thing is known to stand against, and nothing else."""
    return {"no": [facts], "otherwise": "yes"}


CLEAR: dict[str, Known] = {
    "R17": FREE,
    "R34": listed(heading="090111", origin="CR"),
    "R49": FREE,
    "R49-line": FREE,
    "R51": FREE,
    "R53": listed(document=BILL, importer="PAIM0000001"),
    "R56": {
        "yes": [
            {"declarant": "JPCB0000007", "principal": "JPEX0000001"},
            {"declarant": "PACB0000003", "principal": "PAIM0000001"},
            # In transit the carrier declares on his own account.
            {"declarant": "PACA0000011"},
        ],
        "otherwise": "no",
    },
    "R62": FREE,
    "R62-means": FREE,
    "R62-route": FREE,
}
_GENUINE: dict[str, Known] = {"R39-genuine": listed(certificate="CR-PHY-26-0417")}
_LICENSED = {"licence": LICENCE, "holder": "PAIM0000001"}
# By sample: what is known of it beyond what stands in CLEAR.
ALSO: dict[str, dict[str, Known]] = {
    "r24-place-of-the-directory": {"R24-place": listed(place="JPMYJ")},
    "r26-office-of-ours": {"R26": listed(office="JPYOK", type="830")},
    "r34-growing-country": _GENUINE,
    "r36-certificate-of-origin": {
        **_GENUINE,
        "R36": listed(
            certificate=CERTIFICATE,
            heading="090111",
            exporter="JPEX0000001",
            quantity="6000",
        ),
    },
    "r45-licence": {"R45": listed(**_LICENSED, quantity="500")},
    "r46-quota": {**_GENUINE, "R46": listed(order=QUOTA, origin="CR")},
    "r50-export-data": {
        "R50": listed(ucr=EXPORT_UCR, headings="842952", amount="48000.00")
    },
    "r52-previous-document": {
        "R52": listed(document=EXPORT_MRN, type="830", line="1", mass="9200")
    },
    "r53-consignee": {"R52": listed(document=BILL)},
    "r57-aeo": {"R57": listed(aeo=AEO, role="EX")},
    "r58-guarantee": {
        "R26": FREE,
        "R52": FREE,
        "R57": FREE,
        "R58-guarantee": listed(guarantee="26PAGRN000000031", amount="21600.00"),
    },
}
LOOKUPS = {"declaration": {name: {**CLEAR, **ALSO.get(name, {})} for name in DOCUMENTS}}

# --- the same, and a receiver who says no -------------------------------------------

REFUSED = (
    reference(
        "r17-container-in-another",
        base="r17-container-once",
        knows=taken(container=container_number(1), voyage="3000013"),
        finds=("R17", f"<ID>{container_number(1)}<"),
    ),
    reference(
        "r24-place-that-is-not-there",
        base="r24-place-of-the-directory",
        knows=listed(place="JPOKJ"),
        finds=("R24-place", "<ID>JPMYJ<"),
    ),
    reference(
        "r26-office-of-others",
        base="r26-office-of-ours",
        knows=listed(office="JPTYO"),
        finds=("R26", "<DeclarationOfficeID>"),
    ),
    reference(
        "r34-nothing-grows-there",
        base="r34-growing-country",
        knows=listed(heading="090111", origin="CO"),
        finds=("R34", "<CountryCode>CR<"),
        verdict="valid",
    ),
    reference(
        "r36-certificate-used-up",
        base="r36-certificate-of-origin",
        knows=listed(certificate=CERTIFICATE, quantity="1500"),
        finds=("R36", f"<ID>{CERTIFICATE}<"),
    ),
    reference(
        "r45-licence-of-another",
        base="r45-licence",
        knows=listed(licence=LICENCE, holder="PAIM0000009"),
        finds=("R45", f"<ID>{LICENCE}<"),
    ),
    reference(
        "r46-quota-closed",
        base="r46-quota",
        knows=taken(order=QUOTA),
        finds=("R46", "<QuotaOrderID>"),
        verdict="valid",
    ),
    reference(
        "r49-ucr-in-another",
        base="r49-ucr",
        knows=taken(ucr=EXPORT_UCR),
        finds=("R49", f"<ID>{EXPORT_UCR}<"),
        verdict="valid",
    ),
    reference(
        "r49-line-exported-before",
        base="r49-line-once",
        knows=taken(ucr=EXPORT_UCR, invoice="INV-2026-0417", heading="842952"),
        finds=("R49-line", "<ItemChargeAmount"),
    ),
    reference(
        "r50-export-of-less-value",
        base="r50-export-data",
        knows=listed(ucr=EXPORT_UCR, amount="96000.00"),
        finds=("R50", f"<ID>{EXPORT_UCR}<"),
        verdict="valid",
    ),
    reference(
        "r51-reference-used-before",
        base="r51-reference",
        knows=taken(declarant="JPCB0000007", reference="JPCB-2026-000101"),
        finds=("R51", "<FunctionalReferenceID>"),
    ),
    reference(
        "r52-previous-document-used-up",
        base="r52-previous-document",
        knows=listed(document=EXPORT_MRN, mass="200"),
        finds=("R52", f"<ID>{EXPORT_MRN}<"),
    ),
    reference(
        "r53-consigned-to-another",
        base="r53-consignee",
        knows=listed(document=BILL, importer="PAIM0000009"),
        finds=("R53", "<ID>PAIM0000001<"),
    ),
    reference(
        "r56-declarant-without-mandate",
        base="r56-declarant",
        knows=listed(declarant="PACB0000003", principal="PAIM0000009"),
        finds=("R56", "<ID>PACB0000003<"),
    ),
    reference(
        "r57-aeo-suspended",
        base="r57-aeo",
        knows=taken(aeo=AEO),
        finds=("R57", f"<ID>{AEO}<"),
    ),
    reference(
        "r58-guarantee-access-code",
        base="r58-guarantee",
        knows=listed(guarantee="26PAGRN000000031", access="0000"),
        finds=("R58-guarantee", "<ReferenceID>"),
    ),
    reference(
        "r62-targeted-party",
        base="r62-party",
        knows=taken(value="JPEX0000001"),
        finds=("R62", "<ID>JPEX0000001<"),
        verdict="valid",
    ),
    reference(
        "r62-means-targeted",
        base="r62-means-of-transport",
        knows=taken(value="3000013"),
        finds=("R62-means", "<ID>3000013<"),
        verdict="valid",
    ),
    reference(
        "r62-route-targeted",
        base="r62-route",
        knows=taken(value="JP-PA"),
        finds=("R62-route", "<ID>JP<"),
        verdict="valid",
    ),
)


def known_to(fault: Fault) -> Fault:
    """Return a fault whose receiver knows the rest as that of the good sample."""
    return replace(
        fault, lookup={**LOOKUPS[fault.kind][fault.base], **(fault.lookup or {})}
    )


BAD = tuple(known_to(fault) for fault in REFUSED)

"""Samples of permits, origin, procedures, changes and transit: the rules R35 to R61.

A good sample carries the name of a rule; the bad ones are edits of its XML, or, where
only a receiver can tell, the same declaration with other facts beside it.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples.exports import EXPORT_MRN
from samples.fault import Fault, Known, of, reference, rule
from samples.parts import JP_EXPORTER, NZ_EXPORTER, at, procedure
from samples.references import (
    CLEAR,
    COFFEE,
    EXPORT,
    FREE,
    MEDICINES,
    citing,
    exporting,
    goods,
    importing,
    listed,
    taken,
)
from samples.transit import ROAD, route
from swsim.documents.goods import PreviousDocument
from swsim.documents.parts import AdditionalInformation, Amendment, Pointer
from swsim.documents.types.declaration import (
    AdditionalDocument,
    Consignment,
    Declaration,
    Destination,
    DutyTaxFee,
    GoodsItem,
)
from swsim.domain.codes import OUTRIGHT_EXPORT, DocumentName, Function
from swsim.domain.identifiers import make_mrn
from swsim.domain.money import Quantity

WAREHOUSED = make_mrn(2026, "PA", 77)


def document(type: str, id: str, expires: date | None = None) -> AdditionalDocument:
    return AdditionalDocument(
        effective=date(2026, 4, 2), id=id, type=type, expires=expires
    )


def counted(item: GoodsItem, count: int, unit: str) -> GoodsItem:
    """Return an item with the supplementary quantity that its tariff line asks for."""
    assert item.commodity is not None
    assert item.commodity.measure is not None
    quantity = Quantity(value=Decimal(count), unit=unit)
    measure = replace(item.commodity.measure, tariff_quantity=quantity)
    return replace(item, commodity=replace(item.commodity, measure=measure))


def leaving(item: GoodsItem) -> GoodsItem:
    """Return an item as it is exported."""
    return replace(item, procedures=procedure(OUTRIGHT_EXPORT))


LICENSED = citing(MEDICINES, document("911", "PA-MED-2026-0031"))
PREFERRED = AdditionalDocument(
    effective=date(2026, 4, 7), id="CR-CO-2026-0112", type="861"
)
assert COFFEE.commodity is not None
CLAIMED = replace(
    citing(COFFEE, PREFERRED),
    commodity=replace(COFFEE.commodity, duties=(DutyTaxFee(regime="300", type="CUD"),)),
)

DOCUMENTS: dict[str, Declaration] = {
    "r35-agreement": importing(
        consignment=Consignment(itinerary=route("CR", "PA")),
        destination=Destination(country="PA"),
        items=(CLAIMED,),
    ),
    "r38-direct": importing(
        consignment=Consignment(itinerary=route("CR", "NI", "PA")),
        destination=Destination(country="PA"),
        items=(CLAIMED,),
    ),
    "r39-genuine": importing(items=(COFFEE,)),
    "r40-genuine": replace(
        exporting(
            items=(
                leaving(
                    citing(
                        goods("020130", "Chilled boneless beef cuts", "NZ", 900),
                        document("853", "NZ-VET-26-0101", date(2026, 7, 1)),
                    )
                ),
            )
        ),
        exporter=NZ_EXPORTER,
    ),
    "r41-genuine": importing(
        items=(
            citing(
                citing(
                    counted(
                        goods("440721", "Sawn mahogany boards, dry", "NI", 8_000),
                        16,
                        "MTQ",
                    ),
                    document("851", "NI-PHY-26-0033"),
                ),
                document("626", "NI-CITES-26-0007", date(2026, 10, 1)),
            ),
        )
    ),
    "r42-strategic": exporting(
        items=(
            leaving(
                citing(
                    counted(
                        goods("854231", "Processor chips on reels", "JP", 40),
                        6_000,
                        "H87",
                    ),
                    document("811", "JP-EXL-26-0005", date(2026, 12, 31)),
                )
            ),
        )
    ),
    "r43-health": importing(items=(LICENSED,)),
    "r44-environment": importing(
        items=(
            citing(
                goods("854921", "Waste of sorted circuit boards", "JP", 5_000),
                document("911", "PA-BASEL-26-0002", date(2026, 9, 30)),
            ),
        )
    ),
    "r59-land-route": ROAD,
    "r60-prior-warehouse": importing(
        items=(replace(LICENSED, procedures=procedure("4071")),),
        previous_documents=(
            PreviousDocument(id=WAREHOUSED, type=DocumentName.IMPORT_DECLARATION),
        ),
    ),
    "r61-change": replace(
        EXPORT,
        function=Function.CHANGE,
        id=EXPORT_MRN,
        issued=at("2026-04-07 06:10"),
        exporter=JP_EXPORTER,
        amendments=(
            Amendment(
                reason="1",
                pointers=(
                    Pointer(section="42A"),
                    Pointer(section="57A", tag="R031"),
                ),
            ),
        ),
    ),
    "r61-correction": replace(
        EXPORT,
        function=Function.REQUEST,
        id=EXPORT_MRN,
        issued=at("2026-04-07 06:10"),
        type="COR",
        information=(
            AdditionalInformation(description="The exporter was mistaken", type="AES"),
        ),
        exporter=JP_EXPORTER,
        amendments=(
            Amendment(
                reason="1",
                pointers=(
                    Pointer(section="42A"),
                    Pointer(section="57A", tag="R031"),
                ),
            ),
        ),
    ),
    "r61-invalidation": replace(
        EXPORT,
        function=Function.REQUEST,
        id=EXPORT_MRN,
        issued=at("2026-04-07 06:10"),
        type="INV",
        amendments=(Amendment(reason="1"),),
    ),
}

GOOD = {"declaration": dict(DOCUMENTS)}

# --- what the receivers know --------------------------------------------------------

_COFFEE: dict[str, Known] = {"R39-genuine": listed(certificate="CR-PHY-26-0417")}
_PREFERRED: dict[str, Known] = {
    **_COFFEE,
    "R35-agreement": listed(origin="CR", destination="PA"),
    "R36": listed(certificate="CR-CO-2026-0112", heading="090111"),
}
# By sample: what is known of it beyond what stands in CLEAR.
ALSO: dict[str, dict[str, Known]] = {
    "r35-agreement": {**_PREFERRED, "R38": listed(origin="CR", route="CR PA")},
    "r38-direct": {**_PREFERRED, "R38": listed(origin="CR", route="CR NI PA")},
    "r39-genuine": _COFFEE,
    "r40-genuine": {
        "R34": FREE,
        "R40-genuine": listed(certificate="NZ-VET-26-0101", type="853"),
        "R56": FREE,
    },
    "r41-genuine": {
        "R39-genuine": listed(certificate="NI-PHY-26-0033"),
        "R41-genuine": listed(certificate="NI-CITES-26-0007", heading="440721"),
    },
    "r42-strategic": {"R45": listed(licence="JP-EXL-26-0005", holder="JPEX0000001")},
    "r43-health": {"R45": listed(licence="PA-MED-2026-0031")},
    "r44-environment": {"R45": listed(licence="PA-BASEL-26-0002")},
    "r59-land-route": {
        "R26": FREE,
        "R39-genuine": FREE,
        "R58-guarantee": listed(guarantee="26PAGRN000000032", access="K7Q2"),
    },
    "r60-prior-warehouse": {
        "R45": listed(licence="PA-MED-2026-0031"),
        "R52": listed(document=WAREHOUSED),
        "R60-prior": listed(procedure="71", documents=WAREHOUSED),
    },
    "r61-change": {"R61": listed(declaration=EXPORT_MRN)},
    "r61-correction": {"R61": listed(declaration=EXPORT_MRN)},
    "r61-invalidation": {},
}
LOOKUPS = {"declaration": {name: {**CLEAR, **ALSO[name]} for name in DOCUMENTS}}

# --- the same, and something is wrong -----------------------------------------------


preference = of("declaration", "r35-agreement")
phyto = of("declaration", "r39-genuine")
veterinary = of("declaration", "r40-genuine")
cites = of("declaration", "r41-genuine")
strategic = of("declaration", "r42-strategic")
health = of("declaration", "r43-health")
environment = of("declaration", "r44-environment")
land = of("declaration", "r59-land-route")
warehouse = of("declaration", "r60-prior-warehouse")
change = of("declaration", "r61-change")
invalidation = of("declaration", "r61-invalidation")

ITEM = "<GovernmentAgencyGoodsItem>"
PACKING_LIST = "<TypeCode>271<"


def other(code: str) -> tuple[str, str]:
    """Return the edit by which a packing list stands for what is wanted."""
    return f"<TypeCode>{code}<", PACKING_LIST


FOUND = (
    phyto("r39-no-phytosanitary", other("851"), finds=rule("R39", ITEM)),
    veterinary("r40-no-veterinary", other("853"), finds=rule("R40", ITEM)),
    cites("r41-no-cites", other("626"), finds=rule("R41", ITEM)),
    strategic("r42-no-export-licence", other("811"), finds=rule("R42", ITEM)),
    health("r43-no-health-licence", other("911"), finds=rule("R43", ITEM)),
    environment("r44-no-consent", other("911"), finds=rule("R44", ITEM)),
    veterinary(
        "r45-expired-certificate",
        (">20260701<", ">20260401<"),
        finds=rule("R45-expired", "20260401"),
    ),
    preference(
        "r35-no-proof-of-origin",
        other("861"),
        finds=rule("R35", "<DutyRegimeCode>"),
    ),
    preference(
        "r37-issued-after-the-export",
        (">20260407<", ">20260424<"),
        finds=rule("R37", "20260424"),
    ),
    preference(
        "r37-old-proof",
        (">20260407<", ">20250419<"),
        finds=rule("R37-old", "20250419"),
    ),
    warehouse(
        "r60-warehouse-of-an-export",
        ("<CurrentCode>4071<", "<CurrentCode>3171<"),
        finds=rule("R60", "<CurrentCode>"),
    ),
    warehouse(
        "r60-previous-not-cited",
        (
            "    <PreviousDocument>\n"
            f"      <ID>{WAREHOUSED}</ID>\n"
            "      <TypeCode>929</TypeCode>\n"
            "    </PreviousDocument>\n",
            "",
        ),
        finds=rule("R60-previous", "<CurrentCode>"),
    ),
    change(
        "r61-reason-not-given",
        ("    <ChangeReasonCode>1</ChangeReasonCode>\n", ""),
        finds=rule("R61-reason", "<Amendment>"),
    ),
    change(
        "r61-pointer-to-nothing",
        ("<DocumentSectionCode>57A<", "<DocumentSectionCode>74A<"),
        finds=rule("R61-pointer", "<Pointer>", 2),
    ),
    invalidation(
        "r61-reason-of-an-invalidation",
        ("    <ChangeReasonCode>1</ChangeReasonCode>\n", ""),
        finds=rule("R61-reason", "<Amendment>"),
    ),
    land(
        "r58-no-guarantee",
        ("    <ReferenceID>26PAGRN000000032</ReferenceID>\n", ""),
        finds=rule("R58", "<Declaration "),
    ),
    land(
        "r58-access-code-missing",
        ("    <AccessCode>K7Q2</AccessCode>\n", ""),
        finds=rule("R58-access", "<ReferenceID>"),
    ),
    land(
        "r58-offices-not-on-the-way",
        ("<ID>CRLIO<", "<ID>NICIO<"),
        finds=rule("R58-offices", "<RoutingCountryCode>CR<"),
    ),
    land(
        "r59-limit-missing",
        (
            '    <LimitDateTime><ds:DateTimeString formatCode="304">20260507130000Z'
            "</ds:DateTimeString></LimitDateTime>\n",
            "",
        ),
        finds=rule("R59-limit", "<Declaration "),
    ),
    land(
        "r59-seals-without-number",
        ("          <ID>TRN000632</ID>\n", ""),
        finds=rule("R59-seals", "<TransportEquipment>"),
    ),
    land(
        "r59-route-jumps",
        ("<RoutingCountryCode>CR<", "<RoutingCountryCode>GT<"),
        ("<ID>CRLIO<", "<ID>GTPBR<"),
        finds=rule("R59-route", "<RoutingCountryCode>GT<"),
    ),
)

REFUSED = (
    reference(
        "r35-agreement-not-in-force",
        base="r35-agreement",
        knows=taken(origin="CR", destination="PA"),
        finds=("R35-agreement", "<DutyRegimeCode>"),
    ),
    reference(
        "r38-not-direct",
        base="r38-direct",
        knows=listed(origin="CR", route="CR PA"),
        finds=("R38", "<RoutingCountryCode>CR<"),
    ),
    reference(
        "r39-genuine-of-none",
        base="r39-genuine",
        knows=taken(certificate="CR-PHY-26-0417"),
        finds=("R39-genuine", "<ID>CR-PHY-26-0417<"),
    ),
    reference(
        "r40-genuine-of-none",
        base="r40-genuine",
        knows=taken(certificate="NZ-VET-26-0101"),
        finds=("R40-genuine", "<ID>NZ-VET-26-0101<"),
    ),
    reference(
        "r41-genuine-of-none",
        base="r41-genuine",
        knows=taken(certificate="NI-CITES-26-0007"),
        finds=("R41-genuine", "<ID>NI-CITES-26-0007<"),
    ),
    reference(
        "r60-prior-was-another",
        base="r60-prior-warehouse",
        knows=listed(procedure="53", documents=WAREHOUSED),
        finds=("R60-prior", "<CurrentCode>"),
    ),
    reference(
        "r61-correction-of-nothing",
        base="r61-correction",
        knows=taken(declaration=EXPORT_MRN),
        finds=("R61", f"<ID>{EXPORT_MRN}<"),
    ),
    reference(
        "r61-released-already",
        base="r61-change",
        knows=taken(declaration=EXPORT_MRN),
        finds=("R61", f"<ID>{EXPORT_MRN}<"),
    ),
)


def known_to(fault: Fault) -> Fault:
    """Return a fault whose receiver knows the rest as that of the good sample."""
    known = LOOKUPS["declaration"][fault.base]
    return replace(fault, lookup={**known, **(fault.lookup or {})})


BAD = (*FOUND, *map(known_to, REFUSED))

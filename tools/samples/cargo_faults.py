"""Bad cargo reports."""

from samples.cargo_reports import FIRST_HOUSE, MASTER_BILL
from samples.fault import Edit, codes, of, rule, xsd
from swsim.domain.identifiers import container_number, imo_number

SHIP, BOX, SHARED = imo_number(1), container_number(1), container_number(301)
NAMES_MASTER = (
    "      <MasterTransportContractDocument>\n"
    f"        <ID>{MASTER_BILL}</ID>\n"
    "        <TypeCode>704</TypeCode>\n"
    "      </MasterTransportContractDocument>\n"
)
SEAL = (
    "        <Seal>\n"
    "          <SequenceNumeric>1</SequenceNumeric>\n"
    "          <ID>TRN000101</ID>\n"
    "        </Seal>\n"
)
IN_ITEM = "<SequenceNumeric>1</SequenceNumeric>\n            <ID>"

manifest = of("cargo-report", "manifest-785")
houses = of("cargo-report", "houses-833")
arrival = of("cargo-report", "arrival-185")
air = of("cargo-report", "air-833")
bare = of("cargo-report", "bare-houses")

BAD = (
    # --- structure, formats and code lists
    bare(
        "xsd-missing-type-bare",
        ("  <TypeCode>833</TypeCode>\n", ""),
        finds=xsd("XSD-element", "<ConsignmentQuantity>"),
    ),
    manifest(
        "xsd-voyage-too-long",
        ("<JourneyID>EP026E<", "<JourneyID>EP026E-EASTBOUND-01<"),
        finds=xsd("XSD-maxLength", "<JourneyID>"),
    ),
    houses(
        "xsd-house-before-parties",
        ("<TotalPackageQuantity>400</TotalPackageQuantity>\n", "<HouseBill/>\n"),
        finds=xsd("XSD-element", "<HouseBill/>"),
    ),
    manifest(
        "cl-equipment-fullness-8169",
        ("<FullnessCode>4<", "<FullnessCode>2<"),
        finds=codes("equipment-fullness-8169", "<FullnessCode>2<"),
        verdict="valid",
    ),
    manifest(
        "cl-processing-7365",
        ("<CurrentCode>28<", "<CurrentCode>80<"),
        finds=codes("processing-7365", "<CurrentCode>80<"),
        verdict="valid",
    ),
    of("cargo-report", "landed-788")(
        "cl-discrepancy",
        ("<DiscrepancyCode>SHL<", "<DiscrepancyCode>GON<"),
        finds=codes("discrepancy", "<DiscrepancyCode>GON<"),
    ),
    # --- rules
    houses(
        "cr01-kind-of-report",
        ("<TypeCode>833<", "<TypeCode>830<"),
        finds=rule("CR01", "<TypeCode>830<"),
    ),
    arrival(
        "cr02-arrival-without-moment",
        (
            '      <ArrivalDateTime><ds:DateTimeString formatCode="304">20260427064000Z'
            "</ds:DateTimeString></ArrivalDateTime>\n",
            "",
        ),
        finds=rule("CR02", "<BorderTransportMeans>"),
    ),
    manifest(
        "cr03-consignment-count",
        ("<ConsignmentQuantity>6<", "<ConsignmentQuantity>5<"),
        finds=rule("CR03", "<ConsignmentQuantity>"),
    ),
    # As if the houses were added to their master.
    manifest(
        "cr04-houses-counted-twice",
        ('unitCode="KGM">29300<', 'unitCode="KGM">35700<'),
        finds=rule("CR04", ">35700<"),
    ),
    manifest(
        "cr05-package-total",
        ("<TotalPackageQuantity>542<", "<TotalPackageQuantity>541<"),
        finds=rule("CR05", "<TotalPackageQuantity>541<"),
    ),
    manifest(
        "cr06-consignment-sequence",
        (
            "<Consignment>\n      <SequenceNumeric>6<",
            "<Consignment>\n      <SequenceNumeric>5<",
        ),
        finds=rule("CR06", "      <SequenceNumeric>5<", 2),
    ),
    houses(
        "cr07-contract-twice",
        ("<ID>FWDH0000032<", f"<ID>{FIRST_HOUSE}<"),
        finds=rule("CR07", f"<ID>{FIRST_HOUSE}<", 2),
    ),
    manifest(
        "cr08-gross-mass-of-items",
        (
            '<GrossMassMeasure unitCode="KGM">11500<',
            '<GrossMassMeasure unitCode="KGM">10500<',
        ),
        finds=rule("CR08", '<TotalGrossMassMeasure unitCode="KGM">11500<'),
    ),
    manifest(
        "cr09-packages-of-items",
        ("<QuantityQuantity>20<", "<QuantityQuantity>21<"),
        finds=rule("CR09", "<TotalPackageQuantity>20<"),
    ),
    houses(
        "cr10-item-sequence",
        (
            "<ConsignmentItem>\n        <SequenceNumeric>1</SequenceNumeric>\n"
            "        <Commodity>\n          <Description>Men",
            "<ConsignmentItem>\n        <SequenceNumeric>2</SequenceNumeric>\n"
            "        <Commodity>\n          <Description>Men",
        ),
        finds=rule("CR10", "        <SequenceNumeric>2<"),
    ),
    bare(
        "cr11-house-without-master",
        Edit(
            old=NAMES_MASTER.replace("\n  ", "\n")[2:],
            new="",
            times=2,
        ),
        finds=(
            *rule("CR11", "<TransportContractDocument>", 1),
            *rule("CR11", "<TransportContractDocument>", 2),
        ),
    ),
    manifest(
        "cr12-houses-above-master",
        ('unitCode="KGM">6400<', 'unitCode="KGM">6300<'),
        ('unitCode="KGM">29300<', 'unitCode="KGM">29200<'),
        finds=rule("CR12", ">6300<"),
    ),
    manifest(
        "cr13-container-category",
        Edit(old=BOX, new="SWSX" + BOX[4:], times=2),
        finds=rule("CR13", f"        <ID>SWSX{BOX[4:]}<", 2),
    ),
    manifest(
        "cr14-container-check-digit",
        Edit(old=BOX, new=BOX[:-1] + "0", times=2),
        finds=rule("CR14", f"        <ID>{BOX[:-1]}0<", 2),
    ),
    manifest(
        "cr15-full-without-seal",
        (SEAL, ""),
        finds=rule("CR15", "<TransportEquipment>", 2),
        verdict="valid",
    ),
    manifest(
        "cr16-container-of-another",
        (f"{IN_ITEM}{BOX}<", f"{IN_ITEM}{SHARED}<"),
        finds=rule("CR16", f"            <ID>{SHARED}<", 1),
    ),
    manifest(
        "cr17-goods-in-empty-container",
        (
            f"<FullnessCode>8</FullnessCode>\n        <ID>{BOX}<",
            f"<FullnessCode>4</FullnessCode>\n        <ID>{BOX}<",
        ),
        finds=rule("CR17", f"            <ID>{BOX}<"),
    ),
    arrival(
        "cr18-imo-check-digit",
        (f"<ID>{SHIP}<", f"<ID>{SHIP[:-1]}{(int(SHIP[-1]) + 1) % 10}<"),
        finds=rule("CR18", f"<ID>{SHIP[:-1]}"),
    ),
    manifest(
        "cr19-leaves-before-it-comes",
        (">20260428200000Z<", ">20260426200000Z<"),
        finds=rule("CR19", ">20260426200000Z<"),
    ),
    air(
        "cr20-vague-description",
        ("<Description>Boneless beef, chilled<", "<Description>Freight of all kinds<"),
        finds=rule("CR20", "<Description>"),
        verdict="valid",
    ),
)

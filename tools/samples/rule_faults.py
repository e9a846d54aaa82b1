"""Bad samples that a business rule finds; the name begins with the id of the rule."""

from samples.fault import Edit, of, rule
from swsim.domain.identifiers import container_number

BOX = container_number(1)
# Right check digit, but A is no category letter of ISO 6346.
BAD_CATEGORY = container_number(1, owner="SWSA")
UNDECLARED = container_number(2)
IN_ITEM = "\n" + 12 * " " + "<ID>"  # deeper than in the consignment

export = of("declaration", "export-830")
imports = of("declaration", "import-929")
dairy = of("declaration", "multi-item")

DECLARATIONS = (
    export(
        "r01-item-count",
        ("<GoodsItemQuantity>1<", "<GoodsItemQuantity>2<"),
        finds=rule("R01", "<GoodsItemQuantity>"),
    ),
    export(
        "r02-total-gross-mass",
        (
            '<TotalGrossMassMeasure unitCode="KGM">9200<',
            '<TotalGrossMassMeasure unitCode="KGM">9900<',
        ),
        finds=rule("R02", "<TotalGrossMassMeasure"),
    ),
    export(
        "r03-net-above-gross",
        (">8600<", ">9600<"),
        finds=rule("R03", "<NetNetWeightMeasure"),
    ),
    export(
        "r04-package-total",
        ("<TotalPackageQuantity>2<", "<TotalPackageQuantity>3<"),
        finds=rule("R04", "<TotalPackageQuantity>"),
    ),
    export(
        "r05-invoice-total",
        (
            '<InvoiceAmount currencyID="USD">48000.00<',
            '<InvoiceAmount currencyID="USD">47000.00<',
        ),
        finds=rule("R05", "<InvoiceAmount"),
    ),
    dairy(
        "r06-item-sequence",
        ("<SequenceNumeric>3<", "<SequenceNumeric>4<"),
        finds=rule("R06", "<SequenceNumeric>4<"),
    ),
    # The VAT is wrong and not the duty, or the base of the VAT would be wrong as well.
    imports(
        "r07-duty-amount",
        Edit(old=">3651.14<", new=">3751.14<", times=2),
        finds=rule("R07", "<TaxAssessedAmount", 2),
    ),
    imports(
        "r08-vat-base-without-duty",
        (">52159.20<", ">50640.00<"),
        Edit(old=">3651.14<", new=">3544.80<", times=2),
        finds=rule("R08", "<AdValoremTaxBaseAmount", 2),
    ),
    imports(
        "r10-customs-value",
        Edit(old=">2400.00<", new=">3400.00<", times=2),
        finds=rule("R10", "<CustomsValueAmount"),
    ),
    imports(
        "r14-statistical-value",
        (
            '<StatisticalValueAmount currencyID="USD">50640.00<',
            '<StatisticalValueAmount currencyID="USD">5064.00<',
        ),
        finds=rule("R14", "<StatisticalValueAmount"),
    ),
    export(
        "r15-container-check-digit",
        Edit(old=BOX, new=BOX[:-1] + "0", times=2),
        finds=rule("R15", f"<ID>{BOX[:-1]}0<"),
    ),
    export(
        "r16-container-category",
        Edit(old=BOX, new=BAD_CATEGORY, times=2),
        finds=rule("R16", f"<ID>{BAD_CATEGORY}<"),
    ),
    export(
        "r18-container-flag",
        ("<ContainerCode>68<", "<ContainerCode>69<"),
        finds=rule("R18", "<ContainerCode>"),
    ),
    export(
        "r04-none-in-crates",
        ("<TotalPackageQuantity>2<", "<TotalPackageQuantity>0<"),
        ("<QuantityQuantity>2<", "<QuantityQuantity>0<"),
        finds=rule("R04-none", "<QuantityQuantity>"),
    ),
    export(
        "r19-undeclared-container",
        (f"{IN_ITEM}{BOX}<", f"{IN_ITEM}{UNDECLARED}<"),
        finds=rule("R19", f"<ID>{UNDECLARED}<"),
    ),
)

# Warnings, and one rule for officers: the document stays valid. Partly, as the rules
# that need a receiver's records are not asked when a file is checked on its own.
WARNINGS = (
    dairy(
        "r09-freight-of-items",
        (">6200.00<", ">6300.00<"),
        finds=rule("R09", "<FreightChargeAmount"),
        verdict="valid-partial",
    ),
    dairy(
        "r09-insurance-of-items",
        (">620.00<", ">630.00<"),
        finds=rule("R09-insurance", ">630.00<"),
        verdict="valid-partial",
    ),
    # Without terms of delivery, or the customs value would be wrong as well.
    dairy(
        "r11-exchange-rate",
        (">3.40<", ">3.80<"),
        ("        <ConditionCode>FOB</ConditionCode>\n", ""),
        finds=rule("R11", "<RateNumeric>"),
        verdict="valid-partial",
    ),
    export(
        "r12-unit-value",
        Edit(old=">48000.00<", new=">4800.00<", times=3),
        finds=rule("R12", "<StatisticalValueAmount"),
        verdict="valid-partial",
    ),
    imports(
        "r13-related-parties",
        (
            "</ConditionCode>\n",
            "</ConditionCode>\n"
            "        <CountryRelationshipCode>1</CountryRelationshipCode>\n",
        ),
        finds=rule("R13", "<MethodCode>1<"),
        verdict="valid-partial",
    ),
    export(
        "r20-missing-seal",
        (
            "          <Seal>\n"
            "            <SequenceNumeric>1</SequenceNumeric>\n"
            "            <ID>TRN000101</ID>\n"
            "          </Seal>\n",
            "",
        ),
        finds=rule("R20", "<TransportEquipment>"),
        verdict="valid-partial",
    ),
    dairy(
        "r20-repeated-seal",
        ("TRN000213", "TRN000212"),
        finds=rule("R20-repeated", "<ID>TRN000212<", 2),
        verdict="valid-partial",
    ),
)

BAD = (*DECLARATIONS, *WARNINGS)

"""What each rule accepts and what it complains about; bad samples show the plain cases.

Each rule also has samples named by its id, which `tests/documents` runs. Here are the
borders: tolerances, currencies, and documents that do not carry what a rule compares.
"""

import pytest

from swsim.validation.engine import Validator
from swsim.validation.package import shipped
from swsim.validation.result import Finding
from validation.papers import AIR, IMPORT, MINIMAL, SEVERAL, changed, line_of, sample

AMENDMENT = sample("good-amendment")
BULK = sample("good-bulk")
EXPORT = sample("good-export-830")

RULES = [f"R{number:02d}" for number in range(1, 21)]


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def findings(
    validator: Validator, text: str, *changes: tuple[str, str]
) -> tuple[Finding, ...]:
    result = validator.validate(changed(text, *changes))
    layers = {layer.name: layer.state for layer in result.layers}
    assert (layers["xsd"], layers["codelists"]) == ("valid", "valid")
    return result.findings


def amount(element: str, old: str, new: str) -> tuple[str, str]:
    """Return the change of an amount, wherever it first stands."""
    return f'(<{element} currencyID="...">){old}<', rf"\g<1>{new}<"


def currency(element: str, new: str) -> tuple[str, str]:
    """Return the change of the currency of an amount, where it first stands."""
    return f'{element} currencyID="USD"', f'{element} currencyID="{new}"'


def related(code: str) -> tuple[str, str]:
    """Return the change that says how buyer and seller are related."""
    said = f"<CountryRelationshipCode>{code}</CountryRelationshipCode>"
    return "(<ConditionCode>FOB</ConditionCode>)", rf"\1{said}"


def without(element: str) -> tuple[str, str]:
    """Return the change that takes the first element of a name out."""
    return rf"<{element}[ >].*?</{element}>", ""


TOTAL_MASS = "(<TotalGrossMass.*?>)9200<"
NET = "(<NetNetWeightMeasure.*?>)8600<"
SECOND_NUMBER = "(<SequenceNumeric>)2(</SequenceNumeric>\\s*<Statis)", r"\g<1>7\2"
NO_LINK = (
    r"<TransportEquipment>\s*<SequenceNumeric>1</SequenceNumeric>\s*"
    "<ID>SWSU0000019</ID>\\s*</TransportEquipment>",
    "",
)
STATISTICAL = "StatisticalValueAmount"
CHARGE = "OtherChargeDeductionAmount"


@pytest.mark.parametrize(
    ("rules", "text", "changes"),
    [
        # R01: only where the header says a number
        ("R01", IMPORT, [("Quantity>1</GoodsItem", "Quantity>2</GoodsItem")]),
        ("", IMPORT, [without("GoodsItemQuantity")]),
        # R02: 1 kg or 0.1 %
        ("", IMPORT, [(TOTAL_MASS, r"\g<1>9209.209<")]),
        ("R02", IMPORT, [(TOTAL_MASS, r"\g<1>9209.21<")]),
        ("", IMPORT, [(TOTAL_MASS, r"\g<1>9190.81<")]),
        ("R02", IMPORT, [(TOTAL_MASS, r"\g<1>9190.8<")]),
        ("", IMPORT, [without("GrossMassMeasure")]),
        ("", IMPORT, [without("TotalGrossMassMeasure")]),
        # R03: above 0, up to the gross mass
        ("", IMPORT, [(NET, r"\g<1>9200<")]),
        ("R03", IMPORT, [(NET, r"\g<1>9200.001<")]),
        ("R03", IMPORT, [(NET, r"\g<1>0<")]),
        ("", IMPORT, [without("NetNetWeightMeasure")]),
        # R04: counts are exact; bulk has none
        ("R04", IMPORT, [("<TotalPackageQuantity>2<", "<TotalPackageQuantity>3<")]),
        ("", IMPORT, [without("TotalPackageQuantity")]),
        (
            "R04-none",
            IMPORT,
            [
                ("<TotalPackageQuantity>2<", "<TotalPackageQuantity>0<"),
                ("<QuantityQuantity>2<", "<QuantityQuantity>0<"),
            ],
        ),
        ("", BULK, [("<FunctionalReferenceID>", "<FunctionalReferenceID>X")]),
        # R05: 0.01 or 0.5 %, one currency
        ("", IMPORT, [amount("InvoiceAmount", "48000.00", "47761.20")]),
        ("R05", IMPORT, [amount("InvoiceAmount", "48000.00", "47761.19")]),
        ("R05", IMPORT, [currency("InvoiceAmount", "EUR")]),
        ("", IMPORT, [without("InvoiceAmount")]),
        ("", IMPORT, [without("InvoiceLine")]),
        # R06: 1..n, in any order
        ("R06", SEVERAL, [SECOND_NUMBER]),
        # R07: rounded half up, same currency
        ("R07", IMPORT, [amount("TaxAssessedAmount", "1519.20", "1519.19")]),
        ("R07", IMPORT, [currency("TaxAssessedAmount", "EUR")]),
        ("", IMPORT, [without("TaxRateNumeric")]),
        # R08: at least customs value and duties
        (
            "R08",
            IMPORT,
            [amount("AdValoremTaxBaseAmount", "52159.20", "52159.19")],
        ),
        # R09: exact
        ("R09", IMPORT, [amount("FreightChargeAmount", "2400.00", "2400.01")]),
        ("R09-insurance", IMPORT, [amount(CHARGE, "240.00", "240.01")]),
        ("", IMPORT, [without("CustomsValuation")]),
        # R10: one unit of tolerance, by Incoterms rule
        ("", IMPORT, [amount("CustomsValueAmount", "50640.00", "50639.00")]),
        ("R10", IMPORT, [amount("CustomsValueAmount", "50640.00", "50638.99")]),
        ("R10", IMPORT, [("<ConditionCode>FOB<", "<ConditionCode>CIF<")]),
        ("R10", IMPORT, [("<ConditionCode>FOB<", "<ConditionCode>CFR<")]),
        ("", IMPORT, [("<ConditionCode>FOB<", "<ConditionCode>EXW<")]),
        ("", IMPORT, [("<ConditionCode>FOB<", "<ConditionCode>DDP<")]),
        ("", IMPORT, [without("TradeTerms")]),
        # R13: related parties, with and without a statement
        ("R13", IMPORT, [related("1")]),
        ("", IMPORT, [related("0")]),
        # R14: half to double
        ("", IMPORT, [amount(STATISTICAL, "50640.00", "25320.00")]),
        ("R14", IMPORT, [amount(STATISTICAL, "50640.00", "25319.99")]),
        ("", IMPORT, [amount(STATISTICAL, "50640.00", "101280.00")]),
        ("R14", IMPORT, [amount(STATISTICAL, "50640.00", "101280.01")]),
        (
            "",
            IMPORT,
            [currency(STATISTICAL, "EUR"), amount(STATISTICAL, "50640.00", "1.00")],
        ),
        # R15 and R16: one mistake, one finding
        ("R15 R19", IMPORT, [("SWSU0000019", "SWSU0000018")]),
        ("R16 R19", IMPORT, [("SWSU0000019", "SWSX0000019")]),
        ("R16 R19", IMPORT, [("SWSU0000019", "SWSU000001")]),
        # R18 and R19
        ("R18", IMPORT, [("<ContainerCode>68<", "<ContainerCode>69<")]),
        ("R19", IMPORT, [NO_LINK]),
        ("R18", AIR, [("<ContainerCode>69<", "<ContainerCode>68<")]),
        ("R20", IMPORT, [without("Seal")]),
        # Documents that carry little
        ("", MINIMAL, [("<FunctionCode>9<", "<FunctionCode>5<")]),
        ("", AMENDMENT, [("<GoodsItemQuantity>1<", "<GoodsItemQuantity>5<")]),
    ],
)
def test_rules_complain_exactly_of(
    validator: Validator, rules: str, text: str, changes: list[tuple[str, str]]
) -> None:
    found = [finding.rule for finding in findings(validator, text, *changes)]

    assert sorted(found) == sorted(rules.split())


def test_item_numbers_may_stand_in_any_order(validator: Validator) -> None:
    text = SEVERAL.replace("<SequenceNumeric>1</SequenceNumeric>\n        <Stat", "@1")
    text = text.replace("<SequenceNumeric>2</SequenceNumeric>\n        <Stat", "@2")
    swapped = text.replace("@1", "<SequenceNumeric>2</SequenceNumeric><Stat").replace(
        "@2", "<SequenceNumeric>1</SequenceNumeric><Stat"
    )

    assert swapped.count("</SequenceNumeric><Stat") == 2
    assert validator.validate(swapped.encode()).findings == ()


EUROS = [currency("InvoiceAmount", "EUR"), currency("ItemChargeAmount", "EUR")]
RATE = (
    "<Declarant>",
    "<CurrencyExchange><CurrencyTypeCode>EUR</CurrencyTypeCode>"
    "<RateNumeric>{}</RateNumeric></CurrencyExchange><Declarant>",
)


@pytest.mark.parametrize(
    ("rate", "value", "rules"),
    [
        # 48,000 EUR and 2,640 USD of freight and insurance; published 1 / 0.86
        ("1.16279", "58453.92", []),
        ("1.16279", "50640.00", ["R10"]),
        ("1.00000", "50640.00", ["R11"]),
        ("1.10466", "55663.68", []),
        ("1.10465", "55663.20", ["R11"]),
    ],
)
def test_exchange_rate_counts_for_value_and_is_compared(
    validator: Validator, rate: str, value: str, rules: list[str]
) -> None:
    stated = (RATE[0], RATE[1].format(rate))
    declared = amount("CustomsValueAmount", "50640.00", value)
    found = [
        finding.rule
        for finding in findings(validator, IMPORT, *EUROS, stated, declared)
        if finding.rule in ("R10", "R11")
    ]

    assert found == rules


def test_value_is_not_compared_without_a_rate(validator: Validator) -> None:
    assert findings(validator, IMPORT, *EUROS) == ()


@pytest.mark.parametrize(("net", "found"), [("8600", []), ("500", ["R12"])])
def test_unit_value_is_a_risk_for_officers(
    validator: Validator, net: str, found: list[str]
) -> None:
    told = findings(validator, IMPORT, (NET, rf"\g<1>{net}<"), ("Crawler", "crawler"))

    assert [finding.rule for finding in told] == found
    assert all(finding.severity == "R" for finding in told)
    assert all(finding.audience == "officer" for finding in told)


def test_seal_that_occurs_twice_is_a_warning(validator: Validator) -> None:
    twice = ("(<Seal>.*?</Seal>)", r"\1\1")
    found = findings(validator, IMPORT, twice)

    assert [(each.rule, each.severity) for each in found] == [("R20-repeated", "W")]


def test_finding_has_line_path_pointer_value_and_expectation(
    validator: Validator,
) -> None:
    change = amount("TaxAssessedAmount", "3651.14", "3651.13")
    data = changed(IMPORT, change)
    finding = validator.validate(data).findings[0]

    assert finding.rule == "R07"
    assert finding.line == line_of(data, "3651.13")
    assert finding.column == 15
    assert finding.xpath == (
        "/MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity"
        "/DutyTaxFee[2]/Payment/TaxAssessedAmount"
    )
    assert finding.pointer == (
        (None, "42A", None),
        (None, "67A", None),
        (1, "68A", None),
        (None, "23A", None),
        (2, "50A", None),
        (None, "94A", "120"),
    )
    assert (finding.value, finding.expected) == ("3651.13", "3651.14")
    assert "7 % of 52159.20 is 3651.14 USD" in finding.message("en")
    assert "7 % de 52159.20 es 3651.14 USD" in finding.message("es")


def test_all_rules_of_the_first_twenty_are_there() -> None:
    patterns = shipped().documents["declaration"].patterns
    ids = {
        each.id
        for pattern in patterns
        for rule in pattern.rules
        for each in rule.assertions
    }

    assert set(RULES) <= ids


def test_every_rule_speaks_english_and_spanish() -> None:
    for pattern in shipped().documents["declaration"].patterns:
        for rule in pattern.rules:
            for assertion in rule.assertions:
                languages = {message.lang for message in assertion.messages}

                assert languages == {"en", "es"}, assertion.id


def test_every_rule_has_a_gate_or_asks_the_receiver() -> None:
    document = shipped().documents["declaration"]

    assert document.own_rules.ungated == ()


def test_export_has_no_findings(validator: Validator) -> None:
    assert validator.validate(EXPORT.encode()).findings == ()

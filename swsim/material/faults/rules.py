"""Faults of the rule layer in declarations: each breaks the rule it is named for.

What traders do wrong in a run stands in `mistakes`. A fault may break more rules than
its own: an amount is seldom wrong alone.
"""

from decimal import Decimal
from typing import Final

from swsim.domain.codelists import codelist
from swsim.domain.identifiers import container_number
from swsim.domain.streams import Stream
from swsim.material.paper import Paper, remove, scale
from swsim.material.rulefault import ITEMS, rule_fault

_BOXES: Final = "d:GoodsShipment/d:Consignment/d:TransportEquipment"
_FREIGHT_EXTRA: Final = ("EXW", "FCA", "FAS", "FOB")
_INSURANCE_EXTRA: Final = ("CFR", "CPT")


# --- amounts and numbers ----------------------------------------------------------


@rule_fault("no-packages", "R04-none")
def no_packages(paper: Paper, stream: Stream) -> bool:
    """Count no package of goods that are packed."""
    found = paper.all(
        f"{ITEMS}/d:Packaging[not(contains(' VG VL VO VQ VR VS VY ',"
        " concat(' ', d:TypeCode, ' ')))]/d:QuantityQuantity"
    )
    if not found:
        return False
    stream.choice(found).text = "0"
    return True


@rule_fault("vat-base", "R08")
def vat_base(paper: Paper, stream: Stream) -> bool:
    """Reckon VAT on half of what it is due on."""
    found = paper.all(
        f"{ITEMS}[d:CustomsValueAmount > 10]/d:Commodity/d:DutyTaxFee"
        "[d:TypeCode = 'VAT' or d:TypeCode = 'GST']/d:AdValoremTaxBaseAmount"
    )
    if not found:
        return False
    scale(stream.choice(found), Decimal("0.5"))
    return True


@rule_fault("freight-shares", "R09", "W")
def freight_shares(paper: Paper, stream: Stream) -> bool:
    """State more freight for the shipment than for its items."""
    total = paper.one("d:GoodsShipment/d:CustomsValuation/d:FreightChargeAmount")
    shares = paper.all(
        f"{ITEMS}/d:CustomsValuation/d:ChargeDeduction"
        "[d:ChargesTypeCode = '64' or d:ChargesTypeCode = '144']"
    )
    if total is None or not shares:
        return False
    scale(total, Decimal(2), 100)
    return True


@rule_fault("insurance-shares", "R09-insurance", "W")
def insurance_shares(paper: Paper, stream: Stream) -> bool:
    """State more insurance for the shipment than for its items."""
    charge = "d:CustomsValuation/d:ChargeDeduction[d:ChargesTypeCode = '67']"
    total = paper.one(f"d:GoodsShipment/{charge}/d:OtherChargeDeductionAmount")
    if total is None or not paper.all(f"{ITEMS}/{charge}"):
        return False
    scale(total, Decimal(2), 100)
    return True


# --- values -----------------------------------------------------------------------


@rule_fault("customs-value", "R10")
def customs_value(paper: Paper, stream: Stream) -> bool:
    """Declare a customs value that is not price, freight and insurance."""
    terms = paper.text("d:GoodsShipment/d:TradeTerms/d:ConditionCode")
    if paper.text("d:TypeCode") != "929" or terms in ("", "DDP"):
        return False
    needed = _charges_needed(terms)
    found = [
        value
        for value in paper.all(
            f"{ITEMS}[d:Commodity/d:InvoiceLine/d:ItemChargeAmount]/d:CustomsValueAmount"
        )
        if needed <= _charges(paper, value.getparent())
    ]
    if not found:
        return False
    scale(stream.choice(found), Decimal("1.2"), 10)
    return True


def _charges_needed(terms: str) -> set[str]:
    if terms in _FREIGHT_EXTRA:
        return {"64", "67"}
    return {"67"} if terms in _INSURANCE_EXTRA else set()


def _charges(paper: Paper, item: object) -> set[str]:
    codes = paper.all("d:CustomsValuation/d:ChargeDeduction/d:ChargesTypeCode", item)  # type: ignore[arg-type]
    return {each.text for each in codes}


@rule_fault("exchange-rate", "R11", "W")
def exchange_rate(paper: Paper, stream: Stream) -> bool:
    """Apply a rate that was never published; without terms, or values were wrong."""
    exchange = paper.one("d:CurrencyExchange[d:RateNumeric]")
    value = paper.one(f"{ITEMS}/d:CustomsValueAmount")
    terms = paper.one("d:GoodsShipment/d:TradeTerms/d:ConditionCode")
    if exchange is None or value is None:
        return False
    known = codelist("training-rates")
    currencies = (paper.text("d:CurrencyTypeCode", exchange), value.get("currencyID"))
    if not all(each in known for each in currencies):
        return False
    scale(paper.one("d:RateNumeric", exchange), Decimal("1.25"), 1)
    if terms is not None:
        remove(terms)
    return True


@rule_fault("unit-value", "R12", "W")
def unit_value(paper: Paper, stream: Stream) -> bool:
    """Declare a twentieth of what such goods cost, where no customs value says more."""
    found = paper.all(
        f"{ITEMS}[not(d:CustomsValueAmount)][d:Commodity/d:Classification/d:ID]"
        "[d:Commodity/d:GoodsMeasure/d:NetNetWeightMeasure > 0]"
        "/d:StatisticalValueAmount"
    )
    usual = [each for each in found if _is_usual(paper, each.getparent())]
    if not usual:
        return False
    scale(stream.choice(usual), Decimal("0.05"))
    return True


def _is_usual(paper: Paper, item: object) -> bool:
    """Return whether swsim knows what the goods cost."""
    from swsim.domain.goods import goods

    heading = paper.text("d:Commodity/d:Classification/d:ID", item)  # type: ignore[arg-type]
    return heading[:6] in goods()


@rule_fault("related-parties", "R13", "W")
def related_parties(paper: Paper, stream: Stream) -> bool:
    """Say that the parties are related, and nothing about their price."""
    terms = paper.one("d:GoodsShipment/d:TradeTerms/d:ConditionCode")
    method = paper.one(f"{ITEMS}/d:CustomsValuation/d:MethodCode[. = '1']")
    if terms is None or method is None:
        return False
    related = paper.one("d:GoodsShipment/d:TradeTerms/d:CountryRelationshipCode")
    if related is None:
        related = paper.put(terms, "CountryRelationshipCode")
    related.text = "1"
    for statement in paper.all("d:AdditionalInformation"):
        remove(statement)
    return True


@rule_fault("statistical-value", "R14")
def statistical_value(paper: Paper, stream: Stream) -> bool:
    """Declare a statistical value that is a tenth of the customs value."""
    found = paper.all(
        f"{ITEMS}[d:CustomsValueAmount > 10]"
        "[d:CustomsValueAmount/@currencyID = d:StatisticalValueAmount/@currencyID]"
        "/d:StatisticalValueAmount"
    )
    if not found:
        return False
    scale(stream.choice(found), Decimal("0.1"))
    return True


# --- containers -------------------------------------------------------------------


@rule_fault("container-category", "R16")
def container_category(paper: Paper, stream: Stream) -> bool:
    """Give a container a category letter that ISO 6346 does not have."""
    by_air = paper.text("d:BorderTransportMeans/d:ModeCode") == "4"
    found = paper.all(f"{_BOXES}/d:ID")
    if by_air or not found:
        return False
    right = stream.choice(found).text
    owner = "SWS" + stream.choice("ABKX")
    wrong = container_number(stream.below(1_000_000), owner=owner)
    for each in paper.all("//d:TransportEquipment/d:ID"):
        if each.text == right:
            each.text = wrong
    return True


@rule_fault("repeated-seal", "R20-repeated", "W")
def repeated_seal(paper: Paper, stream: Stream) -> bool:
    """Put the same seal on twice."""
    seals = paper.all(f"{_BOXES}/d:Seal/d:ID")
    if len(seals) < 2:
        return False
    first = stream.below(len(seals) - 1)
    seals[first + 1].text = seals[first].text
    return True

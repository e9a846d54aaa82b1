"""The papers of an honest trader: three hundred deals, and nothing to find in them."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import cycle, islice

import pytest

from simulation.builders import START, order
from swsim.documents.types.declaration import Declaration
from swsim.documents.writing import encode_payload
from swsim.domain.codelists import codelist, decimals
from swsim.domain.codes import Mode
from swsim.domain.goods import goods
from swsim.domain.members import member
from swsim.domain.settings import Leg, ShipmentOrder
from swsim.simulation.contract import Contract, company, draw_contract
from swsim.simulation.paperwork import Filing, export_declaration, import_declaration
from swsim.validation.engine import Validator

# Currencies without decimals among them: JPY, VND, KRW, CLP, PYG, VUV.
LANES = (
    ("JP", "PA"), ("PA", "JP"), ("VN", "MX"), ("MX", "VN"), ("KR", "CL"), ("CL", "KR"),
    ("PY", "AU"), ("AU", "VU"), ("IN", "BR"), ("BR", "ID"), ("NP", "BO"),
)  # fmt: skip
HEADINGS = tuple(goods())


def _mode(wanted: Mode, *countries: str) -> str:
    """Return a mode of transport, or air where a country cannot be reached by it."""
    rows = codelist("locodes").rows
    places = [place for each in countries for place in member(each).ports]
    unfit = any(wanted in rows[place].get("lacks", "") for place in places)
    return (Mode.AIR if unfit else wanted).value


def deal(number: int) -> ShipmentOrder:
    """Return one of three hundred orders: all goods, modes, and one to three items."""
    origin, destination = LANES[number % len(LANES)]
    first = number * 3
    wanted = islice(cycle(HEADINGS), first, first + 1 + number % 3)
    return order(
        number,
        origin=origin,
        destination=destination,
        hs6=tuple(wanted),
        mode=_mode(list(Mode)[number % len(Mode)], origin, destination),
        start=number * 3_600,
    )


ORDERS = [deal(number) for number in range(300)]
CONTRACTS = [draw_contract(each, 7, START) for each in ORDERS]


def written(contract: Contract, leg: Leg) -> Declaration:
    at = START + timedelta(seconds=contract.order.start)
    filing = Filing(reference=f"{contract.order.id}-X1", at=at, exit=at)
    if leg == "export":
        return export_declaration(contract, filing)
    return import_declaration(contract, filing, 70)


def test_deals_cover_goods_modes_and_currencies() -> None:
    national = {member(each.destination).currency for each in ORDERS}

    assert {code for each in ORDERS for code in each.hs6} == set(HEADINGS)
    assert {each.mode for each in ORDERS} == set(Mode)
    assert {decimals(currency) for currency in national} == {0, 2}
    assert {contract.currency for contract in CONTRACTS} == {"USD", "EUR"}


@pytest.mark.parametrize("leg", ["export", "import"])
def test_papers_are_valid_and_nothing_is_found_in_them(leg: Leg) -> None:
    validator = Validator()
    found: Counter[str] = Counter()
    for contract in CONTRACTS:
        result = validator.validate(encode_payload(written(contract, leg)))
        found.update(finding.rule for finding in result.findings)
        found.update([result.verdict])

    assert set(found) <= {"valid", "valid-partial"}
    assert found.total() == len(CONTRACTS)


def test_both_parties_of_a_deal_draw_the_same_contract() -> None:
    assert [draw_contract(each, 7, START) for each in ORDERS] == CONTRACTS


def test_other_seed_makes_other_deals() -> None:
    other = draw_contract(ORDERS[0], 8, START)

    assert other.items != CONTRACTS[0].items


def test_goods_travel_in_containers_by_sea_only() -> None:
    by_sea = {contract.order.mode for contract in CONTRACTS if contract.containers}

    assert by_sea == {Mode.SEA}


def test_containers_of_a_deal_hold_no_more_than_planned() -> None:
    for contract in CONTRACTS:
        gross = sum(item.gross_mass for item in contract.items)
        assert not contract.containers or gross <= 24_000_000 * len(contract.containers)


def test_export_and_import_tell_the_same_story() -> None:
    for contract in CONTRACTS:
        export, import_ = written(contract, "export"), written(contract, "import")
        assert export.invoice_amount == import_.invoice_amount
        assert export.gross_mass == import_.gross_mass
        assert export.shipment is not None
        assert import_.shipment is not None
        assert export.shipment.ucr == import_.shipment.ucr


def test_customs_value_is_price_freight_and_insurance_to_the_cent() -> None:
    """Items carry all freight: what rounding leaves over is not lost."""
    for contract in CONTRACTS:
        shipment = written(contract, "import").shipment
        assert shipment is not None
        shares = [
            charge.amount.value
            for item in shipment.items
            if item.valuation
            for charge in item.valuation.charges
            if charge.type == "64" and charge.amount
        ]
        assert sum(shares, Decimal(0)) == contract.freight.value


def test_exporter_and_importer_are_never_the_same_company() -> None:
    assert all(each.exporter.id != each.importer.id for each in CONTRACTS)


def test_company_is_fictitious_and_says_so() -> None:
    party = company(member("PA"), 3)

    assert party.name == "Exercise Heron Trading 03 (PA)"
    assert party.id == "PAX0000003"
    assert [each.id for each in party.communications] == ["desk03@pa.example"]


def test_terms_and_papers_fit_the_mode_of_transport() -> None:
    seen = {
        (
            contract.order.mode,
            declaration.shipment.trade_terms.condition,
            declaration.shipment.previous_documents[0].type,
        )
        for contract in CONTRACTS
        if (declaration := written(contract, "import")).shipment
        and declaration.shipment.trade_terms
    }

    assert seen == {
        (Mode.SEA, "FOB", "705"),
        (Mode.RAIL, "FCA", "720"),
        (Mode.ROAD, "FCA", "730"),
        (Mode.AIR, "FCA", "740"),
    }

"""What is generated is valid, coherent, various, and the same every time."""

import os
import subprocess
import sys
from collections import Counter
from itertools import islice

import pytest
from lxml import etree

from swsim.domain.codelists import decimals
from swsim.errors import UsageError
from swsim.material.deals import draw_deal
from swsim.material.generate import generate, kinds
from swsim.validation.engine import Validator
from swsim.validation.package import shipped

_PRINTS_A_HASH = """
import hashlib, sys
from swsim.material.generate import generate, kinds
digest = hashlib.sha256()
for kind in kinds():
    for made in generate(kind, 5, 11):
        digest.update(made.name.encode() + made.data)
print(digest.hexdigest())
"""
DEALS = [draw_deal(3, number) for number in range(1, 601)]


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def findings(validator: Validator, kind: str, count: int) -> Counter[str]:
    """Return the rules that speak of generated documents, and the verdicts."""
    found: Counter[str] = Counter()
    for made in generate(kind, count, 3):
        result = validator.validate(made.data)
        found.update(f"{each.rule} in {made.name}" for each in result.findings)
        found.update([result.verdict])
    return found


@pytest.mark.parametrize("kind", kinds())
def test_generated_documents_have_no_finding(kind: str, validator: Validator) -> None:
    found = findings(validator, kind, 60)

    assert set(found) <= {"valid", "valid-partial"}
    assert found.total() == 60


def test_every_document_type_can_be_made(validator: Validator) -> None:
    made = {
        validator.validate(each.data).document
        for kind in kinds()
        for each in generate(kind, 1, 3)
    }

    assert made == set(shipped().documents)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", kinds())
def test_thousands_of_generated_documents_have_no_finding(
    kind: str, validator: Validator
) -> None:
    count = 10_000 // len(kinds()) + 1
    found = findings(validator, kind, count)

    assert set(found) <= {"valid", "valid-partial"}
    assert found.total() == count


@pytest.mark.parametrize("kind", kinds())
def test_fewer_documents_are_the_beginning_of_more(kind: str) -> None:
    few, many = generate(kind, 3, 5), generate(kind, 9, 5)

    assert list(few) == list(islice(many, 3))


def test_another_seed_makes_other_documents() -> None:
    (one,), (other,) = generate("import", 1, 1), generate("import", 1, 2)

    assert one.name == other.name == "import-00001.xml"
    assert one.data != other.data


def test_bytes_do_not_depend_on_the_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", _PRINTS_A_HASH],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("77", "Pacific/Auckland"))
    }

    assert len(said) == 1


def test_deals_differ_in_goods_route_transport_and_terms() -> None:
    contracts = [each.contract for each in DEALS]
    orders = [contract.order for contract in contracts]

    assert {order.mode for order in orders} == {"1", "2", "3", "4"}
    assert {len(contract.items) for contract in contracts} == {1, 2, 3, 4}
    assert {decimals(contract.currency) for contract in contracts} == {0, 2}
    assert {bool(contract.containers) for contract in contracts} == {True, False}
    assert len({contract.terms for contract in contracts}) == 11
    assert len({(order.origin, order.destination) for order in orders}) > 200
    assert len({code for order in orders for code in order.hs6}) > 20


def test_dates_of_a_deal_are_in_order() -> None:
    for deal in DEALS:
        assert deal.contract.invoice_date <= deal.began.date()
        assert deal.began < deal.exit < deal.arrival


def test_no_container_carries_more_than_it_can() -> None:
    for deal in DEALS:
        load: Counter[int] = Counter()
        for item in deal.contract.items:
            for box in item.containers:
                load[box] += item.gross_mass // len(item.containers)
        assert set(load) == set(range(1, len(deal.contract.containers) + 1))
        assert max(load.values(), default=0) <= 24_000_000


def test_items_make_a_document_as_large_as_wanted(validator: Validator) -> None:
    (made,) = generate("import", 1, 1, items=40)
    count = etree.fromstring(made.data).xpath(
        "count(//*[local-name() = 'GovernmentAgencyGoodsItem'])"
    )

    assert count == 40
    assert len(made.data) > 100_000
    assert validator.validate(made.data).findings == ()


def test_unknown_document_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'export'"):
        generate("exprt", 1, 1)

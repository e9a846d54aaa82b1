"""Exact arithmetic and the other functions of rules."""

import pytest
from lxml import etree

from swsim.validation import (
    arithmetic,
    dates,
    functions,
    money,
    nominal,
    permits,
    procedures,
    tables,
    wording,
)
from swsim.validation.functions import xpath

DOC = etree.fromstring(
    '<a><n currencyID="USD">0.1</n><n currencyID="USD">0.2</n>'
    '<total currencyID="USD">0.3</total><other currencyID="JPY">0.3</other>'
    "<word>x</word><s>1</s><s>2</s><s>2</s><s>5</s>"
    "<x><CurrencyTypeCode>JPY</CurrencyTypeCode><RateNumeric>0.01</RateNumeric></x></a>"
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(n) = total", False),
        ("sw:eq(sw:sum(n), total)", True),
        ("sw:sum(n)", "0.3"),
        ("sw:sum(nothing)", "0"),
        ("sw:joined(n)", "0.1 0.2"),
        ("sw:joined(nothing)", ""),
        ("sw:sum(word)", "NaN"),
        ("sw:add(1.1, 2.2, 0.0)", "3.3"),
        ("sw:eq(1, 1.02, 0.01)", False),
        ("sw:eq(1, 1.01, 0.01)", True),
        ("sw:eq(word, word)", False),
        ("sw:eq(nothing, 0)", False),
        ("sw:le(0.1, 0.1)", True),
        ("sw:le(nothing, 1)", False),
        ("sw:near(99, 100, 0, 1)", True),
        ("sw:near(98.9, 100, 0, 1)", False),
        ("sw:near(98.9, 100, 2, 1)", True),
        ("sw:round(2.345, 'USD')", "2.35"),
        ("sw:round(2.5, 'JPY')", "3"),
        ("sw:round(-2.5, 'JPY')", "-3"),
        ("sw:round(1, 'nothing')", "1.00"),
        ("sw:percent(10.05, 5)", "0.5025"),
        ("sw:percent(10.05, 5, 'USD')", "0.50"),
        ("sw:sums-to(n, total)", True),
        ("sw:sums-to(n, other)", False),
        ("sw:sums-to(n, 0.31)", False),
        ("sw:sums-to(n, 0.31, 0.01)", True),
        ("sw:is-percent(total, total, 100)", True),
        ("sw:is-percent(other, total, 100)", False),
        ("sw:in-list('PA', 'countries')", True),
        ("sw:in-list('XX', 'countries')", False),
        ("sw:column('PABLB', 'locodes', 'country')", "PA"),
        ("sw:column('XXXXX', 'locodes', 'country')", ""),
        ("sw:by-heading('6403991000', 'supplementary-units', 'unit')", "PR"),
        ("sw:by-heading('841810', 'supplementary-units', 'unit')", "H87"),
        ("sw:by-heading('841830', 'supplementary-units', 'unit')", ""),
        ("sw:unit-fits('640399', 'PR')", True),
        ("sw:unit-fits('640399', '')", False),
        ("sw:unit-fits('842952', 'NAR')", True),
        ("sw:unit-fits('080390', '')", True),
        ("sw:hs-meant('8429.52 10')", "84295210"),
        ("sw:hs-meant('8429')", ""),
        ("sw:place-ok('NPKTM', '1')", False),
        ("sw:place-ok('NPKTM', '4')", True),
        ("sw:place-ok('NPKTM', nothing)", True),
        ("sw:place-ok('ZZZZZ', '1')", False),
        ("sw:days-between('20260228', '20260301120000Z')", 1.0),
        ("sw:days-between('20260301', '20260228')", -1.0),
        ("sw:days-between(nothing, '20260228') > 0", False),
        ("sw:days-between('20260230', '20260301') > 0", False),
        ("sw:days-between('\u0662\u0660260230', '20260301') > 0", False),
        ("sw:imo-ok('9074729')", True),
        ("sw:imo-ok('9074728')", False),
        ("sw:ucr-ok('6JPJPEX0000001-00001')", True),
        ("sw:ucr-ok('JPJPEX0000001-00001')", False),
        ("sw:says-goods('Fresh green bananas')", True),
        ("sw:chapter-described('Frozen shrimp', '842952')", "03"),
        ("sw:container-ok('CSQU3054383')", True),
        ("sw:container-ok('CSQU3054384')", False),
        ("sw:matches('AB1', '[A-Z]+')", False),
        ("sw:matches('AB', '[A-Z]+')", True),
        ("count(sw:numbering-faults(s))", 2.0),
        ("string(sw:numbering-faults(s)[2])", "5"),
        ("count(sw:repeated(s))", 1.0),
        ("count(sw:not-among(s, s))", 0.0),
        ("count(sw:not-among(s, s[2]))", 2.0),
        ("sw:convert(n | other, x, 'USD')", "0.303"),
        ("sw:convert(n | other, x, 'EUR')", "NaN"),
        ("sw:worth(total, n, x, 0)", True),
        ("sw:worth(total, other, x, 0)", False),
        ("sw:worth(other, n, x, 0)", True),
        ("sw:published-rate('USD', 'PAB')", "1.00000"),
        ("sw:published-rate('USD', 'XXX')", "NaN"),
        ("sw:rate-near(1.05, 'USD', 'PAB', 5)", True),
        ("sw:rate-near(1.06, 'USD', 'PAB', 5)", False),
        ("sw:rate-near(9, 'USD', 'XXX', 5)", True),
        ("sw:unit-value-ok('842952', total, 1)", False),
        ("sw:unit-value-ok('999999', total, 1)", True),
        ("sw:lookup('R17', 'container', 'x')", "unknown"),
    ],
)
def test_function_gives(expression: str, value: object) -> None:
    compiled = xpath(expression, {"sw": functions.NAMESPACE})

    assert compiled(DOC) == value


def test_functions_are_offered_to_all_of_lxml_for_a_while_only() -> None:
    ours = {"sw": functions.NAMESPACE}
    with functions.registered():
        assert DOC.xpath("sw:eq(1, 1)", namespaces=ours) is True

    with pytest.raises(etree.XPathEvalError):
        DOC.xpath("sw:eq(1, 1)", namespaces=ours)


def test_receiver_is_asked_within_asking_only() -> None:
    class Open:
        def answer(self, rule: str, **facts: str) -> bool | None:
            return {"a": True, "b": False}.get(facts["container"])

    compiled = xpath(
        "concat(sw:lookup('R1', 'container', 'a'), sw:lookup('R1', 'container', 'b'),"
        " sw:lookup('R1', 'container', 'c'))",
        {"sw": functions.NAMESPACE},
    )
    with functions.asking(Open()) as unknown:
        assert compiled(DOC) == "yesnounknown"

    assert unknown == ["R1"]
    assert compiled(DOC) == "unknownunknownunknown"


def test_no_function_stands_in_two_modules() -> None:
    modules = (
        arithmetic,
        dates,
        money,
        nominal,
        permits,
        procedures,
        tables,
        wording,
    )
    named = [name for module in modules for name in module.FUNCTIONS]

    assert sorted(set(named)) == sorted(named)

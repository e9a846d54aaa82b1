"""The goods are whole, use codes of the lists, and a bad file is told apart."""

import pytest

from swsim.domain.codelists import codelist
from swsim.domain.goods import Good, good, goods, parse_goods
from swsim.domain.members import all_members
from swsim.errors import FileProblem, UsageError

ALL = tuple(goods().values())
EMPTY_WORDS = {"goods", "parts", "invoice", "with", "for", "and", "the", "over", "para"}
WHOLE = """
- hs6: "080390"
  name: "Fresh green bananas"
  name_es: "Bananos verdes frescos"
  duty_per_mille: 50
  unit_value_usd_cents_per_kg: {low: 45, high: 95}
  net_kg_per_package: {low: 18, high: 20}
  tare_per_mille: 90
  package_type: "CT"
  packages: {low: 900, high: 1080}
"""


def test_goods_are_by_hs6_sorted() -> None:
    assert list(goods()) == sorted(one.hs6 for one in ALL)
    assert len(goods()) == 64


def test_good_keeps_the_leading_zero() -> None:
    assert good("040221").hs6 == "040221"


def test_good_with_the_dot_of_the_tariff_is_suggested() -> None:
    with pytest.raises(UsageError, match=r"'0803\.90': did you mean '080390'"):
        good("0803.90")


def test_good_unlike_any_lists_what_there_is() -> None:
    with pytest.raises(UsageError, match="expected one of 020130 030313"):
        good("123456")


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.hs6)
class TestEveryGood:
    def test_is_an_hs_2022_subheading(self, one: Good) -> None:
        assert one.hs6 in codelist("hs-2022")

    def test_has_descriptions_of_three_meaningful_words(self, one: Good) -> None:
        for description in (one.name, one.name_es):
            words = {word.strip(",.").lower() for word in description.split()}
            meaningful = {word for word in words - EMPTY_WORDS if len(word) > 2}

            assert len(meaningful) >= 3

    def test_uses_codes_of_the_lists(self, one: Good) -> None:
        documents = {
            code
            for by_leg in (one.agency_documents, one.licences)
            for legs in by_leg.values()
            for code in legs
        }

        assert one.package_type in codelist("package-rec21")
        assert one.supplementary_unit in {None, *codelist("unit-rec20").codes}
        assert documents <= codelist("document-name-1001").codes

    def test_comes_from_members(self, one: Good) -> None:
        members = {each.alpha2 for each in all_members()}

        assert set(one.origins) <= members
        assert one.origins

    def test_fits_one_container(self, one: Good) -> None:
        net = one.packages.high * one.net_kg_per_package.high
        gross = net + net * one.tare_per_mille // 1000

        assert gross <= 30_480


@pytest.mark.parametrize("hs6", ["080390", "080440", "080450", "080929", "090111"])
def test_plants_need_a_phytosanitary_certificate_on_both_legs(hs6: str) -> None:
    assert good(hs6).agency_documents == {"export": ("851",), "import": ("851",)}


@pytest.mark.parametrize("hs6", ["020130", "030617", "040221"])
def test_animal_products_need_a_veterinary_certificate(hs6: str) -> None:
    assert good(hs6).agency_documents == {"export": ("853",), "import": ("853",)}


def test_lithium_batteries_are_dangerous_goods() -> None:
    assert good("850760").undg == "3480"


def test_parse_goods_reads_a_whole_good() -> None:
    assert list(parse_goods(WHOLE, "mine.yaml")) == ["080390"]


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        ('"080390"', "080390", "0.hs6: Input should be a valid string"),
        ('"080390"', '"0803.90"', "0.hs6: String should match pattern"),
        ("low: 18, high: 20", "low: 20, high: 18", "high 18 is below low 20"),
        ("duty_per_mille: 50", "duty_per_mille: 151", "0.duty_per_mille: .* 150"),
        ("duty_per_mille: 50", "duty_per_mille: '50'", "0.duty_per_mille: .* integer"),
        ("tare_per_mille", "tara_per_mille", "0.tara_per_mille: Unexpected"),
        ('"CT"', '"CT"\n  supplementary_unit: "PR"', "go together"),
        ('"CT"', '"CT"\n  licences: {import: ["911"]}', "name both legs"),
        ("- hs6", "- hs6: [", "not YAML that can be read"),
    ],
)
def test_parse_goods_says_what_is_wrong(right: str, wrong: str, why: str) -> None:
    with pytest.raises(FileProblem, match=f"mine.yaml: .*{why}"):
        parse_goods(WHOLE.replace(right, wrong, 1), "mine.yaml")


def test_parse_goods_refuses_a_subheading_twice() -> None:
    with pytest.raises(FileProblem, match="stands there twice"):
        parse_goods(WHOLE + WHOLE, "mine.yaml")

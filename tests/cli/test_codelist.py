"""`swsim codelist`: what lists there are, what they hold, and what was meant."""

import json

import pytest

from cli.command import Here, is_one_sentence
from swsim.domain.codelists import codelist, names


def test_list_names_every_list_with_its_source(here: Here) -> None:
    lists = json.loads(here("codelist", "list", "--json").out)["codelists"]

    assert [each["name"] for each in lists] == names()
    assert {each["name"] for each in lists if not each.pop("complete")} == {
        name for name in names() if codelist(name).is_subset
    }
    assert all(all(each.values()) for each in lists)


def test_list_is_readable(here: Here) -> None:
    said = here("codelist", "list")

    assert (said.code, said.err) == (0, "")
    assert all(f"\n{name} " in said.out for name in names()[1:])


def test_show_prints_names_in_both_languages(here: Here) -> None:
    said = here("codelist", "show", "incoterms-2020")

    assert "Cost and freight" in said.out
    assert "Costo y flete" in said.out
    assert "source: Incoterms 2020" in said.out


@pytest.mark.parametrize("name", names())
def test_show_has_every_code(name: str, here: Here) -> None:
    shown = json.loads(here("codelist", "show", name, "--json").out)

    assert {each["code"] for each in shown["codes"]} == codelist(name).codes
    assert all(each["status"] for each in shown["codes"])


def test_check_knows_a_code_and_its_name(here: Here) -> None:
    said = here("codelist", "check", "incoterms-2020", "FOB", "--lang", "es")

    assert said.code == 0
    assert said.out.startswith("'FOB' está en incoterms-2020: ")


def test_check_says_what_was_probably_meant(here: Here) -> None:
    said = here("codelist", "check", "hs-2022", "0803.90", "080390", "000000")

    assert said.code == 1
    assert said.out.splitlines()[0] == (
        "'0803.90' is not in hs-2022; did you mean 080390?"
    )
    assert said.out.splitlines()[1].startswith("'080390' is in hs-2022")
    assert said.out.splitlines()[2] == "'000000' is not in hs-2022"


def test_unknown_list_is_a_sentence_with_those_there_are(here: Here) -> None:
    said = here("codelist", "show", "colours")

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "currencies" in said.err

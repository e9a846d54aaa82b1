"""Every operator raises what it says beforehand; mutation is always the same."""

import json
from collections import Counter
from pathlib import Path

import pytest

from material.expected import missed
from swsim.artefacts import artefact_dir
from swsim.errors import FileProblem, UsageError
from swsim.material.generate import generate, kinds
from swsim.material.mutate import Broken, Mutator, break_one, chosen
from swsim.material.operators import LAYERS, operators
from swsim.validation.engine import Validator

# Import and export first: only declarations can break the rules of declarations.
DECLARED = ("import", "export")
KINDS = (*DECLARED, *(each for each in kinds() if each not in DECLARED))


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Forty imports and exports and ten of each other kind."""
    folder = tmp_path_factory.mktemp("valid")
    found = []
    for kind in KINDS:
        for made in generate(kind, 40 if kind in DECLARED else 10, 3):
            found.append(folder / made.name)
            found[-1].write_bytes(made.data)
    return found


def broken(files: list[Path], count: int, *only: str, seed: int = 3) -> list[Broken]:
    return list(Mutator(files, seed, Validator(), only).mutate(count))


# With changes, transit and goods under CITES, which nobody generates.
SAMPLES = sorted(artefact_dir("schemas").glob("samples/declaration/good-*.xml"))
# Facets that no schema of swsim sets.
ELSEWHERE = {"too-large", "too-short"}
HERE = [each.name for each in operators() if each.name not in ELSEWHERE]


@pytest.mark.parametrize("name", HERE)
def test_operator_raises_what_it_says(
    name: str, files: list[Path], validator: Validator
) -> None:
    made = broken([*files, *SAMPLES], 12, name)

    assert {each.operator.name for each in made} == {name}
    assert missed(made, validator) == []


def test_each_kind_of_document_can_be_broken(
    files: list[Path], validator: Validator
) -> None:
    made = broken(files, 500)

    assert {each.of.rpartition("-")[0] for each in made} == set(KINDS)
    assert missed(made, validator) == []


def test_mutants_are_spread_evenly_over_the_layers(files: list[Path]) -> None:
    tally = Counter(each.operator.layer for each in broken(files, 250))

    assert tally == dict.fromkeys(LAYERS, 50)


def test_fewer_mutants_are_the_beginning_of_more(files: list[Path]) -> None:
    assert broken(files, 30) == broken(files, 60)[:30]


def test_another_seed_makes_other_mutants(files: list[Path]) -> None:
    one, other = broken(files, 20), broken(files, 20, seed=4)

    assert [each.mutant for each in one] != [each.mutant for each in other]


def test_no_two_mutants_are_alike(files: list[Path]) -> None:
    made = broken(files[:1], 400)

    assert len({each.mutant.data for each in made}) == len(made)


def test_expectation_includes_the_finding(files: list[Path]) -> None:
    (made,) = broken(files, 1, "R02")

    assert made.name == "bad-00001-total-gross-mass.xml"
    assert made.expectation_name == "bad-00001-total-gross-mass.expect.json"
    assert json.loads(made.expectation) == {
        "verdict": "invalid",
        "includes": [{"rule": "R02", "layer": "rules"}],
    }


def test_warning_leaves_the_verdict(files: list[Path], validator: Validator) -> None:
    made = broken(files, 5, "R20")

    assert {each.mutant.verdict for each in made} == {"valid-partial"}
    assert missed(made, validator) == []


def test_every_rule_of_a_declaration_alone_can_be_broken(validator: Validator) -> None:
    declaration = validator.package.documents["declaration"]
    rules = {
        assertion.id
        for pattern in declaration.own_rules.patterns
        for rule in pattern.rules
        for assertion in rule.assertions
    }

    assert rules - {each.rule for each in operators()} == set()


@pytest.mark.parametrize("word", ["xsd", "R15", "doctype"])
def test_only_takes_layer_rule_and_operator(word: str) -> None:
    assert 0 < len(chosen([word])) < len(operators())


def test_unknown_operator_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'doctype'"):
        chosen(["doctyp"])


def test_document_that_is_broken_already_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half.xml"
    path.write_text("<a>")

    with pytest.raises(FileProblem, match="cannot be broken: it is invalid already"):
        broken([path], 1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thousands_of_mutants_raise_what_they_must(
    files: list[Path], validator: Validator
) -> None:
    made = broken(files, 2_000)

    assert len(made) == 2_000
    assert missed(made, validator) == []


# --- one document, as pages break it ------------------------------------------------


def test_one_document_is_broken_in_every_layer(validator: Validator) -> None:
    """Each of 100 seeds raises what it announces; no layer is rare among them."""
    data = next(generate("import", 1, 1)).data
    made = [break_one("d.xml", data, seed, validator) for seed in range(100)]
    tally = Counter(each.operator.layer for each in made if each)

    assert set(tally) == set(LAYERS)
    assert min(tally.values()) >= 10
    for each in made:
        assert each is not None
        found = {one.rule for one in validator.validate(each.mutant.data).findings}
        assert each.mutant.rule in found
        assert each.mutant.data.decode("utf-8")


def test_one_document_is_broken_alike_by_one_seed(validator: Validator) -> None:
    data = next(generate("alert", 1, 2)).data
    once, again = (break_one("d.xml", data, 8, validator) for _ in range(2))

    assert once == again


def test_document_that_is_broken_already_is_not_broken(validator: Validator) -> None:
    with pytest.raises(ValueError, match="invalid already"):
        break_one("d.xml", b"<x/>", 1, validator)

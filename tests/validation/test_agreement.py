"""Our evaluator and lxml's Schematron (XSLT) say the same of every document."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from swsim.validation import functions
from swsim.validation.gates import RuleSet
from swsim.validation.lookups import NOTHING_KNOWN, KnownFacts
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from swsim.validation.schematron import load
from validation.damage import damaged
from validation.papers import ALL, GOOD, mutations
from validation.speaking import Said, lxml_says, we_say

RULES = sorted((shipped().folder / "rules").glob("*.sch"))
RULE_SETS = {path: RuleSet(load(path)) for path in RULES}
DECLARATIONS = [each for each in GOOD if each.parent.name == "declaration"]


@pytest.fixture(scope="module")
def compiled() -> Iterator[dict[Path, Schematron]]:
    with functions.registered():
        yield {
            path: Schematron(
                etree.parse(path), store_report=True, validate_schema=False
            )
            for path in RULES
        }


def trees(paths: list[Path]) -> Iterator[etree._Element]:
    """Yield documents, each while the receiver of its facts may be asked."""
    for path in paths:
        root = parse(path.read_bytes())
        if not isinstance(root, Finding):
            facts = path.with_suffix(".lookup.json")
            known = KnownFacts.read(facts) if facts.is_file() else NOTHING_KNOWN
            with functions.asking(known):
                yield root


def disagreement(
    root: etree._Element, compiled: Mapping[Path, Schematron]
) -> dict[str, Said]:
    """Return what only one of the two says of a document, by rule file."""
    found = {
        path.stem: we_say(RULE_SETS[path], root) ^ lxml_says(schema, root)
        for path, schema in compiled.items()
    }
    return {stem: said for stem, said in found.items() if said}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_evaluators_agree_on_samples(
    path: Path, compiled: dict[Path, Schematron]
) -> None:
    said: Said = set()
    for root in trees(ALL):
        ours = we_say(RULE_SETS[path], root)
        said |= ours

        assert ours == lxml_says(compiled[path], root)
    # An agreement in silence would prove nothing.
    assert said


def test_evaluators_agree_on_mutations(compiled: dict[Path, Schematron]) -> None:
    for sample in DECLARATIONS:
        for text in mutations(sample, 8):
            root = parse(text.encode())
            if isinstance(root, Finding):
                continue

            assert disagreement(root, compiled) == {}, text


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_evaluators_agree_on_thousands_of_damaged_documents(
    compiled: dict[Path, Schematron],
) -> None:
    """Also where the schema would have stopped them: rules must not depend on it."""
    compared = 0
    each = -(-2_200 // len(GOOD))
    for data in (data for path in GOOD for data in damaged(path, each)):
        root = parse(data)
        if isinstance(root, Finding):
            continue
        compared += 1

        assert disagreement(root, compiled) == {}, data.decode()
    assert compared >= 2_000

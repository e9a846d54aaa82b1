"""Our evaluator and lxml's Schematron (XSLT) say the same of every document."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from swsim.validation import functions
from swsim.validation.contexts import Index
from swsim.validation.gates import RuleSet
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from swsim.validation.rules import evaluate
from swsim.validation.schematron import load
from validation.papers import ALL, GOOD, mutations

RULES = sorted((shipped().folder / "rules").glob("*.sch"))
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}

Said = set[tuple[str, str]]


@pytest.fixture(scope="module")
def compiled() -> Iterator[dict[Path, Schematron]]:
    with functions.registered():
        yield {
            path: Schematron(
                etree.parse(path), store_report=True, validate_schema=False
            )
            for path in RULES
        }


def lxml_says(schema: Schematron, root: etree._Element) -> Said:
    schema.validate(root)
    tree = root.getroottree()
    report = schema.validation_report
    failed = report.xpath(
        "//svrl:failed-assert | //svrl:successful-report", namespaces=SVRL
    )
    located = [(each.get("id"), tree.xpath(each.get("location"))) for each in failed]
    return {
        (id, tree.getpath(cast(list[etree._Element], found)[0]))
        for id, found in located
    }


def we_say(path: Path, root: etree._Element) -> Said:
    patterns = load(path)
    tags = {
        tag for each in patterns for rule in each.rules for tag in rule.context.tags
    }
    index = Index(root, tags)
    failures, crashes = evaluate(RuleSet(patterns).to_evaluate(index), index)
    assert crashes == []
    tree = root.getroottree()
    return {(each.assertion.id, tree.getpath(each.node)) for each in failures}


def trees(paths: list[Path]) -> Iterator[etree._Element]:
    for path in paths:
        root = parse(path.read_bytes())
        if not isinstance(root, Finding):
            yield root


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_evaluators_agree_on_samples(
    path: Path, compiled: dict[Path, Schematron]
) -> None:
    said: Said = set()
    for root in trees(ALL):
        ours = we_say(path, root)
        said |= ours

        assert ours == lxml_says(compiled[path], root)
    # An agreement in silence would prove nothing.
    assert said or path.stem == "references"


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_evaluators_agree_on_mutations(
    path: Path, compiled: dict[Path, Schematron]
) -> None:
    declarations = [each for each in GOOD if each.parent.name == "declaration"]
    for sample in declarations:
        for text in mutations(sample, 15):
            root = parse(text.encode())
            if isinstance(root, Finding):
                continue

            assert we_say(path, root) == lxml_says(compiled[path], root), text

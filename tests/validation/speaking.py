"""What lxml's Schematron and our evaluator say of one document, to be compared."""

from typing import TypeAlias, cast

from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from swsim.validation.contexts import Index
from swsim.validation.gates import RuleSet
from swsim.validation.rules import evaluate

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}

# (assertion, path of the node it complains about)
Said: TypeAlias = set[tuple[str, str]]


def lxml_says(schema: Schematron, root: etree._Element) -> Said:
    """Return what lxml's Schematron complains about."""
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


def we_say(rules: RuleSet, root: etree._Element) -> Said:
    """Return what our evaluator complains about, found through the gates."""
    index = Index(root, {tag for each in rules.patterns for tag in each.tags})
    failures, crashes = evaluate(rules.to_evaluate(index), index)
    assert crashes == []
    tree = root.getroottree()
    return {(each.assertion.id, tree.getpath(each.node)) for each in failures}

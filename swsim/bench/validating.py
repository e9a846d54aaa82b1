"""Full validation beside bare lxml, xmlschema and isoschematron."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from swsim.bench import baselines, papers
from swsim.bench.baselines import doubt
from swsim.bench.measuring import measure
from swsim.bench.model import Bar, Effort, Report, Time
from swsim.errors import RunError
from swsim.validation.contexts import Index
from swsim.validation.engine import Validator
from swsim.validation.gates import RuleSet
from swsim.validation.package import DocumentSchema, shipped
from swsim.validation.parse import parse
from swsim.validation.result import Finding
from swsim.validation.schematron import Pattern, load

_TYPE: Final = "declaration"

# What is measured, and how it is called.
_FULL: Final = "swsim, all layers"
_LARGE: Final = "swsim, all layers, 100 KB"
_RULES: Final = "swsim, rules alone"
_LXML: Final = "lxml, parse and XSD"
_XMLSCHEMA: Final = "xmlschema, parse and XSD"
_SCHEMATRON: Final = "isoschematron, rules"


def bench(effort: Effort) -> Report:
    """Measure the validation of declarations of 5 KB and 100 KB."""
    validator = Validator(shipped())
    document = validator.package.documents[_TYPE]
    small, large = papers.small(), papers.large()
    _expect_valid(validator, small, large)
    files = _answerable(document)
    patterns = [each for file in files for each in load(file)]
    took = measure(
        {
            _FULL: lambda: validator.validate(small),
            _LXML: baselines.bare_lxml(document.xsd, small),
            _XMLSCHEMA: baselines.xmlschema_alone(document.xsd, small),
            _LARGE: lambda: validator.validate(large),
            _RULES: _rules(patterns, small),
            _SCHEMATRON: baselines.isoschematron(files, small),
        },
        effort,
    )
    return Report(
        bench="validate",
        facts={
            "bytes": len(small),
            "bytes_of_large": len(large),
            "rules": len(_ids(patterns)),
        },
        times=tuple(
            Time(name=name, microseconds=each, baseline=not name.startswith("swsim"))
            for name, each in took.items()
        ),
        bars=_bars(took),
    )


def _bars(took: Mapping[str, float]) -> tuple[Bar, ...]:
    bare = took[_LXML]
    about_xmlschema = doubt("xmlschema", took[_XMLSCHEMA], bare)
    about_schematron = doubt("isoschematron", took[_SCHEMATRON], bare)
    return (
        Bar(
            name="ratio_to_lxml",
            value=took[_FULL] / bare,
            limit=5,
            doubt=about_xmlschema,  # a slow lxml shows by a quick xmlschema
        ),
        Bar(
            name="speedup_over_xmlschema",
            value=took[_XMLSCHEMA] / took[_FULL],
            limit=6,
            at_least=True,
            doubt=about_xmlschema,
        ),
        Bar(name="t100_over_t5", value=took[_LARGE] / took[_FULL], limit=25),
        Bar(
            name="speedup_over_isoschematron",
            value=took[_SCHEMATRON] / took[_RULES],
            limit=5,
            at_least=True,
            doubt=about_schematron,
        ),
    )


def _answerable(document: DocumentSchema) -> list[Path]:
    """Return the rule files that need no receiver's knowledge."""
    return [
        file
        for file in document.rule_files
        if not any(pattern.asks_lookup for pattern in load(file))
    ]


def _ids(patterns: list[Pattern]) -> set[str]:
    rules = (rule for pattern in patterns for rule in pattern.rules)
    return {assertion.id for rule in rules for assertion in rule.assertions}


def _rules(patterns: list[Pattern], data: bytes) -> Callable[[], object]:
    """Evaluate rules on a parsed document, the search for their elements included."""
    rules = RuleSet(patterns)
    tags = {tag for each in patterns for tag in each.tags}
    root = parse(data)
    if isinstance(root, Finding):
        raise RunError(f"The document of the bench is not well-formed: {root.rule}.")
    return lambda: rules.to_evaluate(Index(root, tags))


def _expect_valid(validator: Validator, *documents: bytes) -> None:
    """Raise RunError unless all documents are valid: others take another way."""
    for data in documents:
        result = validator.validate(data)
        if result.findings or not result.is_valid:
            rules = ", ".join(sorted({each.rule for each in result.findings}))
            raise RunError(f"A document of the bench is not valid: {rules}.")

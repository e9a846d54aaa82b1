"""Every sample is what its name says, and all are what tools/make_samples.py writes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from documents.xsd_files import SAMPLES, kinds, lxml_errors, xmlschema_schema
from swsim.documents.envelope import TAG
from swsim.documents.reading import decode, decode_payload
from swsim.documents.writing import encode, encode_payload
from swsim.validation.engine import Validator
from swsim.validation.functions import Lookup
from swsim.validation.lookups import KnownFacts
from swsim.validation.package import shipped

TOOL = Path(__file__).resolve().parents[2] / "tools" / "make_samples.py"

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"

GOOD = sorted(SAMPLES.glob("*/good-*.xml"))
BAD = sorted(SAMPLES.glob("*/bad-*.xml"))
EXPECTED = sorted(SAMPLES.glob("*/bad-*.expect.json"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def expected(path: Path) -> list[dict[str, object]]:
    """Return the findings that stand beside a bad sample."""
    findings: list[dict[str, object]] = json.loads(
        path.with_suffix(".expect.json").read_text(encoding="utf-8")
    )["findings"]
    return findings


def receiver(path: Path) -> Lookup | None:
    """Return who knows the facts that stand beside a sample, None without any."""
    facts = path.with_suffix(".lookup.json")
    return KnownFacts.read(facts) if facts.is_file() else None


def bad_in(layer: str) -> list[Path]:
    return [path for path in BAD if expected(path)[0]["layer"] == layer]


@pytest.mark.parametrize("kind", kinds())
def test_document_type_has_samples(kind: str) -> None:
    good = [path.stem for path in GOOD if path.parent.name == kind]
    bad = [path.stem for path in BAD if path.parent.name == kind]

    assert len(good) >= 3
    assert len(bad) >= 6
    assert any("bare" in stem for stem in good)


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_sample_is_valid_in_lxml(path: Path) -> None:
    assert lxml_errors(path.parent.name, path) == []


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_sample_is_valid_in_xmlschema(path: Path) -> None:
    schema = xmlschema_schema(path.parent.name)

    assert [each.reason for each in schema.iter_errors(etree.parse(path))] == []


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_sample_is_read_and_written_without_loss(path: Path) -> None:
    data = path.read_bytes()
    root = etree.fromstring(data)
    written = (
        encode(decode(root))
        if root.tag == TAG
        else encode_payload(decode_payload(root))
    )

    assert written + b"\n" == data


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_good_sample_has_no_finding(path: Path, validator: Validator) -> None:
    lookup = receiver(path)
    result = validator.validate(path.read_bytes(), lookup=lookup)

    assert result.verdict in ("valid", "valid-partial" if lookup is None else "valid")
    assert result.findings == ()


@pytest.mark.parametrize("path", BAD, ids=name)
def test_validator_says_what_is_expected(path: Path, validator: Validator) -> None:
    result = validator.validate(path.read_bytes(), lookup=receiver(path))
    said = {
        "verdict": result.verdict,
        "findings": [
            {"rule": each.rule, "layer": each.layer, "line": each.line}
            for each in result.findings
        ],
    }

    assert said == json.loads(
        path.with_suffix(".expect.json").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("path", bad_in("xsd"), ids=name)
def test_schema_finds_the_fault_on_its_line(path: Path) -> None:
    found = [line for line, _ in lxml_errors(path.parent.name, path)]

    assert found == [finding["line"] for finding in expected(path)]


@pytest.mark.parametrize("path", bad_in("xsd"), ids=name)
def test_xmlschema_finds_the_fault_too(path: Path) -> None:
    assert not xmlschema_schema(path.parent.name).is_valid(etree.parse(path))


@pytest.mark.parametrize("path", bad_in("codelists") + bad_in("rules"), ids=name)
def test_sample_with_a_business_fault_is_valid_in_its_schema(path: Path) -> None:
    assert lxml_errors(path.parent.name, path) == []


def test_every_bad_sample_has_its_expectation() -> None:
    assert [path.with_suffix(".expect.json") for path in BAD] == sorted(EXPECTED)


@pytest.mark.parametrize("path", BAD, ids=name)
def test_bad_sample_is_named_by_what_is_found(path: Path) -> None:
    rule = str(expected(path)[0]["rule"])
    # XSD-pattern: what the sample shows says more than the facet that found it.
    start = rule.split("-")[0] if rule.startswith(("XSD", "XML", "ID")) else rule

    assert path.stem.startswith(f"bad-{start.lower()}")


REFERENCE_RULES = sorted(
    {
        assertion.id
        for pattern in shipped().documents["declaration"].reference_rules
        for rule in pattern.rules
        for assertion in rule.assertions
    }
)


class Witness:
    """A receiver who remembers which rules it was asked about."""

    def __init__(self, known: Lookup) -> None:
        self._known = known
        self.answers: dict[str, bool | None] = {}

    def answer(self, rule: str, **facts: str) -> bool | None:
        self.answers[rule] = self._known.answer(rule, **facts)
        return self.answers[rule]


@pytest.mark.parametrize("rule", REFERENCE_RULES)
def test_reference_rule_has_samples_where_it_holds_and_where_it_does_not(
    rule: str, validator: Validator
) -> None:
    answers = []
    for path in (*GOOD, *BAD):
        known = receiver(path)
        if known is None or f"-{rule.lower()}-" not in f"-{path.stem}-":
            continue
        witness = Witness(known)
        validator.validate(path.read_bytes(), lookup=witness)
        answers.append((path.stem.partition("-")[0], witness.answers.get(rule)))

    assert {("good", True), ("bad", False)} <= set(answers)


def _rule_ids() -> list[str]:
    """Return the ids of the numbered rules of a declaration, from the rule files."""
    ids = {
        str(each.get("id"))
        for path in sorted((SAMPLES.parent / "rules").glob("*.sch"))
        for each in etree.parse(path).iter(f"{SCHEMATRON}assert")
    }
    return sorted(each for each in ids if re.fullmatch(r"R\d\d(-[a-z]+)*", each))


RULE_IDS = _rule_ids()


@pytest.fixture(scope="module")
def found(validator: Validator) -> dict[str, dict[str, str]]:
    """What bad declarations are found to have: by rule, where in which sample."""
    by_rule: dict[str, dict[str, str]] = {}
    for path in BAD:
        if path.parent.name == "declaration":
            result = validator.validate(path.read_bytes(), lookup=receiver(path))
            for each in result.findings:
                by_rule.setdefault(each.rule, {})[path.stem] = without_places(
                    each.xpath
                )
    return by_rule


@pytest.fixture(scope="module")
def good_paths() -> set[str]:
    """All paths of elements in the good declarations, by names alone."""
    paths = set()
    for path in GOOD:
        if path.parent.name == "declaration":
            tree = etree.parse(path)
            for element in tree.iter("*"):
                above = [*reversed(list(element.iterancestors("*"))), element]
                names = (etree.QName(each).localname for each in above)
                paths.add("/" + "/".join(names))
    return paths


def without_places(xpath: str) -> str:
    return re.sub(r"\[\d+\]", "", xpath)


def test_rules_are_found_in_their_files() -> None:
    assert {"R01", "R20-repeated", "R62"} <= set(RULE_IDS)


@pytest.mark.parametrize("rule", RULE_IDS)
def test_rule_has_a_good_and_a_bad_sample(
    rule: str, found: dict[str, dict[str, str]], good_paths: set[str]
) -> None:
    """The bad one bears its id; in a good one stands what the rule looks at."""
    start = f"bad-{rule.lower()}-"
    named = {
        path for stem, path in found.get(rule, {}).items() if stem.startswith(start)
    }

    assert named, f"no sample bad-{rule.lower()}-... raises {rule}"
    assert named <= good_paths


def test_samples_are_what_the_tool_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOOL, "--to", tmp_path], check=True)
    written = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in tmp_path.rglob("*.*")
        if path.is_file()
    }
    committed = {
        path.relative_to(SAMPLES): path.read_bytes()
        for path in SAMPLES.rglob("*.*")
        if path.is_file()
    }

    assert written == committed

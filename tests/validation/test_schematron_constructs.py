"""Phases, abstract patterns, variables, includes: lxml's Schematron agrees."""

from pathlib import Path
from typing import Final

import pytest
from lxml import etree
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

from swsim.errors import FileProblem, ProblemsFound
from swsim.validation.engine import Validator
from swsim.validation.gates import RuleSet
from swsim.validation.location import from_root
from swsim.validation.package import Package
from swsim.validation.schematron import load, phases
from validation.papers import IMPORT, SAMPLES, SEVERAL, mutations
from validation.speaking import lxml_says, we_say
from validation.test_package import package

HEAD = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" {}>
<sch:ns prefix="d" uri="urn:swsim:datamodel:DEC:1"/>
"""

ABSTRACT = """
<sch:pattern abstract="true" id="numbered">
  <sch:rule context="$parent">
    <sch:assert id="$ignored" test="not($child) or $child[1]/d:SequenceNumeric = 1"
      >first</sch:assert>
    <sch:report id="gaps" test="count($child) != $child[last()]/d:SequenceNumeric"
      >gaps</sch:report>
  </sch:rule>
</sch:pattern>
<sch:pattern is-a="numbered" id="items">
  <sch:param name="parent" value="d:GoodsShipment"/>
  <sch:param name="child" value="d:GovernmentAgencyGoodsItem"/>
</sch:pattern>
<sch:pattern is-a="numbered" id="packages">
  <sch:param name="parent" value="d:GovernmentAgencyGoodsItem"/>
  <sch:param name="child" value="d:Packaging"/>
</sch:pattern>"""

LETS = """
<sch:let name="most" value="2"/>
<sch:let name="items" value="*/d:Declaration/d:GoodsShipment/d:GovernmentAgencyGoodsItem
                             | d:Declaration//d:GovernmentAgencyGoodsItem"/>
<sch:let name="number" value="count($items)"/>
<sch:pattern id="a"><sch:let name="half" value="$number div $most"/>
  <sch:rule context="d:GovernmentAgencyGoodsItem">
    <sch:let name="here" value="d:SequenceNumeric"/>
    <sch:let name="masses" value=".//d:GrossMassMeasure"/>
    <sch:assert id="L1" test="$here &lt;= $half">half</sch:assert>
    <sch:assert id="L2" test="$items[d:SequenceNumeric = $here + 1]">next</sch:assert>
    <sch:assert id="L3" test="$masses[. &lt; 1000]">mass</sch:assert>
  </sch:rule></sch:pattern>
<sch:pattern id="b"><sch:rule context="d:GoodsMeasure | d:Packaging">
  <sch:let name="most" value="string-length(.) + $most"/>
  <sch:assert id="L4" test="$most &lt; 20">inner</sch:assert>
  <sch:assert id="L5" test="count(*) &lt; 3">inner</sch:assert></sch:rule></sch:pattern>
"""

SEVERAL_RULES = """
<sch:pattern>
  <sch:rule abstract="true" id="has-id">
    <sch:assert id="S1" test="string(d:ID)">id</sch:assert>
    <sch:assert id="S2" test="not(d:ID = $not)">other</sch:assert></sch:rule>
  <sch:rule context="d:Exporter"><sch:let name="not" value="''"/>
    <sch:extends rule="has-id"/></sch:rule>
  <sch:rule context="d:Declarant|d:Agent"><sch:let name="not" value="../d:ID"/>
    <sch:extends rule="has-id"/><sch:report id="S3" test="d:Address">a</sch:report>
  </sch:rule>
  <sch:rule context="d:*[d:Address]">
    <sch:report id="S4" test="d:Address/d:CityName">b</sch:report></sch:rule>
  <sch:rule context="*[d:ID]">
    <sch:assert id="S5" test="false()">c</sch:assert></sch:rule>
  <sch:rule context="*"><sch:report id="S6" test="d:TypeCode">d</sch:report></sch:rule>
</sch:pattern>"""

PHASED = """
<sch:phase id="lodging"><sch:let name="limit" value="1"/><sch:active pattern="one"/>
</sch:phase>
<sch:phase id="release"><sch:active pattern="one"/><sch:active pattern="two"/>
</sch:phase>
<sch:phase id="nothing"/>
<sch:let name="most" value="1"/>
<sch:pattern id="one"><sch:rule context="d:Packaging">
  <sch:assert id="P1" test="d:SequenceNumeric &gt; $most">one</sch:assert></sch:rule>
</sch:pattern>
<sch:pattern id="two"><sch:rule context="d:GoodsMeasure">
  <sch:assert id="P2" test="false()">two</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="three"><sch:rule context="d:Commodity">
  <sch:assert id="P3" test="false()">three</sch:assert></sch:rule></sch:pattern>"""

SCHEMAS: Final = {
    "abstract patterns": ABSTRACT,
    "variables": LETS,
    "several rules": SEVERAL_RULES,
    "phases": PHASED,
}


def written(folder: Path, body: str, attributes: str = "") -> Path:
    path = folder / "own rules é.sch"
    text = f"{HEAD.format(attributes)}{body}</sch:schema>"
    path.write_text(text, encoding="utf-8")
    return path


def documents() -> list[etree._Element]:
    """Return two samples, and what becomes of them when changed."""
    path = SAMPLES / "declaration" / "good-multi-item.xml"
    texts = [IMPORT, SEVERAL, *mutations(path, 40)]
    return [etree.fromstring(text.encode()) for text in texts]


@pytest.mark.parametrize("body", SCHEMAS.values(), ids=list(SCHEMAS))
def test_evaluators_agree(tmp_path: Path, body: str) -> None:
    path = written(tmp_path, body)
    theirs = Schematron(etree.parse(path), store_report=True, validate_schema=False)
    rules = RuleSet(load(path))
    counts = set()
    for root in documents():
        ours = we_say(rules, root)
        counts.add(len(ours))

        assert ours == lxml_says(theirs, root)
    # Rules that said the same of every document would show nothing.
    assert len(counts) > 1


@pytest.mark.parametrize(
    ("default", "phase", "said"),
    [
        (None, None, {"P1", "P2", "P3"}),
        (None, "lodging", {"P1"}),
        (None, "release", {"P1", "P2"}),
        (None, "nothing", set()),
        ("lodging", None, {"P1"}),
        ("lodging", "#DEFAULT", {"P1"}),
        ("lodging", "release", {"P1", "P2"}),
        ("lodging", "#ALL", {"P1", "P2", "P3"}),
    ],
)
def test_evaluators_agree_on_a_phase(
    tmp_path: Path, default: str | None, phase: str | None, said: set[str]
) -> None:
    path = written(tmp_path, PHASED, f'defaultPhase="{default}"' if default else "")
    named = None if phase == "#DEFAULT" else phase
    theirs = Schematron(
        etree.parse(path), store_report=True, validate_schema=False, phase=named
    )
    root = etree.fromstring(SEVERAL.encode())
    ours = we_say(RuleSet(load(path, phase=phase)), root)

    assert ours == lxml_says(theirs, root)
    assert {id for id, _ in ours} == said


def test_variable_of_a_phase_is_known_in_it_alone(tmp_path: Path) -> None:
    path = written(tmp_path, PHASED.replace("$most", "$limit"))
    root = etree.fromstring(SEVERAL.encode())

    assert we_say(RuleSet(load(path, phase="lodging")), root)
    with pytest.raises(ProblemsFound, match="limit"):
        load(path, phase="release")


def test_unknown_phase_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, PHASED)

    assert phases(path) == ["lodging", "release", "nothing", "#ALL"]
    with pytest.raises(ProblemsFound, match=r"'x'.*lodging, release, nothing, #ALL"):
        load(path, phase="x")


def test_unknown_pattern_in_a_phase_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, PHASED.replace('id="two"', 'id="other"'))

    with pytest.raises(ProblemsFound, match="pattern 'two'"):
        load(path, phase="release")


def test_parameters_do_not_touch_longer_names(tmp_path: Path) -> None:
    body = """<sch:let name="ab" value="1"/>
    <sch:pattern abstract="true" id="x"><sch:rule context="$a">
      <sch:report id="X" test="$ab = 1">x</sch:report></sch:rule></sch:pattern>
    <sch:pattern is-a="x"><sch:param name="a" value="d:Declarant"/></sch:pattern>"""
    path = written(tmp_path, body)

    assert len(we_say(RuleSet(load(path)), etree.fromstring(IMPORT.encode()))) == 1


def test_abstract_rule_of_each_copy_has_its_own_parameters(tmp_path: Path) -> None:
    body = """<sch:pattern abstract="true" id="x">
      <sch:rule abstract="true" id="r"><sch:report id="X" test="$t">x</sch:report>
      </sch:rule>
      <sch:rule context="d:Declarant"><sch:extends rule="r"/></sch:rule></sch:pattern>
    <sch:pattern is-a="x"><sch:param name="t" value="false()"/></sch:pattern>
    <sch:pattern is-a="x"><sch:param name="t" value="d:ID"/></sch:pattern>"""
    path = written(tmp_path, body)

    assert len(we_say(RuleSet(load(path)), etree.fromstring(IMPORT.encode()))) == 1


# --- include ----------------------------------------------------------------------

PARTS = """<sch:pattern xmlns:sch="http://purl.oclc.org/dsdl/schematron" id="parts">
  <sch:rule context="d:Declarant" id="rule">
    <sch:assert id="I1" test="{}">one</sch:assert></sch:rule>
</sch:pattern>"""


def test_evaluators_agree_on_includes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "parts.sch").write_text(PARTS.format("false()"))
    whole = '<sch:include href="sub/parts.sch"/>'
    part = '<sch:pattern><sch:include href="sub/parts.sch#rule"/></sch:pattern>'
    path = written(tmp_path, whole + part)
    theirs = Schematron(etree.parse(path), store_report=True, validate_schema=False)
    root = etree.fromstring(IMPORT.encode())
    ours = we_say(RuleSet(load(path)), root)

    assert ours == lxml_says(theirs, root)
    assert {id for id, _ in ours} == {"I1"}


def test_fault_in_an_included_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "parts.sch").write_text(PARTS.format("d:ID ="))
    path = written(tmp_path, '<sch:include href="parts.sch"/>')
    with pytest.raises(ProblemsFound) as found:
        load(path)
    (problem,) = found.value.problems

    assert problem.file.endswith("parts.sch")
    assert problem.line == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<a/>", "no part of a schema"),
        ('<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron"/>', "no part"),
        (PARTS.replace("</sch:rule>", '</sch:rule><sch:include href="{}"/>'), "itself"),
    ],
)
def test_include_of_something_else_is_refused(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "parts.sch").write_text(text.replace("{}", "parts.sch"))

    with pytest.raises(ProblemsFound, match=why):
        load(written(tmp_path, '<sch:include href="parts.sch"/>'))


def test_include_from_outside_the_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parts.sch").write_text(PARTS.format("false()"))
    (tmp_path / "rules").mkdir()
    path = written(tmp_path / "rules", '<sch:include href="../parts.sch"/>')

    assert load(path, within=tmp_path)
    with pytest.raises(ProblemsFound, match="outside"):
        load(path, within=tmp_path / "rules")


# --- properties, and phases of a package ------------------------------------------


def test_property_becomes_the_detail_of_the_finding(tmp_path: Path) -> None:
    folder = package(tmp_path, "true()")
    body = """<sch:pattern><sch:rule context="d:Declarant">
      <sch:assert id="P" test="false()" properties="who law">p</sch:assert></sch:rule>
    </sch:pattern><sch:properties>
      <sch:property id="who"><sch:value-of select="d:ID"/> declares</sch:property>
      <sch:property id="law">Article 1</sch:property></sch:properties>"""
    written(folder / "rules", body).rename(folder / "rules" / "own0.sch")
    (found,) = Validator(Package(folder)).validate(IMPORT.encode()).findings
    said = IMPORT.partition("<Declarant>")[2].partition("<ID>")[2].partition("</ID>")[0]

    assert found.detail == f"who: {said} declares; law: Article 1"


def phased_package(folder: Path, entry: str = "rules/own0.sch") -> Path:
    made = package(folder, "true()")
    written(folder / "rules", PHASED).rename(folder / "rules" / "own0.sch")
    catalogue = folder / "catalogue.yaml"
    text = catalogue.read_text().replace("rules/own0.sch", entry)
    catalogue.write_text(text)
    return made


@pytest.mark.parametrize(
    ("entry", "phase", "said"),
    [
        ("rules/own0.sch", None, {"P1", "P2", "P3"}),
        ("rules/own0.sch", "release", {"P1", "P2"}),
        ("{file: rules/own0.sch, phase: lodging}", None, {"P1"}),
        ("{file: rules/own0.sch, phase: lodging}", "release", {"P1", "P2"}),
        ("{file: rules/own0.sch, phase: lodging}", "#ALL", {"P1", "P2", "P3"}),
    ],
)
def test_phase_is_chosen_by_catalogue_and_caller(
    tmp_path: Path, entry: str, phase: str | None, said: set[str]
) -> None:
    folder = phased_package(tmp_path, entry)
    result = Validator(Package(folder, phase=phase)).validate(SEVERAL.encode())

    assert {finding.rule for finding in result.findings} == said


def test_phase_that_no_rule_file_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"'x'.*#ALL, lodging, nothing, release"):
        Package(phased_package(tmp_path), phase="x")


# --- where paths begin ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rewritten"),
    [
        ("d:a", "/d:a"),
        ("d:a/d:b[d:c = ../d:e]", "/d:a/d:b[d:c = ../d:e]"),
        ("/d:a//b | .//c", "/d:a//b | /.//c"),
        ("count(d:a) * 2 + @n", "count(/d:a) * 2 + /@n"),
        ("* * *", "/* * /*"),
        ("d:div div d:mod mod and and or", "/d:div div /d:mod mod /and and /or"),
        ("child::a/descendant::*", "/child::a/descendant::*"),
        ("text() or self::node()", "/text() or /self::node()"),
        ("concat(name(), ' a/b ', string( ))", "concat(name(/), ' a/b ', string(/ ))"),
        ("$x/d:a[1]", "$x/d:a[1]"),
        ("-1.5 + .5 - ..", "-1.5 + .5 - /.."),
        ("d:*", "/d:*"),
    ],
)
def test_paths_begin_at_the_root(said: str, rewritten: str) -> None:
    assert from_root(said) == rewritten

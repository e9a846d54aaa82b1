"""What of Schematron is understood, what is refused, and what a crash leads to."""

from pathlib import Path

import pytest
from lxml import etree

from swsim.errors import FileProblem, ProblemsFound
from swsim.validation.contexts import Index
from swsim.validation.gates import RuleSet
from swsim.validation.rules import evaluate
from swsim.validation.schematron import Pattern, load

HEAD = (
    '<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
    ' xmlns:sw="urn:swsim:xpath">'
    '<sch:ns prefix="d" uri="urn:d"/><sch:ns prefix="sw" uri="urn:swsim:xpath"/>'
)
DOC = etree.fromstring(
    '<a xmlns="urn:d"><b n="1"><c>1</c></b><b n="2"><c>2</c></b><e><b n="3"/></e></a>'
)


def written(folder: Path, body: str) -> Path:
    path = folder / "rules.sch"
    path.write_text(f"{HEAD}\n{body}</sch:schema>", encoding="utf-8")
    return path


def indexed(patterns: tuple[Pattern, ...]) -> Index:
    return Index(DOC, {tag for pattern in patterns for tag in pattern.tags})


def failed(folder: Path, body: str) -> list[str]:
    """Return assertion id and n of the nodes that fail, found through the gates."""
    patterns = load(written(folder, body))
    index = indexed(patterns)
    failures, crashes = evaluate(RuleSet(patterns).to_evaluate(index), index)
    assert evaluate(patterns, index)[1] == crashes == []
    return [f"{each.assertion.id}{each.node.get('n') or ''}" for each in failures]


@pytest.mark.parametrize(
    ("context", "nodes"),
    [
        ("d:b", ["1", "2", "3"]),
        ("//d:b", ["1", "2", "3"]),
        ("d:a/d:b", ["1", "2"]),
        ("d:e / d:b", ["3"]),
        ("d:a//d:b", ["1", "2", "3"]),
        ("/d:a/d:b", ["1", "2"]),
        ("d:b[d:c]", ["1", "2"]),
        ("d:b[d:c = '2']", ["2"]),
        ("d:b[d:c][@n = '1']", ["1"]),
        ("d:b[2]", ["2"]),
        ("d:b[last()]", ["2", "3"]),
        ("d:b[count(d:c)]", ["1", "3"][:1]),
        ("d:a[d:e]/d:b", ["1", "2"]),
        ("d:a[d:nothing]/d:b", []),
        ("d:a[d:e][d:b = '2']/d:e/d:b[@n]", ["3"]),
        ("d:a[d:e]/d:e[d:c]/d:b", []),
        ("d:a[1]/d:b", ["1", "2"]),
        ("d:a/d:*[@n]", ["1", "2"]),
        ("*[@n]", ["1", "2", "3"]),
        ("d:e/d:b | d:b[@n='1']", ["3", "1"]),
        ("d:nothing", []),
    ],
)
def test_context_selects(tmp_path: Path, context: str, nodes: list[str]) -> None:
    body = (
        f'<sch:pattern><sch:rule context="{context}">'
        '<sch:assert id="X" test="false()">x</sch:assert></sch:rule></sch:pattern>'
    )

    assert sorted(failed(tmp_path, body)) == sorted(f"X{node}" for node in nodes)


def test_variable_of_a_rule_stands_before_a_constant_of_its_name(
    tmp_path: Path,
) -> None:
    """Also where no gate can say what it is: it asks for another in a predicate."""
    body = (
        '<sch:let name="here" value="1"/><sch:pattern><sch:rule context="d:b">'
        '<sch:let name="two" value="\'2\'"/>'
        '<sch:let name="here" value="count(d:c[. = $two])"/>'
        '<sch:assert id="X" test="$here = 1">x</sch:assert></sch:rule></sch:pattern>'
    )

    assert failed(tmp_path, body) == ["X1", "X3"]


def test_first_rule_that_matches_takes_the_node(tmp_path: Path) -> None:
    body = """<sch:pattern>
      <sch:rule context="d:b[@n='2']">
        <sch:assert id="A" test="false()">a</sch:assert></sch:rule>
      <sch:rule context="d:b">
        <sch:assert id="B" test="false()">b</sch:assert></sch:rule>
    </sch:pattern>
    <sch:pattern><sch:rule context="d:b[@n='2']">
      <sch:assert id="C" test="false()">c</sch:assert></sch:rule></sch:pattern>"""

    assert failed(tmp_path, body) == ["A2", "B1", "B3", "C2"]


def test_report_complains_where_its_test_is_true(tmp_path: Path) -> None:
    body = """<sch:pattern><sch:rule context="d:b">
      <sch:report id="X" test="d:c">x</sch:report></sch:rule></sch:pattern>"""

    assert failed(tmp_path, body) == ["X1", "X2"]


def test_let_and_extends_are_understood(tmp_path: Path) -> None:
    body = """<sch:pattern>
      <sch:rule abstract="true" id="base"><sch:let name="limit" value="$half * 2"/>
        <sch:assert id="X" test="not(d:c &gt;= $limit)">x</sch:assert></sch:rule>
      <sch:rule context="d:b"><sch:let name="half" value="1"/>
        <sch:extends rule="base"/></sch:rule></sch:pattern>"""

    assert failed(tmp_path, body) == ["X2"]


def test_let_in_a_predicate_keeps_its_own_node(tmp_path: Path) -> None:
    body = """<sch:pattern><sch:rule context="d:a">
      <sch:let name="here" value="local-name()"/>
      <sch:assert id="X" test="d:b[$here = 'a']">x</sch:assert>
      </sch:rule></sch:pattern>"""

    assert failed(tmp_path, body) == []


def test_messages_carry_values_in_both_languages(tmp_path: Path) -> None:
    body = """<sch:pattern><sch:rule context="d:b[d:c='2']">
      <sch:assert id="X" role="W" flag="officer" diagnostics="en es" subject="d:c"
        sw:expected="../d:b/d:c" test="false()">Own text.</sch:assert>
      </sch:rule></sch:pattern>
      <sch:diagnostics>
        <sch:diagnostic id="en">It is <sch:value-of select="d:c"/>
          in <sch:name/>.</sch:diagnostic>
        <sch:diagnostic id="es" xml:lang="es">Es <sch:emph>no</sch:emph>
          <sch:value-of select="d:c + 1"/>.</sch:diagnostic>
      </sch:diagnostics>"""
    patterns = load(written(tmp_path, body))
    failure = evaluate(patterns, indexed(patterns))[0][0]

    assert failure.messages() == (("en", "It is 2 in b."), ("es", "Es no 3."))
    assert failure.subject().text == "2"
    assert failure.expected() == "1"
    assert (failure.assertion.severity, failure.assertion.audience) == ("W", "officer")


def test_risk_rule_is_for_officers(tmp_path: Path) -> None:
    body = """<sch:pattern><sch:rule context="d:b">
      <sch:assert id="X" role="R" test="true()">x</sch:assert>
      </sch:rule></sch:pattern>"""
    rule = load(written(tmp_path, body))[0].rules[0]

    assert rule.assertions[0].audience == "officer"


@pytest.mark.parametrize(
    "test", ["sw:in-list('a', 'no-such-list')", "sw:matches('a', '(')"]
)
def test_rule_that_crashes_is_neither_passed_nor_failed(
    tmp_path: Path, test: str
) -> None:
    body = f"""<sch:pattern><sch:rule context="d:e">
      <sch:assert id="X" test="{test}">x</sch:assert>
      <sch:assert id="Y" test="false()">y</sch:assert></sch:rule></sch:pattern>"""
    patterns = load(written(tmp_path, body))
    index = indexed(patterns)
    failures, crashes = evaluate(RuleSet(patterns).to_evaluate(index), index)

    assert [each.assertion.id for each in failures] == ["Y"]
    assert [each.id for each in crashes] == ["X"]


def ruled(content: str) -> str:
    return f'<sch:pattern><sch:rule context="d:b">{content}</sch:rule></sch:pattern>'


def asserted(**attributes: str) -> str:
    written = {"id": "X", "test": "true()", **attributes}
    said = " ".join(f'{name}="{value}"' for name, value in written.items() if value)
    return ruled(f"<sch:assert {said}>x</sch:assert>")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<sch:phase id="p" when="true()"/>', "phase/@when"),
        ('<sch:phase id="p"><sch:include href="x.sch"/></sch:phase>', "no such file"),
        ('<sch:include href="http://h/x.sch"/>', "http://h/x.sch"),
        ('<sch:include href="#x"/>', "#x"),
        ('<sch:include href="rules.sch"/>', "itself"),
        ("<sch:rules/>", "rules"),
        ('<sch:let name="x"/>', "@value"),
        ('<sch:let value="1"/>', "@name"),
        ('<sch:let name="x" value="$y"/>', "$y"),
        ('<sch:let name="x" value="sw:lookup(\'R\')"/>', "lookup"),
        ('<sch:let name="x" value="1"/><sch:let name="x" value="2"/>', "twice"),
        ('<sch:pattern is-a="x"/>', "is-a 'x'"),
        ('<sch:pattern><sch:param name="x" value="1"/></sch:pattern>', "param"),
        (
            '<sch:pattern abstract="true" id="a"/><sch:pattern is-a="a"><sch:param/>'
            "</sch:pattern>",
            "@name and @value",
        ),
        (
            '<sch:pattern abstract="true" id="a"/><sch:pattern is-a="a"><sch:rule/>'
            "</sch:pattern>",
            "parameters only",
        ),
        ('<sch:pattern documents="d:x"/>', "documents"),
        (ruled('<sch:extends rule="x"/>'), "'x'"),
        (ruled('<sch:extends href="x.sch"/>'), "extends/@href"),
        (asserted(test="$missing = 1"), "$missing"),
        (asserted(id=""), "@id"),
        (asserted(test="d:c ="), "XPath"),
        (asserted(test="e:c"), "'e'"),
        (asserted(test="current()"), "current()"),
        (asserted(test="sw:nothing()"), "nothing()"),
        (asserted(role="Z"), "'Z'"),
        (asserted(diagnostics="y"), "'y'"),
        (asserted(properties="y"), "property 'y'"),
        (asserted(severity="y"), "severity"),
        (
            ruled('<sch:assert id="X"><sch:dir><sch:name/></sch:dir></sch:assert>'),
            "name in dir",
        ),
        ('<sch:pattern><sch:rule context="d:b[. = $x]"/></sch:pattern>', "$x"),
        ('<sch:pattern><sch:rule context="@n"/></sch:pattern>', "@n"),
        ('<sch:pattern><sch:rule context="/"/></sch:pattern>', "element"),
        ('<sch:pattern><sch:rule context="text()"/></sch:pattern>', "element"),
        ('<sch:pattern><sch:rule context=""/></sch:pattern>', "element"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(
    tmp_path: Path, body: str, named: str
) -> None:
    with pytest.raises(ProblemsFound) as found:
        load(written(tmp_path, body))

    assert any(named in str(problem) for problem in found.value.problems)
    assert {problem.line for problem in found.value.problems} == {2}


def test_other_query_binding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    text = path.read_text().replace("<sch:schema", '<sch:schema queryBinding="xslt2"')
    path.write_text(text)

    with pytest.raises(ProblemsFound, match="xslt2"):
        load(path)


@pytest.mark.parametrize("text", ["<a/>", "<a>", ""])
def test_what_is_no_schematron_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.sch"
    path.write_text(text)

    with pytest.raises(FileProblem, match=r"rules\.sch"):
        load(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="No such file"):
        load(tmp_path / "none.sch")

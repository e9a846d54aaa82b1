"""A package of one's own plugs in as a folder; what is wrong with it is said."""

import shutil
from pathlib import Path

import pytest

from swsim.errors import FileProblem, ProblemsFound
from swsim.validation.engine import Validator
from swsim.validation.package import Package, shipped
from validation.papers import IMPORT, changed

RULE = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron">
  <sch:ns prefix="d" uri="urn:swsim:datamodel:DEC:1"/>
  <sch:ns prefix="sw" uri="urn:swsim:xpath"/>
  <sch:pattern><sch:rule context="d:Declaration">
    <sch:assert id="OWN" test="{}">Own rule.</sch:assert>
  </sch:rule></sch:pattern>
</sch:schema>"""


def package(folder: Path, *rules: str, **codelists: str) -> Path:
    """Write a package with declarations of swsim's schema and rules of its own."""
    shutil.copytree(shipped().folder / "xsd", folder / "xsd")
    (folder / "rules").mkdir()
    for number, rule in enumerate(rules):
        (folder / "rules" / f"own{number}.sch").write_text(RULE.format(rule))
    names = [f"rules/own{number}.sch" for number in range(len(rules))]
    (folder / "catalogue.yaml").write_text(
        "version: '1'\n"
        "rule_set: {id: own, version: '1.0'}\n"
        "envelope:\n"
        "  root: MetaData\n"
        "  namespace: urn:swsim:datamodel:MetaData:1\n"
        "  xsd: xsd/MetaData_1.xsd\n"
        "documents:\n"
        "  declaration:\n"
        "    root: Declaration\n"
        "    namespace: urn:swsim:datamodel:DEC:1\n"
        "    wco_type: DEC\n"
        "    xsd: xsd/Declaration_1.xsd\n"
        f"    rules: [{', '.join(names)}]\n"
        f"    codelists: {{{', '.join(f'{k}: {v}' for k, v in codelists.items())}}}\n"
    )
    return folder


def test_package_brings_rules_of_its_own(tmp_path: Path) -> None:
    validator = Validator(Package(package(tmp_path, "d:Agent")))

    assert [each.rule for each in validator.validate(IMPORT.encode()).findings] == [
        "OWN"
    ]


def test_package_without_reference_rules_is_whole(tmp_path: Path) -> None:
    validator = Validator(Package(package(tmp_path)))

    assert validator.validate(IMPORT.encode()).verdict == "valid"


@pytest.mark.parametrize(
    "test", ["sw:in-list('a', 'no-such-list')", "sw:matches('', '(')"]
)
def test_rule_that_crashes_makes_the_verdict_unclear(tmp_path: Path, test: str) -> None:
    validator = Validator(Package(package(tmp_path, test, "d:Agent")))
    result = validator.validate(IMPORT.encode())
    rules = next(layer for layer in result.layers if layer.name == "rules")

    assert result.verdict == rules.state == "unclear"
    assert "OWN" in rules.why
    assert [finding.rule for finding in result.findings] == ["OWN"]
    assert not result.is_valid


def test_code_list_of_a_package_goes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = package(tmp_path, TypeCode="document-name-1001")
    (folder / "codelists").mkdir()
    theirs = shipped().folder / "codelists" / "document-name-1001.gc"
    text = theirs.read_text(encoding="utf-8").replace(">929<", ">92X<")
    (folder / "codelists" / theirs.name).write_text(text, encoding="utf-8")
    found = Validator(Package(folder)).validate(IMPORT.encode()).findings

    assert "929" in [finding.value for finding in found]


def test_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = package(tmp_path)
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text().replace("    rules:", "    ruels:"))

    with pytest.raises(ProblemsFound, match=r"catalogue\.yaml:13.*ruels"):
        Package(folder)


@pytest.mark.parametrize("name", ["rules/none.sch", "../none.sch"])
def test_file_that_is_not_in_the_package_is_refused(tmp_path: Path, name: str) -> None:
    folder = package(tmp_path / "package")
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text().replace("rules: []", f"rules: [{name}]"))

    with pytest.raises(FileProblem, match=r"none\.sch"):
        Validator(Package(folder)).validate(IMPORT.encode())


def test_folder_without_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"catalogue\.yaml"):
        Package(tmp_path)


def test_schema_that_cannot_be_compiled_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path)
    broken = folder / "xsd" / "Declaration_1.xsd"
    text = broken.read_text(encoding="utf-8").replace('"ds:ItemCountType"', '"Nothing"')
    broken.write_text(text, encoding="utf-8")

    with pytest.raises(ProblemsFound, match=r"Declaration_1\.xsd:\d+: .*Nothing"):
        Validator(Package(folder)).validate(IMPORT.encode())


def test_schema_in_a_folder_with_spaces_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "my own schemas é"
    folder.mkdir()
    validator = Validator(Package(package(folder)))
    data = changed(IMPORT, ("<FunctionCode>9<", "<FunctionCode>x<"))

    assert validator.validate(IMPORT.encode()).is_valid
    assert validator.validate(data).verdict == "invalid"

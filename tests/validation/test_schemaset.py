"""What is wrong with the references of a schema set is said before it is used."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from swsim.errors import ProblemsFound
from swsim.validation.engine import Validator
from swsim.validation.package import Package

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
TYPES = f"""<xs:schema {XS} targetNamespace="urn:t">
<xs:simpleType name="T"><xs:restriction base="xs:integer"/></xs:simpleType>
</xs:schema>"""


def message(*references: str, type: str = "xs:integer") -> str:
    """Return a message schema with references from line 2 on."""
    lines = "\n".join(references)
    return (
        f'<xs:schema {XS} xmlns:t="urn:t" xmlns="urn:m" targetNamespace="urn:m">\n'
        f'{lines}\n<xs:element name="M" type="{type}"/>\n</xs:schema>'
    )


def import_of(location: str, namespace: str = "urn:t") -> str:
    """Return an xs:import."""
    return f'<xs:import namespace="{namespace}" schemaLocation="{location}"/>'


def package(folder: Path, files: Mapping[str, str], more: str = "") -> Package:
    """Write a package whose message schema is m.xsd."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "catalogue.yaml").write_text(
        "documents: {m: {root: M, namespace: 'urn:m', xsd: m.xsd}}\n" + more
    )
    return Package(folder)


def said(package: Package) -> list[str]:
    """Return what a check complains of, without the folder."""
    with pytest.raises(ProblemsFound) as error:
        package.check()
    folder = f"{package.folder}/"
    return [str(each).replace(folder, "") for each in error.value.problems]


def verdict(package: Package, value: str) -> str:
    """Return the verdict on a message with a value."""
    data = f'<M xmlns="urn:m">{value}</M>'.encode()
    return Validator(package).validate(data).verdict


@pytest.mark.parametrize(
    "location",
    ["http://example.invalid/t.xsd", "https://x.invalid/t", "ftp://x.invalid/t"],
)
def test_import_from_a_network_is_refused_by_name(
    tmp_path: Path, location: str
) -> None:
    found = said(package(tmp_path, {"m.xsd": message(import_of(location))}))

    assert found == [
        f"m.xsd:2: xs:import of urn:t: is to be loaded from {location}, but nothing is"
        " fetched from a network; save that file in the package and name it under"
        " locations in the catalogue"
    ]


def test_import_from_a_network_is_refused_also_when_a_document_comes(
    tmp_path: Path,
) -> None:
    """libxml2 alone would pass over the import and check less than is asked."""
    text = message(import_of("http://example.invalid/t.xsd"))
    etree.XMLSchema(etree.fromstring(text.encode()))

    with pytest.raises(ProblemsFound, match=r"http://example\.invalid/t\.xsd"):
        verdict(package(tmp_path, {"m.xsd": text}), "1")


def test_file_of_the_package_is_proposed_for_a_remote_import(tmp_path: Path) -> None:
    text = message(import_of("http://example.invalid/t.xsd"), type="t:T")
    files = {"m.xsd": text, "sub/t.xsd": TYPES}
    (found,) = said(package(tmp_path, files))
    proposed = "locations: {'http://example.invalid/t.xsd': 'sub/t.xsd'}"

    assert proposed in found
    assert verdict(package(tmp_path, files, proposed), "1") == "valid"
    assert verdict(package(tmp_path, files, proposed), "x") == "invalid"


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (
            import_of("typs.xsd"),
            "xs:import of urn:t: is typs.xsd, which is not there, did you mean"
            " 'types.xsd'?",
        ),
        (
            import_of(r"sub\types.xsd"),
            r"xs:import of urn:t: has a backslash in sub\types.xsd;"
            " write sub/types.xsd",
        ),
        (
            import_of("../outside.xsd"),
            "xs:import of urn:t: is ../outside.xsd, a file outside the package; copy it"
            " into the package",
        ),
        (
            import_of("types.xsd", "urn:other"),
            "xs:import of urn:other: types.xsd has the target namespace urn:t; the"
            " import says urn:other",
        ),
        (
            '<xs:include schemaLocation="types.xsd"/>',
            "xs:include: types.xsd has the target namespace urn:t; m.xsd has urn:m; use"
            " xs:import",
        ),
        (
            '<xs:include schemaLocation="m.xsd"/>',
            "xs:include: names the file itself; remove it",
        ),
        (
            '<xs:import namespace="urn:t"/>',
            "xs:import of urn:t: has no schemaLocation, and no schema of this document"
            " type has the namespace; name its file under locations in the catalogue"
            " (the package has types.xsd)",
        ),
        (
            import_of("%00.xsd"),
            "xs:import of urn:t: is '%00.xsd', which cannot be the name of a file",
        ),
    ],
)
def test_reference_that_leads_nowhere_is_explained(
    tmp_path: Path, reference: str, why: str
) -> None:
    (tmp_path / "outside.xsd").write_text(TYPES)
    files = {"m.xsd": message(reference), "types.xsd": TYPES}

    assert said(package(tmp_path / "package", files)) == [f"m.xsd:2: {why}"]


def test_all_faults_of_a_set_are_said_at_once(tmp_path: Path) -> None:
    files = {
        "m.xsd": message(
            import_of("a.xsd", "urn:a"),
            import_of("b.xsd", "urn:b"),
            import_of("c.xsd", "urn:c"),
            import_of("d.xsd", "urn:d"),
        ),
        "a.xsd": "<xs:schema",
        "b.xsd": "\n<html/>",
        "c.xsd": "<!DOCTYPE a []>\n<a/>",
    }
    places = [line.split(": ")[0] for line in said(package(tmp_path, files))]

    assert places == ["a.xsd:1", "b.xsd:2", "c.xsd:1", "m.xsd:5"]


def test_all_that_libxml2_says_is_said_with_its_file(tmp_path: Path) -> None:
    wrong = f"<xs:schema {XS}>\n<xs:element name='A' type='no'/>\n</xs:schema>"
    files = {
        "m.xsd": message('<xs:include schemaLocation="sub/w é.xsd"/>', type="none"),
        "sub/w é.xsd": wrong,
    }
    found = said(package(tmp_path, files))

    assert [line.split(": ")[0] for line in found] == ["sub/w é.xsd:2", "m.xsd:3"]


def test_root_that_the_schema_does_not_declare_is_named(tmp_path: Path) -> None:
    text = message().replace('name="M"', 'name="Other"')

    assert said(package(tmp_path, {"m.xsd": text})) == [
        "m.xsd: declares no element M, which the catalogue names"
    ]


def test_link_that_leaves_the_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.xsd").write_text(TYPES)
    made = package(tmp_path / "package", {"m.xsd": message(import_of("link.xsd"))})
    (made.folder / "link.xsd").symlink_to(tmp_path / "outside.xsd")

    assert "outside the package" in said(made)[0]


@pytest.mark.parametrize("location", ["a b/tipos é.xsd", "a%20b/tipos%20%C3%A9.xsd"])
def test_location_with_space_and_accent_is_found(tmp_path: Path, location: str) -> None:
    files = {
        "m.xsd": message(import_of(location), type="t:T"),
        "a b/tipos é.xsd": TYPES,
    }
    made = package(tmp_path / "mi carpeta ñ", files)

    assert (verdict(made, "1"), verdict(made, "x")) == ("valid", "invalid")


def test_files_of_one_namespace_count_all(tmp_path: Path) -> None:
    """libxml2 alone would take the first and miss the type of the second."""
    second = TYPES.replace('"T"', '"U"')
    files = {
        "m.xsd": message(import_of("1.xsd"), import_of("2.xsd"), type="t:U"),
        "1.xsd": TYPES,
        "2.xsd": second,
    }
    made = package(tmp_path, files)

    assert (verdict(made, "1"), verdict(made, "x")) == ("valid", "invalid")


def test_includes_in_a_circle_are_read_once(tmp_path: Path) -> None:
    include = '<xs:include schemaLocation="{}.xsd"/>'
    part = f"<xs:schema {XS} targetNamespace='urn:m'>{include}</xs:schema>"
    files = {
        "m.xsd": message(include.format("a")),
        "a.xsd": part.format("b"),
        "b.xsd": part.format("m"),
    }

    assert verdict(package(tmp_path, files), "1") == "valid"


def test_schema_named_by_a_document_is_not_read(tmp_path: Path) -> None:
    made = package(tmp_path, {"m.xsd": message()})
    (tmp_path / "other.xsd").write_text(
        message().replace('"xs:integer"', '"xs:string"'), encoding="utf-8"
    )
    data = (
        '<M xmlns="urn:m" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="urn:m {(tmp_path / "other.xsd").as_uri()}">text</M>'
    )

    assert Validator(made).validate(data.encode()).verdict == "invalid"


def test_code_list_bound_to_nothing_is_named(tmp_path: Path) -> None:
    made = package(tmp_path, {"m.xsd": message()})
    catalogue = made.folder / "catalogue.yaml"
    text = catalogue.read_text().replace("m.xsd}", "m.xsd, codelists: {Mm: countries}}")
    catalogue.write_text(text)

    assert said(Package(tmp_path)) == [
        "catalogue.yaml: Mm is bound to a code list, but no schema of m declares Mm,"
        " did you mean 'M'?"
    ]


@pytest.mark.parametrize(
    ("context", "namespace", "complaint"),
    [
        (
            "m:Mm",
            "urn:m",
            "no schema of the package declares Mm, did you mean 'M'?",
        ),
        ("m:M", "urn:n", "no schema of the package is of urn:n"),
        ("m:Nothing/m:M", "urn:m", "no schema of the package declares Nothing"),
        ("m:M", "urn:m", None),
        ("/*", "urn:m", None),
    ],
)
def test_rule_about_what_no_document_has_is_named(
    context: str, namespace: str, complaint: str | None, tmp_path: Path
) -> None:
    rule = (
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt">'
        f'<ns prefix="m" uri="{namespace}"/><pattern><rule context="{context}">'
        '<assert id="A1" test="false()">Never.</assert></rule></pattern></schema>'
    )
    made = package(tmp_path, {"m.xsd": message(), "m.sch": rule})
    catalogue = made.folder / "catalogue.yaml"
    text = catalogue.read_text().replace("m.xsd}", "m.xsd, rules: [m.sch]}")
    catalogue.write_text(text)

    if complaint is None:
        Package(tmp_path).check()
        return
    (one,) = said(Package(tmp_path))
    assert one.startswith(f"m.sch: the context '{context}' of a rule matches nothing")
    assert one.endswith(complaint)

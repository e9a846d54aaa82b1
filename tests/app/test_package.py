"""`swsim package init` decides what the files say, and names what they do not."""

import shutil
from pathlib import Path

import pytest

from checkout import ROOT
from swsim.app.package import check_package, init_package
from swsim.errors import FileProblem, ProblemsFound, UsageError
from swsim.validation.engine import Validator
from swsim.validation.package import Package

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
FREEDONIA = ROOT / "tests" / "packages" / "Freedonia año 1"


def schema(namespace: str, *content: str) -> str:
    """Return a schema with elements in its namespace."""
    return (
        f'<xs:schema {XS} xmlns="{namespace}" targetNamespace="{namespace}"'
        f' elementFormDefault="qualified">{"".join(content)}</xs:schema>'
    )


def element(name: str, *inside: str) -> str:
    """Return a global element that holds others."""
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{"".join(inside)}'
        "</xs:sequence></xs:complexType></xs:element>"
    )


LEAF = '<xs:element name="ID" type="xs:token"/>'
ANY = '<xs:any processContents="strict"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of schemas."""
    return tmp_path


def write(folder: Path, **files: str) -> None:
    """Write schemas by their names."""
    for name, text in files.items():
        (folder / f"{name}.xsd").write_text(text, encoding="utf-8")


def keys(folder: Path, *, decided: bool) -> list[str]:
    """Return what init decided, or left open, by key."""
    notes = init_package(folder, force=True).notes
    return [note.key for note in notes if note.decided is decided]


def test_package_with_every_trap_is_described_and_validates(tmp_path: Path) -> None:
    folder = tmp_path / "Otra Freedonia ñ"
    shutil.copytree(FREEDONIA, folder)
    (folder / "catalogue.yaml").unlink()
    written = init_package(folder)
    validator = Validator(Package(folder))
    samples = [p for p in (folder / "samples").glob("*.xml") if "bad" not in p.name]

    assert written.usable
    assert written.documents == ("notice-v1", "notice-v2", "permit")
    assert [note.key for note in written.notes if not note.decided] == ["codelist"]
    assert {validator.validate(p.read_bytes()).verdict for p in samples} == {"valid"}


def test_comments_say_the_same_as_the_notes_in_spanish(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    shutil.copytree(FREEDONIA, folder)
    written = init_package(folder, force=True, lang="es")
    lines = written.path.read_text(encoding="utf-8").splitlines()
    comments = " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))

    assert "Por decidir por usted:" in comments
    assert all(note.message("es") in comments for note in written.notes)


def test_catalogue_is_not_replaced_unasked(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    shutil.copytree(FREEDONIA, folder)
    before = (folder / "catalogue.yaml").read_bytes()

    with pytest.raises(FileProblem, match="--force"):
        init_package(folder)
    assert (folder / "catalogue.yaml").read_bytes() == before


def test_documents_that_nothing_tells_apart_stay_open(folder: Path) -> None:
    notice = schema("urn:m", element("Notice", LEAF))
    write(folder, one=notice, two=notice)
    written = init_package(folder)

    assert next(n.key for n in written.notes if not n.decided) == "shared-root"
    assert not written.usable
    with pytest.raises(ProblemsFound, match="when"):
        check_package(folder)


def test_leaf_with_other_codes_tells_documents_apart(folder: Path) -> None:
    kind = (
        '<xs:element name="Kind"><xs:simpleType><xs:restriction base="xs:token">'
        '<xs:enumeration value="{}"/></xs:restriction></xs:simpleType></xs:element>'
    )
    for name in ("one", "two"):
        text = schema("urn:m", element("Notice", kind.format(name)))
        write(folder, **{name: text})
    init_package(folder)
    result = Validator(Package(folder)).validate(
        b'<Notice xmlns="urn:m"><Kind>two</Kind></Notice>'
    )

    assert (result.document, result.verdict) == ("two", "valid")


def test_several_envelopes_stay_open(folder: Path) -> None:
    write(
        folder,
        a=schema("urn:a", element("A", ANY)),
        b=schema("urn:b", element("B", ANY)),
    )

    assert "envelope" in keys(folder, decided=False)
    assert Package(folder).envelope is None


def test_envelope_that_names_the_messages_goes_before_others(folder: Path) -> None:
    named = ANY.replace("<xs:any", '<xs:any namespace="urn:m"')
    write(
        folder,
        envelope=schema("urn:e", element("Envelope", named)),
        message=schema("urn:m", element("Message", LEAF, ANY)),
    )

    assert "envelope" in keys(folder, decided=True)
    assert list(Package(folder).documents) == ["message"]


def test_remote_import_is_answered_by_the_only_file_and_said(folder: Path) -> None:
    remote = '<xs:import namespace="urn:t" schemaLocation="https://t.invalid/t.xsd"/>'
    types = '<xs:simpleType name="T"><xs:restriction base="xs:token"/></xs:simpleType>'
    write(folder, m=schema("urn:m", remote, element("M", LEAF)))
    assert "location" in keys(folder, decided=False)

    write(folder, types=schema("urn:t", types))
    assert "location" in keys(folder, decided=True)
    assert init_package(folder, force=True).usable


def test_unknown_annotations_are_shown(folder: Path) -> None:
    noted = LEAF.replace(
        "/>",
        "><xs:annotation><xs:appinfo><Ref>1</Ref></xs:appinfo></xs:annotation>"
        "</xs:element>",
    )
    write(folder, m=schema("urn:m", element("M", noted)))
    notes = {note.key: note.message() for note in init_package(folder).notes}

    assert notes["ids"].endswith(": Ref.")


def test_part_that_the_main_file_includes_is_entered_through_it(folder: Path) -> None:
    """The part needs a type that only the including file brings along."""
    part = '<xs:element name="M"><xs:complexType><xs:sequence>' + LEAF.replace(
        "xs:token", "Token"
    )
    part = schema("urn:m", part + "</xs:sequence></xs:complexType></xs:element>")
    types = (
        '<xs:simpleType name="Token"><xs:restriction base="xs:token"/></xs:simpleType>'
    )
    write(
        folder,
        all=schema("urn:m", '<xs:include schemaLocation="part.xsd"/>', types),
        part=part,
    )

    assert init_package(folder).usable
    assert 'xsd: "all.xsd"' in (folder / "catalogue.yaml").read_text()


def test_schema_that_cannot_be_read_is_named(folder: Path) -> None:
    write(folder, m=schema("urn:m", element("M", LEAF)), broken="<xs:schema")
    notes = {note.key: note.message() for note in init_package(folder).notes}

    assert notes["unreadable"].startswith("broken.xsd is not well-formed XML")


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_folder_without_schemas_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        init_package(tmp_path / name)

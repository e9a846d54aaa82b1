"""Writes the code lists in schemas/codelists as OASIS Genericode 1.0 files.

What the lists are stands in tools/codelist_table.py, their codes in tools/codelists,
one line a code. To add a code, add a line and run `python tools/make_codelists.py`. The
same input gives the same bytes.
"""

import argparse
from pathlib import Path

from codelist_table import (
    AGENCIES,
    COLUMNS,
    DATES,
    FACTS_LICENCE,
    LICENCES,
    LISTS,
    OWN_DATE,
    ROOT,
    List,
    Row,
)
from lxml import etree

GC = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
DCTERMS = "http://purl.org/dc/terms/"
SWSIM = "urn:swsim:codelist:1"


def genericode(made: List) -> bytes:
    """Return the list as a Genericode document, rows sorted by code."""
    rows = sorted(made.rows(made.name), key=lambda row: row["code"])
    root = etree.Element(f"{{{GC}}}CodeList", nsmap={"gc": GC, "dcterms": DCTERMS})
    annotation = etree.SubElement(root, "Annotation")
    description = etree.SubElement(annotation, "Description")
    for term, said in _described(made).items():
        etree.SubElement(description, f"{{{DCTERMS}}}{term}").text = said
    if made.subset:
        info = etree.SubElement(annotation, "AppInfo")
        coverage = etree.SubElement(info, f"{{{SWSIM}}}coverage", nsmap={"sw": SWSIM})
        coverage.text = "subset"
    _identification(root, made)
    _column_set(root, rows)
    _code_rows(root, rows)
    etree.indent(root, space=" ")
    for row in root.iter("Row"):
        # One line a code: differences between two versions read well.
        for part in row.iter():
            part.text = part.text if part.tag == "SimpleValue" else None
            part.tail = part.tail if part is row else None
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _described(made: List) -> dict[str, str]:
    """Return source, date and licence under the names that Dublin Core has for them."""
    return {
        "source": made.source,
        "issued": DATES.get(made.version, OWN_DATE),
        "license": LICENCES.get(_agency(made), FACTS_LICENCE),
    }


def _agency(made: List) -> str:
    return next(
        name for start, name in AGENCIES.items() if made.source.startswith(start)
    )


def _identification(root: etree._Element, made: List) -> None:
    uri = f"urn:swsim:codelist:{made.name}"
    facts = {
        "ShortName": made.name,
        "LongName": made.title,
        "Version": made.version,
        "CanonicalUri": uri,
        "CanonicalVersionUri": f"{uri}:{made.version}",
    }
    identification = etree.SubElement(root, "Identification")
    for name, value in facts.items():
        etree.SubElement(identification, name).text = value
    agency = etree.SubElement(identification, "Agency")
    etree.SubElement(agency, "LongName").text = _agency(made)


def _column_set(root: etree._Element, rows: list[Row]) -> None:
    used = [column for column in COLUMNS if any(column in row for row in rows)]
    columns = etree.SubElement(root, "ColumnSet")
    for name in used:
        use = "required" if all(row.get(name) for row in rows) else "optional"
        column = etree.SubElement(columns, "Column", Id=name, Use=use)
        etree.SubElement(column, "ShortName").text = name
        etree.SubElement(column, "LongName").text = COLUMNS[name]
        etree.SubElement(column, "Data", Type="string")
    key = etree.SubElement(columns, "Key", Id="codeKey")
    etree.SubElement(key, "ShortName").text = "codeKey"
    etree.SubElement(key, "ColumnRef", Ref="code")


def _code_rows(root: etree._Element, rows: list[Row]) -> None:
    simple = etree.SubElement(root, "SimpleCodeList")
    for row in rows:
        element = etree.SubElement(simple, "Row")
        for column in COLUMNS:
            if row.get(column):
                value = etree.SubElement(element, "Value", ColumnRef=column)
                etree.SubElement(value, "SimpleValue").text = row[column]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--to",
        type=Path,
        default=ROOT / "schemas" / "codelists",
        help="folder to write to (default: schemas/codelists)",
    )
    folder = arguments.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    for made in LISTS:
        (folder / f"{made.name}.gc").write_bytes(genericode(made))
    print(f"{len(LISTS)} code lists written to {folder}")


if __name__ == "__main__":
    main()

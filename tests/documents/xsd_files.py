"""The XSDs as the tests read them: drivers for two engines, a walk over the types."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import xmlschema
from lxml import etree
from ruamel.yaml import YAML

from swsim.artefacts import artefact_dir

XS = "{http://www.w3.org/2001/XMLSchema}"
NOTES = "{urn:swsim:annotation:1}"
DS = "urn:swsim:datamodel:DS:1"

SCHEMAS = artefact_dir("schemas")
XSD = SCHEMAS / "xsd"
SAMPLES = SCHEMAS / "samples"
DATA_TYPES = XSD / "DataTypes_1.xsd"
PARTS = XSD / "Parts_1.xsd"
SIGNATURE = XSD / "Signature_1.xsd"


@cache
def catalogue() -> dict[str, Any]:
    """Return schemas/catalogue.yaml."""
    loaded: dict[str, Any] = YAML(typ="safe").load(SCHEMAS / "catalogue.yaml")
    return loaded


def kinds() -> tuple[str, ...]:
    """Return the document types of the catalogue."""
    return tuple(catalogue()["documents"])


def driver(*entries: dict[str, Any]) -> str:
    """Return a schema that does nothing but import those of the catalogue entries."""
    imports = "".join(
        f'<xs:import namespace="{each["namespace"]}"'
        f' schemaLocation="{Path(each["xsd"]).name}"/>'
        for each in entries
    )
    return f'<xs:schema xmlns:xs="{XS[1:-1]}">{imports}</xs:schema>'


def message_driver(kind: str) -> str:
    """Return the driver of a document type: the envelope, then the message."""
    return driver(catalogue()["envelope"], catalogue()["documents"][kind])


@cache
def lxml_schema(kind: str) -> etree.XMLSchema:
    """Return the compiled schema of a document type, read without a network."""
    parser = etree.XMLParser(no_network=True)
    text = message_driver(kind).encode()
    base = (XSD / "driver.xsd").as_uri()
    return etree.XMLSchema(etree.fromstring(text, parser, base_url=base))


def lxml_errors(kind: str, path: Path) -> list[tuple[int, str]]:
    """Return line and message of every fault of a document in its schema."""
    schema = lxml_schema(kind)
    schema.validate(etree.parse(path))
    # The stubs do not know that an error log can be iterated.
    log = cast(Iterable[Any], schema.error_log)
    return [(entry.line, entry.message) for entry in log]


@cache
def xmlschema_schema(kind: str) -> Any:
    """Return the same schema, compiled by xmlschema, which may read files here only."""
    return xmlschema.XMLSchema(message_driver(kind), base_url=str(XSD), allow="sandbox")


@cache
def parsed(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


@dataclass(frozen=True)
class Leaf:
    """An element declaration of an XSD, with its place: `Declaration/Exporter/ID`."""

    path: str
    node: etree._Element

    @property
    def name(self) -> str:
        return self.node.get("name", "")

    @property
    def many(self) -> bool:
        return self.node.get("maxOccurs") == "unbounded"

    @property
    def required(self) -> bool:
        return self.node.get("minOccurs", "1") == "1"

    def note(self, name: str) -> str | None:
        """Return what the annotation says under `a:<name>`."""
        return self.node.findtext(f"{XS}annotation/{XS}appinfo/{NOTES}{name}")

    @property
    def data_type(self) -> str | None:
        """The type in DataTypes_1.xsd, None for a class."""
        prefix, _, local = self.node.get("type", "").rpartition(":")
        return local if prefix == "ds" else None


def root_of(path: Path) -> Leaf:
    """Return the one global element of a schema."""
    (root,) = parsed(path).findall(f"{XS}element")
    return Leaf(root.get("name", ""), root)


def children_of(leaf: Leaf) -> list[Leaf]:
    """Return the elements in the sequence of a class, in order."""
    wanted = f"{XS}complexType[@name='{leaf.node.get('type')}']"
    body = leaf.node.getroottree().getroot().find(wanted)
    if body is None:
        body = parsed(PARTS).find(wanted)
    assert body is not None, f"{leaf.path}: no type {leaf.node.get('type')}"
    return [
        Leaf(f"{leaf.path}/{each.get('name')}", each)
        for each in body.findall(f"{XS}sequence/{XS}element")
    ]


def walk(leaf: Leaf) -> Iterator[Leaf]:
    """Yield an element and all below it."""
    yield leaf
    if leaf.data_type is None:
        for each in children_of(leaf):
            yield from walk(each)


def ancestry(data_type: str) -> list[str]:
    """Return a data type and the types it is derived from, up to the builtin one."""
    chain = [data_type]
    while not chain[-1].startswith("xs:"):
        node = parsed(DATA_TYPES).find(f"*[@name='{chain[-1]}']")
        assert node is not None, f"{chain[-1]} is not in DataTypes_1.xsd"
        step = next(node.iter(f"{XS}restriction", f"{XS}extension"), None)
        if step is None:  # a sequence, such as the two date types
            return chain
        chain.append(step.get("base", ""))
    return chain

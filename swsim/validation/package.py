"""A schema package: a folder with catalogue.yaml, schemas, rules and code lists.

The catalogue is read at once; schemas, rules and code lists are compiled when a
document first needs them. A package of a user's own is a folder like `schemas/`.
"""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from lxml import etree
from pydantic import BaseModel, ConfigDict

from swsim import strictyaml
from swsim.artefacts import artefact_dir
from swsim.domain.codelists import CodeList, codelist, read_codelist
from swsim.errors import FileProblem
from swsim.validation.codelists import Binding, Bindings
from swsim.validation.gates import RuleSet
from swsim.validation.pointers import Annotations
from swsim.validation.schematron import Pattern, load
from swsim.validation.xsd import Schema

CATALOGUE = "catalogue.yaml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    root: str
    namespace: str
    xsd: str
    codelists: dict[str, str] = {}


class _DocumentEntry(_Entry):
    wco_type: str
    rules: list[str] = []


class _RuleSetEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: str


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    rule_set: _RuleSetEntry
    envelope: _Entry | None = None
    documents: dict[str, _DocumentEntry]


class DocumentSchema:
    """All that is compiled for one document type; `id` is its key in the catalogue."""

    def __init__(self, package: "Package", id: str, entry: _DocumentEntry) -> None:
        self.id = id
        self.root = entry.root
        self.tag = f"{{{entry.namespace}}}{entry.root}"
        self.wco_type = entry.wco_type
        self._package = package
        self._entry = entry

    @cached_property
    def schema(self) -> Schema:
        """The XSD of the document together with that of the envelope."""
        entries = [self._entry, self._package.envelope]
        return Schema(
            {
                entry.namespace: self._package.file(entry.xsd)
                for entry in entries
                if entry is not None
            }
        )

    @cached_property
    def annotations(self) -> Annotations:
        """What the XSD says about WCO ids."""
        return Annotations(self._package.file(self._entry.xsd), self.root)

    @cached_property
    def bindings(self) -> Bindings:
        """Which code list holds for which element, envelope included."""
        entries = [self._entry, self._package.envelope]
        found = (
            Binding(namespace=entry.namespace, path=path, codelist=name)
            for entry in entries
            if entry is not None
            for path, name in entry.codelists.items()
        )
        return Bindings(found, self._package.codes)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The rules of the document, file by file."""
        files = [self._package.file(each) for each in self._entry.rules]
        return tuple(pattern for file in files for pattern in load(file))

    @cached_property
    def own_rules(self) -> RuleSet:
        """The rules that the document alone answers."""
        return RuleSet(each for each in self.patterns if not each.asks_lookup)

    @cached_property
    def reference_rules(self) -> tuple[Pattern, ...]:
        """The rules that need the receiver's knowledge."""
        return tuple(each for each in self.patterns if each.asks_lookup)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The element tags that code lists and rules ask about, sorted."""
        rules = (rule for pattern in self.patterns for rule in pattern.rules)
        asked = {tag for rule in rules for tag in rule.context.tags}
        return tuple(sorted(asked | self.bindings.tags))

    def codes(self, name: str) -> CodeList:
        """Return a code list of the package, else of swsim."""
        return self._package.codes(name)


class Package:
    """The document types of one folder, by id and by root element."""

    def __init__(self, folder: Path) -> None:
        """Read the catalogue of a folder.

        Raises FileProblem or ProblemsFound when there is none or it is faulty.
        """
        self.folder = folder
        catalogue = strictyaml.validate(folder / CATALOGUE, _Catalogue)
        self.rule_set = (catalogue.rule_set.id, catalogue.rule_set.version)
        self.envelope = catalogue.envelope
        self.documents: Mapping[str, DocumentSchema] = {
            id: DocumentSchema(self, id, entry)
            for id, entry in catalogue.documents.items()
        }
        self.by_tag = {each.tag: each for each in self.documents.values()}
        # The root element of an envelope in Clark notation, if there is one.
        self.envelope_tag: str | None = None
        if self.envelope is not None:
            self.envelope_tag = f"{{{self.envelope.namespace}}}{self.envelope.root}"
        self._codelists: dict[str, CodeList] = {}

    def file(self, name: str) -> Path:
        """Return a file of the package; FileProblem where it is missing or outside."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise FileProblem(self.folder / CATALOGUE, f"{name} is outside the package")
        if not path.is_file():
            raise FileProblem(path, f"is missing; {self.folder / CATALOGUE} names it")
        return path

    def codes(self, name: str) -> CodeList:
        """Return the code list `name`, the package's own before swsim's."""
        if name not in self._codelists:
            own = self.folder / "codelists" / f"{name}.gc"
            shipped = self.folder == artefact_dir("schemas") or not own.is_file()
            self._codelists[name] = codelist(name) if shipped else read_codelist(own)
        return self._codelists[name]


@cache
def shipped() -> Package:
    """Return the package that belongs to swsim."""
    return Package(artefact_dir("schemas"))


def payload_of(root: etree._Element, package: Package) -> etree._Element | None:
    """Return the document's own root: in the envelope, or the root itself.

    None where an envelope carries nothing; a signature is not a document.
    """
    if root.tag != package.envelope_tag or package.envelope is None:
        return root
    for child in root:
        if child.tag in package.by_tag:
            return child
    inside = f"{{{package.envelope.namespace}}}"
    for child in root:
        if not child.tag.startswith((inside, _SIGNATURE)):
            return child
    return None


_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"

"""A schema package: a folder with catalogue.yaml, schemas, rules and code lists.

The catalogue is read at once; schemas, rules and code lists are compiled when a
document first needs them, or all at once by `check`. A package of a user's own is a
folder like `schemas/`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

from swsim import strictyaml
from swsim.artefacts import artefact_dir
from swsim.domain.codelists import CodeList, codelist, read_codelist
from swsim.errors import FileProblem, Problem, ProblemsFound, UsageError
from swsim.validation.catalogue import (
    CATALOGUE,
    Catalogue,
    DocumentEntry,
    Entry,
    RuleFile,
    shared_roots,
    unknown_prefixes,
)
from swsim.validation.codelists import Binding, Bindings
from swsim.validation.contexts import Context
from swsim.validation.fictional import with_fictional
from swsim.validation.gates import RuleSet
from swsim.validation.pointers import Annotations
from swsim.validation.schemaset import XS, Library, SchemaSet
from swsim.validation.schematron import Pattern, load, phases
from swsim.validation.xsd import Schema


class DocumentSchema:
    """All that is compiled for one document type; `id` is its key in the catalogue."""

    def __init__(self, package: "Package", id: str, entry: DocumentEntry) -> None:
        self.id = id
        self.root = entry.root
        self.tag = _tag(entry)
        self.wco_type = entry.wco_type
        self.when = entry.when
        self.envelope = entry.envelope or package.envelope
        self._package = package
        self._entry = entry
        self._condition = (
            etree.XPath(f"boolean({entry.when})", namespaces=package.namespaces or None)
            if entry.when
            else None
        )

    def fits(self, payload: etree._Element) -> bool:
        """Return whether an element with the right tag is of this document type."""
        return self._condition is None or bool(self._condition(payload))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the catalogue says of the document and, if it has one, its envelope."""
        return (self._entry, self.envelope) if self.envelope else (self._entry,)

    @property
    def xsd(self) -> Path:
        """The XSD of the document alone."""
        return self._package.file(self._entry.xsd)

    @property
    def rule_files(self) -> tuple[Path, ...]:
        """The Schematron files of the document."""
        return tuple(self._package.file(each.file) for each in self._entry.rules)

    @cached_property
    def files(self) -> SchemaSet:
        """The XSDs of the document together with those of the envelope."""
        return SchemaSet(self._package.library, self._named_files())

    def _named_files(self) -> Iterator[tuple[str | None, Path]]:
        for entry in self.entries:
            yield entry.namespace, self._package.file(entry.xsd)
            for name in entry.schemas:
                yield None, self._package.file(name)

    @cached_property
    def schema(self) -> Schema:
        """The compiled XSDs."""
        return Schema(self.files)

    @cached_property
    def annotations(self) -> Annotations:
        """What the XSDs say about WCO ids."""
        entry = self._entry
        names = self._package.annotations
        return Annotations(self.files, entry.namespace, entry.root, names)

    @cached_property
    def bindings(self) -> Bindings:
        """Which code list holds for which element, envelope included."""
        found = (
            Binding(
                namespace=entry.namespace,
                path=path,
                codelist=name,
                prefixes=self._package.namespaces,
            )
            for entry in self.entries
            for path, name in entry.codelists.items()
        )
        return Bindings(found, self._package.codes)

    def problems(self) -> Iterator[Problem]:
        """Compile everything and yield what is wrong with it."""
        for compile in (
            self._check_schema,
            lambda: self.patterns,
            self._check_lists,
            self._check_contexts,
        ):
            yield from _caught(compile)

    def _check_schema(self) -> None:
        self.schema.compile()
        declared = _declared(self.files)
        for entry in self.entries:
            if entry.root not in declared:
                why = f"declares no element {entry.root}, which the catalogue names"
                raise FileProblem(self._package.file(entry.xsd), why)

    def _check_lists(self) -> None:
        """Raise ProblemsFound for code lists that are missing or bound to nothing."""
        if self.files.problems:
            return
        declared = _declared(self.files)
        for entry in self.entries:
            for path, name in entry.codelists.items():
                self._package.codes(name)
                steps = [each.rpartition(":")[2] for each in re.split("[/@]", path)]
                unknown = next((s for s in steps if s and s not in declared), None)
                if unknown:
                    why = (
                        f"{path} is bound to a code list, but no schema of {self.id}"
                        f" declares {unknown}{strictyaml.nearest(unknown, declared)}"
                    )
                    raise FileProblem(self._package.folder / CATALOGUE, why)

    def _check_contexts(self) -> None:
        """Raise FileProblem for a rule about what no document of the package has.

        Its context is misspelt, or of another namespace: it would never find anything.
        """
        if any(each.files.problems for each in self._package.documents.values()):
            return
        for entry in self._entry.rules:
            for pattern in self._package.rules(entry):
                for rule in pattern.rules:
                    self._check_context(rule.context, self._package.file(entry.file))

    def _check_context(self, context: Context, file: Path) -> None:
        declared, spaces = self._package.declared, self._package.spaces
        for name in map(etree.QName, sorted(context.names)):
            local, space = name.localname, name.namespace
            if local in declared and (space is None or space in spaces):
                continue
            what = f"declares {local}" if local not in declared else f"is of {space}"
            why = (
                f"the context {context.text!r} of a rule matches nothing, as no schema"
                f" of the package {what}{strictyaml.nearest(local, declared - {local})}"
            )
            raise FileProblem(file, why)

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The rules of the document that are active, file by file."""
        files = self._entry.rules
        return tuple(each for file in files for each in self._package.rules(file))

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
        """The element tags that code lists and the document's own rules ask about."""
        asked = {tag for each in self.own_rules.patterns for tag in each.tags}
        return tuple(sorted(asked | self.bindings.tags))

    @cached_property
    def reference_tags(self) -> tuple[str, ...]:
        """The element tags that the rules for the receiver ask about."""
        asked = {tag for each in self.reference_rules for tag in each.tags}
        return tuple(sorted(asked))

    def codes(self, name: str) -> CodeList:
        """Return a code list of the package, else of swsim."""
        return self._package.codes(name)


class Package:
    """The document types of one folder, by id and by root element."""

    def __init__(
        self, folder: Path, *, phase: str | None = None, fictional: bool = False
    ) -> None:
        """Read the catalogue of a folder.

        `fictional` says that documents may name fictional members.
        `phase` chooses the Schematron phase in those rule files that have it; in the
        others it is the one that the catalogue names, else the file's default. Raises
        FileProblem or ProblemsFound when there is no catalogue, it is faulty, or no
        rule file has the phase.
        """
        self.folder = folder
        self.fictional = fictional
        self._phase = phase
        catalogue = strictyaml.validate(
            folder / CATALOGUE, Catalogue, shared_roots, unknown_prefixes
        )
        self.rule_set = (catalogue.rule_set.id, catalogue.rule_set.version)
        self.namespaces = catalogue.namespaces
        self.annotations = catalogue.annotations
        self.envelope = catalogue.envelope
        self.documents: Mapping[str, DocumentSchema] = {
            id: DocumentSchema(self, id, entry)
            for id, entry in catalogue.documents.items()
        }
        self.by_tag: Mapping[str, DocumentSchema] = {
            each.tag: each for each in reversed(self.documents.values())
        }
        # The root elements of all envelopes in Clark notation.
        self.envelope_tags = frozenset(
            _tag(each.envelope) for each in self.documents.values() if each.envelope
        )
        self._locations = catalogue.locations
        self._own_lists = catalogue.codelists
        self._codelists: dict[str, CodeList] = {}
        if phase is not None:
            self._expect_phase(phase, catalogue)

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names of all elements and attributes that a schema declares."""
        return frozenset().union(
            *(_declared(each.files) for each in self.documents.values())
        )

    @cached_property
    def spaces(self) -> frozenset[str]:
        """The namespaces of all schemas."""
        return frozenset(
            space for each in self.documents.values() for space, _ in each.files.files
        )

    @cached_property
    def _alike(self) -> Mapping[str, list[DocumentSchema]]:
        """The documents by tag; one without a condition after the others."""
        found: dict[str, list[DocumentSchema]] = {}
        for each in sorted(self.documents.values(), key=lambda each: not each.when):
            found.setdefault(each.tag, []).append(each)
        return found

    def document_of(self, payload: etree._Element) -> DocumentSchema | None:
        """Return the type of a document: by its tag, then by `when`.

        Of several whose condition holds the first in the catalogue; one without a
        condition is what none of the others is.
        """
        alike = self._alike.get(payload.tag, ())
        return next((each for each in alike if each.fits(payload)), None)

    def conditions(self, tag: str) -> list[str]:
        """Return by what the documents with one tag are told apart, as people read."""
        return [f"{each.id}: {each.when}" for each in self._alike[tag]]

    def check(self) -> None:
        """Compile every document type.

        Raises ProblemsFound with all that is wrong with schemas, rules and code lists.
        """
        found = (each.problems() for each in self.documents.values())
        problems = dict.fromkeys(problem for some in found for problem in some)
        if problems:
            raise ProblemsFound(list(problems))

    @cached_property
    def library(self) -> Library:
        """The schema files of the folder."""
        locations = {key: self.file(name) for key, name in self._locations.items()}
        return Library(self.folder, locations)

    def file(self, name: str) -> Path:
        """Return a file of the package; FileProblem where it is missing or outside."""
        catalogue = self.folder / CATALOGUE
        try:
            path = (self.folder / name).resolve()
            there = path.is_file()
        except (OSError, ValueError, RuntimeError) as error:
            why = f"{name[:80]!r} cannot be the name of a file"
            raise FileProblem(catalogue, why) from error
        if not path.is_relative_to(self.folder.resolve()):
            raise FileProblem(catalogue, f"{name} is outside the package")
        if not there:
            raise FileProblem(path, f"is missing; {catalogue} names it")
        return path

    def rules(self, entry: RuleFile) -> tuple[Pattern, ...]:
        """Return the patterns of a rule file that are active."""
        path, phase = self.file(entry.file), entry.phase
        if self._phase is not None and self._phase in phases(path):
            phase = self._phase
        return load(path, phase=phase, within=self.folder)

    def _expect_phase(self, wanted: str, catalogue: Catalogue) -> None:
        entries = catalogue.documents.values()
        files = {self.file(each.file) for entry in entries for each in entry.rules}
        known = {id for file in files for id in phases(file)}
        if wanted not in known:
            listed = ", ".join(sorted(known))
            why = f"no rule file has the phase {wanted!r}; expected {listed}"
            raise FileProblem(self.folder / CATALOGUE, why)

    def codes(self, name: str) -> CodeList:
        """Return the code list `name`, the package's own before swsim's."""
        if name not in self._codelists:
            found = self._read_codes(name)
            self._codelists[name] = (
                with_fictional(name, found) if self.fictional else found
            )
        return self._codelists[name]

    def _read_codes(self, name: str) -> CodeList:
        if name in self._own_lists:
            return read_codelist(self.file(self._own_lists[name]))
        own = self.folder / "codelists" / f"{name}.gc"
        if self.folder != artefact_dir("schemas") and _is_file(own):
            return read_codelist(self.file(f"codelists/{name}.gc"))
        return codelist(name)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file could have
        return False


def _tag(entry: Entry) -> str:
    """Return a root element in Clark notation, as lxml does."""
    return f"{{{entry.namespace}}}{entry.root}" if entry.namespace else entry.root


def _declared(files: SchemaSet) -> set[str]:
    """Return the names of all elements and attributes that a set declares."""
    kinds = (f"{{{XS}}}element", f"{{{XS}}}attribute")
    roots = (file.root for _, file in files.files)
    return {each.get("name", "") for root in roots for each in root.iter(*kinds)}


def _caught(compile: Callable[[], object]) -> Iterable[Problem]:
    """Return what is wrong with something that is compiled; nothing where it can be."""
    try:
        compile()
    except ProblemsFound as error:
        return error.problems
    except FileProblem as error:
        return [Problem(file=str(error.path), line=0, where="", message=error.why)]
    except UsageError as error:
        return [Problem(file=CATALOGUE, line=0, where="", message=str(error))]
    return ()


def shipped(*, fictional: bool = False) -> Package:
    """Return the package that belongs to swsim; see `Package` for `fictional`."""
    return _shipped(fictional)


@cache
def _shipped(fictional: bool) -> Package:
    return Package(artefact_dir("schemas"), fictional=fictional)


def payload_of(root: etree._Element, package: Package) -> etree._Element | None:
    """Return the document's own root: in the envelope, or the root itself.

    None where an envelope carries nothing; a signature is not a document.
    """
    if root.tag not in package.envelope_tags:
        return root
    for child in root:  # where it is nearly always
        if child.tag in package.by_tag:
            return child
    known = next(root.iterdescendants(*package.by_tag), None)
    if known is not None:
        return known
    own = root.tag.rpartition("}")[0] + "}"
    strange = (
        each
        for each in root.iterdescendants("*")
        if not each.tag.startswith((own, _SIGNATURE))
        and next(each.iterancestors(f"{_SIGNATURE}Signature"), None) is None
        # A leaf is a value of the envelope rather than a document.
        and (each.getparent() is root or len(each))
    )
    return next(strange, None)


_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"

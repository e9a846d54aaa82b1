"""What can be told about a folder of schemas by looking at it: `swsim package init`.

Finds the envelope, the documents, their rules, code lists and ids, and says of each
whether it could be decided. Nothing is guessed: what the files do not say stays open,
with a sentence that says what the user should write.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from lxml import etree

from swsim.domain.codelists import read_codelist
from swsim.errors import Problem, UsageError
from swsim.validation.catalogue import AnnotationNames
from swsim.validation.pointers import first_used
from swsim.validation.roots import Root, discriminators, roots_of
from swsim.validation.schemaset import XS, Library, SchemaFile
from swsim.validation.schematron import NAMESPACE as SCH
from swsim.validation.schematron import load
from swsim.validation.surveytexts import Note, note

_ADMITS_ALL: Final = frozenset({"##any", "##other"})
_PREFIXED: Final = re.compile(r"([A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*)")
_ANNOTATED: Final = etree.XPath(
    "//xs:annotation/*/descendant::*", namespaces={"xs": XS}
)


@dataclass(kw_only=True)
class Document:
    """One document type as the catalogue will name it."""

    id: str
    root: Root
    xsd: str
    when: str | None = None
    needs_when: bool = False
    rules: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Survey:
    """What was found in a folder; `notes` say what was decided and what was not."""

    envelope: Root | None = None
    documents: list[Document] = field(default_factory=list)
    locations: dict[str, str] = field(default_factory=dict)
    codelists: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def survey(folder: Path) -> Survey:
    """Look at all schemas, rules and code lists below a folder.

    Raises UsageError where there is no schema at all.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    found = _Surveyor(folder)
    found.look()
    return found.survey


class _Surveyor:
    """Fills a survey, one kind of finding after the other."""

    def __init__(self, folder: Path) -> None:
        self.survey = Survey()
        self._folder = folder.resolve()
        # One library, so that an element is the same for whoever finds it.
        self._locations: dict[str, Path] = {}
        self._library = Library(self._folder, self._locations)
        self._files: list[SchemaFile] = []

    def look(self) -> None:
        """Look at everything, in the order of the catalogue."""
        self._read()
        self._locate()
        roots = roots_of(self._library, self._files)
        self._choose_envelope(roots)
        self._choose_documents(roots)
        self._tell_apart()
        self._find_ids()
        self._find_rules()
        self._find_codelists()

    def _decided(self, key: str, **facts: str) -> None:
        self.survey.notes.append(note(key, decided=True, **facts))

    def _open(self, key: str, **facts: str) -> None:
        self.survey.notes.append(note(key, decided=False, **facts))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _below(self, suffix: str) -> Iterator[Path]:
        """Yield the files with a suffix, in whatever case; hidden ones are passed."""
        for path in sorted(self._folder.rglob("*")):
            shown = not any(p.startswith(".") for p in Path(self._name(path)).parts)
            if shown and path.suffix.lower() == suffix and path.is_file():
                yield path

    # --- schemas --------------------------------------------------------------------

    def _read(self) -> None:
        for path in self._below(".xsd"):
            file = self._library.read(path.resolve())
            if isinstance(file, Problem):
                self._open("unreadable", file=self._name(path), why=file.message)
                continue
            self._files.append(file)
            encoding = file.root.getroottree().docinfo.encoding or "UTF-8"
            if encoding.upper() not in ("UTF-8", "US-ASCII", "ASCII"):
                self._decided("encoding", file=self._name(path), encoding=encoding)
        if not self._files:
            raise UsageError(f"{self._folder}: no XML Schema (.xsd) that can be read")

    def _locate(self) -> None:
        """Find a file for each import that names none that can be used."""
        for file in self._files:
            for each in file.references:
                target = self._library.target(file, each)
                if isinstance(target, Path):
                    continue
                key = each.location or each.namespace
                here = (
                    self._library.having(each.namespace)
                    if each.kind == "import"
                    else []
                )
                if key in self.survey.locations or (each.location is None and not here):
                    continue
                facts = {"file": self._name(file.path), "import": key}
                if len(here) == 1:
                    self.survey.locations[key] = here[0]
                    self._locations[key] = self._folder / here[0]
                    self._decided("location", **facts, here=here[0])
                else:
                    why = target or ", ".join(here)
                    self._open("location", **facts, line=str(each.line), why=why)

    # --- envelope and documents -----------------------------------------------------

    def _choose_envelope(self, roots: list[Root]) -> None:
        others = {root.namespace for root in roots}
        open_to = [root for root in roots if root.wild]
        naming = [root for root in open_to if others & _admitted(root)]
        candidates = naming or open_to
        if len(candidates) == 1:
            self.survey.envelope = chosen = candidates[0]
            xsd = self._name(chosen.file.path)
            self._decided("envelope", root=chosen.name, file=xsd)
        elif candidates:
            listed = ", ".join(
                f"{each.name} ({self._name(each.file.path)})" for each in candidates
            )
            self._open("envelope", roots=listed)
        else:
            self._decided("no-envelope")

    def _choose_documents(self, roots: list[Root]) -> None:
        admitted = _admitted(self.survey.envelope) if self.survey.envelope else set()
        for root in roots:
            if root is self.survey.envelope:
                continue
            where = {"root": root.name, "file": self._name(root.file.path)}
            if not (root.reached or root.attributes or root.wild):
                self._decided("simple", **where)
                continue
            xsd = self._name(root.entry)
            self.survey.documents.append(Document(id="", root=root, xsd=xsd))
            strange = admitted and not admitted & {root.namespace, *_ADMITS_ALL}
            self._decided("bare" if strange else "document", **where)
        if not self.survey.documents:
            self._open("no-documents")
        _name_all(self.survey.documents)

    def _tell_apart(self) -> None:
        """Find what tells documents with one root from each other."""
        groups: dict[tuple[str, str], list[Document]] = {}
        for each in self.survey.documents:
            key = (each.root.namespace, each.root.name)
            groups.setdefault(key, []).append(each)
        for (namespace, root), alike in groups.items():
            if len(alike) < 2:
                continue
            ids = ", ".join(each.id for each in alike)
            facts = {"root": root, "namespace": namespace, "documents": ids}
            conditions = discriminators([each.root for each in alike])
            for number, each in enumerate(alike):
                each.when = conditions[number] if conditions else None
                each.needs_when = not conditions
            if conditions:
                self._decided("shared-root", **facts, when=", ".join(conditions))
            else:
                self._open("shared-root", **facts)
        self._note_shared_namespaces()

    def _note_shared_namespaces(self) -> None:
        count = Counter(each.root.namespace for each in self.survey.documents)
        for namespace, number in count.items():
            if number > 1:
                alike = [
                    d for d in self.survey.documents if d.root.namespace == namespace
                ]
                ids = ", ".join(each.id for each in alike)
                self._decided("shared-namespace", namespace=namespace, documents=ids)

    # --- ids, rules, code lists -----------------------------------------------------

    def _find_ids(self) -> None:
        names = AnnotationNames()
        roots = [file.root for file in self._files]
        for key, known in (("wco_id", names.wco_id), ("format", names.format)):
            if used := first_used(known, roots):
                self.survey.annotations[key] = used
                self._decided(f"annotation-{key}", name=used)
        if "wco_id" in self.survey.annotations:
            return
        annotated = (cast("list[etree._Element]", _ANNOTATED(root)) for root in roots)
        seen = {etree.QName(e).localname for some in annotated for e in some if e.text}
        if seen:
            self._open("ids", names=", ".join(sorted(seen)))
        else:
            self._decided("no-ids")

    def _find_rules(self) -> None:
        for path in self._below(".sch"):
            name = self._name(path)
            try:
                load(path, within=self._folder)
                contexts = _contexts(path)
            except (UsageError, etree.XMLSyntaxError) as error:
                self._open("rules-refused", file=name, why=str(error))
                continue
            fitting = [d for d in self.survey.documents if _is_about(contexts, d.root)]
            for each in fitting:
                each.rules.append(name)
            ids = ", ".join(each.id for each in fitting)
            if fitting:
                self._decided("rules", file=name, documents=ids)
            else:
                listed = ", ".join(sorted({f"{{{ns}}}{n}" for ns, n in contexts}))
                self._open("rules", file=name, names=listed or "-")

    def _find_codelists(self) -> None:
        for path in self._below(".gc"):
            name = self._name(path)
            try:
                codes = read_codelist(path)
            except UsageError as error:
                self._open("codelist-refused", file=name, why=str(error))
                continue
            id = kebab(path.stem)
            self.survey.codelists[id] = name
            number = str(len(codes.codes))
            self._open("codelist", name=id, file=name, number=number)


def _admitted(envelope: Root) -> set[str]:
    """Return the namespaces that an envelope admits, ##any and ##other among them."""
    found = " ".join(each.get("namespace", "##any") for each in envelope.wild).split()
    return set(found)


def _contexts(path: Path) -> set[tuple[str, str]]:
    """Return the (namespace, name) of all elements that rules are about."""
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(no_network=True))
    spaces = {e.get("prefix", ""): e.get("uri", "") for e in root.iter(f"{{{SCH}}}ns")}
    texts = (rule.get("context", "") for rule in root.iter(f"{{{SCH}}}rule"))
    pairs = (pair for text in texts for pair in _PREFIXED.findall(text))
    return {(spaces.get(prefix, ""), local) for prefix, local in pairs}


def _is_about(contexts: set[tuple[str, str]], root: Root) -> bool:
    """Return whether a document has every element that the rules are about."""
    spaces = {namespace for namespace, _ in root.files.files}
    return bool(contexts) and all(
        namespace in spaces and local in root.names for namespace, local in contexts
    )


def _name_all(documents: list[Document]) -> None:
    """Give each document an id: of its root, else of its file, else with a number."""
    roots = Counter(each.root.name for each in documents)
    taken: set[str] = set()
    for each in documents:
        stem = Path(each.xsd).stem
        id = kebab(each.root.name if roots[each.root.name] == 1 else stem)
        number = 2
        while id in taken:
            id, number = f"{kebab(stem)}-{number}", number + 1
        taken.add(id)
        each.id = id


def kebab(name: str) -> str:
    """Return a name as the catalogue writes ids: GoodsNotice -> goods-notice."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[\W_]+", "-", parted).strip("-").lower() or "document"

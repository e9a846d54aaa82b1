"""Writes the catalogue of a schema package from a survey of its files.

What was decided and what was not stands in the file as comments; the same notes go to
whoever asked. What the survey finds is `swsim.validation.survey`'s to know.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from swsim.errors import FileProblem, ProblemsFound, UsageError
from swsim.validation.catalogue import CATALOGUE
from swsim.validation.package import Package
from swsim.validation.roots import Root
from swsim.validation.survey import Document, Survey, kebab, survey
from swsim.validation.surveytexts import Note, note

_HEADS = {
    "en": ("Written by `swsim package init`.", "Decided:", "To be decided by you:"),
    "es": ("Escrito por `swsim package init`.", "Decidido:", "Por decidir por usted:"),
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A catalogue that was written, and what there is to say about it.

    `usable` tells whether the package can be used as it is.
    """

    path: Path
    notes: tuple[Note, ...]
    documents: tuple[str, ...]
    usable: bool


def init_package(folder: Path, *, force: bool = False, lang: str = "en") -> Written:
    """Write the catalogue of a folder of schemas, with comments in a language.

    Raises UsageError where there is nothing to describe, or a catalogue already and
    `force` is not given.
    """
    path = folder / CATALOGUE
    found = survey(folder)
    if path.exists() and not force:
        raise FileProblem(path, "is there already; --force writes it anew")
    path.write_text(catalogue_of(folder, found, lang), encoding="utf-8", newline="\n")
    problems = _problems(folder)
    notes = (*found.notes, *(_said(problem) for problem in problems))
    return Written(
        path=path,
        notes=notes,
        documents=tuple(each.id for each in found.documents),
        usable=not problems,
    )


def check_package(folder: Path) -> Package:
    """Return a package of which everything was compiled.

    Raises UsageError with all that is wrong with it.
    """
    package = Package(folder)
    package.check()
    return package


def _problems(folder: Path) -> list[str]:
    try:
        check_package(folder)
    except ProblemsFound as error:
        return [str(problem) for problem in error.problems]
    except UsageError as error:
        return [str(error)]
    return []


def _said(problem: str) -> Note:
    return note("check", decided=False, why=problem)


# --- the text -------------------------------------------------------------------------


def catalogue_of(folder: Path, found: Survey, lang: str) -> str:
    """Return the text of a catalogue."""
    return "\n".join(_lines(folder, found, lang)) + "\n"


def _lines(folder: Path, found: Survey, lang: str) -> Iterator[str]:
    title, decided, undecided = _HEADS[lang]
    yield f"# {title}"
    for head, wanted in ((decided, True), (undecided, False)):
        said = [n.message(lang) for n in found.notes if n.decided is wanted]
        if said:
            yield "#"
            yield f"# {head}"
            yield from (line for each in said for line in _comment(each))
    yield ""
    yield 'version: "1"'
    yield ""
    yield "rule_set:"
    yield f"  id: {_quoted(kebab(folder.resolve().name))}"
    yield '  version: "1"'
    yield from _mapping("locations", found.locations)
    yield from _mapping("annotations", found.annotations)
    yield from _mapping("codelists", found.codelists)
    if found.envelope is not None:
        yield ""
        yield "envelope:"
        yield from _root(found.envelope, folder, "  ")
    yield ""
    yield "documents:"
    for each in found.documents:
        yield from _document(each, folder, found)


def _comment(text: str) -> list[str]:
    return wrap(text, 88, initial_indent="#   - ", subsequent_indent="#     ")


def _document(document: Document, folder: Path, found: Survey) -> Iterator[str]:
    yield ""
    yield f"  {document.id}:"
    yield from _root(document.root, folder, "    ")
    if document.when:
        yield f"    when: {_quoted(document.when)}"
    elif document.needs_when:
        yield "    # when: \"@version = '1'\""
    if document.rules:
        yield "    rules:"
        yield from (f"      - {_quoted(rule)}" for rule in document.rules)
    if found.codelists:
        yield f"    # codelists: {{Parent/Element: {next(iter(found.codelists))}}}"


def _root(root: Root, folder: Path, indent: str) -> Iterator[str]:
    xsd = root.entry.relative_to(folder.resolve()).as_posix()
    pairs = {"root": root.name, "namespace": root.namespace, "xsd": xsd}
    yield from (f"{indent}{key}: {_quoted(text)}" for key, text in pairs.items())


def _mapping(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    if entries:
        yield ""
        yield f"{key}:"
        yield from (f"  {_key(k)}: {_quoted(v)}" for k, v in entries.items())


def _key(text: str) -> str:
    return text if re.fullmatch(r"[\w-]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    """Return a text as YAML writes it between double quotes, which JSON does too."""
    return json.dumps(text, ensure_ascii=False)

"""A Schematron file as a tree: includes in their place, nothing unknown in it.

Says by name and line what is not supported; means nothing by the rest yet.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from lxml import etree

from swsim.errors import FileProblem, Problem, ProblemsFound

NAMESPACE: Final = "http://purl.oclc.org/dsdl/schematron"
SCH: Final = f"{{{NAMESPACE}}}"

_IN_TEXT: Final = frozenset({"value-of", "name", "emph", "dir", "span"})
_NOTHING: Final[frozenset[str]] = frozenset()
# What may stand in what. The rest of ISO Schematron is not supported.
_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "schema": frozenset(
        {"title", "ns", "p", "let", "phase", "pattern", "diagnostics", "properties"}
    ),
    "phase": frozenset({"p", "let", "active"}),
    "active": _IN_TEXT,
    "pattern": frozenset({"title", "p", "param", "let", "rule"}),
    "rule": frozenset({"let", "assert", "report", "extends", "p"}),
    "assert": _IN_TEXT,
    "report": _IN_TEXT,
    "diagnostics": frozenset({"diagnostic"}),
    "diagnostic": _IN_TEXT,
    "properties": frozenset({"property"}),
    "property": _IN_TEXT,
    **dict.fromkeys(_IN_TEXT, _NOTHING),
    **dict.fromkeys(("ns", "let", "param", "extends"), _NOTHING),
}
_REFUSED_ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "phase": ("from", "when"),
    "pattern": ("documents",),
    "rule": ("visit-each",),
    "extends": ("href",),
    "assert": ("severity",),
    "report": ("severity",),
}
# Where an included element comes from, for problems that name its file.
_FROM: Final = "{urn:swsim:schematron}file"


class Problems:
    """The faults of one schema and of what it includes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[Problem] = []

    def add(self, node: etree._Element, message: str) -> None:
        """Note a fault at an element, once."""
        problem = Problem(
            file=file_of(node) or str(self._path),
            line=cast("int | None", node.sourceline) or 0,
            where=node.get("id") or name_of(node),
            message=message,
        )
        if problem not in self._found:
            self._found.append(problem)

    def raise_any(self) -> None:
        """Raise ProblemsFound if there is one."""
        if self._found:
            raise ProblemsFound(self._found)


def name_of(node: etree._Element) -> str:
    """Return the local name of an element."""
    return re.sub(r"^\{.*\}", "", node.tag)


def file_of(node: etree._Element) -> str | None:
    """Return the included file that an element comes from, if it does."""
    around = [node, *node.iterancestors()]
    return next((each.get(_FROM) for each in around if each.get(_FROM)), None)


def set_file(node: etree._Element, file: str | None) -> None:
    """Note that an element was copied from an included file."""
    if file is not None:
        node.set(_FROM, file)


def read(path: Path, problems: Problems, within: Path | None) -> etree._Element:
    """Return the schema of a file, with what it includes.

    Raises FileProblem when the file is not there or no Schematron.
    """
    root = _parse(path)
    if root.tag != f"{SCH}schema":
        raise FileProblem(path, f"not ISO Schematron: the root is not {SCH}schema")
    binding = root.get("queryBinding", "xslt")
    if binding not in ("xslt", "xpath"):
        problems.add(root, f"queryBinding {binding!r}; expected 'xslt'")
    _include(root, (path.resolve(),), problems, within)
    _refuse_unsupported(root, problems)
    return root


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    except etree.XMLSyntaxError as error:
        raise FileProblem(path, f"not well-formed XML: {error.msg}") from error


def _refuse_unsupported(parent: etree._Element, problems: Problems) -> None:
    name = name_of(parent)
    for attribute in _REFUSED_ATTRIBUTES.get(name, ()):
        if parent.get(attribute, "false") != "false":
            problems.add(parent, f"{name}/@{attribute} is not supported")
    for child in parent.iterchildren(f"{SCH}*"):
        if name_of(child) not in _ALLOWED.get(name, ()):
            why = f"the element {name_of(child)} in {name} is not supported"
            problems.add(child, why)
        elif name_of(child) in _ALLOWED:
            _refuse_unsupported(child, problems)


# --- include ----------------------------------------------------------------------


def _include(
    parent: etree._Element,
    through: tuple[Path, ...],
    problems: Problems,
    within: Path | None,
) -> None:
    """Put what each include names in its place; `through` are the files on the way."""
    for include in list(parent.iter(f"{SCH}include")):
        found = _included(include, through, problems, within)
        around = cast(etree._Element, include.getparent())
        if found is None:
            around.remove(include)
            continue
        element, file = found
        around.replace(include, element)
        set_file(element, str(file))
        _include(element, (*through, file), problems, within)


def _included(
    include: etree._Element,
    through: tuple[Path, ...],
    problems: Problems,
    within: Path | None,
) -> tuple[etree._Element, Path] | None:
    href = include.get("href", "")
    name, _, fragment = href.partition("#")
    file = (through[-1].parent / name).resolve()
    if not name or ":" in name or Path(name).is_absolute():
        why = f"include {href!r}: only a file beside this one can be included"
    elif within is not None and not file.is_relative_to(within.resolve()):
        why = f"include {href!r} is outside the folder of the package"
    elif file in through:
        why = f"include {href!r} leads back to itself"
    elif not file.is_file():
        why = f"include {href!r}: there is no such file"
    else:
        root = _parse(file)
        element = _fragment(root, fragment) if fragment else root
        if element is not None and _is_part(element):
            return element, file
        why = f"include {href!r} is no part of a schema, such as a pattern or a rule"
    problems.add(include, why)
    return None


def _is_part(element: etree._Element) -> bool:
    return element.tag.startswith(SCH) and name_of(element) != "schema"


def _fragment(root: etree._Element, id: str) -> etree._Element | None:
    alike = (each for each in root.iter(f"{SCH}*") if each.get("id") == id)
    return next(alike, None)

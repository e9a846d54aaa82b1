"""The schema files of one document type: all that it includes and imports, checked.

libxml2 passes over an import that it cannot load, and every document would then be
invalid for a reason that no message names. So the files are followed here, and all that
is wrong with their references is said at once with file and line. Nothing outside the
package is read, and no network. What a schema says about documents is not known here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from swsim.errors import Problem
from swsim.strictyaml import nearest

XS: Final = "http://www.w3.org/2001/XMLSchema"
_XS: Final = f"{{{XS}}}"
_KINDS: Final = tuple(f"{_XS}{kind}" for kind in ("import", "include", "redefine"))
_REMOTE: Final = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, kw_only=True, eq=False)
class SchemaFile:
    """One XSD. `namespace` is its target namespace, "" where it has none."""

    path: Path
    data: bytes
    root: etree._Element

    @property
    def namespace(self) -> str:
        """The target namespace that the file itself names."""
        return self.root.get("targetNamespace", "")

    @cached_property
    def references(self) -> tuple["Reference", ...]:
        """What the file imports, includes and redefines, from top to bottom."""
        return tuple(Reference(each) for each in self.root.iterchildren(*_KINDS))


class Reference:
    """An xs:import, xs:include or xs:redefine."""

    def __init__(self, element: etree._Element) -> None:
        self.kind = str(element.tag).removeprefix(_XS)
        self.namespace = element.get("namespace", "")
        self.location = element.get("schemaLocation")
        self.line = cast("int | None", element.sourceline) or 0


class Library:
    """The schema files of one folder, each read once.

    `locations` says which file stands for a namespace or for a schemaLocation, where
    the schemas themselves name none that can be used. Nothing outside `folder` is read.
    """

    def __init__(self, folder: Path, locations: Mapping[str, Path]) -> None:
        self.folder = folder.resolve()
        self.locations = locations
        self._files: dict[Path, SchemaFile | Problem] = {}

    def read(self, path: Path) -> SchemaFile | Problem:
        """Return a schema file, or why it cannot be used."""
        if path not in self._files:
            self._files[path] = _read(path)
        return self._files[path]

    def target(self, file: SchemaFile, reference: Reference) -> Path | str | None:
        """Return the file that is meant, a sentence where there is none.

        None where nothing says which file is meant; it may be loaded all the same.
        """
        location = reference.location
        for name in (location, reference.namespace):
            if name and name in self.locations and reference.kind == "import":
                return self.locations[name]
        if location is None:
            return None
        if _REMOTE.match(location):
            return self._remote(reference, location)
        return self._local(file, location)

    def having(self, namespace: str) -> list[str]:
        """Return the files of the folder with a target namespace, as one writes them.

        Files that cannot be read have none.
        """
        found = (self.read(path) for path in sorted(self.folder.rglob("*.xsd")))
        return [
            self.name(each.path)
            for each in found
            if isinstance(each, SchemaFile) and each.namespace == namespace
        ]

    def name(self, path: Path) -> str:
        """Return a path as the catalogue writes it, relative to the folder."""
        return path.relative_to(self.folder).as_posix()

    def _remote(self, reference: Reference, location: str) -> str:
        why = "nothing is fetched from a network"
        if reference.kind != "import":
            return f"is at {location}, but {why}; save it here and name the file"
        here = self.having(reference.namespace)
        do = (
            f"add to the catalogue: locations: {{{location!r}: {here[0]!r}}}"
            if here
            else "save that file in the package and name it under locations in the"
            " catalogue"
        )
        return f"is to be loaded from {location}, but {why}; {do}"

    def _local(self, file: SchemaFile, location: str) -> Path | str:
        if "\\" in location:
            right = location.replace("\\", "/")
            return f"has a backslash in {location}; write {right}"
        try:
            path = beside(file.path, location)
            there = path.is_file()
        except (OSError, ValueError, RuntimeError):
            return f"is {location[:80]!r}, which cannot be the name of a file"
        if not path.is_relative_to(self.folder):
            return (
                f"is {location}, a file outside the package; copy it into the package"
            )
        if not there:
            names = [each.name for each in self.folder.rglob("*.xsd")]
            return f"is {location}, which is not there{nearest(path.name, names)}"
        return path


class SchemaSet:
    """The files that one document type needs, from its entries on.

    `entries` are files with the namespace that the catalogue names, None for any.
    """

    def __init__(
        self, library: Library, entries: Iterable[tuple[str | None, Path]]
    ) -> None:
        self._library = library
        # (file, namespace it counts for): a file without one takes that of each file
        # that includes it.
        self._found: dict[tuple[Path, str], SchemaFile] = {}
        # The files through which a namespace is entered, in order.
        self._doors: dict[str, list[Path]] = {}
        self._problems: list[Problem] = []
        for namespace, path in entries:
            self._enter(namespace, path)
        for (path, _), file in list(self._found.items()):
            self._check_unplaced(path, file)

    @property
    def files(self) -> Iterator[tuple[str, SchemaFile]]:
        """Every file with the namespace that it counts for, entries first."""
        return ((space, file) for (_, space), file in self._found.items())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All faults of the files, each once."""
        return tuple(dict.fromkeys(self._problems))

    @property
    def doors(self) -> Mapping[str, list[Path]]:
        """By namespace, the files that are named from outside of it."""
        return self._doors

    def target(self, file: SchemaFile, reference: Reference) -> Path | None:
        """Return the file that a reference means, if there is one."""
        found = self._library.target(file, reference)
        return found if isinstance(found, Path) else None

    @property
    def mapped(self) -> dict[str, str]:
        """Every schemaLocation that the catalogue places elsewhere, and its file."""
        return {name: str(path) for name, path in self._library.locations.items()}

    # --- following references -----------------------------------------------------

    def _enter(self, namespace: str | None, path: Path) -> None:
        """Add a file that is named from outside its namespace."""
        file = self._library.read(path)
        if isinstance(file, Problem):
            self._problems.append(file)
        elif namespace not in (None, file.namespace):
            why = _not_of(file.namespace, namespace, "the catalogue says")
            self._problems.append(_problem(path, _line(file.root), why))
        else:
            self._open(file.namespace, path)
            self._add(file.namespace, file)

    def _open(self, namespace: str, path: Path) -> None:
        doors = self._doors.setdefault(namespace, [])
        if path not in doors:
            doors.append(path)

    def _add(self, space: str, file: SchemaFile) -> None:
        if (file.path, space) in self._found:
            return
        self._found[file.path, space] = file
        for reference in file.references:
            self._follow(space, file, reference)

    def _follow(self, space: str, file: SchemaFile, reference: Reference) -> None:
        target = self._library.target(file, reference)
        if isinstance(target, str):
            self._complain(file, reference, target)
        if not isinstance(target, Path):
            return
        if target == file.path:
            self._complain(file, reference, "names the file itself; remove it")
            return
        other = self._library.read(target)
        if isinstance(other, Problem):
            self._problems.append(other)
        elif reference.kind == "import":
            self._import(file, reference, other)
        elif other.namespace not in ("", space):
            why = _not_of(other.namespace, space, f"{file.path.name} has")
            self._complain(file, reference, f"{target.name} {why}; use xs:import")
        else:
            self._add(space, other)

    def _import(
        self, file: SchemaFile, reference: Reference, other: SchemaFile
    ) -> None:
        if other.namespace == reference.namespace:
            self._open(other.namespace, other.path)
            self._add(other.namespace, other)
            return
        why = _not_of(other.namespace, reference.namespace, "the import says")
        self._complain(file, reference, f"{other.path.name} {why}")

    def _check_unplaced(self, path: Path, file: SchemaFile) -> None:
        """Complain of imports without a schemaLocation that nothing else satisfies."""
        for reference in file.references:
            if reference.kind != "import" or reference.location is not None:
                continue
            known = reference.namespace in self._doors
            if known or self._library.target(file, reference) is not None:
                continue
            here = self._library.having(reference.namespace)
            listed = f" (the package has {', '.join(here)})" if here else ""
            self._complain(
                file,
                reference,
                "has no schemaLocation, and no schema of this document type has the"
                f" namespace; name its file under locations in the catalogue{listed}",
            )

    def _complain(self, file: SchemaFile, reference: Reference, why: str) -> None:
        what = f"xs:{reference.kind}"
        if reference.kind == "import":
            what += f" of {reference.namespace or 'no namespace'}"
        self._problems.append(_problem(file.path, reference.line, why, what))


def beside(path: Path, location: str) -> Path:
    """Return the file that a schemaLocation in `path` means; it may not be there."""
    return (path.parent / unquote(urlsplit(location).path)).resolve()


def _read(path: Path) -> SchemaFile | Problem:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        data = path.read_bytes()
        root = etree.fromstring(data, parser)
    except OSError as error:
        return _problem(path, 0, f"cannot be read: {error.strerror or error}")
    except etree.XMLSyntaxError as error:
        return _problem(path, error.lineno or 0, f"is not well-formed XML: {error.msg}")
    if root.getroottree().docinfo.internalDTD is not None:
        return _problem(path, 1, "has a DOCTYPE, which is not read; remove it")
    if root.tag != f"{_XS}schema":
        why = f"is no XML Schema: its root is {root.tag}, expected {_XS}schema"
        return _problem(path, _line(root), why)
    return SchemaFile(path=path, data=data, root=root)


def _not_of(found: str, expected: str | None, who: str) -> str:
    has = f"the target namespace {found}" if found else "no target namespace"
    return f"has {has}; {who} {expected or 'none'}"


def _problem(path: Path, line: int, why: str, where: str = "") -> Problem:
    return Problem(file=str(path), line=line, where=where, message=why)


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0

"""What people name on a command line, as documents: files, folders, globs, stdin.

Folders are read to the bottom for *.xml. What is not there does not hide the rest.
"""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from swsim.errors import FileProblem
from swsim.validation.report import Unread
from swsim.validation.result import Messages

STDIN: Final = "-"
_MEANT_AS_GLOB: Final = frozenset("*?[")

_NO_FILE = (("en", "there is no such file"), ("es", "no existe ese archivo"))
_NO_MATCH = (("en", "no file matches"), ("es", "ningún archivo coincide"))
_NO_XML = (
    ("en", "there is no *.xml file in this folder"),
    ("es", "no hay ningún archivo *.xml en esta carpeta"),
)
_NOT_ALLOWED = (("en", "may not be read"), ("es", "no se permite leerlo"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A document to read; `path` is None for standard input.

    `name` is what people called it, `uri` where it is from the folder at hand.
    """

    name: str
    uri: str
    path: Path | None


def find_inputs(named: Sequence[str]) -> tuple[list[Input], list[Unread]]:
    """Return the documents that are named, each once, and what is not there."""
    found: dict[Path | None, Input] = {}
    unread: list[Unread] = []
    for name in named:
        for each in _expanded(name):
            if isinstance(each, Unread):
                unread.append(each)
            else:
                found.setdefault(each.path, each)
    return list(found.values()), unread


def not_read(name: str, error: OSError) -> Unread:
    """Return what is to be said of a document that could not be read."""
    said = error.strerror or "cannot be read"
    why: Messages = (("en", said.lower()), ("es", said.lower()))
    if isinstance(error, FileNotFoundError):
        why = _NO_FILE
    elif isinstance(error, PermissionError):
        why = _NOT_ALLOWED
    return _unread(name, why)


def faulty(problem: FileProblem) -> Unread:
    """Return what is to be said of a file beside a document that is of no use."""
    return _unread(str(problem.path), (("en", problem.why), ("es", problem.why)))


def _expanded(name: str) -> Iterator[Input | Unread]:
    path = Path(name)
    if name == STDIN:
        yield Input(name=name, uri=name, path=None)
    elif path.is_dir():
        yield from _in_folder(path)
    elif not os.path.lexists(name) and _MEANT_AS_GLOB & set(name):
        yield from _matching(name)
    else:
        yield _input(path)


def _matching(pattern: str) -> Iterator[Input | Unread]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        yield _unread(pattern, _NO_MATCH)
    for each in found:
        path = Path(each)
        yield from _in_folder(path) if path.is_dir() else (_input(path),)


def _in_folder(folder: Path) -> Iterator[Input | Unread]:
    problems: list[OSError] = []
    files = sorted(_xml_files(folder, problems))
    yield from map(_input, files)
    for problem in problems:
        yield not_read(str(problem.filename or folder), problem)
    if not files and not problems:
        yield _unread(str(folder), _NO_XML)


def _xml_files(folder: Path, problems: list[OSError]) -> Iterable[Path]:
    for parent, _, names in os.walk(folder, onerror=problems.append):
        for name in names:
            if name.lower().endswith(".xml"):
                yield Path(parent, name)


def _input(path: Path) -> Input:
    return Input(name=_shown(str(path)), uri=_uri(str(path)), path=path)


def _unread(name: str, why: Messages) -> Unread:
    return Unread(name=_shown(name), uri=_uri(name), why=why)


def _shown(name: str) -> str:
    """Return a file name as text: what is no UTF-8 in it by its bytes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _uri(name: str) -> str:
    """Return a path as a URI, relative where it is below the folder at hand."""
    absolute = os.path.abspath(name)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:  # another drive
        return Path(absolute).as_uri()
    if relative.partition(os.sep)[0] == os.pardir:
        return Path(absolute).as_uri()
    return quote(os.fsencode(relative.replace(os.sep, "/")))

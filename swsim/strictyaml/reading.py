"""Reads YAML text into located data; see the package for what it is for."""

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from swsim.errors import FileProblem, Problem, ProblemsFound

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
# Counted after aliases are followed, so that ten nested aliases cannot fill the memory.
MAX_VALUES = 50_000

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
Loc: TypeAlias = Sequence[str | int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A value of the file, the line it stands on, and how many values it holds."""

    line: int
    value: Data
    children: Mapping[str | int, "Node"]
    size: int = 1


class Located:
    """The data of one YAML file together with the lines it was read from.

    `data` holds dicts, lists, texts and None (a key without a value) and nothing else.
    `problems` holds the faults that do not stop reading, such as a repeated key.
    """

    def __init__(self, file: str, root: Node, problems: Iterable[Problem] = ()) -> None:
        self.file = file
        self.problems = tuple(problems)
        self.root = root

    @property
    def data(self) -> Data:
        """Return the whole document."""
        return self.root.value

    def line(self, loc: Loc) -> int:
        """Return the line, from 1, of the key or list entry at `loc`.

        Parts of `loc` that the file does not have are passed over, so a missing key
        gives the line of the mapping that should hold it.
        """
        return self._walk(loc)[1].line

    def problem(self, loc: Loc, message: str) -> Problem:
        """Return a fault of the value at `loc`."""
        found, node = self._walk(loc)
        return self._problem(found, node.line, message)

    def missing(self, loc: Loc, message: str) -> Problem:
        """Return a fault about a key that should stand at `loc` and does not."""
        found, node = self._walk(loc[:-1])
        return self._problem((*found, loc[-1]), node.line, message)

    def find(self, *pattern: str) -> Iterator[tuple[tuple[str | int, ...], Data]]:
        """Yield (loc, value) of all that fits `pattern`; `*` stands for any entry."""
        yield from _find(self.root, pattern, ())

    def _walk(self, loc: Loc) -> tuple[tuple[str | int, ...], Node]:
        node, found = self.root, []
        for part in loc:
            if part in node.children:
                node = node.children[part]
                found.append(part)
        return tuple(found), node

    def _problem(self, loc: Loc, line: int, message: str) -> Problem:
        where = ".".join(map(str, loc))
        return Problem(file=self.file, line=line, where=where, message=message)


def _find(
    node: Node, pattern: Sequence[str], loc: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Data]]:
    if not pattern:
        yield loc, node.value
        return
    for key, child in node.children.items():
        if pattern[0] in ("*", key):
            yield from _find(child, pattern[1:], (*loc, key))


def read(path: Path) -> Located:
    """Read a file; faults that do not stop reading are left in `problems`."""
    return parse(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
    if size > MAX_BYTES:
        raise FileProblem(path, f"has {size:,} bytes; at most {MAX_BYTES:,} are read")
    # UTF-16 has a byte order mark in front; without one it is not recognised.
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        why = f"is not UTF-{16 if wide else 8} text here; save the file as UTF-8"
        raise _refused(str(path), line, why) from error


def parse(text: str, file: str) -> Located:
    """Read a YAML text; `file` names it in problems. Raises ProblemsFound."""
    tabs = [number for number, line in enumerate(text.split("\n"), 1) if "\t" in line]
    if tabs:
        why = "has a tab; YAML is indented with spaces"
        raise ProblemsFound([_fault(file, line, why) for line in tabs])
    builder = _Builder(file, YAML(typ="safe", pure=True).parse(text))
    try:
        root = builder.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = f"is not valid YAML: {error.problem or error.context}"
        raise _refused(file, mark.line + 1 if mark else 0, why) from error
    except YAMLError as error:
        why = f"is not valid YAML: {str(error).splitlines()[0]}"
        raise _refused(file, 0, why) from error
    return Located(file, root, builder.problems)


def _fault(file: str, line: int, why: str, loc: Loc = ()) -> Problem:
    where = ".".join(map(str, loc))
    return Problem(file=file, line=line, where=where, message=why)


def _refused(file: str, line: int, why: str) -> ProblemsFound:
    return ProblemsFound([_fault(file, line, why)])


class _Builder:
    """Builds nodes from ruamel.yaml's events, with limits on depth and number."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._events = events
        self._anchors: dict[str, Node] = {}
        self._makers: Mapping[str, Callable[..., Node]] = {
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "SequenceStartEvent": self._sequence,
            "MappingStartEvent": self._mapping,
        }

    def document(self) -> Node:
        """Return the only document of the stream."""
        self._expect("StreamStartEvent")
        if type(next(self._events)).__name__ == "StreamEndEvent":
            raise _refused(self._file, 1, "is empty")
        root = self._node(next(self._events), (), 0)
        self._expect("DocumentEndEvent")
        after = next(self._events)
        if type(after).__name__ != "StreamEndEvent":
            why = "starts a second document; keep one document in a file"
            raise _refused(self._file, _line(after), why)
        return root

    def _expect(self, name: str) -> None:
        event = next(self._events)
        if type(event).__name__ != name:
            raise _refused(self._file, _line(event), "is not valid YAML")

    def _node(self, event: Any, loc: tuple[str | int, ...], depth: int) -> Node:
        if depth > MAX_DEPTH:
            why = f"is nested more than {MAX_DEPTH} levels deep"
            raise _refused(self._file, _line(event), why)
        if getattr(event, "tag", None):
            why = f"has the tag {event.tag}; write the value without a tag"
            self.problems.append(_fault(self._file, _line(event), why, loc))
        node = self._makers[type(event).__name__](event, loc, depth)
        if node.size > MAX_VALUES:
            why = f"holds more than {MAX_VALUES:,} values once aliases are followed"
            raise _refused(self._file, _line(event), why)
        # Registered only when complete: a value cannot contain an alias of itself.
        if event.anchor and type(event).__name__ != "AliasEvent":
            self._anchors[event.anchor] = node
        return node

    def _scalar(self, event: Any, loc: Loc, depth: int) -> Node:
        empty = event.value == "" and event.style is None
        value = None if empty else str(event.value)
        return Node(line=_line(event), value=value, children={})

    def _alias(self, event: Any, loc: Loc, depth: int) -> Node:
        if event.anchor not in self._anchors:
            why = f"refers to *{event.anchor}, which is not complete above this line"
            raise _refused(self._file, _line(event), why)
        return self._anchors[event.anchor]

    def _sequence(self, event: Any, loc: tuple[str | int, ...], depth: int) -> Node:
        children: dict[str | int, Node] = {}
        for entry in self._until("SequenceEndEvent"):
            number = len(children)
            children[number] = self._node(entry, (*loc, number), depth + 1)
        values = [child.value for child in children.values()]
        return whole(_line(event), values, children)

    def _mapping(self, event: Any, loc: tuple[str | int, ...], depth: int) -> Node:
        children: dict[str | int, Node] = {}
        for key_event in self._until("MappingEndEvent"):
            key = self._node(key_event, loc, depth + 1)
            name = key.value if isinstance(key.value, str) else ""
            child = self._node(next(self._events), (*loc, name), depth + 1)
            if self._usable(key, children, loc):
                children[name] = replace(child, line=key.line)
        values = {str(name): child.value for name, child in children.items()}
        return whole(_line(event), values, children)

    def _until(self, end: str) -> Iterator[Any]:
        while type(event := next(self._events)).__name__ != end:
            yield event

    def _usable(self, key: Node, children: Mapping[str | int, Node], loc: Loc) -> bool:
        if not isinstance(key.value, str):
            why = "a key must be a text"
        elif key.value in children:
            first = children[key.value].line
            why = f"{key.value!r} is given twice, first on line {first}; keep one"
            loc = (*loc, key.value)
        else:
            return True
        self.problems.append(_fault(self._file, key.line, why, loc))
        return False


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def whole(line: int, value: Data, children: Mapping[str | int, Node]) -> Node:
    """Return a node that holds others."""
    size = 1 + sum(child.size for child in children.values())
    return Node(line=line, value=value, children=children, size=size)

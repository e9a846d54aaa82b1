"""Gives libxml2 the files of a schema set, and nothing but these.

Two things that it cannot do itself are done on the way: of several files of one
namespace it takes the first alone, and it stumbles over a space in a schemaLocation.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from swsim.errors import Problem, ProblemsFound
from swsim.validation.schemaset import XS, SchemaFile, SchemaSet, beside

_DECLARATION: Final = re.compile(r"\A\ufeff?<\?xml.*?\?>", re.DOTALL)
_PLAIN: Final = re.compile(r"[\w./~-]+", re.ASCII)


def compiled(files: SchemaSet) -> etree.XMLSchema:
    """Return libxml2's schema of a set. Raises ProblemsFound with all its faults."""
    if files.problems:
        raise ProblemsFound(files.problems)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    shelf = _Shelf(files)
    parser.resolvers.add(shelf)
    try:
        schema = etree.XMLSchema(etree.fromstring(shelf.driver, parser))
    except etree.XMLSchemaParseError as error:
        raise ProblemsFound(shelf.problems(error)) from error
    if shelf.refused:
        raise ProblemsFound(shelf.refused)
    return schema


class _Shelf(etree.Resolver):
    """The schemas of a set by the address under which libxml2 asks for them."""

    def __init__(self, files: SchemaSet) -> None:
        self.refused: list[Problem] = []
        self._doors = {
            namespace: (
                paths[0].as_uri() if len(paths) == 1 else f"file:///swsim/{number}.xsd"
            )
            for number, (namespace, paths) in enumerate(files.doors.items())
        }
        self._set = files
        self._files = {_spelled(file.path.as_uri()): file for _, file in files.files}
        self._made = {
            address: namespace
            for namespace, address in self._doors.items()
            if len(files.doors[namespace]) > 1
        }

    @property
    def driver(self) -> bytes:
        """A schema that imports every namespace of the set."""
        imports = (
            f"<xs:import{_attribute('namespace', namespace)}"
            f"{_attribute('schemaLocation', address)}/>"
            for namespace, address in self._doors.items()
        )
        return _schema("urn:swsim:driver:1", imports)

    # lxml-stubs do not know the third argument.
    def resolve(  # type: ignore[override]
        self, system_url: str, public_id: str, context: Any
    ) -> Any:
        """Return the schema at an address; any other is empty, and noted."""
        if file := self._files.get(_spelled(system_url)):
            data = self._rewritten(file)
        elif system_url in self._made:
            data = self._door(self._made[system_url])
        else:
            why = "is not in the package and was not read"
            refused = Problem(file=system_url, line=0, where="", message=why)
            self.refused.append(refused)
            data = _schema("", ())
        return self.resolve_string(data, context, base_url=system_url)

    def problems(self, error: etree.XMLSchemaParseError) -> list[Problem]:
        """Return what libxml2 says against the schemas, each once."""
        found = dict.fromkeys(
            self._problem(entry)
            for entry in cast(Iterable[etree._LogEntry], error.error_log)
        )
        if found:
            return list(found)
        first = next(iter(self._files.values()))
        why = f"is no schema that can be used: {error}"
        return [Problem(file=str(first.path), line=0, where="", message=why)]

    def _problem(self, entry: etree._LogEntry) -> Problem:
        file = self._files.get(_spelled(str(entry.filename)))
        where = file or next(iter(self._files.values()))
        said = re.sub(r"^Element '\{[^}]*\}(\w+)'", r"xs:\1", str(entry.message))
        return Problem(
            file=str(where.path),
            line=entry.line if file else 0,
            where="",
            message=f"is no schema that can be used: {said}",
        )

    def _door(self, namespace: str) -> bytes:
        """Return a schema of all files that are named from outside their namespace."""
        includes = (
            f"<xs:include{_attribute('schemaLocation', path.as_uri())}/>"
            for path in self._set.doors[namespace]
        )
        return _schema(namespace, includes)

    def _rewritten(self, file: SchemaFile) -> bytes:
        """Return a file with every schemaLocation as libxml2 needs it."""
        changes = {}
        for reference in file.references:
            location, target = reference.location, self._set.target(file, reference)
            if location is None or target is None:
                continue
            address = target.as_uri()
            if reference.kind == "import":
                address = self._doors[reference.namespace]
            natural = _PLAIN.fullmatch(location) and beside(file.path, location)
            if not natural or natural.as_uri() != address:
                changes[location] = address
        return _with_locations(file, changes) if changes else file.data


def _with_locations(file: SchemaFile, changes: Mapping[str, str]) -> bytes:
    """Return the text of a file with other locations, on the same lines."""
    encoding = file.root.getroottree().docinfo.encoding or "UTF-8"
    try:
        text = file.data.decode(encoding, "replace")
    except LookupError:
        return file.data
    if head := _DECLARATION.match(text):
        text = "\n" * head[0].count("\n") + text[head.end() :]
    for location, address in changes.items():
        old = "|".join(re.escape(each) for each in {location, escape(location)})
        pattern = rf"(schemaLocation\s*=\s*)([\"'])(?:{old})\2"
        new = f"{quoteattr(address)}".replace("\\", r"\\")
        text = re.sub(pattern, rf"\g<1>{new}", text)
    return text.removeprefix("\ufeff").encode()


def _spelled(url: str) -> str:
    """Return an address in one spelling: libxml2 and pathlib quote differently."""
    return quote(unquote(url), safe="/:")


def _schema(namespace: str, content: Iterable[str]) -> bytes:
    target = _attribute("targetNamespace", namespace)
    return f'<xs:schema xmlns:xs="{XS}"{target}>{"".join(content)}</xs:schema>'.encode()


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}" if value else ""

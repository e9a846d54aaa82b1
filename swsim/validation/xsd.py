"""XSD: the verdict by lxml, and what is wrong where it is not valid.

The message schema and the envelope are joined by a driver schema in memory that
imports both by file URL; nothing is fetched from a network. xmlschema, which explains
better but takes 75 times as long, is imported and built only when a document is
invalid, and is never asked for the verdict.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import structlog
from lxml import etree

from swsim.errors import FileProblem
from swsim.validation.explain import Fault, from_log, from_xmlschema

_XS: Final = "http://www.w3.org/2001/XMLSchema"
_log = structlog.get_logger()

# xmlschema is quadratic on repeated unexpected children: 8,000 take 0.25 s, 32,000
# nearly 9 s. What exceeds these counts is explained from lxml's log alone.
_MAX_ELEMENTS: Final = 20_000
_TOO_MANY_CHILDREN = etree.XPath("boolean(//*[*[2001]])")
_COUNT = etree.XPath("count(//*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outcome:
    valid: bool
    faults: tuple[Fault, ...] = ()


_VALID = _Outcome(valid=True)


class Schema:
    """Compiled schemas of one document type, by target namespace."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Keep the files; they are compiled at the first document."""
        self._files = dict(files)
        # The error log belongs to the schema, not to the call.
        self._lock = Lock()

    def check(self, root: etree._Element) -> _Outcome:
        """Return whether a document is valid, and every fault where it is not."""
        schema = self._compiled
        with self._lock:
            if schema.validate(root):
                return _VALID
            log = list(cast(Iterable[etree._LogEntry], schema.error_log))
        return _Outcome(valid=False, faults=self._explained(root, log))

    def _explained(
        self, root: etree._Element, log: list[etree._LogEntry]
    ) -> tuple[Fault, ...]:
        plain = from_log(root, log)
        if _explainable(root):
            # Another library's crash must not take the verdict with it: an unresolvable
            # xsi:type, for one, makes xmlschema raise.
            try:
                errors: Iterable[Any] = self._explainer.iter_errors(root)
                fuller = from_xmlschema(errors, plain)
            except Exception as error:
                _log.debug("xmlschema could not explain", error=str(error))
            else:
                return fuller or plain
        return plain

    @property
    def driver(self) -> str:
        """A schema that imports all files of this document type."""
        imports = "".join(
            f'<xs:import namespace="{namespace}" schemaLocation="{file.as_uri()}"/>'
            for namespace, file in self._files.items()
        )
        return (
            f'<xs:schema xmlns:xs="{_XS}" targetNamespace="urn:swsim:driver:1">'
            f"{imports}</xs:schema>"
        )

    @cached_property
    def _compiled(self) -> etree.XMLSchema:
        for namespace, file in self._files.items():
            _expect_namespace(file, namespace)
        try:
            return etree.XMLSchema(etree.fromstring(self.driver))
        except etree.XMLSchemaParseError as error:
            entry = error.error_log.last_error
            where = next(iter(self._files.values()))
            what = f"line {entry.line}: {entry.message}" if entry else str(error)
            raise FileProblem(
                where, f"is no schema that can be used: {what}"
            ) from error

    @cached_property
    def _explainer(self) -> Any:
        import xmlschema  # half a second, and only invalid documents need it

        logging.getLogger("xmlschema").setLevel(logging.ERROR)
        return xmlschema.XMLSchema10(self.driver, allow="local")


def _explainable(root: etree._Element) -> bool:
    few = cast(float, _COUNT(root)) <= _MAX_ELEMENTS
    return few and not _TOO_MANY_CHILDREN(root)


def _expect_namespace(file: Path, namespace: str) -> None:
    """Raise FileProblem unless the file is a schema of this namespace.

    libxml2 passes over an import that it cannot load, and every document would then be
    invalid for a reason that no message names.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        found = etree.fromstring(file.read_bytes(), parser).get("targetNamespace")
    except OSError as error:
        raise FileProblem(file, error.strerror or "cannot be read") from error
    except etree.XMLSyntaxError as error:
        raise FileProblem(file, f"not well-formed XML: {error.msg}") from error
    if found != namespace:
        why = f"has the target namespace {found}; the catalogue says {namespace}"
        raise FileProblem(file, why)

"""XSD: the verdict by lxml, and what is wrong where it is not valid.

xmlschema, which explains better but takes 75 times as long, is imported and built only
when a document is invalid, and is never asked for the verdict.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Final, cast

import structlog
from lxml import etree

from swsim.validation.explain import from_xmlschema
from swsim.validation.schemaset import XS, SchemaSet
from swsim.validation.shelf import compiled
from swsim.validation.xsdfaults import Fault
from swsim.validation.xsdlog import from_log

_log = structlog.get_logger()

# xmlschema is quadratic on repeated unexpected children: 8,000 take 0.25 s, 32,000
# nearly 9 s. What exceeds these counts is explained from lxml's log alone.
MAX_EXPLAINED: Final = 20_000
MAX_CHILDREN: Final = 2_000
_TOO_MANY_CHILDREN = etree.XPath(f"boolean(//*[*[{MAX_CHILDREN + 1}]])")
_COUNT = etree.XPath("count(//*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outcome:
    valid: bool
    faults: tuple[Fault, ...] = ()


_VALID = _Outcome(valid=True)


class Schema:
    """The compiled schema of one document type."""

    def __init__(self, files: SchemaSet) -> None:
        """Keep the files; they are compiled at the first document."""
        self._files = files
        # The error log belongs to the schema, not to the call.
        self._lock = Lock()

    def compile(self) -> None:
        """Compile at once. Raises ProblemsFound with all that is wrong."""
        _ = self._compiled

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
        if explainable(root):
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
    def model(self) -> Any:
        """The components of the schema as xmlschema has them, never the verdict."""
        return self._explainer

    @cached_property
    def _compiled(self) -> etree.XMLSchema:
        return compiled(self._files)

    @cached_property
    def _explainer(self) -> Any:
        import xmlschema  # half a second, and only invalid documents need it

        logging.getLogger("xmlschema").setLevel(logging.ERROR)
        doors = (path for paths in self._files.doors.values() for path in paths)
        return xmlschema.XMLSchema10(
            [_NOTHING, *map(str, doors)],
            allow="local",
            use_fallback=False,
            uri_mapper=self._files.mapped,
        )


# What xmlschema builds upon; the files of the set are added to it.
_NOTHING: Final = f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:swsim:driver:1"/>'


def explainable(root: etree._Element) -> bool:
    """Return whether a document is so small that xmlschema may explain it."""
    few = cast(float, _COUNT(root)) <= MAX_EXPLAINED
    return few and not _TOO_MANY_CHILDREN(root)

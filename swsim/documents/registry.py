"""The document types that swsim can write and read, each registered by its module."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from swsim.documents import types

Record = TypeVar("Record")


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentType:
    """How a record is named on the wire.

    `id` is the key in `schemas/catalogue.yaml` and the topic slot, `root` the global
    element, `namespace` its target namespace, `wco_type` the envelope's WCOTypeName.
    """

    id: str
    root: str
    namespace: str
    wco_type: str
    record: type

    @property
    def tag(self) -> str:
        """The root element in Clark notation."""
        return f"{{{self.namespace}}}{self.root}"


@dataclass(frozen=True, kw_only=True, slots=True)
class AsWritten:
    """A document that goes out as somebody outside wrote it.

    `text` is its exclusive C14N; `record` is None where it cannot be decoded.
    """

    kind: DocumentType
    text: str
    record: object | None


_types: dict[type, DocumentType] = {}


def document(
    *, id: str, root: str, namespace: str, wco_type: str
) -> Callable[[type[Record]], type[Record]]:
    """Register a frozen dataclass as the document type `id`."""

    def register(record: type[Record]) -> type[Record]:
        _types[record] = DocumentType(
            id=id, root=root, namespace=namespace, wco_type=wco_type, record=record
        )
        return record

    return register


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Return every document type, sorted by id."""
    for module in pkgutil.iter_modules(types.__path__):
        importlib.import_module(f"{types.__name__}.{module.name}")
    return tuple(sorted(_types.values(), key=lambda each: each.id))


def type_of(record: object) -> DocumentType:
    """Return the document type of a record; KeyError when it is not a document."""
    return record.kind if isinstance(record, AsWritten) else _types[type(record)]


@cache
def types_by_tag() -> dict[str, DocumentType]:
    """Return the document types by root element in Clark notation."""
    return {each.tag: each for each in document_types()}

"""The validator: layers in order, each with a verdict of its own.

parse, identify, signature, xsd, codelists, rules, references. A layer runs only when
those before it found no error, and says all it finds at once. What the receiver makes
of the verdict is not decided here; nor is the signature, which `swsim.security` checks.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from lxml import etree

from swsim.security.seal import Check, unchecked
from swsim.validation import fictional
from swsim.validation.functions import Lookup
from swsim.validation.layers import (
    NOBODY_TO_ASK,
    PARSED,
    STEPS,
    Document,
    Parsed,
    asked,
)
from swsim.validation.package import Package, shipped
from swsim.validation.parse import parse
from swsim.validation.result import (
    Finding,
    ValidationResult,
    judge,
    verdict_of,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A result, and the tree it was reached on.

    `root` is None where the document could not be parsed. The tree is the parsed
    document without comments and processing instructions; decode from it, it is safe.
    `references` is set where only the receiver's answers are missing.
    """

    result: ValidationResult
    root: etree._Element | None
    references: "References | None" = None


class References:
    """The questions that a document leaves to its receiver, to be asked later.

    Keeps the parsed document, so drop it when it has been answered.
    """

    def __init__(self, document: Document, result: ValidationResult) -> None:
        self._document = document
        self._result = result

    def answered(self, lookup: Lookup, *, officer: bool = True) -> ValidationResult:
        """Return the result with the references layer as `lookup` answers it.

        Rules for officers are put to an `officer` alone, since what is asked already
        tells of risk.
        """
        with _codes_of(self._document.package):
            layer = asked(self._document, lookup, officer=officer)
        layers = (*self._result.layers[:-1], layer)
        return replace(self._result, verdict=verdict_of(layers), layers=layers)


class Validator:
    """Validates documents of one schema package; compiles at the first of each type."""

    def __init__(self, package: Package | None = None) -> None:
        """Use a package, or swsim's own schemas where none is given."""
        self.package = shipped() if package is None else package

    def validate(
        self, data: bytes, *, lookup: Lookup | None = None
    ) -> ValidationResult:
        """Return the verdict on a document.

        `lookup` is what the receiver knows; without it the references layer of a
        document type that has one is skipped. Never raises for a bad document.
        """
        return self.check(data, lookup=lookup).result

    def parse(self, data: bytes) -> Parsed:
        """Return a document after the first layer, for `check` to go on with.

        For receivers who decide on the tree whether the rest is worth its time.
        """
        found = parse(data)
        return Parsed(
            data=data,
            root=None if isinstance(found, Finding) else found,
            layer=judge("parse", (found,)) if isinstance(found, Finding) else PARSED,
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def check(
        self,
        data: bytes | Parsed,
        *,
        lookup: Lookup | None = None,
        signature: Check = unchecked,
    ) -> Checked:
        """Return the verdict and the tree, so that nobody parses a second time.

        `signature` says what the signature layer is to say.
        """
        parsed = self.parse(data) if isinstance(data, bytes) else data
        (checked,) = self._checked([Document(parsed, self.package, lookup, signature)])
        return checked

    def check_all(self, documents: Iterable[tuple[Parsed, Check]]) -> list[Checked]:
        """Return what `check` says of each document, with its check of the signature.

        Layer by layer and not document by document: what a layer needs of code and
        tables then stays in the caches of the processor.
        """
        return self._checked(
            [Document(parsed, self.package, None, check) for parsed, check in documents]
        )

    def _checked(self, documents: Sequence[Document]) -> list[Checked]:
        with _codes_of(self.package):
            for name, step in STEPS:
                for document in documents:
                    document.take(name, step)
        return [_result(document) for document in documents]


def _result(document: Document) -> Checked:
    """Return what was found, once every layer has had its turn."""
    document.let_go()
    layers = tuple(document.layers)
    result = ValidationResult(
        verdict=verdict_of(layers),
        document=document.schema.id if document.schema else None,
        layers=layers,
        sha256=document.sha256,
    )
    references = References(document, result) if layers[-1] is NOBODY_TO_ASK else None
    return Checked(result=result, root=document.root, references=references)


def _codes_of(package: Package) -> AbstractContextManager[None]:
    """Return what lets rules see the codes that a package knows."""
    return fictional.accepted() if package.fictional else nullcontext()

"""Validates many documents, in one process or several, into one report.

The report is the same whatever the number of processes. Knows nothing of formats.
"""

import hashlib
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from swsim.app.inputs import Input, faulty, find_inputs, not_read
from swsim.errors import FileProblem, ProblemsFound, SwsimError, UsageError
from swsim.security.seal import Check, unchecked
from swsim.validation.contexts import Index
from swsim.validation.descriptions import descriptions
from swsim.validation.engine import Checked, Validator
from swsim.validation.expectations import (
    SUFFIX,
    Difference,
    Expectation,
    of_a_good_document,
    read_expectation,
)
from swsim.validation.functions import Lookup
from swsim.validation.lookups import FACTS, KnownFacts
from swsim.validation.package import Package, payload_of, shipped
from swsim.validation.parse import MAX_BYTES
from swsim.validation.places import local_name
from swsim.validation.report import Report, Reported, Unread, accepted
from swsim.validation.result import Layer, ValidationResult
from swsim.validation.snippets import snippets
from swsim.validation.tracing import Trace, trace

# As FunctionalReferenceID has it: an..35, single blanks inside.
_REFERENCE: Final = re.compile(r"(?=.{1,35}\Z)[^ \t\n\r]+( [^ \t\n\r]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How documents are validated.

    `package` is the folder of a schema package, swsim's own where None; `phase` one
    of its Schematron phases. `lookup` is a file of what the receiver knows, `trust` a
    trust list, or the folder of a run that has one, for the signature layer. `beside`
    holds each document against the file of expectations beside it, with the file of
    facts that is there; `traced` keeps which rules fired. With `fictional`, documents
    may name fictional members.
    """

    package: Path | None = None
    phase: str | None = None
    lookup: Path | None = None
    trust: Path | None = None
    strict: bool = False
    beside: bool = False
    traced: bool = False
    fictional: bool = False


def validate_all(
    named: Sequence[str],
    settings: Settings,
    *,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Return the report on all documents that are named, in their order.

    `progress` is told how many are done, and of how many. A file beside a document that
    is of no use takes the place of that document alone. Raises UsageError for a faulty
    package or file of facts.
    """
    inputs, unread = find_inputs(named)
    checker = Checker(settings)
    done: list[Reported | Unread] = []
    for each in _checked(inputs, checker, jobs):
        done.append(each)
        if progress is not None:
            progress(len(done), len(inputs))
    documents = [each for each in done if isinstance(each, Reported)]
    missing = [each for each in done if isinstance(each, Unread)]
    return checker.report(documents, [*unread, *missing])


def _checked(
    inputs: Sequence[Input], checker: "Checker", jobs: int
) -> Iterator[Reported | Unread]:
    if jobs == 1 or len(inputs) < 2:
        yield from map(checker.check, inputs)
        return
    yield from _in_processes(inputs, checker, min(jobs, len(inputs)))


# --- in several processes -------------------------------------------------------------


def _in_processes(
    inputs: Sequence[Input], checker: "Checker", jobs: int
) -> Iterator[Reported | Unread]:
    # Standard input belongs to this process.
    ours = {each: checker.check(each) for each in inputs if each.path is None}
    # Started afresh everywhere: there is no fork on Windows.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (checker.settings,))
    try:
        tasks = {each: pool.submit(_task, each) for each in inputs if each not in ours}
        for each in inputs:
            yield ours[each] if each in ours else _answer(tasks.pop(each))
    except BrokenProcessPool as error:
        raise SwsimError(
            "A validating process ended by itself; perhaps the memory was not enough."
            " Try fewer --jobs."
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Refused:
    """An error of swsim on its way between processes, as a sentence."""

    sentence: str
    usage: bool


_checker: "Checker | None" = None


def _begin(settings: Settings) -> None:
    global _checker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's
    _checker = Checker(settings)


def _task(each: Input) -> Reported | Unread | _Refused:
    assert _checker is not None
    try:
        return _checker.check(each)
    except SwsimError as error:
        return _Refused(sentence=str(error), usage=isinstance(error, UsageError))


def _answer(task: Future[Reported | Unread | _Refused]) -> Reported | Unread:
    answer = task.result()
    if isinstance(answer, _Refused):
        raise (UsageError if answer.usage else SwsimError)(answer.sentence)
    return answer


# --- one document ---------------------------------------------------------------------


class Checker:
    """Validates documents one by one; one in each process, or thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def package(self) -> Package:
        """The schemas and rules that documents are held against."""
        folder, phase = self.settings.package, self.settings.phase
        if folder is None and phase is None:
            return shipped(fictional=self.settings.fictional)
        return Package(
            folder or shipped().folder, phase=phase, fictional=self.settings.fictional
        )

    @cached_property
    def validator(self) -> Validator:
        """The validator of the package."""
        return Validator(self.package)

    def check(self, each: Input) -> Reported | Unread:
        """Return what is found in a document, or why it cannot be read."""
        try:
            data = _read(each)
        except OSError as error:
            return not_read(each.name, error)
        try:
            lookup, expected = self._beside(each)
        except FileProblem as problem:
            return faulty(problem)
        return self.examine(data, each, lookup, expected)

    def examine(
        self,
        data: bytes,
        each: Input,
        lookup: Lookup | None = None,
        expected: Expectation | None = None,
    ) -> Reported:
        """Return what is found in the bytes of a document."""
        checked = self._check(data, lookup or self._facts)
        result = checked.result
        return Reported(
            name=each.name,
            uri=each.uri,
            result=result,
            snippets=snippets(data, result.findings),
            whole=len(data) <= MAX_BYTES,
            reference=self._reference(checked),
            differences=self._differences(expected, result),
            traces=self._traces(checked) if self.settings.traced else (),
        )

    def report(
        self, documents: Sequence[Reported], unread: Sequence[Unread] = ()
    ) -> Report:
        """Return the report on documents that were checked."""
        found = (finding.rule for each in documents for finding in each.result.findings)
        return Report(
            documents=tuple(documents),
            unread=tuple(unread),
            rule_set=self.package.rule_set,
            strict=self.settings.strict,
            rules=descriptions(found, self.package),
        )

    def _beside(self, each: Input) -> tuple[Lookup | None, Expectation | None]:
        """Return what stands beside a document: its receiver's facts, what it gives."""
        if not self.settings.beside or each.path is None:
            return None, None
        facts = each.path.with_suffix(FACTS)
        lookup = _facts_in(facts) if facts.is_file() else None
        expected = each.path.with_name(each.path.stem + SUFFIX)
        there = os.path.lexists(expected)
        return lookup, read_expectation(expected) if there else None

    @cached_property
    def _facts(self) -> Lookup | None:
        file = self.settings.lookup
        return None if file is None else KnownFacts.read(file)

    @cached_property
    def _seal(self) -> Check:
        if self.settings.trust is None:
            return unchecked
        # Not for everybody: the libraries behind it take a while to load.
        from swsim.app.keys import trust_list
        from swsim.security.proof import by_library
        from swsim.security.verifying import Verifier

        return Verifier(trust_list(self.settings.trust), by_library)

    def _check(self, data: bytes, lookup: Lookup | None) -> Checked:
        try:
            return self.validator.check(data, lookup=lookup, signature=self._seal)
        except SwsimError:
            raise  # the package is at fault, and every document would meet it
        # Whatever else goes wrong must never make a document valid, nor end the rest.
        except Exception as error:
            return Checked(result=_crashed(data, error), root=None)

    def _differences(
        self, expected: Expectation | None, result: ValidationResult
    ) -> tuple[Difference, ...] | None:
        if not self.settings.beside:
            return None
        if expected is None:
            return of_a_good_document(result, accepted(self.settings.strict))
        return expected.differences(result)

    def _reference(self, checked: Checked) -> str | None:
        if checked.root is None:
            return None
        payload = payload_of(checked.root, self.package)
        leaves = () if payload is None else payload.iterchildren("*")
        for leaf in leaves:
            if local_name(leaf) == "FunctionalReferenceID":
                text = leaf.text or ""
                return text if _REFERENCE.fullmatch(text) else None
        return None

    def _traces(self, checked: Checked) -> tuple[Trace, ...]:
        layers = {layer.name: layer.state for layer in checked.result.layers}
        document = self.package.documents.get(checked.result.document or "")
        if checked.root is None or document is None or layers["rules"] == "skipped":
            return ()
        return trace(document.own_rules.patterns, Index(checked.root, document.tags))


def _facts_in(path: Path) -> Lookup:
    """Return the facts of a file; FileProblem with all its faults."""
    try:
        return KnownFacts.read(path)
    except ProblemsFound as error:
        said = (f"line {p.line}: {p.where}: {p.message}" for p in error.problems)
        raise FileProblem(path, "; ".join(said)) from error


def _read(each: Input) -> bytes:
    """Return the bytes of a document, one more than are validated where it is large."""
    if each.path is None:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with each.path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _crashed(data: bytes, error: Exception) -> ValidationResult:
    said = f"{type(error).__name__}: {error}"
    layer = Layer(
        name="parse",
        state="unclear",
        why=f"swsim itself failed; please report this: {said}",
        why_es=f"swsim mismo falló; por favor informe de ello: {said}",
    )
    return ValidationResult(
        verdict="unclear",
        document=None,
        layers=(layer,),
        sha256=hashlib.sha256(data).hexdigest(),
    )

"""The validator and the makers of documents, beside the run: in a thread of their own.

The same functions as behind `swsim validate`, `generate` and `mutate`. Documents take
their turn, so that one thread has the compiled rules for itself and the run its time.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from swsim.app.inputs import Input
from swsim.app.messages import Delivery, recorded_findings
from swsim.app.validating import Checker, Settings
from swsim.errors import SwsimError
from swsim.material.generate import Made, generate
from swsim.material.mutate import Broken, break_one
from swsim.validation.descriptions import descriptions
from swsim.validation.form import Field, form_of, named_path
from swsim.validation.package import shipped
from swsim.validation.parse import parse
from swsim.validation.pointers import Step
from swsim.validation.report import Report
from swsim.validation.result import Finding, Messages
from swsim.validation.snippets import Mark, lines_of, marks
from swsim.validation.writers import FORMATS

NAME: Final = "document.xml"
_MOST_WAITING: Final = 40
_HERE: Final = Input(name=NAME, uri=NAME, path=None)

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A report on one document, and its lines.

    For each finding, `marks` has the characters it means and `paths` the elements on
    the way to it.
    """

    report: Report
    lines: list[str]
    marks: tuple[Mark | None, ...]
    paths: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """A broken document; `told` is what the rule asks for that must find it."""

    broken: Broken
    told: Messages


class BusyError(SwsimError):
    """Too many documents wait for their turn already."""

    def __init__(self) -> None:
        super().__init__("Too many documents wait already; try again in a moment.")


class Desk:
    """Works on documents one after the other; the first one waits for the rules.

    `fictional` says that they may name fictional members.
    """

    def __init__(self, *, fictional: bool = False) -> None:
        # A package of its own: the run uses the shipped one at the same moment.
        self._checker = Checker(Settings(package=shipped().folder, fictional=fictional))
        self._thread = ThreadPoolExecutor(1, "swsim.desk")
        self._waiting = 0

    async def judge(
        self, data: bytes, name: str, *, strict: bool, officer: bool
    ) -> Judged:
        """Return what is found in a document; to an `officer` also what risks say."""
        return await self._in_turn(partial(self._judge, data, name, strict, officer))

    async def response(self, data: bytes, lang: str) -> str:
        """Return the Response that its declarant would get."""
        return await self._in_turn(partial(self._response, data, lang))

    async def findings(
        self, data: bytes, delivery: Delivery | None
    ) -> tuple[Finding, ...]:
        """Return what was found in a message of the run, by its receiver too."""
        return await self._in_turn(partial(self._findings, data, delivery))

    async def generate(self, kind: str, seed: int, count: int) -> list[Made]:
        """Return valid documents; UsageError for a kind that there is none of."""
        return await self._in_turn(lambda: list(generate(kind, count, seed)))

    async def mutate(
        self, data: bytes, name: str, seed: int, only: Sequence[str]
    ) -> Mutation | None:
        """Break a document as `break_one` does, and raise what it raises."""
        return await self._in_turn(partial(self._mutate, data, name, seed, only))

    async def form(self, data: bytes) -> Field | Finding:
        """Return a document as a form, or why it cannot be parsed."""
        return await self._in_turn(partial(self._form, data))

    def close(self) -> None:
        """Take nothing more; what waits is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= _MOST_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    # --- in the thread ------------------------------------------------------------

    def _report(self, data: bytes, name: str, strict: bool) -> Report:
        here = Input(name=name, uri=name, path=None)
        examined = self._checker.examine(data, here)
        return replace(self._checker.report([examined]), strict=strict)

    def _judge(self, data: bytes, name: str, strict: bool, officer: bool) -> Judged:
        report = self._report(data, name, strict)
        if not officer:
            report = report.for_declarant()
        (document,) = report.documents
        findings, type = document.result.findings, document.result.document
        return Judged(
            report=report,
            lines=lines_of(data),
            marks=marks(data, findings),
            paths=tuple(self._path(type, each) for each in findings),
        )

    def _path(self, type: str | None, finding: Finding) -> tuple[Step, ...]:
        return (
            named_path(finding, self._checker.package.documents[type]) if type else ()
        )

    def _response(self, data: bytes, lang: str) -> str:
        report = self._report(data, NAME, strict=False)
        return FORMATS["wco"].write_one(report.documents[0], report, lang)

    def _findings(self, data: bytes, delivery: Delivery | None) -> tuple[Finding, ...]:
        found = self._checker.examine(data, _HERE).result.findings
        return recorded_findings(found, delivery, self._checker.package)

    def _mutate(
        self, data: bytes, name: str, seed: int, only: Sequence[str]
    ) -> Mutation | None:
        broken = break_one(name, data, seed, self._checker.validator, only)
        if broken is None:
            return None
        rule = broken.mutant.rule
        return Mutation(
            broken=broken, told=descriptions([rule], self._checker.package)[rule]
        )

    def _form(self, data: bytes) -> Field | Finding:
        root = parse(data)
        if isinstance(root, Finding):
            return root
        return form_of(data, root, self._checker.package)

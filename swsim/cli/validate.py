"""`swsim validate`: check documents against schema, code lists and rules."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from swsim.cli.casting import CastKind
from swsim.cli.console import (
    Language,
    complain,
    language_option,
    log_to_stderr,
    talk,
)
from swsim.errors import UsageError

if TYPE_CHECKING:
    from swsim.validation.report import Report


class Format(StrEnum):
    """The formats by name; those of `swsim.validation.writers`."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    HTML = "html"
    SVRL = "svrl"
    WCO = "wco"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="validate", help="Check XML documents: schema, code lists, rules."
    )(validate)


def validate(
    documents: list[str] = typer.Argument(
        help="Files, folders (all *.xml in them), globs; - is standard input."
    ),
    format: Format = typer.Option(Format.TEXT, help="How results are written."),
    json: bool = typer.Option(False, "--json", help="The same as --format json."),
    output: Path | None = typer.Option(
        None,
        "--output",
        "-o",
        help="A file for the results; a folder, where svrl or wco of several documents"
        " make several.",
    ),
    strict: bool = typer.Option(
        False, "--strict", help="A layer that could not run fails too."
    ),
    expect_beside: bool = typer.Option(
        False,
        "--expect-beside",
        help="Hold each X.xml against X.expect.json beside it; without one it must be"
        " valid. X.lookup.json is what its receiver knows.",
    ),
    package: Path | None = typer.Option(
        None, help="A folder with schemas of your own and catalogue.yaml."
    ),
    lookup: Path | None = typer.Option(
        None, help="A file of what the receiver knows, for the references layer."
    ),
    trust: Path | None = typer.Option(
        None, help="A trust list, or a run's folder, to check signatures against."
    ),
    phase: str | None = typer.Option(
        None, help="A Schematron phase; those of the rule files otherwise."
    ),
    cast: CastKind = typer.Option(
        CastKind.REAL,
        help="fictional: accept the codes of fictional administrations, too.",
    ),
    jobs: int = typer.Option(1, min=1, help="Processes to validate in."),
    lang: Language = language_option("The language of findings."),
) -> None:
    """Check XML documents and say exactly what is wrong with each."""
    from swsim.app.validating import Settings, validate_all

    log_to_stderr()
    wanted = Format.JSON if json else format
    settings = Settings(
        package=package,
        phase=phase,
        lookup=lookup,
        trust=trust,
        strict=strict,
        beside=expect_beside,
        traced=wanted is Format.SVRL,
        fictional=cast is CastKind.FICTIONAL,
    )
    with _progress() as progress:
        report = validate_all(documents, settings, jobs=jobs, progress=progress)
    for unread in report.unread:
        complain(f"{_one_line(unread.name)}: {unread.because(lang)}")
    _write(report, wanted, output, lang)
    if output is not None and report.documents:
        from swsim.validation.writers.words import summary

        complain(f"{_one_line(str(output))}: {summary(report, lang)}")
    raise typer.Exit(2 if report.unread else 0 if report.met else 1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what tells how far it is: a bar, where somebody looks at stderr."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    with Progress(console=talk(), transient=True) as bar:
        task = bar.add_task("validate", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write(report: "Report", wanted: Format, output: Path | None, lang: str) -> None:
    from swsim.validation.writers import FORMATS

    form = FORMATS[wanted]
    if form.single and len(report.documents) != 1:
        _write_each(report, wanted, output, lang)
    elif form.single:
        _put(form.write_one(report.documents[0], report, lang), output)
    elif wanted is Format.TEXT and output is None and _coloured():
        from swsim.validation.writers.text import coloured

        _put(coloured(report, lang), None)
    elif report.documents or wanted is not Format.TEXT:
        _put(form.write(report, lang), output)


def _write_each(
    report: "Report", wanted: Format, output: Path | None, lang: str
) -> None:
    """Write a file for each document, in folders as the documents are."""
    from swsim.validation.writers import FORMATS

    if not report.documents:
        return
    if output is None:
        raise UsageError(
            f"--format {wanted} makes a file for each document, and there are"
            f" {len(report.documents)}: name a folder for them with --output"
        )
    form = FORMATS[wanted]
    names = [os.path.abspath(each.name) for each in report.documents]
    top = os.path.commonpath([os.path.dirname(name) for name in names])
    for name, document in zip(names, report.documents, strict=True):
        target = (output / os.path.relpath(name, top)).with_suffix(form.suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(form.write_one(document, report, lang), target)


def _put(text: str, output: Path | None) -> None:
    """Write to a file or to stdout; whoever stops reading there is not told so."""
    if output is not None:
        output.write_text(text, encoding="utf-8", newline="\n")
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it closes the stream at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _coloured() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def _one_line(name: str) -> str:
    from swsim.validation.writers.words import plain

    return plain(name)

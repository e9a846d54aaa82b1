"""`swsim report`: the report of a run again, in another form; the story of one case."""

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from swsim.cli.console import Language, complain, language_option

if TYPE_CHECKING:
    from swsim.reports.contents import Contents

_DEFAULT = "run"


class _RunByDefault(TyperGroup):
    """Takes `report RUN` for `report run RUN`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in where none is named."""
        if args and args[0] not in (*self.commands, "--help"):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RunByDefault,
    help="Write the report of a run, or tell the story of one case.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How a report is written."""

    HTML = "html"
    MD = "md"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


class CaseFormat(StrEnum):
    """How a case is told."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


# These are for a program that opens files, not for a terminal.
_FILES = {Format.HTML: "report.html", Format.PARQUET: "declarations.parquet"}


@app.command(_DEFAULT)
def run_(
    run: Path = typer.Argument(help="The folder of a run."),
    format: Format = typer.Option(
        Format.HTML,
        help=(
            "html and md are for people, json has the whole report as data, csv and"
            " parquet one row for each declaration."
        ),
    ),
    out: Path | None = typer.Option(
        None,
        help=(
            "The file to write; - is stdout. By default stdout, but a file in the run's"
            " folder for html and parquet."
        ),
    ),
    lang: Language = language_option("The language of the report."),
) -> None:
    """Write the report of a run; `swsim report RUN` is the same.

    Also of a run that was stopped half-way.
    """
    from swsim.app.reporting import contents_of

    written = _written(contents_of(run, lang), format)
    in_folder = _FILES.get(format)
    _put(written, out or (run / in_folder if in_folder else None))


def _written(told: "Contents", format: Format) -> bytes:
    from swsim.reports import html, markdown, record, rows

    if format is Format.PARQUET:
        return rows.as_parquet(told.run.declarations)
    if format is Format.CSV:
        return rows.as_csv(told.run.declarations).encode()
    write = {
        Format.HTML: html.render,
        Format.MD: markdown.render,
        Format.JSON: record.as_json,
    }[format]
    return write(told).encode()


@app.command()
def case(
    id: str = typer.Argument(
        help="An MRN, UCR or LRN as it stands in a message, or a conversation id."
    ),
    run: Path = typer.Argument(help="The folder of a run."),
    format: CaseFormat = typer.Option(CaseFormat.TEXT, help="How the case is told."),
    json: bool = typer.Option(False, "--json", help="The same as --format json."),
    out: Path | None = typer.Option(None, help="The file to write; by default stdout."),
    lang: Language = language_option("The language of the story."),
) -> None:
    """Tell one shipment's story: each message, finding, wait and decision."""
    from swsim.app.folders import open_folder
    from swsim.ledger.store import Ledger
    from swsim.reports import casepages
    from swsim.reports.casefile import case_file

    with closing(Ledger.open(open_folder(run).ledger)) as ledger:
        told = case_file(ledger, id, lang)
    write = {
        CaseFormat.TEXT: casepages.as_text,
        CaseFormat.JSON: casepages.as_json,
        CaseFormat.MD: casepages.as_markdown,
        CaseFormat.HTML: casepages.as_html,
    }[CaseFormat.JSON if json else format]
    _put(write(told).encode(), out)


def _put(written: bytes, out: Path | None) -> None:
    """Write to a file and name it on stderr, or to stdout for none and for `-`."""
    if out is None or str(out) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(written)
        return
    out.write_bytes(written)
    complain(str(out))

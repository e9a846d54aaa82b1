"""`swsim trs`: a Time Release Study of a run."""

import json as json_
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import Language, language_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swsim.trs.study import Row
    from swsim.trs.table import Table


class Format(StrEnum):
    """How a study is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


_EVERYTHING = "all"
# Characters: what a span is called is folded between words, never in one.
_LONGEST_WORD = 16


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="trs", help="Study the release times of a run as the WCO's guide does."
    )(trs)


def trs(
    run: Path = typer.Argument(help="The folder of a run."),
    by: str = typer.Option(
        "", help="Cut by these, together: channel, or aeo,pre_arrival, or any fact."
    ),
    of: str = typer.Option(
        "",
        help=(
            "The spans and intervals to measure, such as release,payment; all without a"
            " cut, otherwise release unless you say all."
        ),
    ),
    format: Format = typer.Option(Format.TABLE, help="How the study is written."),
    seed: int = typer.Option(0, min=0, help="The seed of the bootstrap."),
    lang: Language = language_option("The language of names and of the finding."),
) -> None:
    """Print statistics of spans and intervals, and where the time is lost."""
    from swsim.app.folders import open_folder
    from swsim.ledger.store import Ledger
    from swsim.trs.output import as_csv, as_markdown
    from swsim.trs.reading import read
    from swsim.trs.study import chosen, study

    with closing(Ledger.open(open_folder(run).ledger)) as ledger:
        table = read(ledger)
    cut = _listed(by)
    wanted = _listed(of) or (["release"] if cut else [_EVERYTHING])
    what = chosen(table, () if _EVERYTHING in wanted else wanted)
    rows = study(table, cut, what, seed=seed)
    if format is Format.JSON:
        shown = _as_json(table, rows, cut, lang)
        print(json_.dumps(shown, indent=2, ensure_ascii=False))
    elif format is Format.CSV:
        print(as_csv(rows, cut, lang), end="")
    elif format is Format.MD:
        print(as_markdown(rows, cut, lang))
        print("\n\n".join(_said(table, lang)))
    else:
        _print(rows, cut, lang)
        print("\n".join(_said(table, lang)))


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _said(table: "Table", lang: str) -> "Iterator[str]":
    """Yield what is said of a study: the bottleneck, what lies far out, the fit."""
    from swsim.trs.bottleneck import bottleneck
    from swsim.trs.calibration import fits
    from swsim.trs.intervals import RELEASE
    from swsim.trs.study import listed_outliers
    from swsim.trs.words import fit_said, outliers_named, paragraph

    yield paragraph(bottleneck(table), lang)
    far = listed_outliers(table, RELEASE)
    if far:
        yield outliers_named(far, lang)
    yield from (fit_said(each, lang) for each in fits(table) if each.published.holds)


def _as_json(
    table: "Table", rows: "Sequence[Row]", by: "Sequence[str]", lang: str
) -> dict[str, Any]:
    from swsim.trs import output
    from swsim.trs.bottleneck import bottleneck
    from swsim.trs.calibration import fits
    from swsim.trs.dynamic import backlog
    from swsim.trs.intervals import RELEASE
    from swsim.trs.study import listed_outliers
    from swsim.trs.words import paragraph

    found = bottleneck(table)
    return {
        "declarations": len(table),
        "by": list(by),
        "rows": [output.record(row, by, lang) for row in rows],
        "outliers": [
            output.outlier_record(each) for each in listed_outliers(table, RELEASE)
        ],
        "bottleneck": output.bottleneck_record(found, lang),
        "finding": paragraph(found, lang),
        "queues": [output.queue_record(each) for each in found.busiest],
        "backlog": output.backlog_record(backlog(table)),
        "calibration": [output.fit_record(each) for each in fits(table)],
    }


def _print(rows: "Sequence[Row]", by: "Sequence[str]", lang: str) -> None:
    from rich.table import Table as Grid

    from swsim.cli.console import out
    from swsim.trs.output import SHOWN, cells, headings

    grid = Grid(*headings(by, lang), box=None, padding=(0, 1, 0, 0))
    grid.columns[0].no_wrap = True
    grid.columns[1].min_width = _LONGEST_WORD
    for column in grid.columns[-len(SHOWN[lang]) :]:
        column.justify = "right"
    for row in rows:
        grid.add_row(*cells(row, lang))
    out().print(grid)

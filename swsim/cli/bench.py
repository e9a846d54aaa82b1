"""`swsim bench`: how fast swsim is on this machine, as ratios to others."""

import json as json_
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli import bench_trust
from swsim.cli.console import Language, language_option, log_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from swsim.bench.model import Bar, Report

app = typer.Typer(
    help="Measure swsim beside other libraries, in the same run.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_WORDS = {
    "en": {
        "time": "Time for one",
        "us": "microseconds",
        "bar": "Bar",
        "value": "value",
        "limit": "limit",
        "state": "state",
        "met": "met",
        "missed": "missed",
        "void": "void",
        "bytes": "bytes of the document",
        "bytes_of_large": "bytes of the large document",
        "rules": "rules",
        "clients": "clients of the broker",
        "messages": "messages in each repetition",
        "events_in_a_window": "events in a window, on average",
        "short_runs": "short runs",
        "declarations_long": "declarations of the long run",
        "messages_long": "messages of the long run",
        "rewind_ms": "milliseconds to replay 10,000 messages",
        "browsers": "browsers that listen",
        "bytes_a_second": "bytes a second to each browser",
        "declarations": "declarations studied",
        "bytes_of_report": "bytes of the report",
        "declarations_reported": "declarations reported on",
        "messages_reported": "messages in the ledger",
        "milliseconds_for_a_million": "milliseconds of work to study a million",
        "milliseconds_to_read_a_million": "milliseconds of work to read a million",
    },
    "es": {
        "time": "Tiempo por unidad",
        "us": "microsegundos",
        "bar": "Listón",
        "value": "valor",
        "limit": "límite",
        "state": "estado",
        "met": "alcanzado",
        "missed": "no alcanzado",
        "void": "nulo",
        "bytes": "bytes del documento",
        "bytes_of_large": "bytes del documento grande",
        "rules": "reglas",
        "clients": "clientes del intermediario",
        "messages": "mensajes en cada repetición",
        "events_in_a_window": "sucesos por ventana, en promedio",
        "short_runs": "ejecuciones cortas",
        "declarations_long": "declaraciones de la ejecución larga",
        "messages_long": "mensajes de la ejecución larga",
        "rewind_ms": "milisegundos para reproducir 10.000 mensajes",
        "browsers": "navegadores que escuchan",
        "bytes_a_second": "bytes por segundo a cada navegador",
        "declarations": "declaraciones estudiadas",
        "bytes_of_report": "bytes del informe",
        "declarations_reported": "declaraciones del informe",
        "messages_reported": "mensajes en el registro",
        "milliseconds_for_a_million": "milisegundos de trabajo para estudiar un millón",
        "milliseconds_to_read_a_million": "milisegundos de trabajo para leer un millón",
    },
}
_COLOURS = {"met": "green", "missed": "bold red", "void": "yellow"}


@app.command()
def validate(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    repetitions: int = typer.Option(
        5, min=1, max=100, help="How often each is measured, in turn; the best counts."
    ),
    seconds: float = typer.Option(
        0.2, min=0.001, max=60, help="How long each repetition takes."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Validate declarations beside bare lxml, xmlschema and isoschematron.

    Exit code 1 when a bar is missed, or void because a baseline cannot be trusted.
    """
    from swsim.bench import validating
    from swsim.bench.model import Effort

    effort = Effort(repetitions=repetitions, seconds=seconds)
    _tell(lambda: validating.bench(effort), json, lang)


@app.command()
def exchange(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    repetitions: int = typer.Option(
        5, min=1, max=100, help="How often each is measured, in turn; the best counts."
    ),
    seconds: float = typer.Option(
        0.5, min=0.01, max=60, help="How long each repetition of bare aiomqtt takes."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Exchange declarations over the embedded broker, beside bare aiomqtt.

    Exit code 1 when a bar is missed, or void because a baseline cannot be trusted.
    """
    from swsim.bench import exchanging
    from swsim.bench.model import Effort

    effort = Effort(repetitions=repetitions, seconds=seconds)
    _tell(lambda: exchanging.bench(effort), json, lang)


@app.command()
def workers(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    shipments: int = typer.Option(300, min=10, help="Shipments of each run."),
    repetitions: int = typer.Option(
        2, min=1, max=100, help="How often each is played, in turn; the best counts."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Play a dense run with two workers, beside the same one with one.

    Exit code 1 when the bar is missed. Workers and broker need cores of their own.
    """
    from swsim.bench import sharing

    _tell(lambda: sharing.bench(shipments, repetitions), json, lang)


@app.command()
def scale(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    short: int = typer.Option(
        1_000, min=100, help="About so many declarations in the short run."
    ),
    long: int = typer.Option(
        50_000, min=200, help="About so many declarations in the long run."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Play a long run beside a short one: time, memory and disk for each declaration.

    50,000 declarations take about half an hour. Exit code 1 when a bar is missed.
    """
    from swsim.bench import scaling

    _tell(lambda: scaling.bench(short, long), json, lang)


@app.command()
def replay(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    repetitions: int = typer.Option(
        2, min=1, max=100, help="How often each is measured, in turn; the best counts."
    ),
    shipments: int = typer.Option(
        210, min=1, help="The shipments of the run; 210 make 10,000 messages."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Replay a run beside the live run over the embedded broker that it repeats.

    Exit code 1 when the bar is missed, or void because the live run cannot be trusted.
    """
    from swsim.bench import replaying

    _tell(lambda: replaying.bench(repetitions, shipments), json, lang)


@app.command()
def room(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    seconds: float = typer.Option(
        10.0, min=1.0, max=600, help="How long the room is watched."
    ),
    browsers: int = typer.Option(50, min=1, max=400, help="How many listen."),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Serve a busy run to a room of browsers, one of which reads nothing.

    Exit code 1 when a bar is missed.
    """
    from swsim.cli.serve import expect_extra

    expect_extra()
    from swsim.web import bench

    with log_to(Path(os.devnull)):  # the run is stopped in the middle, and says so
        _tell(lambda: bench.bench(seconds, browsers), json, lang)


@app.command()
def trs(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    declarations: int = typer.Option(
        100_000, min=100, help="Declarations in the ledger that is studied."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Study release times beside numpy's share of it alone.

    Exit code 1 when a bar is missed.
    """
    from swsim.bench import studying

    _tell(lambda: studying.bench(declarations), json, lang)


@app.command()
def report(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    declarations: int = typer.Option(
        100_000, min=100, help="Declarations in the ledger that is reported on."
    ),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Write the report of a long run: seconds of the processor, memory, size.

    The ledger of 100,000 declarations takes some minutes to make, and 4 GB of the
    folder for temporary files. Exit code 1 when a bar is missed.
    """
    from swsim.bench import reporting

    _tell(lambda: reporting.bench(declarations), json, lang)


def _tell(bench: "Callable[[], Report]", json: bool, lang: str) -> None:
    """Run a bench, print its report, and exit as it says."""
    from swsim.cli.console import talk

    with talk().status("..."):
        report = bench()
    if json:
        print(json_.dumps(_as_json(report), indent=2))
    else:
        _print(report, _WORDS[lang])
    raise typer.Exit(code=0 if report.passed else 1)


def _as_json(report: "Report") -> dict[str, Any]:
    return {
        "bench": report.bench,
        "passed": report.passed,
        **{bar.name: round(bar.value, 2) for bar in report.bars},
        "bars": [
            {
                "name": bar.name,
                "value": round(bar.value, 2),
                "at_least" if bar.at_least else "at_most": bar.limit,
                "state": bar.state,
                "doubt": bar.doubt,
            }
            for bar in report.bars
        ],
        "microseconds": {
            each.name: round(each.microseconds, 1) for each in report.times
        },
        "facts": report.facts,
    }


def _print(report: "Report", words: dict[str, str]) -> None:
    from rich.table import Table

    from swsim.cli.console import out

    console = out()
    times = Table(words["time"], words["us"])
    times.columns[1].justify = "right"
    for each in report.times:
        style = "dim" if each.baseline else None
        times.add_row(each.name, f"{each.microseconds:,.0f}", style=style)
    bars = Table(words["bar"], words["value"], words["limit"], words["state"])
    for bar in report.bars:
        bars.add_row(*_row(bar, words), style=_COLOURS[bar.state])
    console.print(times, bars)
    for name, fact in report.facts.items():
        console.print(f"{words[name]}: {fact:,}")
    for bar in report.bars:
        if bar.doubt:
            console.print(f"{bar.name}: {bar.doubt}")


def _row(bar: "Bar", words: dict[str, str]) -> tuple[str, str, str, str]:
    sign = "≥" if bar.at_least else "≤"
    return bar.name, f"{bar.value:.2f}", f"{sign} {bar.limit:g}", words[bar.state]


bench_trust.register(app)

"""The benches that hold what swsim simulates against theory and published figures."""

import json as json_
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from swsim.cli.console import Language, language_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swsim.bench.calibrating import Held
    from swsim.bench.queueing import Compared

_WIDTH = 160  # of a table where the output is no terminal
_WORDS = {
    "en": {
        "officers": "officers",
        "load": "load",
        "figure": "figure",
        "theory": "theory",
        "simulation": "simulation",
        "difference": "difference",
        "utilisation": "part of their time that is work",
        "waited": "share that has to wait",
        "wait": "wait, seconds",
        "stay": "wait and work, seconds",
        "waiting": "waiting, on average",
        "present": "waiting or served, on average",
        "class": "class",
        "row": "held against",
        "published": "published (h)",
        "simulated": "simulated (h)",
        "off": "difference",
        "n": "imports",
        "as_it_stands": "own traders (h)",
        "held": "Simulated: the class with traders who lodge when those of the country"
        " do. Own traders: the class as it stands; nobody has published a mean for it.",
    },
    "es": {
        "officers": "funcionarios",
        "load": "carga",
        "figure": "cifra",
        "theory": "teoría",
        "simulation": "simulación",
        "difference": "diferencia",
        "utilisation": "parte de su tiempo que trabajan",
        "waited": "proporción que espera",
        "wait": "espera, segundos",
        "stay": "espera y trabajo, segundos",
        "waiting": "en espera, en promedio",
        "present": "en espera o atendidas, en promedio",
        "class": "clase",
        "row": "calibrada con",
        "published": "publicado (h)",
        "simulated": "simulado (h)",
        "off": "diferencia",
        "n": "importaciones",
        "as_it_stands": "comerciantes propios (h)",
        "held": "Simulado: la clase con comerciantes que declaran cuando lo hacen los"
        " del país. Comerciantes propios: la clase tal como es; nadie ha publicado una"
        " media para ella.",
    },
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(queue)
    app.command()(calibration)


def queue(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    declarations: int = typer.Option(
        200_000, min=1_000, help="How many declarations come to each desk."
    ),
    seed: int = typer.Option(0, min=0, help="The seed of their order."),
    lang: Language = language_option("The language of the table."),
) -> None:
    """Hold the queue of customs against queueing theory (M/M/c, Erlang's C formula).

    Exit code 1 when a figure differs by more than 3 %, as it may over few declarations.
    """
    from swsim.bench import queueing
    from swsim.cli.console import talk

    with talk().status("..."):
        found = queueing.bench(declarations, seed)
    if json:
        shown = [{**asdict(each), "difference": each.difference} for each in found]
        passed = all(each.met for each in found)
        print(json_.dumps({"passed": passed, "figures": shown}, indent=2))
    else:
        _compare(found, _WORDS[lang])
    raise typer.Exit(code=0 if all(each.met for each in found) else 1)


def calibration(
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    seed: int = typer.Option(1, min=0, help="The seed of the run."),
    lang: Language = language_option("The language of what is said."),
) -> None:
    """Hold each class of profiles against a published mean release time.

    Plays some 1,700 imports, a few minutes. Exit code 1 when one differs by over 15 %.
    """
    from swsim.bench import calibrating
    from swsim.cli.console import log_to_stderr, talk

    log_to_stderr()
    with talk().status("..."):
        found = calibrating.bench(seed)
    passed = all(each.fit.verdict == "near" for each in found)
    if json:
        fits = [_record(each) for each in found]
        print(json_.dumps({"passed": passed, "fits": fits}, indent=2))
    else:
        _held(found, lang)
    raise typer.Exit(code=0 if passed else 1)


def _record(each: "Held") -> dict[str, object]:
    from swsim.trs.output import fit_record

    return {**fit_record(each.fit), "as_it_stands_hours": round(each.as_it_stands, 2)}


def _held(found: "Sequence[Held]", lang: Language) -> None:
    from rich.table import Table

    from swsim.cli.console import out
    from swsim.trs.words import class_name, decimal, per_cent_off, row_said

    words = _WORDS[lang]
    heads = ("class", "row", "published", "simulated", "off", "n", "as_it_stands")
    table = Table(*(words[head] for head in heads))
    for column in table.columns[2:]:
        column.justify = "right"
    for each in found:
        fit = each.fit
        hours = (fit.published.hours, fit.hours, each.as_it_stands)
        published, simulated, own = (decimal(value, lang) for value in hours)
        table.add_row(
            class_name(each.profile, lang),
            row_said(fit.published, lang),
            published,
            simulated,
            per_cent_off(fit, lang),
            str(fit.n),
            own,
            style=None if fit.verdict == "near" else "bold red",
        )
    console = out()
    if not console.is_terminal:
        console.width = _WIDTH
    console.print(table)
    console.print(words["held"])
    for each in found:
        console.print(f"{each.profile}: {each.fit.published.source}", markup=False)


def _compare(found: "Sequence[Compared]", words: dict[str, str]) -> None:
    from rich.table import Table

    from swsim.cli.console import out

    heads = ("officers", "load", "figure", "theory", "simulation", "difference")
    table = Table(*(words[head] for head in heads))
    for each in found:
        table.add_row(
            str(each.officers),
            f"{each.load:.0%}",
            words[each.figure],
            f"{each.theory:,.3f}",
            f"{each.simulation:,.3f}",
            f"{each.difference:+.2%}",
            style=None if each.met else "bold red",
        )
    out().print(table)

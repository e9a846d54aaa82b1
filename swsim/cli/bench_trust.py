"""The benches that hold what swsim simulates against theory and published figures."""

import json as json_
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from swsim.cli.console import Language, language_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swsim.bench.queueing import Compared

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
    """Hold imports of each class of profiles against a published mean release time.

    Plays some 670 imports, a minute or two. Exit code 1 when one differs by over 15 %.
    """
    from swsim.bench import calibrating
    from swsim.cli.console import log_to_stderr, out, talk
    from swsim.trs.output import fit_record
    from swsim.trs.words import fit_said

    log_to_stderr()
    with talk().status("..."):
        found = calibrating.bench(seed)
    passed = all(each.verdict == "near" for each in found)
    if json:
        fits = [fit_record(each) for each in found]
        print(json_.dumps({"passed": passed, "fits": fits}, indent=2))
    else:
        for each in found:
            out().print(fit_said(each, lang), markup=False)
    raise typer.Exit(code=0 if passed else 1)


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

"""`swsim compare` and `swsim sweep`: the same chance under other settings."""

import json as json_
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import Language, language_option
from swsim.errors import UsageError

if TYPE_CHECKING:
    from swsim.whatif.paired import Difference
    from swsim.whatif.playing import Sample
    from swsim.whatif.reforms import Reform

_SCENARIO = typer.Argument(help="A shipped scenario's name, or a folder or file.")
_SET = typer.Option(
    [],
    "--set",
    help="A setting of the variant, such as policy.pre_arrival=off or"
    " officers.inspection=2; may be repeated.",
)
_SEEDS = typer.Option(10, min=1, help="How many seeds, from the scenario's own on.")
_JOBS = typer.Option(1, min=1, help="How many runs at a time.")
_SHIPMENTS = typer.Option(None, min=1, help="Other numbers of shipments, in all.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        name="compare", help="Play a scenario with and without a setting, and compare."
    )(compare)
    app.command(name="sweep", help="Play a scenario for a range of one setting.")(sweep)


def compare(
    scenario: str = _SCENARIO,
    set_: list[str] = _SET,
    reforms: bool = typer.Option(
        False, "--reforms", help="Turn every switch that is not turned yet, and rank."
    ),
    seeds: int = _SEEDS,
    jobs: int = _JOBS,
    shipments: int | None = _SHIPMENTS,
    cast: CastKind = cast_option(),
    lang: Language = language_option("The language of the figures."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Compare by paired differences: both runs of a seed share their chance."""
    from swsim.scenario.policy import policy_of
    from swsim.whatif.altering import altered, settings_of
    from swsim.whatif.paired import differences
    from swsim.whatif.playing import samples
    from swsim.whatif.reforms import open_reforms, ranked, reform

    settings = settings_of(set_)
    if bool(settings) == reforms:
        raise UsageError(
            "Say what to compare: --set NAME=VALUE, or --reforms for every switch"
            " that is not turned yet."
        )
    loaded = load_cast(scenario, cast, lang)
    altered(loaded, settings)  # says what is wrong before anything is played
    switches = open_reforms(policy_of(loaded.scenario.policy)) if reforms else {}
    variants = [{f"policy.{name}": value} for name, value in switches.items()]
    wanted = [{}, *(variants if reforms else [settings])]
    first = loaded.scenario.seed
    found = samples(
        scenario,
        wanted,
        range(first, first + seeds),
        shipments=shipments,
        fictional=cast is CastKind.FICTIONAL,
        jobs=jobs,
        done=_tell(len(wanted) * seeds),
    )
    columns = [found[at :: len(wanted)] for at in range(len(wanted))]
    if not reforms:
        _show(differences(columns[0], columns[1]), settings, seeds, lang, json=json)
        return
    costs = loaded.scenario.costs
    rows = [
        reform(name, differences(columns[0], column), costs)
        for name, column in zip(switches, columns[1:], strict=True)
    ]
    _show_reforms(ranked(rows), seeds, lang, json=json)


def sweep(
    scenario: str = _SCENARIO,
    set_: str = typer.Option(
        ..., "--set", help="One setting with a range, such as officers.inspection=1..8."
    ),
    seeds: int = _SEEDS,
    jobs: int = _JOBS,
    shipments: int | None = _SHIPMENTS,
    cast: CastKind = cast_option(),
    lang: Language = language_option("The language of the figures."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show the means of all figures for each value of a setting."""
    from swsim.whatif.altering import altered, settings_of
    from swsim.whatif.playing import samples

    [(name, text)] = settings_of([set_]).items()
    variants = [{name: value} for value in _range(set_, text)]
    loaded = load_cast(scenario, cast, lang)
    for variant in variants:
        altered(loaded, variant)
    first = loaded.scenario.seed
    found = samples(
        scenario,
        variants,
        range(first, first + seeds),
        shipments=shipments,
        fictional=cast is CastKind.FICTIONAL,
        jobs=jobs,
        done=_tell(len(variants) * seeds),
    )
    means = [_means(found[at :: len(variants)]) for at in range(len(variants))]
    values = [variant[name] for variant in variants]
    if json:
        rows = [
            {"value": value, **mean} for value, mean in zip(values, means, strict=True)
        ]
        shown = {"scenario": loaded.name, "setting": name, "seeds": seeds, "rows": rows}
        print(json_.dumps(shown, indent=2))
        return
    _print_sweep(name, values, means, lang)


def _range(pair: str, text: str) -> list[str]:
    low, dots, high = text.partition("..")
    if not dots:
        return text.split(",")
    if not (low.isdecimal() and high.isdecimal() and int(low) <= int(high)):
        raise UsageError(f"--set {pair}: write a range such as 1..8, or values 1,2,4")
    return [str(value) for value in range(int(low), int(high) + 1)]


def _means(found: "Sequence[Sample]") -> dict[str, float]:
    from swsim.whatif.figures import FIGURES

    return {
        name: sum(each.figures[name] for each in found) / len(found)
        for name in FIGURES
        if all(name in each.figures for each in found)
    }


def _tell(wanted: int) -> "Any":
    """Return what tells, on stderr of a terminal, how many runs are done."""
    import sys

    count = iter(range(1, wanted + 1))

    def done(sample: "Sample") -> None:
        number = next(count)
        if sys.stderr.isatty():
            ends = "\n" if number == wanted else ""
            print(f"\r{number} of {wanted} runs", end=ends, file=sys.stderr, flush=True)

    return done


_WIDTH = 120  # where the output is no terminal

# --- showing --------------------------------------------------------------------------

_WORDS = {
    "en": {
        "figure": "figure",
        "baseline": "baseline",
        "variant": "variant",
        "difference": "difference",
        "interval": "95 % of chance",
        "clear": "clear",
        "yes": "yes",
        "no": "no",
        "reform": "reform",
        "saved": "saved (USD)",
        "cost": "cost (USD)",
        "per_cost": "saved per USD",
        "median": "median release (h)",
        "note": "Training model: figures and costs are illustrative.",
    },
    "es": {
        "figure": "cifra",
        "baseline": "base",
        "variant": "variante",
        "difference": "diferencia",
        "interval": "95 % del azar",
        "clear": "clara",
        "yes": "sí",
        "no": "no",
        "reform": "reforma",
        "saved": "ahorro (USD)",
        "cost": "costo (USD)",
        "per_cost": "ahorro por USD",
        "median": "mediana de levante (h)",
        "note": "Modelo de práctica: cifras y costos son ilustrativos.",
    },
}


def _show(
    found: "Sequence[Difference]",
    settings: dict[str, str],
    seeds: int,
    lang: Language,
    *,
    json: bool,
) -> None:
    if json:
        shown = {
            "settings": settings,
            "seeds": seeds,
            "differences": [_record(each) for each in found],
        }
        print(json_.dumps(shown, indent=2))
        return
    words = _WORDS[lang]
    heads = ("figure", "baseline", "variant", "difference", "interval", "clear")
    _print([words[head] for head in heads], _lines(found, lang), words["note"])


def _lines(found: "Sequence[Difference]", lang: Language) -> Iterator[list[str]]:
    from swsim.whatif.figures import FIGURES

    words = _WORDS[lang]
    for each in found:
        figure = FIGURES[each.figure]
        named = figure.es if lang == "es" else figure.en
        yield [
            f"{named} ({figure.unit})",
            f"{each.baseline:,.1f}",
            f"{each.variant:,.1f}",
            f"{each.mean:+,.1f}",
            f"{each.low:+,.1f} … {each.high:+,.1f}",
            words["yes" if each.is_clear else "no"],
        ]


def _record(each: "Difference") -> dict[str, Any]:
    return {**asdict(each), "relative": each.relative, "clear": each.is_clear}


def _show_reforms(
    rows: "Sequence[Reform]", seeds: int, lang: Language, *, json: bool
) -> None:
    if json:
        shown = [
            {
                "switch": each.switch,
                "saved": each.saved,
                "cost": each.cost,
                "per_cost": each.per_cost,
                "differences": [_record(one) for one in each.differences],
            }
            for each in rows
        ]
        print(json_.dumps({"seeds": seeds, "reforms": shown}, indent=2))
        return
    words = _WORDS[lang]
    heads = [words[name] for name in ("reform", "median", "saved", "cost", "per_cost")]
    lines = [
        [
            each.switch,
            next(
                (
                    f"{one.mean:+,.1f}"
                    for one in each.differences
                    if one.figure == "release_median"
                ),
                "",
            ),
            f"{each.saved:,.0f}",
            "" if each.cost is None else f"{each.cost:,.0f}",
            "" if each.per_cost is None else f"{each.per_cost:,.2f}",
        ]
        for each in rows
    ]
    _print(heads, lines, words["note"])


def _print_sweep(
    name: str, values: list[str], means: list[dict[str, float]], lang: Language
) -> None:
    from swsim.whatif.figures import FIGURES

    known = [figure for figure in FIGURES.values() if figure.id in means[0]]
    heads = [name, *(each.es if lang == "es" else each.en for each in known)]
    lines = [
        [value, *(f"{mean[each.id]:,.1f}" for each in known)]
        for value, mean in zip(values, means, strict=True)
    ]
    _print(heads, lines, _WORDS[lang]["note"])


def _print(heads: Sequence[str], lines: "Any", note: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", no_wrap=True)
    for line in lines:
        table.add_row(*line)
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=_WIDTH)
    console.print(table)
    console.print(note)

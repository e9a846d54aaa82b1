"""`swsim compare` and `swsim sweep`: the same chance under other settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import Language, complain, language_option
from swsim.errors import UsageError

if TYPE_CHECKING:
    from swsim.whatif.playing import Sample

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
_PICTURE = typer.Option(
    None, help="Draw what was found, too, into this file that ends in .svg."
)


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
    picture: Path | None = _PICTURE,
    lang: Language = language_option("The language of the figures."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Compare by paired differences: both runs of a seed share their chance."""
    from swsim.cli import compared
    from swsim.scenario.policy import policy_of
    from swsim.whatif import drawn
    from swsim.whatif.altering import altered, settings_of
    from swsim.whatif.paired import differences
    from swsim.whatif.playing import samples
    from swsim.whatif.reforms import open_reforms, ranked, reform

    _check(picture)
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
        pairs = differences(columns[0], columns[1])
        compared.show(pairs, settings, seeds, lang, json=json)
        _draw(picture, lambda: drawn.compared(pairs, settings, seeds, lang))
        return
    costs = loaded.scenario.costs
    rows = ranked(
        [
            reform(name, differences(columns[0], column), costs)
            for name, column in zip(switches, columns[1:], strict=True)
        ]
    )
    compared.show_reforms(rows, seeds, lang, json=json)
    _draw(picture, lambda: drawn.reformed(rows, seeds, lang))


def sweep(
    scenario: str = _SCENARIO,
    set_: str = typer.Option(
        ..., "--set", help="One setting with a range, such as officers.inspection=1..8."
    ),
    seeds: int = _SEEDS,
    jobs: int = _JOBS,
    shipments: int | None = _SHIPMENTS,
    cast: CastKind = cast_option(),
    picture: Path | None = _PICTURE,
    lang: Language = language_option("The language of the figures."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show the means of all figures for each value of a setting, and where they bend.

    Beyond the value at which a figure bends, more of the setting brings little.
    """
    from swsim.cli import compared
    from swsim.whatif import drawn
    from swsim.whatif.altering import altered, settings_of
    from swsim.whatif.playing import samples
    from swsim.whatif.sweeping import swept

    _check(picture)
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
    values = [variant[name] for variant in variants]
    rows = swept(values, [found[at :: len(variants)] for at in range(len(variants))])
    compared.show_sweep(loaded.name, name, rows, seeds, lang, json=json)
    _draw(picture, lambda: drawn.swept(rows, name, seeds, lang))


def _check(picture: Path | None) -> None:
    """Refuse a name for a picture before anything is played."""
    if picture is None:
        return
    if picture.suffix != ".svg":
        raise UsageError(f"--picture {picture}: a picture is SVG; end its name in .svg")
    if not picture.parent.is_dir():
        raise UsageError(f"--picture {picture}: there is no folder {picture.parent}")


def _draw(picture: Path | None, draw: Callable[[], str]) -> None:
    if picture is not None:
        picture.write_text(draw(), encoding="utf-8")
        complain(str(picture))


def _range(pair: str, text: str) -> list[str]:
    low, dots, high = text.partition("..")
    if not dots:
        return text.split(",")
    if not (low.isdecimal() and high.isdecimal() and int(low) <= int(high)):
        raise UsageError(f"--set {pair}: write a range such as 1..8, or values 1,2,4")
    return [str(value) for value in range(int(low), int(high) + 1)]


def _tell(wanted: int) -> "Callable[[Sample], None]":
    """Return what tells, on stderr of a terminal, how many runs are done."""
    import sys

    count = iter(range(1, wanted + 1))

    def done(sample: "Sample") -> None:
        number = next(count)
        if sys.stderr.isatty():
            ends = "\n" if number == wanted else ""
            print(f"\r{number} of {wanted} runs", end=ends, file=sys.stderr, flush=True)

    return done

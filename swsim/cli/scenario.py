"""`swsim scenario`: list the shipped ones, check a file, show what it deals out."""

from pathlib import Path
from typing import Any

import typer

from swsim.cli import injects
from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import Language, language_option, out

app = typer.Typer(
    help="List, check and show scenarios.", no_args_is_help=True, rich_markup_mode=None
)


app.add_typer(injects.app, name="injects")

_TITLE = 1  # the column
_WORDS: dict[str, Any] = {
    "en": {
        "columns": ("name", "title", "members", "shipments", "variants"),
        "members": "Administrations ({number}): {names}",
        "dealt": "Seed {seed}, shipments: {number}",
        "more": "  ... {number} more",
    },
    "es": {
        "columns": ("nombre", "título", "miembros", "envíos", "variantes"),
        "members": "Administraciones ({number}): {names}",
        "dealt": "Semilla {seed}, envíos: {number}",
        "more": "  ... {number} más",
    },
}


@app.command()
def new(
    folder: Path = typer.Argument(help="The folder of the new scenario; its name."),
) -> None:
    """Write a small scenario to start from, with a comment at every section."""
    from swsim.scenario.starting import start

    print(f"{start(folder)}: change it, then: swsim scenario check {folder}")


@app.command()
def handout(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
    out: Path | None = typer.Option(None, help="The file; left out: NAME-LANG.html."),
    cast: CastKind = cast_option(),
    lang: Language = language_option("The language of the handout."),
) -> None:
    """Write the sheet for participants: story, roles, tables, glossary (A4, HTML)."""
    from swsim.errors import FileProblem
    from swsim.reports.handout import handout as handout_of

    loaded = load_cast(scenario, cast, lang)
    file = out or Path(f"{loaded.name}-{lang}.html")
    try:
        file.write_text(handout_of(loaded.scenario, lang), encoding="utf-8")
    except OSError as error:
        raise FileProblem(file, error.strerror or "cannot be written") from error
    print(file)


@app.command(name="list")
def list_(
    lang: Language = language_option("The language of titles."),
    json: bool = typer.Option(False, "--json", help="Print a JSON array."),
) -> None:
    """List the scenarios that come with swsim."""
    from swsim.scenario.catalogue import shipped

    found = shipped()
    if json:
        import json as json_

        rows = [
            {
                "name": each.name,
                "title": getattr(each.title, lang),
                "administrations": each.members,
                "shipments": each.shipments,
                "variants": each.variants,
            }
            for each in found
        ]
        print(json_.dumps(rows, indent=2, ensure_ascii=False))
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    # Where there is room one line for each, so that a program can read the list too;
    # on a narrow terminal titles are folded, never a name, which is there to be typed.
    for place, name in enumerate(_WORDS[lang]["columns"]):
        table.add_column(name, no_wrap=place != _TITLE)
    for each in found:
        title = getattr(each.title, lang)
        counts = str(each.members), str(each.shipments)
        table.add_row(each.name, title, *counts, ", ".join(each.variants))
    out().print(table, crop=False)


@app.command()
def check(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
    cast: CastKind = cast_option(),
) -> None:
    """Read a scenario and report every fault at once, with its line."""
    from swsim.scenario import load_scenario

    fictional = cast is CastKind.FICTIONAL
    loaded = load_scenario(scenario, fictional=fictional)
    for variant in loaded.scenario.variants:
        load_scenario(scenario, variant=variant, fictional=fictional)
    print(f"{loaded.path}: in order")


@app.command()
def prove(
    scenario: str | None = typer.Argument(None, help="A name, a folder or a file."),
    all_: bool = typer.Option(False, "--all", help="All shipped scenarios."),
    lang: Language = language_option("The language of expectations."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show that every expectation fails under some mutation of the run.

    Exit code 1 where one cannot fail, or is not met by the run itself.
    """
    from swsim.cli.proving import prove_and_show

    code = prove_and_show(scenario, every=all_, lang=lang, as_json=json)
    raise typer.Exit(code)


@app.command()
def show(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
    seed: int | None = typer.Option(None, min=0, help="Another seed."),
    shipments: int | None = typer.Option(None, min=1, help="Another number."),
    cast: CastKind = cast_option(),
    lang: Language = language_option("The language of texts."),
) -> None:
    """Show title, objectives, cast and the first shipments that a seed deals out."""
    from swsim.domain.durations import say
    from swsim.scenario import orders

    loaded = load_cast(scenario, cast, lang)
    what, words = loaded.scenario, _WORDS[lang]
    the_seed = what.seed if seed is None else seed
    dealt = orders(what, seed=the_seed, shipments=shipments)
    members = what.cast.resolve()
    print(getattr(what.title, lang))
    print(getattr(what.summary, lang))
    for objective in what.objectives:
        references = ", ".join(objective.references)
        print(f"  {objective.id}  {getattr(objective, lang)} ({references})")
    names = ", ".join(member.alpha2 for member in members)
    print(words["members"].format(number=len(members), names=names))
    print(words["dealt"].format(seed=the_seed, number=len(dealt)))
    for order in dealt[:20]:
        wrong = f"  {order.mistake} ({order.mistake_leg})" if order.mistake else ""
        goods = ", ".join(order.hs6)
        begins = say(order.start, lang)
        takes = say(order.transit, lang)
        way = f"  {order.route.via}, {takes}" if order.route else ""
        print(
            f"  {order.id} {order.origin} > {order.destination} {goods}"
            f"  {begins}{way}{wrong}"
        )
    if len(dealt) > 20:
        print(words["more"].format(number=len(dealt) - 20))

"""`swsim scenario`: list the shipped ones, check a file, show what it deals out."""

import typer

from swsim.cli.console import Language, language_option, out

app = typer.Typer(
    help="List, check and show scenarios.", no_args_is_help=True, rich_markup_mode=None
)


@app.command(name="list")
def list_(
    lang: Language = language_option("The language of titles."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
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
            }
            for each in found
        ]
        print(json_.dumps({"scenarios": rows}, indent=2, ensure_ascii=False))
        return
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("name", "title", "administrations", "shipments"):
        table.add_column(name)
    for each in found:
        title = getattr(each.title, lang)
        table.add_row(each.name, title, str(each.members), str(each.shipments))
    out().print(table)


@app.command()
def check(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
) -> None:
    """Read a scenario and report every fault at once, with its line."""
    from swsim.scenario import load_scenario

    loaded = load_scenario(scenario)
    print(f"{loaded.path}: in order")


@app.command()
def show(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
    seed: int | None = typer.Option(None, min=0, help="Another seed."),
    shipments: int | None = typer.Option(None, min=1, help="Another number."),
    lang: Language = language_option("The language of texts."),
) -> None:
    """Show title, objectives, cast and the first shipments that a seed deals out."""
    from swsim.domain.durations import say
    from swsim.scenario import load_scenario, orders

    loaded = load_scenario(scenario)
    what = loaded.scenario
    the_seed = what.seed if seed is None else seed
    dealt = orders(what, seed=the_seed, shipments=shipments)
    cast = what.cast.resolve()
    print(getattr(what.title, lang))
    print(getattr(what.summary, lang))
    for objective in what.objectives:
        references = ", ".join(objective.references)
        print(f"  {objective.id}  {getattr(objective, lang)} ({references})")
    print(f"{len(cast)}: {', '.join(member.alpha2 for member in cast)}")
    print(f"seed {the_seed}: {len(dealt)} shipments")
    for order in dealt[:20]:
        wrong = f"  {order.mistake} ({order.mistake_leg})" if order.mistake else ""
        goods = ", ".join(order.hs6)
        begins = say(order.start, lang)
        print(
            f"  {order.id} {order.origin} > {order.destination} {goods}"
            f"  {begins}{wrong}"
        )
    if len(dealt) > 20:
        print(f"  ... {len(dealt) - 20} more")

"""`swsim scenario injects`: the list of injects as a table, out and in."""

import sys
from pathlib import Path
from typing import Any

import typer

from swsim.cli.console import Language, language_option

app = typer.Typer(
    help="The injects of a scenario as CSV, as exercise planners keep them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def export(
    scenario: str = typer.Argument(help="A name, a folder or a file."),
    out: Path | None = typer.Option(None, help="Write to this file, not to stdout."),
    excel: bool = typer.Option(
        False,
        "--excel",
        help="As Excel opens it: a byte order mark; ; in Spanish.",
    ),
    lang: Language = language_option("The language of expected actions."),
) -> None:
    """Write the injects of a scenario as CSV (MSEL)."""
    from swsim.errors import FileProblem
    from swsim.scenario import load_scenario
    from swsim.scenario.msel import exported
    from swsim.strictyaml import read

    data = exported(read(load_scenario(scenario).path).data, lang, excel=excel)
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise FileProblem(out, error.strerror or "cannot be written") from error


@app.command(name="import")
def import_(
    table: Path = typer.Argument(help="A CSV file: comma, semicolon or tab."),
    scenario: str = typer.Argument(help="The scenario that gets these injects."),
    out: Path = typer.Option(..., help="Write the scenario with them to this file."),
) -> None:
    """Write a scenario with the injects of a table in place of its own."""
    from swsim.errors import FileProblem
    from swsim.scenario import load_scenario
    from swsim.scenario.msel import imported
    from swsim.strictyaml import read, written

    injects = imported(table)
    data = read(load_scenario(scenario).path).data
    whole: Any = {**(data if isinstance(data, dict) else {}), "injects": injects}
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(written(whole), encoding="utf-8")
    except OSError as error:
        raise FileProblem(out, error.strerror or "cannot be written") from error
    load_scenario(out)
    print(f"{out}: {len(injects)} injects")

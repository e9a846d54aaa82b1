"""`swsim ledger`: take what happened out of a run's ledger."""

import sys
from contextlib import closing
from pathlib import Path

import typer

from swsim.cli.console import complain
from swsim.errors import UsageError

app = typer.Typer(
    help="Export what a run's ledger holds.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Keep `export` a subcommand, also while it is the only one."""


@app.command()
def export(
    run: Path = typer.Argument(help="The folder of a run."),
    canonical: bool = typer.Option(
        False,
        "--canonical",
        help="The events as canonical JSON Lines; the digest is their SHA-256.",
    ),
    messages: Path | None = typer.Option(
        None, help="Write every message as an XML file into this folder."
    ),
) -> None:
    """Write the events of a run to stdout, or its messages into a folder."""
    from swsim.app.folders import open_folder
    from swsim.ledger.store import Ledger

    if not canonical and messages is None:
        raise UsageError("Say what to export: --canonical, or --messages FOLDER.")
    with closing(Ledger.open(open_folder(run).ledger)) as ledger:
        if canonical:
            for line in ledger.canonical_lines():
                sys.stdout.write(line + "\n")
        if messages is not None:
            from swsim.app.export import export_messages

            count = export_messages(ledger, messages)
            complain(f"{messages}: {count} messages")

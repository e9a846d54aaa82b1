"""`swsim verify`: play a run again and say whether it is what its ledger says."""

import json as json_
from pathlib import Path

import typer

from swsim.cli.console import log_to_stderr


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="verify", help="Replay a run and compare it with its ledger.")(
        verify
    )


def verify(
    run: Path = typer.Argument(help="The folder of a run."),
    full: bool = typer.Option(
        False, "--full", help="Validate every message again, and compare the verdicts."
    ),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Say `verified`, or the first difference (exit code 1)."""
    from swsim.app.run import run_async
    from swsim.app.verify import verify as verify_run

    log_to_stderr()
    found = run_async(verify_run(run, full=full))
    verified = found.difference is None
    if json:
        shown = {
            "verified": verified,
            "events": found.events,
            "digest": found.digest,
            "difference": found.difference,
        }
        print(json_.dumps(shown, indent=2, ensure_ascii=False))
    else:
        print(f"verified: {found.events} events" if verified else found.difference)
    raise typer.Exit(code=0 if verified else 1)

"""`swsim worker`: play some sites of a run that another machine coordinates."""

from pathlib import Path

import typer

from swsim.cli.broker import CA, MQTT, protocol_of
from swsim.cli.console import log_to
from swsim.errors import RunError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="worker", help="Play a part of a run for its coordinator.")(worker)


def worker(
    broker: str = typer.Option(..., help="The run's broker, as mqtt[s]://HOST[:PORT]."),
    run: str = typer.Option(..., help="The id of the run."),
    pass_file: Path = typer.Option(
        ..., "--secrets", help="The file that swsim run has written for this worker."
    ),
    run_dir: Path | None = typer.Option(
        None, help="The folder for this worker's ledger (default: runs/RUN)."
    ),
    ca: Path | None = CA,
    mqtt: str = MQTT,
) -> None:
    """Play the sites that the coordinator assigns, until the run ends.

    Started again in the same folder it goes on where it was. The command is printed by
    swsim run --await-workers; see docs/workers.md.
    """
    from swsim.app.folders import RUNS
    from swsim.app.run import run_async
    from swsim.app.worker import Place, work

    folder = run_dir or RUNS / run
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(
        broker=broker,
        run=run,
        pass_file=pass_file,
        folder=folder,
        protocol=protocol_of(mqtt),
        ca=ca,
    )
    try:
        with log_to(folder / f"{pass_file.stem}.log"):
            run_async(work(place))
    except KeyboardInterrupt:
        raise RunError("Stopped. The same command goes on.") from None

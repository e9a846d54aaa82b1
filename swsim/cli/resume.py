"""`swsim resume`: go on with a run that was interrupted."""

from functools import partial
from pathlib import Path

import typer

from swsim.cli.broker import CA, CREDENTIALS
from swsim.cli.console import Language, LogLevel, exit_code, language_option
from swsim.cli.run import (
    LINGER,
    LOG_LEVEL,
    METRICS,
    SPEED,
    play_and_show,
    speed_of,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="resume", help="Go on with a run that was interrupted.")(
        resume_run
    )


def resume_run(
    run: Path = typer.Argument(help="The folder of a run."),
    broker: str | None = typer.Option(
        None, help="Another broker than the run began with."
    ),
    credentials: Path | None = CREDENTIALS,
    ca: Path | None = CA,
    speed: str = SPEED,
    linger: float = LINGER,
    metrics: int | None = METRICS,
    log_level: LogLevel = LOG_LEVEL,
    lang: Language = language_option("The language of the story and the report."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object, no story."),
) -> None:
    """Play an interrupted run to its end; it ends as if nothing had happened."""
    from swsim.app.links import access_of
    from swsim.app.resume import interrupted, resume

    what = interrupted(
        run,
        broker=broker,
        access=access_of(credentials, ca),
        speed=speed_of(speed),
        lang=lang,
        linger=linger,
        metrics=metrics,
    )
    summary = play_and_show(
        what.play,
        as_json=json,
        begin=partial(resume, what),
        shared=what.shares is not None,
        log_level=log_level,
    )
    raise typer.Exit(code=exit_code(summary.verdict))

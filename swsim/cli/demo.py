"""`swsim demo`: one shipment told as a story, then two regions in full traffic."""

from pathlib import Path

import typer

from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import Language, exit_code, language_option

_SHIPMENTS = 60


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="demo", help="Play two scenarios: one shipment, two regions.")(
        demo
    )


def demo(
    lang: Language = language_option("The language of the story and the report."),
    cast: CastKind = cast_option(),
    run_dir: Path | None = typer.Option(
        None, help="The folder to keep both runs in (new or empty)."
    ),
) -> None:
    """Play first-contact as a story, then two-regions with 60 shipments."""
    from swsim.app.stage import Play
    from swsim.cli.run import play_and_show

    verdicts = []
    for name, shipments in (("first-contact", None), ("two-regions", _SHIPMENTS)):
        what = Play(
            loaded=load_cast(name, cast, lang),
            shipments=shipments,
            run_dir=run_dir / name if run_dir else None,
            lang=lang,
        )
        verdicts.append(play_and_show(what, as_json=False).verdict)
        print()
    raise typer.Exit(code=exit_code(*verdicts))

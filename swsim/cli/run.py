"""`swsim run`: play a scenario; a small cast is told as a story."""

from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

from swsim.cli.broker import CA, CREDENTIALS, MQTT, protocol_of
from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import (
    Language,
    LogLevel,
    complain,
    exit_code,
    language_option,
    log_to,
)
from swsim.errors import RunError, UsageError

if TYPE_CHECKING:
    from swsim.app.concluding import Summary
    from swsim.app.stage import Play, Stage

    Begin: TypeAlias = Callable[..., Coroutine[Any, Any, Summary]]

SPEED = typer.Option("max", help="Virtual seconds a second, such as 600, or max.")
LINGER = typer.Option(
    30.0,
    min=0.0,
    help="Seconds to wait for external systems when nothing is planned any more.",
)

METRICS = typer.Option(
    None,
    min=0,
    max=65_535,
    help="A port of this machine where Prometheus finds figures of the run; 0: any.",
)
LOG_LEVEL = typer.Option(
    LogLevel.INFO, help="From which level on run.log in the run folder is written."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="run", help="Play a scenario and keep the run in a folder.")(run)


def run(
    scenario: str = typer.Argument(
        help="A shipped scenario's name (see: swsim scenario list), a folder or a file."
    ),
    variant: str | None = typer.Option(
        None, help="One of the scenario's variants (see: swsim scenario list)."
    ),
    cast: CastKind = cast_option(),
    seed: int | None = typer.Option(
        None, min=0, max=2**31 - 1, help="Another seed than the scenario's."
    ),
    shipments: int | None = typer.Option(
        None, min=1, help="Another number of shipments than the scenario's."
    ),
    broker: str = typer.Option(
        "embedded",
        help="embedded, none, or mqtt[s]://[USER:PASSWORD@]HOST[:PORT]; the servers of"
        " a cluster as mqtt[s]://HOST:PORT,HOST:PORT.",
    ),
    credentials: Path | None = CREDENTIALS,
    ca: Path | None = CA,
    mqtt: str = MQTT,
    workers: str = typer.Option(
        "1", help="Processes that share the administrations: a number, or auto."
    ),
    await_workers: bool = typer.Option(
        False,
        "--await-workers",
        help="All workers but the first are started on other machines.",
    ),
    speed: str = SPEED,
    external: list[str] = typer.Option(
        [],
        metavar="PARTICIPANT",
        help="A participant whom another system plays over the broker, such as pa-trd.",
    ),
    decide: list[str] = typer.Option(
        [],
        metavar="INJECT=CHOICE",
        help="Take a decision that the scenario keeps for the trainer: release or"
        " detain; may be repeated.",
    ),
    linger: float = LINGER,
    metrics: int | None = METRICS,
    log_level: LogLevel = LOG_LEVEL,
    step: bool = typer.Option(False, "--step", help="Wait for Enter at each line."),
    run_dir: Path | None = typer.Option(
        None, help="The folder to keep the run in (new or empty)."
    ),
    junit: Path | None = typer.Option(
        None, help="Write the expectations as JUnit XML to this file."
    ),
    durable: bool = typer.Option(
        False, "--durable", help="Survive a power cut, too; slower on most disks."
    ),
    lang: Language = language_option("The language of the story and the report."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object, no story."),
) -> None:
    """Play a scenario and keep the run in a folder."""
    from swsim.app.deciding import decisions_of
    from swsim.app.links import access_of
    from swsim.app.stage import Play

    loaded = load_cast(scenario, cast, lang, variant=variant)
    what = Play(
        loaded=loaded,
        seed=seed,
        shipments=shipments,
        broker=broker,
        protocol=protocol_of(mqtt),
        access=access_of(credentials, ca),
        speed=speed_of(speed),
        run_dir=run_dir,
        durable=durable,
        lang=lang,
        external=tuple(external),
        decisions=decisions_of(decide, loaded.scenario.injects),
        linger=linger,
        metrics=metrics,
    )
    begin = _shared(what, workers, await_workers=await_workers)
    if begin is not None and step:
        raise UsageError(
            "--step waits at each line of the story, which only a run with one worker"
            " tells. Leave --workers out."
        )
    summary = play_and_show(
        what,
        as_json=json,
        step=step,
        begin=begin,
        shared=begin is not None,
        log_level=log_level,
        junit=junit,
    )
    raise typer.Exit(code=exit_code(summary.verdict))


def _shared(what: "Play", workers: str, *, await_workers: bool) -> "Begin | None":
    """Return how to play with several workers, None where one process plays all."""
    if workers == "1" and not await_workers:
        return None
    from swsim.app.coordinator import share
    from swsim.app.posts import refuse_sharing
    from swsim.app.sharing import share_out, workers_of
    from swsim.scenario import world

    the_world = world(
        what.loaded.scenario, seed=what.the_seed, shipments=what.shipments
    )
    number = workers_of(workers, the_world)
    if number == 1 and not await_workers:
        return None
    shares = share_out(the_world, number, await_others=await_workers)
    refuse_sharing(what, shares)
    return partial(share, what, shares)


def _blocked(junit: Path | None, what: "Play", why: str) -> None:
    """Say in JUnit that nothing could be judged."""
    from swsim.app.junit import write_blocked

    if junit is not None:
        write_blocked(junit, what, why)


def speed_of(text: str) -> int | None:
    if text == "max":
        return None
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(
            f"--speed {text!r} cannot be used; give a whole number of virtual seconds"
            " for each second, such as 600, or max."
        )
    return int(text)


def _stopped(kept: list[Path]) -> str:
    if not kept:
        return "Stopped before the run began."
    return f"Stopped. Nothing is lost; go on with: swsim resume {kept[0]}"


def _waiting(seats: Sequence[Path], lang: str) -> None:
    for file in seats:
        complain(_SEAT[lang].format(participant=file.stem, file=file))


_SEAT = {
    "en": "{participant} is played by another system; where it connects: {file}",
    "es": "{participant} lo representa otro sistema; dónde se conecta: {file}",
}


def play_and_show(
    what: "Play",
    *,
    as_json: bool,
    step: bool = False,
    begin: "Begin | None" = None,
    shared: bool = False,
    log_level: LogLevel = LogLevel.INFO,
    junit: Path | None = None,
) -> "Summary":
    """Play, tell it as fits the size of the cast, print the summary.

    `begin` plays in another way than from the start, `shared` among several workers.
    Raises RunError on Ctrl-C, once broker and ledger are closed. `junit` gets the
    expectations as JUnit XML, also of a run that did not come to its end.
    """
    from swsim.app.junit import write_junit
    from swsim.app.run import play, run_async
    from swsim.cli.show import audience, show_summary
    from swsim.cli.waiting import tell_waiting

    show = audience(what, quiet=as_json, step=step, shared=shared)
    kept: list[Path] = []
    log = ExitStack()

    def opening(stage: "Stage") -> None:
        kept.append(stage.folder.path)
        log.enter_context(log_to(stage.folder.log, log_level))
        stage.waits = partial(tell_waiting, lang=what.lang)
        stage.waiting = partial(_waiting, lang=what.lang)
        stage.listening = lambda address: complain(f"Prometheus: {address}")
        show.open(stage)

    try:
        with log, show:
            playing = begin or partial(play, what)
            summary = run_async(playing(observer=show.observe, opening=opening))
    except KeyboardInterrupt:
        _blocked(junit, what, _stopped(kept))
        raise RunError(_stopped(kept)) from None
    except Exception as error:
        _blocked(junit, what, str(error) or type(error).__name__)
        raise
    if junit is not None:
        write_junit(junit, what, summary)
    if as_json:
        print(summary.as_json())
    else:
        show_summary(summary, what.lang)
        show.conclude()
    return summary

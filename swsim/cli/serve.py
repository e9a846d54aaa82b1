"""`swsim serve`: a run in the browsers of a room."""

import asyncio
import signal
from asyncio import CancelledError
from contextlib import ExitStack, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from swsim.cli.casting import CastKind, cast_option, load_cast
from swsim.cli.console import (
    Language,
    LogLevel,
    complain,
    exit_code,
    language_option,
    log_to,
)
from swsim.cli.run import LOG_LEVEL
from swsim.errors import RunError, SwsimError, UsageError

if TYPE_CHECKING:
    import socket

    from swsim.app.stage import Stage
    from swsim.web.room import Room
    from swsim.web.settings import Settings

_DEFAULT: Final = "first-contact"
_LIBRARIES: Final = ("fastapi", "uvicorn", "websockets", "segno")
_EXTRA: Final = (
    "swsim serve needs {missing}, which the extra [web] brings: pip install"
    " 'swsim[web]'"
)
_WIDTH: Final = 18
_WORDS: Final = {
    "en": {
        "address": "Address",
        "pin": "Trainer's PIN",
        "run": "Run folder",
        "projector": "Projector",
        "stop": "Ctrl-C stops; the run can be gone on with.",
        "stopped": "Stopped. Nothing is lost; go on with: swsim serve --run {folder}",
        "ended": "The run has ended; look at it again with: swsim serve --run {folder}",
        "loopback": "Only this machine can reach it; for a room: --host 0.0.0.0",
    },
    "es": {
        "address": "Dirección",
        "pin": "PIN del formador",
        "run": "Carpeta",
        "projector": "Proyector",
        "stop": "Ctrl-C detiene; la ejecución puede continuarse.",
        "stopped": "Detenido. Nada se pierde; continúe con: swsim serve --run {folder}",
        "ended": "La ejecución terminó; véala otra vez con: swsim serve --run {folder}",
        "loopback": "Solo este equipo la alcanza; para una sala: --host 0.0.0.0",
    },
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="serve", help="Play a scenario in the browsers of a room.")(serve)


def serve(
    scenario: str | None = typer.Argument(
        None,
        help="A shipped scenario's name, a folder or a file.",
        show_default=_DEFAULT,
    ),
    port: int = typer.Option(8000, min=0, max=65_535, help="0 is any that is free."),
    host: str = typer.Option(
        "127.0.0.1", help="0.0.0.0 lets the other machines of the room in."
    ),
    run: Path | None = typer.Option(
        None, help="The folder of a run to go on with, or to look at once it has ended."
    ),
    run_dir: Path | None = typer.Option(
        None, help="The folder to keep a new run in (new or empty)."
    ),
    cast: CastKind = cast_option(),
    speed: int = typer.Option(
        60, min=1, max=3_600, help="Virtual seconds a second to begin with."
    ),
    shipments: int | None = typer.Option(
        None, min=1, help="Another number of shipments than the scenario's."
    ),
    seed: int | None = typer.Option(
        None, min=0, max=2**31 - 1, help="Another seed than the scenario's."
    ),
    broker: str = typer.Option(
        "embedded", help="embedded, none, or mqtt[s]://[USER:PASSWORD@]HOST[:PORT]."
    ),
    log_level: LogLevel = LOG_LEVEL,
    lang: Language = language_option("The language of this talk and of the report."),
) -> None:
    """Serve a run to the browsers of a room; the trainer starts it with the PIN.

    Nothing that is served asks anything of another machine.
    """
    expect_extra()
    from swsim.app.stage import Play
    from swsim.web.room import Room, of_folder

    if run is not None:
        fictional = cast if cast is CastKind.FICTIONAL else None
        _refuse_beside_run(scenario, run_dir, shipments, seed, fictional)
        room = of_folder(run, lang=lang)
    else:
        what = Play(
            loaded=load_cast(scenario or _DEFAULT, cast, lang),
            seed=seed,
            shipments=shipments,
            broker=broker,
            run_dir=run_dir,
            lang=lang,
        )
        room = Room(what)
    room.set_speed(speed)
    _open(room, host, port, log_level, lang)
    raise typer.Exit(code=exit_code(room.ending.verdict) if room.ending else 0)


def expect_extra() -> None:
    """Raise SwsimError where a library of the web is missing."""
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        raise SwsimError(_EXTRA.format(missing=", ".join(missing)))


def _refuse_beside_run(*others: object) -> None:
    if any(other is not None for other in others):
        raise UsageError(
            "--run goes on with a run as it began: with its scenario, cast, seed,"
            " shipments and folder; leave these out."
        )


def _open(
    room: "Room", host: str, port: int, log_level: LogLevel, lang: Language
) -> None:
    """Serve a room until somebody stops it, and say how to come back."""
    from swsim.app.run import run_async
    from swsim.web.server import listen

    kept: list[Path] = []
    log = ExitStack()

    def opening(stage: "Stage") -> None:
        kept.append(stage.folder.path)
        log.enter_context(log_to(stage.folder.log, log_level))

    room.opening = opening
    with (
        log,
        listen(host, port) as listening,
        suppress(KeyboardInterrupt, CancelledError),
    ):
        run_async(_until_stopped(room, listening, lang))
    if not kept:
        raise RunError("Stopped before the run began.")
    word = "ended" if room.state == "ended" else "stopped"
    complain(_WORDS[lang][word].format(folder=kept[0]))


async def _until_stopped(
    room: "Room", listening: "socket.socket", lang: Language
) -> None:
    from swsim.web.server import serve

    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # Windows knows no such handlers
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await serve(room, listening, partial(_invite, lang=lang))


def _invite(room: "Room", settings: "Settings", *, lang: Language) -> None:
    """Print how to come in."""
    from swsim.web.door import as_text
    from swsim.web.server import LOOPBACK

    words = _WORDS[lang]
    print(as_text(settings.address))
    for name, value in (
        ("address", settings.address),
        ("pin", settings.keys.pin),
        ("projector", f"{settings.address}/{lang}/projector"),
        ("run", room.stage.folder.path),
    ):
        print(f"{words[name]:{_WIDTH}} {value}", flush=True)
    if LOOPBACK in settings.address:
        complain(words["loopback"])
    complain(words["stop"])

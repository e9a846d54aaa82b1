"""The `swsim` command: every subcommand is a module of this folder, loaded when used.

Results go to stdout, talk to stderr. Exit codes: 0 as expected, 1 verdict not met,
2 usage, 3 could not run.
"""

import io
import sys

import typer

from swsim import __version__
from swsim.cli import (
    asyncapi,
    bench,
    broker,
    codelist,
    compare,
    demo,
    doctor,
    keys,
    ledger,
    material,
    package,
    replay,
    report,
    resume,
    run,
    scenario,
    serve,
    trs,
    validate,
    verify,
    worker,
)
from swsim.cli.console import complain
from swsim.errors import SwsimError

app = typer.Typer(
    name="swsim",
    help=(
        "Single Window message exchange simulator: customs nodes of two WCO regions"
        " exchange validated XML over MQTT. A training model with illustrative values;"
        " not a WCO product."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"swsim {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_version, is_eager=True
    ),
) -> None:
    """Take the options that stand before a subcommand."""


for module in (
    demo,
    run,
    resume,
    compare,
    replay,
    serve,
    validate,
    material,
    verify,
    trs,
    asyncapi,
    worker,
    doctor,
):
    module.register(app)
app.add_typer(codelist.app, name="codelist")
app.add_typer(scenario.app, name="scenario")
app.add_typer(broker.app, name="broker")
app.add_typer(keys.app, name="keys")
app.add_typer(ledger.app, name="ledger")
app.add_typer(report.app, name="report")
app.add_typer(bench.app, name="bench")
app.add_typer(package.app, name="package")


# What Typer makes of Ctrl-C.
_INTERRUPTED = 130


def main() -> None:
    """Run the command line; errors of swsim become one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")  # also on Windows
    try:
        app(prog_name="swsim")
    except SwsimError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        complain(f"{error.filename or 'swsim'}: {error.strerror or error}")
        sys.exit(SwsimError.exit_code)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            complain("Stopped.")
            end.code = SwsimError.exit_code
        raise


if __name__ == "__main__":
    main()

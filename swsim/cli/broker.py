"""`swsim broker`: set up a broker for the participants of a run, and clean up on it."""

import json as json_
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import typer

from swsim.cli.casting import CastKind, cast_option
from swsim.cli.console import complain
from swsim.errors import UsageError

if TYPE_CHECKING:
    from swsim.app.brokers import Cast, SetUp
    from swsim.exchange.dial import Protocol

app = typer.Typer(
    help="Set up a broker of your own, and clean up on it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

CREDENTIALS = typer.Option(
    None,
    help="What each participant shows the broker: the folder that swsim broker config"
    " has written, its clients folder, or the credentials.json in there.",
)
CA = typer.Option(
    None, help="The authority (PEM) that the certificate of an mqtts broker is of."
)
MQTT = typer.Option(
    "3.1.1", help="The MQTT version for an external broker: 3.1.1 or 5."
)


def protocol_of(text: str) -> "Protocol":
    """Return an MQTT version; UsageError for another."""
    if text == "3.1.1":
        return "3.1.1"
    if text == "5":
        return "5"
    raise UsageError(f"--mqtt {text!r} is no MQTT version; it can be 3.1.1 or 5.")


@app.command()
def config(
    scenario: str | None = typer.Argument(
        None, help="A scenario: its participants may connect, in any run of it."
    ),
    kind: str = typer.Option(
        ..., "--for", help="nats, nats-cluster, mosquitto or rabbitmq."
    ),
    output: Path = typer.Option(
        ..., "--output", "-o", help="The folder to write (new or empty)."
    ),
    run: str | None = typer.Option(
        None, help="Instead of a scenario: one run, its folder or its id below runs/."
    ),
    cast: CastKind = cast_option(),
    host: list[str] = typer.Option(
        [], help="A name or address of the broker; may be repeated."
    ),
    port: int | None = typer.Option(
        None, min=1, max=65_535, help="The port; 1883, with TLS 8883, by default."
    ),
    tls: bool = typer.Option(False, "--tls", help="With TLS and passwords."),
    mtls: bool = typer.Option(
        False, "--mtls", help="With TLS and a certificate for each participant."
    ),
    workers: int | None = typer.Option(
        None, min=2, help="Let coordinator and so many workers in, for run --workers."
    ),
    client: list[str] = typer.Option(
        [], help="Somebody else with a place in the topics; may be repeated."
    ),
    at: str | None = typer.Option(
        None, help="Where the broker finds its folder, if it is elsewhere."
    ),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Write a broker's configuration, permissions, passwords and certificates."""
    from swsim.app.brokers import Wanted, set_up_broker
    from swsim.exchange.brokers import GENERATORS
    from swsim.exchange.brokers.plan import Tls

    if kind not in GENERATORS:
        raise UsageError(
            f"swsim sets up no {kind!r}; --for can be {', '.join(GENERATORS)}."
        )
    if tls and mtls:
        raise UsageError("Give --tls or --mtls, not both; --mtls has all of --tls.")
    wanted = Wanted(
        kind=kind,
        cast=_cast(scenario, cast, run, [*client, *_crew(workers)]),
        port=port,
        tls=Tls.MUTUAL if mtls else Tls.SERVER if tls else Tls.NONE,
        at=None if at is None else PurePosixPath(at),
        **({"hosts": tuple(host)} if host else {}),
    )
    done = set_up_broker(wanted, output)
    _show_json(done) if json else _show(done)
    if done.in_the_open:
        complain(
            "Passwords and documents will go over the network in the open; --tls or"
            " --mtls protects them."
        )


def _crew(workers: int | None) -> list[str]:
    from swsim.exchange.control import COORDINATOR, worker_name

    if workers is None:
        return []
    return [COORDINATOR, *(worker_name(n) for n in range(1, workers + 1))]


def _cast(
    scenario: str | None, kind: CastKind, run: str | None, others: list[str]
) -> "Cast":
    from swsim.app.brokers import cast_of_run, cast_of_scenario

    if scenario is not None and run is None:
        return cast_of_scenario(scenario, others, fictional=kind is CastKind.FICTIONAL)
    if run is not None and scenario is None:
        return cast_of_run(run, others)
    raise UsageError("Name a scenario, or a run with --run; one of the two.")


def _show_json(done: "SetUp") -> None:
    shown = {
        "broker": str(done.broker),
        "clients": str(done.clients),
        "authority": None if done.authority is None else str(done.authority),
        "address": done.address,
    }
    print(json_.dumps(shown, indent=2, ensure_ascii=False))


def _show(done: "SetUp") -> None:
    print(f"{done.broker}: for the broker, {done.address}")
    print(f"{done.clients}: for swsim, as in")
    print(f"  swsim run ... --broker {done.address} --credentials {done.clients}")
    if done.authority is not None:
        print(f"{done.authority}: for nobody; it can issue certificates")


@app.command()
def clean(
    run: str = typer.Option(
        ..., help="The run: its folder, or its id below runs/, or on the broker."
    ),
    broker: str = typer.Option(
        ..., help="mqtt[s]://[USER:PASSWORD@]HOST[:PORT][,HOST[:PORT]...]"
    ),
    credentials: Path | None = CREDENTIALS,
    ca: Path | None = CA,
    mqtt: str = MQTT,
) -> None:
    """End the sessions that a run has left on a broker, as after a crash."""
    from swsim.app.brokers import clean_up
    from swsim.app.links import access_of
    from swsim.app.run import run_async

    access = access_of(credentials, ca)
    count = run_async(clean_up(run, broker, access, protocol_of(mqtt)))
    print(f"The broker keeps no session of {run} any more ({count} participants).")

"""Sets up brokers for the participants of a scenario or a run, and cleans up on them.

What is written goes to three places: the broker's machine, whoever runs swsim, and
nowhere (the authority's own key).
"""

import getpass
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath

from swsim.app.folders import RUNS, open_folder, take_empty_folder
from swsim.errors import UsageError
from swsim.exchange.address import Address, Server, parse_address
from swsim.exchange.brokers import GENERATORS
from swsim.exchange.brokers.nats import CLUSTER_SIZE, ROUTE_ABOVE
from swsim.exchange.brokers.plan import CA_FILE, CERTIFICATE_FILE, KEY_FILE, Plan, Tls
from swsim.exchange.credentials import (
    CLIENTS_FOLDER,
    CREDENTIALS_FILE,
    Access,
    make_credentials,
    make_password,
    write_credentials,
)
from swsim.exchange.dial import Protocol
from swsim.exchange.mqtt import MqttLink
from swsim.exchange.permissions import ANY_RUN, with_certificates, with_passwords
from swsim.exchange.topics import checked_level
from swsim.exchange.wallclock import now_utc
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario, world
from swsim.security.authority import Issued, RunAuthority
from swsim.security.certificates import Validity
from swsim.security.files import private_folder, write_private
from swsim.simulation.world import build_sites

# Certificates are valid so long; from a moment ago, for clocks that differ.
_VALID = timedelta(days=365)
_A_MOMENT = timedelta(minutes=5)

_CLUSTER = "nats-cluster"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HIGHEST_OF_CLUSTER = 65_535 - ROUTE_ABOVE - CLUSTER_SIZE
_PORTS = {Tls.NONE: 1883, Tls.SERVER: 8883, Tls.MUTUAL: 8883}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Who takes part, and in which run; ANY_RUN for every run of a scenario."""

    run: str
    participants: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A broker that somebody wants.

    `kind` is a name in GENERATORS. `hosts` are the names and addresses under which
    clients reach it; for a cluster one for all servers, or one for each. `at` is where
    the broker will find its files, when that is not where they are written.
    """

    kind: str
    cast: Cast
    hosts: tuple[str, ...] = _LOOPBACK[:2]
    port: int | None = None
    tls: Tls = Tls.NONE
    at: PurePath | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SetUp:
    """What was written: folders for the broker and for swsim, and the address."""

    broker: Path
    clients: Path
    authority: Path | None
    address: str
    in_the_open: bool


def cast_of_scenario(
    name: str, others: Sequence[str] = (), *, fictional: bool = False
) -> Cast:
    """Return who takes part in a scenario, and whoever else shall be let in.

    Raises UsageError for somebody who cannot have a place in the topics.
    """
    for other in others:
        checked_level("client", other)
    scenario = load_scenario(name, fictional=fictional).scenario
    the_world = world(scenario, seed=scenario.seed)  # any seed has the same cast
    names = [name for site in build_sites(the_world) for name in site.participants]
    return Cast(run=ANY_RUN, participants=tuple(sorted({*names, *others})))


def cast_of_run(run: str, others: Sequence[str] = ()) -> Cast:
    """Return who takes part in a run: its folder, or its id below runs/."""
    path = Path(run) if Path(run).is_dir() else RUNS / run
    folder = open_folder(path)
    with closing(Ledger.open(folder.ledger)) as ledger:
        id_ = ledger.header()["run_id"]
    cast = cast_of_scenario(os.fspath(folder.scenario), others)
    return Cast(run=id_, participants=cast.participants)


def set_up_broker(wanted: Wanted, folder: Path) -> SetUp:
    """Write all files of a broker into a new or empty folder; raises UsageError."""
    servers = _servers(wanted)
    take_empty_folder(folder, what="a broker", option="-o")
    folder = folder.absolute()
    broker, clients = folder / "broker", folder / CLIENTS_FOLDER
    for each in (folder, broker, clients):
        private_folder(each)
    authority = None if wanted.tls is Tls.NONE else _authority(folder / "authority")
    if authority is not None:
        server = authority.server_certificate(_named(wanted))
        _move(server, broker / CERTIFICATE_FILE, broker / KEY_FILE)
        _copy_ca(authority, broker)
    access = _access(wanted, authority, clients)
    write_credentials(clients / CREDENTIALS_FILE, access)
    plan = _plan(wanted, servers, access, broker)
    for name, text in GENERATORS[wanted.kind](plan).items():
        write_private(broker / name, text)
    for name in plan.stores:
        private_folder(broker / name)
    return SetUp(
        broker=broker,
        clients=clients,
        authority=None if authority is None else authority.folder,
        address=str(Address(servers=servers, tls=wanted.tls is not Tls.NONE)),
        in_the_open=wanted.tls is Tls.NONE and not _is_local(wanted),
    )


def _servers(wanted: Wanted) -> tuple[Server, ...]:
    """Return where clients reach the broker; raises UsageError for wrong hosts."""
    port = wanted.port or _PORTS[wanted.tls]
    for host in wanted.hosts:
        # What goes into a configuration is a name or an address, and no more.
        parse_address(f"mqtt://{Server(host=host, port=port)}")
    first = Server(host=wanted.hosts[0], port=port)
    if wanted.kind != _CLUSTER:
        return (first,)
    if port > _HIGHEST_OF_CLUSTER:
        raise UsageError(
            f"--port {port} leaves no room above it for what the servers of a cluster"
            f" say to each other; it can be {_HIGHEST_OF_CLUSTER} at most."
        )
    if _is_local(wanted) or len(wanted.hosts) == 1:
        return tuple(
            Server(host=first.host, port=port + number)
            for number in range(CLUSTER_SIZE)
        )
    if len(wanted.hosts) != CLUSTER_SIZE:
        raise UsageError(
            f"A cluster has {CLUSTER_SIZE} servers; give --host once, for all of them"
            f" on one machine, or {CLUSTER_SIZE} times."
        )
    return tuple(Server(host=host, port=port) for host in wanted.hosts)


def _is_local(wanted: Wanted) -> bool:
    return set(wanted.hosts) <= set(_LOOPBACK)


def _named(wanted: Wanted) -> tuple[str, ...]:
    """Return the names in the certificate: those asked for, and this machine's."""
    return tuple(dict.fromkeys([*wanted.hosts, *_LOOPBACK]))


def _authority(folder: Path) -> RunAuthority:
    now = now_utc()
    return RunAuthority.create(
        folder, Validity(start=now - _A_MOMENT, end=now + _VALID)
    )


def _access(wanted: Wanted, authority: RunAuthority | None, clients: Path) -> Access:
    names = wanted.cast.participants
    ca = None if authority is None else _copy_ca(authority, clients)
    if authority is None or wanted.tls is not Tls.MUTUAL:
        return Access(credentials=make_credentials(names), ca=ca)
    pairs = {name: (clients / f"{name}.crt", clients / f"{name}.key") for name in names}
    for name, pair in pairs.items():
        _move(authority.issue(name), *pair)
    return Access(certificates=pairs, ca=ca)


def _plan(
    wanted: Wanted, servers: tuple[Server, ...], access: Access, broker: Path
) -> Plan:
    run, names = wanted.cast.run, wanted.cast.participants
    return Plan(
        clients=with_certificates(run, names)
        if access.certificates
        else with_passwords(run, access.credentials),
        servers=servers,
        listen="127.0.0.1" if _is_local(wanted) else "0.0.0.0",
        folder=wanted.at or broker,
        tls=wanted.tls,
        # Elsewhere, in a container say, nobody may have that name.
        owner=getpass.getuser() if wanted.at is None else None,
        secret=make_password(),
    )


def _move(issued: Issued, certificate: Path, key: Path) -> None:
    """Move a pair to where it is used: whoever has the authority needs no other key."""
    issued.certificate.replace(certificate)
    issued.key.replace(key)


def _copy_ca(authority: RunAuthority, folder: Path) -> Path:
    write_private(folder / CA_FILE, authority.certificate.read_text(encoding="utf-8"))
    return folder / CA_FILE


async def clean_up(
    run: str, broker: str, access: Access | None, protocol: Protocol
) -> int:
    """End the sessions of a run on a broker; return of how many participants.

    `run` is a folder, an id below runs/, or one whose participants are those of
    `access`. Raises BrokerError when the broker refuses somebody or is not there.
    """
    try:
        cast = cast_of_run(run)
    except UsageError:
        if access is None or "/" in run:
            raise
        cast = Cast(run=run, participants=access.names)
    link = MqttLink(
        broker, cast.run, cast.participants, access=access, protocol=protocol
    )
    await link.clear_sessions()
    return len(cast.participants)

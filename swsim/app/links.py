"""The link of a run and what is done to it on purpose: broker, connections, injects."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from swsim.app.external import write_seats
from swsim.app.folders import RunFolder
from swsim.errors import RunError, UsageError
from swsim.exchange.address import parse_address, without_login
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.credentials import Access, read_credentials
from swsim.exchange.dial import Protocol
from swsim.exchange.direct import DirectLink
from swsim.exchange.disturbances import Breakage, Disturbances, Repeat
from swsim.exchange.link import Link
from swsim.exchange.logbook import note
from swsim.exchange.mqtt import MqttLink
from swsim.scenario.injects import BrokerRestart, DuplicateMessage, Inject

EMBEDDED = "embedded"
NONE = "none"

_OTHER_FILES = 128


def check_broker(broker: str, access: Access | None = None) -> None:
    """Raise UsageError for a broker that cannot be, before a folder is made."""
    if broker in (EMBEDDED, NONE):
        if access is not None:
            raise UsageError(
                "--credentials and --ca are for a broker of your own; name it with"
                " --broker mqtt[s]://HOST."
            )
        return
    if "://" not in broker:
        raise UsageError(
            f"There is no broker {without_login(broker)!r}; it can be {EMBEDDED},"
            f" {NONE} or the address of one, such as mqtt://HOST:1883."
        )
    parse_address(broker)


def access_of(credentials: Path | None, ca: Path | None) -> Access | None:
    """Return what participants show a broker, from the files that say it.

    Raises FileProblem. Without either, user and password of the address are used.
    """
    if credentials is None and ca is None:
        return None
    access = Access() if credentials is None else read_credentials(credentials)
    return access if ca is None else replace(access, ca=ca)


def check_access(access: Access | None, participants: Sequence[str]) -> None:
    """Raise UsageError when some have a password or certificate, and others none."""
    if access is None or not access.names:
        return
    if missing := sorted(set(participants) - set(access.names)):
        raise UsageError(
            f"The credentials hold nothing for {', '.join(missing[:10])}: they are of"
            " another scenario, or for fewer workers. Write them for this run: swsim"
            " broker config."
        )


async def open_link(
    broker: str,
    protocol: str,
    access: Access | None,
    folder: RunFolder,
    participants: Sequence[str],
    stack: AsyncExitStack,
    external: Collection[str] = (),
    waiting: Callable[[Sequence[Path]], None] = lambda files: None,
) -> tuple[Link, EmbeddedBroker | None]:
    """Return the link of a run, and the embedded broker that `stack` will stop.

    For the `external` participants other systems connect. Once they can, a file for
    each says how, and `waiting` is called with these files.
    """

    def when_open(link: MqttLink) -> None:
        if external:
            note("seats_open", participants=sorted(external))
            waiting(write_seats(link, folder, external))

    if broker == NONE:
        return DirectLink(participants), None
    _allow_connections(len(participants))
    if broker != EMBEDDED:
        version: Protocol = "5" if protocol == "5" else "3.1.1"
        check_access(access, participants)
        link = MqttLink(
            broker,
            folder.id,
            participants,
            protocol=version,
            access=access,
            external=external,
            when_open=when_open,
        )
        return link, None
    embedded = await stack.enter_async_context(
        # Durable only for those outside: to all others the kernel publishes again what
        # is unconfirmed.
        EmbeddedBroker(folder.broker, folder.id, participants, durable=bool(external))
    )
    link = MqttLink(
        embedded.address,
        folder.id,
        participants,
        embedded.credentials,
        external=external,
        when_open=when_open,
    )
    return link, embedded


def disturbances(
    injects: Sequence[Inject],
    kill: Callable[[], Awaitable[None]] | None,
    struck: Callable[[str], None],
) -> Disturbances:
    """Return what the scenario's injects do to the transport.

    `kill` kills the broker; without it, nobody does.
    """
    return _disturbances(injects, kill, _noted(struck))


def as_then(
    injects: Sequence[Inject], broker: str, struck: Callable[[str], None]
) -> Disturbances:
    """Return what they did to the transport, to be told only."""

    async def nothing() -> None:
        """A broker is killed once."""

    return _disturbances(injects, nothing if broker == EMBEDDED else None, struck)


def _disturbances(
    injects: Sequence[Inject],
    kill: Callable[[], Awaitable[None]] | None,
    struck: Callable[[str], None],
) -> Disturbances:
    return Disturbances(
        repeats=[
            Repeat(
                name=inject.id,
                at=inject.at,
                sender=inject.sender,
                recipient=inject.recipient,
            )
            for inject in injects
            if isinstance(inject, DuplicateMessage)
        ],
        breakages=[
            Breakage(name=inject.id, at=inject.at, action=kill)
            for inject in injects
            if isinstance(inject, BrokerRestart) and kill is not None
        ],
        struck=struck,
    )


def _noted(struck: Callable[[str], None]) -> Callable[[str], None]:
    def strike(inject: str) -> None:
        note("inject", id=inject)
        struck(inject)

    return strike


def _allow_connections(count: int) -> None:
    """Raise the limit of open files where it is too low for so many connections.

    macOS starts programs with 256. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        if hard != resource.RLIM_INFINITY and hard < wanted:
            raise RunError(
                f"This run needs {wanted} open files, and the system allows {hard}."
                " Raise it (ulimit -n), play fewer administrations, or use"
                " --broker none."
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

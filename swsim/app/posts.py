"""How workers reach the broker of a run: credentials, secrets files, commands."""

import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from swsim.app.folders import RunFolder
from swsim.app.keys import key_files
from swsim.app.links import EMBEDDED, NONE
from swsim.app.passes import Pass, write_pass
from swsim.app.sharing import Shares
from swsim.app.stage import Stage
from swsim.errors import UsageError
from swsim.exchange.address import parse_address
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.connection import Protocol
from swsim.exchange.control import COORDINATOR
from swsim.exchange.credentials import Access, Credentials
from swsim.exchange.mqtt import MqttLink


@dataclass(frozen=True, kw_only=True, slots=True)
class Posts:
    """The broker of a run with several workers, and who is let in how.

    `address` has no password in it; `broker` is set where it is our own.
    """

    folder: RunFolder
    shares: Shares
    address: str
    protocol: Protocol
    credentials: Credentials
    ca: Path | None
    broker: EmbeddedBroker | None

    @classmethod
    async def open(cls, stage: Stage, shares: Shares, stack: AsyncExitStack) -> Self:
        """Start the embedded broker, if it is to be that, and write secrets files.

        Raises UsageError for a broker that workers cannot share, BrokerError.
        """
        refuse_broker(stage.play.broker, shares)
        names = (*stage.participants, COORDINATOR, *shares.workers)
        broker, access = None, stage.play.access or Access()
        if access.certificates:
            raise UsageError(
                "Several workers log in with passwords, not with certificates; give"
                " --credentials that hold passwords."
            )
        if stage.play.broker == EMBEDDED:
            broker = await stack.enter_async_context(
                EmbeddedBroker(
                    stage.folder.broker, stage.folder.id, names, durable=False
                )
            )
            address = broker.address
            credentials: Credentials = broker.credentials
        else:
            where = parse_address(stage.play.broker)
            address, credentials = str(where), access.credentials
            if not credentials and where.user is not None:
                credentials = dict.fromkeys(names, (where.user, where.password or ""))
        posts = cls(
            folder=stage.folder,
            shares=shares,
            address=address,
            protocol="5" if stage.play.protocol == "5" and not broker else "3.1.1",
            credentials=credentials,
            ca=access.ca,
            broker=broker,
        )
        for worker in shares.workers:
            write_pass(stage.folder.secrets(worker), posts._pass(stage, worker))
        return posts

    def _pass(self, stage: Stage, worker: str) -> Pass:
        """Return the pass of a worker: its own and those of its participants alone."""
        names = [
            name
            for site in stage.sites
            if site.id in self.shares.sites[worker]
            for name in site.participants
        ]
        return Pass(
            worker=worker,
            credentials={
                name: self.credentials[name]
                for name in (worker, *names)
                if name in self.credentials
            },
            keys=key_files(self.folder, names) if worker in self.shares.awaited else {},
        )

    def link(self, participant: str) -> MqttLink:
        """Return a link for one participant."""
        return MqttLink(
            self.address,
            self.folder.id,
            [participant],
            protocol=self.protocol,
            access=Access(credentials=self.credentials, ca=self.ca),
        )

    def commands(self) -> Mapping[str, tuple[str, ...]]:
        """Return the commands that start the workers of this machine."""
        return {
            worker: (
                *(sys.executable, "-m", "swsim"),
                *self._arguments(str(self.folder.secrets(worker).absolute())),
                *("--run-dir", str(self.folder.path.absolute())),
            )
            for worker in self.shares.workers
            if worker not in self.shares.awaited
        }

    def command(self, worker: str) -> str:
        """Return the command for the machine of a worker that is awaited."""
        pass_file = self.folder.secrets(worker).name
        return " ".join(("swsim", *self._arguments(pass_file)))

    def invitation(self, worker: str) -> str:
        """Return what people are to do for a worker that is awaited."""
        return (
            f"Waiting for {worker}. Copy {self.folder.secrets(worker)} to its machine"
            f" (it is secret), and start it there: {self.command(worker)}"
        )

    def _arguments(self, pass_file: str) -> tuple[str, ...]:
        mqtt = ("--mqtt", self.protocol) if self.protocol != "3.1.1" else ()
        return (
            *("worker", "--broker", self.address, "--run", self.folder.id),
            *("--secrets", pass_file),
            *(("--ca", str(self.ca.absolute())) if self.ca else ()),
            *mqtt,
        )


def refuse_broker(broker: str, shares: Shares) -> None:
    """Raise UsageError for a broker that the workers of a run cannot share."""
    if broker == NONE:
        raise UsageError(
            "Several workers need a broker between them; leave --broker none out, or"
            " play with --workers 1."
        )
    if broker == EMBEDDED and shares.awaited:
        raise UsageError(
            "The embedded broker listens on this machine alone. For workers on others"
            " give one that they can reach: --broker mqtts://HOST:PORT."
        )

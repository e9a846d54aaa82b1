"""How workers reach the broker of a run: credentials, secrets files, commands."""

import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Self

from swsim.app.folders import RunFolder
from swsim.app.keys import key_files
from swsim.app.links import EMBEDDED, NONE, check_access
from swsim.app.passes import Pass, pass_of, write_pass
from swsim.app.sharing import Shares
from swsim.app.stage import Play, Stage
from swsim.errors import UsageError
from swsim.exchange.address import parse_address
from swsim.exchange.broker import EmbeddedBroker
from swsim.exchange.control import COORDINATOR
from swsim.exchange.credentials import Access
from swsim.exchange.dial import Protocol
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
    access: Access
    broker: EmbeddedBroker | None

    @classmethod
    async def open(cls, stage: Stage, shares: Shares, stack: AsyncExitStack) -> Self:
        """Start the embedded broker, if it is to be that, and write secrets files.

        Raises UsageError for what workers cannot share, BrokerError.
        """
        refuse_sharing(stage.play, shares)
        names = (*stage.participants, COORDINATOR, *shares.workers)
        broker, access = None, stage.play.access or Access()
        check_access(access, names)
        if stage.play.broker == EMBEDDED:
            broker = await stack.enter_async_context(
                EmbeddedBroker(
                    stage.folder.broker, stage.folder.id, names, durable=False
                )
            )
            address, access = broker.address, Access(credentials=broker.credentials)
        else:
            where = parse_address(stage.play.broker)
            address = str(where)
            if not access.names and where.user is not None:
                login = (where.user, where.password or "")
                access = replace(access, credentials=dict.fromkeys(names, login))
        posts = cls(
            folder=stage.folder,
            shares=shares,
            address=address,
            protocol="5" if stage.play.protocol == "5" and not broker else "3.1.1",
            access=access,
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
        elsewhere = worker in self.shares.awaited
        keys = key_files(self.folder, names) if elsewhere else {}
        return pass_of(worker, tuple(names), self.access, keys)

    def link(self, participant: str) -> MqttLink:
        """Return a link for one participant."""
        return MqttLink(
            self.address,
            self.folder.id,
            [participant],
            protocol=self.protocol,
            access=self.access,
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
            *mqtt,
        )


def refuse_sharing(what: Play, shares: Shares) -> None:
    """Raise UsageError for what several workers cannot play, or not over its broker."""
    if what.decisions:
        raise UsageError(
            "--decide gives the run an input, which only a run with one worker takes."
            " Leave --workers out."
        )
    if what.all_seats:
        raise UsageError(
            f"{', '.join(sorted(what.all_seats))} is played from outside, which a run"
            " with several workers has no place for; play with --workers 1."
        )
    if what.metrics is not None:
        raise UsageError(
            "--metrics tells the figures of one process; leave it out, or play with"
            " --workers 1."
        )
    if what.broker == NONE:
        raise UsageError(
            "Several workers need a broker between them; leave --broker none out, or"
            " play with --workers 1."
        )
    if what.broker == EMBEDDED and shares.awaited:
        raise UsageError(
            "The embedded broker listens on this machine alone. For workers on others"
            " give one that they can reach: --broker mqtts://HOST:PORT."
        )

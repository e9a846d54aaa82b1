"""Plays a scenario over any link into a real ledger, and keeps what tests look at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from swsim.domain.settings import WorldSettings
from swsim.exchange.direct import DirectLink
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.link import Link
from swsim.ledger.records import DeadLetter, Tally
from swsim.ledger.store import Ledger
from swsim.scenario import load_scenario, world
from swsim.simulation.mail import Outgoing
from swsim.simulation.site import Site
from swsim.simulation.world import build_sites
from swsim.validation.engine import Validator

RUN = "rehearsal"

# Compiles its schemas once for all tests.
VALIDATOR = Validator()


def a_world(
    name: str = "first-contact", *, shipments: int = 1, seed: int = 7
) -> WorldSettings:
    """Return the world of a shipped scenario."""
    return world(load_scenario(name).scenario, seed=seed, shipments=shipments)


def participants(of: WorldSettings) -> tuple[str, ...]:
    """Return all who send and receive messages in a world."""
    return tuple(name for site in build_sites(of) for name in site.participants)


def first_messages(of: WorldSettings) -> Iterator[Outgoing]:
    """Yield what the sites of a world send as long as nobody answers."""
    for site in build_sites(of):
        while (second := site.next_second()) is not None:
            yield from site.run_second(second).messages


@dataclass(frozen=True, kw_only=True, slots=True)
class Performance:
    """What became of a run."""

    digest: str
    export: tuple[str, ...]
    tally: Tally
    dead_letters: list[DeadLetter]
    last_second: int


@dataclass(kw_only=True)
class Rehearsal:
    """A run that is set up; `kernel_options` are further arguments of Kernel."""

    path: Path
    world: WorldSettings
    link: Link | None = None
    inbox: Inbox | None = None
    dedupe: bool = True
    order: Callable[[Sequence[Site]], Sequence[Site]] = tuple

    def __post_init__(self) -> None:
        self.ledger = Ledger.create(self.path, {"run_id": RUN})
        self.names = participants(self.world)

    def kernel(self, **options: Any) -> Kernel:
        """Return the kernel of the run."""
        return Kernel(
            run_id=RUN,
            sites=self.order(build_sites(self.world)),
            link=self.link or DirectLink(self.names),
            inbox=self.inbox or Inbox(RUN, self.world, VALIDATOR, dedupe=self.dedupe),
            recorder=self.ledger,
            **options,
        )

    async def perform(
        self, kernel: Kernel | None = None, **options: Any
    ) -> Performance:
        """Play to the end, or raise what ended the run; the ledger is closed."""
        try:
            last_second = await (kernel or self.kernel(**options)).run()
            return self.outcome(last_second)
        finally:
            self.ledger.close()

    def outcome(self, last_second: int = 0) -> Performance:
        """Read the ledger."""
        return Performance(
            digest=self.ledger.digest(),
            export=tuple(self.ledger.canonical_lines()),
            tally=self.ledger.tally(),
            dead_letters=self.ledger.dead_letters(),
            last_second=last_second,
        )


async def undisturbed(folder: Path, world: WorldSettings) -> Performance:
    """Play a world from hand to hand, without faults."""
    return await Rehearsal(path=folder / "undisturbed.db", world=world).perform()

"""What is to be played, and a run that is set up: what all who play it share."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from swsim.app.folders import RunFolder
from swsim.app.links import EMBEDDED
from swsim.app.measuring import Figures
from swsim.app.progress import Counts
from swsim.domain.events import Event
from swsim.domain.exercise import Choice
from swsim.domain.settings import PolicyChange, WorldSettings
from swsim.exchange.controls import Controls
from swsim.exchange.credentials import Access
from swsim.exchange.stall import Waits
from swsim.scenario import LoadedScenario
from swsim.simulation.mail import Outgoing
from swsim.simulation.site import Site
from swsim.validation.engine import Validator
from swsim.validation.package import shipped

# Shipments; to look for rings takes a tenth of a second, which a short run would feel.
_LONG: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """What is to be played, and how.

    `seed` and `shipments` stand in for the scenario's own where set. `broker` is
    "embedded", "none" or an `mqtt[s]://` URL; `protocol` the MQTT version for the
    latter, `access` what participants show it. `speed` is virtual seconds per second,
    None as fast as possible. `seats` are the participants whom the caller plays,
    `external` those whom other systems play, beside those that the scenario names; for
    them the run waits `linger` wall seconds when nothing is planned any more. On port
    `metrics` of this machine (0 is any that is free) the run tells its figures.
    `durable` survives a power cut.

    `decisions` are those that the trainer takes beforehand, by inject.

    A run that was forked from another has the `policy_changes` since its beginning, and
    in `forked` the other's id and the second up to which the two are one.
    """

    loaded: LoadedScenario
    seed: int | None = None
    shipments: int | None = None
    broker: str = EMBEDDED
    protocol: str = "3.1.1"
    access: Access | None = None
    speed: int | None = None
    run_dir: Path | None = None
    lang: str = "en"
    controls: Controls = field(default_factory=Controls)
    dedupe: bool = True
    seats: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    linger: float = 30.0
    metrics: int | None = None
    durable: bool = False
    decisions: Mapping[str, Choice] = field(default_factory=dict)
    policy_changes: tuple[PolicyChange, ...] = ()
    forked: tuple[str, int] | None = None

    @property
    def all_external(self) -> tuple[str, ...]:
        """Whom other systems play: named by the caller or by the scenario."""
        named = {*self.external, *self.loaded.scenario.cast.external}
        return tuple(sorted(named - {*self.seats}))

    @property
    def all_seats(self) -> tuple[str, ...]:
        """All who are played from outside the simulation."""
        return (*self.seats, *self.all_external)

    @property
    def the_seed(self) -> int:
        """The seed that is used."""
        return self.loaded.scenario.seed if self.seed is None else self.seed


def validator_of(loaded: LoadedScenario) -> Validator:
    """Return a validator that knows the codes of all who take part in a scenario."""
    return Validator(shipped(fictional=loaded.scenario.is_fictional))


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What an observer is told after each virtual second that brought something."""

    second: int
    events: Sequence[Event]
    messages: Sequence[Outgoing]


@dataclass(kw_only=True, slots=True)
class Stage:
    """A run that is set up: what an observer may look at before it begins.

    `participants` are all who send and receive messages; `sites` is empty once they
    are played.
    An observer may set `struck`, to be told the id of each inject when it happens,
    `waits`, to be told when the clock stands still for messages that do not come,
    `waiting`, to be told the files of external seats once systems can connect,
    `listening`, to be told where the run tells its figures, `figures`, to be given
    what tells them,
    `counted`, to be told the second and the counts where workers play the run, and
    `say`, which takes what people must know while it is played. `stored` returns the
    text of a message that a replay does not write again, by its id.
    """

    play: Play
    folder: RunFolder
    world: WorldSettings
    sites: tuple[Site, ...]
    participants: tuple[str, ...]
    began: float
    struck: Callable[[str], None] = lambda inject: None
    waits: Waits = lambda waiting: None
    waiting: Callable[[Sequence[Path]], None] = lambda files: None
    listening: Callable[[str], None] = lambda address: None
    figures: Figures | None = None
    counted: Callable[[int, Counts], None] = lambda second, counts: None
    say: Callable[[str], None] = lambda text: None
    stored: Callable[[str], bytes | None] = lambda message_id: None
    first_accepted: float | None = None

    @property
    def validator(self) -> Validator:
        """A validator that knows the codes of all who take part."""
        return validator_of(self.play.loaded)

    def let_go(self) -> None:
        """Let the sites go once they are played.

        What they keep of a long run is much, and so is what its report is made of.
        """
        self.sites = ()
        if sum(len(site.orders) for site in self.world.sites) >= _LONG:
            gc.collect()  # their participants know each other, which forms rings

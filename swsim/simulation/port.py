"""The port of a site: physical events, which are seen and not sent as messages.

It owns the time points of arrival, unloading, loading, departure and gate-out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import simpy

from swsim.domain.events import Fact, Kind
from swsim.domain.identifiers import kept
from swsim.domain.profiles import Profile
from swsim.domain.settings import Storage
from swsim.domain.streams import Stream
from swsim.domain.timepoints import Point

ROLE = "prt"
_AHEAD = 4  # illustrative: who goes first waits a quarter of the time
_DAY = 86_400

Action = Callable[[], None]


class Ground(Protocol):
    """What a port stands on: the site's clock, chance and record."""

    id: str
    env: simpy.Environment
    profile: Profile

    @property
    def now(self) -> int:
        """The present second."""

    def after(self, seconds: int, action: Action) -> None:
        """Call `action` after that many virtual seconds."""

    def record(self, participant: str, kind: Kind, case: str, **facts: Fact) -> None:
        """Write down that something happened now."""

    def stream(self, participant: str, purpose: str) -> Stream:
        """Return a random stream."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Slow:
    """Work that takes so much longer until a second."""

    work: tuple[str, ...]
    per_mille: int
    until: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Exit:
    """Goods that are to leave by the gate, and whom to tell of it.

    Functions of one another for this would form a ring, in which a closed case stays
    until Python looks for rings, which it hardly ever does in a run.
    """

    ucr: str
    case: str
    left: Action
    returned: Action


class Port:
    """Moves goods in and out and tells those who wait for it."""

    def __init__(self, site: Ground, storage: Storage | None = None) -> None:
        self.site = site
        self._storage = storage
        self._unloaded: dict[str, int] = {}
        self._slow: list[Slow] = []
        self._arrivals: dict[str, simpy.Event] = {}
        self._departures: dict[str, simpy.Event] = {}
        self._past: simpy.Event | None = None
        self._gone: set[str] = set()
        self._stopped: dict[str, list[Action]] = {}
        # What must happen first: goods come in, may be loaded, may leave the gate.
        self._ships: dict[str, simpy.Event] = {}
        self._loadable: dict[str, simpy.Event] = {}
        self._gates: dict[str, simpy.Event] = {}

    def arrival(self, ucr: str) -> simpy.Event:
        """Return the event that the goods of this UCR are unloaded (T1)."""
        return self._event(self._arrivals, ucr)

    def when_unloaded(self, ucr: str, action: Action) -> None:
        """Call `action` once the goods are unloaded, or now if they are."""
        _when(self.arrival(ucr), action)

    def when_departed(self, ucr: str, action: Action) -> None:
        """Call `action` once the goods have sailed (X5), or now if they have."""
        _when(self._departure(ucr), action)

    def when_arrived(self, ucr: str, action: Action) -> None:
        """Call `action` once the goods have come in (T0), or now if they have."""
        _when(self._event(self._ships, ucr), action)

    def hold_loading(self, ucr: str) -> None:
        """Do not load goods before `let_load`."""
        self._loadable[ucr] = self.site.env.event()

    def let_load(self, ucr: str) -> None:
        """Let goods be loaded."""
        _happen(self._loadable[ucr])

    def block(self, ucr: str) -> None:
        """Let nothing of this UCR leave before `unblock`."""
        self._gates[ucr] = self.site.env.event()

    def unblock(self, ucr: str) -> None:
        """Let goods leave, as far as the gate is concerned."""
        if ucr in self._gates:
            _happen(self._gates[ucr])

    def _departure(self, ucr: str) -> simpy.Event:
        return self._event(self._departures, ucr)

    def _event(self, events: dict[str, simpy.Event], ucr: str) -> simpy.Event:
        """Return what is to happen to the goods of a UCR, or has happened."""
        event = events.get(ucr)
        if event is None:
            event = events[kept(ucr)] = self.site.env.event()
        return event

    def _pass(self, events: dict[str, simpy.Event], ucr: str) -> None:
        """Let an event happen; of all that have happened, one is kept."""

        def happened(event: simpy.Event) -> None:
            self._past = events[ucr] = self._past or event

        event = self._event(events, ucr)
        if not event.triggered:
            event.callbacks.append(happened)
            event.succeed()

    def expect(self, ucr: str, case: str, arrives: int) -> None:
        """Let the goods arrive at second `arrives`, or at once if that has passed."""
        self.site.after(
            max(0, arrives - self.site.now), lambda: self._arrive(ucr, case)
        )

    def _arrive(self, ucr: str, case: str) -> None:
        self._stamp(Point.ARRIVED, case, ucr)
        if ucr in self._ships:
            _happen(self._ships[ucr])
        self._later("unloading", ucr, lambda: self._unload(ucr, case))

    def _unload(self, ucr: str, case: str) -> None:
        self._stamp(Point.UNLOADED, case, ucr)
        if self._storage is not None:
            self._unloaded[ucr] = self.site.now
        self._pass(self._arrivals, ucr)

    def position(
        self, ucr: str, case: str, leg: str, then: Action, *, first: bool = False
    ) -> None:
        """Bring a container to where it can be opened, then call `then`.

        `first` puts it at the head of the queue.
        """

        def positioned() -> None:
            self._stamp(Point.POSITIONED, case, ucr, leg)
            then()

        self._later("inspection_wait", ucr, positioned, first=first)

    def gate_out(
        self,
        ucr: str,
        case: str,
        left: Action,
        returned: Action,
        *,
        first: bool = False,
    ) -> None:
        """Let released goods leave, and the empty container come back."""

        exit = _Exit(ucr=ucr, case=case, left=left, returned=returned)

        def open_gate() -> None:
            self._later("gate_out", ucr, partial(self._leave, exit), first=first)

        _when_allowed(self._gates.get(ucr), open_gate)

    def _leave(self, exit: _Exit) -> None:
        ucr = exit.ucr
        if ucr in self._stopped:
            self._stopped[ucr].append(partial(self._leave, exit))
            return
        self._gone.add(kept(ucr))
        self._stamp(Point.GATED_OUT, exit.case, ucr)
        self._charge(ucr, exit.case)
        exit.left()
        self._later("empty_return", ucr, partial(self._give_back, exit))

    def _give_back(self, exit: _Exit) -> None:
        self._stamp(Point.EMPTY_RETURNED, exit.case, exit.ucr)
        exit.returned()

    def has_left(self, ucr: str) -> bool:
        """Tell whether goods have gone out by the gate."""
        return ucr in self._gone

    def has_sailed(self, ucr: str) -> bool:
        """Tell whether goods have left by ship, train, truck or aircraft."""
        return ucr in self._departures and self._departures[ucr].triggered

    def stop(self, ucr: str) -> None:
        """Let goods not out by the gate until they are let go."""
        self._stopped.setdefault(ucr, [])

    def let_go(self, ucr: str) -> None:
        """Let goods out again; those that were to leave meanwhile leave now."""
        for leave in self._stopped.pop(ucr, []):
            leave()

    def ship(self, ucr: str, case: str, planned: int) -> None:
        """Bring goods to the port, load them and sail, not before `planned`."""

        def at_port() -> None:
            self._stamp(Point.EXPORT_AT_PORT, case, ucr, "export")
            _when_allowed(self._loadable.get(ucr), load)

        def load() -> None:
            self._later("loading", ucr, loaded)

        def loaded() -> None:
            self._stamp(Point.EXPORT_LOADED, case, ucr, "export")
            self.site.after(max(0, planned - self.site.now), sail)

        def sail() -> None:
            self._stamp(Point.EXPORT_DEPARTED, case, ucr, "export")
            self._pass(self._departures, ucr)

        self._later("port_delivery", ucr, at_port)

    def _later(
        self, what: str, ucr: str, action: Action, *, first: bool = False
    ) -> None:
        spread = getattr(self.site.profile, what)
        draw = self.site.stream(ROLE, f"{what}/{ucr}")
        wait = draw.seconds(spread.median, spread.p90) * self._pace(what) // 1000
        self.site.after(wait // _AHEAD if first else wait, action)

    def _pace(self, what: str) -> int:
        """Return how long work takes now, in per mille of what it usually takes."""
        now = self.site.now
        found = [each for each in self._slow if what in each.work and now < each.until]
        return max((each.per_mille for each in found), default=1000)

    def slow_down(self, work: Sequence[str], per_mille: int, until: int) -> None:
        """Let work that begins before second `until` take longer."""
        self._slow.append(Slow(work=tuple(work), per_mille=per_mille, until=until))

    def _charge(self, ucr: str, case: str) -> None:
        """Charge for the days begun after those that are free."""
        unloaded = self._unloaded.pop(ucr, None)
        if self._storage is None or unloaded is None:
            return
        beyond = self.site.now - unloaded - self._storage.free
        if beyond > 0:
            days = -(-beyond // _DAY)
            amount = days * self._storage.a_day
            self.site.record(
                f"{self.site.id}-{ROLE}",
                Kind.STORAGE,
                case,
                declaration=ucr,
                days=days,
                amount=amount,
            )

    def _stamp(self, point: Point, case: str, ucr: str, leg: str = "import") -> None:
        self.site.record(
            f"{self.site.id}-{ROLE}",
            Kind.TIME_POINT,
            case,
            point=point,
            declaration=ucr,
            leg=leg,
        )


def _when(event: simpy.Event, action: Action) -> None:
    if event.processed:
        action()
    else:
        event.callbacks.append(lambda _: action())


def _when_allowed(allowed: simpy.Event | None, action: Action) -> None:
    """Call `action` once something is allowed, now where nobody needs to allow it."""
    if allowed is None:
        action()
    else:
        _when(allowed, action)


def _happen(event: simpy.Event) -> None:
    """Let an event happen, unless another shipment of the UCR has come before."""
    if not event.triggered:
        event.succeed()

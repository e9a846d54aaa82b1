"""How far a run is, in the few numbers that people watch."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State

_ENDS = (State.RELEASED, State.DETAINED, State.CANCELLED, State.ABANDONED)
_REFUSALS = (State.REJECTED, State.NACKED)


@dataclass(kw_only=True, slots=True)
class Counts:
    """Messages sent, decisions taken, declarations that are done with."""

    messages: int = 0
    released: int = 0
    rejected: int = 0
    accepted: int = 0
    done: int = 0
    _done: set[str] = field(default_factory=set)

    def add(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            if event.kind is Kind.SENT:
                self.messages += 1
            elif event.kind is Kind.TRANSITION:
                self._add_transition(event)

    def _add_transition(self, event: Event) -> None:
        to = event.facts["to"]
        self.accepted += is_acceptance(event)
        self.released += to == State.RELEASED
        self.rejected += to in _REFUSALS
        if to in _ENDS:
            self._done.add(str(event.facts["declaration"]))
            self.done = len(self._done)


def is_acceptance(event: Event) -> bool:
    """Tell whether an event is the acceptance of a declaration."""
    return event.kind is Kind.TRANSITION and event.facts["to"] == State.REGISTERED

"""How a run stands at a moment: open declarations, who holds them, what is under way.

Folded from events as they come, so that a replay may stop anywhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from swsim.domain.events import Event, Kind
from swsim.domain.identifiers import participant
from swsim.domain.lifecycle import Hold, State
from swsim.reports.facts import text

_ENDED = frozenset(
    (
        *(State.NACKED, State.REJECTED, State.SEIZED),
        *(State.CLOSED, State.CANCELLED, State.ABANDONED),
    )
)

# Whose move it is, by role, and the key of the words for it.
_MOVES: Mapping[State, tuple[str, str]] = {
    State.LODGED: ("sw", "answer"),
    State.REGISTERED: ("cus", "assessment"),
    State.SELECTED: ("cus", "release"),
    State.RELEASED: ("trd", "collection"),
    State.DETAINED: ("cus", "detention"),
    State.GATED_OUT: ("trd", "empties"),
    State.EXITED: ("sw", "confirmation"),
}
_HELD: Mapping[Hold, tuple[str, str]] = {
    Hold.DOCUMENTS: ("trd", "documents"),
    Hold.CONTROL: ("cus", "inspection"),
    Hold.AGENCY: ("agr", "certificates"),
    Hold.DUTY: ("trd", "payment"),
    Hold.ARRIVAL: ("prt", "arrival"),
    Hold.AMENDMENT: ("cus", "amendment"),
    Hold.DECISION: ("cus", "decision"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Awaited:
    """Whose move it is, as a participant's id, and what is awaited of him."""

    holder: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDeclaration:
    """A declaration whose life has not ended; `since` is when it came to its state."""

    reference: str
    case: str
    leg: str
    site: str
    state: State
    since: int
    holds: tuple[Hold, ...]
    awaited: tuple[Awaited, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnderWay:
    """A message that was sent and is not delivered yet."""

    message: str
    document: str
    about: str
    sender: str
    recipient: str
    sent: int
    due: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The state of a run after virtual second `second`.

    `states` counts all declarations, `declarations` are those still open.
    """

    second: int
    messages: int
    states: Mapping[State, int]
    declarations: tuple[OpenDeclaration, ...]
    under_way: tuple[UnderWay, ...]

    @property
    def open_cases(self) -> int:
        """How many cases have an open declaration."""
        return len({each.case for each in self.declarations})


@dataclass(kw_only=True, slots=True)
class _Life:
    reference: str
    case: str
    leg: str
    site: str
    state: State
    since: int
    holds: list[Hold] = field(default_factory=list)


class StandingFold:
    """Takes events in canonical order and tells the standing after any of them."""

    def __init__(self) -> None:
        self._lives: dict[tuple[str, str], _Life] = {}
        self._under_way: dict[str, UnderWay] = {}
        self._messages = 0

    def take(self, events: Iterable[Event]) -> None:
        """Take events in."""
        for event in events:
            if event.kind is Kind.SENT:
                self._sent(event)
            elif event.kind is Kind.RECEIVED:
                self._under_way.pop(text(event, "message"), None)
            elif event.kind is Kind.TRANSITION:
                self._moved(event)
            elif event.kind is Kind.HOLD:
                self._held(event)

    def _sent(self, event: Event) -> None:
        self._messages += 1
        message = text(event, "message")
        self._under_way[message] = UnderWay(
            message=message,
            document=text(event, "document"),
            about=text(event, "about"),
            sender=event.participant,
            recipient=text(event, "to"),
            sent=event.time,
            due=int(text(event, "due")),
        )

    def _moved(self, event: Event) -> None:
        reference, to = text(event, "declaration"), State(text(event, "to"))
        known = self._lives.get((event.site, reference))
        if known is not None:
            known.state, known.since = to, event.time
            return
        self._lives[event.site, reference] = _Life(
            reference=reference,
            case=event.case,
            leg=text(event, "leg"),
            site=event.site,
            state=to,
            since=event.time,
        )

    def _held(self, event: Event) -> None:
        known = self._lives.get((event.site, text(event, "declaration")))
        hold = Hold(text(event, "hold"))
        if known is None:
            return
        if text(event, "change") == "set":
            known.holds.append(hold)
        elif hold in known.holds:
            known.holds.remove(hold)

    def standing(self, second: int) -> Standing:
        """Return how things stand after a second."""
        lives = sorted(self._lives.values(), key=lambda each: (each.site, each.since))
        return Standing(
            second=second,
            messages=self._messages,
            states=dict(Counter(each.state for each in lives)),
            declarations=tuple(_open(each) for each in lives if _is_open(each)),
            under_way=tuple(self._under_way.values()),
        )


def _is_open(life: _Life) -> bool:
    return life.state not in _ENDED


def _open(life: _Life) -> OpenDeclaration:
    moves = [_HELD[hold] for hold in life.holds] or [_MOVES[life.state]]
    return OpenDeclaration(
        reference=life.reference,
        case=life.case,
        leg=life.leg,
        site=life.site,
        state=life.state,
        since=life.since,
        holds=tuple(life.holds),
        awaited=tuple(
            Awaited(holder=participant(life.site, role), what=what)
            for role, what in moves
        ),
    )

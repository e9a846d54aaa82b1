"""The state of a run as a room sees it, kept up to date event by event.

Knows events and the words of reports; not clocks, sockets or pages. What only officers
may know (scores, reasons, matches) is not in it.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from statistics import quantiles
from typing import Any, Final

from swsim.domain.events import Event, Kind
from swsim.domain.lifecycle import State
from swsim.domain.timepoints import Point
from swsim.reports.facts import text
from swsim.reports.line import Line
from swsim.reports.story import Storyteller
from swsim.web.awaiting import Awaiting
from swsim.web.deciding import Decisions
from swsim.web.injects import SYMBOL, Injects, Strike

# How much a browser that joins late is told of what has been.
_LINES: Final = 60
_ALERTS: Final = 30
_MESSAGES: Final = 200

# Tones of what is never left out.
INJECT: Final = "inject"
_TELLING: Final = ("bad", "wait", INJECT)

_SETTLED: Final = frozenset(
    {
        State.NACKED,
        State.REJECTED,
        State.RELEASED,
        State.SEIZED,
        State.CLOSED,
        State.CANCELLED,
        State.ABANDONED,
    }
)
_COUNTED: Final[Mapping[str, str]] = {
    State.LODGED: "lodged",
    State.REGISTERED: "accepted",
    State.RELEASED: "released",
    State.REJECTED: "rejected",
    State.NACKED: "nacked",
    State.DETAINED: "detained",
}


@dataclass(kw_only=True, slots=True)
class Post:
    """What one site has sent and received, and how many declarations it has open."""

    sent: int = 0
    received: int = 0
    open: int = 0


@dataclass(kw_only=True)
class Live:
    """Takes events in and says what has changed since it was last asked.

    `tellers` tell each event in a language of the room; `injects` say which of the
    scenario's take effect, `decisions` which are kept for the trainer.
    """

    tellers: Mapping[str, Storyteller]
    injects: Injects = field(default_factory=Injects)
    decisions: Decisions = field(default_factory=Decisions)
    totals: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    sites: dict[str, Post] = field(default_factory=dict)
    second: int = 0

    def __post_init__(self) -> None:
        self._lines: deque[dict[str, Any]] = deque(maxlen=_LINES)
        self._alerts: deque[dict[str, Any]] = deque(maxlen=_ALERTS)
        self._messages: deque[dict[str, Any]] = deque(maxlen=_MESSAGES)
        self._injects: list[dict[str, Any]] = []
        self._awaiting = Awaiting()
        self._arrived: dict[str, int] = {}
        self._channels: dict[tuple[str, str], str] = {}
        self._release_times: dict[str, list[int]] = {}
        self._fresh_lines: list[dict[str, Any]] = []
        self._fresh_messages: list[dict[str, Any]] = []
        self._changed_sites: set[str] = set()

    # --- taking in ----------------------------------------------------------------

    def take(self, events: Iterable[Event], *, told: bool = True) -> None:
        """Take events in, in the order they happened; those not `told` only count."""
        for event in events:
            self.second = max(self.second, event.time)
            if (act := _TAKE.get(event.kind)) is not None:
                act(self, event)
            self.decisions.take(event)
            for strike in self.injects.take(event):
                self._struck(strike, told=told)
            if not told:
                self._remember(event)
                continue
            lines = {lang: each.tell(event) for lang, each in self.tellers.items()}
            tone = next((line.tone for line in lines.values() if line), "info")
            if event.kind is Kind.SENT:
                self._message(event, tone)
            if all(lines.values()):
                self._line(event, lines)

    def _remember(self, event: Event) -> None:
        """Let tellers know what later lines look back to."""
        if event.kind is Kind.TIME_POINT:
            for each in self.tellers.values():
                each.tell(event)

    def _struck(self, strike: Strike, *, told: bool) -> None:
        line = {
            "second": strike.second,
            "who": "",
            "tone": INJECT,
            "symbol": SYMBOL,
            "text": {lang: strike.said(lang) for lang in self.tellers},
            "message": "",
            "case": "",
            "inject": strike.inject.id,
        }
        self._injects.append(line)
        if told:
            self._lines.append(line)
            self._fresh_lines.append(line)

    def _message(self, event: Event, tone: str) -> None:
        message = {
            "id": text(event, "message"),
            "second": event.time,
            "from": event.participant,
            "to": text(event, "to"),
            "document": text(event, "document"),
            "about": text(event, "about"),
            "outcome": tone,
        }
        self._messages.append(message)
        self._fresh_messages.append(message)

    def _line(self, event: Event, lines: Mapping[str, Line | None]) -> None:
        first = next(line for line in lines.values() if line)
        line = {
            "second": event.time,
            "who": event.participant,
            "tone": first.tone,
            "symbol": first.symbol,
            "text": {lang: each.text for lang, each in lines.items() if each},
            "message": text(event, "message"),
            "case": event.case,
        }
        self._lines.append(line)
        if first.tone == "bad":
            self._alerts.append(line)
        self._fresh_lines.append(line)

    def _sent(self, event: Event) -> None:
        self.totals["messages"] += 1
        self.documents[text(event, "document")] += 1
        self._post(event.site).sent += 1

    def _received(self, event: Event) -> None:
        self._post(event.site).received += 1

    def _moved(self, event: Event) -> None:
        to, reference = text(event, "to"), text(event, "declaration")
        if to in _COUNTED:
            self.totals[_COUNTED[to]] += 1
        if to == State.LODGED:
            self._post(event.site).open += 1
            self._awaiting.lodged(event, reference)
        else:
            self._awaiting.answered(event, reference)
        if to in _SETTLED and text(event, "from") != State.EXITED:
            post = self._post(event.site)
            post.open = max(0, post.open - (to != State.CLOSED))
            self._awaiting.settled(event, reference)

    def _held(self, event: Event) -> None:
        hold, reference = text(event, "hold"), text(event, "declaration")
        if text(event, "change") == "lifted":
            self._awaiting.end(event, reference, hold)
        else:
            self._awaiting.begin(event, reference, hold)

    def _selected(self, event: Event) -> None:
        key = (event.site, text(event, "declaration"))
        self._channels[key] = text(event, "channel")

    def _stamped(self, event: Event) -> None:
        point = text(event, "point")
        if point == Point.ARRIVED:
            self._arrived[event.case] = event.time
        elif point == Point.ALL_RELEASED and text(event, "leg") == "import":
            key = (event.site, text(event, "declaration"))
            channel = self._channels.pop(key, "")
            since = self._arrived.get(event.case)
            # Before the goods are there: a release time of nothing for this picture.
            took = event.time - since if since is not None else 0
            self._release_times.setdefault(channel, []).append(took)

    def _post(self, site: str) -> Post:
        self._changed_sites.add(site)
        return self.sites.setdefault(site, Post())

    # --- giving out ---------------------------------------------------------------

    def snapshot(self) -> dict[str, Any]:
        """Return all that a browser needs that has seen nothing yet."""
        return {
            **self._common(),
            "awaited": self._awaiting.shown(),
            "sites": {site: _shown(post) for site, post in sorted(self.sites.items())},
            "lines": list(self._lines),
            "alerts": list(self._alerts),
            "injects": list(self._injects),
            "messages": list(self._messages),
            "decisions": self.decisions.shown(),
        }

    def changes(self, most: int) -> dict[str, Any]:
        """Return what has come since the last call.

        That is `most` messages and as many lines at most: what is left out is good news
        of which there is plenty. `of` says how many messages there were.
        """
        messages, lines = self._fresh_messages, self._fresh_lines
        changed = {site: _shown(self.sites[site]) for site in self._changed_sites}
        self._fresh_messages, self._fresh_lines = [], []
        self._changed_sites = set()
        return {
            **self._common(),
            "awaited": self._awaiting.changes(),
            "sites": changed,
            "lines": _sample(lines, most, "tone"),
            "messages": _sample(messages, most, "outcome"),
            "of": len(messages),
            "decisions": self.decisions.news(),
        }

    def has_news(self) -> bool:
        """Tell whether anything came since the last call of `changes`."""
        fresh = self._changed_sites or self._fresh_lines or self._fresh_messages
        return bool(fresh) or self._awaiting.has_news() or self.decisions.has_news()

    def _common(self) -> dict[str, Any]:
        return {
            "totals": dict(self.totals),
            "documents": dict(self.documents),
            "awaited_of": len(self._awaiting),
            "times": self._boxes(),
        }

    def _boxes(self) -> dict[str, list[int]]:
        """Return least, quartiles and most of the release times, with their number."""
        return {
            channel: _box(times)
            for channel, times in sorted(self._release_times.items())
            if channel
        }


def _box(times: list[int]) -> list[int]:
    if len(times) == 1:
        return [times[0]] * 5 + [1]
    low, middle, high = (
        round(each) for each in quantiles(times, n=4, method="inclusive")
    )
    return [min(times), low, middle, high, max(times), len(times)]


def _shown(post: Post) -> list[int]:
    return [post.sent, post.received, post.open]


def _sample(found: list[dict[str, Any]], most: int, tone: str) -> list[dict[str, Any]]:
    """Return all that is bad or waits, and as much of the rest as there is room.

    In the order it happened; `tone` is where an entry says what it is.
    """
    if len(found) <= most:
        return found
    telling = [at for at, each in enumerate(found) if each[tone] in _TELLING]
    rest = [at for at, each in enumerate(found) if each[tone] not in _TELLING]
    room = max(0, most - len(telling))
    chosen = telling[:most] + (rest[:: ceil(len(rest) / room)] if room else [])
    return [found[at] for at in sorted(chosen)]


_TAKE: Final[Mapping[Kind, Callable[[Live, Event], None]]] = {
    Kind.SENT: Live._sent,
    Kind.RECEIVED: Live._received,
    Kind.TRANSITION: Live._moved,
    Kind.HOLD: Live._held,
    Kind.CHANNEL: Live._selected,
    Kind.TIME_POINT: Live._stamped,
}

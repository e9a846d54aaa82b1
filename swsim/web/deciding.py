"""Decisions that a scenario keeps for the trainer: which are open, and until when.

Folded from events, so that a run that goes on has them open again. What the trainer
says is an input of the run; it takes effect at the next second that is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from swsim.domain.events import Event, Kind
from swsim.domain.exercise import LATENCY, Choice
from swsim.domain.identifiers import site_of
from swsim.reports.facts import text
from swsim.scenario.disturbing import Decision
from swsim.scenario.injects import Inject

# Wall seconds that a room has at least for each decision.
SECONDS_TO_DECIDE: Final = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """A decision that nobody has taken: about the release of a case at a site.

    Open since a second and until another, when it is taken as `default` says.
    """

    inject: str
    observer: str
    declaration: str
    since: int
    until: int
    default: Choice

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others of the run."""
        return self.inject, self.observer


@dataclass(kw_only=True)
class Decisions:
    """Watches the events of a run for decisions."""

    planned: dict[str, Decision] = field(default_factory=dict)
    _open: dict[tuple[str, str], Open] = field(default_factory=dict)
    _said: dict[tuple[str, str], Choice] = field(default_factory=dict)
    _changed: bool = False

    @classmethod
    def of(cls, injects: Sequence[Inject]) -> "Decisions":
        """Return what watches for the decisions among the injects of a scenario."""
        found = (each for each in injects if isinstance(each, Decision))
        return cls(planned={each.id: each for each in found})

    def take(self, event: Event) -> None:
        """Take an event in; events come in their order."""
        if event.kind is not Kind.INJECT:
            return
        inject = self.planned.get(text(event, "inject"))
        if inject is None:
            return
        if text(event, "step") == "reserved":
            self._open[inject.id, event.participant] = Open(
                inject=inject.id,
                observer=event.participant,
                declaration=text(event, "declaration"),
                since=event.time,
                until=event.time + LATENCY + inject.within,
                default=inject.default,
            )
        else:
            self._open.pop((inject.id, text(event, "observer")), None)
        self._changed = True

    def open(self) -> list[Open]:
        """Return the open decisions, the most urgent first."""
        return sorted(self._open.values(), key=lambda each: (each.until, each.key))

    def find(self, inject: str, site: str) -> Open | None:
        """Return the open decision of an inject at a site, None where there is none."""
        found = (each for each in self.open() if each.inject == inject)
        return next((each for each in found if site_of(each.observer) == site), None)

    def said(self, decision: Open) -> Choice | None:
        """Return what the trainer has said about it already, None if nothing."""
        return self._said.get(decision.key)

    def say(self, decision: Open, choice: Choice) -> None:
        """Note what the trainer has said, until it takes effect."""
        self._said[decision.key] = choice
        self._changed = True

    def has_news(self) -> bool:
        """Tell whether anything changed since the last call of `news`."""
        return self._changed

    def news(self) -> list[dict[str, Any]]:
        """Return the open decisions for browsers that were told of those before."""
        self._changed = False
        return self.shown()

    def shown(self) -> list[dict[str, Any]]:
        """Return the open decisions for a browser."""
        return [
            {
                "inject": each.inject,
                "site": site_of(each.observer),
                "declaration": each.declaration,
                "since": each.since,
                "until": each.until,
                "default": each.default,
                "said": self._said.get(each.key),
            }
            for each in self.open()
        ]

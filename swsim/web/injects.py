"""The injects of a scenario as a room is told them: when each takes effect, and how.

What the exercise does to a site is an event of it. What it does to the transport is
nowhere in the ledger; that it did follows from the messages, so that a run that is
looked back at is told what it was told live.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from swsim.app.links import as_then
from swsim.domain.events import Event, Kind
from swsim.exchange.disturbances import Disturbances
from swsim.reports.facts import text
from swsim.reports.struck import sentence
from swsim.scenario.disturbing import NodeDown
from swsim.scenario.injects import Inject, LinkDown

SYMBOL: Final = "⚡"


@dataclass(frozen=True, kw_only=True, slots=True)
class Strike:
    """An inject takes effect at a second, or is `over`."""

    second: int
    inject: Inject
    over: bool = False

    def said(self, lang: str) -> str:
        """Return what happens, in one sentence."""
        return sentence(self.inject, lang, over=self.over)


@dataclass(frozen=True, slots=True)
class _Way:
    """From whom to whom a message goes."""

    sender: str
    recipient: str


class Injects:
    """Watches the events of a run and says which injects take effect."""

    def __init__(self, injects: Sequence[Inject] = (), broker: str = "") -> None:
        self._by_id = {each.id: each for each in injects}
        self._disturbances: Disturbances = as_then(injects, broker, self._strike)
        self._planned = [each for inject in injects for each in _planned(inject)]
        self._second = 0
        self._struck: list[Strike] = []
        self.since: dict[str, int] = {}

    def take(self, event: Event) -> list[Strike]:
        """Return what takes effect by an event; events come in their order."""
        self._struck = []
        self._second = event.time
        self._pass(event.time)
        if event.kind is Kind.INJECT:
            self._ordered(text(event, "inject"))
        if event.kind is Kind.SENT:
            way = _Way(event.participant, text(event, "to"))
            self._disturbances.passed(event.time, [way], tell=True)
        return self._struck

    def _pass(self, second: int) -> None:
        """Note what was to begin or to end by a second, in that order."""
        due = [each for each in self._planned if each.second <= second]
        self._planned = [each for each in self._planned if each.second > second]
        for each in sorted(due, key=lambda each: each.second):
            self._note(each)

    def _ordered(self, id_: str) -> None:
        """Note what happens at a site; at many sites, it is told once."""
        if id_ not in self._by_id or id_ in self.since:
            return
        self._strike(id_)
        inject = self._by_id[id_]
        self._planned += _end(inject, self._second)

    def _strike(self, id_: str) -> None:
        self._note(Strike(second=self._second, inject=self._by_id[id_]))

    def _note(self, strike: Strike) -> None:
        self.since.setdefault(strike.inject.id, strike.second)
        self._struck.append(strike)


def _planned(inject: Inject) -> tuple[Strike, ...]:
    """Return the strikes that are no event of any site, as all know of them."""
    if not isinstance(inject, LinkDown) or inject.at is None:
        return ()
    return (Strike(second=inject.at, inject=inject), *_end(inject, inject.at))


def _end(inject: Inject, since: int) -> tuple[Strike, ...]:
    if not isinstance(inject, LinkDown | NodeDown):
        return ()
    return (Strike(second=since + inject.lasting, inject=inject, over=True),)

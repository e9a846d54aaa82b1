"""Who leads an exercise: a controller at a site of its own, an observer at each other.

An observer sees what happens at its site, as it is written down, and nothing else. What
passes between it and the controller is told by messages, like all that passes between
sites.
"""

from collections.abc import Mapping
from functools import partial

from lxml import etree

from swsim.documents.aswritten import as_written
from swsim.documents.types.exercise import DECISION, ORDER, REPORT, ExerciseNotice
from swsim.domain.conditions import Wanted, holds, own_fact
from swsim.domain.events import Event, Kind
from swsim.domain.exercise import CONTROL, OBSERVER, Cue, Watch
from swsim.domain.happenings import Happening
from swsim.domain.identifiers import conversation_id, participant
from swsim.simulation.effects import happen
from swsim.simulation.mail import Given, Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site


class _OfExercise(Participant):
    def tell(self, recipient: str, type_: str, inject: str, choice: str | None) -> None:
        """Send a notice about an inject; all about one are one conversation."""
        notice = ExerciseNotice(
            issued=self.site.moment(), type=type_, inject=inject, choice=choice
        )
        seed = self.site.world.seed
        self.send(recipient, notice, conversation_id(seed, f"exercise/{inject}"))


class Observer(_OfExercise):
    """Watches a site for the exercise, and lets happen there what is ordered."""

    role = OBSERVER

    def __init__(self, site: Site, role: str | None = None) -> None:
        super().__init__(site, role)
        settings = site.settings.observed
        self._watches = list(settings.watches)
        self._reports: dict[str, int] = {}
        self._wanted = list(settings.reserved)
        self._cases: dict[str, str] = {}  # inject -> the case it reserves
        self._strikes = settings.strikes
        self.handlers |= {ExerciseNotice: self.ordered}
        if self._watches or self._wanted:
            site.led.watchers.append(self.saw)

    def saw(self, event: Event) -> None:
        """Look at what was just written down at the site."""
        if _is_of_exercise(event):
            return
        for watch in list(self._watches):
            if _meets(event, watch.condition, watch.since):
                self._report(watch)
        for wanted in list(self._wanted):
            if _meets(event, wanted.condition, wanted.since):
                self._reserve(wanted.inject, event)

    def _reserve(self, inject: str, event: Event) -> None:
        """Keep the release of a case for the trainer, and say so."""
        self._wanted = [each for each in self._wanted if each.inject != inject]
        self._cases[inject] = event.case
        self.site.led.reserve(event.case)
        named = {
            name: fact for name, fact in event.facts.items() if name == "declaration"
        }
        self.record(Kind.INJECT, event.case, inject=inject, step="reserved", **named)
        self.tell(CONTROL, REPORT, inject, None)

    def _report(self, watch: Watch) -> None:
        told = self._reports[watch.inject] = self._reports.get(watch.inject, 0) + 1
        if told == watch.count:  # more would not make a difference
            self._watches.remove(watch)
        self.tell(CONTROL, REPORT, watch.inject, None)

    def ordered(self, mail: Incoming) -> None:
        """Let an inject strike here, or pass a decision on to who waits for it."""
        notice = mail.document
        assert isinstance(notice, ExerciseNotice)
        inject = notice.inject or ""
        if notice.choice and inject in self._cases:
            self.site.led.decide(self._cases.pop(inject), notice.choice)
            return
        for effect in self._strikes.get(inject, ()):
            happening = Happening(inject=inject, at=self.site.now, effect=effect)
            happen(self.site, happening)


def _meets(event: Event, condition: Mapping[str, Wanted], since: int) -> bool:
    return event.time >= since and holds(condition, partial(own_fact, event))


def _is_of_exercise(event: Event) -> bool:
    return event.facts.get("document") == "exercise" or (
        event.participant.endswith(f"-{OBSERVER}") and event.kind is not Kind.INJECT
    )


class Controller(_OfExercise):
    """Counts reports, and orders each inject when its time has come.

    What the trainer decides is given to it from outside: about the case that an
    observer reserves, or, where it names no observer, about those that wait and else
    about all to come. A decision that nobody takes in time is taken as the scenario
    says.
    """

    role = "control"

    def __init__(self, site: Site, role: str | None = None) -> None:
        super().__init__(site, role)
        self._cues = {cue.inject: cue for cue in site.settings.cues}
        self._reports: dict[str, int] = {}
        self._undecided: dict[str, list[str]] = {}  # inject -> who waits for it
        self._foreseen: dict[tuple[str, str], str] = {}  # inject, for whom -> choice
        self.handlers |= {ExerciseNotice: self.reported}
        site.open_seat(self.id, self.given)

    def reported(self, mail: Incoming) -> None:
        """Count a report; with the last that it waits for, an inject is on its way."""
        notice = mail.document
        assert isinstance(notice, ExerciseNotice)
        cue = self._cues.get(notice.inject or "")
        if cue is None or notice.type != REPORT:
            return
        if cue.choice is not None:
            self._asked(cue, mail.sender)
            return
        reports = self._reports[cue.inject] = self._reports.get(cue.inject, 0) + 1
        if reports == cue.count:
            self.site.after(cue.delay, partial(self._strike, cue))

    def _asked(self, cue: Cue, observer: str) -> None:
        """Let a decision wait, unless the trainer has said already what it is."""
        self._undecided.setdefault(cue.inject, []).append(observer)
        for whom in (observer, CONTROL):
            if choice := self._foreseen.get((cue.inject, whom)):
                self._decide(cue.inject, observer, choice, "trainer")
                return
        self.site.after(cue.delay, partial(self._by_default, cue, observer))

    def given(self, given: Given) -> None:
        """Take a decision of the trainer."""
        notice = as_written(etree.fromstring(given.body)).record
        if not isinstance(notice, ExerciseNotice) or notice.type != DECISION:
            return
        inject, choice = notice.inject or "", notice.choice or ""
        whom = given.recipient
        waiting = [
            each for each in self._undecided.get(inject, ()) if whom in (each, CONTROL)
        ]
        for observer in waiting:
            self._decide(inject, observer, choice, "trainer")
        if inject in self._cues and not waiting:
            self._foreseen.setdefault((inject, whom), choice)

    def _by_default(self, cue: Cue, observer: str) -> None:
        if observer in self._undecided[cue.inject] and cue.choice is not None:
            self._decide(cue.inject, observer, cue.choice, "default")

    def _decide(self, inject: str, observer: str, choice: str, by: str) -> None:
        self._undecided[inject].remove(observer)
        self.record(
            Kind.INJECT, "", inject=inject, choice=choice, by=by, observer=observer
        )
        self.tell(observer, ORDER, inject, choice)

    def _strike(self, cue: Cue) -> None:
        for site in cue.sites:
            self.tell(participant(site, OBSERVER), ORDER, cue.inject, None)

"""The customs desk for authorised operators: tells partners, asks them, gives benefits.

Partners are members with an arrangement of mutual recognition (MRA); nobody else is
told anything. What a partner tells holds at once, or from the next monthly list on.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import simpy

from swsim.documents.types.aeo_event import AEOEvent
from swsim.domain.codes import Function
from swsim.domain.events import Fact, Kind
from swsim.domain.happenings import AuthorisationChanged
from swsim.domain.identifiers import conversation_id, participant, site_of
from swsim.domain.operators import Change, ChangeName, Standing, granted_by
from swsim.simulation.casework import Casework
from swsim.simulation.contract import exports
from swsim.simulation.declarations import cited_operators, parties_of
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.recognition import letters
from swsim.simulation.recognition.register import Entry, Fault

Considering = Generator[simpy.Event, Any, None]

# A monthly list: the first an hour after the start, with what was granted before.
_FIRST_LIST, _LIST_EVERY = 3_600, 30 * 86_400

_CHANGES: Final[Mapping[ChangeName, tuple[Change, Standing, frozenset[Standing]]]] = {
    "suspended": (Change.SUSPENDED, Standing.SUSPENDED, frozenset({Standing.VALID})),
    "revoked": (
        Change.REVOKED,
        Standing.REVOKED,
        frozenset({Standing.VALID, Standing.SUSPENDED}),
    ),
    "restored": (Change.RESTORED, Standing.VALID, frozenset({Standing.SUSPENDED})),
}
_NAMES: Final[Mapping[str, str]] = {
    Change.GRANTED: "granted",
    **{change: name for name, (change, _, _) in _CHANGES.items()},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Question:
    """What a partner was asked; `answered` happens when it has answered."""

    reference: str
    answered: simpy.Event


class Recognition(Desk):
    """Keeps the register of authorised operators, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Casework)
        self.customs = of
        self.register = of.records.operators
        self._partners = frozenset(self.site.settings.partners)
        # Who imports has his benefits at home.
        self._known_abroad = frozenset(
            each.id for each in self.site.settings.authorised if exports(each.company)
        )
        self._questions: dict[str, _Question] = {}
        self._suspensions: dict[str, str] = {}  # number -> reference of the event
        self._numbers = 0
        self.handlers = {AEOEvent: self.received}
        self.site.expect(AuthorisationChanged, self.change)

    def start(self) -> None:
        """Tell partners, as the run begins, whom this administration trusts."""
        if self._partners and self.register.own():
            self.site.after(1, self._introduce)

    def _introduce(self) -> None:
        for entry in self.register.own():
            if entry.stands(self.site.now) is Standing.VALID:
                self._tell(entry, Change.GRANTED)

    # --- what happens to our own -----------------------------------------------------

    def change(self, effect: AuthorisationChanged) -> None:
        """Suspend, revoke or restore an authorisation, and tell the partners."""
        change, becomes, fitting = _CHANGES[effect.change]
        entry = self._affected(effect.company, fitting)
        if entry is None:
            return
        entry = replace(entry, standing=becomes, effective=self.site.now)
        self.register.take(entry)
        told = self._tell(entry, change)
        others = {each.member for each in self.site.world.sites if each.member}
        self._note(
            _case(self.site.world.seed, entry.id),
            entry.id,
            effect.change,
            told=told,
            withheld=tuple(sorted(others - {*told, self.site.member})),
        )

    def _affected(
        self, company: int | None, fitting: frozenset[Standing]
    ) -> Entry | None:
        """Return the authorisation that a change is about, None where there is none."""
        ids = [
            each.id
            for each in self.site.settings.authorised
            if company in (None, each.company)
        ]
        cited = [order.aeo for order in self.site.settings.orders]
        ranked = sorted(ids, key=lambda id: (-cited.count(id), id))
        found = (self.register.find(id) for id in ranked)
        return next(
            (each for each in found if each and each.stands(self.site.now) in fitting),
            None,
        )

    def _tell(self, entry: Entry, change: Change) -> tuple[str, ...]:
        """Tell all partners of a change at an exporter; return who was told."""
        if not self.site.policy.mutual_recognition:
            return ()
        if entry.id not in self._known_abroad:
            return ()
        told = tuple(sorted(self._partners))
        previous = self._suspensions.get(entry.id)
        reference = self._next()
        for partner in told:
            event = letters.happened(
                entry,
                change,
                site=self.site,
                partner=partner,
                reference=reference,
                previous=previous,
            )
            to = participant(partner.lower(), self.of.role)
            self.of.send(to, event, _case(self.site.world.seed, entry.id))
        if change is Change.SUSPENDED:
            self._suspensions[entry.id] = reference
        return told

    # --- what partners say -----------------------------------------------------------

    def received(self, mail: Incoming) -> None:
        """Take in an event, a question, or the answer to one."""
        event = mail.document
        assert isinstance(event, AEOEvent)
        home, id = site_of(mail.sender).upper(), letters.number(event)
        why = self._objection(mail, home, id)
        if why is not None:
            self._note(mail.conversation_id, id, "refused", partner=home, why=why)
        elif event.function == Function.REQUEST:
            self._answer(mail, event)
        elif event.function == Function.RESPONSE:
            self._answered(mail, event)
        else:
            self._heard(mail, event)

    def _objection(self, mail: Incoming, home: str, id: str) -> str | None:
        """Return why a message is not acted on, None where it is."""
        event = mail.document
        assert isinstance(event, AEOEvent)
        if home not in self._partners or not self.site.policy.mutual_recognition:
            return Fault.NO_ARRANGEMENT
        if self.of.errors(mail):
            return "broken-rules"
        asked = event.function == Function.REQUEST
        return (
            None
            if granted_by(id) == (self.site.member if asked else home)
            else ("other-authority")
        )

    def _heard(self, mail: Incoming, event: AEOEvent) -> None:
        if self.site.policy.aeo_list == "events":
            self._take_up(mail, event)
            return
        since = max(0, self.site.now - _FIRST_LIST)
        listed = _FIRST_LIST + -(-since // _LIST_EVERY) * _LIST_EVERY
        self.site.after(listed - self.site.now, lambda: self._take_up(mail, event))

    def _take_up(self, mail: Incoming, event: AEOEvent) -> None:
        entry = letters.read(event, self.site)
        if self.register.take(entry):
            self._note(
                mail.conversation_id,
                entry.id,
                "noted",
                partner=granted_by(entry.id),
                change=_NAMES.get(event.type or "", ""),
            )

    def _answer(self, mail: Incoming, query: AEOEvent) -> None:
        entry = self.register.find(letters.number(query))
        answer = letters.answered(query, entry, site=self.site, reference=self._next())
        self.of.reply(mail, answer)

    def _answered(self, mail: Incoming, event: AEOEvent) -> None:
        """Take over what a partner answers; where it contradicts, that is noted."""
        told = letters.read(event, self.site)
        known = self.register.find(told.id)
        now = self.site.now
        if self.register.take(told) and known and known.stands(now) != told.stands(now):
            self._note(
                mail.conversation_id,
                told.id,
                "reconciled",
                partner=granted_by(told.id),
                why=told.stands(now),
            )
        question = self._questions.pop(told.id, None)
        if question is not None and not question.answered.triggered:
            question.answered.succeed()

    # --- a declaration ---------------------------------------------------------------

    def known(self, file: File) -> Mapping[str, str]:
        """Return, for studies, whether a declaration is an authorised operator's.

        By what is known now: `own`, `recognised` (a partner's) or `none`; nothing in an
        exercise without authorised operators.
        """
        if not (self.site.settings.authorised or self._partners):
            return {}
        if self._own(file) is not None:
            return {"aeo": "own"}
        parties = parties_of(file.declaration)
        recognised = any(
            self.register.judged(id) and self.register.fault(id, parties) is None
            for id in cited_operators(file.declaration)
        )
        return {"aeo": "recognised" if recognised else "none"}

    def consider(self, file: File) -> Considering:
        """Decide whether a declaration gets the benefits; a partner may be asked."""
        for id in cited_operators(file.declaration):
            if self.register.judged(id):
                fault = yield from self._fault(file, id)
                self._decide(file, id, fault)
        own = self._own(file)
        if own is not None and not file.trusted:
            self._decide(file, own.id, None)

    def _own(self, file: File) -> Entry | None:
        """Return what this administration has granted to the declarant, if it holds."""
        entry = self.register.of_company(file.trader)
        if entry is None or not self.site.policy.authorised_traders:
            return None
        return entry if entry.stands(self.site.now) is Standing.VALID else None

    def _fault(self, file: File, id: str) -> Generator[Any, Any, Fault | None]:
        if (
            granted_by(id) in self._partners
            and self.site.policy.aeo_list == "events"
            and not self.register.is_fresh(
                id, self.customs.profile.cooperation.aeo_cache
            )
        ):
            answered = yield from self._ask(file, id)
            if not answered:
                return Fault.NO_ANSWER
        return self.register.fault(id, parties_of(file.declaration))

    def _ask(self, file: File, id: str) -> Generator[Any, Any, bool]:
        """Ask who granted a number how it stands; return whether that was answered.

        The partner has its time to answer, the messages what the links take.
        """
        partner = granted_by(id).lower()
        question = self._questions.get(id)
        if question is None:
            question = _Question(reference=self._next(), answered=self.env.event())
            self._questions[id] = question
            query = letters.asked(
                id, at=self.site.moment(), reference=question.reference
            )
            self._note(file.case, id, "asked", partner=partner.upper())
            self.of.send(participant(partner, self.of.role), query, file.case)
        world, here = self.site.world, self.site.id
        links = world.latency(here, partner) + world.latency(partner, here)
        limit = self.customs.profile.cooperation.aeo_answer_limit + links
        yield self.env.any_of([question.answered, self.env.timeout(limit)])
        if not question.answered.triggered:
            self._questions.pop(id, None)
        return bool(question.answered.triggered)

    def _decide(self, file: File, id: str, fault: Fault | None) -> None:
        file.trusted = file.trusted or fault is None
        facts: dict[str, Fact] = {
            "declaration": file.reference,
            "partner": granted_by(id),
            **({"why": fault.value} if fault else {}),
        }
        self._note(file.case, id, "denied" if fault else "recognised", **facts)

    # --- short forms -----------------------------------------------------------------

    def _next(self) -> str:
        self._numbers += 1
        return f"{self.site.member}AEO-{self._numbers:06d}"

    def _note(self, case: str, id: str, step: str, **facts: Fact) -> None:
        self.of.record(Kind.AEO, case, aeo=id, step=step, **facts)


def _case(seed: int, id: str) -> str:
    """Return the conversation of all that partners tell of one authorisation."""
    return conversation_id(seed, id)

"""Customs gives assistance: decides on requests, and answers with certified data.

A request is accepted, questioned, postponed or refused; what one administration knows
that another needs may also go unasked.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy

from swsim.documents.types.assistance_request import AssistanceRequest
from swsim.domain.codes import Function
from swsim.domain.events import Kind
from swsim.domain.identifiers import participant
from swsim.simulation.assistance import letters
from swsim.simulation.assistance.archive import Archive
from swsim.simulation.assistance.judging import Judge, Judgement
from swsim.simulation.customs import Customs
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

Process = Generator[simpy.Event, Any, None]

_AFTER_REMINDER = 12 * 3_600  # until the answer, once somebody has been reminded
_STEPS = {"ACC": "accepts", "CLA": "asks-clarification", "POS": "postpones"}


@dataclass(kw_only=True, slots=True)
class _Pending:
    """A request of others that we work on."""

    mail: Incoming
    request: AssistanceRequest
    reminded: simpy.Event


class Answering(Desk):
    """Gives assistance, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Customs)
        self.terms = of.profile.cooperation
        self._archive = Archive(of)
        self._judge = Judge(of)
        self._pending: dict[str, _Pending] = {}
        self._numbers = 0
        self.handlers = {AssistanceRequest: self.requested}

    def requested(self, mail: Incoming) -> None:
        """Take in a request, what follows it, or what became of the answer."""
        request = mail.document
        assert isinstance(request, AssistanceRequest)
        if request.function in (Function.REQUEST, Function.CHANGE):
            pending = _Pending(mail=mail, request=request, reminded=self.env.event())
            self._pending[request.reference or ""] = pending
            self.env.process(self._handle(pending))
            return
        about = (request.previous[0].id if request.previous else None) or ""
        found = self._pending.get(about)
        if request.function == Function.REMINDER:
            self._given(mail, about, "reminded")
            if found is not None and not found.reminded.triggered:
                found.reminded.succeed()
        elif request.function == Function.CONFIRMATION:
            use = request.use.type if request.use else None
            self._given(mail, about, "used-there", use or "")
        else:
            self._pending.pop(about, None)
            self._given(mail, about, "withdrawn")

    def _handle(self, pending: _Pending) -> Process:
        """Decide on a request, and work on what is accepted."""
        request, mail = pending.request, pending.mail
        reference = request.reference or ""
        draw = self.of.stream(f"assistance/{reference}")
        urgent = request.urgency == "URG"
        spread, most = self.terms.assistance_decision, self.terms.assistance_urgent
        decision_time = draw.seconds(spread.median, spread.p90)
        limit = most // 4 if urgent else self.terms.assistance_decision_limit
        yield self.env.timeout(min(decision_time, limit))
        judged = self._judge.decide(
            request, self.of.errors(mail), at_once=len(self._pending) - 1
        )
        if reference not in self._pending:
            return
        self._decide(pending, judged)
        if judged.decision not in ("ACC", "POS"):
            del self._pending[reference]
            return
        wait = self.terms.assistance_postponed if judged.decision == "POS" else 0
        work = draw.seconds(self.terms.assistance.median, self.terms.assistance.p90)
        if urgent:
            work = min(work, most // 2)
        yield self.env.any_of([self.env.timeout(wait + work), pending.reminded])
        if pending.reminded.triggered:
            yield self.env.timeout(_AFTER_REMINDER)
        if self._pending.pop(reference, None) is not None:
            self._answer(pending)

    def _decide(self, pending: _Pending, judged: Judgement) -> None:
        postponed = self.site.now + self.terms.assistance_postponed
        later = self.site.moment(postponed + self.terms.assistance_limit)
        reply = letters.decided(
            pending.request,
            judged.decision,
            reference=self._next(),
            at=self.site.moment(),
            ground=judged.ground,
            limit=later if judged.decision == "POS" else None,
            question=judged.question,
        )
        self._given(
            pending.mail,
            pending.request.reference or "",
            _STEPS.get(judged.decision, "refuses"),
            *([judged.ground] if judged.ground else []),
        )
        self.of.reply(pending.mail, reply)

    def _answer(self, pending: _Pending) -> None:
        supplied = self._archive.extracts(pending.request)
        answer = letters.answered(
            pending.request,
            supplied,
            reference=self._next(),
            at=self.site.moment(),
        )
        self._given(pending.mail, pending.request.reference or "", "answers")
        self.of.reply(pending.mail, answer)

    def _next(self) -> str:
        self._numbers += 1
        return f"{self.site.member}-MR-{self._numbers:05d}"

    def inform(self, file: File, to: str) -> None:
        """Tell another customs, unasked, what was declared for export here."""
        supplied = self._archive.extract_of(file.ucr)
        if supplied is None:
            return
        info = letters.spontaneous(
            (supplied,),
            by=self.site.member,
            to=to,
            reference=self._next(),
            at=self.site.moment(),
        )
        self._note(file.case, info.reference or "", "informs", to)
        self.of.send(participant(to.lower(), self.of.role), info, file.case)

    def _given(self, mail: Incoming, about: str, step: str, *why: str) -> None:
        partner = mail.sender.partition("-")[0].upper()
        self._note(mail.conversation_id, about, step, partner, *why)

    def _note(self, case: str, about: str, step: str, partner: str, *why: str) -> None:
        self.of.record(
            Kind.ASSISTANCE, case, about=about, step=step, partner=partner, why=why
        )

"""The single window's desk for agencies: asks all that goods concern, joins on all.

One agency's no is an overall hold that names the agency; where agencies disagree, the
one answer names both sides (RKC 3.35, TFA 10.4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol, cast

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.response import Response
from swsim.domain.agencies import AGENCIES
from swsim.domain.codes import Function, Indicator
from swsim.domain.events import Kind
from swsim.domain.lifecycle import Hold, State
from swsim.simulation.answers import (
    AGENCY_STATEMENT,
    NO_OBJECTION,
    indicator_of,
    outcome,
    reference_of,
)
from swsim.simulation.declarations import agencies_concerned, changed_goods
from swsim.simulation.entries import Entry, Verdict
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.records import Records


class Window(Protocol):
    """What this desk needs of its single window."""

    customs: str
    records: Records

    def entry(self, reference: str) -> Entry | None:
        """Return the declaration of that LRN."""

    def number(self) -> str:
        """Return the reference of one more answer."""

    def consolidate(self, entry: Entry) -> None:
        """Release if everybody has agreed."""


class Consultation(Desk):
    """Asks the agencies that sit at the site, and waits for every one of them."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.window = cast(Window, of)
        roles = self.site.settings.roles
        self._names = {
            of.neighbour(role): name.en
            for role, name in AGENCIES.items()
            if role in roles
        }
        self.handlers = {Response: self.answered}

    def wants(self, mail: Incoming) -> bool:
        """Tell whether an agency of this country has answered."""
        return mail.sender in self._names

    def ask(self, entry: Entry, mail: Incoming) -> None:
        """Ask whom the goods concern, side by side; the declaration is held until then.

        Without a single submission the trader asks, and this desk waits.
        """
        concerned = self._concerned(entry.declaration)
        if not concerned:
            return
        entry.verdicts = dict.fromkeys(concerned, Verdict.PENDING)
        self.of.hold(Hold.AGENCY, "set", entry.case, entry.reference, entry.leg)
        if self.site.policy.single_submission:
            request = replace(entry.declaration, function=Function.REQUEST)
            for agency in entry.verdicts:
                self.of.send(agency, request, entry.case, mail.message_id)

    def changed(self, entry: Entry, before: Declaration, mail: Incoming) -> None:
        """Tell the agencies whose goods a change concerns; they answer anew.

        Those that it concerns no more need not answer.
        """
        asked, lifted = entry.verdicts, entry.granted
        now = self._concerned(entry.declaration)
        goods = changed_goods(before, entry.declaration)
        told = [each for each in self._concerned(goods) if each in now]
        entry.verdicts = {
            each: Verdict.PENDING if each in told else asked[each]
            for each in now
            if each in told or each in asked
        }
        if not told:
            if not lifted and entry.answered:
                self._conclude(entry, mail)
            return
        if lifted:
            self.of.hold(Hold.AGENCY, "set", entry.case, entry.reference, entry.leg)
        for each in told:
            function = Function.REPLACEMENT if each in asked else Function.REQUEST
            notice = replace(entry.declaration, function=function)
            self.of.send(each, notice, entry.case, mail.message_id)
        self._note(entry, told)

    def _concerned(self, declaration: Declaration) -> Sequence[str]:
        """Return the agencies of the site that goods concern, in the usual order."""
        concerned = map(self.of.neighbour, agencies_concerned(declaration))
        return [each for each in concerned if each in self._names]

    def _note(self, entry: Entry, told: Sequence[str]) -> None:
        self.of.record(
            Kind.CHANGE,
            entry.case,
            declaration=entry.reference,
            leg=entry.leg,
            asked="agencies",
            result="told",
            why=tuple(told),
        )

    def answered(self, mail: Incoming) -> None:
        """Take an agency's answer; when all have answered, come to the one verdict."""
        response = mail.document
        assert isinstance(response, Response)
        entry = self.window.entry(reference_of(response))
        if entry is None or entry.verdicts.get(mail.sender) is not Verdict.PENDING:
            return
        said = indicator_of(response)
        if said is Indicator.EXAMINATION:
            self.of.send(entry.trader, response, entry.case, mail.message_id)
            return
        granted = said is Indicator.ACCEPTED
        verdict = Verdict.GRANTED if granted else Verdict.REFUSED
        entry.verdicts = {**entry.verdicts, mail.sender: verdict}
        if not granted:
            entry.reasons = {**entry.reasons, mail.sender: response.information}
        if entry.answered:
            self._conclude(entry, mail)

    def _conclude(self, entry: Entry, mail: Incoming) -> None:
        if entry.granted:
            self.of.hold(Hold.AGENCY, "lifted", entry.case, entry.reference, entry.leg)
            self.window.consolidate(entry)
            return
        self.window.records.stands(entry.reference, State.DETAINED)
        entry.told = Indicator.DETAINED
        held = outcome(
            Indicator.DETAINED,
            reference=self.window.number(),
            at=self.site.moment(),
            about=entry.declaration,
            information=tuple(self._statements(entry)),
        )
        self.of.send(self.window.customs, held, entry.case, mail.message_id)
        self.of.send(entry.trader, held, entry.case, mail.message_id)

    def _statements(self, entry: Entry) -> Iterator[AdditionalInformation]:
        """Yield who holds and why, then who would have let the goods go."""
        for agency, reasons in entry.reasons.items():
            yield AdditionalInformation(
                code=agency,
                description=f"Held by the {self._names[agency]}",
                type=AGENCY_STATEMENT,
            )
            yield from reasons
        for agency, verdict in entry.verdicts.items():
            if verdict is Verdict.GRANTED:
                yield AdditionalInformation(
                    code=agency,
                    description=f"No objection of the {self._names[agency]}",
                    type=NO_OBJECTION,
                )

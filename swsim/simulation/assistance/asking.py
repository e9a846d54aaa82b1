"""Customs asks others for assistance, and what becomes of it.

Data come certified and with conditions of use. Nobody tells a third party what was
supplied: who does so all the same is written down at both ends.
"""

from collections.abc import Callable
from dataclasses import dataclass

from swsim.documents.parts import Party
from swsim.documents.types.assistance_reply import AssistanceReply
from swsim.documents.types.assistance_request import AssistanceRequest
from swsim.domain.codes import Function
from swsim.domain.events import Kind
from swsim.domain.happenings import AssistanceWanted, InformationRelayed
from swsim.domain.identifiers import conversation_id, participant
from swsim.simulation.assistance import letters
from swsim.simulation.assistance.letters import Inquiry, Matter, Use
from swsim.simulation.customs import Customs
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.matching import AGREES, Match, Outline, compare, outline
from swsim.simulation.participant import Desk, Participant

Listener = Callable[[File, AssistanceReply], None]

MATTERS: dict[Match, Matter] = {
    Match.CLASS: "CLS",
    Match.QTY: "QTY",
    Match.VALUE_LOW: "VAL",
    Match.VALUE_HIGH: "VAL",
    Match.ORIGIN: "ORI",
    Match.PARTY: "DOC",
    Match.CONTAINER: "DOC",
    Match.PHANTOM_EXPORT: "DOC",
}


@dataclass(kw_only=True, slots=True)
class _Asked:
    """A request of ours; `imported` is what was declared here, `ended` says no more."""

    file: File
    request: AssistanceRequest
    inquiry: Inquiry
    imported: Outline
    limit: int
    clarified: int = 0
    ended: bool = False


class Asking(Desk):
    """Asks for assistance, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Customs)
        self.customs = of
        self.terms = of.profile.cooperation
        self._asked: dict[str, _Asked] = {}
        self._supplied: list[AssistanceReply] = []
        self._listeners: list[Listener] = []
        self._numbers = 0
        self.handlers = {AssistanceReply: self.replied}
        of.selectivity.listen(self._doubted)
        self.site.expect(AssistanceWanted, self._wanted)
        self.site.expect(InformationRelayed, self._relayed)

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every answer with data from now on."""
        self._listeners.append(listener)

    def ask(
        self, file: File, matter: Matter, *, urgent: bool = False, named: bool = True
    ) -> None:
        """Ask the customs of the country of export about an import declaration.

        One that is not `named` does not say which declaration it is about.
        """
        of = file.ucr[1:3]
        if not any(site.member == of for site in self.site.world.sites):
            self._note(file.case, file.reference, "nobody-to-ask", of)
            return
        self._numbers += 1
        within = self.terms.assistance_urgent if urgent else self.terms.assistance_limit
        limit = self.site.now + within
        inquiry = Inquiry(
            reference=f"{self.site.member}-MA-{self._numbers:05d}",
            by=self.site.member,
            of=of,
            matter=matter,
            ucr=file.ucr,
            importer=_importer(file),
            urgent=urgent,
            limit=self.site.moment(limit),
            basis=self.terms.legal_bases[0],
            confidentiality=self.terms.confidentiality,
        )
        request = inquiry.request(self.site.moment(), named=named)
        asked = _Asked(
            file=file,
            request=request,
            inquiry=inquiry,
            imported=outline(file.declaration),
            limit=limit,
        )
        self._asked[inquiry.reference] = asked
        self._note(file.case, inquiry.reference, "requested", of)
        self._send(asked, request)
        self.site.after(within, lambda: self._overdue(asked, limit))

    def _doubted(self, file: File, match: Match) -> None:
        """Ask the origin when its export data say otherwise, if that is the policy."""
        if self.site.policy.request_assistance:
            self.ask(file, MATTERS[match])

    def _overdue(self, asked: _Asked, limit: int) -> None:
        """Remind who has not answered by the limit that holds now."""
        if asked.ended or asked.limit != limit:
            return
        reminder = letters.followed_up(
            asked.request, Function.REMINDER, self.site.moment()
        )
        self._note(
            asked.file.case, asked.inquiry.reference, "overdue", asked.inquiry.of
        )
        self._send(asked, reminder)

    def _send(self, asked: _Asked, request: AssistanceRequest) -> None:
        to = participant(asked.inquiry.of.lower(), self.of.role)
        self.of.send(to, request, asked.file.case)

    def replied(self, mail: Incoming) -> None:
        """Take in what becomes of a request, or information that nobody asked for."""
        reply = mail.document
        assert isinstance(reply, AssistanceReply)
        if reply.function == Function.ORIGINAL:
            self._informed(mail, reply)
            return
        asked = self._asked.get(reply.previous[0].id or "" if reply.previous else "")
        if asked is None or asked.ended:
            self._note(mail.conversation_id, reply.reference or "", "unexpected", "")
            return
        act = {
            "ACC": self._accepted,
            "CLA": self._questioned,
            "POS": self._postponed,
            "REF": self._refused,
            "ANS": self._answered,
        }[reply.decision or "ACC"]
        act(asked, reply)

    def _told(self, asked: _Asked, step: str, *why: str) -> None:
        self._note(
            asked.file.case, asked.inquiry.reference, step, asked.inquiry.of, *why
        )

    def _accepted(self, asked: _Asked, reply: AssistanceReply) -> None:
        self._told(asked, "accepted")

    def _questioned(self, asked: _Asked, reply: AssistanceReply) -> None:
        """Say it again, with all that is known; a second question ends the matter."""
        self._told(asked, "clarification-asked")
        if asked.clarified:
            asked.ended = True
            return
        asked.clarified += 1
        named = asked.inquiry.request(self.site.moment())
        asked.request = letters.clarified(named, asked.clarified)
        self._asked[asked.request.reference or ""] = asked
        self._send(asked, asked.request)

    def _postponed(self, asked: _Asked, reply: AssistanceReply) -> None:
        self._told(asked, "postponed")
        assert reply.limit is not None
        asked.limit = limit = self.site.second(reply.limit)
        self.site.after(
            max(1, limit - self.site.now), lambda: self._overdue(asked, limit)
        )

    def _refused(self, asked: _Asked, reply: AssistanceReply) -> None:
        asked.ended = True
        self._told(asked, "refused", reply.ground or "")

    def _answered(self, asked: _Asked, reply: AssistanceReply) -> None:
        """Compare the certified data with what was declared here, and say what for."""
        asked.ended = True
        self._supplied.append(reply)
        in_time = self.site.now <= asked.limit
        self._told(asked, "answered" if in_time else "answered-late")
        use = self._use(asked, reply)
        statement = letters.followed_up(
            asked.request, Function.CONFIRMATION, self.site.moment(), use
        )
        self._told(asked, "used", use)
        self._send(asked, statement)
        for listener in self._listeners:
            listener(asked.file, reply)

    def _use(self, asked: _Asked, reply: AssistanceReply) -> Use:
        if asked.inquiry.matter == "SMU":
            return "PRO"
        supplied = letters.outline_of(reply)
        agrees = compare(asked.imported, supplied).verdict in AGREES
        return "NOA" if agrees or not asked.imported.headings else "REA"

    def _informed(self, mail: Incoming, info: AssistanceReply) -> None:
        meant = info.requesting.country if info.requesting else None
        supplier = (info.requested.country if info.requested else None) or ""
        about = info.reference or ""
        if meant != self.site.member:
            # The stamp travels with the data: it was meant for somebody else.
            self._note(mail.conversation_id, about, "use-limit-broken", supplier)
            return
        self._supplied.append(info)
        self._note(mail.conversation_id, about, "informed", supplier)

    # --- on purpose, by the exercise ------------------------------------------------

    def _wanted(self, effect: AssistanceWanted) -> None:
        """Ask about the last import from a country."""
        file = self.customs.last_import_from(effect.of)
        if file is None:
            self._note("", effect.of, "nothing-to-ask", effect.of)
            return
        self.ask(file, effect.matter, urgent=effect.urgent, named=not effect.vague)

    def _relayed(self, effect: InformationRelayed) -> None:
        """Pass on what was supplied last, against the conditions of its use."""
        self._numbers += 1
        if not self._supplied:
            self._note("", effect.to, "nothing-to-relay", effect.to)
            return
        info = letters.relayed(
            self._supplied[-1],
            f"{self.site.member}-MV-{self._numbers:05d}",
            self.site.moment(),
        )
        supplier = (info.requested.country if info.requested else None) or ""
        self._note("", info.reference or "", "use-limit-violated", effect.to, supplier)
        case = conversation_id(self.site.world.seed, "relay", info.reference or "")
        self.of.send(participant(effect.to.lower(), self.of.role), info, case)

    def _note(self, case: str, about: str, step: str, partner: str, *why: str) -> None:
        self.of.record(
            Kind.ASSISTANCE, case, about=about, step=step, partner=partner, why=why
        )


def _importer(file: File) -> Party | None:
    shipment = file.declaration.shipment
    return shipment.importer if shipment else None

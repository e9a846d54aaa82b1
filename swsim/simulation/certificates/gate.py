"""The single window's desk for certificates: to the issuer, abroad, and back.

A certificate from abroad is received when it could be read, and accepted when its
signer is known and its number new: two answers, never one.
"""

from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.certificate import Certificate
from swsim.domain.codes import Function
from swsim.domain.identifiers import site_of
from swsim.domain.papers import ORIGIN_TYPES, PHYTOSANITARY
from swsim.domain.settings import ShipmentOrder
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.noting import note
from swsim.simulation.certificates.version import outdated
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

_BODIES = {"850": "agr", "860": "org"}


class CertificateGate(Desk):
    """Passes certificates on, and judges those that come from abroad."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._traders = of.neighbour("trd")
        self._orders = {order.id: order for order in self.site.settings.orders}
        self._known: set[str] = set()
        # What is on its way abroad, by case: until it is answered.
        self._sent: dict[str, Certificate] = {}
        self.handlers = {Certificate: self.received, Acknowledgement: self.unread}

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a message is a certificate, or says that one was not read."""
        if mail.contents.kind is not Acknowledgement:
            return True
        if mail.conversation_id not in self._sent:
            return False
        answer = mail.document
        assert isinstance(answer, Acknowledgement)
        return answer.status == NACK and site_of(mail.sender) != self.site.id

    def received(self, mail: Incoming) -> None:
        """Pass a certificate on, by where it comes from."""
        paper = mail.document
        assert isinstance(paper, Certificate)
        if site_of(mail.sender) != self.site.id:
            self._from_abroad(mail, paper)
        elif mail.sender == self._traders:
            self._from_trader(mail, paper)
        elif letters.issuer_of(paper.id or self.site.member) == self.site.member:
            self._from_issuer(mail, paper)
        else:
            issuer = letters.issuer_of(paper.id or "")
            self._pass(mail, paper, self.of.window_of(issuer))

    def _pass(self, mail: Incoming, paper: object, to: str) -> None:
        self.of.send(to, paper, mail.conversation_id, mail.message_id)

    # --- at home -----------------------------------------------------------------

    def _from_trader(self, mail: Incoming, paper: Certificate) -> None:
        """Pass an application to the issuing body, a paper to who checks it."""
        if paper.function == Function.COPY:
            self._pass(mail, paper, self._checker(paper))
            return
        body = _BODIES.get(paper.type or "")
        if body is None:
            self.of.drop(mail)
            return
        note(self.of, mail.conversation_id, paper, "applied")
        self._pass(mail, paper, self.of.neighbour(body))

    def _from_issuer(self, mail: Incoming, paper: Certificate) -> None:
        """Pass what the issuer says to the exporter, and abroad."""
        if paper.verification is not None:
            self._abroad(mail, paper)
            return
        self._pass(mail, paper, self._traders)
        if paper.destination is not None and self.site.policy.e_certificates:
            self._abroad(mail, paper)

    def _abroad(self, mail: Incoming, paper: Certificate) -> None:
        """Send to the single window of the destination, signed as all that crosses."""
        country = self._destination(paper)
        if paper.function in (Function.ORIGINAL, Function.REPLACEMENT):
            self._sent[mail.conversation_id] = paper
            note(self.of, mail.conversation_id, paper, "sent")
        wire = outdated(paper) if self._is_old(paper) else paper
        self._pass(mail, wire, self.of.window_of(country))

    def _is_old(self, paper: Certificate) -> bool:
        order = self._order(paper)
        flaw = order.papers.flaw if order and order.papers else None
        return flaw == "bad-version" and paper.function == Function.ORIGINAL

    def _order(self, paper: Certificate) -> ShipmentOrder | None:
        return self._orders.get(letters.order_of(paper.id))

    def _destination(self, paper: Certificate) -> str:
        order = self._order(paper)
        return order.destination if order else ""

    def unread(self, mail: Incoming) -> None:
        """Take note that a certificate came to nothing: it could not be read abroad."""
        case = mail.conversation_id
        note(self.of, case, self._sent.pop(case), "not-accepted", why="version")

    # --- from abroad -------------------------------------------------------------

    def _from_abroad(self, mail: Incoming, paper: Certificate) -> None:
        case = mail.conversation_id
        if paper.function in (Function.ORIGINAL, Function.REPLACEMENT):
            self._judge(mail, paper)
        elif paper.function == Function.RESPONSE and paper.verification is None:
            self._sent.pop(case, None)
            why = letters.reason(paper)
            note(self.of, case, paper, "not-accepted" if why else "accepted", why=why)
        elif letters.issuer_of(paper.id or "") == self.site.member:
            self._pass(mail, paper, self.of.neighbour(_issuer(paper)))
        else:
            self._pass(mail, paper, self._checker(paper))

    def _judge(self, mail: Incoming, paper: Certificate) -> None:
        """Accept a certificate and hand it on, or say why it is not accepted."""
        why, case = self._wrong(mail, paper), mail.conversation_id
        note(self.of, case, paper, "received")
        self.of.reply(mail, letters.receipt(paper, self.site.moment(), why))
        if why:
            return
        self._known.add(paper.id or "")
        self._pass(mail, paper, self._checker(paper))
        self._pass(mail, paper, self._traders)

    def _wrong(self, mail: Incoming, paper: Certificate) -> str:
        errors = self.of.errors(mail)
        if errors:
            return errors[0].code or ""
        signed = paper.authentication and paper.authentication.authenticator
        authority = (paper.authority.id if paper.authority else None) or ""
        known = authority.rpartition("-")[0] == site_of(mail.sender)
        if not (known and signed and signed.name == letters.signer(authority)):
            return "unknown-signer"
        return "duplicate-number" if paper.id in self._known else ""

    def _checker(self, paper: Certificate) -> str:
        """Return who checks a certificate when goods come: customs or agriculture."""
        return self.of.neighbour("agr" if paper.type == PHYTOSANITARY else "cus")


def _issuer(paper: Certificate) -> str:
    return "org" if paper.type in ORIGIN_TYPES else "agr"

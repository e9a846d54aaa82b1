"""The agriculture agency's desk for phytosanitary certificates from abroad.

It holds what was sent, finds what a declaration cites, and tells the country of export
when goods do not keep what their certificate says.
"""

from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.certificate import Certificate
from swsim.documents.types.declaration import Declaration
from swsim.domain.codes import Function
from swsim.domain.papers import PHYTOSANITARY
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.claims import claim
from swsim.simulation.certificates.noting import note
from swsim.simulation.certificates.register import (
    CertificateRegister,
    Claim,
    Fault,
)
from swsim.simulation.declarations import items_of, order_of
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

_PAPER = "DOC"  # StatementTypeCode of swsim: a paper is missing or wrong


class PlantPapers(Desk):
    """Checks phytosanitary certificates, for one agriculture agency."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.register = CertificateRegister()
        self._exchanged = {
            order.id
            for order in self.site.settings.inbound
            if order.papers and PHYTOSANITARY in order.papers.types
        }
        # What was written off for a declaration, by LRN, should it be changed.
        self._used: dict[str, tuple[str, Claim]] = {}
        self.handlers = {Certificate: self.received}

    def received(self, mail: Incoming) -> None:
        """Take in a certificate, or what becomes of one."""
        paper = mail.document
        assert isinstance(paper, Certificate)
        if paper.function != Function.CANCELLATION:
            for old in paper.previous_documents:
                self.register.end(old.id or "", Fault.REPLACED)
            self.register.add(paper)
            return
        used = self.register.end(paper.id or "", Fault.WITHDRAWN)
        change = "withdrawn-after-use" if used else "withdrawn"
        note(self.of, mail.conversation_id, paper, change)

    def faults(self, declaration: Declaration) -> tuple[AdditionalInformation, ...]:
        """Return what is wrong with the certificate that a declaration cites."""
        number = self._cited(declaration)
        if number is None:
            return ()
        fault = self.register.fault(number, claim(declaration, self.site.moment()))
        if fault is None:
            return ()
        words = f"Certificate {number}: {fault.value.replace('-', ' ')}"
        return (AdditionalInformation(code=fault, description=words, type=_PAPER),)

    def concluded(self, declaration: Declaration, case: str, why: str) -> None:
        """Write off what is conform; tell the origin of what is not."""
        number = self._cited(declaration)
        held = self.register.held(number) if number else None
        if number is None or held is None:
            return
        if not why:
            goods = claim(declaration, self.site.moment())
            self.register.use(number, goods)
            self._used[declaration.reference or ""] = (number, goods)
            mass = sum(goods.goods.values())
            note(self.of, case, held.certificate, "used", mass=mass)
            return
        note(self.of, case, held.certificate, "non-compliant", why=why)
        now = self.site.moment()
        told = letters.non_compliance(number, PHYTOSANITARY, now, why)
        self.of.send(self.of.neighbour("sw"), told, case)

    def reopened(self, reference: str) -> None:
        """Give back what was written off for a declaration, which has changed."""
        used = self._used.pop(reference, None)
        if used is not None:
            self.register.give_back(*used)

    def _cited(self, declaration: Declaration) -> str | None:
        """Return the number of the certificate, where such are exchanged."""
        if order_of(declaration) not in self._exchanged:
            return None
        for item in items_of(declaration):
            for each in item.documents:
                if each.type == PHYTOSANITARY and each.id:
                    return each.id
        return None

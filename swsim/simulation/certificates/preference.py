"""The customs desk for proofs of origin: gives, denies or verifies a preference.

While a proof is verified the preference is suspended: the goods are released against
security for what it would save (RKC 3.41), or wait, as the policy says.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import simpy

from swsim.documents.types.certificate import Certificate
from swsim.domain.codes import Function
from swsim.domain.events import Kind
from swsim.domain.money import Money
from swsim.simulation.casework import Casework
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.claims import claim, forgone, proof
from swsim.simulation.certificates.noting import note
from swsim.simulation.certificates.register import (
    CertificateRegister,
    Claim,
    Fault,
)
from swsim.simulation.declarations import order_of, payable
from swsim.simulation.files import File
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant

Settling = Generator[simpy.Event, Any, Money | None]

_ENDS: Final = {
    letters.WITHDRAWN: Fault.WITHDRAWN,
    letters.CANCELLED: Fault.CANCELLED,
}
_LIMIT = 5 * 86_400


@dataclass(kw_only=True, slots=True)
class _Case:
    """A preference that is claimed; `worth` is what it saves."""

    file: File
    paper: Certificate
    claim: Claim
    worth: Money
    answered: simpy.Event
    secured: bool = False
    given: bool = False

    @property
    def number(self) -> str:
        """The number of the proof that is cited."""
        return self.paper.id or ""

    @property
    def guarantee(self) -> str:
        """The reference of the security (GRN)."""
        return f"GRN-{self.file.mrn}"


class Preference(Desk):
    """Decides on preferences, for one customs administration."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        assert isinstance(of, Casework)
        self.customs = of
        self.register = CertificateRegister()
        self._cases: dict[str, _Case] = {}
        self._papers = {
            order.id: order.papers
            for order in self.site.settings.inbound
            if order.papers is not None
        }
        self.handlers = {Certificate: self.received}

    # --- a declaration ---------------------------------------------------------------

    def settle(self, file: File) -> Settling:
        """Return what is due on a declaration, once its preference is settled."""
        cited = proof(file.declaration)
        due = payable(file.declaration)
        if cited is None or file.leg != "import" or due is None:
            return due
        case = self._case(file, *cited)
        fault = self.register.fault(case.number, case.claim)
        wanted = self._papers.get(order_of(file.declaration))
        if fault is Fault.SUBHEADING or (fault is None and wanted and wanted.verify):
            limit = wanted.limit if wanted else _LIMIT
            yield from self._verify(case, "DBT" if fault else "RND", limit)
        elif fault is None:
            self._give(case)
        else:
            self._deny(case, fault)
        saved = case.given or case.secured
        return due if saved else due + case.worth

    def _case(self, file: File, number: str, kind: str) -> _Case:
        held = self.register.held(number)
        case = _Case(
            file=file,
            paper=held.certificate if held else Certificate(id=number, type=kind),
            claim=claim(file.declaration, self.site.moment()),
            worth=forgone(file.declaration),
            answered=self.env.event(),
        )
        self._cases[number] = case
        return case

    def _give(self, case: _Case) -> None:
        """Give the preference, write the goods off, tell the issuer of the use."""
        case.given = True
        self.register.use(case.number, case.claim)
        masses = tuple(case.claim.goods.values())
        self._note(case, "given", mass=sum(masses))
        held = self.register.held(case.number)
        if self.site.policy.e_certificates and held is not None:
            notice = letters.use(
                case.number,
                case.paper.type or "",
                case.file.mrn,
                self.site.moment(),
                masses,
                whole=not held.left,
            )
            self._send(case, notice)

    def _deny(self, case: _Case, why: str) -> None:
        case.given = False
        self._note(case, "denied", why=why)

    # --- verification ----------------------------------------------------------------

    def _verify(self, case: _Case, why: str, limit: int) -> Generator[Any, Any, None]:
        """Ask the issuer; meanwhile the goods go against security, or wait."""
        self._note(case, "doubted", why=why)
        until = self.site.moment(self.site.now + limit)
        asked = letters.question(
            case.number, case.paper.type or "", self.site.moment(), why, until
        )
        self._send(case, asked)
        self.site.after(limit, lambda: self._silent(case))
        if self.site.policy.release_on_security:
            case.secured = True
            self._secure(case, "reserved")
        else:
            yield case.answered

    def _silent(self, case: _Case) -> None:
        """Deny what nobody vouched for in time."""
        if not case.answered.triggered:
            self._concluded(case, "no-answer")

    def _concluded(self, case: _Case, result: str) -> None:
        """Act on the result of a verification: GEN gives, anything else denies."""
        case.answered.succeed()
        fault = self.register.fault(case.number, case.claim)
        if result == "GEN" and fault in (None, Fault.SUBHEADING):
            self._give(case)
        else:
            self._deny(case, fault if result == "GEN" and fault else result)
        if case.secured:
            self._secure(case, "released" if case.given else "called")

    def _secure(self, case: _Case, change: str) -> None:
        self.of.record(
            Kind.SECURITY,
            case.file.case,
            guarantee=case.guarantee,
            declaration=case.file.reference,
            change=change,
            amount=f"{case.worth.value:f}",
            currency=case.worth.currency,
        )

    # --- messages --------------------------------------------------------------------

    def received(self, mail: Incoming) -> None:
        """Take in a certificate, what becomes of one, or an answer about one."""
        paper = mail.document
        assert isinstance(paper, Certificate)
        if paper.verification is not None:
            self._answered(paper)
        elif paper.function == Function.CANCELLATION:
            self._ended(mail, paper, _ENDS[letters.status(paper)])
        else:
            for old in paper.previous_documents:
                self.register.end(old.id or "", Fault.REPLACED)
            self.register.add(paper)

    def _answered(self, paper: Certificate) -> None:
        case = self._cases.get(paper.id or "")
        result = (paper.verification.result if paper.verification else None) or ""
        if case is not None and not case.answered.triggered:
            self._concluded(case, result)

    def _ended(self, mail: Incoming, paper: Certificate, why: Fault) -> None:
        """Make a certificate void; what was given for it is demanded back."""
        used = self.register.end(paper.id or "", why)
        note(self.of, mail.conversation_id, paper, why)
        case = self._cases.get(paper.id or "")
        if used and case is not None and case.given:
            case.given = False
            self._demand(case, why)

    def _demand(self, case: _Case, why: str) -> None:
        """Ask for the duty that was saved, after clearance."""
        self._note(case, "demanded", why=why)
        self.customs.assess(case.file, case.worth)

    def _send(self, case: _Case, paper: Certificate) -> None:
        self.of.send(self.customs.single_window, paper, case.file.case)

    def _note(self, case: _Case, change: str, **facts: Any) -> None:
        note(
            self.of,
            case.file.case,
            case.paper,
            change,
            declaration=case.file.reference,
            **facts,
        )

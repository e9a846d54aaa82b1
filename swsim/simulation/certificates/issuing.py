"""The issuing body's desk: grants or refuses, answers for what it signed, takes back.

Certificates of origin come from a certifying body, phytosanitary ones from the
agriculture agency; both work alike.
"""

from collections.abc import Generator, Mapping
from typing import Any, Final

import simpy

from swsim.documents.types.certificate import Certificate
from swsim.domain.codes import Function
from swsim.domain.happenings import CertificateEnded
from swsim.domain.papers import ORIGIN_TYPES, PHYTOSANITARY, Answer
from swsim.domain.settings import ShipmentOrder
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.letters import CANCELLED, WITHDRAWN
from swsim.simulation.certificates.noting import note
from swsim.simulation.contract import draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.queue import Job

Process = Generator[simpy.Event, Any, None]

# What each body issues, as UN/EDIFACT 1001 codes, by its role.
ISSUES: Final[Mapping[str, tuple[str, ...]]] = {
    "org": ORIGIN_TYPES,
    "agr": (PHYTOSANITARY,),
}
_REFUSALS: Final = {"criterion-not-met": ORIGIN_TYPES, "inspection-fails": ("851",)}
_RESULTS: Final[Mapping[Answer, str]] = {
    "genuine": "GEN",
    "false": "FLS",
    "unconfirmed": "ONC",
}
_ENDED: Final = {WITHDRAWN: "withdrawn", CANCELLED: "cancelled"}


class CertifyingBody(Participant):
    """The body that certifies origin: a chamber, a ministry or the customs itself."""

    role = "org"


class Issuing(Desk):
    """Issues certificates, for one body."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self.kinds = ISSUES[of.role]
        officers = self.profile.officers.agency
        self._officers = of.open_queue("certificates", officers, staff=of.role)
        self._orders = {order.id: order for order in self.site.settings.orders}
        self._issued: dict[str, tuple[str, Certificate]] = {}
        self.handlers = {Certificate: self.received}
        self.site.expect(CertificateEnded, self.end)

    def wants(self, mail: Incoming) -> bool:
        """Tell whether a certificate is one of ours, or is wanted of us."""
        paper = mail.document
        if not isinstance(paper, Certificate):
            return False
        own = letters.issuer_of(paper.id or "") == self.site.member
        return own or paper.id is None

    def received(self, mail: Incoming) -> None:
        """Act on an application, a question or news of a certificate of ours."""
        paper = mail.document
        assert isinstance(paper, Certificate)
        if paper.function == Function.ORIGINAL:
            self.env.process(self._decide(mail, paper))
        elif paper.function == Function.REQUEST:
            self.env.process(self._verify(mail, paper))
        elif paper.function == Function.STATUS:
            self._heard(mail, paper)

    def _heard(self, mail: Incoming, paper: Certificate) -> None:
        """Take note of a use, or of goods that were refused in spite of the paper."""
        why, case = letters.reason(paper), mail.conversation_id
        if why:
            note(self.of, case, paper, "non-compliance", why=why)
        else:
            mass = letters.used_mass(paper)
            note(self.of, case, paper, "use-returned", mass=mass)

    # --- applications ----------------------------------------------------------------

    def _decide(self, mail: Incoming, applied: Certificate) -> Process:
        """Examine an application, and issue or refuse."""
        order = self._order(applied)
        if order is None:
            self.of.drop(mail)
            return
        yield from self._work(f"issue/{applied.reference}", mail, applied)
        why = self._refused(order, letters.wanted(applied))
        if why:
            note(self.of, mail.conversation_id, applied, "refused", why=why)
            self.of.reply(mail, letters.refusal(applied, self.site.moment(), why))
            return
        world = self.site.world
        contract = draw_contract(order, world.seed, world.start)
        paper = letters.issue(applied, contract, self.site.moment(), self.of.id)
        paper = self._numbered(order, paper)
        self._issued.setdefault(paper.id or "", (mail.conversation_id, paper))
        note(self.of, mail.conversation_id, paper, "issued")
        self.of.reply(mail, paper)

    def _work(self, purpose: str, mail: Incoming, paper: Certificate) -> Process:
        spread, draw = self.profile.agency, self.of.stream(purpose)
        job = Job(
            case=mail.conversation_id, declaration=paper.reference or "", leg="export"
        )
        yield from self._officers.serve(job, draw.seconds(spread.median, spread.p90))

    def _order(self, paper: Certificate) -> ShipmentOrder | None:
        return self._orders.get((paper.reference or "").partition("-")[0])

    def _refused(self, order: ShipmentOrder, kind: str) -> str:
        flaw = order.papers.flaw if order.papers else None
        return flaw if flaw and kind in _REFUSALS.get(flaw, ()) else ""

    def _numbered(self, order: ShipmentOrder, paper: Certificate) -> Certificate:
        """Return a certificate under its number, or under one that is taken."""
        if order.papers is None or order.papers.flaw != "duplicate-number":
            return paper
        taken = (n for n, (_, old) in self._issued.items() if _alike(old, paper))
        return letters.renumbered(paper, next(taken, paper.id or ""))

    # --- verification ----------------------------------------------------------------

    def _verify(self, mail: Incoming, asked: Certificate) -> Process:
        """Say what the files tell of a certificate; some issuers say nothing."""
        number = asked.id or ""
        order = self._orders.get(letters.order_of(number))
        known: Answer = order.papers.answer if order and order.papers else "false"
        if known == "silent":
            return
        yield from self._work(f"verify/{number}/{mail.message_id}", mail, asked)
        result = _RESULTS[known] if number in self._issued else _RESULTS["false"]
        note(self.of, mail.conversation_id, asked, "answered", why=result)
        self.of.reply(mail, letters.answer(asked, self.site.moment(), result))

    # --- taking back -----------------------------------------------------------------

    def end(self, wish: CertificateEnded) -> None:
        """Withdraw, cancel or replace what was issued for a lane."""
        for number, (case, paper) in list(self._issued.items()):
            order = self._orders[letters.order_of(number)]
            if order.lane == wish.lane and paper.type == wish.type:
                self._end(case, paper, wish)

    def _end(self, case: str, paper: Certificate, wish: CertificateEnded) -> None:
        now, window = self.site.moment(), self.of.neighbour("sw")
        if wish.change == "replaced":
            new = letters.replacement(paper, now)
            self._issued[new.id or ""] = (case, new)
            note(self.of, case, paper, "replaced", why=new.id or "")
            self.of.send(window, new, case)
        else:
            how = WITHDRAWN if wish.change == "withdrawn" else CANCELLED
            note(self.of, case, paper, _ENDED[how])
            self.of.send(window, letters.ended(paper, how, now), case)
        del self._issued[paper.id or ""]


def _alike(one: Certificate, other: Certificate) -> bool:
    return one.type == other.type and one.destination == other.destination

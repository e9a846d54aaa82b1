"""The traders' desk for certificates: applies, hands over, cites.

The exporter waits for the certificates before it lodges; the importer cites what it
holds. Paper takes the courier's time, and the importer waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from swsim.documents.types.certificate import Certificate
from swsim.documents.types.declaration import Declaration
from swsim.domain.identifiers import conversation_id, participant, site_of
from swsim.domain.papers import ORIGIN_TYPES, PHYTOSANITARY, UNDELIVERED
from swsim.domain.settings import ShipmentOrder
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.claims import claimed
from swsim.simulation.contract import draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Desk, Participant
from swsim.simulation.registers import licence_id

Action = Callable[[], None]

_COURIER = 3 * 86_400  # from the exporter's desk to the importer's; illustrative


@dataclass(kw_only=True, slots=True)
class _Waiting:
    """An export that waits for its certificates, and what became of those."""

    order: ShipmentOrder
    then: Action
    outstanding: set[str]
    issued: list[Certificate] = field(default_factory=list)
    stopped: bool = False


class Dealing(Desk):
    """Sees to the certificates of exporters and importers."""

    def __init__(self, of: Participant) -> None:
        super().__init__(of)
        self._exports: dict[str, _Waiting] = {}
        # What importers hold, in the order in which it came.
        self._held: dict[str, Certificate] = {}
        self._ready: dict[str, Action] = {}
        self.handlers = {Certificate: self.received}

    # --- the exporter ----------------------------------------------------------------

    def before_export(self, order: ShipmentOrder, then: Action) -> None:
        """Apply for what the order wants, and go on once all is answered."""
        papers = order.papers
        if papers is None or not papers.types:
            then()
            return
        world = self.site.world
        contract = draw_contract(order, world.seed, world.start)
        case = conversation_id(world.seed, order.id)
        self._exports[order.id] = _Waiting(
            order=order, then=then, outstanding=set(papers.types)
        )
        for kind in papers.types:
            applied = letters.application(contract, kind, self.site.moment())
            self.of.send(self.of.neighbour("sw"), applied, case)

    def _answered(self, paper: Certificate, case: str) -> None:
        """Take the answer to an application; the last one lets the export go on."""
        # S00001-A861-R refuses what was applied for as S00001-A861; S00001-C861 is it.
        reference = paper.reference or ""
        export = self._exports.get(reference.partition("-")[0])
        if export is None:
            return
        kind = reference.partition("-")[2][1:4]
        export.outstanding.discard(kind)
        if paper.id is None:
            # Nobody ships plants that could not be certified; other goods pay duty.
            export.stopped |= kind == PHYTOSANITARY
        else:
            self._hand_over(export.order, paper, case)
        if not export.outstanding:
            del self._exports[export.order.id]
            if not export.stopped:
                export.then()

    def _hand_over(self, order: ShipmentOrder, paper: Certificate, case: str) -> None:
        """Send paper by courier, where certificates are not exchanged."""
        if self.site.policy.e_certificates:
            return
        abroad = participant(order.destination.lower(), "trd")
        copy = letters.presented(paper)
        self.site.after(_COURIER, lambda: self.of.send(abroad, copy, case))

    # --- the importer ----------------------------------------------------------------

    def received(self, mail: Incoming) -> None:
        """Take in an answer to an application, or a certificate for an import."""
        paper = mail.document
        assert isinstance(paper, Certificate)
        if letters.issuer_of(paper.id or self.site.member) == self.site.member:
            self._answered(paper, mail.conversation_id)
            return
        self._held[paper.id or ""] = paper
        if site_of(mail.sender) != self.site.id:
            self.of.send(self.of.neighbour("sw"), paper, mail.conversation_id)
        ready = self._ready.pop(self._order(paper), None)
        if ready is not None:
            ready()

    @staticmethod
    def _order(paper: Certificate) -> str:
        return letters.order_of(paper.id)

    def before_import(self, order: ShipmentOrder, then: Action) -> None:
        """Go on once the paper is there; electronic certificates need no waiting."""
        papers = order.papers
        waits = papers and papers.types and not self.site.policy.e_certificates
        here = any(self._order(paper) == order.id for paper in self._held.values())
        if waits and not here:
            self._ready[order.id] = then
        else:
            then()

    def cite(self, declaration: Declaration, order: ShipmentOrder) -> Declaration:
        """Return an import declaration that claims what a proof of origin allows."""
        found = self._proof(order)
        return claimed(declaration, *found) if found else declaration

    def _proof(self, order: ShipmentOrder) -> tuple[str, str] | None:
        """Return the proof of origin that the importer cites, as number and kind."""
        papers = order.papers
        if papers is None:
            return None
        if papers.flaw == "reused":
            return self._used_before(order)
        kinds = [kind for kind in papers.types if kind in ORIGIN_TYPES]
        for number, paper in reversed(self._held.items()):
            if self._order(paper) == order.id and paper.type in kinds:
                return number, paper.type
        if papers.flaw in UNDELIVERED and kinds:
            # The exporter has told the number; that nobody holds it comes out here.
            return licence_id(order.origin, kinds[0], order), kinds[0]
        return None

    def _used_before(self, order: ShipmentOrder) -> tuple[str, str] | None:
        """Return the first proof from there: that of other goods, as likely used up."""
        for number, paper in self._held.items():
            if number.startswith(order.origin) and paper.type in ORIGIN_TYPES:
                return number, paper.type
        return None

"""Writes requests for assistance, what follows them, and the replies.

A request has all that TFA 12.4 asks for: who asks, the matter and why, the legal basis,
what is sought and by when, the undertaking on confidentiality, and that the importer's
side was checked first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from swsim.documents.cooperation import (
    Administration,
    ReferencedMessage,
    UseCondition,
)
from swsim.documents.parts import AdditionalInformation, ContactOffice, Party
from swsim.documents.types.assistance_reply import (
    AssistanceReply,
    Authentication,
    Authenticator,
    SuppliedDeclaration,
    SuppliedTradeTerms,
)
from swsim.documents.types.assistance_request import (
    AssistanceMatter,
    AssistanceRequest,
    ConcernedImporter,
    LegalBasis,
    RequestedDeclaration,
    RequestedInformation,
    RequestedUCR,
    UseStatement,
    Verification,
)
from swsim.domain.codes import DocumentName, Function
from swsim.domain.members import member
from swsim.domain.money import Money
from swsim.simulation.matching import Outline
from swsim.simulation.terms import CARRIAGE_PAID, dollars

Matter = Literal["CLS", "DOC", "ORI", "QTY", "SMU", "VAL"]
Decision = Literal["ACC", "ANS", "CLA", "POS", "REF"]
Ground = Literal["BUR", "CON", "LAW", "ONG", "PUB"]
Use = Literal["NOA", "PRO", "REA"]

_EXTRACT, _INVOICE = "DEC", "INV"  # what is sought
_DOUBTFUL = "DOU"  # what the check on the importer's side found
_CUSTOMS_ONLY = "CUS"  # for what supplied data may be used
_FACTS: Final = {
    "CLS": "The description fits another heading better.",
    "DOC": "A document shown seems not to be genuine.",
    "ORI": "The goods are not known to be made there.",
    "QTY": "Mass or quantity differ from what was declared for export.",
    "SMU": "Goods that a warning is about left before it came.",
    "VAL": "The value differs from what was declared for export.",
}


def administration(country: str) -> Administration:
    """Return the customs of a member as a party to an exchange."""
    office = ContactOffice(id=member(country).ports[0])
    return Administration(
        country=country, name=f"Exercise customs ({country})", contact_offices=(office,)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiry:
    """What an administration wants to know of another, about one consignment.

    `basis` the agreement and `confidentiality` what the
    inquirer can undertake, both as codes of swsim's lists.
    """

    reference: str
    by: str
    of: str
    matter: Matter
    ucr: str
    importer: Party | None
    urgent: bool
    limit: datetime
    basis: str
    confidentiality: str

    def request(self, at: datetime, *, named: bool = True) -> AssistanceRequest:
        """Return the request; one that is not `named` lacks the declaration."""
        importer = self.importer
        declared = RequestedDeclaration(
            type=DocumentName.EXPORT_DECLARATION, ucr=RequestedUCR(id=self.ucr)
        )
        return AssistanceRequest(
            function=Function.REQUEST,
            reference=self.reference,
            issued=at,
            limit=self.limit,
            urgency="URG" if self.urgent else "NOR",
            declarations=(declared,) if named else (),
            importer=(
                ConcernedImporter(name=importer.name, id=importer.id)
                if importer
                else None
            ),
            legal_bases=(LegalBasis(type=self.basis),),
            matter=AssistanceMatter(
                description=_FACTS[self.matter],
                reason="The papers that the importer showed leave a doubt.",
                type=self.matter,
            ),
            requested=administration(self.of),
            wanted=(
                RequestedInformation(sequence=1, type=_EXTRACT),
                RequestedInformation(sequence=2, type=_INVOICE),
            ),
            requesting=administration(self.by),
            undertaking=UseCondition(
                confidentiality=self.confidentiality, use_limit=_CUSTOMS_ONLY
            ),
            verification=Verification(
                completed=at,
                description="Papers and books of the importer were seen.",
                result=_DOUBTFUL,
            ),
        )


def clarified(request: AssistanceRequest, number: int) -> AssistanceRequest:
    """Return a request as the change (function 4) of what was sent before."""
    return replace(
        request,
        function=Function.CHANGE,
        reference=f"{request.reference}-C{number}",
        previous=(ReferencedMessage(id=request.reference),),
    )


def followed_up(
    request: AssistanceRequest,
    function: Function,
    at: datetime,
    use: Use | None = None,
) -> AssistanceRequest:
    """Return a reminder (15) of a request, or the statement (6) how data were used."""
    return AssistanceRequest(
        function=function,
        reference=f"{request.reference}-{function.value}",
        issued=at,
        previous=(ReferencedMessage(id=request.reference),),
        requested=request.requested,
        requesting=request.requesting,
        use=UseStatement(type=use) if use else None,
    )


def decided(
    request: AssistanceRequest,
    decision: Decision,
    *,
    reference: str,
    at: datetime,
    ground: Ground | None = None,
    limit: datetime | None = None,
    question: str = "",
) -> AssistanceReply:
    """Return what becomes of a request, without data.

    A refusal has a ground, a postponement a limit, a request to clarify a question.
    """
    return AssistanceReply(
        function=Function.RESPONSE,
        reference=reference,
        issued=at,
        limit=limit,
        decision=decision,
        ground=ground,
        information=(AdditionalInformation(description=question),) if question else (),
        previous=(ReferencedMessage(id=request.reference),),
        requested=request.requested,
        requesting=request.requesting,
    )


def answered(
    request: AssistanceRequest,
    supplied: Iterable[SuppliedDeclaration],
    *,
    reference: str,
    at: datetime,
) -> AssistanceReply:
    """Return the answer with certified data and the conditions of their use."""
    return replace(
        decided(request, "ANS", reference=reference, at=at),
        completeness="FUL",
        authentication=_certified(),
        declarations=tuple(supplied),
        conditions=request.undertaking,
    )


def spontaneous(
    supplied: Iterable[SuppliedDeclaration],
    *,
    by: str,
    to: str,
    reference: str,
    at: datetime,
) -> AssistanceReply:
    """Return information that nobody asked for, from one administration to another."""
    return AssistanceReply(
        function=Function.ORIGINAL,
        reference=reference,
        issued=at,
        authentication=_certified(),
        declarations=tuple(supplied),
        requested=administration(by),
        requesting=administration(to),
        conditions=UseCondition(confidentiality="SAM", use_limit=_CUSTOMS_ONLY),
    )


def relayed(info: AssistanceReply, reference: str, at: datetime) -> AssistanceReply:
    """Return supplied information as somebody passes it on, its stamp unchanged."""
    return replace(
        info,
        function=Function.ORIGINAL,
        reference=reference,
        issued=at,
        decision=None,
        completeness=None,
        previous=(),
        information=(),
    )


def outline_of(reply: AssistanceReply) -> Outline | None:
    """Return what is compared of the first declaration supplied."""
    if not reply.declarations or reply.declarations[0].shipment is None:
        return None
    declared, shipment = reply.declarations[0], reply.declarations[0].shipment
    goods = [each.commodity for each in shipment.items if each.commodity]
    return Outline(
        headings=frozenset(
            (code.id or "")[:6] for each in goods for code in each.classifications
        ),
        net_mass=sum((each.measure.net or 0) for each in goods if each.measure),
        value=_fob(declared.invoice_amount, shipment.terms),
    )


def _fob(
    invoiced: Money | None, trade_terms: SuppliedTradeTerms | None
) -> Decimal | None:
    """Return a price as FOB in US dollars; no charges are supplied to take off."""
    terms = (trade_terms.condition if trade_terms else None) or ""
    if invoiced is None or terms in CARRIAGE_PAID:
        return None
    return dollars(invoiced.value, invoiced.currency)


def _certified() -> Authentication:
    return Authentication(
        text="True extract of the records of the administration.",
        authenticator=Authenticator(name="International cooperation desk"),
    )

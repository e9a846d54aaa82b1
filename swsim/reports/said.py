"""What one message says, read from its XML: the few facts that people are told of it.

A message that cannot be read says nothing (None); nothing here judges or translates.
"""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from swsim.documents.reading import decode
from swsim.documents.types.acknowledgement import NACK, Acknowledgement
from swsim.documents.types.cargo_report import CargoReport
from swsim.documents.types.certificate import Certificate
from swsim.documents.types.declaration import Declaration
from swsim.documents.types.payment import PaymentNotice
from swsim.documents.types.response import Response
from swsim.documents.xmltext import CodecError
from swsim.domain.agencies import AGENCIES
from swsim.domain.codes import DocumentName, Function, Indicator
from swsim.domain.identifiers import site_of
from swsim.domain.money import Money
from swsim.domain.settings import BANK
from swsim.simulation.amendments.letters import (
    is_amendment,
    is_cancellation,
    is_query,
)

Says = Literal[
    "ack",
    "nack",
    "lodge",
    "pass-declaration",
    "supply",
    "pass-documents",
    "amend",
    "cancel",
    "query",
    "pass-change",
    "ask-agency",
    "share",
    "pass-export-data",
    "accepted",
    "granted",
    "rejected",
    "released",
    "examination",
    "documents",
    "detained",
    "refused",
    "awaiting",
    "change-refused",
    "changed",
    "cancelled",
    "status",
    "not-found",
    "not-processed",
    "may-move",
    "received",
    "payment",
    "pay",
    "pass-payment",
    "order-payment",
    "receipt",
    "not-paid",
    "paper-apply",
    "paper-turned-down",
    "paper-sent",
    "paper-accepted",
    "paper-not-accepted",
    "paper-ended",
    "paper-used",
    "paper-refused",
    "paper-asked",
    "paper-vouched",
    "cargo-in",
    "cargo-out",
    "cargo-list",
    "cargo-onward",
    "cargo-came",
    "other",
]

_OUTCOMES: dict[str, Says] = {
    Indicator.ACCEPTED: "accepted",
    Indicator.REJECTED: "rejected",
    Indicator.RELEASED: "released",
    Indicator.EXAMINATION: "examination",
    Indicator.DOCUMENTS_WANTED: "documents",
    Indicator.DETAINED: "detained",
    Indicator.MAY_MOVE: "may-move",
    Indicator.RECEIVED: "received",
    Indicator.AWAITING_ARRIVAL: "awaiting",
    Indicator.CHANGE_REFUSED: "change-refused",
    Indicator.CHANGE_APPROVED: "changed",
}
_STATUS: dict[str, Says] = {
    Function.STATUS: "status",
    Function.NOT_FOUND: "not-found",
    Function.NOT_PROCESSED: "not-processed",
}
_OF_AGENCY: dict[str, Says] = {
    Indicator.ACCEPTED: "granted",
    Indicator.DETAINED: "refused",
}


_PAPERS: dict[str, Says] = {
    Function.CANCELLATION: "paper-ended",
    Function.REQUEST: "paper-asked",
    Function.RESPONSE: "paper-vouched",
}
# UN/EDIFACT 1001, as a carrier or a port files them.
_CARGO: dict[str, Says] = {
    "185": "cargo-came",
    "788": "cargo-list",
    "833": "cargo-out",
    "933": "cargo-in",
}
_REJECTED = "41"  # UN/EDIFACT 4405


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """The gist of a message.

    `reference` is the LRN of the declaration it is about, `trader` the name of the
    company that speaks, `errors` the (rule id, description) pairs of a refusal: all of
    them were written for the declarant.
    """

    says: Says
    reference: str = ""
    leg: Literal["export", "import", "transit"] = "import"
    trader: str = ""
    amount: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule ids of the errors, each once."""
        return tuple(dict.fromkeys(rule for rule, _ in self.errors))


def read(xml: bytes) -> Said | None:
    """Return what a message says; None where it is no message that swsim knows."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        envelope = decode(etree.fromstring(xml, parser))
    except (etree.XMLSyntaxError, CodecError):
        return None
    head = envelope.communication
    match envelope.payload:
        case Declaration() as declaration:
            return _declaration(declaration, head.sender, head.recipient)
        case Response() as response:
            return _response(response, head.sender)
        case Acknowledgement() as ack:
            return Said(
                says="nack" if ack.status == NACK else "ack", errors=_errors(ack)
            )
        case Certificate() as paper:
            return Said(says=_paper(paper), reference=paper.id or paper.reference or "")
        case CargoReport() as report:
            return Said(says=_cargo(report), reference=report.reference or "")
        case PaymentNotice() as notice:
            return _payment(notice, head.sender)
        case _:
            return Said(says="other")


def indicator(xml: bytes) -> str | None:
    """Return the 7365 processing indicator of a Response; None where there is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        payload = decode(etree.fromstring(xml, parser)).payload
    except (etree.XMLSyntaxError, CodecError):
        return None
    statuses = payload.statuses if isinstance(payload, Response) else ()
    return statuses[0].name if statuses else None


def _declaration(declaration: Declaration, sender: str, recipient: str) -> Said:
    says = _purpose(declaration, sender, recipient)
    # A question has a reference of its own where it asks by another number.
    asked = declaration.id if says == "query" else None
    return Said(
        says=says,
        reference=asked or declaration.reference or "",
        leg=_LEGS.get(declaration.type or "", "import"),
        trader=(declaration.declarant.name if declaration.declarant else None) or "",
    )


_LEGS: dict[str, Literal["export", "transit"]] = {
    DocumentName.EXPORT_DECLARATION: "export",
    DocumentName.TRANSIT_DECLARATION: "transit",
}


def _purpose(declaration: Declaration, sender: str, recipient: str) -> Says:
    """Return what a declaration is sent for, by function and route."""
    function = declaration.function
    from_trader = sender.endswith("-trd")
    if is_cancellation(declaration):
        return "cancel" if from_trader else "pass-change"
    if is_amendment(declaration):
        return "amend" if from_trader else "pass-change"
    if is_query(declaration) and from_trader and recipient.endswith("-sw"):
        return "query"
    if function == Function.ADVANCE_NOTIFICATION:
        crosses = site_of(sender) != site_of(recipient)
        return "share" if crosses else "pass-export-data"
    if function == Function.REQUEST:
        return "ask-agency"
    if function == Function.CHANGE:
        return "supply" if from_trader else "pass-documents"
    return "lodge" if from_trader else "pass-declaration"


def _response(response: Response, sender: str) -> Said:
    answered = response.declaration
    reference = (answered.reference if answered else None) or ""
    indicator = response.statuses[0].name if response.statuses else None
    if response.function in _STATUS:
        return Said(says=_STATUS[response.function], reference=reference)
    if answered and answered.cancellation:
        return Said(says="cancelled", reference=reference)
    if indicator is None:
        payment = answered.duties[0].payment if answered and answered.duties else None
        amount = _amount(payment.payable if payment else None)
        return Said(says="payment", reference=reference, amount=amount)
    outcomes = (
        {**_OUTCOMES, **_OF_AGENCY}
        if sender.rpartition("-")[2] in AGENCIES
        else _OUTCOMES
    )
    return Said(
        says=outcomes.get(indicator, "other"),
        reference=reference,
        errors=_errors(response),
    )


def _paper(paper: Certificate) -> Says:
    """Return what a certificate is sent for, by function, number and status."""
    refused = any(each.name == _REJECTED for each in paper.statuses)
    if paper.function == Function.RESPONSE and paper.verification is None:
        if paper.id is None:
            return "paper-turned-down"
        return "paper-not-accepted" if refused else "paper-accepted"
    if paper.function == Function.ORIGINAL and paper.id is None:
        return "paper-apply"
    if paper.function == Function.STATUS:
        return "paper-refused" if refused else "paper-used"
    return _PAPERS.get(paper.function or "", "paper-sent")


def _cargo(report: CargoReport) -> Says:
    """Return what a cargo report is sent for; answers and changes are others."""
    if report.function == Function.COPY:
        return "cargo-onward"
    if report.function != Function.ORIGINAL:
        return "other"
    return _CARGO.get(report.type or "", "other")


def _payment(notice: PaymentNotice, sender: str) -> Said:
    return Said(
        says=_settles(notice, sender),
        # The trader numbers its receipts after the LRN.
        reference=(notice.reference or "").removesuffix("-P"),
        trader=(notice.payer.name if notice.payer else None) or "",
        amount=_amount(notice.payment.paid if notice.payment else None),
    )


def _settles(notice: PaymentNotice, sender: str) -> Says:
    """Return what a payment notice is sent for, by function, kind and route."""
    if notice.function in (Function.NOT_ACCEPTED, Function.NOT_FOUND):
        return "not-paid"
    if notice.type == DocumentName.PAYMENT_ORDER:
        return "order-payment"
    if sender.endswith(f"-{BANK}"):
        return "receipt"
    return "pay" if sender.endswith("-trd") else "pass-payment"


def _amount(money: Money | None) -> str:
    return f"{money.value:f} {money.currency}" if money else ""


def _errors(document: Response | Acknowledgement) -> tuple[tuple[str, str], ...]:
    return tuple((each.code or "", each.description or "") for each in document.errors)
